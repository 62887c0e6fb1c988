"""The hyperparameters of networks of sound."""

from typing import Annotated

from trainer.contract.hyperparameters.classifier import ClassWeighting, Folds, LabelSmoothing
from trainer.contract.hyperparameters.common import AUGMENTATION, LENGTH, NETWORK, Hyperparameters
from trainer.contract.settings import Setting
from trainer.contract.text import Text

Speakers = Annotated[
    str,
    Setting(
        title=Text("Speakers", "说话人"),
        help=Text(
            "Names of those who are learnt from, with commas between them; empty takes all.",
            "从哪些说话人学习，名字之间用逗号分隔；留空表示全部。",
        ),
        group=LENGTH,
    ),
]


class SoundHyperparameters(Hyperparameters, frozen=True, kw_only=True):
    """What every training on sounds has in common."""

    window: Annotated[
        int,
        Setting(
            title=Text("Window", "窗口长度"),
            help=Text(
                "Samples that the network hears at once, 8,000 a second; longer sounds are read in pieces.",
                "网络一次听到的采样数（每秒 8,000 个）；更长的声音分段读取。",
            ),
            group=NETWORK,
            minimum=2048,
            maximum=65_536,
            scale="log",
        ),
    ] = 8192


class SoundClassifierHyperparameters(SoundHyperparameters, frozen=True, kw_only=True):
    """Sound classification by a small convolutional network."""

    speakers: Speakers = ""
    folds: Folds = 0
    label_smoothing: LabelSmoothing = 0.0
    class_weights: ClassWeighting = "off"
    width: Annotated[
        int,
        Setting(
            title=Text("Width", "宽度"),
            help=Text(
                "Maps of the first convolution; those behind it have up to four times as many.",
                "第一层卷积的通道数；之后各层最多为其四倍。",
            ),
            group=NETWORK,
            minimum=8,
            maximum=256,
        ),
    ] = 32
    dropout: Annotated[
        float,
        Setting(
            title=Text("Dropout", "随机失活"),
            help=Text(
                "Share of the features left out at each step, before the last layer; 0 is off.",
                "最后一层之前每步随机丢弃的特征比例；0 为关闭。",
            ),
            group=NETWORK,
            minimum=0.0,
            maximum=0.9,
        ),
    ] = 0.0
    speed: Annotated[
        float,
        Setting(
            title=Text("Speed", "变速"),
            help=Text(
                "Recordings are played slower or faster, and so lower or higher, by up to this share; 0 is off.",
                "录音最多按此比例变慢或变快（音高随之变化）；0 为关闭。",
            ),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=0.5,
        ),
    ] = 0.0
    warp: Annotated[
        float,
        Setting(
            title=Text("Voice", "变声"),
            help=Text(
                "What is heard is stretched along the frequencies, as by another throat, and along the time, each by "
                "up to this share; 0 is off.",
                "声谱沿频率方向（如同换一个人的声道）和时间方向各自最多拉伸这一比例；0 为关闭。",
            ),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=0.5,
        ),
    ] = 0.0
    shift: Annotated[
        float,
        Setting(
            title=Text("Shift", "移位"),
            help=Text("Recordings are moved by up to so many seconds; 0 is off.", "录音最多移动的秒数；0 为关闭。"),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=1.0,
        ),
    ] = 0.0
    noise: Annotated[
        float,
        Setting(
            title=Text("Noise", "噪声"),
            help=Text(
                "Share of the recordings that noise is added to, from hardly heard to 5 dB below the voice; 0 is off.",
                "加入噪声的录音比例，噪声从几乎听不见到比人声低 5 分贝；0 为关闭。",
            ),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=1.0,
        ),
    ] = 0.0
    room: Annotated[
        float,
        Setting(
            title=Text("Microphone and room", "麦克风与房间"),
            help=Text(
                "Share of the recordings that sound as through another microphone, with other highs and lows, and in "
                "another room, with an echo; 0 is off.",
                "听起来像换了麦克风（高低音不同）和房间（带回声）的录音比例；0 为关闭。",
            ),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=1.0,
        ),
    ] = 0.0
    gain: Annotated[
        float,
        Setting(
            title=Text("Overdrive", "过载"),
            help=Text(
                "Share of the recordings that are too loud for their microphone and cut off; 0 is off.",
                "因音量过大而被削波的录音比例；0 为关闭。",
            ),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=1.0,
        ),
    ] = 0.0
    masked_bands: Annotated[
        int,
        Setting(
            title=Text("Masked frequencies", "频率遮挡"),
            help=Text(
                "Up to so many of 40 bands of frequencies are hidden, twice (SpecAugment); 0 is off.",
                "在 40 个频带中两次随机遮去最多这么多个（SpecAugment）；0 为关闭。",
            ),
            group=AUGMENTATION,
            minimum=0,
            maximum=20,
        ),
    ] = 0
    masked_time: Annotated[
        float,
        Setting(
            title=Text("Masked time", "时间遮挡"),
            help=Text(
                "Up to this share of the window is hidden, twice (SpecAugment); 0 is off.",
                "在窗口中两次随机遮去最多这一比例的时间（SpecAugment）；0 为关闭。",
            ),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=0.5,
        ),
    ] = 0.0
