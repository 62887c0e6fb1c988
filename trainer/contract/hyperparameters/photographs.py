"""What makes sense for photographs and not for signs: a mirrored cat is a cat, a mirrored 2 is no 2.

A kind of network for photographs has these fields beside its others.
"""

from typing import Annotated

from trainer.contract.hyperparameters.classifier import ClassifierHyperparameters
from trainer.contract.hyperparameters.common import AUGMENTATION
from trainer.contract.settings import Setting
from trainer.contract.text import Text

Flip = Annotated[
    bool,
    Setting(
        title=Text("Flip", "左右翻转"),
        help=Text(
            "Each picture is mirrored left to right in every other epoch. Not for letters and digits.",
            "每张图片隔一轮左右翻转一次。不适用于字母和数字。",
        ),
        group=AUGMENTATION,
    ),
]
ColourJitter = Annotated[
    float,
    Setting(
        title=Text("Colour jitter", "颜色抖动"),
        help=Text(
            "Brightness, contrast and saturation change by up to this share; 0 is off.",
            "亮度、对比度和饱和度变化的最大比例；0 为关闭。",
        ),
        group=AUGMENTATION,
        minimum=0.0,
        maximum=1.0,
    ),
]


class PhotographClassifierHyperparameters(ClassifierHyperparameters, frozen=True, kw_only=True):
    """Classification of photographs."""

    flip: Flip = False
    colour_jitter: ColourJitter = 0.0
