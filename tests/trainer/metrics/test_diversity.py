import numpy as np
import pytest

from trainer.metrics import diversity
from trainer.metrics.diversity import class_diversity
from trainer.metrics.picture_quality import ssim


def pictures(count: int, *colours: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, 16, 16, *colours), dtype=np.uint8)


@pytest.mark.parametrize("colours", [(), (3,)])
def test_a_collapse_shows_in_its_class_alone(colours):
    images, labels = pictures(90, *colours), np.arange(90) % 3
    images[labels == 1] = images[1]
    found = class_diversity(images, labels, 3, seed=0)
    assert found[1] == pytest.approx(0.0, abs=1e-9)
    assert min(found[0], found[2]) > 0.9


def test_it_is_the_mean_over_all_pairs():
    images = pictures(12)
    images[:, :8] = 90  # half of every picture is the same
    rows, columns = np.triu_indices(12, 1)
    expected = 1 - ssim(images[rows], images[columns]).mean()
    assert class_diversity(images, np.zeros(12, np.int64), 1, seed=3)[0] == pytest.approx(expected, abs=0.01)


def test_a_picture_is_never_paired_with_itself(monkeypatch):
    monkeypatch.setattr(diversity, "PAIRS", 400)
    images = np.stack([np.zeros((16, 16), np.uint8), np.full((16, 16), 255, np.uint8)])
    both = class_diversity(images, np.zeros(2, np.int64), 1, seed=0)[0]
    assert both == pytest.approx(1 - ssim(images[:1], images[1:])[0])


def test_classes_with_fewer_than_two_pictures_and_pictures_of_no_class():
    labels = np.array([0, 2, 2, -1, -1])
    found = class_diversity(pictures(5), labels, 4, seed=0)
    assert (found > 0).tolist() == [False, False, True, False]
