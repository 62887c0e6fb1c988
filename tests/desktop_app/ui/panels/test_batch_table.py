import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.services.inference_requests import BatchItem
from desktop_app.ui.language import Language
from desktop_app.ui.panels.batch import BatchCard
from desktop_app.ui.panels.batch_table import FILE, LABEL, REMARK, SCORE, BatchModel
from desktop_app.ui.theme import Theme
from trainer.contract.errors import WorkshopError
from trainer.contract.results import LabelScore, PictureReading, Refusal
from trainer.contract.text import Text

SEEN = np.zeros((28, 28), np.uint8)
PIECE_SECONDS = 0.05  # of the thread's own time: tests share their machine with others


def read(name: str, label: str, score: float, unsure: bool = False) -> BatchItem:
    labels = (LabelScore(label, score), LabelScore("9", (1 - score) * 0.95))
    return BatchItem(Path(name), PictureReading(labels, unsure, SEEN, (0, 0, 28, 28)))


def refused(name: str) -> BatchItem:
    return BatchItem(Path(name), Refusal(WorkshopError("empty", Text("It is empty.", "为空。"), Text("", ""))))


ITEMS = [read("c.png", "7", 0.9), refused("a.png"), read("b.png", "4", 0.51, unsure=True), read("D.png", "1", 0.99)]


@pytest.fixture
def language(qapp):
    language = Language(qapp)
    language.choose("en")
    yield language
    language.deleteLater()


@pytest.fixture
def model(language):
    model = BatchModel(language)
    model.append(ITEMS)
    return model


def names(model) -> list[str]:
    return [model.index(row, FILE).data() for row in range(model.rowCount())]


def test_it_is_a_proper_model(qtmodeltester, model):
    qtmodeltester.check(model)
    model.sort(SCORE)
    model.append(ITEMS)
    model.set_filter("unsure")
    qtmodeltester.check(model)


def test_every_cell_says_what_it_should(model):
    assert [model.index(0, column).data() for column in (FILE, LABEL, SCORE, REMARK)] == ["c.png", "7", "90.0 %", ""]
    assert model.index(1, LABEL).data() == ""
    assert model.index(1, REMARK).data() == "It is empty."
    assert model.index(2, REMARK).data() == "9 is nearly as likely, 46.5 %"
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "c.png, 7, 90.0 %"


def test_filters_and_counts(model):
    assert [model.count(which) for which in ("all", "unsure", "refused")] == [4, 1, 1]
    model.set_filter("refused")
    assert names(model) == ["a.png"]
    model.append([refused("z.png"), read("y.png", "3", 0.8)])
    assert names(model) == ["a.png", "z.png"]
    model.set_filter("all")
    assert len(names(model)) == 6


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (FILE, ["a.png", "b.png", "c.png", "D.png"]),
        (LABEL, ["D.png", "b.png", "c.png", "a.png"]),
        (SCORE, ["a.png", "b.png", "c.png", "D.png"]),
        (REMARK, ["c.png", "D.png", "b.png", "a.png"]),
    ],
)
def test_every_column_sorts_both_ways(model, column, expected):
    model.sort(column)
    assert names(model) == expected
    model.sort(column, Qt.SortOrder.DescendingOrder)
    assert {names(model)[0], names(model)[-1]} == {expected[-1], expected[0]} or column == REMARK
    model.sort(-1)
    assert names(model) == ["c.png", "a.png", "b.png", "D.png"]


def test_new_items_find_their_place_in_a_sorted_table(model):
    model.sort(FILE)
    model.append([read("aa.png", "2", 0.7)])
    assert names(model) == ["a.png", "aa.png", "b.png", "c.png", "D.png"]


def test_ten_thousand_files_never_hold_the_window_up(qtbot, qapp, language):
    theme = Theme(qapp, lambda: "light")
    card = BatchCard(theme, language)
    qtbot.addWidget(card)
    card.resize(900, 500)
    card.show()
    QApplication.processEvents()
    longest = 0.0
    items = [read(f"{number:05d}.png", str(number % 10), 0.5 + (number % 50) / 100) for number in range(10_000)]
    for start in range(0, len(items), 40):
        before = time.thread_time()
        card.append(items[start : start + 40])
        QApplication.processEvents()
        longest = max(longest, time.thread_time() - before)
    before = time.thread_time()
    card.table.sortByColumn(SCORE, Qt.SortOrder.DescendingOrder)
    QApplication.processEvents()
    longest = max(longest, time.thread_time() - before)
    assert card.model.rowCount() == 10_000
    assert longest < PIECE_SECONDS
    theme.deleteLater()
