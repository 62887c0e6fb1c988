"""What is known of a model before it is trained."""

import pytest

from desktop_app.ui.panels.training_facts import FactRow
from desktop_app.ui.theme import Theme
from trainer.catalog import CATALOG

ROOM = 735  # pixels, in a window 1280 wide


@pytest.fixture
def theme(qapp):
    return Theme(qapp, lambda: "light")


@pytest.mark.parametrize("name", list(CATALOG))
def test_the_expected_result_of_every_model_stands_on_two_lines(qtbot, theme, name):
    row = FactRow(theme, (2, 1, 1, 1), starts_with_sentence=True)
    qtbot.addWidget(row)
    for fact in row.facts:
        fact.set_texts("Expected result", CATALOG[name].expected_text.en, "weights that are learnt")
    row.resize(ROOM, 120)
    row.show()
    label, note = row.facts[0]._value, row.facts[1]._note
    assert label.heightForWidth(label.width()) <= 2 * label.fontMetrics().lineSpacing() + 2
    assert note.fontMetrics().horizontalAdvance("weights that are learnt") <= note.width()
