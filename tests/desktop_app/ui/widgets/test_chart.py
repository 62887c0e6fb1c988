"""The chart as a person meets it: points, legend, cursor, zoom, files."""

import csv
import time

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QMessageBox, QSlider

from desktop_app.ui.dialogs.number_table import NumberTableDialog
from desktop_app.ui.widgets.chart import REDRAW_EVERY, Chart
from desktop_app.ui.widgets.chart_curves import are_apart
from desktop_app.ui.widgets.chart_data import SeriesSpec


@pytest.fixture
def chart(theme, shown):
    chart = Chart(theme)
    chart.set_texts("Loss")
    chart.set_series([SeriesSpec("train", "Training", 1), SeriesSpec("valid", "Validation", 2, per_epoch=True)])
    shown(chart, size=(700, 400))
    return chart


def feed(chart, count: int = 500) -> None:
    steps = np.arange(count, dtype=float)
    chart.append("train", steps, steps / 100, steps / 10, 2.0 - steps / count)
    chart.append("valid", [100, 200], [1, 2], [10, 20], [1.5, None])
    chart.redraw()
    QApplication.processEvents()


def test_an_empty_chart_is_drawn(chart):
    chart.redraw()
    assert chart.plot().visible_x() == (0.0, 1.0)
    assert chart.grab().width() > 0


def test_an_empty_chart_has_no_figures_at_its_axes_but_says_so(chart):
    chart.redraw()
    view = chart.plot()._item.view
    assert view.is_empty
    assert not view.y_ticks
    assert view.empty_text == "No values yet"
    feed(chart)
    assert not view.is_empty
    assert len(view.y_ticks) > 1


@pytest.mark.parametrize("value", [93.25, 0.0, -2.0, 1e-7])
def test_a_single_value_stands_between_figures_of_its_size(chart, value):
    chart.append("valid", [100], [1], [10], [value])
    chart.redraw()
    low, high = chart.plot().visible_y()
    ticks = chart.plot()._item.view.y_ticks
    assert low < value < high
    assert len(ticks) > 1
    assert max(abs(tick) for tick in ticks) <= max(1.0, 1.1 * abs(value))


def test_markers_are_drawn_only_where_there_is_room_for_them():
    assert are_apart(np.array([5.0]))
    assert are_apart(np.linspace(0, 600, 30))
    assert not are_apart(np.linspace(0, 600, 120))


def test_points_appear_by_the_charts_own_timer(qtbot, chart):
    redraws = []
    refresh = chart.plot().refresh
    chart.plot().refresh = lambda *a, **k: (redraws.append(time.monotonic()), refresh(*a, **k))
    began = time.monotonic()
    step = 0
    while step < 200 or len(redraws) < 3:
        chart.append("train", [step], [step / 100], [step / 10], [1.0])
        step += 1
        QApplication.processEvents()
    assert len(redraws) <= (time.monotonic() - began) * 1000 / REDRAW_EVERY + 2


def test_the_legend_tells_the_newest_values(chart):
    feed(chart)
    chart.set_smoothing(0.0)
    assert chart.legend_text() == "Training 1.002, Validation –"


def test_the_view_shows_all_points_and_some_room(chart):
    feed(chart)
    low, high = chart.plot().visible_x()
    assert low == 0
    assert 499 < high < 560
    low, high = chart.plot().visible_y()
    assert low <= 1.0
    assert high >= 2.0


def test_smoothing_log_scale_and_axis_by_their_controls(qtbot, chart):
    feed(chart)
    slider, box = chart.findChild(QSlider), chart.findChild(QCheckBox)
    slider.setValue(0)
    assert chart.curve("train").smoothed()[10] == pytest.approx(chart.curve("train").values()[10])
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert chart.plot().visible_y()[1] < 1, "exponents of ten"
    chart._axis.setFocus()
    qtbot.keyClick(chart._axis, Qt.Key.Key_Down)
    assert chart.plot().visible_x()[1] == pytest.approx(4.99 * 1.06)


def test_arrow_keys_move_the_cursor(qtbot, chart):
    feed(chart)
    chart.set_smoothing(0.0)
    plot = chart.plot()
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert plot.cursor() == 0
    assert chart.legend_text().startswith("Training 2")
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.cursor() > 0
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert plot.cursor() == 499
    assert plot.accessibleDescription() == chart.legend_text()
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.cursor() is None


def test_the_mouse_shows_values_where_it_points(chart):
    feed(chart)
    plot = chart.plot()
    place = QPointF(plot.width() / 2, plot.height() / 2)
    none, nothing = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(plot.viewport(), QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, nothing))
    assert 150 < plot.cursor() < 350


def test_zoom_holds_still_while_points_arrive(qtbot, chart):
    feed(chart)
    plot = chart.plot()
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    view = plot.visible_x()
    assert plot.is_zoomed()
    steps = np.arange(500.0, 2000.0)
    chart.append("train", steps, steps / 100, steps / 10, np.ones(1500))
    chart.redraw()
    assert plot.visible_x() == view
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.visible_x()[1] > 1999


def test_a_reference_is_always_in_view(chart):
    feed(chart)
    chart.set_reference(5.0, "expected ≤ 5")
    assert chart.plot().visible_y()[1] > 5


def test_numbers_are_written_for_other_programs(chart, tmp_path):
    feed(chart, 10)
    chart.write_csv(tmp_path / "loss.csv")
    with (tmp_path / "loss.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 12
    assert rows[5]["series"] == "train"
    assert float(rows[5]["value"]) == pytest.approx(1.5)
    assert float(rows[5]["step"]) == 5


def test_numbers_are_shown_and_copied(chart):
    feed(chart, 10)
    chart.show_numbers()
    dialog = chart.findChild(NumberTableDialog)
    assert dialog.model.rowCount() == 12
    assert dialog.view.accessibleName() == "Loss"
    dialog.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["Series", "Step", "Epoch", "Seconds", "Value", "Smoothed"]
    assert lines[6].split("\t")[:5] == ["train", "5", "0.05", "0.5", "1.5"]
    dialog.close()


def test_a_chart_without_points_has_an_empty_table(chart):
    assert len(chart.numbers()) == 0


def test_pictures_are_written(chart, tmp_path):
    feed(chart)
    chart.write_png(tmp_path / "loss.png")
    chart.write_svg(tmp_path / "loss.svg")
    assert QImage(str(tmp_path / "loss.png")).width() == chart.width() * 2
    assert (tmp_path / "loss.svg").read_text(encoding="utf-8").lstrip().startswith("<?xml")


def test_files_are_saved_where_the_person_chose_and_failures_are_told(chart, language, tmp_path, monkeypatch):
    feed(chart)
    (tmp_path / "file").touch()
    for name, write in ((".png", chart.write_png), (".svg", chart.write_svg), (".csv", chart.write_csv)):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "chart"), ""))
        chart._save(name, write)
        assert (tmp_path / f"chart{name}").stat().st_size > 100
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "file" / "chart"), ""))
        chart._save(name, write)
        box = chart.findChild(QMessageBox)
        assert box.text() == "The file could not be saved"
        assert "cannot be written" in box.informativeText()
        box.close()
        box.setParent(None)


def test_both_schemes_are_drawn(theme, chart):
    feed(chart)
    light = chart.grab().toImage().pixelColor(chart.width() // 2, chart.height() // 2)
    theme.choose_scheme("dark")
    QApplication.processEvents()
    dark = chart.grab().toImage().pixelColor(chart.width() // 2, chart.height() // 2)
    assert light.lightness() > 200 > 80 > dark.lightness()


def test_the_legend_goes_below_the_title_where_names_would_be_cut(chart):
    assert chart._heading.indexOf(chart._legend) >= 0
    chart.set_texts("A heading that takes nearly all of the width that there is in a chart of this size")
    assert chart._heading.indexOf(chart._legend) < 0
    chart.set_texts("Loss")
    assert chart._heading.indexOf(chart._legend) >= 0


def test_new_series_begin_empty(chart):
    feed(chart)
    chart.set_series([SeriesSpec("fld", "FLD", 3, per_epoch=True)])
    assert chart.legend_text() == "FLD –"
    assert len(chart.curve("fld")) == 0


@pytest.mark.parametrize("values", [[1.0] * 50, [0.0] * 50, [None] * 50, [1e-300, 1e300] * 25, [-5.0] * 50])
def test_odd_values_are_drawn_without_harm(chart, values):
    steps = np.arange(50.0)
    chart.append("train", steps, steps, steps, values)
    chart.redraw()
    chart.set_log(True)
    assert chart.grab().width() > 0
