"""What the live chart costs: four curves of 100,000 points that grow while they are shown, 15 redraws a second."""

import time

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.ui.theme import Theme

POINTS = 100_000
REDRAWS = 60
SHARE_OF_A_CORE = 0.15
KEYS = ("generator", "discriminator", "validation", "quality")


@pytest.fixture
def chart(qapp, qtbot):
    from desktop_app.ui.widgets.chart import Chart
    from desktop_app.ui.widgets.chart_data import SeriesSpec

    theme = Theme(qapp, lambda: "light")
    chart = Chart(theme)
    chart.set_series([SeriesSpec(key, key, place) for place, key in enumerate(KEYS, start=1)])
    chart.resize(1000, 600)
    qtbot.addWidget(chart)
    with qtbot.waitExposed(chart):
        chart.show()
    yield chart
    chart.hide()
    theme.deleteLater()


def feed(chart, random, start: int, count: int) -> None:
    steps = np.arange(start, start + count, dtype=float)
    for place, key in enumerate(KEYS):
        values = 1.4 - 0.3 * place + 2 * np.exp(-steps / 15_000) + random.normal(0, 0.2, count)
        chart.append(key, steps, steps / 500, steps / 100, values)


@pytest.mark.benchmark
def test_four_long_curves_cost_little(chart):
    random = np.random.default_rng(0)
    feed(chart, random, 0, POINTS)
    chart.redraw()
    QApplication.processEvents()
    spent = 0.0
    for redraw in range(REDRAWS):
        feed(chart, random, POINTS + 20 * redraw, 20)
        started = time.process_time()
        chart.redraw()
        QApplication.processEvents()
        spent += time.process_time() - started
    share = spent / REDRAWS * 15
    print(f"one redraw {spent / REDRAWS * 1000:.1f} ms of processor time, {share:.1%} of a core at 15 a second")
    assert share <= SHARE_OF_A_CORE


@pytest.mark.benchmark
def test_smoothing_all_points_anew_does_not_hold_the_window_up(chart):
    feed(chart, np.random.default_rng(0), 0, POINTS)
    chart.redraw()
    times = []
    for weight in (0.5, 0.7, 0.95, 0.98, 0.6):
        started = time.process_time()
        chart.set_smoothing(weight)
        times.append(time.process_time() - started)
    assert min(times) <= 0.05
