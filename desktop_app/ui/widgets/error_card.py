"""A failure, told in place: what happened, why, what to do; details and a copy for a report one click away."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.services.notifier import Failure
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import Label


class ErrorCard(Card):
    """Stays until the person closes it or `clear` is called. Hidden while there is no failure."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._failure: Failure | None = None
        self._icon = QLabel()
        self._what = Label(theme, "strong", wrap=True)
        self._why = Label(theme, "help", "text2", wrap=True)
        self._advice = Label(theme, "help", "text", wrap=True)
        for label in (self._what, self._why, self._advice):
            label.make_selectable()
        self._fix = Button(theme, "primary")
        self._details_button = Button(theme, "plain")
        self._details_button.setCheckable(True)
        self._copy = Button(theme, "plain", "copy")
        self._close = IconButton(theme, "close")
        self._details = QPlainTextEdit(readOnly=True)
        self._details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._details.setFixedHeight(theme.px(140))
        self._connect()
        self._lay_out()
        theme.changed.connect(self._restyle)
        self._restyle()
        self.retranslate()
        self.setVisible(False)

    def show_failure(self, failure: Failure) -> None:
        """Replace what is shown by `failure`."""
        self._say(failure)
        self._details.setPlainText(failure.details)
        self._details_button.setChecked(False)
        self._details_button.setVisible(bool(failure.details))
        self.setVisible(True)

    def clear(self) -> None:
        """Hide the card."""
        self._failure = None
        self.setVisible(False)

    def failure(self) -> Failure | None:
        """What is shown."""
        return self._failure

    def report(self) -> str:
        """The whole failure as text."""
        failure = self._failure or Failure("")
        return "\n\n".join(part for part in (failure.what, failure.why, failure.advice, failure.details) if part)

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        if self._failure is not None and self._failure.retell is not None:
            self._say(self._failure.retell())
        self._details_button.setText(self.tr("Details"))
        self._copy.setText(self.tr("Copy"))
        self._close.set_name(self.tr("Close"))
        self._details.setAccessibleName(self.tr("Details"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _say(self, failure: Failure) -> None:
        self._failure = failure
        self._what.setText(failure.what)
        for label, text in ((self._why, failure.why), (self._advice, failure.advice)):
            label.setText(text)
            label.setVisible(bool(text))
        self._fix.setVisible(failure.fix is not None)
        self._fix.setText(failure.fix.title if failure.fix else "")
        self.setAccessibleName(failure.what)

    def _connect(self) -> None:
        self._details_button.toggled.connect(self._details.setVisible)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report()))
        self._close.clicked.connect(self.clear)
        self._close.clicked.connect(self.closed)
        self._fix.clicked.connect(self._run_fix)
        self._details.setVisible(False)
        self._fix.setVisible(False)

    def _run_fix(self) -> None:
        if self._failure and self._failure.fix:
            self._failure.fix.run()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in (self._fix, self._details_button, self._copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for label in (self._what, self._why, self._advice):
            texts.addWidget(label)
        texts.addSpacing(4)
        texts.addLayout(buttons)
        texts.addWidget(self._details)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def _restyle(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("error", "bad", 20, self.devicePixelRatioF()))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(self._theme.px(12))
        self._details.setFont(font)
