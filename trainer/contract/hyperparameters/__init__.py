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
from trainer.contract.hyperparameters.language_models import (
    LanguageModelHyperparameters,
    LSTMHyperparameters,
    WritingTransformerHyperparameters,
)
from trainer.contract.hyperparameters.photographs import (
    OwnPicturesHyperparameters,
    PhotographClassifierHyperparameters,
    ResNetHyperparameters,
    SmallPhotographHyperparameters,
    TransformerClassifierHyperparameters,
)
from trainer.contract.hyperparameters.pictures import PictureHyperparameters
from trainer.contract.hyperparameters.pretrained_texts import PretrainedTextHyperparameters
from trainer.contract.hyperparameters.restoration import RestorationHyperparameters
from trainer.contract.hyperparameters.sounds import SoundClassifierHyperparameters, SoundHyperparameters
from trainer.contract.hyperparameters.speech import SpeechAdversarialHyperparameters, SpeechGenerator
from trainer.contract.hyperparameters.texts import (
    NgramClassifierHyperparameters,
    TextClassifierHyperparameters,
    TextHyperparameters,
    TokenKind,
)
from trainer.contract.hyperparameters.translation import (
    Seq2SeqHyperparameters,
    TranslationHyperparameters,
    TranslationTransformerHyperparameters,
)
from trainer.contract.hyperparameters.variational import VariationalHyperparameters

__all__ = [
    "Activation",
    "AdversarialHyperparameters",
    "AdversarialLoss",
    "ClassifierHyperparameters",
    "ConvolutionalAdversarialHyperparameters",
    "DigitClassifierHyperparameters",
    "Hyperparameters",
    "LSTMHyperparameters",
    "LanguageModelHyperparameters",
    "NgramClassifierHyperparameters",
    "Optimiser",
    "OwnPicturesAdversarialHyperparameters",
    "OwnPicturesHyperparameters",
    "PhotographClassifierHyperparameters",
    "PictureHyperparameters",
    "Precision",
    "PretrainedTextHyperparameters",
    "ResNetHyperparameters",
    "ResidualAdversarialHyperparameters",
    "RestorationHyperparameters",
    "Schedule",
    "Seq2SeqHyperparameters",
    "SmallPhotographHyperparameters",
    "SoundClassifierHyperparameters",
    "SoundHyperparameters",
    "SpeechAdversarialHyperparameters",
    "SpeechGenerator",
    "TextClassifierHyperparameters",
    "TextHyperparameters",
    "TokenKind",
    "TransformerClassifierHyperparameters",
    "TranslationHyperparameters",
    "TranslationTransformerHyperparameters",
    "VariationalHyperparameters",
    "WritingTransformerHyperparameters",
]
