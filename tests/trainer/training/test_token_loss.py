"""The loss in pieces is PyTorch's."""

import pytest
import torch
from torch.nn import functional

from trainer.training import token_loss as module
from trainer.training.token_loss import token_loss


@pytest.mark.parametrize("piece", [1, 100, 2**19])  # a row at once, several, all
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
@pytest.mark.parametrize("padding", [0, module.NONE])
def test_loss_and_gradient_are_those_of_pytorch(piece, smoothing, padding, monkeypatch) -> None:
    monkeypatch.setattr(module, "PIECE", piece)
    torch.manual_seed(0)
    logits = (5 * torch.randn(50, 30)).requires_grad_()
    same = logits.detach().clone().requires_grad_()
    targets = torch.randint(0, 30, (50,))
    loss = token_loss(logits, targets, padding=padding, smoothing=smoothing)
    expected = functional.cross_entropy(same, targets, ignore_index=padding, label_smoothing=smoothing)
    assert torch.equal(logits, same)  # they are left as they were
    assert float(loss.detach()) == pytest.approx(float(expected.detach()), rel=1e-5)
    (3 * loss).backward()
    (3 * expected).backward()
    assert torch.allclose(logits.grad, same.grad, atol=1e-6)


def test_half_precision_keeps_a_gradient_of_its_kind() -> None:
    torch.manual_seed(0)
    logits = torch.randn(50, 30).bfloat16().requires_grad_()
    same = logits.detach().float().requires_grad_()
    targets = torch.randint(0, 30, (50,))
    token_loss(logits, targets).backward()
    functional.cross_entropy(same, targets).backward()
    assert logits.grad.dtype == torch.bfloat16
    assert torch.allclose(logits.grad.float(), same.grad, atol=1e-3)


def test_without_a_gradient_it_is_the_same() -> None:
    logits, targets = torch.zeros(3, 8), torch.tensor([1, 2, 0])
    assert float(token_loss(logits, targets, padding=0)) == pytest.approx(2.0794, rel=1e-4)  # log 8
