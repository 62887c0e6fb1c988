"""Opens models for the services, and loads what that takes (numpy, ONNX Runtime) with the first one."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.inference.known import KnownFiles
from desktop_app.inference.machine import Machine
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

if TYPE_CHECKING:
    from desktop_app.inference.library import LibraryEntry
    from desktop_app.inference.models import ModelOpener, OpenModel


class ModelOpening:
    """One cache of open models for all services. Safe to call from several threads."""

    def __init__(
        self,
        known: KnownFiles,
        machine: Machine,
        path_of: Callable[[str], Path],
        device: Callable[[], str],
        threads: int | None = None,
    ) -> None:
        """`path_of` gives the main file of a model id, `device` the device that the person chose."""
        self._known, self._machine = known, machine
        self._path_of, self._device = path_of, device
        self._threads = threads
        self._making = threading.Lock()
        self._opener: ModelOpener | None = None

    def open_model(self, model_id: str) -> "OpenModel":
        """The model of a full id, ready to run. Raises WorkshopError."""
        return self._open(self._path_of(model_id))

    def check(self, entry: "LibraryEntry") -> None:
        """Runs a model's self-test. Raises WorkshopError where its card's numbers do not come out."""
        from trainer.contract.selftest import selftest_difference

        card = entry.usable_card()
        differences = selftest_difference(card, self._open(entry.path).run)
        name, difference = max(differences.items(), key=lambda item: item[1], default=("", 0.0))
        if not difference <= card.selftest.tolerance:
            raise _self_test_failed(name, difference, card.selftest.tolerance)

    def compare(self, entry: "LibraryEntry", original: "LibraryEntry") -> float:
        """How many times faster the model of `entry` is than that of `original`, which has the same inputs."""
        from trainer.contract.speed import times_faster

        run, other = self._open(entry.path).run, self._open(original.path).run
        return times_faster(entry.usable_card(), run, other)

    def close(self) -> None:
        """Closes all models."""
        if self._opener is not None:
            self._opener.close()

    def _open(self, path: Path) -> "OpenModel":
        from desktop_app.inference.providers import parse_device

        return self._made_opener().open_model(path, parse_device(self._device()))

    def _made_opener(self) -> "ModelOpener":
        from desktop_app.inference.models import ModelOpener

        with self._making:
            if self._opener is None:
                self._opener = ModelOpener(self._known, self._machine, self._threads)
            return self._opener


def _self_test_failed(name: str, difference: float, tolerance: float) -> WorkshopError:
    return WorkshopError(
        "model-invalid",
        Text(
            f"The output {name} differs by {difference:.2g} from what the model card expects "
            f"(at most {tolerance:.2g} is allowed).",
            f"输出 {name} 与模型卡片的预期相差 {difference:.2g}（允许的最大值为 {tolerance:.2g}）。",
        ),
        Text("Export or download the file again.", "请重新导出或下载该文件。"),
    )
