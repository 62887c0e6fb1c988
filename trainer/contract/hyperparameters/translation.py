"""The hyperparameters of networks that translate."""

from typing import Annotated, Literal

from trainer.contract.hyperparameters.classifier import LabelSmoothing
from trainer.contract.hyperparameters.common import NETWORK
from trainer.contract.hyperparameters.text_networks import Heads, Layers, Positions, Width
from trainer.contract.hyperparameters.texts import TOKENS, TextHyperparameters
from trainer.contract.settings import Setting
from trainer.contract.text import Text

AttentionKind = Literal["none", "multiplicative", "additive"]


class TranslationHyperparameters(TextHyperparameters, frozen=True, kw_only=True):
    """Translation; one vocabulary serves both languages."""

    longest: Annotated[
        int,
        Setting(
            title=Text("Longest sentence", "最长句子"),
            help=Text(
                "Tokens of a sentence in either language; pairs with more are not trained on, and longer texts are "
                "translated in pieces.",
                "一个句子（任一语言）的最大词元数；更长的句对不参与训练，更长的文本分段翻译。",
            ),
            group=TOKENS,
            minimum=8,
            maximum=1024,
            scale="log",
        ),
    ] = 100
    label_smoothing: LabelSmoothing = 0.1


class Seq2SeqHyperparameters(TranslationHyperparameters, frozen=True, kw_only=True):
    """Translation by an encoder-decoder LSTM."""

    embedding: Annotated[
        int,
        Setting(
            title=Text("Embedding", "词向量维数"),
            help=Text("Numbers that describe one token.", "描述一个词元的数字个数。"),
            group=NETWORK,
            minimum=8,
            maximum=2048,
        ),
    ] = 256
    width: Annotated[
        int,
        Setting(
            title=Text("Width", "宽度"),
            help=Text(
                "Numbers of an LSTM's state; with attention an even number, half for each direction of the encoder.",
                "LSTM 状态的数字个数；使用注意力时须为偶数，编码器每个方向各占一半。",
            ),
            group=NETWORK,
            minimum=8,
            maximum=4096,
        ),
    ] = 256
    layers: Layers = 1
    attention: Annotated[
        AttentionKind,
        Setting(
            title=Text("Attention", "注意力"),
            help=Text(
                "How the decoder looks back at the source: not at all (the article's form), by products (Luong) or by "
                "a small network (Bahdanau).",
                "解码器如何回看原文：不回看（文章的做法）、用内积（Luong），或用一个小网络（Bahdanau）。",
            ),
            group=NETWORK,
        ),
    ] = "multiplicative"


class TranslationTransformerHyperparameters(TranslationHyperparameters, frozen=True, kw_only=True):
    """Translation by a Transformer."""

    width: Width = 128
    heads: Heads = 4
    hidden: Annotated[
        int,
        Setting(
            title=Text("Hidden width", "隐藏层宽度"),
            help=Text("Width of the perceptron behind each attention.", "每个注意力层之后的感知机的宽度。"),
            group=NETWORK,
            minimum=8,
            maximum=16_384,
        ),
    ] = 256
    encoder_layers: Layers = 3
    decoder_layers: Layers = 3
    positions: Positions = "sinusoidal"
