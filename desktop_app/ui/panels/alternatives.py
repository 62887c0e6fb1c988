"""What could have stood in the place of a written token, to choose from."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_app.services.text_requests import ALTERNATIVES
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.probability_bars import BAR, percent_text
from desktop_app.ui.widgets.progress_bar import paint_bar

ROW = 26
INSIDE = 6  # pixels between the frame that is shown under the pointer and what is in it
END_OF_TEXT = "</s>"
NO_TEXT = ("<pad>", "<unk>", "<s>")
BROKEN = "\N{REPLACEMENT CHARACTER}"
LONGEST_NAME = 24


class AlternativeRow(QAbstractButton):
    """One token, a bar as long as its probability, and the probability; the one that stands there is drawn strong."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._probability, self._is_strong = 0.0, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_alternative(self, name: str, probability: float, is_strong: bool, can_be_chosen: bool) -> None:
        """Show a token; the one that stands in the text already is no choice."""
        self.setText(name)
        self._probability, self._is_strong = probability, is_strong
        self.setEnabled(can_be_chosen)
        self.setAccessibleName(f"{name}, {percent_text(probability)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, self._theme.height_for(pixels=ROW, around=8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        inner = self.rect().adjusted(INSIDE, 0, -INSIDE, 0)
        metrics = self._theme.metrics("strong")
        name_width, number_width = inner.width() * 2 // 5, metrics.horizontalAdvance("> 99.9 %")
        painter.setFont(self._theme.font("strong" if self._is_strong else "body"))
        painter.setPen(self._theme.color("text" if self._is_strong else "text2"))
        name = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, name_width)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, name)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(inner, right, percent_text(self._probability))
        left = inner.left() + name_width + 8
        bar = QRectF(left, inner.center().y() - BAR / 2 + 0.5, inner.right() - number_width - 8 - left, BAR)
        track = "card" if self.underMouse() and self.isEnabled() else "hover"
        paint_bar(painter, self._theme, bar, self._probability, "accent" if self._is_strong else "bar", track)


class AlternativesCard(Card):
    """`chosen` carries an alternative, (text, probability); `end_chosen` comes where the text should end here."""

    chosen = Signal(object)
    end_chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, spacing=2, parent=parent)
        self._token: str | None = None
        self._probability = 0.0
        self._offered: list[tuple[str, float]] = []
        self.heading = self.add_heading()
        self._hint = Label(theme, "help", "text2", wrap=True)
        self._rows = [AlternativeRow(theme) for _ in range(ALTERNATIVES + 1)]
        self.body.addSpacing(4)
        for number, row in enumerate(self._rows):
            row.clicked.connect(lambda _=False, number=number: self._choose(number))
            self.body.addWidget(row)
        self.body.addSpacing(6)
        self.body.addWidget(self._hint)
        self.body.addStretch(1)
        self.clear()

    def show_token(self, token: str, probability: float, alternatives: Sequence[tuple[str, float]]) -> None:
        """Show what stands in the text and what could stand there instead."""
        self._token, self._probability = token, probability
        offered = [each for each in alternatives if each[0] not in NO_TEXT and BROKEN not in each[0] and each[0]]
        if token not in [name for name, _ in offered]:
            offered = [*offered, (token, probability)]
        self._offered = offered[-len(self._rows) :]
        self.retranslate()

    def clear(self) -> None:
        """Show nothing but how to get something."""
        self._token, self._offered = None, []
        self.retranslate()

    def rows(self) -> list[AlternativeRow]:
        """Those that are shown."""
        return [row for row in self._rows if not row.isHidden()]

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        if self._token is None:
            self.heading.title.setText(self.tr("Alternatives"))
            self._hint.setText(self.tr("Click a part of the written text to see what could stand in its place."))
        else:
            self.heading.title.setText(self._title(self._token))
            self._hint.setText(self.tr("Choose one to continue from there."))
        for row, alternative in zip(self._rows, self._offered, strict=False):
            stands_there = alternative[0] == self._token
            row.show_alternative(self.name_of(alternative[0]), alternative[1], stands_there, not stands_there)
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(self._offered))

    def name_of(self, token: str) -> str:
        """A token as it is spoken of."""
        if token == END_OF_TEXT:
            return self.tr("end of the text")
        if not token.strip():
            return self.tr("line break") if "\n" in token or "\r" in token else self.tr("space")
        return " ".join(token.split())[:LONGEST_NAME]

    def _title(self, token: str) -> str:
        if token.strip():
            return self.tr("Instead of “{token}”").format(token=self.name_of(token))
        has_line_end = "\n" in token or "\r" in token
        return self.tr("Instead of the line break") if has_line_end else self.tr("Instead of the space")

    def _choose(self, number: int) -> None:
        alternative = self._offered[number]
        if alternative[0] == END_OF_TEXT:
            self.end_chosen.emit()
        else:
            self.chosen.emit(alternative)
