"""The hyperparameters of classifiers."""

from typing import Annotated, Literal

from trainer.contract.hyperparameters.common import AUGMENTATION, LENGTH, NETWORK, REGULARISATION
from trainer.contract.hyperparameters.pictures import PictureHyperparameters
from trainer.contract.settings import Setting
from trainer.contract.text import Text

ClassWeights = Literal["off", "balanced", "effective-number"]

Folds = Annotated[
    int,
    Setting(
        title=Text("Cross-validation", "交叉验证"),
        help=Text(
            "Before the network is trained, as many others are, each without another part of the examples, which "
            "it is tried on: mean and spread of their figures go into the model card; 0 is off.",
            "先训练这么多个网络，每个都留出不同的一部分样本用于检验；其指标的均值与离散程度写入模型卡片；0 为关闭。",
        ),
        group=LENGTH,
        minimum=0,
        maximum=20,
    ),
]

LabelSmoothing = Annotated[
    float,
    Setting(
        title=Text("Label smoothing", "标签平滑"),
        help=Text("Share of certainty given to the other classes; 0 is off.", "分给其他类别的确定性比例；0 为关闭。"),
        group=REGULARISATION,
        minimum=0.0,
        maximum=0.5,
    ),
]

ClassWeighting = Annotated[
    ClassWeights,
    Setting(
        title=Text("Class weights", "类别权重"),
        help=Text(
            "For classes with very different numbers of examples. Balanced lets each class count as much as any "
            "other; the effective number lets rare ones count more, but less so.",
            "用于各类样本数量悬殊的情况。“均衡”使每一类同等重要；“有效样本数”也提高少数类的权重，但较温和。",
        ),
        group=REGULARISATION,
    ),
]

Frozen = Annotated[
    bool,
    Setting(
        title=Text("Train the last layer alone", "只训练最后一层"),
        help=Text(
            "Keeps all weights that were taken over as they are; for few examples.",
            "沿用的权重保持不变；适合样本很少的情况。",
        ),
        group=NETWORK,
    ),
]

BatchNorm = Annotated[
    bool,
    Setting(
        title=Text("Batch normalisation", "批归一化"),
        help=Text(
            "Normalises what each convolution finds over the batch: larger learning rates, fewer epochs.",
            "对每个卷积层的输出在批内归一化：可用更大的学习率和更少的轮次。",
        ),
        group=NETWORK,
    ),
]
"""For the networks that can do without and with it."""


class ClassifierHyperparameters(PictureHyperparameters, frozen=True, kw_only=True):
    """Image classification."""

    folds: Folds = 0
    label_smoothing: LabelSmoothing = 0.0
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
    start_from: Annotated[
        str,
        Setting(
            title=Text("Start from", "从已有模型开始"),
            help=Text(
                "A model of the library, an exported file or a training, whose weights are taken over as far as they "
                "fit; empty starts anew.",
                "模型库中的模型、导出的文件或某次训练；凡相符的权重都会沿用；留空则从头开始。",
            ),
            group=NETWORK,
        ),
    ] = ""
    frozen: Frozen = False
    class_weights: ClassWeighting = "off"
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
    cutmix: Annotated[
        float,
        Setting(
            title=Text("CutMix", "图片拼贴（CutMix）"),
            help=Text(
                "Share of the steps at which each picture gets a rectangle of another one, and its label in "
                "proportion; 0 is off.",
                "以此比例的训练步，在每张图片上贴入另一张的一个矩形，标签按面积混合；0 为关闭。",
            ),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=1.0,
        ),
    ] = 0.0
    generated_model: Annotated[
        str,
        Setting(
            title=Text("Add generated pictures", "加入生成的图片"),
            help=Text(
                "A generator of the library whose pictures are added to the training part; empty adds none.",
                "用模型库中的这个生成器生成图片并加入训练集；留空则不加入。",
            ),
            group=AUGMENTATION,
        ),
    ] = ""
    generated_per_class: Annotated[
        int,
        Setting(
            title=Text("Generated pictures a class", "每类生成图片数"),
            help=Text("So many of each class.", "每个类别加入的图片数。"),
            group=AUGMENTATION,
            minimum=1,
            maximum=100_000,
            scale="log",
        ),
    ] = 500
    generated_labels: Annotated[
        str,
        Setting(
            title=Text("Generated classes", "生成的类别"),
            help=Text(
                "Which classes, divided by commas, such as 4, 9; empty is all.",
                "要生成的类别，用逗号分隔，例如 4, 9；留空为全部。",
            ),
            group=AUGMENTATION,
        ),
    ] = ""
