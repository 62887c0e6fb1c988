"""The hyperparameters of networks that repair pictures."""

from typing import Annotated, Literal

from trainer.contract.hyperparameters.common import NETWORK
from trainer.contract.hyperparameters.pictures import PictureHyperparameters
from trainer.contract.settings import Setting
from trainer.contract.text import Text

DAMAGE = Text("Damage", "损坏")

RestorationLoss = Literal["squared", "root", "log"]


class RestorationHyperparameters(PictureHyperparameters, frozen=True, kw_only=True):
    """Networks that repair pictures, which are damaged anew at every step; a strength of 0 leaves a damage out."""

    noise: Annotated[
        float,
        Setting(
            title=Text("Noise, at most", "噪声上限"),
            help=Text(
                "Largest standard deviation of the noise, on pixels from 0 to 1; 0 is off.",
                "噪声的最大标准差，像素取值 0 到 1；0 为关闭。",
            ),
            group=DAMAGE,
            minimum=0.0,
            maximum=1.0,
        ),
    ] = 0.5
    blur: Annotated[
        float,
        Setting(
            title=Text("Blur, at most", "模糊上限"),
            help=Text(
                "Largest standard deviation of the blur as a share of the picture's height; 0 is off.",
                "模糊的最大标准差，占图片高度的比例；0 为关闭。",
            ),
            group=DAMAGE,
            minimum=0.0,
            maximum=0.2,
        ),
    ] = 0.075
    holes: Annotated[
        int,
        Setting(
            title=Text("Holes, at most", "空洞上限"),
            help=Text("Largest number of holes in a picture; 0 is off.", "一张图片中空洞的最大个数；0 为关闭。"),
            group=DAMAGE,
            minimum=0,
            maximum=16,
        ),
    ] = 5
    reduction: Annotated[
        bool,
        Setting(
            title=Text("Reduction", "缩小"),
            help=Text("Pictures are reduced to half the size.", "图片缩小为一半。"),
            group=DAMAGE,
        ),
    ] = True
    second_damage: Annotated[
        float,
        Setting(
            title=Text("Two damages", "双重损坏"),
            help=Text(
                "Share of the pictures that are damaged in two ways at once; 0 is off.",
                "同时受到两种损坏的图片比例；0 为关闭。",
            ),
            group=DAMAGE,
            minimum=0.0,
            maximum=1.0,
        ),
    ] = 0.25
    loss: Annotated[
        RestorationLoss,
        Setting(
            title=Text("Loss", "损失函数"),
            help=Text(
                "What is made small of each picture: the mean squared error, its root, or its logarithm, which is "
                "PSNR. Root and logarithm give lightly damaged pictures more weight.",
                "对每张图片最小化的量：均方误差、其平方根或其对数（即 PSNR）。"
                "平方根和对数会给轻度损坏的图片更大的权重。",
            ),
            group=NETWORK,
        ),
    ] = "root"
    width: Annotated[
        int,
        Setting(
            title=Text("Width", "宽度"),
            help=Text(
                "Channels of the convolutions at half the size; inside there are a third more.",
                "半尺寸卷积层的通道数；内层多三分之一。",
            ),
            group=NETWORK,
            minimum=3,
            maximum=256,
        ),
    ] = 48
