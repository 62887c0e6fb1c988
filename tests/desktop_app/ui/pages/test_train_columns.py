"""Own tables on the Train page: which column is which."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.helpers.window import PATIENCE

WORDS = ("good", "bad")
LABELLED = "\n".join(["id,review,mood", *(f"{n},it was thing {n},{WORDS[n % 2]}" for n in range(12))])
PAIRS = "\n".join(["en,de,es", *(f"one {n},eins {n},uno {n}" for n in range(12))])


@pytest.fixture
def take(qtbot, train_page, tmp_path: Path):
    def take_table(model: str, content: str):
        path = tmp_path / "own data.csv"
        path.write_text(content)
        train_page.show_model(model)
        train_page.setup.data.choose_path(path)
        qtbot.waitUntil(lambda: not train_page.is_busy(), timeout=PATIENCE)
        return train_page.setup

    return take_table


def choose(box, name: str) -> None:
    box.select(name)
    box.activated.emit(box.currentIndex())


def test_columns_are_guessed_and_changed_and_started_with(take, train_page, monkeypatch):
    setup = take("sentiment-en", LABELLED)
    assert setup.columns.chosen() == {"text": "review", "label": "mood"}
    shown = {role: box.isVisible() for role, box in setup.columns.lists.items()}
    assert shown == {"text": True, "label": True, "source": False, "target": False}
    assert all(box.focusPolicy() & Qt.FocusPolicy.TabFocus for box in setup.columns.lists.values())
    choose(setup.columns.lists["label"], "id")
    started = []
    monkeypatch.setattr(train_page.context.services.training, "start", lambda *words: started.append(words))
    setup.start()
    assert started[0][4] == {"text": "review", "label": "id"}
    setup._copy.click()
    assert "--column text=review --column label=id" in QGuiApplication.clipboard().text()


def test_one_column_for_two_purposes_cannot_be_started(take):
    setup = take("sentiment-en", LABELLED)
    choose(setup.columns.lists["label"], "review")
    assert not setup.start_button.isEnabled()
    assert "different column" in setup.start_button.toolTip()


def test_pairs_have_a_source_and_a_target(take):
    setup = take("translator-en-de", PAIRS)
    assert setup.columns.chosen() == {"source": "en", "target": "de"}
    choose(setup.columns.lists["target"], "es")
    assert setup.start_button.isEnabled(), setup.start_button.toolTip()


def test_a_column_that_cannot_be_guessed_is_asked_for(take):
    setup = take("sentiment-en", "text\n" + "\n".join(f"a long text, number {n}" for n in range(9)).replace(",", ""))
    assert setup.columns.chosen() == {"text": "text"}
    assert setup.start_button.toolTip() == "Choose this first: Label column"


def test_a_table_that_cannot_be_read_says_why(take):
    setup = take("sentiment-en", "\0\1\2" * 50)
    assert not setup.columns.isVisible()
    assert not setup.start_button.isEnabled()
    assert setup.start_button.toolTip() != ""


def test_the_columns_are_gone_with_the_data(take, train_page):
    setup = take("sentiment-en", LABELLED)
    assert setup.columns.isVisible()
    train_page.show_model("digits-cnn")
    assert not setup.columns.isVisible()
    assert setup.columns.chosen() == {}


def test_the_offer_of_missing_data_says_what_can_be_done_and_goes_with_own_data(take, train_page):
    offer = train_page.setup._offer
    train_page.show_model("sentiment-zh")
    assert "examples, is not on this computer. It cannot be downloaded" in offer._text.text()
    assert offer._download.isHidden()
    take("sentiment-zh", LABELLED)
    assert offer.isHidden()
