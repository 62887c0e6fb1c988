"""The hyperparameters of networks that read or write text."""

from typing import Annotated, Literal

from trainer.contract.hyperparameters.classifier import ClassWeighting, Folds, LabelSmoothing
from trainer.contract.hyperparameters.common import NETWORK, REGULARISATION, Hyperparameters
from trainer.contract.hyperparameters.text_networks import Dropout, Heads, Layers, Positions, Width
from trainer.contract.settings import Setting
from trainer.contract.text import Text

TOKENS = Text("Tokens", "词元")

TokenKind = Literal["bpe", "characters", "characters-bigrams"]


Longest = Annotated[
    int,
    Setting(
        title=Text("Longest text", "最长文本"),
        help=Text(
            "Tokens that the network sees at once; longer texts are read in pieces.",
            "网络一次能看到的词元数；更长的文本分段读取。",
        ),
        group=TOKENS,
        minimum=8,
        maximum=2048,
        scale="log",
    ),
]


class TextHyperparameters(Hyperparameters, frozen=True, kw_only=True):
    """What every training on texts has in common."""

    tokens: Annotated[
        TokenKind,
        Setting(
            title=Text("Kind of tokens", "词元种类"),
            help=Text(
                "bpe: frequent pieces of words (byte-pair encoding), for languages with spaces. characters: single "
                "ones. characters-bigrams: also frequent pairs of them, for Chinese.",
                "bpe：常见的词片段（字节对编码），适合有空格的语言。characters：单个字符。"
                "characters-bigrams：另含常见的双字组合，适合中文。",
            ),
            group=TOKENS,
        ),
    ] = "bpe"
    vocabulary: Annotated[
        int,
        Setting(
            title=Text("Vocabulary", "词表大小"),
            help=Text(
                "How many tokens there may be; they are learnt from the training texts.",
                "词元的最大数目；从训练文本中学得。",
            ),
            group=TOKENS,
            minimum=8,
            maximum=65_536,
            scale="log",
        ),
    ] = 8192
    dropout: Dropout = 0.0


class TextClassifierHyperparameters(TextHyperparameters, frozen=True, kw_only=True):
    """Text classification by a Transformer encoder."""

    longest: Longest = 128
    folds: Folds = 0
    label_smoothing: LabelSmoothing = 0.0
    class_weights: ClassWeighting = "off"
    unknown_words: Annotated[
        float,
        Setting(
            title=Text("Unknown words", "未知词"),
            help=Text(
                "Share of the tokens that are hidden at each step, so that the network leans on no single word; "
                "0 is off.",
                "每步隐去的词元比例，使网络不依赖个别词语；0 为关闭。",
            ),
            group=REGULARISATION,
            minimum=0.0,
            maximum=0.9,
        ),
    ] = 0.0
    width: Width = 128
    layers: Layers = 2
    heads: Heads = 4
    positions: Positions = "rotary"


class NgramClassifierHyperparameters(TextClassifierHyperparameters, frozen=True, kw_only=True):
    """Text classification by a Transformer encoder of runs of tokens."""

    ngrams: Annotated[
        int,
        Setting(
            title=Text("Longest n-gram", "最长 n 元组"),
            help=Text(
                "The encoder reads runs of up to so many tokens; they help where texts are few.",
                "编码器读取至多这么长的连续词元；文本较少时有帮助。",
            ),
            group=NETWORK,
            minimum=1,
            maximum=8,
        ),
    ] = 5
    ngram_rows: Annotated[
        int,
        Setting(
            title=Text("Rows for n-grams", "n 元组表行数"),
            help=Text(
                "Rows of the table into which n-grams fall by a hash; more take more room and get less mixed up.",
                "n 元组经哈希落入的表的行数；越多占用越大，混淆越少。",
            ),
            group=NETWORK,
            minimum=256,
            maximum=1_048_576,
            scale="log",
        ),
    ] = 65_536
