"""What every training on pictures has in common: how they are changed while it sees them."""

from typing import Annotated

from trainer.contract.hyperparameters.common import AUGMENTATION, Hyperparameters
from trainer.contract.settings import Setting
from trainer.contract.text import Text


class PictureHyperparameters(Hyperparameters, frozen=True, kw_only=True):
    """Augmentation of pictures."""

    shift: Annotated[
        float,
        Setting(
            title=Text("Shift", "平移"),
            help=Text("Pictures are moved by up to this many pixels; 0 is off.", "图片最多平移的像素数；0 为关闭。"),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=8.0,
        ),
    ] = 0.0
    rotate: Annotated[
        float,
        Setting(
            title=Text("Rotate", "旋转"),
            help=Text("Pictures are turned by up to this many degrees; 0 is off.", "图片最多旋转的角度；0 为关闭。"),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=45.0,
        ),
    ] = 0.0
    scale: Annotated[
        float,
        Setting(
            title=Text("Scale", "缩放"),
            help=Text("Pictures grow or shrink by up to this share; 0 is off.", "图片最多放大或缩小的比例；0 为关闭。"),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=0.5,
        ),
    ] = 0.0
    crop: Annotated[
        int,
        Setting(
            title=Text("Crop", "裁剪"),
            help=Text(
                "Pictures are moved by up to this many whole pixels, their border is mirrored; 0 is off.",
                "图片最多平移的整像素数，边缘以镜像填充；0 为关闭。",
            ),
            group=AUGMENTATION,
            minimum=0,
            maximum=32,
        ),
    ] = 0
    cutout: Annotated[
        int,
        Setting(
            title=Text("Cut-out", "随机遮挡"),
            help=Text(
                "Side in pixels of a square that is cut out of each picture; 0 is off.",
                "每张图片中被遮去的正方形的边长（像素）；0 为关闭。",
            ),
            group=AUGMENTATION,
            minimum=0,
            maximum=128,
        ),
    ] = 0
    stroke_width: Annotated[
        float,
        Setting(
            title=Text("Stroke width", "笔画粗细"),
            help=Text(
                "Share of the pictures whose strokes are made thinner or thicker; 0 is off.",
                "笔画被变细或变粗的图片比例；0 为关闭。",
            ),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=1.0,
        ),
    ] = 0.0
