"""One generated picture, large, with what a classifier reads in it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.panels.model_texts import NO_BREAK
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.picture_view import PictureView
from desktop_app.ui.widgets.probability_bars import ProbabilityBars, percent_text

BARS = 3


class PictureInspector(QWidget):
    """Shows what it is told; `use_wanted` carries A or B, the end of the morph that the picture should be."""

    use_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._readings: Sequence[tuple[str, float]] | None = None
        self._reader = ""
        self.view = PictureView(theme)
        self._title = Label(theme, "strong")
        self._reading = Label(theme, "help", "text2", wrap=True)
        self._bars = ProbabilityBars(theme, BARS)
        self._use_a, self._use_b = Button(theme), Button(theme)
        self._use_a.clicked.connect(lambda: self.use_wanted.emit("A"))
        self._use_b.clicked.connect(lambda: self.use_wanted.emit("B"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._use_a, 1)
        buttons.addWidget(self._use_b, 1)
        self._picture_and_words = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._picture_and_words.setContentsMargins(0, 0, 0, 0)
        self._picture_and_words.setSpacing(8)
        self._picture_and_words.addWidget(self.view, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        self._picture_and_words.addLayout(column, 1)
        column.addWidget(self._title)
        column.addWidget(self._reading)
        column.addWidget(self._bars)
        column.addSpacing(4)
        column.addLayout(buttons)
        column.addStretch(1)
        self.retranslate()

    def set_beside(self, beside: bool) -> None:
        """Let the words stand beside the picture, or below it."""
        directions = QBoxLayout.Direction
        self._picture_and_words.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._picture_and_words.setSpacing(16 if beside else 8)

    def set_measures(self, width: int, side: int) -> None:
        """Width of the panel and side of its picture."""
        self.view.set_side(side)
        self.setFixedWidth(width)

    def take_focus(self) -> None:
        """Let the keyboard go on with what can be done with the picture."""
        self._use_a.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_picture(self, image: QImage | None, number: int) -> None:
        """Show picture `number` (from 1); its reading follows by `show_reading`."""
        self._number, self._readings = number, None
        self.view.set_image(image)
        self._show()

    def show_frame(self, image: QImage) -> None:
        """Show a frame of a morph that plays, without changing what is said."""
        self.view.set_image(image)

    def show_reading(self, readings: Sequence[tuple[str, float]] | None, reader: str) -> None:
        """Show (label, probability) pairs, likeliest first, as the classifier called `reader` gives them."""
        self._readings, self._reader = readings, reader
        self._show()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._use_a.setText(self.tr("Use as A"))
        self._use_b.setText(self.tr("Use as B"))
        self._use_a.set_tooltip(self.tr("Start the morph from this picture"))
        self._use_b.set_tooltip(self.tr("End the morph at this picture"))
        self._show()

    def _show(self) -> None:
        has_picture = self._number > 0
        self._title.setText(self.tr("Picture {number}").format(number=self._number) if has_picture else "")
        self._use_a.setEnabled(has_picture)
        self._use_b.setEnabled(has_picture)
        readings = self._readings or ()
        self._bars.setVisible(bool(readings))
        self._bars.set_probabilities(readings)
        text = ""
        if readings:
            label, probability = readings[0]
            text = self.tr("{reader} reads it as {label}, {score}").format(
                reader=self._reader, label=label, score=percent_text(probability).replace(" ", NO_BREAK)
            )
        self._reading.setText(text)
        self.view.setAccessibleName(f"{self._title.text()}. {text}".strip())
