"""The list of trainings: running ones and past ones, newest first."""

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.services.run_store import RunEntry
from desktop_app.ui.language import Language
from desktop_app.ui.panels.model_texts import date_text
from desktop_app.ui.panels.run_texts import model_title, state_text
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.model_picker import paint_two_lines
from desktop_app.ui.widgets.progress_bar import paint_bar
from trainer.contract.run_folder import RunState

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
GAP = 8
STATE_LOOKS: dict[RunState, tuple[str, str]] = {  # state: (icon, colour)
    "waiting": ("clock", "text2"),
    "running": ("play", "accent"),
    "paused": ("pause", "text2"),
    "finished": ("check", "ok"),
    "stopped": ("stop", "text2"),
    "failed": ("error", "bad"),
    "interrupted": ("warning", "warn"),
}
Index = QModelIndex | QPersistentModelIndex


class RunsModel(QAbstractListModel):
    """The entries as Qt's views want them."""

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._entries: list[RunEntry] = []

    def set_entries(self, entries: list[RunEntry]) -> None:
        """Take another list; the same runs in the same order only change their texts."""
        if [entry.folder.path for entry in entries] == [entry.folder.path for entry in self._entries]:
            self._entries = entries
            if entries:
                self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def entries(self) -> list[RunEntry]:
        """All runs."""
        return self._entries

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return model_title(entry.spec.documented_model, self._language)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{model_title(entry.spec.documented_model, self._language)}, {self.detail(entry)}"
        return None

    def detail(self, entry: RunEntry) -> str:
        """State and date of a run."""
        when = date_text(entry.spec.created)
        return self.tr("{state}, {when}").format(state=state_text(entry.summary.state), when=when)


class _RunDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: RunsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = self._theme.metrics("strong").height() + self._theme.metrics("help").height()
        return QSize(160, max(58, lines + 24) + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: RunEntry = index.data(ENTRY_ROLE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        card = QRectF(option.rect).adjusted(0, 0, 0, -GAP)
        width = 2 if chosen else 1
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent" if chosen else "line"), width))
        painter.setBrush(self._theme.color("hover" if over and not chosen else "card"))
        painter.drawRoundedRect(card.adjusted(width / 2, width / 2, -width / 2, -width / 2), 11, 11)
        self._paint_inside(painter, card, entry, str(index.data()))
        painter.restore()

    def _paint_inside(self, painter: QPainter, card: QRectF, entry: RunEntry, title: str) -> None:
        icon, token = STATE_LOOKS[entry.summary.state]
        side = self._theme.px(20)
        ratio = painter.device().devicePixelRatioF()
        top = int(card.center().y() - side / 2)
        painter.drawPixmap(int(card.left()) + 14, top, self._theme.pixmap(icon, token, 20, ratio))
        room = card.toRect().adjusted(14 + side + 12, 0, -14, -8 if entry.is_live else 0)
        paint_two_lines(painter, self._theme, room, title, self._model.detail(entry))
        if entry.is_live:
            fraction = entry.summary.step / max(entry.summary.total_steps, 1)
            paint_bar(
                painter, self._theme, QRectF(room.left(), card.bottom() - 14, room.width(), 4), fraction, "accent"
            )


class RunsList(QListView):
    """Emits `chosen` with the RunEntry that is to be shown."""

    chosen = Signal(object)
    delete_wanted = Signal()

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = RunsModel(language, self)
        self.setModel(self._runs)
        self.setItemDelegate(_RunDelegate(theme, self._runs, self))
        self.setStyleSheet("QListView { background: transparent; }")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(lambda index, _: self._announce(index))
        theme.changed.connect(self.scheduleDelayedItemsLayout)
        self.retranslate()

    def set_entries(self, entries: list[RunEntry]) -> None:
        """Show these runs; the chosen one stays chosen, without a signal, while it is there."""
        chosen = self.selected()
        selection = self.selectionModel()
        selection.blockSignals(True)
        self._runs.set_entries(entries)
        if chosen is not None:
            self.select(chosen.folder.path.name)
        selection.blockSignals(False)
        self.viewport().update()

    def entries(self) -> list[RunEntry]:
        """All runs, newest first."""
        return self._runs.entries()

    def detail(self, entry: RunEntry) -> str:
        """State and date of a run, as under its title."""
        return self._runs.detail(entry)

    def selected(self) -> RunEntry | None:
        """The chosen run."""
        index = self.currentIndex()
        return index.data(ENTRY_ROLE) if index.isValid() else None

    def select(self, run_id: str) -> bool:
        """Choose a run by its id; False if it is not there."""
        for row, entry in enumerate(self._runs.entries()):
            if entry.folder.run_id == run_id:
                flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self.selectionModel().setCurrentIndex(self._runs.index(row), flags)
                return True
        return False

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self.setAccessibleName(self.tr("Trainings"))
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _announce(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(ENTRY_ROLE))
