"""The side of Generate for speech: what is to be said, the sound with its words, and the words drawn."""

import random
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QIntValidator, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.inputs import Slider, TextField
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.picture_wall import PictureWall
from desktop_app.ui.widgets.pictures import image_from_array
from desktop_app.ui.widgets.sound_view import MarkedPart, SoundView

if TYPE_CHECKING:
    from desktop_app.services.speech_requests import ShownSpeech

FIRST_TEXT, FIRST_SEED = "2026", 1
LARGEST_SEED, DICE_SIDES = 999_999_999, 10_000
VARIETY_RANGE = (10, 150)  # hundredths
LONGEST_TEXT = 200
TILE, COLUMNS = 64, 6
DRAWN_HEIGHT = 64


class SpokenCard(Card):
    """The sound. The buttons ask; whoever works the card answers by `show_playing`."""

    play_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.heading = self.add_heading()
        self._save = Button(theme, "plain", "save")
        self.heading.add_action(self._save)
        self.view = SoundView(theme)
        self.wall = PictureWall(theme, COLUMNS, TILE)
        self.play = Button(theme, icon="play")
        self._help = Label(theme, "help", "text2", wrap=True)
        self._can_play = self._has_sound = self._is_playing = False
        for widget, stretch in ((self.view, 3), (self.play, 0), (self._help, 0), (self.wall, 1)):
            self.body.addWidget(widget, stretch)
        self.body.setContentsMargins(16, 10, 16, 16)
        self.play.clicked.connect(self.play_wanted)
        self._save.clicked.connect(self.save_wanted)
        self.retranslate()

    def show_speech(self, shown: "ShownSpeech") -> None:
        """Show what was said."""
        self._has_sound = True
        self.view.show_sound(shown.overview)
        words = shown.spoken.words
        self.view.set_parts([MarkedPart(word.start, word.end, word.label or "", False) for word in words])
        self.wall.set_images([image_from_array(picture) for picture in shown.pictures])
        self._show_buttons()

    def set_can_play(self, can_play: bool) -> None:
        """Say whether this computer has a sound output."""
        self._can_play = can_play
        self._show_buttons()

    def show_playing(self, seconds: float | None) -> None:
        """Show how far it plays, None while it does not."""
        self._is_playing = seconds is not None
        self.view.set_place(seconds)
        self._show_buttons()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self.heading.title.setText(self.tr("Speech"))
        self._save.setText(self.tr("Save WAV..."))
        self.view.setAccessibleName(self.tr("Wave and spectrogram of the speech"))
        self.wall.setAccessibleName(self.tr("Words"))
        self._help.setText(self.tr("Below, each word by itself: choose one to hear it, drag it out as a WAV file."))
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.play.setText(self.tr("Stop") if self._is_playing else self.tr("Play"))
        self.play.set_icon("stop" if self._is_playing else "play")
        nothing = self.tr("Nothing was said yet.") if self._can_play else self.tr("This computer has no sound output.")
        self.play.allow(self._can_play and self._has_sound, nothing)
        self._save.allow(self._has_sound, self.tr("Nothing was said yet."))


class SpeechControls(Card):
    """What is to be said, from which seed, and how unusually; `speak_wanted` when it is to be said."""

    speak_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, spacing=6, parent=parent)
        self._text_label, self._seed_label, self._variety_label = (Label(theme, "label") for _ in range(3))
        self.text_field, self._seed = TextField(theme), TextField(theme)
        self.text_field.setMaxLength(LONGEST_TEXT)
        self.text_field.setText(FIRST_TEXT)
        self._seed.setValidator(QIntValidator(0, LARGEST_SEED, self))
        self._seed.setText(str(FIRST_SEED))
        self._dice = IconButton(theme, "dice")
        self._variety = Slider(*VARIETY_RANGE)
        self._variety.setValue(100)
        self._help = Label(theme, "help", "text2", wrap=True)
        self.record, self._recorded = Button(theme, icon="sound"), -1.0
        self.speak = Button(theme, "primary", "sound", large=True)
        seed = QHBoxLayout()
        seed.addWidget(self._seed, 1)
        seed.addWidget(self._dice)
        self.body.addWidget(self._text_label)
        self.body.addWidget(self.text_field)
        self.body.addWidget(self._help)
        self.body.addWidget(self.record)
        self.body.addSpacing(4)
        self.body.addWidget(self._seed_label)
        self.body.addLayout(seed)
        self.body.addWidget(self._variety_label)
        self.body.addWidget(self._variety)
        self.body.addSpacing(8)
        self.body.addWidget(self.speak)
        named = (
            (self._text_label, self.text_field),
            (self._seed_label, self._seed),
            (self._variety_label, self._variety),
        )
        for label, field in named:
            label.setBuddy(field)
        self.speak.clicked.connect(self.speak_wanted)
        self.text_field.returnPressed.connect(self.speak_wanted)
        self._seed.returnPressed.connect(self.speak_wanted)
        self._dice.clicked.connect(self._roll)
        self._words: tuple[str, ...] = ()
        self.retranslate()

    def text(self) -> str:
        """What is to be said."""
        return str(self.text_field.text())

    def seed(self) -> int:
        """The seed; 0 while the field is empty."""
        return int(self._seed.text() or 0)

    def variety(self) -> float:
        """The truncation: what every latent vector is multiplied with."""
        return self._variety.value() / 100

    def show_recording(self, seconds: float) -> None:
        """Show how much was recorded; negative while nothing is."""
        self._recorded = seconds
        is_recording = seconds >= 0
        stop = self.tr("Stop, {seconds} s").format(seconds=f"{seconds:.1f}")
        self.record.setText(stop if is_recording else self.tr("Say a number"))
        self.record.set_icon("stop" if is_recording else "sound")

    def set_words(self, words: tuple[str, ...]) -> None:
        """Say what the model can say."""
        self._words = words
        self.retranslate()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._text_label.setText(self.tr("Say"))
        self._seed_label.setText(self.tr("Seed"))
        self._variety_label.setText(self.tr("Variety"))
        self._dice.set_name(self.tr("Say it in another way"))
        self._help.setText(self.tr("It says: {words}").format(words=", ".join(self._words)) if self._words else "")
        self.speak.setText(self.tr("Speak"))
        self.show_recording(self._recorded)

    def _roll(self) -> None:
        self._seed.setText(str(random.randrange(DICE_SIDES)))
        self.speak_wanted.emit()


class DrawnCard(Card):
    """What was said, drawn by a generator of pictures."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._theme, self._name = theme, ""
        self.heading = self.add_heading()
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._source = Label(theme, "help", "text2", wrap=True)
        self.body.addWidget(self.picture)
        self.body.addWidget(self._source)
        self.retranslate()

    def show_picture(self, image: QImage, name: str) -> None:
        """Show the digits that the model `name` drew, as large as there is room."""
        self._name = name
        width = max(1, self.width() - 32)
        size = image.size().scaled(width, self._theme.px(DRAWN_HEIGHT), Qt.AspectRatioMode.KeepAspectRatio)
        smooth = Qt.TransformationMode.SmoothTransformation
        self.picture.setPixmap(QPixmap.fromImage(image.scaled(size, mode=smooth)))
        self.retranslate()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self.heading.title.setText(self.tr("Drawn"))
        self.picture.setAccessibleName(self.tr("The same, drawn"))
        self._source.setText(self.tr("drawn by {model}").format(model=self._name) if self._name else "")


class SpeechSide(QWidget):
    """The sound at the left; what is said, and drawn, at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spoken, self.controls, self.drawn = SpokenCard(theme), SpeechControls(theme), DrawnCard(theme)
        self._row, self._right = QHBoxLayout(self), QWidget()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._column = QVBoxLayout(self._right)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.controls)
        self._column.addWidget(self.drawn)
        self._column.addStretch(1)
        self._row.addWidget(self.spoken, 1)
        self._row.addWidget(self._right)
        self.drawn.setVisible(False)

    def set_measures(self, column: int, gap: int) -> None:
        """The width of the right column and the room between cards."""
        self._right.setFixedWidth(column)
        self._row.setSpacing(gap)
        self._column.setSpacing(gap)

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        for card in (self.spoken, self.controls, self.drawn):
            card.retranslate()
