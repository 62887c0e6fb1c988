"""A message in the corner of the sheet, one at a time, gone after some seconds."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.services.notifier import Message
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.label import Label

SHOWN = 6000  # milliseconds
WIDTH = 360
MARGIN = 16
ICONS = {"done": ("check", "ok"), "info": ("info", "accent"), "warning": ("warning", "warn")}


class Toast(QFrame):
    """Lies over the bottom right corner of its parent and stays while hovered or focused."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._sheet = theme, parent
        self._message: Message | None = None
        self.setProperty("floating", "1")
        self._icon = QLabel()
        self._text = Label(theme, "strong", wrap=True)
        self._detail = Label(theme, "help", "text2", wrap=True)
        self._action = Button(theme, "plain")
        self._close = IconButton(theme, "close")
        self._timer = QTimer(self, interval=SHOWN, singleShot=True)
        self._timer.timeout.connect(self._leave)
        self._close.clicked.connect(self.dismiss)
        self._action.clicked.connect(self._act)
        self._lay_out()
        self.retranslate()
        parent.installEventFilter(self)
        self.setVisible(False)

    def show_message(self, message: Message) -> None:
        """Replace what is shown by `message`."""
        self._message = message
        icon, token = ICONS[message.kind]
        self._icon.setPixmap(self._theme.pixmap(icon, token, 20, self.devicePixelRatioF()))
        self._text.setText(message.text)
        self._detail.setText(message.detail)
        self._detail.setVisible(bool(message.detail))
        self._action.setVisible(message.action is not None)
        self._action.setText(message.action.title if message.action else "")
        self.setAccessibleName(message.text)
        self.setVisible(True)
        self.raise_()
        self._place()
        self._timer.start()
        spoken = f"{message.text} {message.detail}".strip()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def message(self) -> Message | None:
        """What is shown, None while hidden."""
        return self._message

    def dismiss(self) -> None:
        """Hide the toast at once."""
        self._timer.stop()
        self._message = None
        self.setVisible(False)

    def retranslate(self) -> None:
        """Take the name of the closing button from the language in force."""
        self._close.set_name(self.tr("Close"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _leave(self) -> None:
        if self.underMouse() or (self.isAncestorOf(self.focusWidget() or self) and self._has_focus()):
            self._timer.start()
        else:
            self.dismiss()

    def _has_focus(self) -> bool:
        return self._action.hasFocus() or self._close.hasFocus()

    def _act(self) -> None:
        action = self._message.action if self._message else None
        self.dismiss()
        if action:
            action.run()

    def _place(self) -> None:
        sheet = self._sheet.size()
        width = min(self._theme.px(WIDTH), sheet.width() - 2 * MARGIN)
        height = max(self._row.heightForWidth(width), self.minimumSizeHint().height())
        self.setGeometry(sheet.width() - width - MARGIN, sheet.height() - height - MARGIN, width, height)

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._text)
        texts.addWidget(self._detail)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(4)
        row.addLayout(texts, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
