from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.cards import CLASSIFIER_CARD
from tests.helpers.tiny_translator import SIGNS, tiny_translator, translator_card
from trainer.contract.card import TextSpec, read_card
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.pipelines.translation import Translation
from trainer.export.session import GraphRunner


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    return tiny_translator(tmp_path_factory.mktemp("translator"))


@pytest.fixture(scope="module")
def pipeline(path) -> Translation:
    return Translation(read_card(path), GraphRunner(path))


def shifted(text: str) -> str:
    return text.translate(str.maketrans("abcdefghij", "bcdefghijk"))


@pytest.mark.parametrize("beam", [1, 4])
@pytest.mark.parametrize("text", ["a big cab", "bad. a jab!  cab?", "abc\n\n dad\r\nfig", "我们是。a是。", "a"])
def test_translates_sentence_by_sentence(pipeline, text, beam) -> None:
    assert pipeline.translate(text, beam).text.split() == shifted(text).split()


def test_gaps_between_sentences_are_kept(pipeline) -> None:
    assert pipeline.translate("abc\n\n dad\r\nfig\n").text == "bcd\n\n ebe\r\ngjh\n"
    assert pipeline.translate("是。 a").text == "是。b"  # no space behind Chinese


@settings(max_examples=30, deadline=None)
@given(text=st.text(st.sampled_from(SIGNS), max_size=90))
def test_alignment_points_at_the_same_letters(pipeline, text) -> None:
    (result,) = pipeline.translate_all([text])
    for sentence in result.sentences:
        assert result.source[slice(*sentence.source)] == text[slice(*sentence.source)]
        shares = sentence.alignment
        assert shares.shape == (len(sentence.target_tokens), len(sentence.source_tokens))
        for row, (start, end) in zip(shares, sentence.target_tokens, strict=True):
            first, last = sentence.source_tokens[int(row.argmax())]
            assert sentence.source[0] <= first <= last <= sentence.source[1]
            assert sentence.target[0] <= start <= end <= sentence.target[1]
            assert result.text[start:end] == shifted(text[first:last])
        assert not sentence.is_cut


def test_long_sentences_are_translated_in_parts(pipeline) -> None:
    text = "a bad cab, a bad dad, " * 20
    result = pipeline.translate(text)
    assert result.text.split() == shifted(text).split()
    assert all(len(sentence.source_tokens) < 24 for sentence in result.sentences)
    assert all(text[sentence.source[1] - 1] in ", d" for sentence in result.sentences)  # between words


def test_many_texts_are_translated_as_one_by_one(pipeline) -> None:
    texts = ["abc", "", "cab. dab! a", "   ", "big fig jig " * 5, "."]
    together = [each.text for each in pipeline.translate_all(texts)]
    alone = [pipeline.translate(text).text if text.strip() else text for text in texts]
    assert together == alone
    assert pipeline.translate_all([]) == []


def test_nothing_and_too_much_are_told(pipeline) -> None:
    for text, kind in (("", "empty"), (" \n\t\u3000", "empty"), ("a" * 1_000_001, "too-large")):
        with pytest.raises(WorkshopError) as caught:
            pipeline.translate(text)
        assert caught.value.kind == kind


def test_can_be_stopped(pipeline) -> None:
    seen = []

    def keep_going(done: int, total: int) -> bool:
        seen.append((done, total))
        return len(seen) < 2

    with pytest.raises(Cancelled):
        pipeline.translate_all(["abc"] * 100, keep_going=keep_going)
    assert seen == [(32, 100), (64, 100)]


def test_strange_signs_are_no_error(pipeline) -> None:
    for text in ("\udcff\ud800", "a\0b", "\u202eabc", "😀" * 50, "<s></s><pad>"):
        assert isinstance(pipeline.translate(text).text, str)


@pytest.mark.parametrize(
    "changes",
    [
        {"tokenizer": None},
        {"text": None},
        {"text": TextSpec(longest=24)},
        {"outputs": translator_card().outputs[1:]},
        {"outputs": translator_card().outputs[:1] + translator_card().outputs[2:]},
        {"inputs": CLASSIFIER_CARD.inputs},
    ],
)
def test_a_card_that_does_not_say_how_is_refused(path, changes) -> None:
    with pytest.raises(WorkshopError) as caught:
        Translation(translator_card(**changes), GraphRunner(path))
    assert caught.value.kind == "model-invalid"


def test_scores_are_those_of_the_decoder(pipeline) -> None:
    (sentence,) = pipeline.translate("abc").sentences
    assert sentence.log_probability == pytest.approx(4 * -0.001)
    assert np.allclose(sentence.alignment, np.eye(3))
