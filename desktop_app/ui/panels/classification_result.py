"""What a classifier read in one picture: sure, unsure, refused, or a reading for each of several objects."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.ui.language import Language
from desktop_app.ui.panels.reading_texts import (
    advice_text,
    answer_beside_label,
    answer_text,
    doubt_text,
    shown_label,
    source_text,
)
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.label import ElidedLabel, Label, Rule
from desktop_app.ui.widgets.picture_view import PictureView
from desktop_app.ui.widgets.pictures import image_from_array
from desktop_app.ui.widgets.probability_bars import ProbabilityBars, percent_text
from trainer.contract.card import ModelCard

if TYPE_CHECKING:
    from trainer.contract.results import PictureReading, Refusal

SEEN_SIDE, COMPACT_SEEN_SIDE = 56, 44
PART_SIDE = 56
BELOW_PART = 60  # label and score, and a scroll bar


@dataclass(frozen=True)
class ShownResult:
    """A reading or refusal, the card of the model, and where the picture came from."""

    card: ModelCard
    result: "PictureReading | Refusal"
    source: str
    milliseconds: float | None = None


class ResultCard(Card):
    """Shows one result; keeps it through changes of theme and language."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._theme, self._language = theme, language
        self._shown: ShownResult | None = None
        self._pages = QStackedWidget()
        self._empty = EmptyState(theme, "classify")
        self._reading = _ReadingView(theme)
        self._refusal = _RefusalView(theme)
        for page in (self._empty, self._reading, self._refusal):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages)
        self._reading.copy.clicked.connect(self.copy)
        self.retranslate()

    def set_compact(self, compact: bool) -> None:
        """Take the measures of a narrow or wide window."""
        side, top = (16, 12) if compact else (20, 16)
        self.body.setContentsMargins(side, top, side, top)
        self._reading.set_compact(compact)

    def show_result(self, shown: ShownResult) -> None:
        """Replace what is shown."""
        self._shown = shown
        self._fill()

    def clear(self) -> None:
        """Show that nothing was read."""
        self._shown = None
        self._pages.setCurrentWidget(self._empty)

    def shown(self) -> ShownResult | None:
        """What is shown."""
        return self._shown

    def text(self) -> str:
        """The result as text, for the clipboard and for screen readers."""
        if self._shown is None:
            return ""
        from trainer.contract.results import Refusal

        result = self._shown.result
        if isinstance(result, Refusal):
            return f"{self._shown.source}: {self._language.pick(result.error.message)}"
        card, language = self._shown.card, self._language
        rows = (f"{shown_label(card, each.label, language)}\t{percent_text(each.score)}" for each in result.labels)
        return "\n".join((f"{self._shown.source}: {answer_text(card, result, language)}", *rows))

    def copy(self) -> None:
        """Put the result on the clipboard as text."""
        QGuiApplication.clipboard().setText(self.text())

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._empty.set_texts(self.tr("Nothing read yet"), self.tr("Drop a picture, or draw a digit."))
        self._reading.retranslate()
        self._refusal.retranslate()
        self._fill()

    def _fill(self) -> None:
        if self._shown is None:
            return
        from trainer.contract.results import Refusal  # brings numpy, which the first paint does not wait for

        shown = self._shown
        if isinstance(shown.result, Refusal):
            self._refusal.show_refusal(shown, shown.result, self._language)
            self._pages.setCurrentWidget(self._refusal)
        else:
            self._reading.show_reading(shown, shown.result, self._language)
            self._pages.setCurrentWidget(self._reading)
        self.setAccessibleName(self.text())


class _ReadingView(QWidget):
    """Label, score, five bars, and the picture as the network saw it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._label = Label(theme, "result")
        self._answer, self._source = ElidedLabel(theme, "fact"), ElidedLabel(theme, "help", "text2")
        self.copy = IconButton(theme, "copy")
        self._bars = ProbabilityBars(theme)
        self._seen = PictureView(theme, SEEN_SIDE, 4)
        self._seen_title, self._seen_size = Label(theme, "label"), Label(theme, "help", "text2")
        self._doubt_icon = QLabel()
        self._doubt, self._advice = ElidedLabel(theme, "label", "warn"), Label(theme, "help", "text2", wrap=True)
        self._lay_out()

    def show_reading(self, shown: ShownResult, reading: "PictureReading", language: Language) -> None:
        """Show a sure or an unsure reading."""
        scores = [(shown_label(shown.card, each.label, language), each.score) for each in reading.labels]
        self._label.setText(scores[0][0])
        self._label.set_token("warn" if reading.unsure else "text")
        self._answer.setText(answer_beside_label(shown.card, reading, language))
        self._source.setText(source_text(shown.source, shown.milliseconds))
        self._bars.set_probabilities(scores, reading.unsure)
        self._seen.set_image(image_from_array(reading.seen))
        height, width = reading.seen.shape[:2]
        size = self.tr("{width} × {height}, grey") if reading.seen.ndim == 2 else self.tr("{width} × {height}, colour")
        self._seen_size.setText(size.format(width=width, height=height))
        self._doubt_icon.setVisible(reading.unsure)
        self._doubt_icon.setPixmap(self._theme.pixmap("warning", "warn", 18, self.devicePixelRatioF()))
        self._doubt.setText(doubt_text(shown.card, reading, language))
        self._advice.setText(advice_text(shown.card) if reading.unsure else "")

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self.copy.set_name(self.tr("Copy the reading as text"))
        self._seen_title.setText(self.tr("As seen"))
        self._seen.setAccessibleName(self.tr("The picture as the network saw it"))
        self._bars.setAccessibleName(self.tr("Likeliest labels"))

    def set_compact(self, compact: bool) -> None:
        """Take the measures of a low card."""
        self._bars.set_dense(compact)
        self._seen.set_side(COMPACT_SEEN_SIDE if compact else SEEN_SIDE)
        self._body.setSpacing(6 if compact else 8)

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._answer)
        texts.addWidget(self._source)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._label)
        head.addLayout(texts, 1)
        head.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        seen_texts = _centred(self._seen_title, self._seen_size)
        doubt_texts = _centred(self._doubt, self._advice)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._seen)
        foot.addLayout(seen_texts)
        foot.addSpacing(14)
        foot.addWidget(self._doubt_icon)
        foot.addLayout(doubt_texts, 1)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(8)
        self._body.addLayout(head)
        self._body.addWidget(self._bars)
        self._body.addStretch(1)
        self._body.addWidget(Rule())
        self._body.addLayout(foot)


def _centred(*labels: Label) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addStretch(1)
    for label in labels:
        column.addWidget(label)
    column.addStretch(1)
    return column


class _RefusalView(QWidget):
    """Why there is no single answer, what to do, and the readings of the parts where there are several."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = QLabel()
        self._title, self._source = ElidedLabel(theme, "fact"), ElidedLabel(theme, "help", "text2")
        self._message, self._hint = Label(theme, "body", "text", wrap=True), Label(theme, "help", "text2", wrap=True)
        self._parts = QWidget()
        self._parts.setProperty("scrolled", "1")
        self._row = QHBoxLayout(self._parts)
        self._row.setContentsMargins(0, 0, 0, 4)
        self._row.setSpacing(12)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._parts)
        self._lay_out()

    def show_refusal(self, shown: ShownResult, refusal: "Refusal", language: Language) -> None:
        """Show an error, or several objects."""
        kind = refusal.error.kind
        titles = {
            "nothing-found": self.tr("Nothing found"),
            "several-objects": self.tr("{count} objects").format(count=len(refusal.parts)),
            "wrong-kind": self.tr("Not a picture"),
            "empty": self.tr("Empty file"),
            "too-large": self.tr("Too large"),
        }
        is_answer = kind in ("nothing-found", "several-objects")
        icon, token = ("info", "accent") if is_answer else ("error", "bad")
        self._icon.setPixmap(self._theme.pixmap(icon, token, 24, self.devicePixelRatioF()))
        self._title.setText(titles.get(kind, self.tr("Cannot be read")))
        self._source.setText(source_text(shown.source, shown.milliseconds))
        self._message.setText(language.pick(refusal.error.message))
        self._hint.setText(language.pick(refusal.error.hint))
        self._show_parts(shown.card, refusal.parts, language)

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._scroll.setAccessibleName(self.tr("A reading for each object"))

    def _show_parts(self, card: ModelCard, parts: "tuple[PictureReading, ...]", language: Language) -> None:
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.setVisible(False)  # until it is gone
                widget.deleteLater()
        for part in parts:
            self._row.addWidget(self._part(card, part, language))
        self._row.addStretch(1)
        self._scroll.setFixedHeight(PART_SIDE + self._theme.px(BELOW_PART))
        self._scroll.setVisible(bool(parts))

    def _part(self, card: ModelCard, part: "PictureReading", language: Language) -> QWidget:
        view = PictureView(self._theme, PART_SIDE, 4)
        view.set_image(image_from_array(part.seen))
        title = shown_label(card, part.label, language)
        label = Label(self._theme, "fact", "warn" if part.unsure else "text", title)
        score = Label(self._theme, "help", "warn" if part.unsure else "text2", percent_text(part.score))
        view.setAccessibleName(self.tr("Reads as {label}, {score}").format(label=title, score=score.text()))
        if part.unsure:
            score.setToolTip(doubt_text(card, part, language))
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for each in (view, label, score):
            column.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return widget

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._source)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(texts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._message)
        column.addWidget(self._hint)
        column.addWidget(self._scroll)
        column.addStretch(1)
