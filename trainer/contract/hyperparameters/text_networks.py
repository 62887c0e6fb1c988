"""What networks of texts have beside what every training has in common."""

from typing import Annotated, Literal

from trainer.contract.hyperparameters.common import NETWORK
from trainer.contract.settings import Setting
from trainer.contract.text import Text

PositionKind = Literal["sinusoidal", "learned", "rotary"]

Layers = Annotated[
    int,
    Setting(
        title=Text("Layers", "层数"),
        help=Text("How many layers lie upon each other.", "网络叠加的层数。"),
        group=NETWORK,
        minimum=1,
        maximum=48,
    ),
]
Heads = Annotated[
    int,
    Setting(
        title=Text("Heads", "注意力头数"),
        help=Text(
            "How many places of a text each token can look at in one layer; the width is divided among them.",
            "每个词元在一层中可同时关注的位置数；宽度由它们均分。",
        ),
        group=NETWORK,
        minimum=1,
        maximum=64,
    ),
]
Width = Annotated[
    int,
    Setting(
        title=Text("Width", "宽度"),
        help=Text(
            "Numbers that describe one token; twice the heads divides it.",
            "描述一个词元的数字个数，须能被头数的两倍整除。",
        ),
        group=NETWORK,
        minimum=8,
        maximum=4096,
    ),
]
Dropout = Annotated[
    float,
    Setting(
        title=Text("Dropout", "随机丢弃"),
        help=Text(
            "Share of the numbers between layers that is left out at random while training; 0 is off.",
            "训练时层间随机置零的比例；0 为关闭。",
        ),
        group=NETWORK,
        minimum=0.0,
        maximum=0.9,
    ),
]
Positions = Annotated[
    PositionKind,
    Setting(
        title=Text("Positions", "位置编码"),
        help=Text(
            "How the network knows where a token stands: waves added to it (the article's form), learned vectors, or "
            "queries and keys turned by the position (rotary).",
            "网络如何得知词元的位置：加上正弦波（文章的做法）、加上学得的向量，或按位置旋转查询与键（旋转编码）。",
        ),
        group=NETWORK,
    ),
]
QKNorm = Annotated[
    bool,
    Setting(
        title=Text("Normalise queries and keys", "归一化查询与键"),
        help=Text(
            "Keeps attention from growing too sharp, so that higher learning rates work.",
            "避免注意力过于尖锐，从而可以使用更大的学习率。",
        ),
        group=NETWORK,
    ),
]
