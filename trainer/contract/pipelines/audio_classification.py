"""Sounds in, labels with probabilities out; a long recording is read word by word, or window by window."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import msgspec
import numpy as np

from trainer.contract import sound_errors
from trainer.contract.card import MAIN_ROLE, ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.results import LabelScore, Refusal, SoundPart, SoundReading
from trainer.contract.sound_files import mono, sound_blocks
from trainer.contract.text import Text
from trainer.contract.utterances import SHORTEST, Span, fitted, levels, utterances, windows_within

BATCH = 64
DIGITS = frozenset("0123456789")

Blocks = Callable[[], Iterable[np.ndarray]]
"""Gives a sound in blocks, float32 [n] each, as often as it is asked."""


class AudioClassification:
    """Reads sounds with the main graph of a model. Memory stays bounded however long they are."""

    def __init__(self, card: ModelCard, run: RunGraph) -> None:
        if card.audio is msgspec.UNSET or not card.labels:
            raise WorkshopError(
                "model-invalid",
                Text("The model card does not say how to feed it sounds.", "模型卡片没有说明如何输入声音。"),
                Text("Export the model again.", "请重新导出模型。"),
            )
        self._card = card
        self._run = run
        self.rate, self._window = card.audio.rate, card.audio.window
        self._unsure_below = card.classification.unsure_below if card.classification else 0.0

    def classify_source(self, source: Path | bytes | np.ndarray) -> SoundReading | Refusal:
        """The reading of one sound: a file, its bytes, or samples [n] or [n, channels] at the model's `rate`.

        Never raises WorkshopError: a sound that cannot be read, or holds nothing to hear, gives a Refusal.
        """
        blocks: Blocks
        if isinstance(source, np.ndarray):
            samples = mono(source)
            blocks = lambda: [samples]  # noqa: E731
        else:
            blocks = partial(sound_blocks, source, self.rate)
        try:
            return self._read(blocks)
        except WorkshopError as error:
            return Refusal(error)

    def probabilities(self, waves: Sequence[np.ndarray]) -> np.ndarray:
        """float32 [N, labels] of recordings float32 [n], of each the mean over its parts; even for silence."""
        owners: list[int] = []
        pieces: list[np.ndarray] = []
        for number, wave in enumerate(waves):
            spans = self._spans([wave])[0] or [Span(0, len(wave))]
            owners += [number] * len(spans)
            pieces += [wave[span.start : span.end] for span in spans]
        values = self._run_all(pieces)
        sums = np.zeros((len(waves), values.shape[1]), dtype=np.float64)
        np.add.at(sums, owners, values)
        return (sums / np.bincount(owners, minlength=len(waves))[:, None]).astype(np.float32)

    def _read(self, blocks: Blocks) -> SoundReading:
        spans, count = self._spans(blocks())
        if count < SHORTEST * self.rate:
            raise sound_errors.too_short(count / self.rate, SHORTEST)
        if not spans:
            raise sound_errors.silence()
        values = self._run_all(cut(blocks(), spans))
        parts = tuple(self._part(span, row) for span, row in zip(spans, values, strict=True))
        number = self._number(parts)
        labels, unsure = _of_number(number, parts) if number else self._labels(values.mean(axis=0))
        return SoundReading(labels, unsure, parts, count / self.rate, number)

    def _spans(self, blocks: Iterable[np.ndarray]) -> tuple[list[Span], int]:
        """The pieces that are read one by one, and the number of samples."""
        squares, count = levels(blocks, self.rate)
        found = utterances(squares, count, self.rate)
        return [piece for span in found for piece in windows_within(span, self._window)], count

    def _run_all(self, pieces: Iterable[np.ndarray]) -> np.ndarray:
        """Probabilities, float32 [N, labels], in batches."""
        found, batch = [np.empty((0, len(self._card.labels)), dtype=np.float32)], []
        for piece in pieces:
            batch.append(fitted(piece, self._window))
            if len(batch) == BATCH:
                found.append(self._run(MAIN_ROLE, {"waves": np.stack(batch)})["probabilities"])
                batch.clear()
        if batch:
            found.append(self._run(MAIN_ROLE, {"waves": np.stack(batch)})["probabilities"])
        return np.concatenate(found)

    def _part(self, span: Span, probabilities: np.ndarray) -> SoundPart:
        labels, unsure = self._labels(probabilities)
        return SoundPart(labels, unsure, span.start / self.rate, span.end / self.rate)

    def _labels(self, probabilities: np.ndarray) -> tuple[tuple[LabelScore, ...], bool]:
        order = np.argsort(-probabilities, kind="stable")
        labels = tuple(LabelScore(self._card.labels[index], float(probabilities[index])) for index in order)
        return labels, labels[0].score < self._unsure_below

    def _number(self, parts: Sequence[SoundPart]) -> str:
        """What a row of digits reads as; empty for a single one, and where the labels are no digits."""
        if len(parts) < 2 or not DIGITS.issuperset(self._card.labels):
            return ""
        return "".join(part.label for part in parts)


def _of_number(number: str, parts: Sequence[SoundPart]) -> tuple[tuple[LabelScore, ...], bool]:
    """A number is as sure as the least sure of its digits."""
    return (LabelScore(number, min(part.score for part in parts)),), any(part.unsure for part in parts)


def cut(blocks: Iterable[np.ndarray], spans: Sequence[Span]) -> Iterator[np.ndarray]:
    """The samples of each of the `spans`, whose starts ascend, out of a sound in blocks."""
    held, first = np.empty(0, dtype=np.float32), 0
    waiting = list(reversed(spans))
    for block in blocks:
        held = np.concatenate([held, block])
        while waiting and waiting[-1].end <= first + len(held):
            span = waiting.pop()
            yield held[span.start - first : span.end - first]
        if not waiting:
            return
        passed = min(max(0, waiting[-1].start - first), len(held))
        held, first = held[passed:], first + passed
