"""What a picture suffers before a model repairs it: the kind, how strong, and another throw of the dice."""

import random

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.services.rebuild_requests import STRENGTHS, ChosenDamage, DamageName
from desktop_app.ui.language import Language
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.inputs import ChoiceList, Slider
from desktop_app.ui.widgets.label import Label

NAMES: tuple[DamageName, ...] = ("noise", "blur", "holes", "reduction")
NONE = "none"
RANDOM: tuple[DamageName, ...] = ("noise", "holes")
SEEDS = 10_000


class DamageControls(Card):
    """`changed` comes when the person chooses another damage, strength or throw."""

    changed = Signal()

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(theme, spacing=6, parent=parent)
        self._language = language
        self._seed = 0
        self._strengths = {name: strength.usual for name, strength in STRENGTHS.items()}
        self.is_touched = False
        self._label = Label(theme, "label")
        self.kinds = ChoiceList(theme)
        self.dice = IconButton(theme, "dice")
        self._strength_label, self._strength_value = Label(theme, "label"), Label(theme, "body", "text2")
        self.slider = Slider()
        self._strength = QWidget()
        self._help = Label(theme, "help", "text2", wrap=True)
        self._label.setBuddy(self.kinds)
        self._strength_label.setBuddy(self.slider)
        self._lay_out()
        self.retranslate()
        self.kinds.currentIndexChanged.connect(lambda _: self._change_kind())
        self.dice.clicked.connect(self._throw)
        self.slider.valueChanged.connect(self._change_strength)

    def damage(self) -> ChosenDamage | None:
        """What is chosen; None to take the picture as it is."""
        name = self._name()
        if name is None:
            return None
        return ChosenDamage(name, self._strengths.get(name, 0.0), self._seed if name in RANDOM else 0)

    def choose(self, name: str) -> None:
        """Choose a damage by name, or `none`, without a signal; this is not the person's choice."""
        self.kinds.blockSignals(True)
        self.kinds.select(name)
        self.kinds.blockSignals(False)
        self._show()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._label.setText(self.tr("Damage it first"))
        titles = {
            "noise": self.tr("Noise"),
            "blur": self.tr("Blur"),
            "holes": self.tr("Holes"),
            "reduction": self.tr("Half the size"),
        }
        self.kinds.set_choices([(NONE, self.tr("Not at all")), *((name, titles[name]) for name in NAMES)])
        self.kinds.setAccessibleName(self.tr("Damage"))
        self.dice.set_name(self.tr("The same damage at other places"))
        self._strength_label.setText(self.tr("Strength"))
        self.slider.setAccessibleName(self.tr("Strength of the damage"))
        self._help.setText(self.tr("Shows what the model can repair, held against the picture as it was."))
        self._show()

    def _name(self) -> DamageName | None:
        return next((name for name in NAMES if name == self.kinds.selected()), None)

    def _change_kind(self) -> None:
        self._show()
        self._tell()

    def _throw(self) -> None:
        self._seed = random.randrange(SEEDS)
        self._tell()

    def _change_strength(self, value: int) -> None:
        if (name := self._name()) in STRENGTHS:
            self._strengths[name] = value / 10 ** STRENGTHS[name].decimals
            self._say_strength()
            self._tell()

    def _tell(self) -> None:
        self.is_touched = True
        self.changed.emit()

    def _show(self) -> None:
        """The strength's slider as it suits the kind."""
        name = self._name()
        self.dice.setEnabled(name in RANDOM)
        self._strength.setVisible(name in STRENGTHS)
        if name in STRENGTHS:
            strength = STRENGTHS[name]
            scale = 10**strength.decimals
            self.slider.blockSignals(True)
            self.slider.setRange(round(strength.least * scale), round(strength.most * scale))
            self.slider.setPageStep(max(1, (self.slider.maximum() - self.slider.minimum()) // 5))
            self.slider.setValue(round(self._strengths[name] * scale))
            self.slider.blockSignals(False)
            self._say_strength()

    def _say_strength(self) -> None:
        name = self._name()
        if name not in STRENGTHS:
            return
        number = self._language.number(self._strengths[name], STRENGTHS[name].decimals)
        texts = {
            "noise": self.tr("σ = {number}"),
            "blur": self.tr("{number} pixels"),
            "holes": self.tr("%n hole(s)", "", round(self._strengths[name])),
        }
        self._strength_value.setText(texts[name].format(number=number))
        self.slider.setAccessibleDescription(self._strength_value.text())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.kinds, 1)
        row.addWidget(self.dice)
        names = QHBoxLayout()
        names.addWidget(self._strength_label)
        names.addStretch(1)
        names.addWidget(self._strength_value)
        column = QVBoxLayout(self._strength)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(2)
        column.addLayout(names)
        column.addWidget(self.slider)
        self.body.addWidget(self._label)
        self.body.addLayout(row)
        self.body.addWidget(self._strength)
        self.body.addWidget(self._help)
