"""What is known of a documented model before it is trained: expected result, data, size, time."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.label import ElidedLabel, Label


class Fact(QWidget):
    """A quiet caption, the figure, and what it is a figure of. A sentence takes the lines that it needs."""

    def __init__(self, theme: Theme, is_sentence: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = ElidedLabel(theme, "help", "text2")
        self._value = Label(theme, "strong", wrap=True) if is_sentence else ElidedLabel(theme, "fact")
        self._note = ElidedLabel(theme, "help", "text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self._caption, self._value, self._note):
            column.addWidget(label)
        column.addStretch(1)

    def set_texts(self, caption: str, value: str, note: str = "") -> None:
        """Show a figure; `note` says of what, or where it was measured."""
        self._caption.setText(caption)
        self._value.setText(value)
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def value(self) -> str:
        """The figure as shown."""
        return self._value.text()


class FactRow(QWidget):
    """Facts side by side; the first may be a sentence."""

    def __init__(
        self, theme: Theme, widths: Sequence[int], starts_with_sentence: bool = False, parent: QWidget | None = None
    ) -> None:
        """`widths` are the shares of the columns."""
        super().__init__(parent)
        self.facts = [Fact(theme, is_sentence=starts_with_sentence and not number) for number in range(len(widths))]
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for fact, width in zip(self.facts, widths, strict=True):
            row.addWidget(fact, width)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._give_room()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        """A column that is short of room would cut the sentence."""
        self.setMinimumHeight(max(0, self._row.totalHeightForWidth(self.width())))
