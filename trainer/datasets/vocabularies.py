"""Trains tokenizers: the vocabulary of a data set, as the JSON text that goes into the model card."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from trainer.contract.hyperparameters.texts import TokenKind
from trainer.contract.tokenization import SPECIAL_TOKENS, WORD_ENDS
from trainer.datasets.dataset import Examples
from trainer.datasets.texts import RunningText, SentencePairs, Texts

PIECE = 100_000
"""Characters of a long text that are looked at in one go."""
LEAST_OFTEN = 2
"""A pair of tokens that comes less often is not made a token."""


def train_vocabulary(texts: Sequence[str], kind: TokenKind, size: int, *, folded: bool = False) -> str:
    """The JSON text of a tokenizer with at most `size` tokens; the same for the same texts.

    `bpe` is byte-level byte-pair encoding (Sennrich, Haddow, Birch 2016, arXiv 1508.07909), which knows every text.
    `characters` has one token a character, `characters-bigrams` also the most frequent pairs of characters that no
    space or punctuation parts, which does without a word segmenter. A `folded` one makes no difference between capitals
    and small letters, wide and narrow signs, or more and fewer spaces; texts do not come back from it as they were.
    """
    import tokenizers
    from tokenizers import decoders, models, normalizers

    tokenizer: Any
    if kind == "bpe":
        tokenizer = tokenizers.Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = _byte_level(folded)
        tokenizer.decoder = decoders.ByteLevel()
    elif kind == "characters":
        tokenizer = tokenizers.Tokenizer(models.BPE(unk_token=SPECIAL_TOKENS[1]))
        tokenizer.decoder = decoders.Fuse()
    else:
        tokenizer = tokenizers.Tokenizer(models.BPE(unk_token=SPECIAL_TOKENS[1]))
        tokenizer.pre_tokenizer = _word_ends(folded)
        tokenizer.decoder = decoders.Fuse()
    if folded:
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    if kind == "characters":
        tokenizer.model = _characters(texts, size, tokenizer.normalizer)
        tokenizer.add_special_tokens(list(SPECIAL_TOKENS))
    else:
        tokenizer.train_from_iterator(_pieces(texts), _trainer(kind, size))
    return str(tokenizer.to_str())


def texts_of(examples: Examples) -> list[str]:
    """All texts among examples; of pairs, both sides."""
    if isinstance(examples, SentencePairs):
        return [*examples.sources, *examples.targets]
    if isinstance(examples, RunningText):
        return list(examples.parts)
    assert isinstance(examples, Texts)
    return list(examples.texts)


def _byte_level(folded: bool) -> Any:
    from tokenizers import pre_tokenizers as parts

    if not folded:
        return parts.ByteLevel(add_prefix_space=False)
    return parts.Sequence(
        [parts.WhitespaceSplit(), parts.Punctuation(), parts.ByteLevel(add_prefix_space=True, use_regex=False)]
    )


def _word_ends(folded: bool) -> Any:
    from tokenizers import Regex
    from tokenizers import pre_tokenizers as parts

    split = parts.Split(Regex(WORD_ENDS), "isolated")
    return parts.Sequence([parts.WhitespaceSplit(), split]) if folded else split


def _trainer(kind: TokenKind, size: int) -> Any:
    from tokenizers import pre_tokenizers, trainers

    usual: dict[str, Any] = {
        "vocab_size": size,
        "special_tokens": list(SPECIAL_TOKENS),
        "min_frequency": LEAST_OFTEN,
        "show_progress": False,
    }
    if kind == "bpe":
        return trainers.BpeTrainer(initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), **usual)
    return trainers.BpeTrainer(max_token_length=2, limit_alphabet=size - len(SPECIAL_TOKENS), **usual)


def _characters(texts: Sequence[str], size: int, normaliser: Any) -> Any:
    from tokenizers import models

    counts: Counter[str] = Counter()
    for piece in _pieces(texts):
        counts.update(normaliser.normalize_str(piece) if normaliser else piece)
    most_frequent = sorted(counts, key=lambda sign: (-counts[sign], sign))[: size - len(SPECIAL_TOKENS)]
    tokens = [*SPECIAL_TOKENS, *most_frequent]
    return models.BPE({token: number for number, token in enumerate(tokens)}, [], unk_token=SPECIAL_TOKENS[1])


def _pieces(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        for start in range(0, len(text), PIECE):
            yield text[start : start + PIECE]
