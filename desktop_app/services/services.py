"""Everything the pages need, made once by the application and handed to each of them."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from desktop_app.places import Places
from desktop_app.services.inference_service import InferenceService
from desktop_app.services.model_library import LibraryService
from desktop_app.services.model_opening import ModelOpening
from desktop_app.services.notifier import Notifier
from desktop_app.services.self_test import SelfTest
from desktop_app.services.settings import Settings
from desktop_app.services.tasks import Tasks

if TYPE_CHECKING:
    from desktop_app.services.data_sets import DataSets
    from desktop_app.services.gpu_part import GpuPart
    from desktop_app.services.training import Training
    from desktop_app.services.updates import Updates
    from desktop_app.services.variant_maker import VariantMaker


@dataclass(frozen=True)
class Services:
    """The services of one running window."""

    places: Places
    settings: Settings
    notifier: Notifier
    tasks: Tasks
    self_test: SelfTest
    models: ModelOpening
    library: LibraryService
    inference: InferenceService

    @cached_property
    def training(self) -> "Training":
        """The training that the window follows; made when first asked for, since numpy comes with it."""
        from desktop_app.services.run_store import RunStore
        from desktop_app.services.training import Training

        return Training(RunStore(self.places.runs), self.tasks)

    @cached_property
    def data_sets(self) -> "DataSets":
        """The data sets on this computer; made when first asked for, too."""
        from desktop_app.services.data_sets import DataSets

        return DataSets(self.places)

    @cached_property
    def gpu_part(self) -> "GpuPart":
        """The packaged program's part for graphics cards; made when first asked for."""
        from desktop_app.services.gpu_part import GpuPart

        return GpuPart(self.places.gpu_parts)

    @cached_property
    def updates(self) -> "Updates":
        """Whether there is a newer version; asks nothing by itself."""
        from desktop_app.services.updates import Updates

        return Updates(self.tasks)

    @cached_property
    def variants(self) -> "VariantMaker":
        """Makes smaller files of models; made when first asked for."""
        from desktop_app.services.variant_maker import VariantMaker

        return VariantMaker(self.places)

    def close(self) -> None:
        """Write what is unwritten and wait for running tasks; a training goes on."""
        if "training" in self.__dict__:
            self.training.leave()
        if "data_sets" in self.__dict__:
            self.data_sets.close()
        if "gpu_part" in self.__dict__:
            self.gpu_part.close()
        if "variants" in self.__dict__:
            self.variants.close()
        self.settings.save()
        self.inference.close()
        self.tasks.wait()
        self.models.close()
