"""The table of documented models. Loads no torch: networks and recipes are named, and imported by the worker."""

from trainer.contract.card import ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.datasets.needs import DIGITS, Needs
from trainer.documented_models import (
    bert_classifier,
    cifar_cnn,
    cifar_gan,
    cifar_resnet,
    digits_cnn,
    digits_dcgan,
    digits_denoiser,
    digits_gan,
    digits_mlp,
    digits_vae,
    faces_dcgan,
    intents,
    pictures_classifier,
    pictures_transformer,
    sentiment_en,
    sentiment_zh,
    seq2seq_lstm,
    speech_digits,
    speech_gan,
    speech_judge,
    text_lstm,
    text_transformer,
    topics_en,
    translator_en_de,
    translator_en_zh,
    verse_transformer,
)
from trainer.documented_models.entry import DEFAULT_PRESET, DocumentedModel, Preset, PresetName

__all__ = [
    "CATALOG",
    "DEFAULT_PRESET",
    "DocumentedModel",
    "Preset",
    "PresetName",
    "documented_model",
    "needs_of_card",
    "training_command",
]

_MODELS = (
    digits_cnn.MODEL,
    digits_mlp.MODEL,
    digits_gan.MODEL,
    digits_dcgan.MODEL,
    digits_vae.MODEL,
    digits_denoiser.MODEL,
    cifar_cnn.MODEL,
    cifar_resnet.MODEL,
    cifar_gan.MODEL,
    pictures_transformer.MODEL,
    pictures_classifier.MODEL,
    intents.MODEL,
    sentiment_en.MODEL,
    sentiment_zh.MODEL,
    topics_en.MODEL,
    bert_classifier.MODEL,
    speech_digits.MODEL,
    speech_gan.MODEL,
    speech_judge.MODEL,
    seq2seq_lstm.MODEL,
    translator_en_de.MODEL,
    translator_en_zh.MODEL,
    faces_dcgan.MODEL,
    text_lstm.MODEL,
    text_transformer.MODEL,
    verse_transformer.MODEL,
)
CATALOG: dict[str, DocumentedModel] = {model.name: model for model in _MODELS}


def documented_model(name: str) -> DocumentedModel:
    """The entry called `name`. Raises WorkshopError `not-found` that lists the names there are."""
    if name in CATALOG:
        return CATALOG[name]
    names = ", ".join(CATALOG)
    raise WorkshopError(
        "not-found",
        Text(f"There is no documented model called {name}.", f"没有名为 {name} 的有出处的模型。"),
        Text(f"Choose one of: {names}.", f"请从中选择：{names}。"),
    )


def training_command(model: DocumentedModel, preset: str, data: str, seed: int) -> str:
    """The command that trains this model again, with catalogued names only."""
    return f"model-workshop train {model.name} --preset {preset} --data {data} --seed {seed}"


def needs_of_card(card: ModelCard) -> Needs:
    """What data a model is measured on; those of the digits for a card of an unknown documented model."""
    model = CATALOG.get(card.training.documented_model)
    return model.needs(card.training.hyperparameters) if model else DIGITS
