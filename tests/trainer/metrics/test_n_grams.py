import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.metrics.n_grams import n_gram_log_probabilities

TOKENS = st.lists(st.integers(0, 4), max_size=60).map(lambda each: np.array(each, np.int64))


@settings(max_examples=50, deadline=None)
@given(TOKENS, st.lists(st.integers(0, 4), max_size=6), st.integers(1, 5))
def test_the_probabilities_after_any_context_add_to_one(train, context, order) -> None:
    after = [np.exp(n_gram_log_probabilities(train, np.array([*context, token]), 5, order)[-1]) for token in range(5)]
    assert sum(after) == pytest.approx(1.0)
    assert min(after) > 0.0


def test_by_hand() -> None:
    """0 1 0 1 0 2 has the pairs (start)0 and 02 once, 01 and 10 twice; 0 comes after two tokens, 1 and 2 after one."""
    found = np.exp(n_gram_log_probabilities(np.array([0, 1, 0, 1, 0, 2]), np.array([0, 1]), 4, order=2))
    discount_of_pairs, discount_of_tokens = 2 / (2 + 2 * 2), 2 / (2 + 2 * 1)
    token_1 = (1 - discount_of_tokens + discount_of_tokens * 3 / 4) / 4
    assert found[1] == pytest.approx((2 - discount_of_pairs + discount_of_pairs * 2 * token_1) / 3)


def test_it_foretells_what_it_has_counted() -> None:
    pattern = np.tile([0, 1, 2, 3, 1, 2, 4], 300)
    regular = n_gram_log_probabilities(pattern, pattern[:70], 5)
    assert regular[5:].mean() > -0.05
    random = np.random.default_rng(0).integers(0, 5, 20_000)
    assert n_gram_log_probabilities(random, random[:1000][::-1].copy(), 5).mean() == pytest.approx(-np.log(5), abs=0.1)


def test_nothing_is_counted_across_the_end_of_the_training_text() -> None:
    alone = n_gram_log_probabilities(np.array([0, 0, 0, 0]), np.array([1, 0]), 3)
    assert np.exp(alone[0]) < 0.34
