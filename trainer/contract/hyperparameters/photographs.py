"""What makes sense for photographs and not for signs: a mirrored cat is a cat, a mirrored 2 is no 2.

A kind of network for photographs has these fields beside its others.
"""

from typing import Annotated

from trainer.contract.hyperparameters.classifier import BatchNorm, ClassifierHyperparameters
from trainer.contract.hyperparameters.common import AUGMENTATION, NETWORK
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


class SmallPhotographHyperparameters(PhotographClassifierHyperparameters, frozen=True, kw_only=True):
    """Classification of photographs by the small convolutional network."""

    batch_norm: BatchNorm = False


class ResNetHyperparameters(PhotographClassifierHyperparameters, frozen=True, kw_only=True):
    """Classification of photographs by a residual network of any width."""

    width: Annotated[
        float,
        Setting(
            title=Text("Width", "宽度"),
            help=Text(
                "Channels of every layer, as a share of the usual 64, 256, 256; half is four times faster.",
                "各层通道数，相对于通常的 64、256、256 的比例；减半约快四倍。",
            ),
            group=NETWORK,
            minimum=0.125,
            maximum=4.0,
        ),
    ] = 1.0
    mirror_average: Annotated[
        bool,
        Setting(
            title=Text("Look at the mirror image too", "同时查看镜像"),
            help=Text(
                "The answer is the mean of those for the picture and for its mirror image: a little better, and twice "
                "the work. Only where a mirrored picture shows the same.",
                "答案取原图与其镜像结果的平均：略好一些，计算量加倍。仅适用于镜像后含义不变的图片。",
            ),
            group=NETWORK,
        ),
    ] = False


class OwnPicturesHyperparameters(ResNetHyperparameters, frozen=True, kw_only=True):
    """Classification of a person's own photographs."""

    picture_size: Annotated[
        int,
        Setting(
            title=Text("Picture size", "图片尺寸"),
            help=Text(
                "Side in pixels to which every picture is brought; twice the side takes four times as long.",
                "每张图片统一缩放到的边长（像素）；边长加倍，用时约为四倍。",
            ),
            group=NETWORK,
            minimum=32,
            maximum=224,
        ),
    ] = 64


class TransformerClassifierHyperparameters(PhotographClassifierHyperparameters, frozen=True, kw_only=True):
    """Classification of photographs by a transformer."""

    layers: Annotated[
        int,
        Setting(
            title=Text("Layers", "层数"),
            help=Text("Encoder layers, each attention and a small perceptron.", "编码层数，每层含注意力和小型感知机。"),
            group=NETWORK,
            minimum=1,
            maximum=24,
        ),
    ] = 4
    width: Annotated[
        int,
        Setting(
            title=Text("Width", "宽度"),
            help=Text("Numbers that describe one patch; a multiple of 32.", "描述一个图块的数字个数，须为 32 的倍数。"),
            group=NETWORK,
            minimum=32,
            maximum=1024,
        ),
    ] = 128
