"""The table of recipes, by the names that the catalog uses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trainer.datasets.dataset import Pictures
from trainer.networks.facts import DataFacts
from trainer.recipes import adversarial, image_classification, restoration, variational
from trainer.training.recipe import Graph, Networks, Recipe


@dataclass(frozen=True)
class Kind:
    """A kind of network: how its recipe is made of a `Workbench`, and which graphs its networks are exported as.

    `augments` says that the recipe changes pictures itself, so that batches must come as they are.
    `finish`, where there is one, gives trained networks their last touch on validation pictures before the export.
    """

    recipe: Callable[[Any], Recipe]
    graphs: Callable[[Networks, Any, DataFacts], tuple[Graph, ...]]
    finish: Callable[[Networks, Pictures], None] | None = None
    augments: bool = False


RECIPES: dict[str, Kind] = {
    "image_classification": Kind(
        image_classification.ImageClassification, image_classification.graphs, image_classification.fit_confidence
    ),
    "adversarial": Kind(adversarial.Adversarial, adversarial.graphs, augments=True),
    "restoration": Kind(restoration.Restoration, restoration.graphs),
    "variational": Kind(variational.Variational, variational.graphs),
}
