import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.contract.beam_search import BeamSettings, Hypothesis, Step, beam_search

BEGIN, END = 0, 1
seeds = st.integers(0, 2**32 - 1)


class Model:
    """Log-probabilities that depend on the sentence and all tokens so far, which it keeps in its state."""

    def __init__(self, seed: int, vocabulary: int = 4) -> None:
        self._seed = seed
        self.vocabulary = vocabulary

    def after(self, sentence: int, tokens: tuple[int, ...]) -> np.ndarray:
        random = np.random.default_rng([self._seed, sentence, *tokens])
        logits = random.normal(0, 2, self.vocabulary)
        return np.asarray(logits - np.log(np.exp(logits).sum()))

    def start(self, sentences: int) -> dict[str, np.ndarray]:
        return {
            "source_number": np.arange(sentences)[:, None],
            "past_tokens": np.empty((sentences, 0), dtype=np.int64),
        }

    def step(self, tokens, state):
        past = np.concatenate([state["past_tokens"], tokens], axis=1)
        rows = [
            self.after(int(number), tuple(row)) for number, row in zip(state["source_number"][:, 0], past, strict=True)
        ]
        attention = np.concatenate([state["source_number"], tokens], axis=1).astype(np.float32)
        return np.array(rows, dtype=np.float32), attention, {"past_tokens": past}


def every_sentence(model: Model, sentence: int, longest: int, rules: BeamSettings) -> list[Hypothesis]:
    """All there are, best first."""
    letters = [token for token in range(model.vocabulary) if token not in (END, *rules.banned)]
    found = []
    for length in range(longest + 1):
        for tokens in itertools.product(letters, repeat=length):
            if repeats(tokens, rules.most_repeats):
                continue
            total = 0.0
            for place, token in enumerate((*tokens, END)):
                total += float(np.float32(model.after(sentence, (BEGIN, *tokens[:place]))[token]))
            found.append(Hypothesis(tokens, total, total / rules.penalty(length + 1)))
    return sorted(found, key=lambda each: -each.score)


def repeats(tokens: tuple[int, ...], most: int) -> bool:
    """Whether some run stands more than `most` times in a row."""
    times = most + 1
    for size in range(1, len(tokens) // times + 1 if most else 0):
        for start in range(len(tokens) - size * times + 1):
            if tokens[start : start + size * times] == tokens[start : start + size] * times:
                return True
    return False


@settings(max_examples=40, deadline=None)
@given(
    seeds,
    st.sampled_from([0.0, 0.6, 1.0]),
    st.sampled_from([0, 1, 2]),
    st.lists(st.integers(0, 3), min_size=1, max_size=3),
)
def test_a_beam_that_holds_everything_finds_the_best(seed, length_penalty, most_repeats, bounds) -> None:
    model = Model(seed)
    rules = BeamSettings(BEGIN, END, beam=64, length_penalty=length_penalty, most_repeats=most_repeats, banned=(BEGIN,))
    results = beam_search(model.step, model.start(len(bounds)), bounds, rules)
    for sentence, (bound, found) in enumerate(zip(bounds, results, strict=True)):
        best = every_sentence(model, sentence, bound, rules)[0]
        assert found[0].tokens == best.tokens
        assert found[0].log_probability == pytest.approx(best.log_probability, abs=1e-5)
        assert found[0].score == pytest.approx(best.score, abs=1e-5)
        assert found[0].is_cut == (len(best.tokens) == bound)


@settings(max_examples=40, deadline=None)
@given(seeds, st.lists(st.integers(0, 8), min_size=1, max_size=4))
def test_a_beam_of_one_is_greedy(seed, bounds) -> None:
    model = Model(seed, vocabulary=6)
    rules = BeamSettings(BEGIN, END, beam=1, most_repeats=0)
    results = beam_search(model.step, model.start(len(bounds)), bounds, rules)
    for sentence, (bound, found) in enumerate(zip(bounds, results, strict=True)):
        tokens: tuple[int, ...] = ()
        while len(tokens) < bound:
            likeliest = int(model.after(sentence, (BEGIN, *tokens)).argmax())
            if likeliest == END:
                break
            tokens = (*tokens, likeliest)
        assert [each.tokens for each in found] == [tokens]


@settings(max_examples=40, deadline=None)
@given(seeds, st.integers(1, 6), st.lists(st.integers(0, 7), min_size=2, max_size=4))
def test_sentences_do_not_feel_each_other(seed, beam, bounds) -> None:
    model, rules = Model(seed, vocabulary=5), BeamSettings(BEGIN, END, beam=beam)
    together = beam_search(model.step, model.start(len(bounds)), bounds, rules)
    for sentence, bound in enumerate(bounds):
        start = {name: rows[sentence : sentence + 1] for name, rows in model.start(len(bounds)).items()}
        (alone,) = beam_search(model.step, start, [bound], rules)
        assert [each.tokens for each in alone] == [each.tokens for each in together[sentence]]


@settings(max_examples=40, deadline=None)
@given(seeds, st.integers(1, 6))
def test_hypotheses_differ_are_sorted_and_true_to_the_model(seed, beam) -> None:
    model, rules = Model(seed, vocabulary=5), BeamSettings(BEGIN, END, beam=beam)
    (found,) = beam_search(model.step, model.start(1), [7], rules)
    assert len({each.tokens for each in found}) == len(found) <= beam
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    for each in found:
        written = (*each.tokens, END)
        total = sum(model.after(0, (BEGIN, *each.tokens[:place]))[token] for place, token in enumerate(written))
        assert each.log_probability == pytest.approx(total, abs=1e-4)
        assert each.attention[:, 1].tolist() == [BEGIN, *each.tokens][: len(each.tokens)]  # of the step that wrote it
        assert (each.attention[:, 0] == 0).all()


def always(*likeliest: int, vocabulary: int = 6) -> Step:
    """Writes the same tokens for ever, and would never end."""

    def step(tokens, state):
        scores = np.full((len(tokens), vocabulary), -9.0, dtype=np.float32)
        scores[:, END] = -30.0
        place = state["past_length"][:, 0] % len(likeliest)
        scores[np.arange(len(tokens)), np.array(likeliest)[place]] = -0.1
        return scores, None, {"past_length": state["past_length"] + 1}

    return step


@pytest.mark.parametrize("beam", [1, 4])
@pytest.mark.parametrize("loop", [(3,), (3, 4), (2, 3, 4)])
def test_loops_are_broken(loop, beam) -> None:
    rules = BeamSettings(BEGIN, END, beam=beam, most_repeats=3)
    ((best, *_),) = beam_search(always(*loop), {"past_length": np.zeros((1, 1), dtype=np.int64)}, [40], rules)
    assert not repeats(best.tokens, 3)
    free = BeamSettings(BEGIN, END, beam=beam, most_repeats=0)
    ((best, *_),) = beam_search(always(*loop), {"past_length": np.zeros((1, 1), dtype=np.int64)}, [40], free)
    assert best.tokens == (loop * 40)[:40]
    assert best.is_cut
    assert best.attention is None


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_ends_whatever_the_decoder_says(value) -> None:
    def broken(tokens, state):
        return np.full((len(tokens), 5), value, dtype=np.float32), None, {}

    results = beam_search(broken, {}, [6, 0], BeamSettings(BEGIN, END, beam=3))
    assert [[each.tokens for each in found] for found in results] == [[()], [()]]
    assert beam_search(broken, {}, [], BeamSettings(BEGIN, END)) == []


def test_banned_tokens_are_never_written() -> None:
    rules = BeamSettings(BEGIN, END, beam=2, most_repeats=0, banned=(BEGIN, 3))
    ((best, *_),) = beam_search(always(3), {"past_length": np.zeros((1, 1), dtype=np.int64)}, [5], rules)
    assert 3 not in best.tokens
    assert BEGIN not in best.tokens


def test_longer_ones_win_with_a_length_penalty() -> None:
    def step(tokens, state):
        first = tokens[:, 0] == BEGIN
        scores = np.full((len(tokens), 4), -np.inf, dtype=np.float32)
        scores[first, END] = scores[first, 2] = math.log(0.5)
        scores[~first, END], scores[~first, 3] = math.log(0.6), math.log(0.4)
        return scores, None, {}

    def best(penalty: float) -> tuple[int, ...]:
        return beam_search(step, {}, [4], BeamSettings(BEGIN, END, beam=2, length_penalty=penalty))[0][0].tokens

    assert best(0.0) == ()
    assert len(best(8.0)) > 0


@pytest.mark.parametrize("beam", [1, 2, 4, 6])
def test_bad_endings_do_not_end_the_search(beam) -> None:
    """One way is nearly certain; everything else, ending too, is equally unlikely."""

    def step(tokens, state):
        scores = np.full((len(tokens), 6), -20.0, dtype=np.float32)
        place = state["past_length"][:, 0]
        scores[np.arange(len(tokens)), np.array([3, 4, 2, 5, 3, 2, 4, END, END])[place]] = -0.001
        return scores, None, {"past_length": np.minimum(state["past_length"] + 1, 8)}

    start = {"past_length": np.zeros((1, 1), dtype=np.int64)}
    ((best, *_),) = beam_search(step, start, [20], BeamSettings(BEGIN, END, beam=beam))
    assert best.tokens == (3, 4, 2, 5, 3, 2, 4)
