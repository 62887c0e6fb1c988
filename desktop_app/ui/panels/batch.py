"""The card with the readings of many files."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTableView, QWidget

from desktop_app.services.inference_requests import BatchItem
from desktop_app.ui.language import Language
from desktop_app.ui.panels.batch_delegate import BatchDelegate
from desktop_app.ui.panels.batch_table import FILE, LABEL, PICTURE, REMARK, SCORE, BatchModel
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.segmented import SegmentedControl
from trainer.contract.card import ModelCard

TEXT_LABEL_WIDTH, TEXT_SCORE_WIDTH, TEXT_REMARK_WIDTH = 152, 128, 112
PICTURE_WIDTH, LABEL_WIDTH, SCORE_WIDTH, COMPACT_SCORE_WIDTH = 52, 84, 220, 170


class BatchCard(Card):
    """`chosen` carries the BatchItem under the cursor; `export_wanted` asks to save all of them."""

    chosen = Signal(object)
    export_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        language: Language,
        parent: QWidget | None = None,
        *,
        of_texts: bool = False,
        of_sounds: bool = False,
    ) -> None:
        super().__init__(theme, parent=parent)
        self._theme, self._language = theme, language
        self._milliseconds: float | None = None
        self._stopped_at: tuple[int, int] | None = None
        self._progress: tuple[int, int] | None = None
        self.model = BatchModel(language, self)
        self._of_sounds = of_sounds
        self.model.holds_texts = of_texts
        self.model.holds_pictures = not (of_texts or of_sounds)
        self.heading = self.add_heading()
        self._filter = SegmentedControl(theme)
        self._filter.chosen.connect(self._choose_side)
        self._export = Button(theme, "plain", "save")
        self._export.clicked.connect(self.export_wanted)
        self.heading.add_action(self._filter)
        self.heading.add_action(self._export)
        self.table = self._made_table()
        self.table.setColumnHidden(PICTURE, not self.model.holds_pictures)
        self._empty = EmptyState(theme, "folder")
        self._sides = QStackedWidget()
        if self.model.holds_pictures:  # the others are never shown empty, and its height would count
            self._sides.addWidget(self._empty)
        self._sides.addWidget(self.table)
        self.body.addWidget(self._sides, 1)
        self.set_compact(False)
        self.retranslate()
        self.clear()
        theme.changed.connect(self._restyle)

    def clear(self, card: ModelCard | None = None) -> None:
        """Empty the table for a new batch, which the model of `card` reads."""
        self.model.clear(card)
        self._milliseconds, self._stopped_at, self._progress = None, None, None
        self._show_state()

    def append(self, items: Sequence[BatchItem]) -> None:
        """Add items as they are read."""
        was_empty = self.model.rowCount() == 0
        self.model.append(items)
        self._show_state()
        if was_empty and self.model.rowCount():
            self.table.selectRow(0)

    def show_progress(self, done: int, total: int) -> None:
        """Say how many are read of how many."""
        self._progress = (done, total)
        self._show_state()

    def finish(self, milliseconds: float, stopped_at: tuple[int, int] | None = None) -> None:
        """Say how long the batch took, and after how many of how many files it was stopped."""
        self._milliseconds, self._stopped_at, self._progress = milliseconds, stopped_at, None
        self._show_state()

    def set_compact(self, compact: bool) -> None:
        """Take the column widths of a narrow or wide window."""
        widths = {
            PICTURE: PICTURE_WIDTH,
            LABEL: LABEL_WIDTH,
            SCORE: COMPACT_SCORE_WIDTH if compact else SCORE_WIDTH,
        }
        if not self.model.holds_pictures:
            widths |= {LABEL: TEXT_LABEL_WIDTH, SCORE: TEXT_SCORE_WIDTH, REMARK: TEXT_REMARK_WIDTH}
        for column, width in widths.items():
            self.table.setColumnWidth(column, self._theme.px(width))

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._filter.set_segments(self._segments())
        self._export.setText(self.tr("Export CSV..."))
        self._empty.set_texts(
            self.tr("Several pictures at once"), self.tr("Drop several pictures or a folder; each one gets a row here.")
        )
        self.table.setAccessibleName(self.tr("Readings of all files"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, REMARK)
        self._show_state()

    def _segments(self) -> list[tuple[str, str]]:
        return [("all", self.tr("All")), ("unsure", self.tr("Unsure")), ("refused", self.tr("Refused"))]

    def _choose_side(self, key: str) -> None:
        self.model.set_filter(key)  # type: ignore[arg-type]

    def _show_state(self) -> None:
        total = self.model.count("all")
        self._sides.setCurrentWidget(self._side(total))
        self._filter.setVisible(total > 0)
        self._export.setVisible(total > 0)
        number = self._language.number
        title = self.tr("Batch")
        if self._progress is not None:
            done, whole = self._progress
            title = self.tr("{done} of {total}").format(done=number(done), total=number(whole))
        self.heading.title.setText(title)
        self.heading.caption.setText(self._summary(total) if total else "")

    def _side(self, total: int) -> QWidget:
        """What the card shows of a batch of so many items."""
        return self.table if total or not self.model.holds_pictures else self._empty

    def _counted(self, total: int) -> str:
        return self.tr("%Ln sound(s)", "", total) if self._of_sounds else self.tr("%Ln picture(s)", "", total)

    def _summary(self, total: int) -> str:
        number = self._language.number
        parts = [self._counted(total)]
        unsure, refused = self.tr("{count} unsure"), self.tr("{count} refused")
        if self.model.holds_texts:  # other words in Chinese
            unsure, refused = self.tr("{count} unsure", "of texts"), self.tr("{count} refused", "of texts")
        for which, text in (("unsure", unsure), ("refused", refused)):
            found = self.model.count(which)  # type: ignore[arg-type]
            parts += [text.format(count=number(found))] if found else []
        if self._milliseconds is not None:
            parts.append(self.tr("{seconds} s").format(seconds=number(self._milliseconds / 1000, 1)))
        if self._stopped_at is not None:
            done, wanted = self._stopped_at
            parts.append(self.tr("stopped after {done} of {total}").format(done=number(done), total=number(wanted)))
        return " · ".join(parts)

    def _made_table(self) -> QTableView:
        table = QTableView()
        self._delegate = BatchDelegate(self._theme, table)
        table.setModel(self.model)
        table.setItemDelegate(self._delegate)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)  # Tab leaves the table, arrows move in it
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().setVisible(False)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(self._delegate.row_height())
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        table.setSortingEnabled(True)
        table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        for column in (FILE, REMARK) if self.model.holds_pictures else (FILE,):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().currentRowChanged.connect(self._announce)
        return table

    def _announce(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.model.item(current.row()))

    def _restyle(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(self._delegate.row_height())
        self.table.viewport().update()
