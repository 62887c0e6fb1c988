"""A batch of classified texts in numbers."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.services.text_summary import (
    MOST_GROUPS,
    Counts,
    counts_by_cell,
    counts_of,
    counts_over_time,
)
from trainer.contract import text_errors
from trainer.contract.results import LabelScore, Reading, Refusal


def reading(label: str, unsure: bool = False) -> Reading:
    return Reading((LabelScore(label, 0.9), LabelScore("other", 0.1)), unsure)


REFUSED = Refusal(text_errors.no_bytes())
GOOD, BAD = reading("good"), reading("bad")
RESULTS = st.lists(st.sampled_from([GOOD, BAD, reading("good", unsure=True), REFUSED]), min_size=1)


def test_labels_are_counted_the_commonest_first() -> None:
    counts = counts_of([GOOD, BAD, BAD, reading("bad", unsure=True), REFUSED])
    assert counts == Counts({"bad": 3, "good": 1}, unsure=1, refused=1)
    assert list(counts.labels) == ["bad", "good"]
    assert (counts.read, counts.total, counts.share("bad"), counts.share("never")) == (4, 5, 0.75, 0.0)
    assert Counts().share("bad") == 0.0


def test_by_a_column() -> None:
    groups = counts_by_cell([GOOD, BAD, GOOD, GOOD], ["books", "food", " books ", ""])
    assert [(group.cell, group.counts.labels) for group in groups] == [
        ("books", {"good": 2}), ("", {"good": 1}), ("food", {"bad": 1}),
    ]  # fmt: skip


def test_rare_cells_are_counted_together() -> None:
    cells = ["often"] * 3 + [f"once {number}" for number in range(30)]
    groups = counts_by_cell([GOOD] * 33, cells)
    assert len(groups) == MOST_GROUPS
    assert (groups[0].cell, groups[0].counts.total) == ("often", 3)
    assert (groups[-1].cell, groups[-1].counts.total) == (None, 30 - (MOST_GROUPS - 2))


@given(RESULTS, st.data())
@settings(deadline=None)
def test_nothing_is_lost_or_counted_twice(results, data) -> None:
    size = len(results)
    cells = data.draw(st.lists(st.text(max_size=2), min_size=size, max_size=size))
    groups = counts_by_cell(results, cells)
    assert sum(group.counts.total for group in groups) == size
    assert sum(group.counts.unsure for group in groups) == counts_of(results).unsure


@given(RESULTS, st.data())
@settings(deadline=None)
def test_every_dated_text_is_in_one_period(results, data) -> None:
    size = len(results)
    days = data.draw(st.lists(st.none() | st.dates(date(1990, 1, 1), date(2050, 1, 1)), min_size=size, max_size=size))
    timeline = counts_over_time(results, ["" if day is None else day.isoformat() for day in days])
    known = [day for day in days if day is not None]
    if timeline is None:
        assert not known
        return
    starts = [period.start for period in timeline.periods]
    assert starts == sorted(set(starts))
    assert starts[0] <= min(known)
    assert timeline.undated.total == size - len(known)
    assert sum(period.counts.total for period in timeline.periods) == len(known)
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else date.max + timedelta(0)
        inside = sum(start <= day < end or (day == date.max == end) for day in known)
        assert timeline.periods[number].counts.total == inside


def units(last: date) -> tuple[str, int]:
    timeline = counts_over_time([GOOD, BAD], ["2024-01-01", last.isoformat()])
    assert timeline is not None
    return timeline.unit, len(timeline.periods)


def test_the_unit_fits_the_span_and_gaps_are_filled() -> None:
    assert units(date(2024, 1, 1)) == ("day", 1)
    assert units(date(2024, 1, 20)) == ("day", 20)
    assert units(date(2024, 4, 1)) == ("week", 14)
    assert units(date(2025, 2, 1)) == ("month", 14)
    assert units(date(2034, 6, 1)) == ("year", 11)


def test_weeks_begin_on_monday() -> None:
    timeline = counts_over_time([GOOD, BAD, REFUSED], ["2024-03-06", "2024年6月2日", "unknown"])
    assert timeline is not None
    assert (timeline.unit, timeline.periods[0].start, timeline.undated.refused) == ("week", date(2024, 3, 4), 1)
    assert timeline.periods[-1].start == date(2024, 5, 27)


def test_without_dates_there_is_no_timeline() -> None:
    assert counts_over_time([GOOD], ["soon"]) is None
