"""Cross-entropy over a large vocabulary, in pieces that stay in a processor's cache.

Logits of a batch of sentences are a hundred megabytes in float32, and PyTorch's loss goes over them again and again:
a third of a step of a small translator. Here a few rows at a time are made float32, and their loss and its gradient are
computed at once.

Papers: Szegedy and others 2015, arXiv 1512.00567 (label smoothing); Hsu and others 2024, arXiv 2410.10989 (the gradient
computed together with the loss).

Shapes: N tokens, V tokens in the vocabulary.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

PIECE = 2**19
"""Numbers of a piece: 2 MB in float32."""
NONE = -100
"""No token."""


def token_loss(logits: Tensor, targets: Tensor, *, padding: int = NONE, smoothing: float = 0.0) -> Tensor:
    """The mean cross-entropy in nats of logits [N,V] for the tokens int64 [N] that are not `padding`.

    Double differentiation is not provided for.
    """
    if logits.device.type == "cpu" and logits.requires_grad:
        return _InPieces.apply(logits, targets, padding, smoothing)
    return functional.cross_entropy(logits.float(), targets, ignore_index=padding, label_smoothing=smoothing)


class _InPieces(torch.autograd.Function):
    """The loss, and its gradient in the precision of the logits."""

    @staticmethod
    def forward(context: Any, logits: Tensor, targets: Tensor, padding: int, smoothing: float) -> Tensor:
        counts = (targets != padding).float()  # 1 where a token counts
        share = counts / counts.sum()
        gradient, total = torch.empty_like(logits), logits.new_zeros((), dtype=torch.float32)
        rows = max(1, PIECE // logits.shape[1])
        for start in range(0, len(logits), rows):
            piece = slice(start, start + rows)
            exact, target = logits[piece].to(torch.float32, copy=True), targets[piece, None]
            logarithm = torch.logsumexp(exact, dim=1, keepdim=True)
            told = exact.gather(1, target)
            losses = logarithm - (1 - smoothing) * told - smoothing * exact.mean(dim=1, keepdim=True)
            total += losses[:, 0] @ share[piece]
            slope = exact.sub_(logarithm).exp_().sub_(smoothing / exact.shape[1])
            slope.scatter_add_(1, target, torch.full_like(told, smoothing - 1))
            gradient[piece] = slope.mul_(share[piece, None])
        context.save_for_backward(gradient)
        return total

    @staticmethod
    def backward(context: Any, *slopes: Tensor) -> tuple[Tensor, None, None, None]:
        (gradient,) = context.saved_tensors
        return gradient * slopes[0].to(gradient.dtype), None, None, None
