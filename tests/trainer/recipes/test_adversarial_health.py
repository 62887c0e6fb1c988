import numpy as np
import pytest
import torch
from torch import nn

from trainer.contract.text import Text
from trainer.recipes.adversarial_health import (
    AdversarialHealth,
    NearestClassMean,
    accuracy,
    collapse,
    gradient_norm,
    gradient_share,
)


def clusters(per_class: int, classes: int = 5, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Features [N,8] of classes that lie apart, with one direction of large spread that tells nothing."""
    random = np.random.default_rng(seed)
    labels = np.arange(per_class * classes) % classes
    features = random.normal(0, 0.3, (len(labels), 8))
    features[np.arange(len(labels)), labels] += 3.0
    features[:, 7] *= 100.0
    return features.astype(np.float32), labels


@pytest.fixture
def told() -> list[Text]:
    return []


@pytest.fixture
def health(told) -> AdversarialHealth:
    return AdversarialHealth(*clusters(60), told.append)


def test_the_nearest_mean_ignores_directions_that_tell_nothing() -> None:
    features, labels = clusters(60)
    new, expected = clusters(40, seed=1)
    assert (NearestClassMean(features, labels).classes(new) == expected).mean() > 0.99


def test_missing_classes_are_seen(health) -> None:
    features, labels = clusters(40, seed=1)
    assert health.end_epoch(features)["classes_covered"] == 1.0
    assert health.end_epoch(features[labels < 3])["classes_covered"] == pytest.approx(0.6)
    rare = np.concatenate([features[labels < 4], features[labels == 4][:5]])
    assert health.end_epoch(rare)["classes_covered"] == pytest.approx(0.8)


def test_labels_need_not_be_the_first_numbers() -> None:
    features, labels = clusters(60)
    assert NearestClassMean(features, labels * 7 + 2).covered(features) == 1.0


def test_real_pictures_vary_as_real_pictures_and_raise_no_warning(health, told) -> None:
    health.add(torch.tensor(0.8))
    assert health.end_epoch(clusters(60, seed=3)[0])["variety"] == pytest.approx(1.0, abs=0.2)
    assert told == []


def test_a_collapse_is_told_once_with_a_remedy(health, told) -> None:
    features = clusters(60, seed=3)[0]
    for _ in range(3):
        assert health.end_epoch(features.mean(axis=0) + 0.1 * (features - features.mean(axis=0)))["variety"] < 0.02
    (message,) = told
    assert "nearly the same picture" in message.en
    assert "R1" in message.en
    assert "R1" in message.zh


def test_a_discriminator_that_is_never_wrong_for_an_epoch_is_told(health, told) -> None:
    features = clusters(60, seed=3)[0]
    for share in (1.0, 0.9):
        health.add(torch.tensor(share))
    health.end_epoch(features)
    assert told == []
    health.add(torch.tensor(0.999))
    health.end_epoch(features)
    assert "99.9%" in told[0].en
    assert "lower discriminator learning rate" in told[0].en


def test_what_is_no_collapse() -> None:
    assert collapse(0.98, 0.3) is None
    assert collapse(0.5, 1.2) is None


def test_figures_of_a_step() -> None:
    assert float(accuracy(torch.tensor([1.0, -1.0]), torch.tensor([-2.0, -3.0]))) == 0.75
    network = nn.Linear(2, 1)
    network(torch.tensor([[3.0, 0.0]])).backward()
    assert float(gradient_norm(network)) == pytest.approx(10**0.5)
    other = nn.Linear(2, 1)
    (3 * other(torch.tensor([[3.0, 0.0]]))).backward()
    assert float(gradient_share(network, other)) == pytest.approx(0.25)
