"""Augmentation of grey and coloured pictures of any size: what moves, what stays, and that nothing else changes."""

import pytest
import torch

from trainer.contract.errors import WorkshopError
from trainer.contract.hyperparameters import ClassifierHyperparameters, PhotographClassifierHyperparameters
from trainer.contract.settings import parse_settings
from trainer.training.augmentation import Augmentation
from trainer.training.augmentation.flip import alternating
from trainer.training.augmentation.movement import moved_by_pixels

SIZES = [(1, 28, 28), (3, 32, 32), (3, 20, 36)]


def pictures_of(shape: tuple[int, int, int], count: int = 64) -> torch.Tensor:
    return torch.rand((count, *shape), generator=torch.Generator().manual_seed(1))


def augmented(pictures: torch.Tensor, seed: int = 0, **changes) -> torch.Tensor:
    settings = PhotographClassifierHyperparameters(**changes)
    return Augmentation(settings, torch.Generator().manual_seed(seed))(pictures)


EVERY_OPTION = [
    {"shift": 2.5},
    {"shift": 2.0, "rotate": 10.0, "scale": 0.2},
    {"crop": 4},
    {"flip": True},
    {"colour_jitter": 0.4},
    {"cutout": 7},
]


@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("options", EVERY_OPTION, ids=str)
def test_every_option_keeps_shape_and_range_and_draws_from_its_generator_alone(shape, options) -> None:
    pictures = pictures_of(shape)
    before = pictures.clone()
    torch.manual_seed(1)
    after = augmented(pictures, **options)
    torch.manual_seed(2)
    assert torch.equal(after, augmented(pictures, **options))
    assert not torch.equal(after, augmented(pictures, seed=1, **options))
    assert after.shape == pictures.shape
    assert after.dtype == torch.float32
    assert 0.0 <= float(after.min()) <= float(after.max()) <= 1.0 + 1e-6
    assert torch.equal(pictures, before), "the batch that came in stays as it was"
    assert 0.2 < float((after != pictures).flatten(1).any(1).float().mean()) <= 1.0


@pytest.mark.parametrize("shape", SIZES)
def test_whole_pixels_move_with_a_mirrored_border_or_with_ground(shape) -> None:
    pictures = pictures_of(shape, 3)
    right, down = torch.tensor([0, 2, -3]), torch.tensor([0, -1, 4])
    mirrored = moved_by_pixels(pictures, right, down, reflect=True)
    padded = torch.nn.functional.pad(pictures, (5, 5, 5, 5), mode="reflect")
    grounded = moved_by_pixels(pictures, right, down, reflect=False)
    zeros = torch.nn.functional.pad(pictures, (5, 5, 5, 5))
    height, width = shape[1:]
    for number in range(3):
        rows = slice(5 + int(down[number]), 5 + int(down[number]) + height)
        columns = slice(5 + int(right[number]), 5 + int(right[number]) + width)
        assert torch.equal(mirrored[number], padded[number, :, rows, columns])
        assert torch.equal(grounded[number], zeros[number, :, rows, columns])


def test_crop_reaches_every_offset_alike_and_bears_pictures_smaller_than_itself() -> None:
    places = torch.arange(49.0).view(1, 1, 7, 7).expand(4000, 1, 7, 7) / 49.0
    corners = (augmented(places, crop=1)[:, 0, 3, 3] * 49.0).round().long()
    counts = torch.bincount(corners, minlength=49)
    assert sorted(counts.nonzero().flatten().tolist()) == [16, 17, 18, 23, 24, 25, 30, 31, 32]
    assert int(counts[counts > 0].min()) > 4000 / 9 * 0.8
    tiny = pictures_of((3, 2, 2))
    assert augmented(tiny, crop=32).shape == tiny.shape


def test_channels_move_together() -> None:
    grey = pictures_of((1, 32, 32)).expand(-1, 3, -1, -1)
    for options in ({"crop": 4}, {"rotate": 15.0, "scale": 0.3, "shift": 2.0}, {"flip": True}, {"shift": 3.0}):
        after = augmented(grey, **options)
        assert torch.allclose(after[:, 0], after[:, 1])
        assert torch.allclose(after[:, 0], after[:, 2])


def test_flips_alternate_so_that_two_epochs_show_both_sides_once() -> None:
    numbers = torch.arange(5000)
    first, second, third = (alternating(numbers, epoch) for epoch in range(3))
    assert torch.equal(first, ~second)
    assert torch.equal(first, third)
    assert 0.47 < float(first.float().mean()) < 0.53
    for part in (first[:500], first[::2], first[::10]):
        assert 0.4 < float(part.float().mean()) < 0.6, "no order of the data decides who is mirrored"
    pictures = pictures_of((3, 8, 8))
    augmentation = Augmentation(PhotographClassifierHyperparameters(flip=True), torch.Generator())
    even, odd = (augmentation(pictures, torch.arange(64), epoch) for epoch in (0, 1))
    assert torch.equal(even, odd.flip(-1))
    by_chance = (augmentation(pictures) == pictures.flip(-1)).flatten(1).all(1).float().mean()
    assert 0.3 < float(by_chance) < 0.7


def test_digits_have_no_flip_and_no_other_colours() -> None:
    for name in ("flip", "colour_jitter"):
        with pytest.raises(WorkshopError) as caught:
            parse_settings(ClassifierHyperparameters(), {name: "1"})
        assert f"{name} is not a setting" in caught.value.message.en


def test_cut_out_takes_a_square_of_the_mean() -> None:
    pictures = pictures_of((3, 32, 32), 500)
    after = augmented(pictures, cutout=8)
    mean = pictures.mean((0, 2, 3))
    holes = (after != pictures).any(1)  # [B,H,W]
    sizes = holes.flatten(1).sum(1)
    assert int(sizes.max()) == 64
    assert int(sizes.min()) >= 16, "no less than the quarter whose corner is the centre"
    for picture, hole in zip(after, holes, strict=True):
        assert torch.allclose(picture[:, hole], mean[:, None].expand(-1, int(hole.sum())))
        rows, columns = hole.nonzero().T
        assert int(hole.sum()) == (rows.max() - rows.min() + 1) * (columns.max() - columns.min() + 1)


def test_colours_change_as_much_as_asked_and_grey_stays_grey() -> None:
    flat = torch.full((300, 3, 4, 4), 0.5)
    after = augmented(flat, colour_jitter=0.2)
    assert torch.allclose(after, after[:, :1, :1, :1].expand_as(after)), "a flat grey picture has only brightness"
    assert 0.4 - 1e-6 <= float(after.min()) < 0.42
    assert 0.58 < float(after.max()) <= 0.6 + 1e-6
    red = torch.tensor([0.6, 0.4, 0.4]).view(1, 3, 1, 1).expand(300, 3, 4, 4)
    spread = augmented(red, colour_jitter=0.5)
    distance = (spread[:, 0] - spread[:, 1])[:, 0, 0]
    assert float(distance.min()) < 0.12 < 0.28 < float(distance.max()), "saturation"
    assert augmented(pictures_of((1, 8, 8)), colour_jitter=0.5).shape[1] == 1
