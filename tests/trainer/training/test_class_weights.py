import numpy as np
import pytest
import torch

from tests.helpers.training import bench
from trainer.training.batches import Batch
from trainer.training.class_weights import class_weights

LABELS = np.repeat([0, 1, 2], [900, 90, 10])


def test_balanced_classes_weigh_alike_in_sum() -> None:
    weights = class_weights(LABELS, 3, "balanced")
    assert weights is not None
    assert np.allclose(weights * [900, 90, 10], 1000 / 3)


@pytest.mark.parametrize("kind", ["balanced", "effective-number"])
def test_the_mean_picture_weighs_one_and_rare_classes_more(kind) -> None:
    weights = class_weights(LABELS, 4, kind)
    assert weights is not None
    assert float(weights[LABELS].mean()) == pytest.approx(1.0)
    assert weights[2] > weights[1] > weights[0] > weights[3] == 0.0


def test_the_effective_number_is_milder_where_pictures_are_many() -> None:
    many = np.repeat([0, 1], [50_000, 5_000])
    balanced, effective = (class_weights(many, 2, kind) for kind in ("balanced", "effective-number"))
    assert balanced is not None
    assert effective is not None
    assert balanced[1] / balanced[0] == pytest.approx(10.0)
    assert effective[1] / effective[0] == pytest.approx(1.0, abs=0.01)  # both lie far beyond 1,000 pictures


def test_off_is_none_and_the_loss_is_weighed() -> None:
    assert class_weights(LABELS, 3, "off") is None
    recipe, batches = bench("digits-cnn", class_weights="balanced")
    recipe._weights = torch.arange(10.0)
    batch = next(batches.epoch(0))
    logits = recipe.networks["classifier"].eval()(batch.pictures)
    expected = torch.nn.functional.cross_entropy(logits, batch.labels, weight=torch.arange(10.0))
    assert torch.allclose(recipe.step(Batch(batch.pictures, batch.labels, 0))["training_loss"], expected, atol=1e-5)
