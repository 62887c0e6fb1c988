"""The judge of generated speech: an exported classifier of sounds. It is never a training signal."""

from collections.abc import Sequence

import msgspec
import numpy as np

from trainer.contract.card import MAIN_ROLE, ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.text import Text
from trainer.contract.utterances import Span, fitted, levels, utterances
from trainer.metrics.judge import OTHER, Judged

_BATCH = 64


class SoundJudge:
    """A classifier and the SHA-256 of its graph. Raises WorkshopError `model-invalid` for a model of another task."""

    def __init__(self, card: ModelCard, run: RunGraph, sha256: str) -> None:
        if card.classification is None or card.audio is msgspec.UNSET:
            raise WorkshopError(
                "model-invalid",
                Text(
                    f"{card.name} cannot judge speech: it hears nothing.", f"{card.name} 无法评判语音：它不识别声音。"
                ),
                Text("Choose a classifier of sounds as the judge.", "请选择一个声音分类模型作为评判者。"),
            )
        self.name, self.sha256 = card.name, sha256
        self._run, self._labels = run, card.labels
        self._features = card.classification.features
        self._rate, self._window = card.audio.rate, card.audio.window

    def look_at(self, waves: Sequence[np.ndarray]) -> Judged:
        """What it thinks of words, float32 [n] each: of what stands out of the silence in them."""
        heard = [fitted(self._word(wave), self._window) for wave in waves]
        batches = [np.stack(heard[start : start + _BATCH]) for start in range(0, len(heard), _BATCH)]
        outputs = [self._run(MAIN_ROLE, {"waves": batch}) for batch in batches]
        return Judged(*(np.concatenate([each[name] for each in outputs]) for name in (self._features, "probabilities")))

    def knows(self, label_names: Sequence[str]) -> bool:
        """Whether these are classes of its own, so that its answers mean something for the data."""
        return set(label_names) <= set(self._labels)

    def read(self, judged: Judged, label_names: Sequence[str]) -> np.ndarray:
        """The number in `label_names`, all known, of what each word is heard as; `OTHER` for any other class."""
        numbers = np.full(len(self._labels), OTHER, dtype=np.int64)
        for number, name in enumerate(label_names):
            numbers[self._labels.index(name)] = number
        return np.asarray(numbers[judged.probabilities.argmax(axis=1)])

    def _word(self, wave: np.ndarray) -> np.ndarray:
        found = utterances(*levels([wave], self._rate), self._rate) or [Span(0, len(wave))]
        return wave[found[0].start : found[-1].end]
