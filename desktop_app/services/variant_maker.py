"""Makes smaller files of models for the window: one at a time, in a thread, with a way to end it."""

from PySide6.QtCore import QObject, Signal

from desktop_app.inference.known import KnownFiles
from desktop_app.inference.library import ModelLibrary
from desktop_app.places import Places
from desktop_app.services.tasks import Tasks
from desktop_app.services.variant_making import Making, add_variant
from trainer.contract.card import VariantKind
from trainer.contract.errors import Cancelled


class VariantMaker(QObject):
    """`changed` comes when one begins or ends, `progressed` with the phase and its share, `made` with the new id.

    `announced` carries a Text that a person should read, `failed` the id of the model and the exception.
    """

    changed = Signal()
    progressed = Signal(str, float)
    announced = Signal(object)
    made = Signal(str)
    failed = Signal(str, object)

    def __init__(self, places: Places) -> None:
        super().__init__()
        self._places = places
        self._library = ModelLibrary(places, KnownFiles(places.shipped_models, places.models))
        self._tasks = Tasks(threads=1)
        self._making: Making | None = None
        self.model_id = ""
        """Of the model of which a smaller file is being made; empty for none."""

    def make(self, model_id: str, kind: VariantKind) -> None:
        """Begin, unless one is under way."""
        if self.model_id:
            return
        self.model_id = model_id
        making = self._making = Making(self.progressed.emit, self.announced.emit)
        self.changed.emit()
        self._tasks.run(lambda: self._make(making, model_id, kind), self._done, self._failed)

    def cancel(self) -> None:
        """End what is under way; nothing is left of it."""
        if self._making is not None:
            self._making.cancel()

    def close(self) -> None:
        """End what runs and wait for it."""
        self.cancel()
        self._tasks.wait()

    def _make(self, making: Making, model_id: str, kind: VariantKind) -> str:
        entry = self._library.find(model_id)
        return add_variant(making, self._library, entry, kind, "", self._places)

    def _done(self, model_id: str) -> None:
        self._end()
        self.made.emit(model_id)

    def _failed(self, error: Exception) -> None:
        model_id = self._end()
        if not isinstance(error, Cancelled):
            self.failed.emit(model_id, error)

    def _end(self) -> str:
        model_id, self.model_id, self._making = self.model_id, "", None
        self.changed.emit()
        return model_id
