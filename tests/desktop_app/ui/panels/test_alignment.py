"""Words and their partners, told from an attention that is known."""

import numpy as np
import pytest

from desktop_app.ui.panels.alignment import partners_of
from trainer.contract.pipelines.translation import TranslatedSentence, TranslatedText

SOURCE, TARGET = "A dog sleeps. Two cats.", "Ein Hund schläft. 两只猫。"


def spans(text: str, *parts: str, start: int = 0) -> tuple[tuple[int, int], ...]:
    found = []
    for part in parts:
        start = text.index(part, start)
        found.append((start, start + len(part)))
        start += len(part)
    return tuple(found)


@pytest.fixture
def translated() -> TranslatedText:
    first = TranslatedSentence(
        source=(0, 13),
        target=(0, 17),
        source_tokens=spans(SOURCE, "A", "do", "g", "sleeps", "."),
        target_tokens=spans(TARGET, "Ein", "Hu", "nd", "schläft", "."),
        alignment=np.array(
            [
                [0.9, 0.1, 0.0, 0.0, 0.0],
                [0.0, 0.6, 0.4, 0.0, 0.0],
                [0.0, 0.4, 0.4, 0.2, 0.0],
                [0.0, 0.0, 0.1, 0.8, 0.1],
                [0.0, 0.0, 0.0, 0.0, 1.0],
            ],
            np.float32,
        ),
        log_probability=-1.0,
        is_cut=False,
    )
    second = TranslatedSentence(
        source=(14, 23),
        target=(18, 22),
        source_tokens=spans(SOURCE, "Two", "cats", ".", start=14),
        target_tokens=spans(TARGET, "两", "只", "猫", "。"),
        alignment=np.array([[0.9, 0.1, 0], [0.7, 0.3, 0], [0.1, 0.9, 0], [0, 0, 1]], np.float32),
        log_probability=-1.0,
        is_cut=False,
    )
    return TranslatedText(SOURCE, TARGET, (first, second))


def texts(translated, side, partners) -> tuple[str, list[str]]:
    own, other = translated.text, translated.source
    if side == "source":
        own, other = other, own
    return own[slice(*partners.word)], [other[slice(*span)] for span, _ in partners.partners]


@pytest.mark.parametrize(
    ("side", "word", "partners"),
    [
        ("target", "Hund", ["dog"]),  # parts of one word are one word on both sides
        ("target", "Ein", ["A"]),
        ("target", "schläft", ["sleeps"]),
        ("source", "dog", ["Hund"]),
        ("source", "sleeps", ["schläft", "Hund"]),
        ("source", "cats", ["猫", "只"]),
        ("source", "Two", ["两", "只"]),
        ("target", "猫", ["cats"]),  # a sign of Chinese is no word in letters
        ("target", "。", ["."]),
    ],
)
def test_each_word_has_its_partners(translated, side, word, partners):
    text = translated.text if side == "target" else translated.source
    for offset in range(len(word)):
        found = partners_of(translated, side, text.index(word) + offset)
        assert texts(translated, side, found)[0] == word
        assert sorted(texts(translated, side, found)[1]) == sorted(partners)


def test_shares_add_to_one_at_most_and_the_strongest_comes_first(translated):
    for side, text in (("target", TARGET), ("source", SOURCE)):
        for place in range(len(text)):
            if (found := partners_of(translated, side, place)) is None:
                continue
            weights = [weight for _, weight in found.partners]
            assert weights == sorted(weights, reverse=True)
            assert 0 < sum(weights) <= 1.0001
            assert found.strengths()[0][1] == 1


@pytest.mark.parametrize(("side", "place"), [("source", 1), ("source", 13), ("source", 23), ("target", 500)])
def test_space_has_no_partners(translated, side, place):
    assert partners_of(translated, side, place) is None


def test_a_model_without_attention_tells_nothing(translated):
    silent = TranslatedSentence((0, 13), (0, 17), ((0, 1),), ((0, 3),), None, -1.0, False)
    assert partners_of(TranslatedText(SOURCE, TARGET, (silent,)), "target", 0) is None
