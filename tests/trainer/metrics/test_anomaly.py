import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from trainer.metrics.anomaly import area_under_curve

SCORES = st.lists(st.integers(0, 5), min_size=1, max_size=30)


def test_by_hand():
    assert area_under_curve(np.array([1.0, 2.0]), np.array([3.0, 2.0])) == pytest.approx((1 + 1 + 1 + 0.5) / 4)
    assert area_under_curve(np.arange(5), np.arange(5) + 9) == 1.0
    assert area_under_curve(np.arange(5) + 9, np.arange(5)) == 0.0


@given(usual=SCORES, unusual=SCORES)
def test_equals_scikit_learns_with_many_equal_scores(usual, unusual):
    is_unusual = [0] * len(usual) + [1] * len(unusual)
    expected = roc_auc_score(is_unusual, usual + unusual)
    assert area_under_curve(np.array(usual), np.array(unusual)) == pytest.approx(expected)
