import numpy as np
import torch

from tests.helpers.training import bench
from trainer.training.batches import Batch
from trainer.training.mixup import mixed, mixing_share, partners, pasted


def test_shares_follow_the_beta_distribution() -> None:
    random = torch.Generator().manual_seed(0)
    shares = np.array([mixing_share(0.2, random) for _ in range(2000)])
    assert abs(shares.mean() - 0.5) < 0.03
    assert abs(shares.var() - 1 / (4 * (2 * 0.2 + 1))) < 0.01  # of Beta(a, a)
    again = torch.Generator().manual_seed(0)
    assert [mixing_share(0.2, again) for _ in range(5)] == shares[:5].tolist()


def test_a_picture_has_the_label_of_the_one_that_is_laid_over_it() -> None:
    labels = torch.tensor([3, 1, 2])
    pictures = labels.float().view(3, 1, 1, 1).expand(3, 1, 4, 4)
    after = mixed(pictures, 0.75)[:, 0, 0, 0]
    assert torch.allclose(after, 0.75 * labels + 0.25 * partners(labels))


def test_the_loss_is_that_of_both_labels() -> None:
    recipe, batches = bench("digits-cnn", mixup=0.5)
    recipe.networks["classifier"].eval()
    batch = next(batches.epoch(0))
    share = mixing_share(0.5, torch.Generator().set_state(recipe._random.get_state()))
    logits = recipe.networks["classifier"](mixed(batch.pictures, share))
    loss = share * torch.nn.functional.cross_entropy(logits, batch.labels)
    loss += (1 - share) * torch.nn.functional.cross_entropy(logits, partners(batch.labels))
    figures = recipe.step(Batch(batch.pictures, batch.labels, 0))
    assert torch.allclose(figures["training_loss"], loss, atol=1e-5)
    assert 0.0 < share < 1.0


def test_a_picture_has_the_label_of_what_is_pasted_by_its_area() -> None:
    labels = torch.arange(1.0, 5.0)
    pictures = labels.view(4, 1, 1, 1).expand(4, 3, 16, 16)
    random, shares = torch.Generator().manual_seed(0), []
    for wanted in np.linspace(0, 1, 21):
        after, share = pasted(pictures, float(wanted), random)
        assert torch.allclose(after.mean(dim=(1, 2, 3)), share * labels + (1 - share) * partners(labels), atol=1e-5)
        is_own = after == pictures
        assert torch.equal(is_own, is_own[:1, :1].expand_as(is_own))  # the same rectangle in all
        shares.append(share)
    assert shares[-1] == 1.0
    assert min(shares) < 0.5
    assert torch.equal(pictures, labels.view(4, 1, 1, 1).expand(4, 3, 16, 16))  # left as they were


def test_cutmix_trains_on_both_labels() -> None:
    recipe, batches = bench("digits-cnn", cutmix=1.0)
    recipe.networks["classifier"].eval()
    batch = next(batches.epoch(0))
    random = torch.Generator().set_state(recipe._random.get_state())
    torch.rand((), generator=random)  # whether this step pastes
    pictures, share = pasted(batch.pictures, mixing_share(1.0, random), random)
    logits = recipe.networks["classifier"](pictures)
    loss = share * torch.nn.functional.cross_entropy(logits, batch.labels)
    loss += (1 - share) * torch.nn.functional.cross_entropy(logits, partners(batch.labels))
    figures = recipe.step(Batch(batch.pictures, batch.labels, 0))
    assert torch.allclose(figures["training_loss"], loss, atol=1e-5)
    assert 0.0 < share < 1.0
