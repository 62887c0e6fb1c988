"""The models of the library as a list: searched, filtered, sorted, each with its preview."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage

from desktop_app.services.model_library import LibraryModel
from desktop_app.ui.language import Language
from desktop_app.ui.panels.model_texts import main_metric, metric_value, origin_text, state_badge, title_of
from trainer.contract.card import Task

MODEL_ROLE = Qt.ItemDataRole.UserRole
NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
GENERATOR: Task = "unconditional-image-generation"


def _does(*tasks: Task) -> Callable[[LibraryModel], bool]:
    return lambda model: model.entry.card is not None and not set(tasks).isdisjoint(model.entry.card.tasks)


FILTERS: dict[str, Callable[[LibraryModel], bool]] = {
    "all": lambda model: True,
    "generate": _does(GENERATOR),
    "classify": _does("image-classification", "text-classification", "audio-classification"),
    "write": _does("text-generation"),
    "translate": _does("translation"),
    "mine": lambda model: model.entry.origin == "mine",
}


class LibraryList(QAbstractListModel):
    """`preview_wanted` asks for pictures of a model that is about to be drawn for the first time."""

    preview_wanted = Signal(object)

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._all: list[LibraryModel] = []
        self._shown: list[LibraryModel] = []
        self._words, self._filter, self._order = "", "all", "name"
        self._previews: dict[str, Sequence[QImage]] = {}

    # -------------------------------------------------------------------------------------------- content
    def set_models(self, models: Sequence[LibraryModel]) -> None:
        """Take the library as it is now."""
        self._all = list(models)
        self._rearrange()

    def search(self, words: str) -> None:
        """Show models in whose texts every one of `words` occurs."""
        self._words = words.lower()
        self._rearrange()

    def set_filter(self, key: str) -> None:
        """Show the models of one of FILTERS."""
        self._filter = key
        self._rearrange()

    def set_order(self, key: str) -> None:
        """Sort by `name`, `newest` or `size`."""
        self._order = key
        self._rearrange()

    def models(self) -> list[LibraryModel]:
        """What is shown, in its order."""
        return list(self._shown)

    def row_of(self, model_id: str) -> int:
        """The row of a model, -1 if it is not shown."""
        return next((row for row, model in enumerate(self._shown) if model.id == model_id), -1)

    def set_preview(self, sha256: str, images: Sequence[QImage]) -> None:
        """Take the pictures of the models with this content."""
        self._previews[sha256] = images
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def preview(self, model: LibraryModel) -> Sequence[QImage]:
        """The pictures of a model; asks for them where there are none yet and the model may be run unasked."""
        card = model.entry.card
        draws = card is not None and GENERATOR in card.tasks and (model.is_known or model.state == "verified")
        if draws and model.sha256 not in self._previews:
            self._previews[model.sha256] = ()
            self.preview_wanted.emit(model)
        return self._previews.get(model.sha256, ())

    # -------------------------------------------------------------------------------------------- QAbstractListModel
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        model = self._shown[index.row()]
        if role == MODEL_ROLE:
            return model
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(model, self._language)
        if role == Qt.ItemDataRole.ToolTipRole:  # the card may cut both
            summary = self._language.pick(model.entry.card.summary) if model.entry.card else ""
            return "\n".join(filter(None, (title_of(model, self._language), summary)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            metric = main_metric(model.entry.card) if model.entry.card else None
            figure = metric_value(metric, self._language) if metric else ""
            return ", ".join(
                filter(None, (title_of(model, self._language), figure, state_badge(model)[1], origin_text(model)))
            )
        return None

    # -------------------------------------------------------------------------------------------- working
    def _rearrange(self) -> None:
        passes, words = FILTERS[self._filter], self._words.split()
        shown = [model for model in self._all if passes(model) and self._matches(model, words)]
        keys: dict[str, Callable[[LibraryModel], Any]] = {
            "name": lambda model: title_of(model, self._language).lower(),
            "newest": lambda model: -model.entry.modified,
            "size": lambda model: -model.entry.size,
        }
        shown.sort(key=lambda model: (model.entry.card is None, keys[self._order](model)))  # broken ones last
        if [model.id for model in shown] == [model.id for model in self._shown]:
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def _matches(self, model: LibraryModel, words: list[str]) -> bool:
        card = model.entry.card
        texts = [title_of(model, self._language), model.id]
        if card is not None:
            texts += [self._language.pick(card.summary), card.provenance.data, card.training.documented_model]
        text = " ".join(texts).lower()
        return all(word in text for word in words)
