"""Text field, drop-down list and slider that follow the theme and leave the wheel to the page until focused."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from desktop_app.ui.theme import Theme

TEXT_GAP = 2
"""Pixels that the style leaves free at each side of the text."""


class TextField(QLineEdit):
    """One line of text, with an icon at its left if one is named."""

    def __init__(self, theme: Theme, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icon_name = theme, icon
        self._icon_action: QAction | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if icon:
            self.setProperty("icon", "1")
            self._icon_action = self.addAction(theme.icon(icon, "text3"), QLineEdit.ActionPosition.LeadingPosition)
            theme.changed.connect(self._restyle)

    def set_invalid(self, invalid: bool) -> None:
        """Mark the field as one whose text is not accepted."""
        self.setProperty("invalid", "1" if invalid else "0")
        self.style().unpolish(self)
        self.style().polish(self)

    def _restyle(self) -> None:
        if self._icon_action is not None:
            self._icon_action.setIcon(self._theme.icon(self._icon_name, "text3"))


class ChoiceList(QComboBox):
    """A drop-down list of (key, text) pairs with our own chevron."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show (key, text) pairs; the chosen key stays chosen if it is still there. No signal is sent."""
        chosen = self.selected()
        self.blockSignals(True)
        self.clear()
        for key, text in choices:
            self.addItem(text, key)
        self.select(chosen)
        self.blockSignals(False)

    def select(self, key: str) -> None:
        """Choose the item with `key`; an unknown key leaves the first one."""
        self.setCurrentIndex(max(0, self.findData(key)))

    def selected(self) -> str:
        """The key of the chosen item."""
        return str(self.currentData() or "")

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        return QSize(max(super().sizeHint().width() + 8, self._theme.px(96)), self._theme.height_for())

    def shown_text(self) -> str:
        """What there is room for of the chosen item."""
        return self._option().currentText

    def paintEvent(self, event: QPaintEvent) -> None:
        option, painter = self._option(), QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
        size = 16
        pixmap = self._theme.pixmap("down", "text2" if self.isEnabled() else "off", size, self.devicePixelRatioF())
        side = self._theme.px(size)
        QPainter(self).drawPixmap(self.width() - side - 8, (self.height() - side) // 2, pixmap)

    def _option(self) -> QStyleOptionComboBox:
        """What the style paints; a text that is too long ends in an ellipsis, which the style leaves out."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - 2 * TEXT_GAP
        option.currentText = option.fontMetrics.elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        return option


class Slider(QSlider):
    """A horizontal slider over whole numbers."""

    def __init__(self, minimum: int = 0, maximum: int = 100, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(minimum, maximum)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
