"""The hyperparameters of networks that write."""

from typing import Annotated, Literal

from trainer.contract.hyperparameters.common import NETWORK, Hyperparameters
from trainer.contract.hyperparameters.text_networks import Dropout, Heads, Layers, Positions, QKNorm, Width
from trainer.contract.settings import Setting
from trainer.contract.text import Text

WritingTokens = Literal["characters", "bpe"]


class LanguageModelHyperparameters(Hyperparameters, frozen=True, kw_only=True):
    """Networks that foretell the next token of a text."""

    tokens: Annotated[
        WritingTokens,
        Setting(
            title=Text("Tokens", "词元"),
            help=Text(
                "What a text is made of: single characters, or frequent pieces of words (byte-pair encoding).",
                "文本的基本单位：单个字符，或常见的词片段（字节对编码）。",
            ),
            group=NETWORK,
        ),
    ] = "characters"
    vocabulary: Annotated[
        int,
        Setting(
            title=Text("Vocabulary", "词表大小"),
            help=Text(
                "How many tokens there may be; characters beyond it are unknown.",
                "词元的最大数目；超出的字符视为未知。",
            ),
            group=NETWORK,
            minimum=8,
            maximum=65_536,
            scale="log",
        ),
    ] = 4096
    context: Annotated[
        int,
        Setting(
            title=Text("Context", "上下文长度"),
            help=Text(
                "Tokens of one piece of text while training, and how far back the network looks when it writes.",
                "训练时每段文本的词元数，也是写作时网络回看的范围。",
            ),
            group=NETWORK,
            minimum=8,
            maximum=4096,
            scale="log",
        ),
    ] = 128
    width: Width = 128
    layers: Layers = 2
    dropout: Dropout = 0.0
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
    """Writing with a decoder-only transformer."""

    heads: Heads = 4
    positions: Positions = "rotary"
    qk_norm: QKNorm = True
