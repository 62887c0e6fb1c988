"""Tokenizers give back what they were given, whatever it is, and refuse what is no tokenizer of ours."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trainer.contract.errors import WorkshopError
from trainer.contract.tokenization import SPECIAL_TOKENS, UNKNOWN, Tokenizer, padded
from trainer.datasets.vocabularies import train_vocabulary

ENGLISH = ["The quick brown fox jumps over the lazy dog.", "A quick fox, a lazy dog; quick, quick!"] * 3
CHINESE = ["房间很干净，服务也很好。", "服务不好，房间不干净！", "房间干净 服务好"] * 3
BPE = Tokenizer(train_vocabulary(ENGLISH + CHINESE, "bpe", 400))
FOLDED = Tokenizer(train_vocabulary(ENGLISH + CHINESE, "bpe", 400, folded=True))
CHARACTERS = Tokenizer(train_vocabulary(ENGLISH + CHINESE, "characters", 100))
BIGRAMS = Tokenizer(train_vocabulary(CHINESE, "characters-bigrams", 100))
ALL = {"bpe": BPE, "folded": FOLDED, "characters": CHARACTERS, "bigrams": BIGRAMS}
KNOWN_CHARACTERS = st.text(alphabet=sorted(set("".join(ENGLISH + CHINESE))), max_size=60)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=80))
def test_bytes_come_back_as_they_were(text) -> None:
    assert BPE.decode(BPE.encode(text)) == text


@pytest.mark.parametrize(
    "text", ["<s>", "a</s>b<pad>", "<unk>", "\x00\t\r\n", "e\u0301é", "👩‍👩‍👧", "مرحبا", "  two  "]
)
def test_odd_signs_come_back_too(text) -> None:
    ids = BPE.encode(text)
    assert BPE.decode(ids) == text
    assert min(ids) >= len(SPECIAL_TOKENS), "who writes <s> means just these signs"


@given(KNOWN_CHARACTERS)
def test_known_characters_come_back_as_they_were(text) -> None:
    assert CHARACTERS.decode(CHARACTERS.encode(text)) == text
    assert len(CHARACTERS.encode(text)) == len(text)


@given(st.text(max_size=80))
def test_nothing_is_refused(text) -> None:
    for tokenizer in ALL.values():
        ids = tokenizer.encode(text)
        assert all(0 < number < tokenizer.size for number in ids)
        tokenizer.decode(ids)


def test_unknown_characters_are_unknown_and_half_pairs_are_question_marks() -> None:
    assert CHARACTERS.encode("q龘k") == [CHARACTERS.encode("q")[0], UNKNOWN, CHARACTERS.encode("k")[0]]
    assert BPE.encode("a\ud800b") == BPE.encode("a?b")


def test_pairs_have_two_characters_and_no_punctuation() -> None:
    tokens = [BIGRAMS.token(number) for number in range(len(SPECIAL_TOKENS), BIGRAMS.size)]
    assert "房间" in tokens
    assert max(map(len, tokens)) == 2
    assert not [token for token in tokens if len(token) == 2 and set(token) & set("，。！ ")]
    assert BIGRAMS.decode(BIGRAMS.encode("服务很好，干净。")) == "服务很好，干净。"


def test_folded_tokens_make_no_difference_of_case_width_and_spaces() -> None:
    assert FOLDED.encode("The  QUICK fox,") == FOLDED.encode("the quick fox ，")
    ids, places = FOLDED.places("The  QUICK fox")
    assert len(ids) == len(places)
    assert "The  QUICK fox"[places[-1][0] : places[-1][1]].strip()


@pytest.mark.parametrize("kind", ["bpe", "characters", "characters-bigrams"])
def test_training_is_the_same_each_time_and_keeps_its_size(kind) -> None:
    first, again = (train_vocabulary(ENGLISH + CHINESE, kind, 290) for _ in range(2))
    assert first == again
    assert Tokenizer(first).size <= 290
    parsed = json.loads(first)["model"]["vocab"]
    assert [parsed[token] for token in SPECIAL_TOKENS] == [0, 1, 2, 3]


def test_padding_fills_up_and_cuts() -> None:
    assert padded([[5, 6], [7]]).tolist() == [[5, 6], [7, 0]]
    assert padded([[5, 6], [7]], 1).tolist() == [[5], [7]]
    assert padded([[]]).tolist() == [[0]]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[]",
        '{"model": {"type": "BPE"}}',
        BPE.content.replace('"BPE"', '"WordPiece"'),
        BPE.content.replace("<pad>", "<other>"),
        BIGRAMS.content.replace("[\\\\s", "(a+)+[\\\\s"),
        "[" * 100_000,
    ],
)
def test_foreign_tokenizers_are_refused(content) -> None:
    with pytest.raises(WorkshopError) as caught:
        Tokenizer(content)
    assert caught.value.kind == "model-invalid"
