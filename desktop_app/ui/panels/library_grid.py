"""The library as a grid of cards: chosen by mouse or arrow keys."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desktop_app.services.model_library import LibraryModel
from desktop_app.ui.panels.library_delegate import LibraryDelegate
from desktop_app.ui.panels.library_list import MODEL_ROLE, LibraryList

SMALLEST_CARD = 216
MOST_COLUMNS = 6


class LibraryGrid(QListView):
    """As many columns as fit; each cell ends in the gap to the next.

    `chosen` carries the LibraryModel under the selection, or None; `opened` the one that got Enter or a double click.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, models: LibraryList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._gap = 16
        self.setModel(models)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # Its room is kept: the width of the cards would otherwise depend on the bar, and the bar on them.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().rangeChanged.connect(lambda _, most: self.verticalScrollBar().setEnabled(most > 0))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setProperty("bare", "1")  # the cards lie on the sheet
        self.selectionModel().selectionChanged.connect(self._announce)  # a click changes the current item before it
        self.activated.connect(lambda index: self.opened.emit(index.data(MODEL_ROLE)))
        models.modelReset.connect(self._fit)

    def gap(self) -> int:
        """The room between cards."""
        return self._gap

    def cell(self) -> QSize:
        """The size of a card with the gap after it."""
        return self.gridSize()

    def set_gap(self, gap: int) -> None:
        """Take another room between cards."""
        self._gap = gap
        self._fit()

    def selected(self) -> LibraryModel | None:
        """The model under the selection."""
        indexes = self.selectedIndexes()
        return indexes[0].data(MODEL_ROLE) if indexes else None

    def select(self, model_id: str) -> None:
        """Choose a model, if it is shown."""
        row = self._models.row_of(model_id)
        if row >= 0:
            self.setCurrentIndex(self._models.index(row))

    def choose_none(self) -> None:
        """End the selection."""
        self.setCurrentIndex(QModelIndex())

    def columns(self) -> int:
        """How many cards stand in a row."""
        fitting = self.viewport().width() // (SMALLEST_CARD + self._gap)
        return min(max(1, fitting), MOST_COLUMNS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(MODEL_ROLE))
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        delegate = self.itemDelegate()
        if isinstance(delegate, LibraryDelegate):
            width = self.viewport().width() // self.columns()
            self.setGridSize(QSize(width, delegate.card_height() + self._gap))

    def _announce(self) -> None:
        self.chosen.emit(self.selected())
