"""The report on a model that knows the alphabet."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.tiny_writer import LONGEST, SURE, TOKENIZER, tiny_writer
from trainer.contract.card import read_card
from trainer.contract.tokenization import Tokenizer
from trainer.datasets.dataset import Dataset, Origin, Split
from trainer.datasets.texts import RunningText
from trainer.evaluation import open_on_cpu
from trainer.metrics.language_report import figures, lines_of, new_share, report_language, text_log_probabilities
from trainer.metrics.material import Material

ORIGIN = Origin("own-texts", "MIT", "free", "")
ALPHABET = "abcdefghij"


def material(tmp_path: Path, train: tuple[str, ...], test: tuple[str, ...]) -> Material:
    dataset = Dataset(ORIGIN, RunningText(train), RunningText(test), (), "0" * 64)
    split = Split(ORIGIN, "test", RunningText(test), (), "0" * 64)
    return Material(split, dataset, None, tmp_path, lambda text: None)


def test_figures_of_a_text_that_is_known(tmp_path) -> None:
    path = tiny_writer(tmp_path)
    card = read_card(path)
    run = open_on_cpu(path, card)
    texts = (ALPHABET * 9 + ".", "abc.")
    train = ("abcdefgh.", ALPHABET * 4)
    reached: list[float] = []
    metrics = {each.name: each for each in report_language(card, run, material(tmp_path, train, texts), reached.append)}
    characters = sum(map(len, texts))
    assert metrics["nats_per_token"].n == characters + 3  # and the end of both and the begin of the second
    # The model has no idea what comes after the end, and is sure that the alphabet goes on where both texts end.
    nats = math.log(Tokenizer(TOKENIZER).size) + 2 * SURE
    assert metrics["nats_per_character"].value == pytest.approx(nats / characters, rel=1e-3)
    assert metrics["bits_per_character"].value == pytest.approx(nats / characters / math.log(2), rel=1e-3)
    assert metrics["perplexity"].value == pytest.approx(math.exp(nats / (characters + 3)), rel=1e-3)
    assert 0.0 < metrics["nats_per_token"].baseline < math.log(Tokenizer(TOKENIZER).size)
    assert "5-gram" in metrics["nats_per_character"].baseline_name
    assert f"vocabulary of {Tokenizer(TOKENIZER).size} tokens; {characters + 3} tokens" in metrics["perplexity"].note
    assert metrics["new_lines"].value == 1.0  # it writes more of the alphabet than the training text has
    assert reached == sorted(reached)
    assert reached[-1] == 1.0


def test_windows_do_not_change_what_a_memory_of_one_token_foretells(tmp_path) -> None:
    path = tiny_writer(tmp_path)
    card = read_card(path)
    stream = np.random.default_rng(1).integers(0, Tokenizer(TOKENIZER).size, 5 * LONGEST + 3)
    found = text_log_probabilities(card, open_on_cpu(path, card), stream, lambda share: None)
    vocabulary = Tokenizer(TOKENIZER)
    follows = {**dict(zip(ALPHABET, ALPHABET[1:] + "a", strict=True)), "\n": "a"}
    pairs = {tuple(vocabulary.encode(one + other)) for one, other in follows.items()}
    pairs |= {(vocabulary.begin, *vocabulary.encode("a")), (*vocabulary.encode("."), vocabulary.end)}
    sure = {one for one, _ in pairs}
    for (one, other), logarithm in zip(itertools.pairwise(stream), found, strict=True):
        even = -math.log(vocabulary.size) if one not in sure else -SURE
        assert logarithm == pytest.approx(0.0 if (one, other) in pairs else even, abs=1e-3)


def test_lines_that_count() -> None:
    assert lines_of(["明月几时有，把酒问青天。不知", "a short one\nand a line that is long enough"]) == [
        "明月几时有", "把酒问青天", "and a line that is long enough",
    ]  # fmt: skip
    assert new_share(["a", "b", "b", "c"], {"b"}) == 0.5


def test_measures_agree() -> None:
    values = figures(np.log([0.5, 0.25]), characters=4)
    assert values["nats_per_token"] == pytest.approx(1.5 * math.log(2))
    assert values["bits_per_character"] == pytest.approx(3 / 4)
    assert values["perplexity"] == pytest.approx(2**1.5)
