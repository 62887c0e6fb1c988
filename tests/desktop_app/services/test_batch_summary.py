"""A batch of classified texts, counted by the columns of its tables."""

from pathlib import Path

from desktop_app.inference.text_items import TableHead
from desktop_app.services.batch_summary import summary_of, written_period
from desktop_app.services.inference_requests import BatchItem
from desktop_app.services.readings_csv import readings_csv
from trainer.contract import text_errors
from trainer.contract.results import LabelScore, Refusal, TextReading

HEAD = TableHead(("when", "shop", "text", "label"), "text")
ROWS = (
    ("2024-01-05", "a", "fine", "x"),
    ("2024-01-06", "b", "fine", "x"),
    ("2024-01-06", "a", "bad", "y"),
    ("2024-01-07", "b", "bad", "=y"),
)


def item(row: int, cells: tuple[str, ...], head: TableHead = HEAD) -> BatchItem:
    reading = TextReading((LabelScore("good" if "fine" in cells else "poor", 0.9),), False)
    return BatchItem(Path("t.csv"), reading, cells[2] if cells else "", row, head, cells)


ITEMS = [item(row, cells) for row, cells in enumerate(ROWS, start=1)]


def test_dates_make_timelines_and_repeated_cells_make_groups() -> None:
    summary = summary_of(ITEMS)
    assert list(summary.timelines) == ["when"]
    assert list(summary.groups) == ["shop"]  # not the text, though its cells come again
    assert [group.cell for group in summary.groups["shop"]] == ["a", "b"]
    assert [group.counts.labels for group in summary.groups["shop"]] == [{"good": 1, "poor": 1}] * 2


def test_rows_that_cannot_be_read_count_in_all_and_in_no_group() -> None:
    broken = BatchItem(Path("t.csv"), Refusal(text_errors.no_bytes()), "", 5, HEAD)
    summary = summary_of([*ITEMS, broken])
    assert summary.counts.refused == 1
    assert sum(group.counts.total for group in summary.groups["shop"]) == 4


def test_files_alone_have_no_groups() -> None:
    summary = summary_of([BatchItem(Path("a.txt"), ITEMS[0].result, "fine")])
    assert (summary.labels, summary.groups, summary.timelines) == (("good",), {}, {})


def test_the_csv_begins_with_the_columns_of_the_table_and_names_no_column_twice() -> None:
    other = item(1, ("1", "a", "fine"), TableHead(("stars", "shop", "note"), "note"))
    lines = readings_csv([*ITEMS, other], "en").decode("utf-8-sig").splitlines()
    assert lines[0].startswith("when,shop,text,label,stars,note,path,label (2),score,")
    assert lines[1].startswith("2024-01-05,a,fine,x,,,t.csv,good,0.900000,no")
    assert lines[4].startswith("2024-01-07,b,bad,'=y,")
    assert lines[5].startswith(",a,,,1,fine,t.csv,good,")
    assert lines[5].endswith(",1")


def test_periods_are_named_as_finely_as_they_are() -> None:
    from datetime import date

    day = date(2024, 3, 18)
    assert [written_period(day, unit) for unit in ("day", "week", "month", "year")] == [
        "2024-03-18", "2024-03-18", "2024-03", "2024",
    ]  # fmt: skip
