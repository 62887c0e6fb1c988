"""Beam search: the likeliest sequences of a decoder that is asked for one token at a time.

At each step every hypothesis is continued with every token, and the best `beam` of all survive; a beam of 1 is greedy.
Sums of logarithms fall with length, so finished ones are compared after division by a length penalty (Wu and others
2016, arXiv 1609.08144, section 7). No run of tokens may stand more than a few times in a row, which ends the loops that
decoders fall into and leaves other repetition alone; a bound on the length ends everything else.

Shapes: A sentences not yet done, K hypotheses of each, R = A * K rows, T tokens so far, S tokens of the source, V
tokens in the vocabulary.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

State = Mapping[str, np.ndarray]
"""What the decoder keeps of each row, by name; rows first."""

Step = Callable[[np.ndarray, State], tuple[np.ndarray, np.ndarray | None, State]]
"""The last tokens int64 [R,1] and the state to log-probabilities [R,V], the attention [R,S] if any, and the next state.

Arrays of the state that stay as they are may be left out of what is given back.
"""


@dataclass(frozen=True)
class BeamSettings:
    """How to search; `banned` tokens are never written. A run of tokens stands at most
    `most_repeats` times in a row; 0 allows every repetition.
    """

    begin: int
    end: int
    beam: int = 4
    length_penalty: float = 1.0
    most_repeats: int = 3
    banned: tuple[int, ...] = ()

    def penalty(self, length: int) -> float:
        """What a sum of log-probabilities of `length` tokens, the end among them, is divided by."""
        return float(((5 + length) / 6) ** self.length_penalty)


@dataclass(frozen=True)
class Hypothesis:
    """Tokens without begin and end, the log-probability with the end, and the score by which they are compared.

    `attention` float32 [len(tokens), S] says what each token was written for; None where the decoder has none. `is_cut`
    says that the bound on the length has ended it.
    """

    tokens: tuple[int, ...]
    log_probability: float
    score: float
    attention: np.ndarray | None = None
    is_cut: bool = False


def beam_search(step: Step, state: State, longest: Sequence[int], settings: BeamSettings) -> list[list[Hypothesis]]:
    """Up to `beam` hypotheses of each sentence, best first, and always one; number n has at most longest[n] tokens.

    `state` has a row for each sentence. Whatever the decoder answers, not-a-number too, the search ends.
    """
    beams = [_Beam(bound, settings) for bound in longest]
    alive = beams
    rows = _Rows(np.full((len(beams), 1), settings.begin, dtype=np.int64), np.zeros((len(beams), 1)))
    while alive:
        log_probabilities, attention, answer = step(rows.tokens[:, -1:], state)
        allowed = _allowed(log_probabilities, rows.tokens, [beam.bound for beam in alive], settings)
        shape = rows.totals.shape
        rows, parents, kept = _advance(allowed, attention, rows, alive)
        alive = [alive[number] for number in kept]
        moved = {name: array[parents] for name, array in answer.items()}
        if rows.totals.shape != shape:  # else each row still belongs to the same sentence, whose source is the same
            state = {name: array[parents] for name, array in state.items() if name not in moved}
        state = {**state, **moved}
    return [beam.best() for beam in beams]


@dataclass(frozen=True)
class _Rows:
    """The hypotheses that go on: `tokens` [R,1+T] with the begin, their `totals` [A,K], and `attention` [R,T,S]."""

    tokens: np.ndarray
    totals: np.ndarray
    attention: np.ndarray | None = None

    def extended(self, parents: np.ndarray, tokens: np.ndarray, totals: np.ndarray) -> "_Rows":
        """Those that come of the rows `parents` with `tokens` [R] behind them."""
        attention = None if self.attention is None else self.attention[parents]
        return _Rows(np.concatenate([self.tokens[parents], tokens[:, None]], axis=1), totals, attention)

    def attending(self, attention: np.ndarray | None) -> "_Rows":
        """The same with the attention [R,S] of one more step."""
        if attention is None:
            return self
        step = attention[:, None].astype(np.float32)
        whole = step if self.attention is None else np.concatenate([self.attention, step], axis=1)
        return _Rows(self.tokens, self.totals, whole)


@dataclass
class _Beam:
    """One sentence and its finished hypotheses."""

    bound: int
    settings: BeamSettings
    finished: list[Hypothesis] = field(default_factory=list)

    def finish(self, rows: _Rows, row: int, total: float) -> None:
        """Ends the hypothesis of `row`; the total has the end in it."""
        tokens = tuple(int(token) for token in rows.tokens[row, 1:])
        attention = None if rows.attention is None else rows.attention[row, : len(tokens)].copy()
        score = total / self.settings.penalty(len(tokens) + 1)
        self.finished.append(Hypothesis(tokens, total, score, attention, len(tokens) >= self.bound))

    def is_done(self, best_total: float, length: int) -> bool:
        """Whether the search may end, given the best of those that go on with `length` tokens.

        Before `beam` have finished it may where none can become the best any more: a total only ever falls, a penalty
        only rises. Behind that it may where the best finished one is the best so far.
        """
        if best_total == -np.inf:
            return True
        best = max((each.score for each in self.finished), default=-np.inf)
        enough = len(self.finished) >= self.settings.beam
        return best >= best_total / self.settings.penalty(length if enough else self.bound + 1)

    def best(self) -> list[Hypothesis]:
        """Best first; several may have ended in the last step."""
        return sorted(self.finished, key=lambda each: -each.score)[: self.settings.beam]


def _allowed(
    log_probabilities: np.ndarray, tokens: np.ndarray, bounds: list[int], settings: BeamSettings
) -> np.ndarray:
    """A copy of log-probabilities [R,V] in which what must not be written has none; the end may always be."""
    allowed = np.nan_to_num(log_probabilities.astype(np.float64), nan=-np.inf, posinf=-np.inf, neginf=-np.inf)
    ends = allowed[:, settings.end].copy()
    allowed[:, list(settings.banned)] = -np.inf
    _block_repetition(allowed, tokens, settings.most_repeats)
    at_bound = np.repeat(tokens.shape[1] - 1 >= np.array(bounds), len(tokens) // len(bounds))
    allowed[at_bound] = -np.inf
    allowed[:, settings.end] = ends
    return allowed


def _block_repetition(allowed: np.ndarray, tokens: np.ndarray, most: int) -> None:
    """Takes from each row the tokens by which a run of tokens would stand more than `most` times in a row."""
    written = tokens[:, 1:]
    periods = range(1, (written.shape[1] + 1) // (most + 1) + 1) if most else ()
    for period in periods:
        tail = written[:, written.shape[1] - ((most + 1) * period - 1) :]
        repeats = (tail[:, period:] == tail[:, : tail.shape[1] - period]).all(axis=1)
        allowed[repeats, written[repeats, written.shape[1] - period]] = -np.inf


def _advance(
    allowed: np.ndarray, attention: np.ndarray | None, rows: _Rows, beams: list[_Beam]
) -> tuple[_Rows, np.ndarray, np.ndarray]:
    """Ends hypotheses and continues others: the rows that go on, the rows they come from, the sentences kept."""
    count, width = rows.totals.shape
    vocabulary, settings = allowed.shape[1], beams[0].settings
    rows = rows.attending(attention)
    totals = (rows.totals[:, :, None] + allowed.reshape(count, width, vocabulary)).reshape(count, -1)  # [A,K*V]
    order = _best_first(totals, 2 * settings.beam)  # each row can end once, so that enough of these go on
    going_on = np.empty((count, min(settings.beam, width * (vocabulary - 1))), dtype=np.int64)
    for number, beam in enumerate(beams):
        candidates, first = order[number], number * width
        is_end = candidates % vocabulary == settings.end
        for candidate in candidates[: settings.beam][is_end[: settings.beam]]:
            if totals[number, candidate] > -np.inf:
                beam.finish(rows, first + int(candidate) // vocabulary, float(totals[number, candidate]))
        going_on[number] = candidates[~is_end][: going_on.shape[1]]
    best = np.take_along_axis(totals, going_on, axis=1).max(axis=1, initial=-np.inf)
    going = [not beam.is_done(best[number], rows.tokens.shape[1]) for number, beam in enumerate(beams)]
    kept = np.flatnonzero(going)
    for number, beam in enumerate(beams):
        if number not in kept and not beam.finished:  # the decoder gave nothing that could be written
            beam.finish(rows, number * width, -np.inf)
    picked = going_on[kept]
    parents = (kept[:, None] * width + picked // vocabulary).reshape(-1)
    tokens = (picked % vocabulary).reshape(-1)
    return rows.extended(parents, tokens, totals[kept[:, None], picked]), parents, kept


def _best_first(totals: np.ndarray, count: int) -> np.ndarray:
    """The places of the `count` largest of each row, largest first; of equal ones the first."""
    count = min(count, totals.shape[1])
    places = np.sort(np.argpartition(-totals, count - 1, axis=1)[:, :count], axis=1)
    ranks = np.argsort(-np.take_along_axis(totals, places, axis=1), axis=1, kind="stable")
    return np.take_along_axis(places, ranks, axis=1)
