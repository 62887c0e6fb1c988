"""What a person sets before generating: how many pictures, of what, from which seed, and how unusual they may be."""

import random
from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.inputs import ChoiceList, Slider, TextField
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.stepper import Stepper

LARGEST_SEED = 999_999_999
DICE_SIDES = 10_000  # short seeds can be told to a friend
MOST_PICTURES = 1000
LIVE_DELAY = 60  # milliseconds between two walls drawn while the slider moves
VARIETY_RANGE = (10, 150)  # hundredths


class GenerationControls(Card):
    """Count, seed, variety, and the label for generators that take one.

    `generate_wanted` is sent by the button and the dice, after the seed was changed where it is not locked;
    `label_changed` when a person chooses another label, `variety_changed` while the slider moves.
    """

    generate_wanted = Signal()
    label_changed = Signal()
    variety_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, spacing=6, parent=parent)
        self._count_label, self._seed_label, self._variety_label = (Label(theme, "label") for _ in range(3))
        self._label_label = Label(theme, "label")
        self._label = ChoiceList(theme)
        self._labels: list[tuple[str, str]] = []
        self._count = Stepper(theme, 1, MOST_PICTURES, step=10)
        self._count.set_value(100)
        self._seed = TextField(theme)
        self._seed.setValidator(QIntValidator(0, LARGEST_SEED, self))
        self._lock = IconButton(theme, "lock", checkable=True)
        self._dice = IconButton(theme, "dice")
        self._variety = Slider(*VARIETY_RANGE)
        self._variety_value = Label(theme, "body", "text2")
        self._variety_help = Label(theme, "help", "text2", wrap=True)
        self._generate = Button(theme, "primary", "generate", large=True)
        self._live = QTimer(self, interval=LIVE_DELAY, singleShot=True)
        self._lay_out()
        self._connect()
        self.set_seed(1)
        self.set_variety(1.0)
        self.retranslate()

    # -------------------------------------------------------------------------------------------- what is set
    def count(self) -> int:
        """How many pictures."""
        return int(self._count.value())

    def seed(self) -> int:
        """The seed; 0 while the field is empty."""
        return int(self._seed.text() or 0)

    def variety(self) -> float:
        """The truncation: what every latent vector is multiplied with."""
        return self._variety.value() / 100

    def label(self) -> str | None:
        """The label asked for; None for any."""
        return self._label.selected() or None

    def set_labels(self, labels: Sequence[tuple[str, str]]) -> None:
        """Offer these (label, text) pairs and any; nothing where there are none. No signal is sent."""
        self._labels = list(labels)
        self._label.set_choices([("", self.tr("Any")), *self._labels])
        self._label_label.setVisible(bool(labels))
        self._label.setVisible(bool(labels))

    def set_label(self, label: str | None) -> None:
        """Show another label, or any where it is not offered; no signal is sent."""
        self._label.blockSignals(True)
        self._label.select(label or "")
        self._label.blockSignals(False)

    def set_count(self, count: int) -> None:
        """Show another number of pictures."""
        self._count.set_value(count)

    def set_seed(self, seed: int) -> None:
        """Show another seed."""
        self._seed.setText(str(seed))

    def set_variety(self, variety: float) -> None:
        """Show another truncation; no signal is sent."""
        self._variety.blockSignals(True)
        self._variety.setValue(round(variety * 100))
        self._variety.blockSignals(False)
        self._show_variety()

    def is_locked(self) -> bool:
        """Whether Generate keeps the seed."""
        return self._lock.isChecked()

    def allow(self, allowed: bool, reason: str = "") -> None:
        """Offer to generate, or say why not."""
        self._generate.allow(allowed, reason)
        self._dice.setEnabled(allowed)

    # -------------------------------------------------------------------------------------------- acts
    def generate(self) -> None:
        """What the button does: a new seed unless it is locked, then the pictures."""
        if not self.is_locked():
            self.set_seed(random.randrange(DICE_SIDES))
        self.generate_wanted.emit()

    def roll(self) -> None:
        """What the dice do: a new seed in any case, then the pictures."""
        self.set_seed(random.randrange(DICE_SIDES))
        self.generate_wanted.emit()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._count_label.setText(self.tr("Pictures"))
        self._count.setAccessibleName(self.tr("Number of pictures"))
        self._seed_label.setText(self.tr("Seed"))
        self._seed.setAccessibleName(self.tr("Seed"))
        self._seed.setToolTip(self.tr("The same seed always gives the same pictures"))
        self._dice.set_name(self.tr("Draw from a new random seed"))
        self._label_label.setText(self.tr("Label"))
        self._label.setAccessibleName(self.tr("Label"))
        self._label.setToolTip(self.tr("What every picture shows; any: all labels in turn"))
        self.set_labels(self._labels)
        self._variety_label.setText(self.tr("Variety"))
        self._variety.setAccessibleName(self.tr("Variety"))
        self._variety_help.setText(self.tr("Low: typical, clean pictures. High: unusual ones."))
        self._generate.setText(self.tr("Generate"))
        self._show_lock()

    # -------------------------------------------------------------------------------------------- working
    def _lay_out(self) -> None:
        seed_row = QHBoxLayout()
        seed_row.setSpacing(4)
        seed_row.addWidget(self._seed, 1)
        seed_row.addWidget(self._lock)
        seed_row.addWidget(self._dice)
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(6)
        fields.addWidget(self._count_label, 0, 0)
        fields.addWidget(self._seed_label, 0, 1)
        fields.addWidget(self._count, 1, 0)
        fields.addLayout(seed_row, 1, 1)
        fields.addWidget(self._label_label, 2, 0, 1, 2)
        fields.addWidget(self._label, 3, 0, 1, 2)
        fields.setColumnStretch(0, 4)
        fields.setColumnStretch(1, 5)
        variety = QVBoxLayout()
        variety.setSpacing(2)
        names = QHBoxLayout()
        names.addWidget(self._variety_label)
        names.addStretch(1)
        names.addWidget(self._variety_value)
        variety.addLayout(names)
        variety.addWidget(self._variety)
        variety.addWidget(self._variety_help)
        named = ((self._count_label, self._count), (self._seed_label, self._seed), (self._label_label, self._label))
        for label, control in named:
            label.setBuddy(control)
        self._variety_label.setBuddy(self._variety)
        self._seed.setMinimumWidth(56)
        self.body.addLayout(fields)
        self.body.addSpacing(8)
        self.body.addLayout(variety)
        self.body.addSpacing(8)
        self.body.addWidget(self._generate)

    def _connect(self) -> None:
        self._generate.clicked.connect(self.generate)
        self._dice.clicked.connect(self.roll)
        self._lock.toggled.connect(self._show_lock)
        self._seed.textEdited.connect(lambda _: self._lock.setChecked(True))  # who types a seed means that one
        self._seed.returnPressed.connect(self.generate_wanted)
        self._label.currentIndexChanged.connect(lambda _: self.label_changed.emit())
        self._variety.valueChanged.connect(self._move_variety)
        self._live.timeout.connect(self.variety_changed)

    def _move_variety(self) -> None:
        self._show_variety()
        if not self._live.isActive():
            self._live.start()

    def _show_variety(self) -> None:
        self._variety_value.setText(f"{self.variety():.2f}")
        self._variety.setAccessibleDescription(self._variety_value.text())

    def _show_lock(self) -> None:
        locked = self.tr("The seed is kept: Generate draws the same pictures again")
        free = self.tr("Keep the seed. While this is off, Generate takes a new one each time")
        self._lock.set_name(locked if self.is_locked() else free)
