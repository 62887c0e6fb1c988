"""A live chart of up to four curves. Loads numpy and pyqtgraph: import it only on a page that shows one."""

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QEvent, QSize, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_app.services.number_table import NumberTable, save_table
from desktop_app.ui.dialogs.number_table import NumberTableDialog
from desktop_app.ui.dialogs.save_file import save_file
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.chart_data import X_AXES, Curve, Numbers, SeriesSpec, XAxis
from desktop_app.ui.widgets.chart_legend import ChartLegend
from desktop_app.ui.widgets.chart_plot import Plot
from desktop_app.ui.widgets.inputs import ChoiceList, Slider
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.switch import CheckBox
from trainer.contract.writing import write_errors_told, write_whole

REDRAW_EVERY = 67  # milliseconds: 15 times a second, however fast points arrive
LEGEND_EVERY = 0.25  # seconds
STRONGEST_SMOOTHING = 99  # percent
USUAL_SMOOTHING = 0.9


class Chart(QWidget):
    """Heading with legend and current values, the plot, and its controls.

    `append` may be called as often as points arrive; the chart redraws by its own timer. Smoothing is computed from
    all points, whatever part of them is shown.
    """

    def __init__(self, theme: Theme, controls: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._curves: dict[str, Curve] = {}
        self._weight = USUAL_SMOOTHING
        self._stale = False
        self._values_shown = 0.0
        self._title = Label(theme, "group")
        self._legend = ChartLegend(theme)
        self._heading = QHBoxLayout()
        self._more = IconButton(theme, "more")
        self._menu = QMenu(self)
        self._plot = Plot(theme)
        self._smoothing = Slider(0, STRONGEST_SMOOTHING)
        self._smoothing_label, self._smoothing_value = Label(theme, "help", "text2"), Label(theme, "help", "text2")
        self._log = CheckBox(theme)
        self._axis = ChoiceList(theme)
        self._note = Label(theme, "help", "text2", wrap=True)
        self._controls = QWidget()
        self._controls.setVisible(controls)
        self._timer = QTimer(self, interval=REDRAW_EVERY)
        self._timer.timeout.connect(self._tick)
        self._lay_out()
        self._connect()
        self.retranslate()

    # -------------------------------------------------------------------------------------------- points
    def set_series(self, specs: Sequence[SeriesSpec]) -> None:
        """Begin with these series and no points."""
        self._curves = {spec.key: Curve(spec, self._weight) for spec in specs}
        self._plot.set_curves(list(self._curves.values()))
        self._show_values()

    def append(
        self,
        key: str,
        steps: Numbers,
        epochs: Numbers,
        seconds: Numbers,
        values: np.ndarray | Iterable[float | None],
    ) -> None:
        """Add points of series `key`, newer than those it has; None leaves a gap."""
        self._curves[key].append(steps, epochs, seconds, values)
        self._stale = True
        if not self._timer.isActive() and self.isVisible():
            self._timer.start()

    def keys(self) -> list[str]:
        """The keys of its series."""
        return list(self._curves)

    def curve(self, key: str) -> Curve:
        """All points of a series."""
        return self._curves[key]

    # -------------------------------------------------------------------------------------------- what is shown
    def set_texts(self, title: str, note: str = "") -> None:
        """The heading, and a line below the plot such as "measured once per epoch, n = 10,000"."""
        self._title.setText(title)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._plot.setAccessibleName(title)
        self._place_legend()

    def set_reference(self, value: float | None, text: str = "") -> None:
        """A thin dashed line at `value` with its meaning in words; None removes it."""
        self._plot.set_reference(value, text)

    def set_smoothing(self, weight: float) -> None:
        """Weight of the moving average, 0 (none) to below 1."""
        self._smoothing.setValue(round(weight * 100))

    def set_axis(self, axis: XAxis) -> None:
        """Put steps, epochs or time on the axis across."""
        self._axis.select(axis)
        self._plot.set_axis(axis)

    def set_log(self, log: bool) -> None:
        """Show values on a logarithmic axis."""
        self._log.setChecked(log)

    def plot(self) -> Plot:
        """The plotting area."""
        return self._plot

    def title(self) -> str:
        """The heading."""
        return self._title.text()

    def legend_text(self) -> str:
        """What the legend says."""
        return self._legend.text()

    def redraw(self) -> None:
        """Draw new points now. The figures in the legend change only four times a second: nobody reads faster."""
        self._stale = False
        self._plot.refresh()
        if time.monotonic() - self._values_shown > LEGEND_EVERY:
            self._show_values()

    # -------------------------------------------------------------------------------------------- files
    def numbers(self) -> NumberTable:
        """All points as they came and smoothed, one row for each point of a series."""
        curves = [curve for curve in self._curves.values() if len(curve)]
        keys = [key for curve in curves for key in [curve.spec.key] * len(curve)]
        parts = [[*(curve.x(axis) for axis in X_AXES), curve.values(), curve.smoothed()] for curve in curves]
        figures = [np.concatenate(column) for column in zip(*parts, strict=True)] or [np.empty(0)] * 5
        return NumberTable(("series", "step", "epoch", "seconds", "value", "smoothed"), (keys, *figures))

    def write_csv(self, path: Path) -> None:
        """All points as CSV. Raises WorkshopError where the file cannot be written."""
        save_table(self.numbers(), path)

    def show_numbers(self) -> None:
        """Open all points as a table."""
        names = (self.tr("Series"), self.tr("Step"), self.tr("Epoch"), self.tr("Seconds"), self.tr("Value"))
        table = NumberTable((*names, self.tr("Smoothed")), self.numbers().columns)
        NumberTableDialog(self._theme, self._title.text(), table, self.write_csv, self).open()

    def picture(self) -> QPixmap:
        """The chart with its heading, without its controls, twice as sharp as the screen."""
        size = QSize(self.width(), self._controls.y() if self._controls.isVisible() else self.height())
        pixmap = QPixmap(size * 2)
        pixmap.setDevicePixelRatio(2)
        pixmap.fill(self._theme.color("card"))
        self.render(pixmap)
        return pixmap

    def write_png(self, path: Path) -> None:
        """The chart as picture. Raises WorkshopError where the file cannot be written."""
        buffer = QBuffer()
        self.picture().save(buffer, "PNG")
        _write(buffer, path)

    def write_svg(self, path: Path) -> None:
        """The plot as scalable picture. Raises WorkshopError where the file cannot be written."""
        buffer, generator = QBuffer(), QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(self._plot.size())
        generator.setViewBox(self._plot.rect())
        painter = QPainter(generator)
        self._plot.render(painter)
        painter.end()
        _write(buffer, path)

    # -------------------------------------------------------------------------------------------- working
    def retranslate(self) -> None:
        """Set the words of the controls in the language in force."""
        self._smoothing_label.setText(self.tr("Smoothing"))
        self._smoothing.setAccessibleName(self.tr("Smoothing"))
        self._log.setText(self.tr("Log scale"))
        self._log.updateGeometry()
        self._axis.set_choices([("step", self.tr("Step")), ("epoch", self.tr("Epoch")), ("time", self.tr("Time"))])
        self._axis.setAccessibleName(self.tr("Horizontal axis"))
        self._plot.set_empty_text(self.tr("No values yet"))
        self._more.set_name(self.tr("More"))
        self._menu.clear()
        self._menu.addAction(self.tr("Show everything"), self._plot.reset_zoom)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Copy picture"), lambda: QGuiApplication.clipboard().setPixmap(self.picture()))
        self._menu.addAction(self.tr("Save picture as PNG..."), lambda: self._save(".png", self.write_png))
        self._menu.addAction(self.tr("Save picture as SVG..."), lambda: self._save(".svg", self.write_svg))
        self._menu.addAction(self.tr("Show numbers..."), self.show_numbers)
        self._menu.addAction(self.tr("Save numbers as CSV..."), lambda: self._save(".csv", self.write_csv))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.redraw()
        self._show_values()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_legend()

    def _place_legend(self) -> None:
        """Beside the title, or below it where names would be cut."""
        room = self.width() - self._title.sizeHint().width() - self._more.width() - 3 * self._heading.spacing()
        fits = self._legend.whole_width() <= room
        if fits and self._heading.indexOf(self._legend) < 0:
            self._column.removeWidget(self._legend)
            self._heading.insertWidget(1, self._legend, 100)
        elif not fits and self._column.indexOf(self._legend) < 0:
            self._heading.removeWidget(self._legend)
            self._column.insertWidget(1, self._legend)

    def _tick(self) -> None:
        """Fifteen times a second while points arrive; a chart that nobody sees draws when it is shown."""
        if self._stale and self.isVisible():
            self.redraw()
        else:
            self._timer.stop()
            self._show_values()

    def _save(self, suffix: str, write: Callable[[Path], object]) -> None:
        save_file(self, self._title.text(), suffix, write)

    def _show_values(self) -> None:
        """The newest values, or those under the cursor."""
        self._values_shown = time.monotonic()
        cursor, axis = self._plot.cursor(), X_AXES[max(self._axis.currentIndex(), 0)]
        entries = []
        for curve in self._curves.values():
            index = len(curve) - 1 if cursor is None else curve.index_near(axis, cursor)
            value = curve.smoothed()[index] if index >= 0 else np.nan
            entries.append((curve.spec, f"{value:.{curve.spec.decimals}g}" if np.isfinite(value) else "–"))
        self._legend.set_entries(entries)
        self._plot.setAccessibleDescription(self._legend.text())

    def _take_smoothing(self, percent: int) -> None:
        self._weight = percent / 100
        self._smoothing_value.setText(f"{self._weight:.2f}")
        for curve in self._curves.values():
            curve.set_smoothing(self._weight)
        self._plot.refresh()
        self._show_values()

    def _take_axis(self, row: int) -> None:
        self._plot.set_axis(X_AXES[row])
        self._show_values()

    def _connect(self) -> None:
        self._smoothing.valueChanged.connect(self._take_smoothing)
        self._smoothing.setValue(round(self._weight * 100))
        self._log.toggled.connect(self._plot.set_log)
        self._axis.activated.connect(self._take_axis)
        self._plot.cursor_moved.connect(self._show_values)
        self._more.setMenu(self._menu)

    def _lay_out(self) -> None:
        heading = self._heading
        heading.setSpacing(12)
        heading.addWidget(self._title)
        heading.addWidget(self._legend, 100)
        heading.addStretch(1)
        heading.addWidget(self._more)
        row = QHBoxLayout(self._controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._smoothing.setMinimumWidth(60)
        self._smoothing.setMaximumWidth(160)
        self._smoothing_value.setMinimumWidth(self._theme.metrics("help").horizontalAdvance("0.00"))
        self._axis.setFixedWidth(self._theme.px(96))
        for widget in (self._smoothing_label, self._smoothing, self._smoothing_value, self._log):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._axis)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(heading)
        column.addWidget(self._plot, 1)
        column.addWidget(self._controls)
        column.addWidget(self._note)
        self._note.setVisible(False)


def _write(buffer: QBuffer, path: Path) -> None:
    with write_errors_told(path):
        write_whole(path, bytes(buffer.data().data()))
