import pytest
import torch

from trainer.training.diff_augment import DiffAugment


def augment(pictures: torch.Tensor, seed: int = 0) -> torch.Tensor:
    return DiffAugment(torch.Generator().manual_seed(seed))(pictures)


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 64, 64), (3, 20, 30)])
def test_every_picture_is_changed_and_gradients_flow_back(shape) -> None:
    pictures = (torch.rand(200, *shape) * 2 - 1).requires_grad_(True)
    after = augment(pictures)
    assert after.shape == pictures.shape
    assert bool((after != pictures).flatten(1).any(1).all())
    assert torch.equal(after, augment(pictures))
    after.sum().backward()
    assert bool((pictures.grad != 0).flatten(1).any(1).all())
    empty = (after == 0).flatten(1).float().mean(1)
    assert 1 / 16 <= float(empty.min()) < 0.2, "the quarter of a hole in a corner, at least"
    assert 0.25 < float(empty.max()) < 0.55, "a whole hole and what was moved out"


def test_real_and_generated_pictures_are_changed_each_in_their_own_way() -> None:
    change = DiffAugment(torch.Generator().manual_seed(0))
    pictures = torch.rand(8, 3, 16, 16)
    assert not torch.equal(change(pictures), change(pictures))


def test_colours_move_within_the_limits_of_the_paper() -> None:
    flat = torch.zeros(500, 3, 8, 8)
    after = augment(flat)
    assert 0.48 < float(after.abs().max()) <= 0.5
    grey = torch.rand(16, 1, 8, 8).expand(-1, 3, -1, -1)
    coloured = augment(grey)
    assert torch.allclose(coloured[:, 0], coloured[:, 2], atol=1e-6), "grey has no saturation to change"
