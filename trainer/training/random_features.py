"""A cheap distance between sets of pictures, without a trained judge.

An untrained convolutional network with fixed random weights already tells sets of pictures apart: Ulyanov and others
2017 (arXiv 1711.10925) on what its structure alone knows, Naeem and others 2020 (arXiv 2002.09797) on random embeddings
for the evaluation of generators.
"""

import numpy as np
import torch
from torch import Tensor, nn

from trainer.networks.facts import DataFacts

FEATURES = 64
SEED = 17
BATCH = 500


class RandomFeatures:
    """Pictures float32 [B,C,H,W] from 0 to 1, to 64 features that no training has touched."""

    def __init__(self, device: torch.device, facts: DataFacts) -> None:
        generator = torch.Generator().manual_seed(SEED)
        last_side = ((facts.side - 3) // 2 - 3) // 2
        network = nn.Sequential(
            nn.Conv2d(facts.channels, 16, 5, stride=2),  # 28: [B,16,12,12]
            nn.ReLU(),
            nn.Conv2d(16, 32, 5, stride=2),  # [B,32,4,4]
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(32 * last_side**2, FEATURES),
        )
        with torch.no_grad():
            for layer in network:
                if isinstance(layer, nn.Conv2d | nn.Linear):
                    fan_in = layer.weight[0].numel()
                    layer.weight.normal_(0.0, (2.0 / fan_in) ** 0.5, generator=generator)
                    layer.bias.zero_()  # type: ignore[union-attr]
        self._network = network.to(device).eval().requires_grad_(False)

    def of(self, pictures: Tensor) -> np.ndarray:
        """The features of pictures [N,C,H,W], float32 [N, 64]."""
        return np.concatenate([self._network(part).cpu().numpy() for part in pictures.split(BATCH)])
