"""What is known of a model before it is trained."""

import pytest
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from desktop_app.ui.panels.training_facts import FactRow
from desktop_app.ui.theme import Theme

SENTENCE = "83 % of the sentences in a first pass, 84.9 % after two of three passes, and more where the data are larger"


@pytest.fixture
def theme(qapp):
    return Theme(qapp, lambda: "light")


def test_a_long_sentence_is_not_cut_in_a_column_that_is_short_of_room(qtbot, theme):
    column = QWidget()
    qtbot.addWidget(column)
    layout, row, greedy = QVBoxLayout(column), FactRow(theme, (2, 1, 1, 1), starts_with_sentence=True), QTextEdit()
    greedy.setMinimumHeight(150)
    layout.addWidget(row)
    layout.addWidget(greedy, 1)
    column.resize(520, 200)
    column.show()
    row.facts[0].set_texts("Expected result", SENTENCE)
    for width in (520, 460, 735):
        column.resize(width, 200)
        label = row.facts[0]._value
        qtbot.waitUntil(lambda label=label: label.height() >= label.heightForWidth(label.width()))
        assert label.heightForWidth(label.width()) > label.fontMetrics().lineSpacing()
