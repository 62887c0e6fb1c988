import csv
import io
from pathlib import Path

import numpy as np
import pytest

from desktop_app.services.inference_requests import BatchItem
from desktop_app.services.readings_csv import COLUMNS, readings_csv, safe_cell, save_readings
from trainer.contract.errors import WorkshopError
from trainer.contract.results import LabelScore, PictureReading, Refusal
from trainer.contract.text import Text

SEEN = np.zeros((28, 28), np.uint8)
HARMLESS_MARK = "'"


def reading(label: str, score: float, unsure: bool = False) -> PictureReading:
    return PictureReading((LabelScore(label, score), LabelScore("9", 1 - score)), unsure, SEEN, (0, 0, 28, 28))


def refusal(kind: str = "unreadable", parts: tuple[PictureReading, ...] = ()) -> Refusal:
    return Refusal(WorkshopError(kind, Text('It is "broken", sadly.', "已损坏"), Text("", "")), parts)


def rows_of(items: list[BatchItem], language: str = "en") -> list[dict[str, str]]:
    text = readings_csv(items, language).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_item_is_a_line_that_reads_back():
    items = [
        BatchItem(Path("/data/a, b.png"), reading("7", 0.964)),
        BatchItem(Path("/data/two\nlines.png"), reading("4", 0.553, unsure=True)),
        BatchItem(Path("/data/扫描.png"), refusal()),
        BatchItem(Path("/data/many.png"), refusal("several-objects", (reading("1", 0.9), reading("2", 0.8)))),
    ]
    rows = rows_of(items)
    assert [row["path"] for row in rows] == [str(item.path) for item in items]
    assert (rows[0]["label"], rows[0]["score"], rows[0]["unsure"]) == ("7", "0.964000", "no")
    assert (rows[1]["unsure"], rows[1]["second_label"], rows[1]["second_score"]) == ("yes", "9", "0.447000")
    assert (rows[2]["error"], rows[2]["message"], rows[2]["label"]) == ("unreadable", 'It is "broken", sadly.', "")
    assert (rows[3]["error"], rows[3]["parts"]) == ("several-objects", "1 2")


def test_the_form_is_rfc_4180_with_a_byte_order_mark():
    content = readings_csv([BatchItem(Path("a.png"), reading("7", 0.5))], "en")
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n")
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == 2


def test_messages_come_in_the_language_wanted():
    assert rows_of([BatchItem(Path("a.png"), refusal())], "zh_CN")[0]["message"] == "已损坏"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_is_taken_for_a_formula(start):
    name = f'{start}cmd|" /C calc"!A0'
    assert safe_cell(name) == HARMLESS_MARK + name
    assert rows_of([BatchItem(Path(name), reading("7", 0.5))])[0]["path"].startswith(HARMLESS_MARK)


def test_it_is_written_whole_or_the_reason_is_told(tmp_path):
    items = [BatchItem(Path("a.png"), reading("7", 0.5))]
    target = save_readings(items, tmp_path / "readings.csv", "en")
    assert target.read_bytes() == readings_csv(items, "en")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkshopError, match="cannot be written"):
        save_readings(items, tmp_path / "file" / "readings.csv", "en")
