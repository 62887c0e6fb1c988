"""What the networks of a training must know of its data: found out before they are built, and again for the export."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from trainer.catalog import DocumentedModel
from trainer.contract.hyperparameters import (
    Hyperparameters,
    PretrainedTextHyperparameters,
    TextClassifierHyperparameters,
    TextHyperparameters,
)
from trainer.contract.speech_pictures import WINDOW
from trainer.contract.tokenization import Tokenizer
from trainer.contract.writing import write_by_rename
from trainer.datasets.dataset import Dataset
from trainer.datasets.needs import PictureNeeds, SoundNeeds
from trainer.datasets.vocabularies import texts_of, train_vocabulary
from trainer.export.job import TOKENIZER, read_tokenizer
from trainer.networks.facts import DataFacts, SoundFacts, TextFacts
from trainer.pretrained import kept_body, take_checkpoint

FACTS_PICTURES = 5000
"""Enough for statistics of small patches; of larger pictures as many as have as many bytes as these of 32 x 32."""
FACTS_BYTES = FACTS_PICTURES * 32 * 32 * 3


def facts_of(
    model: DocumentedModel, hyperparameters: Hyperparameters, dataset: Dataset, folder: Path
) -> DataFacts | TextFacts | SoundFacts:
    """What the networks must know of the data; a tokenizer is kept in `folder`, and taken from there if it is."""
    if isinstance(hyperparameters, TextHyperparameters):
        return TextFacts(len(dataset.label_names), _kept_tokenizer(hyperparameters, dataset, folder))
    if isinstance(hyperparameters, PretrainedTextHyperparameters):
        if kept_body(folder) is None:
            take_checkpoint(hyperparameters.checkpoint, folder)
        return _text_facts(len(dataset.label_names), folder)
    needs = model.needs(msgspec.structs.asdict(hyperparameters))
    if isinstance(needs, SoundNeeds):
        window = getattr(hyperparameters, "window", WINDOW)
        return SoundFacts(len(dataset.label_names), dataset.train.rate, window)
    assert isinstance(needs, PictureNeeds)
    images = dataset.train.images
    count = min(FACTS_PICTURES, max(1, FACTS_BYTES // images[0].nbytes))
    return DataFacts(len(dataset.label_names), needs.step, mean_picture(images), some_of_all(images, count))


def some_of_all(images: np.ndarray, count: int) -> np.ndarray:
    """At most `count` pictures that lie evenly over all: folders are read class by class. Out of a file into memory."""
    return np.array(images[:: -(-len(images) // count)])


def facts_for_export(
    model: DocumentedModel, hyperparameters: Mapping[str, Any], classes: int, folder: Path
) -> DataFacts | TextFacts | SoundFacts:
    """What a graph must know of the data, of the job in `folder`."""
    needs = model.needs(hyperparameters)
    if isinstance(needs, PictureNeeds):
        return DataFacts(classes, needs.step)
    if isinstance(needs, SoundNeeds):
        return SoundFacts(classes, needs.rate, int(hyperparameters.get("window", WINDOW)))
    return _text_facts(classes, folder)


def mean_picture(images: np.ndarray) -> np.ndarray:
    """The mean of uint8 [N,H,W] or [N,H,W,3], float32 of one picture's shape from 0 to 1."""
    return (images.mean(axis=0, dtype=np.float64) / 255.0).astype(np.float32)


def _text_facts(classes: int, folder: Path) -> TextFacts:
    """What is kept in the folder of a run or a job."""
    return TextFacts(classes, Tokenizer(read_tokenizer(folder) or ""), kept_body(folder))


def _kept_tokenizer(hyperparameters: TextHyperparameters, dataset: Dataset, folder: Path) -> Tokenizer:
    content = read_tokenizer(folder)
    if content is None:
        texts = texts_of(dataset.train)
        folded = isinstance(hyperparameters, TextClassifierHyperparameters)  # nothing is written with its tokens
        content = train_vocabulary(texts, hyperparameters.tokens, hyperparameters.vocabulary, folded=folded)
        write_by_rename(folder / TOKENIZER, content.encode())
    return Tokenizer(content)
