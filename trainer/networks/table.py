"""The table of networks, by the names that the catalog uses."""

from collections.abc import Callable
from typing import Any

from torch import nn

from trainer.networks import denoiser, digits_gan, digits_vae, small_cnn
from trainer.networks.facts import DataFacts

BuildNetworks = Callable[[Any, DataFacts], dict[str, nn.Module]]
"""Hyperparameters and facts of the data to the networks of a model, by the names that its recipe uses."""

NETWORKS: dict[str, BuildNetworks] = {
    "denoiser": denoiser.build,
    "digits_vae": digits_vae.build,
    "digits_gan": digits_gan.build,
    "small_cnn": small_cnn.build,
}
