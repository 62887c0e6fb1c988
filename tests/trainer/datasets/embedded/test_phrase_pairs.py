"""The phrase pairs are 300, different on both sides, and each side is in its language."""

from collections import Counter

from tests.helpers.likeness import bare, chinese_share, is_simplified
from trainer.datasets.embedded.phrase_pairs import read_phrase_pairs

TRAIN, TEST = read_phrase_pairs("train"), read_phrase_pairs("test")


def test_a_tenth_of_the_pairs_is_held_out_from_every_topic() -> None:
    assert [len(part.english) for part in (TRAIN, TEST)] == [len(part.chinese) for part in (TRAIN, TEST)] == [270, 30]
    assert Counter(TRAIN.topics) == dict.fromkeys(TRAIN.topics, 18)
    assert Counter(TEST.topics) == dict.fromkeys(TRAIN.topics, 2)


def test_no_phrase_comes_twice_on_either_side() -> None:
    for side in (TRAIN.english + TEST.english, TRAIN.chinese + TEST.chinese):
        assert len({bare(phrase) for phrase in side}) == 300


def test_english_phrases_have_three_to_fifteen_words() -> None:
    for phrase in TRAIN.english + TEST.english:
        assert 3 <= len(phrase.split()) <= 15, phrase
        assert phrase.isascii(), phrase
        assert phrase[-1] in ".?!", phrase


def test_chinese_phrases_are_in_simplified_chinese_with_its_stops() -> None:
    for phrase in TRAIN.chinese + TEST.chinese:
        assert chinese_share(phrase) == 1, phrase
        assert is_simplified(phrase), phrase
        assert phrase[-1] in "。？！", phrase


def test_a_question_stays_a_question() -> None:
    pairs = list(zip(TRAIN.english + TEST.english, TRAIN.chinese + TEST.chinese, strict=True))
    agreeing = sum(english.endswith("?") == chinese.endswith("？") for english, chinese in pairs)
    assert agreeing >= 297, [pair for pair in pairs if pair[0].endswith("?") != pair[1].endswith("？")]
