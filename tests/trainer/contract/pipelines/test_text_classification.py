"""The pipeline of text classification on a graph that counts letters."""

import numpy as np
import pytest

from tests.helpers.tiny_models import tiny_text_classifier
from trainer.contract.card import read_card
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.text_classification import TextClassification
from trainer.contract.results import Refusal, TextReading, reading_fields
from trainer.contract.windows import TOKENS_AT_ONCE, in_batches, windows_of
from trainer.export.session import GraphRunner


@pytest.fixture
def pipeline(tmp_path) -> TextClassification:
    path = tiny_text_classifier(tmp_path)
    return TextClassification(read_card(path), GraphRunner(path))


def test_many_texts_are_read_as_each_alone(pipeline) -> None:
    random = np.random.default_rng(0)
    texts = ["".join(random.choice(list("bgxy "), random.integers(1, 40))) + "x" for _ in range(300)]
    together = pipeline.probabilities(texts)
    alone = np.concatenate([pipeline.probabilities([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-6)
    assert together.shape == (300, 2)


def test_a_long_text_is_the_mean_of_its_windows(pipeline) -> None:
    text = "g" * 8 + "b" * 8 + "bbbb"
    reading = pipeline.classify_text(text)
    parts = [pipeline.probabilities([part]) for part in ("g" * 8, "b" * 8, "b" * 8)]
    assert reading.windows == 3
    assert reading.score == pytest.approx(float(np.mean(parts, axis=0).max()))
    assert reading_fields(reading, 2)["windows"] == 3
    assert "windows" not in reading_fields(pipeline.classify_text("g"), 2)


def test_empty_texts_are_refused_in_their_places(pipeline) -> None:
    first, empty, last = pipeline.classify_texts(["gg", " \n\t", "bb"])
    assert isinstance(empty, Refusal)
    assert empty.error.kind == "empty"
    assert isinstance(first, TextReading)
    assert (first.label, last.label) == ("positive", "negative")
    assert pipeline.classify_texts([]) == []


def test_it_can_be_ended_between_portions(pipeline) -> None:
    told = []

    def keep_going(done: int, total: int) -> bool:
        told.append((done, total))
        return False

    assert len(pipeline.classify_texts(["g"] * 5000, keep_going)) == 4096
    assert told == [(4096, 5000)]


def test_a_card_without_a_tokenizer_is_refused(tmp_path) -> None:
    card = read_card(tiny_text_classifier(tmp_path, tokenizer=None))
    with pytest.raises(WorkshopError) as caught:
        TextClassification(card, lambda role, feeds: {})
    assert caught.value.kind == "model-invalid"


def test_windows_cover_everything_and_batches_have_every_row_once() -> None:
    assert windows_of([5] * 3, 8) == [[5, 5, 5]]
    assert windows_of([], 8) == [[1]]
    windows = windows_of(list(range(20)), 8)
    assert [window[0] for window in windows] == [0, 8, 12]
    assert windows[-1][-1] == 19
    rows = [[4] * length for length in np.random.default_rng(0).integers(1, 400, 500)]
    batches = list(in_batches(rows))
    assert sorted(number for numbers, _ in batches for number in numbers) == list(range(500))
    assert max(tokens.size for _, tokens in batches) <= TOKENS_AT_ONCE
    for numbers, tokens in batches:
        assert [(row != 0).sum() for row in tokens] == [len(rows[number]) for number in numbers]
