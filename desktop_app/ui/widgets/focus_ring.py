"""The ring around what the keyboard acts on."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSpinBox, QApplication, QMenuBar, QWidget

from desktop_app.ui.theme import Theme

WIDTH = 2
OUTSIDE = 4
KEY_EVENTS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
FOLLOWED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class FocusRing(QWidget):
    """One transparent overlay per window. The keyboard shows it, the mouse hides it.

    Watching the native window instead of the whole application keeps Python out of every other event.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._target: QWidget | None = None
        self._followed: list[QWidget] = []
        self._by_keyboard = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVisible(False)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def watch_native_window(self) -> None:
        """Call once the window is shown: keys and clicks are seen from then on."""
        handle = self.window().windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def keyboard_used(self) -> None:
        """The next focus comes from the keyboard."""
        self._by_keyboard = True

    def target(self) -> QWidget | None:
        """What the ring lies around, None while it is hidden."""
        return self._target if self.isVisible() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._by_keyboard = False
            self._hide()
        elif kind in KEY_EVENTS:
            self._by_keyboard = True
        elif kind in FOLLOWED:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._target is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("focus"), WIDTH))
        half = WIDTH / 2
        ring = QRectF(self._ring_rect(self._target)).translated(-QPoint(self.pos())).adjusted(half, half, -half, -half)
        radius = 8 + OUTSIDE - 1
        painter.drawRoundedRect(ring, min(radius, ring.height() / 2), min(radius, ring.height() / 2))

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        self._follow(None)
        if new is None or new.window() is not self.window() or not self._by_keyboard or isinstance(new, QMenuBar):
            self._hide()
            return
        self._target = self._outermost(new)
        self._follow(self._target)
        self._place()
        self.raise_()
        self.setVisible(True)

    @staticmethod
    def _outermost(widget: QWidget) -> QWidget:
        """The whole control when its inner field has the focus."""
        parent = widget.parentWidget()
        return parent if isinstance(parent, QAbstractSpinBox) else widget

    def _follow(self, target: QWidget | None) -> None:
        """Watch the target and all that it lies in, so that scrolling and resizing move the ring along."""
        for widget in self._followed:
            widget.removeEventFilter(self)
        self._followed = []
        while target is not None and target is not self.window():
            target.installEventFilter(self)
            self._followed.append(target)
            target = target.parentWidget()

    def _hide(self) -> None:
        self._target = None
        self.setVisible(False)

    def _place(self) -> None:
        if self._target is None:
            return
        visible = self._ring_rect(self._target)
        for widget in self._followed[1:]:
            if isinstance(widget.parentWidget(), QAbstractScrollArea):  # what scrolls out of a viewport is not seen
                corner = widget.mapTo(self.window(), QPoint(0, 0))
                visible &= QRect(corner, widget.size())
        self.setGeometry(visible)
        self.setVisible(self._target.isVisible() and not visible.isEmpty())
        self.update()

    def _ring_rect(self, target: QWidget) -> QRect:
        corner = target.mapTo(self.window(), QPoint(0, 0))
        return QRect(corner, target.size()).adjusted(-OUTSIDE, -OUTSIDE, OUTSIDE, OUTSIDE)
