import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.datasets.dataset import Pictures
from trainer.datasets.splits import cut_off, stratified_choice

CHOICE_OF_40 = [0, 2, 11, 17, 20, 21, 35, 38]
LABELS = st.lists(st.integers(0, 5), min_size=1, max_size=200).map(lambda each: np.array(each, dtype=np.int64))


@given(labels=LABELS, share=st.floats(0, 1), seed=st.integers(0, 100))
def test_each_label_has_its_share(labels, share, seed):
    count = int(share * len(labels))
    chosen = stratified_choice(labels, count, seed)
    assert len(chosen) == len(set(chosen)) == count
    assert (np.diff(chosen) > 0).all()
    for label in np.unique(labels):
        fair = (labels == label).sum() * count / len(labels)
        assert abs((labels[chosen] == label).sum() - fair) < 1


def test_the_choice_never_changes():
    """Fixed numbers: a split that moves between versions would let validation pictures into a resumed training."""
    labels = np.arange(40) % 4
    assert stratified_choice(labels, 8).tolist() == CHOICE_OF_40
    assert stratified_choice(labels, 8, seed=1).tolist() != CHOICE_OF_40


def test_the_parts_hold_everything_once():
    images = np.arange(50, dtype=np.uint8)[:, None, None].repeat(28, axis=1).repeat(28, axis=2)
    pictures = Pictures(images, (np.arange(50) % 5).astype(np.int64))
    rest, cut = cut_off(pictures, 10)
    assert (len(rest), len(cut)) == (40, 10)
    assert sorted([*rest.images[:, 0, 0], *cut.images[:, 0, 0]]) == list(range(50))
    assert np.bincount(cut.labels).tolist() == [2] * 5
    assert (cut.labels == cut.images[:, 0, 0] % 5).all()


def test_more_than_there_are_cannot_be_chosen():
    with pytest.raises(ValueError, match="cannot choose 3 of 2"):
        stratified_choice(np.zeros(2, np.int64), 3)
