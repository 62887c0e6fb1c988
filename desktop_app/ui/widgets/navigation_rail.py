"""The rail at the left: the pages, the training that runs, and Settings."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.label import Rule
from desktop_app.ui.widgets.progress_bar import paint_bar

WIDE, COMPACT = 184, 72
Align = Qt.AlignmentFlag


@dataclass(frozen=True)
class RailItem:
    """One page in the rail; `foot` puts it at the bottom, `rule` draws a line above it."""

    key: str
    icon: str
    title: str
    foot: bool = False
    rule: bool = False


@dataclass(frozen=True)
class RunningTraining:
    """What the rail tells of a training: its name, the time left in two lengths, and how far it is (0 to 1)."""

    name: str
    time_left: str
    time_left_short: str
    fraction: float


class _RailButton(QRadioButton):
    def __init__(self, theme: Theme, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._icon_name = theme, icon
        self.compact = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        if self.compact:
            return QSize(56, max(56, self._theme.px(20) + self._theme.metrics("small").height() + 18))
        return QSize(168, self._theme.height_for(pixels=40, around=20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        box = QRectF(self.rect())
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("pill" if chosen else "hover"))
            painter.drawRoundedRect(box, 8, 8)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(QRectF(0, box.center().y() - 9, 3, 18), 1.5, 1.5)
        icon = self._theme.pixmap(self._icon_name, "accent" if chosen else "text2", 20, self.devicePixelRatioF())
        painter.setPen(self._theme.color("text" if chosen else "text2"))
        if self.compact:
            self._paint_compact(painter, icon)
        else:
            self._paint_wide(painter, icon)

    def _paint_wide(self, painter: QPainter, icon: QPixmap) -> None:
        side = self._theme.px(20)
        painter.drawPixmap(14, (self.height() - side) // 2, icon)
        painter.setFont(self._theme.font("strong" if self.isChecked() else "label"))
        left = 14 + side + 12
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - left - 8)
        painter.drawText(self.rect().adjusted(left, 0, -8, 0), Align.AlignVCenter, text)

    def _paint_compact(self, painter: QPainter, icon: QPixmap) -> None:
        side = self._theme.px(20)
        line = self._theme.metrics("small").height()
        top = (self.height() - side - line - 4) // 2
        painter.drawPixmap((self.width() - side) // 2, top, icon)
        font = self._theme.font("small")
        font.setBold(self.isChecked())
        if QFontMetrics(font).horizontalAdvance(self.text()) > self.width():
            font.setBold(False)  # a whole word says more than a bold one
        painter.setFont(font)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(0, top + side + 4, self.width(), line, Align.AlignCenter, text)


class _TrainingButton(QAbstractButton):
    """Name, time left and a bar of 4 px; a click shows the training."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.training: RunningTraining | None = None
        self.compact = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(56, self._theme.metrics("help").height() + 20)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.training is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("help"))
        painter.setPen(self._theme.color("text2"))
        line = self.rect().adjusted(6 if self.compact else 12, 4, -6 if self.compact else -12, -12)
        if self.compact:
            painter.drawText(line, Align.AlignCenter, self.training.time_left_short)
        else:
            self._paint_line(painter, line, self.training)
        bar = QRectF(line.left(), line.bottom() + 4, line.width(), 4)
        paint_bar(painter, self._theme, bar, self.training.fraction, "accent")

    def _paint_line(self, painter: QPainter, line: QRect, training: RunningTraining) -> None:
        painter.drawText(line, Align.AlignVCenter | Align.AlignRight, training.time_left)
        room = line.width() - painter.fontMetrics().horizontalAdvance(training.time_left) - 8
        painter.setFont(self._theme.font("help_strong"))
        painter.setPen(self._theme.color("text"))
        name = painter.fontMetrics().elidedText(training.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, Align.AlignVCenter, name)


class NavigationRail(QWidget):
    """Radio buttons down the side: arrow keys move, `page_chosen` carries the key. `training_chosen` opens the run."""

    page_chosen = Signal(str)
    training_chosen = Signal()

    def __init__(self, theme: Theme, items: Sequence[RailItem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._compact = False
        self._buttons: dict[str, _RailButton] = {}
        self._group = QButtonGroup(self)
        self._training = _TrainingButton(theme, self)
        self._training.setVisible(False)
        self._training.clicked.connect(self.training_chosen)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 8, 8, 12)
        self._column.setSpacing(4)
        for item in items:
            if not item.foot:
                self._add(item)
        self._column.addStretch(1)
        self._column.addWidget(self._training)
        for item in items:
            if item.foot:
                self._add(item)
        self.set_compact(False)
        theme.changed.connect(lambda: self.set_compact(self._compact))

    def set_titles(self, titles: dict[str, str]) -> None:
        """Name the pages in the language in force."""
        for key, title in titles.items():
            self._buttons[key].setText(title)
            self._buttons[key].setAccessibleName(title)

    def set_compact(self, compact: bool) -> None:
        """Icon over label in 72 pixels, or icon beside label in 184."""
        self._compact = compact
        self.setFixedWidth(self._theme.px(COMPACT if compact else WIDE))
        items: list[_RailButton | _TrainingButton] = [*self._buttons.values(), self._training]
        for item in items:
            item.compact = compact
            item.updateGeometry()
            item.update()

    def is_compact(self) -> bool:
        """Whether labels stand below the icons."""
        return self._compact

    def select(self, key: str) -> None:
        """Mark a page without a signal; Tab comes to it."""
        self._buttons[key].setChecked(True)
        for each, button in self._buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == key else Qt.FocusPolicy.ClickFocus)

    def selected(self) -> str:
        """The key of the marked page."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def button(self, key: str) -> QRadioButton:
        """The item of one page."""
        return self._buttons[key]

    def show_training(self, training: RunningTraining | None) -> None:
        """Tell of the training that runs, or that none does."""
        self._training.training = training
        self._training.setVisible(training is not None)
        if training is not None:
            self._training.setToolTip(f"{training.name}, {training.time_left}")
            self._training.setAccessibleName(f"{training.name}, {training.time_left}")
        self._training.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("chrome"))

    def _add(self, item: RailItem) -> None:
        if item.rule:
            line = QHBoxLayout()
            line.setContentsMargins(10, 8, 10, 8)
            line.addWidget(Rule())
            self._column.addLayout(line)
        button = _RailButton(self._theme, item.icon, self)
        button.setText(item.title)
        button.clicked.connect(lambda: self.page_chosen.emit(item.key))
        self._group.addButton(button)
        self._buttons[item.key] = button
        self._column.addWidget(button)
