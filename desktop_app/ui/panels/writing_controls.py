"""How the next tokens are chosen: temperature, top-p, top-k, repetition, length and seed."""

import random
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.services.text_requests import WritingSettings
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.inputs import Slider, TextField
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.stepper import Stepper

LARGEST_SEED = 999_999_999
DICE_SIDES = 10_000  # short seeds can be told to a friend
HUNDREDTHS = 100
HOTTEST = 200
MOST_TOKENS, MOST_CHOICES, LARGEST_PENALTY = 5000, 1000, 3.0
DEFAULTS = WritingSettings()


@dataclass(frozen=True)
class NamedSlider:
    """A slider over hundredths with its name, its value and its help."""

    name: Label
    value: Label
    help: Label
    slider: Slider

    def number(self) -> float:
        """The value."""
        return self.slider.value() / HUNDREDTHS


class WritingControls(Card):
    """`changed` is sent when a person sets something else, `roll_wanted` by the dice, after the seed was changed."""

    changed = Signal()
    roll_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, spacing=6, parent=parent)
        self.heading = self.add_heading()
        self._reset = Button(theme, "link")
        self._reset.setProperty("slim", "1")  # as high as the title, so that nothing moves when it appears
        self.heading.add_action(self._reset)
        self._temperature, self._top_p = self._named_slider(0, HOTTEST), self._named_slider(5, HUNDREDTHS)
        self._top_k = Stepper(theme, 0, MOST_CHOICES, step=10)
        self._penalty = Stepper(theme, 1.0, LARGEST_PENALTY, step=0.05, whole=False)
        self._length = Stepper(theme, 1, MOST_TOKENS, step=50)
        self._seed = TextField(theme)
        self._seed.setValidator(QIntValidator(0, LARGEST_SEED, self))
        self._dice = IconButton(theme, "dice")
        self._names = [Label(theme, "label") for _ in range(4)]
        self._lay_out()
        self.set_settings(DEFAULTS)
        self._connect()
        self.retranslate()

    # -------------------------------------------------------------------------------------------- what is set
    def settings(self) -> WritingSettings:
        """All of it."""
        return WritingSettings(
            temperature=self._temperature.number(),
            top_k=int(self._top_k.value()),
            top_p=self._top_p.number(),
            repetition_penalty=self._penalty.value(),
            length=int(self._length.value()),
            seed=int(self._seed.text() or 0),
        )

    def set_settings(self, settings: WritingSettings) -> None:
        """Show others."""
        self._temperature.slider.setValue(round(settings.temperature * HUNDREDTHS))
        self._top_p.slider.setValue(round(settings.top_p * HUNDREDTHS))
        self._top_k.set_value(settings.top_k)
        self._penalty.set_value(settings.repetition_penalty)
        self._length.set_value(settings.length)
        self.set_seed(settings.seed)
        self._show_values()

    def set_seed(self, seed: int) -> None:
        """Show another seed."""
        self._seed.setText(str(seed))

    def take_new_seed(self) -> None:
        """Show a seed drawn at random, another one than before."""
        before = self.settings().seed
        self.set_seed(random.choice([seed for seed in range(DICE_SIDES) if seed != before]))

    def is_greedy(self) -> bool:
        """Whether nothing is drawn, so that the seed means nothing."""
        return self._temperature.slider.value() == 0

    def set_compact(self, compact: bool) -> None:
        """Leave the help to tooltips where the window is small."""
        for named in (self._temperature, self._top_p):
            named.help.setVisible(not compact)

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self.heading.title.setText(self.tr("Sampling"))
        self._reset.setText(self.tr("Defaults"))
        self._reset.setAccessibleName(self.tr("Put the defaults of all settings back"))
        self._name(self._temperature, self.tr("Temperature"), self.tr("0: always the likeliest token. High: bolder."))
        self._name(self._top_p, self.tr("Top-p"), self.tr("Draws from the likeliest tokens up to this share."))
        names = (self.tr("Top-k"), self.tr("Repetition"), self.tr("Tokens"), self.tr("Seed"))
        helps = (
            self.tr("Only so many of the likeliest tokens are drawn from; 0: from all"),
            self.tr("Above 1, tokens that the text already has become rarer; 1 leaves them as they are"),
            self.tr("How many tokens are written at most"),
            self.tr("The same seed and settings always give the same text"),
        )
        fields = (self._top_k, self._penalty, self._length, self._seed)
        for label, field, name, text in zip(self._names, fields, names, helps, strict=True):
            label.setText(name)
            label.setToolTip(text)
            field.setAccessibleName(name)
            field.setAccessibleDescription(text)
            field.setToolTip(text)
        self._dice.set_name(self.tr("Write anew from a random seed"))
        self._show_values()

    # -------------------------------------------------------------------------------------------- working
    def _named_slider(self, least: int, most: int) -> NamedSlider:
        theme = self._theme
        return NamedSlider(
            Label(theme, "label"),
            Label(theme, "body", "text2"),
            Label(theme, "help", "text2", wrap=True),
            Slider(least, most),
        )

    def _name(self, named: NamedSlider, name: str, help_text: str) -> None:
        named.name.setText(name)
        named.help.setText(help_text)
        named.slider.setAccessibleName(name)
        for widget in (named.name, named.slider):
            widget.setToolTip(help_text)

    def _show_values(self) -> None:
        for named in (self._temperature, self._top_p):
            named.value.setText(f"{named.number():.2f}")
            named.slider.setAccessibleDescription(f"{named.value.text()}. {named.help.text()}")
        self._reset.setVisible(self.settings() != WritingSettings(seed=self.settings().seed))
        self._dice.setEnabled(not self.is_greedy())

    def _change(self) -> None:
        self._show_values()
        self.changed.emit()

    def _roll(self) -> None:
        self.take_new_seed()
        self.roll_wanted.emit()

    def _put_defaults_back(self) -> None:
        self.set_settings(WritingSettings(seed=self.settings().seed))
        self._change()

    def _connect(self) -> None:
        for named in (self._temperature, self._top_p):
            named.slider.valueChanged.connect(self._change)
        for stepper in (self._top_k, self._penalty, self._length):
            stepper.value_changed.connect(self._change)
        self._seed.textEdited.connect(self._change)
        self._dice.clicked.connect(self._roll)
        self._reset.clicked.connect(self._put_defaults_back)

    def _lay_out(self) -> None:
        for named in (self._temperature, self._top_p):
            self.body.addLayout(self._slider_column(named))
            self.body.addSpacing(4)
        seed_row = QHBoxLayout()
        seed_row.setSpacing(4)
        seed_row.addWidget(self._seed, 1)
        seed_row.addWidget(self._dice)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        top_k, penalty, length, seed = self._names
        for column, (label, field) in enumerate(((top_k, self._top_k), (penalty, self._penalty))):
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
        grid.addWidget(length, 2, 0)
        grid.addWidget(seed, 2, 1)
        grid.addWidget(self._length, 3, 0)
        grid.addLayout(seed_row, 3, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._seed.setMinimumWidth(56)
        for name, control in zip(self._names, (self._top_k, self._penalty, self._length, self._seed), strict=True):
            name.setBuddy(control)
        self.body.addLayout(grid)

    def _slider_column(self, named: NamedSlider) -> QVBoxLayout:
        names = QHBoxLayout()
        names.addWidget(named.name)
        names.addStretch(1)
        names.addWidget(named.value)
        named.name.setBuddy(named.slider)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(names)
        column.addWidget(named.slider)
        column.addWidget(named.help)
        return column
