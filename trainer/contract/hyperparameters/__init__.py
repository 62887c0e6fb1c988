"""The hyperparameters of every kind of network, one kind a file."""

from trainer.contract.hyperparameters.adversarial import (
    AdversarialHyperparameters,
    AdversarialLoss,
    ConvolutionalAdversarialHyperparameters,
    OwnPicturesAdversarialHyperparameters,
    ResidualAdversarialHyperparameters,
)
from trainer.contract.hyperparameters.classifier import ClassifierHyperparameters
from trainer.contract.hyperparameters.common import Activation, Hyperparameters, Optimiser, Precision, Schedule
from trainer.contract.hyperparameters.digit_classifier import DigitClassifierHyperparameters
from trainer.contract.hyperparameters.photographs import (
    OwnPicturesHyperparameters,
    PhotographClassifierHyperparameters,
    ResNetHyperparameters,
    SmallPhotographHyperparameters,
    TransformerClassifierHyperparameters,
)
from trainer.contract.hyperparameters.restoration import RestorationHyperparameters
from trainer.contract.hyperparameters.variational import VariationalHyperparameters

__all__ = [
    "Activation",
    "AdversarialHyperparameters",
    "AdversarialLoss",
    "ClassifierHyperparameters",
    "ConvolutionalAdversarialHyperparameters",
    "DigitClassifierHyperparameters",
    "Hyperparameters",
    "Optimiser",
    "OwnPicturesAdversarialHyperparameters",
    "OwnPicturesHyperparameters",
    "PhotographClassifierHyperparameters",
    "Precision",
    "ResNetHyperparameters",
    "ResidualAdversarialHyperparameters",
    "RestorationHyperparameters",
    "Schedule",
    "SmallPhotographHyperparameters",
    "TransformerClassifierHyperparameters",
    "VariationalHyperparameters",
]
