"""The hyperparameters of classifiers."""

from typing import Annotated

from trainer.contract.hyperparameters.common import AUGMENTATION, REGULARISATION, Hyperparameters
from trainer.contract.settings import Setting
from trainer.contract.text import Text


class ClassifierHyperparameters(Hyperparameters, frozen=True, kw_only=True):
    """Image classification."""

    label_smoothing: Annotated[
        float,
        Setting(
            title=Text("Label smoothing", "标签平滑"),
            help=Text(
                "Share of certainty given to the other classes; 0 is off.", "分给其他类别的确定性比例；0 为关闭。"
            ),
            group=REGULARISATION,
            minimum=0.0,
            maximum=0.5,
        ),
    ] = 0.0
    dropout: Annotated[
        float,
        Setting(
            title=Text("Dropout", "随机失活"),
            help=Text(
                "Share of the features left out at each step, before the last layer; 0 is off.",
                "最后一层之前每步随机丢弃的特征比例；0 为关闭。",
            ),
            group=REGULARISATION,
            minimum=0.0,
            maximum=0.9,
        ),
    ] = 0.0
    mixup: Annotated[
        float,
        Setting(
            title=Text("Mixup", "图片混合（Mixup）"),
            help=Text(
                "Lays each picture over another one and mixes their labels alike; larger mixes more evenly; 0 is off.",
                "把每张图片与另一张叠加，标签按同样比例混合；数值越大混合越均匀；0 为关闭。",
            ),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=10.0,
        ),
    ] = 0.0
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
