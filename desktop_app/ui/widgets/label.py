"""Text in a role of the type table, and the thin rule between groups."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from desktop_app.ui.theme import Theme


class Label(QLabel):
    """A label that keeps its role and colour when scheme, text size or language change."""

    def __init__(
        self,
        theme: Theme,
        role: str = "body",
        token: str = "text",
        text: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme, self._role, self._token = theme, role, token
        self.setProperty("ink", token)  # the style sheet has a rule for each token in INKS of ui/theme.py
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            policy = self.sizePolicy()
            policy.setHeightForWidth(True)
            policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
            self.setSizePolicy(policy)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_token(self, token: str) -> None:
        """Change the colour of the text."""
        if token != self._token:
            self._token = token
            self.setProperty("ink", token)
            self.style().unpolish(self)
            self.style().polish(self)
            self._restyle()  # the style puts back the font that it found at first
            self.update()

    def set_role(self, role: str) -> None:
        """Change size and weight of the text."""
        self._role = role
        self._restyle()

    def make_selectable(self) -> None:
        """Let the person mark and copy the text by mouse and keyboard."""
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(flags)

    def sizeHint(self) -> QSize:
        """Of wrapped text, the height at its present width: Qt guesses, which cuts here and leaves gaps there."""
        if not self.wordWrap():
            return super().sizeHint()
        return QSize(super().sizeHint().width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        if not self.wordWrap():
            return super().minimumSizeHint()
        return QSize(super().minimumSizeHint().width(), self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.wordWrap() and event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _restyle(self) -> None:
        self.setFont(self._theme.font(self._role))


class ElidedLabel(Label):
    """A one-line label that ends in an ellipsis where the room ends; the tooltip then has the whole text."""

    def __init__(
        self,
        theme: Theme,
        role: str = "body",
        token: str = "text",
        text: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, role, token, text, parent=parent)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(super().sizeHint().width(), self._theme.px(32)), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(1, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), self._mode, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self._theme.color(self._token))
        painter.drawText(self.rect(), self.alignment() | Qt.TextFlag.TextSingleLine, shown)


class Rule(QFrame):
    """A line of one pixel between rows or groups."""

    def __init__(self, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("rule", "1")
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
