"""Averages of all points, envelopes that lose nothing, ticks that are round."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from desktop_app.ui.widgets.chart_axes import log_ticks, nice_ticks, tick_text, time_text, time_ticks, whole_ticks
from desktop_app.ui.widgets.chart_data import (
    Curve,
    GrowingArray,
    MinMaxPyramid,
    MovingAverage,
    SeriesSpec,
    decayed_sums,
    drawn_part,
    value_range,
)


def slow_average(values, weight: float) -> list[float]:
    """The definition, point by point."""
    total = count = 0.0
    averages = []
    for value in values:
        known = np.isfinite(value)
        total = weight * total + (value if known else 0.0)
        count = weight * count + float(known)
        averages.append(total / count if count else np.nan)
    return averages


def curve_of(values, weight: float = 0.9, per_epoch: bool = False) -> Curve:
    curve = Curve(SeriesSpec("loss", "Loss", 1, per_epoch), weight)
    steps = np.arange(len(values), dtype=float)
    curve.append(steps, steps / 100, steps / 10, values)
    return curve


def test_an_array_grows_and_keeps_its_numbers():
    array = GrowingArray()
    for start in range(0, 5000, 7):
        array.extend(np.arange(start, start + 7))
    assert (array.view() == np.arange(len(array))).all()


@settings(max_examples=30, deadline=None)
@given(some.lists(some.floats(-1e3, 1e3), min_size=1, max_size=300), some.floats(0, 0.99), some.floats(-10, 10))
def test_sums_are_those_of_the_recurrence(values, weight, start):
    wanted, last = [], start
    for value in values:
        last = weight * last + value
        wanted.append(last)
    assert decayed_sums(np.array(values), weight, start) == pytest.approx(wanted, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("weight", [0.0, 0.6, 0.99])
def test_the_average_is_that_of_its_definition_however_points_arrive(weight):
    values = np.random.default_rng(0).normal(size=1000)
    values[[3, 500, 501]] = np.nan
    average = MovingAverage(weight)
    for part in np.array_split(values, [1, 2, 63, 64, 65, 700]):
        average.extend(part)
    assert average.view() == pytest.approx(np.array(slow_average(values, weight)), nan_ok=True)


def test_no_smoothing_is_the_values_themselves():
    values = np.random.default_rng(0).normal(size=100)
    average = MovingAverage(0.0)
    average.extend(values)
    assert average.view() == pytest.approx(values)


def test_a_missing_value_is_a_gap_and_spoils_nothing():
    curve = curve_of([1.0, None, float("inf"), 3.0], weight=0.5)
    assert np.isnan(curve.values()[[1, 2]]).all()
    assert np.isfinite(curve.smoothed()).all()


@settings(max_examples=40, deadline=None)
@given(some.integers(1, 3000), some.integers(1, 80), some.randoms(use_true_random=False))
def test_the_envelope_of_each_column_holds_all_its_points(count, columns, random):
    values = np.random.default_rng(random.randint(0, 2**31)).normal(size=count)
    pyramid = MinMaxPyramid()
    for part in np.array_split(values, 5):
        pyramid.extend(part)
    edges = np.linspace(0, count, columns + 1).astype(int)
    lows, highs = pyramid.envelope(edges)
    assert np.nanmin(lows) == values.min()
    assert np.nanmax(highs) == values.max()
    filled = edges[1:] > edges[:-1]
    assert np.isfinite(lows[filled]).all()
    assert np.isnan(lows[~filled]).all()


def test_few_points_in_a_column_have_exactly_their_envelope():
    values = np.array([3.0, 1.0, 2.0, 9.0, -4.0])
    pyramid = MinMaxPyramid()
    pyramid.extend(values)
    lows, highs = pyramid.envelope(np.array([0, 2, 2, 5]))
    assert lows == pytest.approx([1.0, np.nan, -4.0], nan_ok=True)
    assert highs == pytest.approx([3.0, np.nan, 9.0], nan_ok=True)


def test_a_spike_among_a_hundred_thousand_points_is_seen():
    values = np.zeros(100_000)
    values[54_321] = 7.0
    curve = curve_of(values)
    part = drawn_part(curve, "step", (0.0, 100_000.0), 1000)
    assert np.nanmax(part.highs) == 7.0


def test_the_average_at_a_step_is_the_same_at_every_zoom():
    curve = curve_of(np.random.default_rng(0).normal(size=20_000))
    whole = drawn_part(curve, "step", (0.0, 20_000.0), 500)
    close = drawn_part(curve, "step", (9_900.0, 10_100.0), 500)
    of_step = dict(zip(close.line_x.tolist(), close.line_y.tolist(), strict=True))
    for x, y in zip(whole.line_x.tolist(), whole.line_y.tolist(), strict=True):
        assert y == curve.smoothed()[int(x)]
        assert of_step.get(x, y) == y


def test_thinning_keeps_the_ends_of_the_view():
    curve = curve_of(np.arange(1000.0), weight=0.0)
    x, _ = curve.thinned("step", np.linspace(400, 600, 11))
    assert x[0] == 399
    assert x[-1] == 600


def test_series_of_epochs_are_not_smoothed():
    assert curve_of([1.0, 5.0, 9.0], weight=0.99, per_epoch=True).smoothed() == pytest.approx([1.0, 5.0, 9.0])


def test_new_smoothing_counts_from_the_first_point():
    values = np.random.default_rng(1).normal(size=500)
    curve = curve_of(values, weight=0.5)
    curve.set_smoothing(0.9)
    assert curve.smoothed() == pytest.approx(np.array(slow_average(values, 0.9)))


def test_the_nearest_point_is_found():
    curve = curve_of(np.zeros(10))
    assert [curve.index_near("step", place) for place in (-5, 3.4, 3.6, 99)] == [0, 3, 4, 9]
    assert curve.index_near("time", 0.41) == 4
    assert Curve(SeriesSpec("a", "A", 1), 0.0).index_near("step", 1) == -1


def test_the_range_forgives_rare_spikes():
    values = np.random.default_rng(0).normal(size=10_000)
    values[100] = 1e6
    low, high = value_range([drawn_part(curve_of(values, weight=0.0), "step", (0, 1e4), 500)], False)
    assert -10 < low < high < 10


def test_a_logarithm_leaves_out_what_has_none():
    part = drawn_part(curve_of([0.0, -1.0, 10.0, 100.0], weight=0.0), "step", (0, 4), 100)
    assert value_range([part], True) == pytest.approx((1.0, 2.0), abs=0.05)


@pytest.mark.parametrize(
    ("low", "high", "count", "ticks"),
    [
        (0, 3.5, 4, [0, 1, 2, 3]),
        (0, 100, 5, [0, 20, 40, 60, 80, 100]),
        (0.1, 0.35, 5, [0.1, 0.15, 0.2, 0.25, 0.3, 0.35]),
    ],
)
def test_ticks_are_round(low, high, count, ticks):
    assert nice_ticks(low, high, count) == pytest.approx(ticks)


def test_ticks_of_nothing_do_not_fail():
    assert nice_ticks(1.0, 1.0, 5) == [1.0]


def test_epochs_are_whole_unless_one_fills_the_axis():
    assert whole_ticks(0.0, 2.1, 10) == [0.0, 1.0, 2.0]
    assert whole_ticks(0.0, 10.0, 5) == nice_ticks(0.0, 10.0, 5)
    assert whole_ticks(1.2, 1.6, 4) == nice_ticks(1.2, 1.6, 4)
    assert len(log_ticks(0.1, 0.2, 5)) > 1


def test_ticks_of_a_logarithm():
    assert log_ticks(-3, 1, 10) == [-3, -2, -1, 0, 1]
    assert [10**tick for tick in log_ticks(0, 1, 5)] == pytest.approx([1, 2, 5, 10])


@pytest.mark.parametrize(
    ("value", "ticks", "text"),
    [
        (2.0, [0, 1, 2], "2"),
        (0.25, [0, 0.25], "0.25"),
        (20_000, [0, 20_000], "20 k"),
        (3e6, [0, 1e6], "3 M"),
        (0, [0, 5000], "0"),
    ],
)
def test_ticks_have_as_many_decimals_as_they_need(value, ticks, text):
    assert tick_text(value, ticks) == text


def test_times_read_like_a_clock():
    assert [time_text(seconds) for seconds in (41, 725, 3725)] == ["0:41", "12:05", "1:02:05"]
    assert time_ticks(0, 100, 4) == [0, 30, 60, 90]
