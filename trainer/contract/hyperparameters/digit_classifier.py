"""What makes sense for readers of handwritten digits alone."""

from typing import Annotated

from trainer.contract.hyperparameters.classifier import BatchNorm, ClassifierHyperparameters
from trainer.contract.hyperparameters.common import AUGMENTATION, REGULARISATION
from trainer.contract.settings import Setting
from trainer.contract.text import Text


class DigitClassifierHyperparameters(ClassifierHyperparameters, frozen=True, kw_only=True):
    """Classification of handwritten digits."""

    batch_norm: BatchNorm = False
    unknown_share: Annotated[
        float,
        Setting(
            title=Text("Pictures of no class", "非类别图片"),
            help=Text(
                "So many letters, scribbles and the like are added to each batch (a share of it), to learn when to be "
                "unsure; 0 is off.",
                "每批中加入字母、涂鸦等图片的比例，让网络学会何时不确定；0 为关闭。",
            ),
            group=REGULARISATION,
            minimum=0.0,
            maximum=1.0,
        ),
    ] = 0.0
    flagged_ones: Annotated[
        float,
        Setting(
            title=Text("Ones with a flag", "带撇的 1"),
            help=Text(
                "So many ones with a flag or a foot drawn on are added to each batch (a share of it); 0 is off.",
                "每批中加入带撇或带横的 1 的比例；0 为关闭。",
            ),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=0.5,
        ),
    ] = 0.0
