"""The table of networks, by the names that the catalog uses."""

from collections.abc import Callable
from typing import Any

from torch import nn

from trainer.networks import (
    bert_classifier,
    compact_transformer,
    dcgan,
    denoiser,
    digits_gan,
    digits_vae,
    fast_resnet,
    ngram_encoder,
    perceptron,
    residual_gan,
    seq2seq_lstm,
    small_cnn,
    speech_cnn,
    speech_gan,
    speech_judge,
    text_encoder,
    text_lstm,
    text_transformer,
    translation_transformer,
)

BuildNetworks = Callable[[Any, Any], dict[str, nn.Module]]
"""Hyperparameters and facts of the data to the networks of a model, by the names that its recipe uses."""

NETWORKS: dict[str, BuildNetworks] = {
    "bert_classifier": bert_classifier.build,
    "denoiser": denoiser.build,
    "digits_vae": digits_vae.build,
    "compact_transformer": compact_transformer.build,
    "digits_gan": digits_gan.build,
    "dcgan": dcgan.build,
    "fast_resnet": fast_resnet.build,
    "ngram_encoder": ngram_encoder.build,
    "perceptron": perceptron.build,
    "seq2seq_lstm": seq2seq_lstm.build,
    "translation_transformer": translation_transformer.build,
    "residual_gan": residual_gan.build,
    "small_cnn": small_cnn.build,
    "speech_cnn": speech_cnn.build,
    "speech_gan": speech_gan.build,
    "speech_judge": speech_judge.build,
    "text_encoder": text_encoder.build,
    "text_lstm": text_lstm.build,
    "text_transformer": text_transformer.build,
}
