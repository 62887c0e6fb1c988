import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from trainer.contract.token_choice import (
    TokenChoice,
    candidates,
    choose_token,
    likeliest,
    log_probabilities,
    penalised,
)

NOTHING = np.zeros(0, np.int64)
LOGITS = hnp.arrays(np.float32, st.integers(1, 40), elements=st.floats(-20, 20, width=32))
SEEDS = st.integers(0, 2**64 - 1)
CHOICES = st.builds(
    TokenChoice,
    temperature=st.floats(0.05, 5),
    top_k=st.integers(0, 50),
    top_p=st.floats(0.01, 1),
    repetition_penalty=st.floats(0.5, 3),
)


@given(LOGITS, SEEDS, st.integers(0, 10_000), CHOICES)
def test_temperature_zero_takes_the_likeliest(logits, seed, position, choice) -> None:
    for temperature in (0.0, 1e-300):
        greedy = TokenChoice(temperature=temperature, top_k=choice.top_k, top_p=choice.top_p)
        assert choose_token(logits, greedy, NOTHING, seed, position) == logits.argmax()


@given(LOGITS, SEEDS, st.integers(0, 10_000), CHOICES)
def test_the_same_seed_and_position_give_the_same_token(logits, seed, position, choice) -> None:
    before = np.arange(len(logits), dtype=np.int64)[::2]
    first = choose_token(logits, choice, before, seed, position)
    assert choose_token(logits.copy(), choice, before, seed, position) == first
    assert 0 <= first < len(logits)


@given(LOGITS, CHOICES)
@example(np.array([-1e-30, 0.0, 20.0], np.float32), TokenChoice(top_k=2))  # equal but for rounding
@example(np.array([-1e-30, 0.0, 20.0], np.float32), TokenChoice(temperature=5.0, top_p=0.97))
def test_candidates_are_the_likeliest_ones(logits, choice) -> None:
    scores = logits.astype(np.float64)
    tokens, weights = candidates(scores, choice)
    assert len(tokens) == len(weights) > 0
    assert (np.diff(tokens) > 0).all()
    if choice.top_k:
        assert len(tokens) <= choice.top_k
    left_out = np.setdiff1d(np.arange(len(logits)), tokens)
    if len(left_out):
        assert scores[left_out].max() <= scores[tokens].min()
    assert logits.argmax() in tokens


@given(LOGITS, st.floats(0.05, 5), st.floats(0.01, 0.999))
def test_top_p_keeps_the_fewest_that_reach_it(logits, temperature, share) -> None:
    scores = logits.astype(np.float64)
    probabilities = np.exp(log_probabilities(scores / temperature))
    tokens, _ = candidates(scores, TokenChoice(temperature=temperature, top_p=share))
    kept = np.sort(probabilities[tokens])
    assert kept.sum() >= share - 1e-9
    assert kept[1:].sum() < share + 1e-9


@given(LOGITS)
def test_what_is_forbidden_is_never_chosen(logits) -> None:
    allowed = len(logits) // 2
    logits = logits.copy()
    logits[np.arange(len(logits)) != allowed] = -np.inf
    for position in range(5):
        assert choose_token(logits, TokenChoice(temperature=3.0), NOTHING, 1, position) == allowed


def test_draws_follow_the_probabilities() -> None:
    logits = np.log(np.array([0.5, 0.3, 0.15, 0.05], np.float32))
    for choice, expected in (
        (TokenChoice(), [0.5, 0.3, 0.15, 0.05]),
        (TokenChoice(top_k=2), [0.625, 0.375, 0, 0]),
        (TokenChoice(top_p=0.75), [0.625, 0.375, 0, 0]),
        (TokenChoice(top_p=0.81), [0.526, 0.316, 0.158, 0]),
        (TokenChoice(temperature=0.5), [0.685, 0.247, 0.062, 0.007]),
    ):
        drawn = [choose_token(logits, choice, NOTHING, 3, position) for position in range(4000)]
        assert np.bincount(drawn, minlength=4) / 4000 == pytest.approx(expected, abs=0.025)


def test_repetition_penalty_follows_the_paper() -> None:
    scores = penalised(np.array([2.0, -2.0, 1.0, -np.inf], np.float32), np.array([0, 1, 0, 3]), 2.0)
    assert scores.tolist() == [1.0, -4.0, 1.0, -np.inf]
    assert penalised(np.array([2.0], np.float32), NOTHING, 2.0).tolist() == [2.0]


def test_other_seeds_and_positions_draw_others() -> None:
    logits = np.zeros(1000, np.float32)
    drawn = {choose_token(logits, TokenChoice(), NOTHING, seed, at) for seed in range(10) for at in range(10)}
    assert len(drawn) > 85


@given(hnp.arrays(np.float32, (3, 7), elements=st.floats(-50, 50, width=32)))
def test_probabilities_add_to_one(logits) -> None:
    assert np.exp(log_probabilities(logits)).sum(axis=1) == pytest.approx(1.0)


@given(LOGITS, st.integers(1, 50))
def test_likeliest_are_in_order(logits, count) -> None:
    found = likeliest(logits, count)
    assert found.tolist() == np.argsort(-logits, kind="stable")[:count].tolist()


@pytest.mark.parametrize(
    "values",
    [{"temperature": -1.0}, {"temperature": np.nan}, {"top_k": -1}, {"top_p": 0.0}, {"top_p": 1.1},
     {"repetition_penalty": 0.0}],
)  # fmt: skip
def test_numbers_beyond_their_bounds_are_refused(values) -> None:
    with pytest.raises(ValueError):
        TokenChoice(**values)
