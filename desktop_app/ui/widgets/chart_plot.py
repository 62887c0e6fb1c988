"""The plotting area of a chart: ranges, ticks, cursor and zoom."""

import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsItem, QSizePolicy, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.chart_axes import log_ticks, nice_ticks, tick_text, time_text, time_ticks, whole_ticks
from desktop_app.ui.widgets.chart_curves import CurvesItem
from desktop_app.ui.widgets.chart_data import Curve, XAxis, drawn_part, value_range

ROOM_AHEAD = 1.06  # the axis grows by this factor, so that most points change nothing but the curve
LEAST_ROOM_AHEAD = 1.015  # so that the newest marker is whole
ROOM_AROUND = 0.06  # of the range of values, above and below
ROOM_ALONE = 0.1  # of a value that has no range around it
WORTH_SHRINKING = 0.6  # the range of values shrinks only when the new one is smaller than this part of it
ZOOM = 1.25
TICK_ROOM = (46, 36)  # pixels for each tick across and each tick up
FAST = 10  # points that the cursor moves by with Shift


class Plot(pyqtgraph.GraphicsView):
    """Arrow keys move the cursor, Home and End jump, plus and minus zoom, Esc shows everything again.

    The mouse moves the cursor; its wheel zooms once the plot has the focus.
    """

    cursor_moved = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._zoomed: tuple[float, float] | None = None
        self._end = 0.0
        self._shown_ranges: tuple[object, ...] = ()
        self._box = pyqtgraph.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0)
        self._bottom, self._left = (pyqtgraph.AxisItem(side, linkView=self._box) for side in ("bottom", "left"))
        self._lay_out()
        self._item = CurvesItem(theme, self._box)
        self.setOptimizationFlag(self.OptimizationFlag.DontSavePainterState)
        self.setOptimizationFlag(self.OptimizationFlag.DontAdjustForAntialiasing)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _lay_out(self) -> None:
        """Two axes and the box between them: a PlotItem would add 50 widgets of its own, which are restyled too."""
        layout = self.centralLayout
        layout.setSpacing(0)
        layout.addItem(self._left, 0, 0)
        layout.addItem(self._box, 0, 1)
        layout.addItem(self._bottom, 1, 1)
        layout.setRowStretchFactor(0, 100)
        layout.setColumnStretchFactor(1, 100)

    # -------------------------------------------------------------------------------------------- what is shown
    def set_curves(self, curves: list[Curve]) -> None:
        """Show `curves` from their first point on."""
        self._item.curves = curves
        self.set_axis(self._item.view.axis)

    def set_axis(self, axis: XAxis) -> None:
        """Put steps, epochs or seconds on the axis across."""
        self._item.view.axis = axis
        self._item.view.cursor = None
        self._zoomed, self._end = None, 0.0
        self.refresh(rescale=True)

    def set_log(self, log: bool) -> None:
        """Take the logarithm of the values; those that are not positive are left out."""
        self._item.view.log = log
        self.refresh(rescale=True)

    def set_reference(self, value: float | None, text: str) -> None:
        """Draw a thin dashed line at `value` with its meaning in words, such as "expected <= 5"."""
        self._item.view.reference, self._item.view.reference_text = value, text
        self.refresh(rescale=True)

    def set_empty_text(self, text: str) -> None:
        """What stands in the plot while there is no value to show."""
        self._item.view.empty_text = text
        self._item.update()

    def cursor(self) -> float | None:
        """Where the cursor stands on the axis across, None if it is not shown."""
        return self._item.view.cursor

    def visible_x(self) -> tuple[float, float]:
        """The part of the axis across that is shown."""
        return self._item.view.x

    def visible_y(self) -> tuple[float, float]:
        """The range of values that is shown, as exponents of ten on a logarithmic axis."""
        return self._item.view.y

    def is_zoomed(self) -> bool:
        """Whether only a part is shown, so that new points do not move the view."""
        return self._zoomed is not None

    def reset_zoom(self) -> None:
        """Show everything and follow new points."""
        self._zoomed = None
        self.refresh(rescale=True)

    def refresh(self, rescale: bool = False) -> None:
        """Take in new points: at most 15 times a second, by the chart's timer."""
        view = self._item.view
        view.x = self._zoomed or (0.0, self._grown_end())
        view.columns = max(int(self._box.rect().width()), 1)
        view.parts = [drawn_part(curve, view.axis, view.x, view.columns) for curve in self._item.curves if len(curve)]
        self._fit_values(rescale)
        self._set_ticks()
        self._item.update()

    def restyle(self) -> None:
        """Take colours and fonts from the theme."""
        self.setBackground(self._theme.color("card"))
        font = self._theme.font("tick")
        metrics = self._theme.metrics("tick")
        for axis in (self._bottom, self._left):
            axis.setTickFont(font)
            axis.setTextPen(self._theme.color("text2"))
            axis.setPen(pyqtgraph.mkPen(None))
            axis.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)  # texts are drawn only when they change
            axis.setStyle(tickLength=0, tickAlpha=0, tickTextOffset=6, autoExpandTextSpace=False)
        self._left.setWidth(metrics.horizontalAdvance("0.0000") + 10)  # fixed, so that plots below each other align
        self._bottom.setHeight(metrics.height() + 10)
        self.centralLayout.setContentsMargins(0, metrics.height() // 2, 0, 0)  # a label at the top edge is whole
        self.refresh()

    # -------------------------------------------------------------------------------------------- events
    def sizeHint(self) -> QSize:
        return QSize(320, 120)  # pyqtgraph's own is so large that a column with a chart would always scroll

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_item"):  # pyqtgraph resizes itself while it is being made
            self.refresh(rescale=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._box.mapFromScene(QPointF(self.mapToScene(event.position().toPoint())))
        room = self._box.rect()
        if room.contains(place):
            low, high = self._item.view.x
            self._move_cursor(low + (place.x() - room.left()) / room.width() * (high - low))
        else:
            self._hide_cursor()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._hide_cursor()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()  # the page scrolls until the plot is clicked
            return
        self._zoom(ZOOM if event.angleDelta().y() > 0 else 1 / ZOOM)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset_zoom()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = FAST if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        acts = {
            Qt.Key.Key_Left: lambda: self._step_cursor(-steps),
            Qt.Key.Key_Right: lambda: self._step_cursor(steps),
            Qt.Key.Key_Home: lambda: self._move_cursor(self._item.view.x[0]),
            Qt.Key.Key_End: lambda: self._move_cursor(self._item.view.x[1]),
            Qt.Key.Key_Plus: lambda: self._zoom(ZOOM),
            Qt.Key.Key_Equal: lambda: self._zoom(ZOOM),
            Qt.Key.Key_Minus: lambda: self._zoom(1 / ZOOM),
            Qt.Key.Key_Escape: self._escape,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    # -------------------------------------------------------------------------------------------- cursor and zoom
    def _move_cursor(self, place: float) -> None:
        longest = max(self._item.curves, key=len, default=None)
        if longest is None or not len(longest):
            return
        view = self._item.view
        place = min(max(place, view.x[0]), view.x[1])
        view.cursor = float(longest.x(view.axis)[longest.index_near(view.axis, place)])
        self._item.update()
        self.cursor_moved.emit()

    def _step_cursor(self, columns: int) -> None:
        """To another pixel column, or at least to the next point."""
        view = self._item.view
        longest = max(self._item.curves, key=len, default=None)
        if longest is None or not len(longest):
            return
        x = longest.x(view.axis)
        start = view.cursor if view.cursor is not None else view.x[1 if columns < 0 else 0]
        column = (view.x[1] - view.x[0]) / max(self._box.rect().width(), 1)
        index = longest.index_near(view.axis, start)
        target = longest.index_near(view.axis, start + columns * column)
        if target == index:
            target = min(max(index + (1 if columns > 0 else -1), 0), len(x) - 1)
        self._move_cursor(float(x[target]))

    def _hide_cursor(self) -> None:
        if self._item.view.cursor is not None:
            self._item.view.cursor = None
            self._item.update()
            self.cursor_moved.emit()

    def _escape(self) -> None:
        self._hide_cursor()
        self.reset_zoom()

    def _zoom(self, factor: float) -> None:
        """Around the cursor if it is shown, else around the newest point."""
        low, high = self._item.view.x
        end = self._grown_end()
        at = self._item.view.cursor if self._item.view.cursor is not None else high
        low, high = max(0.0, at - (at - low) / factor), min(end, at + (high - at) / factor)
        self._zoomed = None if (low, high) == (0.0, end) else (low, max(high, low + 1e-6 * end))
        self.refresh(rescale=True)

    # -------------------------------------------------------------------------------------------- ranges
    def _grown_end(self) -> float:
        """The end of the axis across; it grows by leaps."""
        axis = self._item.view.axis
        last = max((float(curve.x(axis)[-1]) for curve in self._item.curves if len(curve)), default=0.0)
        if last * LEAST_ROOM_AHEAD > self._end:
            self._end = last * ROOM_AHEAD
        return self._end or 1.0

    def _fit_values(self, rescale: bool) -> None:
        """Take a new range of values only if the points leave the old one or would fill little of it."""
        view = self._item.view
        found = value_range(view.parts, view.log)
        if found is None:
            view.y, view.is_empty = (0.0, 1.0), True
            return
        rescale, view.is_empty = rescale or view.is_empty, False
        low, high = found
        if view.reference is not None and not view.log:
            low, high = min(low, view.reference), max(high, view.reference)
        is_alone = high - low <= 1e-6 * abs(high)
        room = (ROOM_ALONE * abs(high) or 1.0) if is_alone else (high - low) * ROOM_AROUND
        wanted = (low - room, high + room)
        if not view.log and 0 <= low < high * 0.4:
            wanted = (0.0, high + room)
        fits = view.y[0] <= low and high <= view.y[1]
        if rescale or not fits or wanted[1] - wanted[0] < WORTH_SHRINKING * (view.y[1] - view.y[0]):
            view.y = wanted

    def _set_ticks(self) -> None:
        view, room = self._item.view, self._box.rect()
        across = max(int(room.width() / self._theme.px(TICK_ROOM[0])), 1)
        up = max(int(room.height() / self._theme.px(TICK_ROOM[1])), 1)
        if view.is_empty:
            x_ticks = []
        elif view.axis == "time":
            x_ticks = [(tick, time_text(tick)) for tick in time_ticks(*view.x, across)]
        else:
            places = [tick for tick in whole_ticks(*view.x, across) if tick > 0 or view.axis == "step"]
            x_ticks = [(tick, tick_text(tick, places)) for tick in places]
        view.y_ticks = [] if view.is_empty else (log_ticks if view.log else nice_ticks)(*view.y, up)
        y_ticks = [(tick, f"{10**tick:.3g}" if view.log else tick_text(tick, view.y_ticks)) for tick in view.y_ticks]
        ranges = (view.x, view.y, tuple(x_ticks), tuple(y_ticks))
        if ranges == self._shown_ranges:
            return  # the axes are only drawn anew when they change
        self._shown_ranges = ranges
        self._box.setRange(xRange=view.x, yRange=view.y, padding=0, disableAutoRange=True)
        self._bottom.setTicks([x_ticks, []])
        self._left.setTicks([y_ticks, []])
