"""Odds of a verdict."""

import numpy as np
import pytest

from desktop_app.services.text_evidence import log_odds


def test_odds_move_where_shares_hardly_do() -> None:
    sure = np.array([[0.9999, 0.0001], [0.999, 0.001]], dtype=np.float32)
    odds = log_odds(sure)
    assert np.exp(odds[0] - odds[1]) == pytest.approx(10, rel=0.01)


def test_odds_are_those_of_the_first_verdict_and_always_finite() -> None:
    odds = log_odds(np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.25, 0.5, 0.25]]))
    assert np.isfinite(odds).all()
    assert odds[0] > odds[2] > odds[1]
    assert odds[2] == pytest.approx(0.0)
