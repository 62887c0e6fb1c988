"""A number with minus and plus: QAbstractSpinBox with its keys and roles, in steps that suit the number."""

import math

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QSizePolicy, QToolButton, QWidget

from desktop_app.ui.theme import Theme

LOG_STEPS = (1.0, 2.0, 3.0, 5.0, 10.0)
SIGNIFICANT = 12
Enabled = QAbstractSpinBox.StepEnabledFlag


def format_number(value: float, whole: bool) -> str:
    """A number as plain text: no exponent down to a billionth, no trailing zeros."""
    if whole:
        return str(round(value))
    if value != 0 and abs(value) < 1e-9:
        return f"{value:g}"
    text = f"{value:.{SIGNIFICANT}f}" if abs(value) < 1 else f"{value:.{SIGNIFICANT}g}"
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def next_on_log_scale(value: float, up: bool) -> float:
    """The neighbour of `value` among 1, 2, 3, 5 times the powers of ten."""
    if value <= 0:
        return value
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    digits = value / power
    if up:
        return power * next(step for step in LOG_STEPS if step > digits * (1 + 1e-9))
    lower = [step for step in (0.5, *LOG_STEPS) if step < digits * (1 - 1e-9)]
    return power * lower[-1]


class Stepper(QAbstractSpinBox):
    """A field for one number. What is out of range stays as typed, is marked, and is never the value of `value()`.

    `value_changed` carries each new number in range, `validity_changed` whether the typed text is one.
    """

    value_changed = Signal(float)
    validity_changed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        minimum: float = 0,
        maximum: float = 100,
        step: float = 1,
        whole: bool = True,
        logarithmic: bool = False,
        suffix: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._minimum, self._maximum, self._step = minimum, maximum, step
        self._whole, self._logarithmic, self._suffix = whole, logarithmic, suffix
        self._value = float(minimum)
        self._valid = True
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.lineEdit().setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.lineEdit().textChanged.connect(self._read_text)
        self._minus, self._plus = self._made_button(-1), self._made_button(1)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._show_value()

    # -------------------------------------------------------------------------------------------- the number
    def value(self) -> float:
        """The last number in range; a whole one if the stepper was made for such."""
        return round(self._value) if self._whole else self._value

    def set_value(self, value: float) -> None:
        """Show `value` as typed by the person: out of range it is marked and not taken."""
        self.lineEdit().setText(format_number(value, self._whole) + self._suffix)

    def set_range(self, minimum: float, maximum: float) -> None:
        """Change what is accepted; the number shown stays and may become invalid."""
        self._minimum, self._maximum = minimum, maximum
        self._read_text(self.lineEdit().text())

    def is_valid(self) -> bool:
        """Whether the text is a number in range."""
        return self._valid

    def typed_text(self) -> str:
        """What stands in the field, without the unit."""
        return self.lineEdit().text().removesuffix(self._suffix).strip()

    # -------------------------------------------------------------------------------------------- QAbstractSpinBox
    def stepBy(self, steps: int) -> None:
        value = float(self._value)
        for _ in range(abs(steps)):
            value = self._neighbour(value, steps > 0)
        self.set_value(min(max(value, self._minimum), self._maximum))
        self.selectAll()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flags = Enabled.StepNone
        if self._value > self._minimum:
            flags |= Enabled.StepDownEnabled
        if self._value < self._maximum:
            flags |= Enabled.StepUpEnabled
        return flags

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return (QValidator.State.Acceptable, text, position)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()  # scrolling a form must not change what it passes over

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._valid:
            self._show_value()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self.height() - 2
        self._minus.setGeometry(1, 1, side, side)
        self._plus.setGeometry(self.width() - side - 1, 1, side, side)
        margin = max(0, side - 10)
        self.lineEdit().setTextMargins(margin, 0, margin, 0)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(140), self._theme.height_for())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(96), self._theme.height_for())

    def paintEvent(self, event: QPaintEvent) -> None:
        border = ("edge" if self._valid else "bad") if self.isEnabled() else "line2"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color(border), 1))
        painter.setBrush(self._theme.color("card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    # -------------------------------------------------------------------------------------------- working
    def _neighbour(self, value: float, up: bool) -> float:
        if self._logarithmic and not up and value <= self._step * (1 + 1e-9) and self._minimum <= 0:
            return 0.0
        if self._logarithmic and value > 0:
            if self._whole:  # sizes such as a batch's: powers of two stay such
                return float(max(1, round(value * 2 if up else value / 2)))
            return float(f"{next_on_log_scale(value, up):.6g}")
        if self._logarithmic and up:
            return self._step
        return float(f"{value + (self._step if up else -self._step):.12g}")

    def _read_text(self, text: str) -> None:
        number = self._parsed(self.typed_text())
        valid = number is not None
        if valid != self._valid:
            self._valid = valid
            self.update()
            self.validity_changed.emit(valid)
        if number is not None and number != self._value:
            self._value = number
            self.setProperty("value", number)  # what Qt tells screen readers
            self.value_changed.emit(number)
        self._minus.setEnabled(self._value > self._minimum)
        self._plus.setEnabled(self._value < self._maximum)

    def _parsed(self, text: str) -> float | None:
        try:
            number = float(text.replace(",", "") if self._whole else text.replace(",", "."))
        except ValueError:
            return None
        in_range = self._minimum <= number <= self._maximum  # false for NaN
        return number if in_range and (not self._whole or number == round(number)) else None

    def _show_value(self) -> None:
        self.set_value(self._value)

    def _made_button(self, steps: int) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRepeat(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setProperty("kind", "step")
        button.clicked.connect(lambda: self.stepBy(steps))
        return button

    def _restyle(self) -> None:
        for button, icon, name in ((self._minus, "minus", self.tr("Less")), (self._plus, "plus", self.tr("More"))):
            button.setIcon(self._theme.icon(icon, "text2", 16))
            button.setIconSize(QSize(self._theme.px(16), self._theme.px(16)))
            button.setAccessibleName(name)
        self.updateGeometry()
