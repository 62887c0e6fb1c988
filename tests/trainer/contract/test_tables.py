"""Tables are read as they were written, whatever parts and quotes their cells."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from trainer.contract import tables
from trainer.contract.dates import dates_of
from trainer.contract.delimited import DELIMITERS
from trainer.contract.errors import WorkshopError
from trainer.contract.tables import looks_like_table, parse_table, read_table

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
# Sentences as people write them, with every sign that parts or quotes.
WORDS = st.sampled_from(["good", "bad", "not", "很好", "5\" pipe", "\"quoted\"", "a,b", "x;y", "either|or", "tab\there",
                         "line\nbreak", "it's", "=1+1", "3,5", "(yes)", "\"", ",", "😀", "a\r\nb"])  # fmt: skip
SENTENCES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
HEADERS = st.sampled_from([("text", "label"), ("label", "review"), ("内容", "标签"), ("cat", "label", "review"),
                           ("id", "date", "Review_Text", "Rating"), ("en", "zh")])  # fmt: skip
SPREADSHEET = {"quoting": csv.QUOTE_MINIMAL}
STYLES = st.sampled_from([SPREADSHEET, {"quoting": csv.QUOTE_ALL}, {"quoting": csv.QUOTE_NONNUMERIC}])


def written(rows, delimiter=",", line_end="\r\n", **style) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=line_end, **style).writerows(rows)
    return stream.getvalue()


def refusal(text: str) -> WorkshopError:
    with pytest.raises(WorkshopError) as caught:
        parse_table(text)
    return caught.value


@given(st.integers(2, 4), st.sampled_from(DELIMITERS), STYLES, st.data())
@settings(deadline=None, max_examples=150)
def test_what_csv_writes_is_read_when_the_delimiter_is_known(width, delimiter, style, data) -> None:
    rows = data.draw(st.lists(st.tuples(*[CELLS] * width), min_size=1, max_size=6))
    table = parse_table(written(rows, delimiter, **style), delimiter, has_header=False)
    assert (table.rows, table.problems) == (tuple(rows), ())
    assert table.columns == tuple(f"column {number + 1}" for number in range(width))


@given(HEADERS, st.sampled_from(DELIMITERS), st.sampled_from(["\n", "\r\n"]), STYLES, st.data())
@settings(deadline=None, max_examples=150)
def test_delimiter_quoting_and_header_are_found(header, delimiter, line_end, style, data) -> None:
    rows = data.draw(st.lists(st.tuples(*[SENTENCES] * len(header)), min_size=1, max_size=8))
    table = parse_table(written([header, *rows], delimiter, line_end, **style))
    assert (table.delimiter, table.columns, table.has_header) == (delimiter, header, True)
    assert table.rows == tuple(rows)
    assert table.numbers == tuple(range(1, len(rows) + 1))


LABELS = st.sampled_from(["positive", "negative", "0", "1", "正面"])


@given(st.sampled_from(DELIMITERS), STYLES, st.booleans(), st.data())
@settings(deadline=None, max_examples=150)
def test_the_delimiter_is_found_without_a_header(delimiter, style, label_first, data) -> None:
    found = data.draw(st.lists(st.tuples(SENTENCES, LABELS), min_size=4, max_size=20))
    others = [sign for sign in DELIMITERS if sign != delimiter]
    assume(not any(len({text.count(sign) for text, _ in found}) == 1 and sign in found[0][0] for sign in others))
    rows = [(label, text) if label_first else (text, label) for text, label in found]
    table = parse_table(written(rows, delimiter, **style), has_header=False)
    assert (table.delimiter, table.rows) == (delimiter, tuple(rows))


@given(st.lists(st.tuples(SENTENCES, LABELS), min_size=1, max_size=8), st.booleans())
@settings(deadline=None)
def test_json_is_read_as_it_was_written(rows, by_lines) -> None:
    objects = [{"review": text, "label": label} for text, label in rows]
    lines = "\n".join(json.dumps(each) for each in objects)
    table = parse_table(lines if by_lines else json.dumps(objects, indent=1, ensure_ascii=False))
    assert (table.columns, table.rows) == (("review", "label"), tuple(rows))


@given(st.text(max_size=80))
@example("[[")
@example('{"a"')
@example("[" * 5000)
@settings(deadline=None, max_examples=150)
def test_no_text_raises_anything_else(text: str) -> None:
    looks_like_table(text)
    try:
        table = parse_table(text)
    except WorkshopError as error:
        assert error.kind in ("empty", "unreadable", "wrong-kind", "too-large")
    else:
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert len(set(table.columns)) == len(table.columns)
        assert len(table.rows) == len(table.numbers)


def test_json_of_every_shape() -> None:
    assert parse_table('["one", "two"]').rows == (("one",), ("two",))
    assert parse_table('[["good", 1], ["bad", 0]]').rows == (("good", "1"), ("bad", "0"))
    assert parse_table('{"data": [{"a": 1.50}, {"b": true, "a": null}]}').rows == (("1.50", ""), ("", "true"))
    nested = parse_table('{"meta": {"user": {"id": 7}}, "text": "a\\nb", "tags": ["x", {"y": 1}]}')
    assert nested.columns == ("meta.user.id", "text", "tags")
    assert nested.rows == (("7", "a\nb", '["x", {"y": "1"}]'),)


def test_json_of_a_lone_surrogate_is_read_with_a_replacement() -> None:
    assert parse_table('{"text": "cut \\ud83d"}').rows == (("cut \ufffd",),)


def test_a_broken_json_line_is_named_and_passed_over() -> None:
    table = parse_table('{"text": "a"}\n\n{"text": "b"\n[1]\n{"text": "c"}\n')
    assert (table.rows, table.numbers) == ((("a",), ("c",)), (1, 4))
    assert [problem.message.en for problem in table.problems] == [
        "row 2 (line 3): it is not valid JSON (Expecting ',' delimiter)",
        "row 3 (line 4): it holds another kind of JSON than the first row",
    ]


def test_damaged_json_names_its_line() -> None:
    error = refusal('[{"text": "a"},\n {"text": "b}\n]')
    assert (error.kind, error.message.en.startswith("Line 2 is not valid JSON:")) == ("unreadable", True)


def test_deep_json_is_refused() -> None:
    assert refusal('{"text": ' + "[" * 200_000).kind == "unreadable"


def test_words_in_brackets_are_no_json() -> None:
    text = "[Verse 1]\nRoses are red\n"
    assert not looks_like_table(text)
    assert parse_table(text).rows == (("[Verse 1]",), ("Roses are red",))


def test_ragged_rows_are_named_and_passed_over() -> None:
    table = parse_table("text,label\ngood,1\nwell, rather bad,0\n\nfine,1,,\nalone\nbad,0\n")
    assert table.rows == (("good", "1"), ("fine", "1"), ("bad", "0"))
    assert table.numbers == (1, 3, 5)
    assert [problem.message.en for problem in table.problems] == [
        "row 2 (line 3): it has 3 cells, but the table has 2 columns",
        "row 4 (line 6): it has 1 cell, but the table has 2 columns",
    ]


def test_a_table_parted_by_another_sign_than_its_header_is_refused() -> None:
    error = refusal("text,label\ngood;1\nbad;0\nfine;1\n")
    assert (error.kind, "row 1 (line 2): it has 1 cell, but the table has 2 columns" in error.message.en) == (
        "unreadable", True,
    )  # fmt: skip


def test_an_open_quotation_mark_costs_its_own_row() -> None:
    table = parse_table('text,label\n"good, really",1\n"never closed,0\nbad,0\n"fine, too",1\n"so so",1\n')
    assert table.rows == (("good, really", "1"), ("bad", "0"), ("fine, too", "1"), ("so so", "1"))
    assert [(problem.row, problem.line) for problem in table.problems] == [(2, 3)]


def test_many_open_quotation_marks_cost_their_own_rows() -> None:
    good = '"good, really",1\n' * 20_000
    table = parse_table(f"text,label\n{good}" + '"a"b,0\n"open,0\nplain,1\n' * 5000)
    assert (len(table.rows), len(table.problems)) == (25_000, 10_000)


def test_quotation_marks_that_quote_nothing_are_kept() -> None:
    text = '"Stop!" he said.\t他说：“停！”\nHe said "no".\t他说不。\n"Yes\t是\n'
    assert parse_table(text).rows == (
        ('"Stop!" he said.', "他说：“停！”"), ('He said "no".', "他说不。"), ('"Yes', "是"),
    )  # fmt: skip


def test_backslashes_before_quotation_marks() -> None:
    table = parse_table('text,label\n"so \\"good\\", really",1\n"bad, \\"very\\"",0\n')
    assert table.rows == (('so "good", really', "1"), ('bad, "very"', "0"))


def test_spaces_after_commas() -> None:
    assert parse_table('label, text\n1, "good, really"\n0, "bad, very"\n').rows == (
        ("1", "good, really"), ("0", "bad, very"),
    )  # fmt: skip


def test_decimal_commas_part_nothing() -> None:
    assert parse_table("gut;1,5\nschlecht;4,5\ngeht so;3,0\n").rows[0] == ("gut", "1,5")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("text,text,,label\na,b,c,d\n", ("text", "text (2)", "column 3", "label")),
        (",text,label\n0,good,1\n1,bad,0\n", ("column 1", "text", "label")),
        ("﻿text,label\na,1\n", ("text", "label")),
        ("Satz,Wert\nhallo,1\nwelt,2\n", ("Satz", "Wert")),
        ("hallo,1\nwelt,2\n", ("column 1", "column 2")),
        ("Hi.\t嗨。\nRun.\t跑。\n", ("column 1", "column 2")),
        ("text\ngood\nbad\n", ("text",)),
    ],
)
def test_columns_have_names_of_their_own(text, columns) -> None:
    assert parse_table(text).columns == columns


@pytest.mark.parametrize("text", ["text,label\n", "\n\n", "", "[]"])
def test_without_rows_it_is_empty(text) -> None:
    assert refusal(text).kind == "empty"


def test_a_giant_cell_and_many_columns(monkeypatch) -> None:
    cell = "word, " * 100_000
    assert parse_table(written([("text", "label"), (cell, "1")])).rows == ((cell, "1"),)
    assert refusal("text," + "," * 2000 + "\na" + "," * 2001).kind == "too-large"
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    assert refusal("text,label\n" + "a,1\n" * 4).kind == "too-large"


def test_a_column_that_is_not_there_is_told_with_those_that_are() -> None:
    table = parse_table("text,label\na,1\n")
    assert table.column("label") == ("1",)
    with pytest.raises(WorkshopError, match="no column stars; its columns are: text, label"):
        table.column("stars")


POEM = "Roses are red, violets are blue,\nSugar is sweet, and so are you,\nSo here I sit, with nothing new.\n" * 3


@pytest.mark.parametrize(
    ("text", "name", "is_table"),
    [
        (POEM, "poem.txt", False),
        ("The soup was hot, the waiter was not; we left.", "", False),
        ("one review\nanother review, longer\n", "reviews.txt", False),
        ("text\none review\nanother, longer\n", "reviews.txt", False),
        ("text\none review\nanother, longer\n", "reviews.csv", True),
        ("text,label\ngood,1\n", "", True),
        ("内容,标签\n很好,正面\n", "", True),
        ("good food,1\nbad food,0\nfine,1\nso so,0\n", "a.txt", True),
        ("Hi.\t嗨。\nRun.\t跑。\n", "", True),
        ("\tindented\n\tand more\n", "", False),
        ('{"text": "a"}\n{"text": "b"}\n', "", True),
        ("", "", False),
        ("a", "", False),
    ],
)
def test_prose_is_told_from_tables(text, name, is_table) -> None:
    assert looks_like_table(text, name) is is_table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_encodings_and_tables_go_together(tmp_path: Path, encoding) -> None:
    path = tmp_path / "评论.csv"
    path.write_bytes("评论内容,情感\n菜很好吃,正面\n“太慢了”，不会再来,负面\n".encode(encoding))
    table = read_table(path)
    assert table.columns == ("评论内容", "情感")
    assert table.rows == (("菜很好吃", "正面"), ("“太慢了”，不会再来", "负面"))


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["2024-03-01", "2024/3/1", "2024年3月1日", "2024-03-01T10:00:00Z", "20240301", "1.3.2024"], date(2024, 3, 1)),
        (["3/1/2024"], date(2024, 3, 1)),
        (["1709287200", "1709287200000"], date(2024, 3, 1)),
        (["2024-02-30", "soon", "", "13/13/2024", "5"], None),
    ],
)
def test_dates(cells, wanted) -> None:
    assert dates_of(cells) == [wanted] * len(cells)


def test_a_day_beyond_twelve_decides_for_its_column() -> None:
    assert dates_of(["01/03/2024", "25/03/2024"]) == [date(2024, 3, 1), date(2024, 3, 25)]
