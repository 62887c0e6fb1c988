"""The table of networks, by the names that the catalog uses."""

from collections.abc import Callable
from typing import Any

from torch import nn

from trainer.networks import (
    compact_transformer,
    dcgan,
    denoiser,
    digits_gan,
    digits_vae,
    fast_resnet,
    perceptron,
    residual_gan,
    small_cnn,
)
from trainer.networks.facts import DataFacts

BuildNetworks = Callable[[Any, DataFacts], dict[str, nn.Module]]
"""Hyperparameters and facts of the data to the networks of a model, by the names that its recipe uses."""

NETWORKS: dict[str, BuildNetworks] = {
    "denoiser": denoiser.build,
    "digits_vae": digits_vae.build,
    "compact_transformer": compact_transformer.build,
    "digits_gan": digits_gan.build,
    "dcgan": dcgan.build,
    "fast_resnet": fast_resnet.build,
    "perceptron": perceptron.build,
    "residual_gan": residual_gan.build,
    "small_cnn": small_cnn.build,
}
