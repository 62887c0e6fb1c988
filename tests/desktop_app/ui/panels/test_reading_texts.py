import msgspec
import numpy as np

from desktop_app.ui.panels.reading_texts import answer_text, doubt_text, shown_label, shown_labels
from tests.helpers.cards import CLASSIFIER_CARD
from trainer.contract.results import LabelScore, PictureReading
from trainer.contract.text import Text
from trainer.contract.titles import label_titles

DIGITS = msgspec.structs.replace(CLASSIFIER_CARD, label_titles=label_titles(CLASSIFIER_CARD.labels))
WORDS = msgspec.structs.replace(
    CLASSIFIER_CARD, labels=("cat", "dog"), label_titles=(Text("Cat", "猫"), Text("Dog", "狗"))
)
UNSURE = PictureReading(
    (LabelScore("7", 0.4), LabelScore("9", 0.3)), True, np.zeros((28, 28), np.uint8), (0, 0, 28, 28)
)


def test_sentences_say_the_title(language):
    assert answer_text(DIGITS, UNSURE, language) == "Not sure: Seven, 40.0 %"
    assert doubt_text(DIGITS, UNSURE, language) == "Nine is nearly as likely, 30.0 %"
    language.choose("zh_CN")
    assert "七" in answer_text(DIGITS, UNSURE, language)


def test_a_label_alone_is_a_sign_or_a_word_of_the_language(language):
    language.choose("zh_CN")
    assert shown_labels(DIGITS, language) == list("0123456789")
    assert shown_labels(WORDS, language) == ["猫", "狗"]
    assert shown_label(None, "cat", language) == "cat"


def test_a_card_without_titles_shows_its_labels(language):
    assert answer_text(CLASSIFIER_CARD, UNSURE, language) == "Not sure: 7, 40.0 %"
