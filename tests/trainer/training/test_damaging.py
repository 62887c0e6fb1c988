"""Damages on the device are those of `trainer.datasets.damage`, with strengths of their own."""

import numpy as np
import pytest
import torch

from trainer.contract.errors import WorkshopError
from trainer.contract.hyperparameters import RestorationHyperparameters
from trainer.datasets import damage
from trainer.training.batches import as_floats
from trainer.training.damaging import Damaging, blurred, reduced

OFF = {"noise": 0.0, "blur": 0.0, "holes": 0, "reduction": False, "second_damage": 0.0}


def damaging(**on) -> Damaging:
    return Damaging(RestorationHyperparameters(**(OFF | on)), torch.Generator().manual_seed(0))


def random_pictures(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)


@pytest.mark.parametrize("shape", [(3, 28, 28), (2, 32, 20, 3), (2, 13, 15)])
def test_blur_and_reduction_are_the_same(shape) -> None:
    images = random_pictures(*shape)
    pictures = as_floats(torch.from_numpy(images))
    for sigma in (0.4, 1.4, 2.1):
        expected = as_floats(torch.from_numpy(damage.blur(images, sigma)))
        assert (blurred(pictures, torch.full((len(images),), sigma)) - expected).abs().max() < 0.51 / 255
    expected = as_floats(torch.from_numpy(damage.reduction(images)))
    assert (reduced(pictures) - expected).abs().max() < 0.51 / 255


def test_every_picture_has_a_blur_of_its_own() -> None:
    pictures = as_floats(torch.from_numpy(random_pictures(1, 28, 28))).repeat(2, 1, 1, 1)
    expected = torch.cat([blurred(pictures[:1], torch.tensor([0.5])), blurred(pictures[:1], torch.tensor([2.0]))])
    assert torch.allclose(blurred(pictures, torch.tensor([0.5, 2.0])), expected)


def test_noise_has_strengths_up_to_the_largest() -> None:
    grey = torch.full((2000, 1, 28, 28), 0.5)
    deviations = (damaging(noise=0.12)(grey) - 0.5).flatten(1).std(dim=1)
    assert float(deviations.min()) == pytest.approx(0.05, abs=0.006)
    assert float(deviations.max()) == pytest.approx(0.12, abs=0.01)
    assert float(deviations.mean()) == pytest.approx(0.085, abs=0.002)


def test_one_hole_is_as_large_and_lies_where_those_of_the_data_do() -> None:
    white = torch.ones(3000, 3, 28, 28)
    holes = damaging(holes=1)(white) == 0
    assert torch.equal(holes[:, 0], holes[:, 2]), "a hole goes through all colours"
    sides = holes[:, 0].any(dim=2).sum(dim=1), holes[:, 0].any(dim=1).sum(dim=1)
    assert torch.equal(holes[:, 0].flatten(1).sum(dim=1), sides[0] * sides[1])
    for each in sides:
        assert each.unique().tolist() == [4, 5, 6, 7]
    theirs = damage.holes(np.full((3000, 28, 28), 255, np.uint8), 0, count=1) == 0
    assert np.abs(holes[:, 0].float().mean(dim=0).numpy() - theirs.mean(axis=0)).max() < 0.03


def test_the_number_of_holes_varies() -> None:
    areas = (damaging(holes=4)(torch.ones(500, 1, 28, 28)) == 0).flatten(1).sum(dim=1)
    assert areas.min() <= 20
    assert areas.max() > 2 * 49


@pytest.mark.parametrize(("share", "expected"), [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)])
def test_so_many_pictures_are_damaged_twice(share, expected) -> None:
    both = damaging(holes=1, noise=0.1, second_damage=share)(torch.full((1000, 1, 28, 28), 0.5))
    has_holes = (both == 0).flatten(1).any(dim=1)
    has_noise = (both > 0.55).flatten(1).any(dim=1)
    assert (has_holes | has_noise).all()
    assert float((has_holes & has_noise).float().mean()) == pytest.approx(expected, abs=0.05)


def test_damaged_pixels_are_whole_bytes() -> None:
    damaged = Damaging(RestorationHyperparameters(), torch.Generator())(torch.rand(50, 1, 28, 28)) * 255
    assert torch.allclose(damaged, damaged.round(), atol=1e-3)
    assert damaged.min() >= 0
    assert damaged.max() <= 255


def test_a_training_without_damage_is_refused() -> None:
    with pytest.raises(WorkshopError) as caught:
        damaging()
    assert caught.value.kind == "invalid-setting"
