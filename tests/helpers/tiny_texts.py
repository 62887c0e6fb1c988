"""Small made-up sets of texts, as easy to learn as the tiny pictures are."""

from pathlib import Path

import numpy as np

from trainer.datasets.dataset import Dataset, Examples, Origin
from trainer.datasets.needs import DataKind
from trainer.datasets.texts import RunningText, SentencePairs, Texts

ORIGIN = Origin(name="own-texts", licence="MIT", licence_class="free", source="")
LABELS = ("negative", "positive")
_TELLING = (("dull", "poor", "bleak"), ("bright", "fine", "warm"))
_FILLERS = ("the", "a", "house", "day", "river", "and", "then", "we", "saw", "it", "again", "stone")


def tiny_sentences(count: int, seed: int = 0) -> Texts:
    """Sentences of three to nine words, of which one tells the label."""
    random = np.random.default_rng(seed)
    labels = random.permutation(np.arange(count) % 2).astype(np.int64)
    texts = []
    for label in labels:
        words = list(random.choice(_FILLERS, random.integers(2, 9)))
        words.insert(random.integers(0, len(words) + 1), random.choice(_TELLING[label]))
        texts.append(" ".join(words))
    return Texts(tuple(texts), labels)


def tiny_examples(kind: DataKind, count: int, seed: int = 0) -> Examples:
    """Texts of any kind; pairs are sentences and their words in another order."""
    texts = tiny_sentences(count, seed)
    if kind == "sentence-pairs":
        return SentencePairs(texts.texts, tuple(" ".join(reversed(text.split())) for text in texts.texts))
    return RunningText(tuple(f"{text}.\n" for text in texts.texts)) if kind == "running-text" else texts


def tiny_text_dataset(kind: DataKind = "labelled-texts", train: int = 200, validation: int = 40) -> Dataset:
    """A data set in memory."""
    names = LABELS if kind == "labelled-texts" else ()
    return Dataset(ORIGIN, tiny_examples(kind, train), tiny_examples(kind, validation, 1), names, "0" * 64)


def write_tiny_table(path: Path, count: int = 300) -> str:
    """Labelled sentences as a table; what `--data` would name."""
    texts = tiny_sentences(count)
    rows = [f"{text},{LABELS[label]}" for text, label in zip(texts.texts, texts.labels, strict=True)]
    path.write_text("\n".join(["text,label", *rows]) + "\n", encoding="utf-8")
    return str(path)
