import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.contract.token_places import written_text
from trainer.contract.tokenization import Tokenizer
from trainer.datasets.vocabularies import train_vocabulary

TEXTS = ["a red house by the sea", "the sea is red", "ein rotes Haus am Meer", "海边有一座红房子"] * 3


@pytest.fixture(scope="module", params=["bpe", "characters-bigrams"])
def tokenizer(request) -> Tokenizer:
    return Tokenizer(train_vocabulary(TEXTS, request.param, 300))


@given(text=st.text(st.sampled_from("a rtehousé海红😀\u0301"), min_size=1, max_size=12))
def test_every_sign_belongs_to_a_token(tokenizer, text) -> None:
    written, places = written_text(tokenizer, tokenizer.encode(text))
    assert len(places) == len(tokenizer.encode(text))
    covered = set()
    for start, end in places:
        assert 0 <= start <= end <= len(written)
        covered |= set(range(start, end))
    assert covered >= {number for number, sign in enumerate(written) if not sign.isspace()}
    assert [start for start, _ in places] == sorted(start for start, _ in places)


def test_words_stand_where_they_stand(tokenizer) -> None:
    written, places = written_text(tokenizer, tokenizer.encode("the red sea"))
    assert written == "the red sea"
    words = {written[start:end] for start, end in places}
    assert all(not word.startswith(" ") for word in words)


def test_bytes_of_one_character_stand_at_it() -> None:
    tokenizer = Tokenizer(train_vocabulary(["ab"], "bpe", 270))
    ids = tokenizer.encode("a😀b")
    assert len(ids) == 6
    written, places = written_text(tokenizer, ids)
    assert written == "a😀b"
    assert places == [(0, 1), (1, 2), (1, 2), (1, 2), (1, 2), (2, 3)]
    assert written_text(tokenizer, ids[:3])[0].startswith("a")  # half a character is no error
    assert written_text(tokenizer, []) == ("", [])
