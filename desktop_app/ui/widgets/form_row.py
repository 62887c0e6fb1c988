"""One row of a form: label with its help below, the control at the right."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.badge import BadgeButton
from desktop_app.ui.widgets.label import Label

CONTROL_WIDTH = 152


class FormRow(QWidget):
    """Reads like a sentence and works without being touched.

    The label names the control for screen readers. A message takes the place of the help while something is wrong.
    `reset_wanted` is sent by the badge that says the value differs from the default.
    """

    reset_wanted = Signal()

    def __init__(self, theme: Theme, control: QWidget, wide: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.control = control
        self._help_text, self._message = "", ""
        self._label = Label(theme, "label")
        self._label.setBuddy(control)
        self._help = Label(theme, "help", "text2", wrap=True)
        self._badge = BadgeButton(theme)
        self._badge.setVisible(False)
        self._badge.clicked.connect(self.reset_wanted)
        if not wide and control.sizePolicy().horizontalPolicy().name != "Fixed":
            control.setFixedWidth(theme.px(CONTROL_WIDTH))
            theme.changed.connect(lambda: control.setFixedWidth(theme.px(CONTROL_WIDTH)))
        self._lay_out()
        self.retranslate()

    def set_texts(self, label: str, help_text: str = "") -> None:
        """Name the setting and say in one or two short sentences what it does, its tested range and default."""
        self._label.setText(label)
        self._help_text = help_text
        self.control.setAccessibleName(label)
        self._badge.setAccessibleName(f"{self._badge.text()}: {label}")
        self._show_help()

    def set_changed(self, changed: bool) -> None:
        """Show or hide the badge that says the value is not the default."""
        self._badge.setVisible(changed)

    def is_marked_changed(self) -> bool:
        """Whether the badge is shown."""
        return not self._badge.isHidden()

    def set_message(self, message: str) -> None:
        """Say in place of the help what is wrong; empty brings the help back."""
        self._message = message
        self._show_help()

    def retranslate(self) -> None:
        """Take the badge's word from the language in force."""
        self._badge.setText(self.tr("changed"))
        self._badge.setToolTip(self.tr("Put the default back"))
        self._badge.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show_help(self) -> None:
        shown = self._message or self._help_text
        self._help.setText(shown)
        self._help.setVisible(bool(shown))
        self._help.set_token("bad" if self._message else "text2")
        self.control.setAccessibleDescription(shown)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._label)
        top.addWidget(self._badge)
        top.addStretch(1)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addLayout(top)
        texts.addWidget(self._help)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 9, 0, 9)
        row.setSpacing(16)
        row.addLayout(texts, 1)
        row.addWidget(self.control, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
