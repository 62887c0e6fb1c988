import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication

from desktop_app.services.confusion import confusion_of
from desktop_app.ui.dialogs.number_table import NumberTableDialog
from desktop_app.ui.panels.confusion_card import ConfusionCard
from desktop_app.ui.widgets.matrix_view import readable_on
from tests.helpers.tiny_models import tiny_classifier
from trainer.contract.card import Metric, read_card
from trainer.contract.text import Text

COUNTS = ((8, 1, 1), (0, 10, 0), (2, 0, 0))


@pytest.fixture
def card(tmp_path):
    """A card as the evaluation of a classifier of three labels leaves it."""
    metric = Metric(
        name="accuracy", title=Text("a", "a"), value=18 / 22, unit="share", direction="higher", data="mnist",
        split="test", n=22, confusion=COUNTS,
    )  # fmt: skip
    made = read_card(tiny_classifier(tmp_path, labels=("cat", "dog", "cow")))
    return msgspec.structs.replace(made, metrics=(metric,))


@pytest.fixture
def shown(qtbot, theme, language, card):
    made = ConfusionCard(theme, language)
    qtbot.addWidget(made)
    made.show_card(card)
    made.resize(900, 400)
    made.show()
    return made


def test_scores_come_from_the_counts(card):
    scores = confusion_of(card).scores()
    assert scores[0] == ("cat", 10, pytest.approx(0.8), pytest.approx(0.8), pytest.approx(0.8))
    assert scores[2] == ("cow", 2, 0.0, 0.0, 0.0)


def test_a_card_without_counts_shows_nothing(shown, card):
    shown.show_card(msgspec.structs.replace(card, metrics=()))
    assert not shown.isVisible()
    shown.show_card(card)
    assert shown.isVisible()
    shown.show_card(None)
    assert not shown.isVisible()


def test_arrow_keys_read_the_cells(qtbot, shown):
    shown.matrix.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Left):
        qtbot.keyClick(shown.matrix, key)
    assert shown.matrix.chosen() == (2, 0)
    assert shown.cell_text.text() == "cow read as cat: 2 of 2 pictures"
    assert shown.matrix.accessibleDescription() == shown.cell_text.text()


def test_the_mouse_reads_them_too(qtbot, shown):
    matrix = shown.matrix
    qtbot.mouseMove(matrix, QPoint(matrix.width() - 5, int(matrix._grid().top) + 5))
    qtbot.waitUntil(lambda: matrix.chosen() == (0, 2))
    assert shown.cell_text.text() == "cat read as cow: 1 of 10 pictures"


def test_the_numbers_can_be_copied_and_saved(shown, tmp_path):
    shown.show_numbers()
    dialog = shown.findChild(NumberTableDialog)
    dialog.copy()
    assert QGuiApplication.clipboard().text().splitlines()[3] == "cow\t2\t0\t0"
    dialog.view.selectRow(1)
    dialog.copy()
    assert QGuiApplication.clipboard().text().splitlines()[1:] == ["dog\t0\t10\t0"]
    dialog._save(tmp_path / "confusion.csv")
    assert (tmp_path / "confusion.csv").read_text().splitlines()[1] == "cat,8,1,1"
    dialog.close()


def test_many_labels_are_drawn_without_figures(qtbot, theme, language, shown):
    shown.matrix.set_matrix(tuple(f"label {number}" for number in range(100)), np.eye(100, dtype=np.int64))
    assert shown.matrix.sizeHint().height() < 700
    assert not shown.matrix.grab().isNull()


def test_figures_are_told_from_their_cells():
    assert readable_on(QColor("#B3261E")).name() == "#ffffff"
    assert readable_on(QColor("#F4978E")).name() == "#000000"
