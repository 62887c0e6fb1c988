"""Muon: orthogonal steps on the hidden weights, AdamW on the rest, and a state that a checkpoint can hold."""

import copy

import pytest
import torch
from torch import nn

from tests.helpers.training import small_settings
from trainer.training.muon import Muon, hidden_weights, orthogonalised
from trainer.training.optimisers import build_optimiser
from trainer.training.schedules import LearningRates


class Small(nn.Module):
    """Two convolutions, a normalisation, two dense layers and an embedding."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(3)
        self.first = nn.Conv2d(1, 4, 3)
        self.second = nn.Conv2d(4, 6, 3)
        self.norm = nn.BatchNorm2d(6)
        self.dense = nn.Linear(6, 5)
        self.output = nn.Linear(5, 3)
        self.embedding = nn.Embedding(3, 5)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        maps = self.norm(self.second(self.first(pictures).relu())).relu()
        return self.output(self.dense(maps.mean((2, 3))).relu() + self.embedding.weight.mean(0))


def muon_of(network: nn.Module, **changes) -> Muon:
    settings = small_settings("digits-cnn", **{"optimiser": "muon", "l2": 0.0, "learning_rate": 1e-3, **changes})
    return build_optimiser(network, settings, settings.learning_rate)


def descend(network: nn.Module, optimiser: torch.optim.Optimizer, steps: int) -> None:
    random = torch.Generator().manual_seed(0)
    for _ in range(steps):
        pictures = torch.randn(8, 1, 8, 8, generator=random)
        optimiser.zero_grad()
        nn.functional.cross_entropy(network(pictures), torch.arange(8) % 3).backward()
        optimiser.step()


@pytest.mark.parametrize("shape", [(6, 40), (40, 6), (16, 16)])
def test_singular_values_are_brought_near_one(shape) -> None:
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(1)) * 30
    values = torch.linalg.svdvals(orthogonalised(matrix))
    assert 0.4 < float(values.min()) <= float(values.max()) < 1.3
    left, _, right = torch.linalg.svd(matrix, full_matrices=False)
    likeness = (orthogonalised(matrix) * (left @ right)).sum() / min(shape)
    assert float(likeness) > 0.7, "it points the way of the nearest orthogonal matrix"


def test_only_weights_between_first_and_last_are_hidden() -> None:
    network = Small()
    hidden = {id(parameter) for parameter in hidden_weights(network)}
    assert {name for name, p in network.named_parameters() if id(p) in hidden} == {"second.weight", "dense.weight"}
    network.second.weight.requires_grad_(False)
    assert [id(parameter) for parameter in hidden_weights(network)] == [id(network.dense.weight)]


def test_the_first_step_of_a_kernel_is_orthogonal_and_as_long_as_its_rate() -> None:
    network = Small()
    before = network.second.weight.detach().clone()
    descend(network, muon_of(network, muon_learning_rate=0.5), 1)
    step = (network.second.weight.detach() - before).reshape(6, -1) / 0.5
    values = torch.linalg.svdvals(step)
    assert 0.4 < float(values.min()) <= float(values.max()) < 1.3


def test_the_rest_moves_as_adamw_alone_would_move_it() -> None:
    muon, adamw = Small(), Small()
    descend(muon, muon_of(muon), 1)
    descend(adamw, muon_of(adamw, optimiser="adamw"), 1)
    for name in ("first.weight", "output.weight", "norm.weight", "second.bias", "embedding.weight"):
        assert torch.equal(muon.get_parameter(name), adamw.get_parameter(name)), name
    assert not torch.equal(muon.dense.weight, adamw.dense.weight)


def test_weight_decay_is_decoupled_and_a_fixed_norm_is_held() -> None:
    network = Small()
    optimiser = muon_of(network, l2=0.5, muon_learning_rate=0.1)
    for parameter in network.parameters():
        parameter.grad = torch.zeros_like(parameter)
    before = network.dense.weight.detach().clone()
    optimiser.step()
    assert torch.allclose(network.dense.weight, before * 0.95)
    held = Small()
    descend(held, muon_of(held, muon_fixed_norm=True, muon_learning_rate=1e-6), 3)
    assert float(held.second.weight.detach().norm()) == pytest.approx(6**0.5, rel=1e-3)


def test_the_schedule_holds_for_both_rates() -> None:
    network = Small()
    optimiser = muon_of(network, muon_learning_rate=0.02)
    rates = LearningRates("linear", 10, {"learning_rate": 1e-3}, {"learning_rate": optimiser})
    rates.apply(5)
    assert [group["lr"] for group in optimiser.param_groups] == pytest.approx([0.01, 5e-4, 5e-4])


def test_a_saved_state_goes_on_to_the_bit(tmp_path) -> None:
    network = Small()
    optimiser = muon_of(network)
    descend(network, optimiser, 3)
    torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict()}, tmp_path / "state.pt")
    state = torch.load(tmp_path / "state.pt", weights_only=True)
    other = Small()
    resumed = muon_of(other)
    descend(other, resumed, 1)
    other.load_state_dict(state["network"])
    resumed.load_state_dict(state["optimiser"])
    expected = copy.deepcopy(network)
    for each, its in ((network, optimiser), (other, resumed)):
        descend(each, its, 2)
    assert not torch.equal(expected.dense.weight, network.dense.weight)
    for name, value in network.state_dict().items():
        assert torch.equal(value, other.state_dict()[name]), name


def test_sgd_with_nesterov_looks_ahead() -> None:
    plain, ahead = Small(), Small()
    descend(plain, muon_of(plain, optimiser="sgd", momentum=0.9), 1)
    descend(ahead, muon_of(ahead, optimiser="sgd", momentum=0.9, nesterov=True), 1)
    assert not torch.equal(plain.dense.weight, ahead.dense.weight)
    still = Small()
    descend(still, muon_of(still, optimiser="sgd", momentum=0.0, nesterov=True), 1)
    assert torch.equal(still.dense.weight, plain.dense.weight), "without momentum there is nothing to look ahead along"
