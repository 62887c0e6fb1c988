import itertools

import msgspec
import numpy as np
import pytest
import tokenizers
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import decoders, models, pre_tokenizers, trainers

from tests.helpers.writers import lstm_writer, small_lstm, small_transformer, transformer_writer
from trainer.contract.card import TextSpec
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.text_generation import BROKEN, PieceReader, TextGeneration
from trainer.contract.token_choice import TokenChoice, log_probabilities
from trainer.contract.tokenization import SPECIAL_TOKENS, Tokenizer

LETTERS = "abcdefgh \n"
LONGEST = 16
PLAIN = TokenChoice()


def characters() -> str:
    vocabulary = {token: number for number, token in enumerate([*SPECIAL_TOKENS, *LETTERS])}
    tokenizer = tokenizers.Tokenizer(models.BPE(vocabulary, [], unk_token="<unk>"))
    tokenizer.decoder = decoders.Fuse()
    tokenizer.add_special_tokens(list(SPECIAL_TOKENS))
    return tokenizer.to_str()


def single_bytes() -> str:
    tokenizer = tokenizers.Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=260, special_tokens=list(SPECIAL_TOKENS), initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(["a"], trainer)
    return tokenizer.to_str()


SIZE = len(SPECIAL_TOKENS) + len(LETTERS)


def transformer(*, marked: bool = False) -> TextGeneration:
    return TextGeneration(*transformer_writer(characters(), small_transformer(SIZE, LONGEST), LONGEST, marked=marked))


def lstm(*, marked: bool = False) -> TextGeneration:
    return TextGeneration(*lstm_writer(characters(), small_lstm(SIZE), marked=marked))


WRITERS = {"transformer": transformer, "lstm": lstm}


def text_of(writer: TextGeneration, prompt: str, tokens: int, choice=PLAIN, seed: int = 0) -> str:
    writing = writer.write(prompt, tokens, choice, seed)
    for _ in writing:
        pass
    return writing.text


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=4, deadline=None)
@given(
    prompt=st.text(LETTERS, max_size=40),
    cut=st.integers(0, 40),
    seed=st.integers(0, 2**64 - 1),
    temperature=st.sampled_from([0.0, 0.7, 1.5]),
)
def test_same_seed_same_text_and_stopping_changes_nothing(name, prompt, cut, seed, temperature) -> None:
    choice = TokenChoice(temperature=temperature, top_k=8, repetition_penalty=1.1)
    whole = text_of(WRITERS[name](), prompt or "\n", 40, choice, seed)
    assert text_of(WRITERS[name](), prompt or "\n", 40, choice, seed) == whole
    assert len(whole) == 40
    writing = WRITERS[name]().write(prompt or "\n", 40, choice, seed)
    begun = "".join(token.text for token in itertools.islice(writing, cut))
    assert writing.text == begun == whole[:cut]
    assert writing.ending is None
    assert text_of(WRITERS[name](), (prompt or "\n") + begun, 40 - cut, choice, seed) == whole[cut:]


def test_another_seed_writes_another_text() -> None:
    assert len({text_of(transformer(), "ab", 20, seed=seed) for seed in range(5)}) == 5


@pytest.mark.parametrize("length", [1, 5, 15, 16, 17, 24, 25, 41])
def test_greedy_text_is_the_likeliest_that_the_network_sees(length) -> None:
    """Recomputed from the network alone, which sees at least half its memory once the text is longer."""
    network, tokenizer = small_transformer(SIZE, LONGEST), Tokenizer(characters())
    prompt = (LETTERS * 5)[:length]
    ids = tokenizer.encode(prompt)
    for _ in range(12):
        first = 0 if len(ids) <= LONGEST else ((len(ids) - 1) // 8 - 1) * 8
        assert len(ids) - first <= LONGEST
        assert first == 0 or len(ids) - first > LONGEST // 2
        with torch.no_grad():
            logits = network(torch.tensor([ids[first:]]))[0, -1]
        logits[:4] = -torch.inf
        ids.append(int(logits.argmax()))
    assert text_of(transformer(), prompt, 12, TokenChoice(temperature=0.0)) == tokenizer.decode(ids[length:])


def test_each_token_has_the_networks_own_probability_and_alternatives() -> None:
    network, tokenizer = small_transformer(SIZE, LONGEST), Tokenizer(characters())
    writing = transformer().write("abc", 3, TokenChoice(temperature=0.3, top_k=2), seed=5, alternatives=4)
    ids = tokenizer.encode("abc")
    for token in writing:
        with torch.no_grad():
            shares = np.exp(log_probabilities(network(torch.tensor([ids]))[0, -1].numpy()))
        assert token.probability == pytest.approx(shares[token.token], abs=1e-6)
        assert [share for _, share in token.alternatives] == pytest.approx(sorted(shares)[: -4 - 1 : -1], abs=1e-6)
        assert token.text == tokenizer.decode([token.token])
        ids.append(token.token)
    assert writing.tokens == 3
    assert writing.ending == "length"


def test_nothing_is_computed_before_and_after_what_is_asked_for() -> None:
    card, run = transformer_writer(characters(), small_transformer(SIZE, LONGEST), LONGEST)
    lengths = []

    def counted(role, feeds):
        lengths.append(feeds["tokens"].shape[1])
        return run(role, feeds)

    writing = TextGeneration(card, counted).write("abcde", 100)
    assert lengths == []
    next(writing)
    assert lengths == [5]
    next(writing)
    assert lengths == [5, 1]


def test_ends_where_the_network_ends_the_text() -> None:
    marked, writing = transformer(marked=True), None
    for seed in range(20):
        writing = marked.write("ab", 200, seed=seed)
        texts = [token.text for token in writing]
        if writing.ending == "end":
            break
    assert writing.ending == "end"
    assert len(texts) == writing.tokens < 200
    assert list(writing) == []
    assert writing.ending == "end"


def test_texts_that_do_not_end_are_never_ended() -> None:
    writing = transformer().write("ab", 300, TokenChoice(temperature=3.0))
    assert len([*writing]) == 300
    assert all(sign in LETTERS for sign in writing.text)
    assert writing.ending == "length"


@pytest.mark.parametrize("marked", [False, True])
def test_an_empty_prompt_begins_a_text(marked) -> None:
    first = next(transformer(marked=marked).write("", 1, TokenChoice(temperature=0.0))).text
    if not marked:
        assert first == text_of(transformer(), "\n", 1, TokenChoice(temperature=0.0))


def test_unknown_characters_of_the_prompt_are_counted() -> None:
    writing = transformer().write("aXbY", 4)
    assert writing.unknown == 2
    assert len("".join(token.text for token in writing)) == 4


def test_of_a_prompt_that_is_too_long_the_end_counts(monkeypatch) -> None:
    monkeypatch.setattr("trainer.contract.pipelines.text_generation.LONGEST_PROMPT", 64)
    prompt = LETTERS * 20
    for writer in (lstm(), transformer()):
        writing = writer.write(prompt, 5)
        assert len([*writing]) == 5
        assert writing.left_out == 200 - 64


def test_no_tokens_are_no_text() -> None:
    writing = transformer().write("a", 0)
    assert [*writing] == []
    assert (writing.text, writing.ending) == ("", "length")


@given(st.text())
def test_pieces_of_bytes_make_the_text(text) -> None:
    tokenizer = Tokenizer(single_bytes())
    reader = PieceReader(tokenizer)
    pieces = [reader.read(token) for token in tokenizer.encode(text)]
    assert "".join(pieces) + reader.rest() == text
    if BROKEN not in text:
        assert not any(BROKEN in piece for piece in pieces)


def test_bytes_of_no_character_are_not_held_for_ever() -> None:
    tokenizer = Tokenizer(single_bytes())
    start = tokenizer.encode("é")[0]
    reader = PieceReader(tokenizer)
    pieces = [reader.read(token) for token in [start] * 9]
    assert 0 < "".join(pieces).count(BROKEN) <= 9
    reader.read(start)
    assert reader.rest() != ""
    assert reader.rest() == ""


def test_a_card_that_does_not_say_how_to_write_is_refused() -> None:
    card, run = transformer_writer(characters(), small_transformer(SIZE))
    for broken in (
        msgspec.structs.replace(card, text=None),
        msgspec.structs.replace(card, tokenizer=None),
        msgspec.structs.replace(card, inputs=card.inputs[:1]),
    ):
        with pytest.raises(WorkshopError, match="how the model writes"):
            TextGeneration(broken, run)
    assert card.text != TextSpec(longest=16)


def test_scores_that_are_no_numbers_are_refused() -> None:
    card, run = transformer_writer(characters(), small_transformer(SIZE))

    def broken(role, feeds):
        outputs = run(role, feeds)
        return outputs | {"logits": outputs["logits"] * np.nan}

    with pytest.raises(WorkshopError, match="no numbers"):
        next(TextGeneration(card, broken).write("a", 1))
