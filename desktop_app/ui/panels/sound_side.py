"""The side of Classify for sounds: wave, spectrogram and timeline, what it reads as, play and record."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.language import Language
from desktop_app.ui.panels.batch import BatchCard
from desktop_app.ui.panels.reading_texts import answer_beside_label, answer_text, doubt_text, shown_label, source_text
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import ElidedLabel, Label, Rule
from desktop_app.ui.widgets.probability_bars import ProbabilityBars, percent_text
from desktop_app.ui.widgets.progress_bar import BusyLine
from desktop_app.ui.widgets.sound_view import MarkedPart, SoundView
from trainer.contract.card import ModelCard

if TYPE_CHECKING:
    from desktop_app.services.sound_requests import HeardSound
    from trainer.contract.results import SoundPart, SoundReading

BARS, ROWS = 5, 8


class SoundCard(Card):
    """The sound itself. The buttons ask; whoever works the card answers by `show_playing` and `show_recording`."""

    play_wanted = Signal()
    record_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.heading = self.add_heading()
        self._open = IconButton(theme, "folder")
        self.heading.add_action(self._open)
        self.view = SoundView(theme)
        self.play, self.record = Button(theme, icon="play"), Button(theme, icon="sound")
        self._help = Label(theme, "help", "text2", wrap=True)
        self._has_sound, self._devices = False, (False, False)
        self._is_playing, self._recorded = False, -1.0
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.play, 1)
        buttons.addWidget(self.record, 1)
        self.body.addWidget(self.view, 1)
        self.body.addLayout(buttons)
        self.body.addWidget(self._help)
        self.body.setContentsMargins(16, 10, 16, 16)
        self.play.clicked.connect(self.play_wanted)
        self.record.clicked.connect(self.record_wanted)
        self._open.clicked.connect(self.open_wanted)
        self.retranslate()

    def set_devices(self, can_play: bool, can_record: bool) -> None:
        """Say what this computer can do."""
        self._devices = (can_play, can_record)
        self._show_buttons()

    def set_has_sound(self, has_sound: bool) -> None:
        """Whether there is something to play."""
        self._has_sound = has_sound
        self._show_buttons()

    def show_playing(self, seconds: float | None) -> None:
        """Show how far it plays, None while it does not."""
        self._is_playing = seconds is not None
        self.view.set_place(seconds)
        self._show_buttons()

    def show_recording(self, seconds: float) -> None:
        """Show how much was recorded; negative while nothing is."""
        self._recorded = seconds
        self._show_buttons()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self.heading.title.setText(self.tr("Sound"))
        self._open.set_name(self.tr("Open a sound file"))
        self.view.setAccessibleName(self.tr("Wave and spectrogram of the sound"))
        self._help.setText(self.tr("Drop a WAV, FLAC, OGG or MP3 file, or a folder of them."))
        self._show_buttons()

    def _show_buttons(self) -> None:
        can_play, can_record = self._devices
        is_recording = self._recorded >= 0
        self.play.setText(self.tr("Stop") if self._is_playing else self.tr("Play"))
        self.play.set_icon("stop" if self._is_playing else "play")
        record = self.tr("Stop, {seconds} s").format(seconds=f"{self._recorded:.1f}")
        self.record.setText(record if is_recording else self.tr("Record"))
        self.record.set_icon("stop" if is_recording else "sound")
        nothing = self.tr("There is no sound yet.") if can_play else self.tr("This computer has no sound output.")
        self.play.allow(can_play and self._has_sound and not is_recording, nothing)
        self.record.allow(can_record, self.tr("This computer has no microphone."))


class HeardCard(Card):
    """What the sound reads as: a label or a number, bars, and each part of it with its time."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._language = language
        self._shown: tuple[ModelCard, HeardSound, str, float | None] | None = None
        self._label, self.busy_line = ElidedLabel(theme, "page_title"), BusyLine(theme)
        self._answer, self._source = ElidedLabel(theme, "fact"), ElidedLabel(theme, "help", "text2")
        self._doubt = Label(theme, "label", "warn", wrap=True)
        self.bars = ProbabilityBars(theme, BARS)
        self._rule, self._title = Rule(), Label(theme, "group")
        self._times = [(Label(theme, "body", "text2"), ElidedLabel(theme, "body")) for _ in range(ROWS)]
        self._more = Label(theme, "help", "text2", wrap=True)
        for widget in (
            self._label,
            self.busy_line,
            self._answer,
            self._source,
            self._doubt,
            self.bars,
            self._rule,
            self._title,
        ):
            self.body.addWidget(widget)
        for time, text in self._times:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(time)
            row.addWidget(text, 1)
            text.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.body.addLayout(row)
        self.body.addWidget(self._more)
        self.body.addStretch(1)
        self.retranslate()

    def show_sound(self, card: ModelCard, heard: "HeardSound", source: str, milliseconds: float | None) -> None:
        """Show what a sound reads as."""
        self._shown = (card, heard, source, milliseconds)
        self.retranslate()

    def has_reading(self) -> bool:
        """Whether there is something to copy."""
        return self._shown is not None

    def text(self) -> str:
        """The reading for the clipboard."""
        if self._shown is None:
            return ""
        rows = [f"{time.text()}\t{text.text()}" for time, text in self._times if not time.isHidden()]
        bars = [f"{name}\t{percent_text(share)}" for name, share in self.bars.entries() if not self.bars.isHidden()]
        return "\n".join((f"{self._label.text()}: {self._answer.text()}", *(rows or bars)))

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        from trainer.contract.results import Refusal  # brings numpy, which the first paint does not wait for

        self.bars.setAccessibleName(self.tr("Likeliest labels"))
        self._title.setText(self.tr("What was heard when"))
        if self._shown is None:
            self._show_nothing(self.tr("Nothing heard yet"), self.tr("Drop or record a sound."))
            return
        card, heard, source, milliseconds = self._shown
        if isinstance(heard.result, Refusal):
            error = heard.result.error
            self._show_nothing(self._language.pick(error.message), self._language.pick(error.hint))
            return
        self._show_reading(card, heard.result, source_text(source, milliseconds))
        self._show_times(card, heard.result)

    # -------------------------------------------------------------------------------------------- working
    def _show_nothing(self, title: str, sentence: str) -> None:
        self._label.setText("")
        self._label.setVisible(False)
        self._answer.setText(title)
        self._source.setText(sentence)
        others = (self._doubt, self.bars, self._rule, self._title, self._more)
        for widget in (*others, *(each for row in self._times for each in row)):
            widget.setVisible(False)

    def _show_reading(self, card: ModelCard, reading: "SoundReading", source: str) -> None:
        is_row = bool(reading.number)
        scores = [(shown_label(card, each.label, self._language), each.score) for each in reading.labels]
        self._label.setVisible(True)
        self._label.setText(scores[0][0])
        self._label.set_token("warn" if reading.unsure else "text")
        row = self.tr("%Ln digit(s) in a row", "", len(reading.parts))
        self._answer.setText(row if is_row else answer_beside_label(card, reading, self._language))
        self._source.setText(source)
        self._doubt.setText("" if is_row else doubt_text(card, reading, self._language))
        self._doubt.setVisible(reading.unsure and not is_row)
        self.bars.set_rows(min(len(scores), BARS))
        self.bars.set_probabilities(scores, reading.unsure)
        self.bars.setVisible(not is_row)

    def _show_times(self, card: ModelCard, reading: "SoundReading") -> None:
        """Each part with its time, where there are several."""
        parts = reading.parts if len(reading.parts) > 1 else ()
        for number, (time, text) in enumerate(self._times):
            is_shown = number < len(parts)
            time.setVisible(is_shown)
            text.setVisible(is_shown)
            if is_shown:
                time.setText(self._when(parts[number]))
                text.setText(answer_text(card, parts[number], self._language))
                text.set_token("warn" if parts[number].unsure else "text")
        self._rule.setVisible(bool(parts) and not reading.number)
        self._title.setVisible(bool(parts))
        self._more.setVisible(len(parts) > ROWS)
        self._more.setText(self.tr("and %Ln more", "", len(parts) - ROWS) if len(parts) > ROWS else "")

    def _when(self, part: "SoundPart") -> str:
        number = self._language.number
        return self.tr("{start} to {end} s").format(start=number(part.start, 1), end=number(part.end, 1))


class SoundSide(QWidget):
    """The sound at the left, what it reads as at the right, many of them below."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.sound, self.heard = SoundCard(theme), HeardCard(theme, language)
        self.batch = BatchCard(theme, language, of_sounds=True)
        self._row, self._left = QHBoxLayout(self), QVBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._left.addWidget(self.sound, 3)
        self._left.addWidget(self.batch, 2)
        self._row.addLayout(self._left, 1)
        self._row.addWidget(self.heard)
        self.show_batch(False)

    def set_measures(self, column: int, gap: int) -> None:
        """The width of the right column and the room between cards."""
        self.heard.setFixedWidth(column)
        self._row.setSpacing(gap)
        self._left.setSpacing(gap)

    def show_batch(self, shown: bool) -> None:
        """Show the table of many sounds, or not."""
        self.batch.setVisible(shown)

    def show_sound(self, card: ModelCard, heard: "HeardSound", source: str, milliseconds: float | None) -> None:
        """Show a sound that was read, or why it cannot be."""
        from trainer.contract.results import SoundReading

        self.sound.view.show_sound(heard.overview)
        if isinstance(heard.result, SoundReading):
            marks = [
                MarkedPart(part.start, part.end, shown_label(card, part.label, self._language), part.unsure)
                for part in heard.result.parts
            ]
            self.sound.view.set_parts(marks)
        self.heard.show_sound(card, heard, source, milliseconds)

    def sizeHint(self) -> QSize:
        return QSize(800, 480)

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        for card in (self.sound, self.heard, self.batch):
            card.retranslate()
