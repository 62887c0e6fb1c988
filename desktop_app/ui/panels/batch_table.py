"""The readings of many files as a table: filtered, sorted, drawn by one delegate."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.services.inference_requests import BatchItem
from desktop_app.ui.language import Language
from desktop_app.ui.panels.reading_texts import doubt_text, shown_label
from desktop_app.ui.widgets.probability_bars import percent_text

if TYPE_CHECKING:
    import numpy as np

    from trainer.contract.card import ModelCard
    from trainer.contract.results import Reading

Index = QModelIndex | QPersistentModelIndex
Filter = Literal["all", "unsure", "refused"]
FILTERS: tuple[Filter, ...] = ("all", "unsure", "refused")
PICTURE, FILE, LABEL, SCORE, REMARK = range(5)
COLUMNS = 5
LONGEST_SHOWN = 300  # characters of a text that a cell could ever show
ITEM_ROLE = Qt.ItemDataRole.UserRole
NOWHERE = QModelIndex()


def reading_of(item: BatchItem) -> "Reading | None":
    """The reading of an item, None if it was refused."""
    return None if hasattr(item.result, "error") else item.result


def picture_of(item: BatchItem) -> "np.ndarray | None":
    """What the network saw; of several objects the first."""
    reading = reading_of(item)
    if reading is not None:
        return getattr(reading, "seen", None)  # a text has no picture
    parts = item.result.parts  # type: ignore[union-attr]
    return parts[0].seen if parts else None  # type: ignore[union-attr]


def is_unsure(item: BatchItem) -> bool:
    """Whether the item was read below the calibrated threshold."""
    reading = reading_of(item)
    return reading is not None and reading.unsure


class BatchModel(QAbstractTableModel):
    """All items in the order in which they were read, and those of them that are shown, in the order wanted."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.holds_texts, self.holds_pictures = False, True
        self._card: ModelCard | None = None
        self._items: list[BatchItem] = []
        self._shown: list[int] = []
        self._counts: Counter[str] = Counter()
        self._filter: Filter = "all"
        self._sorted_by, self._descending = -1, False

    # -------------------------------------------------------------------------------------------- content
    def clear(self, card: "ModelCard | None" = None) -> None:
        """Forget all items; the next ones are read by the model of `card`."""
        self.beginResetModel()
        self._card = card
        self._items, self._shown = [], []
        self._counts.clear()
        self.endResetModel()

    def append(self, items: Sequence[BatchItem]) -> None:
        """Add items; unless the table is sorted they come at its end."""
        first = len(self._items)
        self._items.extend(items)
        self._counts.update(which for item in items for which in FILTERS if _belongs(item, which))
        new = [row for row in range(first, len(self._items)) if self._passes(self._items[row])]
        if not new:
            return
        self.beginInsertRows(NOWHERE, len(self._shown), len(self._shown) + len(new) - 1)
        self._shown.extend(new)
        self.endInsertRows()
        if self._sorted_by >= 0:
            self._rearrange(self._shown)

    def items(self) -> list[BatchItem]:
        """All items in the order in which they were read."""
        return list(self._items)

    def item(self, row: int) -> BatchItem:
        """The item in a row of the table."""
        return self._items[self._shown[row]]

    def count(self, which: Filter) -> int:
        """How many items a filter shows."""
        return self._counts[which]

    def set_filter(self, which: Filter) -> None:
        """Show all, the unsure or the refused ones."""
        self._filter = which
        self.beginResetModel()
        self._shown = self._in_order([row for row, item in enumerate(self._items) if self._passes(item)])
        self.endResetModel()

    # -------------------------------------------------------------------------------------------- QAbstractTableModel
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            first = self.tr("Text") if self.holds_texts else self.tr("File")
            return ("", first, self.tr("Label"), self.tr("Score"), self.tr("Remark"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item(index.row())
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(item, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return _origin(item) if index.column() == FILE else self._text(item, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (self._text(item, column) for column in range(FILE, COLUMNS))))
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by, self._descending = column, order == Qt.SortOrder.DescendingOrder
        self._rearrange(self._shown if column >= 0 else sorted(self._shown))

    # -------------------------------------------------------------------------------------------- working
    def _text(self, item: BatchItem, column: int) -> str:
        reading = reading_of(item)
        if column == FILE:
            return " ".join(item.text[:LONGEST_SHOWN].split()) or self._place(item)
        if column == LABEL:
            readings = (reading,) if reading else item.result.parts  # type: ignore[union-attr]
            return " ".join(shown_label(self._card, each.label, self._language) for each in readings)
        if column == SCORE:
            return percent_text(reading.score) if reading else ""
        if column == REMARK:
            if reading:
                return doubt_text(self._card, reading, self._language)
            return self._language.pick(item.result.error.message)  # type: ignore[union-attr]
        return ""

    def _place(self, item: BatchItem) -> str:
        """Where an item without a text comes from."""
        if item.row is None:
            return item.path.name
        row = self._language.number(item.row)
        return self.tr("{file}, row {row}").format(file=item.path.name, row=row)

    def _passes(self, item: BatchItem) -> bool:
        return _belongs(item, self._filter)

    def _in_order(self, rows: list[int]) -> list[int]:
        if self._sorted_by < 0:
            return rows
        key = _SORT_KEYS[self._sorted_by]
        return sorted(rows, key=lambda row: key(self._items[row]), reverse=self._descending)

    def _rearrange(self, rows: list[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        items = [self._shown[index.row()] for index in before]
        self._shown = self._in_order(rows)
        place = {row: position for position, row in enumerate(self._shown)}
        after = [self.index(place[item], index.column()) for item, index in zip(items, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def _belongs(item: BatchItem, which: Filter) -> bool:
    if which == "all":
        return True
    return is_unsure(item) if which == "unsure" else reading_of(item) is None


def _origin(item: BatchItem) -> str:
    """Where an item comes from, such as `reviews.csv, 12` of the twelfth row."""
    return str(item.path) if item.row is None else f"{item.path}, {item.row}"


def _file_key(item: BatchItem) -> tuple[str, str]:
    if item.text:
        return item.text[:LONGEST_SHOWN].lower(), str(item.path)
    return item.path.name.lower(), str(item.path)


def _label_key(item: BatchItem) -> str:
    reading = reading_of(item)
    return reading.label if reading else "\uffff"  # after every label


def _score_key(item: BatchItem) -> float:
    reading = reading_of(item)
    return reading.score if reading else -1.0


def _remark_key(item: BatchItem) -> int:
    return 2 if reading_of(item) is None else int(is_unsure(item))


_SORT_KEYS: dict[int, Callable[[BatchItem], Any]] = {
    PICTURE: _label_key,
    FILE: _file_key,
    LABEL: _label_key,
    SCORE: _score_key,
    REMARK: _remark_key,
}
