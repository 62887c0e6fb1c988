"""Works the offer of smaller files in the library: making them, telling of it, taking it back."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desktop_app.services.model_library import Deletion
from desktop_app.services.notifier import Action, failure_of
from desktop_app.services.variant_making import checked_kind
from desktop_app.ui.context import PageContext
from desktop_app.ui.panels.model_detail import ModelDetail


class Variants(QObject):
    """`made` carries the id of the new model, `failed` a Failure for the page to show."""

    made = Signal(str)
    failed = Signal(object)

    def __init__(self, context: PageContext, detail: ModelDetail, undo: QUndoStack, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._detail, self._undo = context, detail, undo
        self._is_connected = False
        detail.smaller.wanted.connect(self._make)
        detail.smaller.cancelled.connect(self._cancel)

    def remove(self, command: "_MakeVariant") -> None:
        """Move what was made to the trash; for the undo stack."""
        self._context.services.library.delete(command.model_id, command.removed, self._not_removed)

    def restore(self, command: "_MakeVariant") -> None:
        """Take it back; for the undo stack."""
        if command.deletion is not None:
            self._context.services.library.restore(command.deletion, command.restored, self._not_removed)

    def _make(self, kind: str) -> None:
        model = self._detail.model()
        if model is None:
            return
        maker = self._context.services.variants
        if not self._is_connected:
            self._is_connected = True
            maker.changed.connect(lambda: self._detail.smaller.show_busy(maker.model_id))
            maker.progressed.connect(self._detail.smaller.show_progress)
            maker.announced.connect(lambda text: self._tell(self._context.language.pick(text)))
            maker.made.connect(self._made)
            maker.failed.connect(self._not_made)
        maker.make(model.id, checked_kind(kind))

    def _cancel(self) -> None:
        self._context.services.variants.cancel()

    def _made(self, model_id: str) -> None:
        self._context.services.library.refresh()
        self._undo.push(_MakeVariant(self, model_id))
        undo = Action(self.tr("Undo"), self._undo.undo)
        self._context.services.notifier.tell(self.tr("Smaller file made"), model_id, action=undo)
        self.made.emit(model_id)

    def _not_made(self, model_id: str, error: Exception) -> None:
        what = lambda: self.tr("No smaller file of {model} was made").format(model=model_id)  # noqa: E731
        self.failed.emit(failure_of(error, what, self._context.language.pick))

    def _not_removed(self, error: Exception) -> None:
        what = lambda: self.tr("The smaller file could not be moved")  # noqa: E731
        self.failed.emit(failure_of(error, what, self._context.language.pick))

    def _tell(self, text: str) -> None:
        self._context.services.notifier.tell(text)


class _MakeVariant(QUndoCommand):
    """A making that has already happened when it is pushed; undone, its file is in the trash."""

    def __init__(self, variants: Variants, model_id: str) -> None:
        super().__init__(model_id)
        self._variants, self._is_new = variants, True
        self.model_id = model_id
        self.deletion: Deletion | None = None

    def undo(self) -> None:
        self._variants.remove(self)

    def redo(self) -> None:
        if not self._is_new:
            self._variants.restore(self)
        self._is_new = False

    def removed(self, deletion: Deletion) -> None:
        """It is in the trash."""
        self.deletion = deletion

    def restored(self, model_id: str) -> None:
        """It is back, perhaps under another name."""
        self.model_id = model_id
