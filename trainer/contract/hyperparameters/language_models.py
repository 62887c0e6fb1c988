"""The hyperparameters of networks that write."""

from typing import Annotated

from trainer.contract.hyperparameters.common import NETWORK
from trainer.contract.hyperparameters.text_networks import Heads, Layers, Positions, QKNorm, Width
from trainer.contract.hyperparameters.texts import TOKENS, TextHyperparameters
from trainer.contract.settings import Setting
from trainer.contract.text import Text


class LanguageModelHyperparameters(TextHyperparameters, frozen=True, kw_only=True):
    """Networks that foretell the next token of a text."""

    context: Annotated[
        int,
        Setting(
            title=Text("Context", "上下文长度"),
            help=Text(
                "Tokens of one piece of text while training, and how far back the network looks when it writes.",
                "训练时每段文本的词元数，也是写作时网络回看的范围。",
            ),
            group=TOKENS,
            minimum=8,
            maximum=4096,
            scale="log",
        ),
    ] = 128
    width: Width = 128
    layers: Layers = 2
    tied: Annotated[
        bool,
        Setting(
            title=Text("Tied embeddings", "共享词嵌入"),
            help=Text(
                "The vectors that stand for tokens on the way in also score them on the way out.",
                "表示输入词元的向量也用于输出端打分。",
            ),
            group=NETWORK,
        ),
    ] = False


class LSTMHyperparameters(LanguageModelHyperparameters, frozen=True, kw_only=True):
    """Writing with an LSTM."""

    embedding: Annotated[
        int,
        Setting(
            title=Text("Embedding", "词嵌入维度"),
            help=Text(
                "Numbers that stand for one token; embeddings can be tied only if they are as wide as the network.",
                "表示一个词元的数字个数；只有与网络同宽时才能共享词嵌入。",
            ),
            group=NETWORK,
            minimum=4,
            maximum=4096,
        ),
    ] = 64


class WritingTransformerHyperparameters(LanguageModelHyperparameters, frozen=True, kw_only=True):
    """Writing with a decoder-only Transformer."""

    heads: Heads = 4
    positions: Positions = "rotary"
    qk_norm: QKNorm = True
