"""Chooses the next token of a text from the scores that a network gives to each token of its vocabulary.

Papers: Holtzman and others 2019, arXiv 1904.09751 (top-p); Fan and others 2018, arXiv 1805.04833 (top-k); Keskar and
others 2019, arXiv 1909.05858 (repetition penalty).
"""

import msgspec
import numpy as np

from trainer.contract.sampling import generator_of_sample

LEAST_TEMPERATURE = 1e-6
"""Below it nothing but the likeliest token could be drawn."""


class TokenChoice(msgspec.Struct, frozen=True, kw_only=True):
    """How tokens are chosen.

    `temperature` divides the scores: 0 takes the likeliest token, 1 draws as the network says, above 1 is bolder.
    `top_k` leaves that many of the likeliest tokens, 0 all. `top_p` leaves the fewest likeliest tokens whose
    probabilities add to it, 1 all. `repetition_penalty` above 1 makes tokens rarer that the text has already. Raises
    ValueError for a number beyond these bounds.
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    repetition_penalty: float = 1.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.temperature < np.inf:
            raise ValueError("temperature is 0 or more")
        if self.top_k < 0:
            raise ValueError("top_k is 0 or more")
        if not 0.0 < self.top_p <= 1.0:
            raise ValueError("top_p lies above 0 and is at most 1")
        if not 0.0 < self.repetition_penalty < np.inf:
            raise ValueError("repetition_penalty lies above 0")

    @property
    def is_greedy(self) -> bool:
        """Whether the likeliest token is taken and nothing drawn."""
        return self.temperature < LEAST_TEMPERATURE


def choose_token(logits: np.ndarray, choice: TokenChoice, before: np.ndarray, seed: int, position: int) -> int:
    """The token at `position` of a text, counted from its first.

    `logits` are float [V], minus infinity for what may not be chosen; `before` the tokens up to here, int64 [T]. What
    is drawn comes from Philox(key=[seed, position]), so it depends neither on how much is written in one go nor on what
    was drawn before. Of equally likely tokens the first counts as the likelier one.
    """
    scores = penalised(logits, before, choice.repetition_penalty)
    if choice.is_greedy:
        return int(scores.argmax())
    tokens, weights = candidates(scores, choice)
    sums = np.cumsum(weights)
    drawn = generator_of_sample(seed, position).random() * sums[-1]
    return int(tokens[min(int(np.searchsorted(sums, drawn, side="right")), len(tokens) - 1)])


def candidates(scores: np.ndarray, choice: TokenChoice) -> tuple[np.ndarray, np.ndarray]:
    """The tokens that may be drawn, in ascending order, and a weight for each in proportion to its probability."""
    scaled = (scores - scores.max()) / choice.temperature
    tokens = np.flatnonzero(scores > -np.inf)
    if 0 < choice.top_k < len(tokens):
        tokens = np.sort(_likeliest(scores, tokens, choice.top_k))
    weights = np.exp(scaled[tokens])
    if choice.top_p < 1.0:
        order = np.argsort(-scores[tokens], kind="stable")
        before = np.cumsum(weights[order]) - weights[order]
        kept = np.sort(order[before < choice.top_p * weights.sum()])
        tokens, weights = tokens[kept], weights[kept]
    return tokens, weights


def penalised(logits: np.ndarray, before: np.ndarray, penalty: float) -> np.ndarray:
    """The scores, float64 [V]: those of tokens in `before` divided by the penalty, or multiplied where negative."""
    scores = logits.astype(np.float64)
    if penalty != 1.0 and len(before):
        used = np.unique(before)
        scores[used] = np.where(scores[used] > 0, scores[used] / penalty, scores[used] * penalty)
    return scores


def log_probabilities(logits: np.ndarray) -> np.ndarray:
    """The logarithms of the network's own probabilities, float64 [..., V], before any choice."""
    shifted = logits.astype(np.float64) - logits.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def likeliest(logits: np.ndarray, count: int) -> np.ndarray:
    """The `count` likeliest tokens of float [V], the likeliest first."""
    return _likeliest(logits, np.arange(len(logits)), min(count, len(logits)))


def _likeliest(scores: np.ndarray, tokens: np.ndarray, count: int) -> np.ndarray:
    own = scores[tokens]
    least = np.partition(own, len(own) - count)[len(own) - count]
    kept = tokens[own >= least]  # more than `count` where some are equal
    return np.asarray(kept[np.argsort(-scores[kept], kind="stable")][:count])
