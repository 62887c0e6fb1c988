"""The table of recipes, by the names that the catalog uses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trainer.recipes import (
    adversarial,
    audio_classification,
    image_classification,
    language_modelling,
    restoration,
    speech_synthesis,
    text_classification,
    translation,
    translation_graphs,
    variational,
)
from trainer.training.batches import augmented_pictures, plain_pictures
from trainer.training.dealing import BatchSource, Dealing
from trainer.training.pair_batches import pair_batches
from trainer.training.recipe import Graph, Networks, Recipe
from trainer.training.sound_batches import sound_batches
from trainer.training.text_batches import labelled_texts


@dataclass(frozen=True)
class Kind:
    """A kind of network: how its recipe is made of a `Workbench`, and which graphs its networks are exported as.

    `batches` deals out its examples. `finish`, where there is one, gives trained networks their last touch on
    validation examples before the export; it is given the facts of the data too.
    """

    recipe: Callable[[Any], Recipe]
    graphs: Callable[[Networks, Any, Any], tuple[Graph, ...]]
    finish: Callable[[Networks, Any, Any], None] | None = None
    batches: Callable[[Dealing], BatchSource] = augmented_pictures


RECIPES: dict[str, Kind] = {
    "image_classification": Kind(
        image_classification.ImageClassification, image_classification.graphs, image_classification.fit_confidence
    ),
    "adversarial": Kind(adversarial.Adversarial, adversarial.graphs, batches=plain_pictures),
    "audio_classification": Kind(
        audio_classification.AudioClassification,
        audio_classification.graphs,
        audio_classification.fit_confidence,
        sound_batches,
    ),
    "language_modelling": Kind(
        language_modelling.LanguageModelling, language_modelling.graphs, batches=language_modelling.running_text
    ),
    "restoration": Kind(restoration.Restoration, restoration.graphs),
    "speech_synthesis": Kind(
        speech_synthesis.speech_synthesis, speech_synthesis.graphs, batches=speech_synthesis.spectrograms
    ),
    "text_classification": Kind(
        text_classification.TextClassification,
        text_classification.graphs,
        text_classification.fit_confidence,
        labelled_texts,
    ),
    "translation": Kind(translation.Translation, translation_graphs.graphs, batches=pair_batches),
    "variational": Kind(variational.Variational, variational.graphs),
}
