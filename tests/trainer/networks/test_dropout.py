"""Dropout that shares its random numbers."""

import pytest
import torch

from trainer.networks.dropout import Dropout


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_share_is_dropped_and_the_mean_stays(share, dtype) -> None:
    torch.manual_seed(0)
    ones = torch.ones(100, 1003, dtype=dtype, requires_grad=True)
    dropped = Dropout(share)(ones)
    assert abs(float((dropped.detach() == 0).float().mean()) - share) < 0.01
    assert abs(float(dropped.detach().float().mean()) - 1) < 0.02
    dropped.float().sum().backward()
    assert torch.equal(ones.grad, dropped.detach())  # what is dropped learns nothing


def test_the_seed_decides_and_neighbours_are_independent() -> None:
    values = torch.ones(1000, 1000)
    torch.manual_seed(3)
    first = Dropout(0.5)(values)
    torch.manual_seed(3)
    assert torch.equal(Dropout(0.5)(values), first)
    kept = (first > 0).float() - 0.5
    assert abs(float((kept[:, 1:] * kept[:, :-1]).mean())) < 0.001
    assert abs(float((kept[1:] * kept[:-1]).mean())) < 0.001


def test_nothing_is_dropped_where_nothing_shall_be() -> None:
    values = torch.randn(7, 5)
    assert torch.equal(Dropout(0.5).eval()(values), values)
    assert torch.equal(Dropout(0.0)(values), values)
    assert not Dropout(1.0)(values).any()
