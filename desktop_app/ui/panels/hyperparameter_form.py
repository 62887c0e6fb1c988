"""A form made from the declaration of hyperparameters: one row each, in groups, checked while typing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.language import Language
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.folder_field import FolderField
from desktop_app.ui.widgets.form_row import FormRow
from desktop_app.ui.widgets.inputs import ChoiceList, TextField
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.stepper import Stepper, format_number
from desktop_app.ui.widgets.switch import Switch
from trainer.contract.hyperparameters import Hyperparameters
from trainer.contract.hyperparameters.common import MACHINE
from trainer.contract.settings import LONGEST_TEXT, FieldSpec, field_specs
from trainer.contract.text import Text

CHOICE_TITLES: dict[str, Text] = {
    "sgd": Text("SGD", "SGD"),
    "adam": Text("Adam", "Adam"),
    "adamw": Text("AdamW", "AdamW"),
    "rmsprop": Text("RMSprop", "RMSprop"),
    "muon": Text("Muon", "Muon"),
    "constant": Text("Constant", "恒定"),
    "linear": Text("Linear", "线性"),
    "cosine": Text("Cosine", "余弦"),
    "one-cycle": Text("One cycle", "单周期"),
    "convolutional": Text("Convolutions", "卷积"),
    "lstm": Text("LSTM", "LSTM"),
    "warm-up": Text("Warm-up, linear", "预热后线性"),
    "relu": Text("ReLU", "ReLU"),
    "leaky-relu": Text("Leaky ReLU", "Leaky ReLU"),
    "elu": Text("ELU", "ELU"),
    "gelu": Text("GELU", "GELU"),
    "silu": Text("SiLU", "SiLU"),
    "tanh": Text("tanh", "tanh"),
    "auto": Text("Automatic", "自动"),
    "cpu": Text("CPU", "CPU"),
    "cuda": Text("NVIDIA GPU", "NVIDIA GPU"),
    "dynamic": Text("Black or white", "黑白"),
    "grey": Text("Grey", "灰度"),
    "off": Text("Off", "关闭"),
    "balanced": Text("Balanced", "均衡"),
    "effective-number": Text("Effective number", "有效样本数"),
    "squared": Text("Squared error", "平方误差"),
    "root": Text("Root of the squared error", "均方根误差"),
    "log": Text("Logarithm (PSNR)", "对数（PSNR）"),
    "non-saturating": Text("Non-saturating", "非饱和"),
    "hinge": Text("Hinge", "合页"),
    "bpe": Text("Pieces of words (BPE)", "词片段（BPE）"),
    "characters": Text("Characters", "单个字符"),
    "characters-bigrams": Text("Characters and pairs", "单字与双字"),
    "sinusoidal": Text("Sinusoidal", "正弦"),
    "learned": Text("Learned", "学得"),
    "rotary": Text("Rotary", "旋转"),
    "none": Text("None", "无"),
    "multiplicative": Text("Multiplicative", "乘性"),
    "additive": Text("Additive", "加性"),
}
"""Names for people; a choice without one is shown as it is written."""
ROWS_AT_ONCE = 4


class HyperparameterForm(QWidget):
    """Shows the settings of one model. `changed` comes with every edit, valid or not; `completed` with the last row.

    What the person changed stays changed when the preset is; a change that the new preset makes itself is none.
    Rows are made once, a few at a time between other events, since making all of them takes longer than the window
    may stand still; a setting whose row is not there yet has its default.
    """

    changed = Signal()
    completed = Signal()

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._language = theme, language
        self._type: type[Hyperparameters] | None = None
        self._specs: list[FieldSpec] = []
        self._defaults: dict[str, Any] = {}
        self._rows: dict[FieldSpec, SettingRow] = {}
        self._groups: dict[Text, SettingGroup] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._make_some)

    def show_defaults(self, defaults: Mapping[str, Any], struct_type: type[Hyperparameters]) -> None:
        """Show the settings of `struct_type`; another type begins without changes, the same one keeps them."""
        is_other = struct_type is not self._type
        self._defaults = dict(defaults)
        if is_other:
            self._type, self._specs = struct_type, field_specs(struct_type)
            for spec in sorted(self._specs, key=lambda spec: spec.group == MACHINE):  # what is the machine's comes last
                self._group(spec)
        with self._one_change():
            for spec, row in self._rows.items():
                if spec in self._specs:
                    row.set_default(defaults[spec.name], forget=is_other)
        self._show_rows()
        self._timer.start()

    def is_complete(self) -> bool:
        """Whether every row has been made."""
        return all(spec in self._rows for spec in self._specs)

    def complete(self) -> None:
        """Make the rows that are missing now."""
        while not self.is_complete():
            self._make_some()

    def tab_stops(self) -> list[QWidget]:
        """What takes the focus by Tab, from top to bottom; rows are made in another order, and kept between models."""
        rows = [row for group in self._groups.values() for row in group.rows()]
        within = [widget for row in rows for widget in row.findChildren(QWidget)]
        here = [widget for widget in within if widget.window() is self.window()]  # and not in the list of a choice
        return [widget for widget in here if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]

    def changes(self) -> dict[str, Any]:
        """The settings that differ from their defaults, by name."""
        return {row.spec.name: row.value() for row in self._shown() if row.is_changed()}

    def value(self, name: str) -> Any:
        """What a setting is now."""
        return self.values()[name]

    def values(self) -> dict[str, Any]:
        """All settings by name."""
        return self._defaults | {row.spec.name: row.value() for row in self._shown()}

    def row(self, name: str) -> "SettingRow":
        """One row. Raises KeyError for a name that is no setting of this model."""
        self.complete()
        return {row.spec.name: row for row in self._shown()}[name]

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Let the person's settings be `values`, as far as there are rows for them."""
        self.complete()
        with self._one_change():
            for row in self._shown():
                if row.spec.name in values:
                    row.set_setting(values[row.spec.name])

    def invalid_rows(self) -> list["SettingRow"]:
        """The rows whose text is not accepted."""
        return [row for row in self._shown() if not row.is_valid()]

    def reset(self) -> None:
        """Put all defaults back."""
        with self._one_change():
            for row in self._shown():
                row.reset()

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        for text, group in self._groups.items():
            group.heading.setText(self._language.pick(text))
        with self._one_change():
            for row in self._rows.values():
                row.retranslate_setting()

    @contextmanager
    def _one_change(self) -> Iterator[None]:
        """However many rows change inside the block, `changed` is sent once, at its end."""
        was_blocked = self.blockSignals(True)
        yield
        self.blockSignals(was_blocked)
        self.changed.emit()

    def _shown(self) -> list["SettingRow"]:
        return [self._rows[spec] for spec in self._specs if spec in self._rows]

    def _group(self, spec: FieldSpec) -> "SettingGroup":
        if spec.group not in self._groups:
            group = self._groups[spec.group] = SettingGroup(self._theme)
            group.heading.setText(self._language.pick(spec.group))
            self._column.addWidget(group)
        return self._groups[spec.group]

    def _make_some(self) -> None:
        """Make a few of the missing rows; the timer ends when there are none."""
        missing = [spec for spec in self._specs if spec not in self._rows]
        for spec in missing[:ROWS_AT_ONCE]:
            row = SettingRow(self._theme, self._language, spec, self._defaults[spec.name])
            row.retranslate_setting()
            row.edited.connect(self.changed)
            self._rows[spec] = row
            self._group(spec).add_row(row)
        self._show_rows()
        if len(missing) <= ROWS_AT_ONCE:
            self._timer.stop()
            self.completed.emit()

    def _show_rows(self) -> None:
        for spec, row in self._rows.items():
            row.setVisible(spec in self._specs)
        groups = {row.spec.group for row in self._shown()}
        for text, group in self._groups.items():
            group.setVisible(text in groups)  # a heading appears with its first row


class SettingGroup(QWidget):
    """A heading with its rows below, a rule between each two."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Label(theme, "help_strong", "text2")
        self.heading.setContentsMargins(0, 20, 0, 2)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.heading)

    def add_row(self, row: "SettingRow") -> None:
        """Put a row at the end."""
        row.set_ruled(self._column.count() > 1)
        self._column.addWidget(row)

    def rows(self) -> list["SettingRow"]:
        """The rows from top to bottom."""
        items = (self._column.itemAt(index) for index in range(self._column.count()))
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, SettingRow)]


class SettingRow(FormRow):
    """One setting. `edited` comes with every change of its text."""

    edited = Signal()

    def __init__(self, theme: Theme, language: Language, spec: FieldSpec, default: Any) -> None:
        self.spec, self._default = spec, default
        self._language = language
        self._is_ruled = False
        super().__init__(theme, _made_control(theme, spec))
        self._set_value(default)
        self._connect()
        self.reset_wanted.connect(self.reset)

    def value(self) -> Any:
        """The last accepted value, of the field's own type."""
        control = self.control
        if isinstance(control, Stepper):
            return int(control.value()) if self.spec.kind == "int" else float(control.value())
        if isinstance(control, Switch):
            return control.isChecked()
        if isinstance(control, TextField | FolderField):
            return control.text().strip()
        assert isinstance(control, ChoiceList)
        return {str(choice): choice for choice in self.spec.choices}[control.selected()]

    def is_valid(self) -> bool:
        """Whether what stands in the control is accepted."""
        return not isinstance(self.control, Stepper) or self.control.is_valid()

    def is_changed(self) -> bool:
        """Whether the value is not the default."""
        return self.value() != self._default

    def reset(self) -> None:
        """Put the default back."""
        self._set_value(self._default)
        self._show_state()

    def set_setting(self, value: Any) -> None:
        """Show `value` as the person's choice."""
        self._set_value(value)
        self._show_state()

    def set_default(self, default: Any, forget: bool = False) -> None:
        """Take another default; a value that the person changed stays, unless it is to be forgotten."""
        was_changed = self.is_changed() and not forget
        self._default = default
        if not was_changed:
            self._set_value(default)
        self.retranslate_setting()

    def retranslate_setting(self) -> None:
        """Set title, help and choices in the language in force."""
        pick = self._language.pick
        if isinstance(self.control, ChoiceList):
            titles = {choice: CHOICE_TITLES.get(str(choice)) for choice in self.spec.choices}
            self.control.set_choices(
                [(str(choice), pick(title) if title else str(choice)) for choice, title in titles.items()]
            )
        self.set_texts(pick(self.spec.title), self._help_line())
        if isinstance(self.control, FolderField):
            self.control.set_name(pick(self.spec.title))
        self._show_state()

    def set_ruled(self, ruled: bool) -> None:
        """Whether a thin line lies above the row."""
        self._is_ruled = ruled
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_ruled:
            QPainter(self).fillRect(0, 0, self.width(), 1, self._theme.color("line"))

    def _help_line(self) -> str:
        text = self._language.pick(self.spec.help)
        if self.spec.kind in ("text", "folder"):
            return text
        if self.spec.kind == "bool":
            default = self.tr("on") if self._default else self.tr("off")
            return self.tr("{help} Default: {default}.").format(help=text, default=default)
        if self.spec.kind == "choice":
            title = CHOICE_TITLES.get(str(self._default))
            default = self._language.pick(title) if title else str(self._default)
            return self.tr("{help} Default: {default}.").format(help=text, default=default)
        low, high, default = (self._number(n) for n in (self.spec.minimum, self.spec.maximum, self._default))
        line = self.tr("{help} {low} to {high}; default {default}.")
        return line.format(help=text, low=low, high=high, default=default)

    def _show_state(self) -> None:
        self.set_changed(self.is_valid() and self.is_changed())
        message = ""
        if not self.is_valid():
            low, high = self._number(self.spec.minimum), self._number(self.spec.maximum)
            line = self.tr("A whole number from {low} to {high} is needed.")
            if self.spec.kind == "float":
                line = self.tr("A number from {low} to {high} is needed.")
            message = line.format(low=low, high=high)
        self.set_message(message)
        self.edited.emit()

    def _number(self, value: float | None) -> str:
        if self.spec.kind == "int":
            return self._language.number(value or 0)
        return format_number(value or 0, whole=False)

    def _set_value(self, value: Any) -> None:
        control = self.control
        if isinstance(control, Stepper):
            control.set_value(value)
        elif isinstance(control, Switch):
            control.setChecked(value)
        elif isinstance(control, TextField):
            control.setText(value)
        elif isinstance(control, FolderField):
            control.set_text(value)
        elif isinstance(control, ChoiceList):
            if not control.count():
                control.set_choices([(str(choice), str(choice)) for choice in self.spec.choices])
            control.select(str(value))

    def _connect(self) -> None:
        control = self.control
        if isinstance(control, Stepper):
            control.value_changed.connect(lambda _: self._show_state())
            control.validity_changed.connect(lambda _: self._show_state())
        elif isinstance(control, Switch):
            control.toggled.connect(lambda _: self._show_state())
        elif isinstance(control, TextField):
            control.textChanged.connect(lambda _: self._show_state())
        elif isinstance(control, FolderField):
            control.edited.connect(self._show_state)
        elif isinstance(control, ChoiceList):
            control.currentIndexChanged.connect(lambda _: self._show_state())


def defaults_of(hyperparameters: Hyperparameters, threads: int) -> dict[str, Any]:
    """A preset's values as the window starts from them: all cores but one, so that the window stays quick."""
    return msgspec.structs.asdict(hyperparameters) | {"threads": hyperparameters.threads or threads}


def _made_control(theme: Theme, spec: FieldSpec) -> QWidget:
    if spec.kind == "bool":
        return Switch(theme)
    if spec.kind == "text":
        field = TextField(theme)
        field.setMaxLength(LONGEST_TEXT)
        return field
    if spec.kind == "folder":
        folder = FolderField(theme)
        folder.field.setMaxLength(LONGEST_TEXT)
        return folder
    if spec.kind == "choice":
        return ChoiceList(theme)
    minimum, maximum = spec.minimum or 0.0, spec.maximum if spec.maximum is not None else 1e9
    return Stepper(
        theme,
        minimum,
        maximum,
        step=step_of(spec.kind == "int", spec.scale == "log", maximum),
        whole=spec.kind == "int",
        logarithmic=spec.scale == "log",
    )


def step_of(whole: bool, logarithmic: bool, maximum: float) -> float:
    """How far one click on plus goes: for a logarithmic setting the first step up from 0."""
    if whole:
        return 1
    if logarithmic:
        return maximum * 1e-4
    if 0.9 < maximum < 1:
        return 0.01  # decay rates, where the last hundredths matter
    return 0.05 if maximum <= 1 else 0.5 if maximum <= 10 else 1.0
