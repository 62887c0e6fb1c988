"""How much each word of a text carries a verdict: what its odds lose where the word is left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from desktop_app.services.inference_requests import Watch
from trainer.contract.card import Task

if TYPE_CHECKING:
    import numpy as np

    from trainer.contract.pipelines.text_classification import TextClassification
    from trainer.contract.results import Refusal, TextReading
    from trainer.contract.tokenization import Tokenizer

MOST_WORDS = 200
"""Words that are weighed: each takes a reading of the whole text."""
AT_ONCE = 50
"""Words that are weighed before it is asked whether the weights are still wanted."""
LEAST_SHARE = 1e-9
CHINESE = "\u2e80-\u9fff"
WORD = re.compile(rf"[^\W_{CHINESE}]+(?:['’][^\W_{CHINESE}]+)*")
SIGN = re.compile(f"[{CHINESE}]")


@dataclass(frozen=True)
class WordWeight:
    """A word, from character to character, and the logarithm of how many times it multiplies the odds of the verdict.

    Odds, since a share that is near 1 hardly moves whatever word is left out.
    """

    start: int
    end: int
    weight: float


@dataclass(frozen=True)
class WeighedReading:
    """What a text was read as, and the words that carry it or speak against it; `weighed` of `words` were looked at."""

    result: "TextReading | Refusal"
    weights: tuple[WordWeight, ...] = ()
    words: int = 0


@dataclass(frozen=True)
class ReadText:
    """What a classifier reads in a text, and the weight of each of its words."""

    task: ClassVar[Task] = "text-classification"
    text: str

    def run(self, pipeline: "TextClassification", watch: Watch) -> WeighedReading:
        """Reads the text and says so, then reads its shortened forms."""
        from trainer.contract.results import Refusal

        result = pipeline.classify_text(self.text)
        if isinstance(result, Refusal) or not watch.goes_on():
            return WeighedReading(result)
        watch.report(0, 1, (WeighedReading(result),))
        words = words_of(self.text, pipeline.tokenizer)
        weights: list[WordWeight] = []
        for first in range(0, min(len(words), MOST_WORDS), AT_ONCE):
            if watch.goes_on():
                weights += word_weights(self.text, words[first : min(first + AT_ONCE, MOST_WORDS)], pipeline)
        return WeighedReading(result, tuple(weights), len(words))


def words_of(text: str, tokenizer: "Tokenizer") -> list[tuple[int, int]]:
    """Where the words stand; Chinese, which has no spaces, is parted as the model's tokenizer parts it."""
    words = [found.span() for found in WORD.finditer(text)]
    if SIGN.search(text):
        _, places = tokenizer.places(text)
        words += [span for span in places if SIGN.search(text[slice(*span)])]
    return sorted(set(words))


def word_weights(text: str, words: Sequence[tuple[int, int]], pipeline: "TextClassification") -> tuple[WordWeight, ...]:
    """The weight of each word for the likeliest label."""
    without = [text[:start] + text[end:] for start, end in words]
    odds = log_odds(pipeline.probabilities([text, *without]))
    return tuple(
        WordWeight(start, end, float(odds[0] - each)) for (start, end), each in zip(words, odds[1:], strict=True)
    )


def log_odds(probabilities: "np.ndarray") -> "np.ndarray":
    """[N,K] to [N]: of the label that is the likeliest in the first row, against all others together."""
    import numpy as np

    label = probabilities[0].argmax()
    others = np.delete(probabilities, label, axis=1).sum(axis=1)
    return np.log(np.maximum(probabilities[:, label], LEAST_SHARE)) - np.log(np.maximum(others, LEAST_SHARE))
