"""Texts in, labels with probabilities out."""

from collections.abc import Callable, Sequence

import numpy as np

from trainer.contract import text_errors
from trainer.contract.card import MAIN_ROLE, ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.results import LabelScore, Refusal, TextReading
from trainer.contract.text import Text
from trainer.contract.tokenization import Tokenizer
from trainer.contract.windows import in_batches, mean_by_owner, windows_of

PORTION = 4096
"""Texts that are prepared in one go."""

KeepGoing = Callable[[int, int], bool]
"""Is told how many texts are done of how many; False ends the work."""


class TextClassification:
    """Reads texts with the main graph of a model; long ones in windows, whose mean is the answer."""

    def __init__(self, card: ModelCard, run: RunGraph) -> None:
        if card.text is None or card.tokenizer is None or not card.labels:
            raise WorkshopError(
                "model-invalid",
                Text("The model card does not say how to feed it texts.", "模型卡片没有说明如何输入文本。"),
                Text("Export the model again.", "请重新导出模型。"),
            )
        self._card = card
        self._run = run
        self._longest = card.text.longest
        self._unsure_below = card.classification.unsure_below if card.classification else 0.0
        self.tokenizer = Tokenizer(card.tokenizer)

    def classify_text(self, text: str) -> TextReading | Refusal:
        """The reading of one text; a Refusal for one without a sign in it."""
        return self.classify_texts([text])[0]

    def classify_texts(
        self, texts: Sequence[str], keep_going: KeepGoing = lambda done, total: True
    ) -> list[TextReading | Refusal]:
        """The reading of each text, of those of similar length together; fewer where `keep_going` says no."""
        results: list[TextReading | Refusal] = []
        for start in range(0, len(texts), PORTION):
            results += self._classify_portion(texts[start : start + PORTION])
            if not keep_going(len(results), len(texts)):
                break
        return results

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """float32 [N, labels], whatever the texts are."""
        return self._read(self.tokenizer.encode_batch(texts))[0]

    def _classify_portion(self, texts: Sequence[str]) -> list[TextReading | Refusal]:
        results: list[TextReading | Refusal] = [Refusal(text_errors.nothing_written())] * len(texts)
        numbers = [number for number, text in enumerate(texts) if text.strip()]
        if numbers:
            probabilities, windows = self._read(self.tokenizer.encode_batch([texts[number] for number in numbers]))
            orders = np.argsort(-probabilities, axis=1, kind="stable")
            scores = np.take_along_axis(probabilities, orders, axis=1)
            for number, order, row, count in zip(numbers, orders.tolist(), scores.tolist(), windows, strict=True):
                results[number] = self._reading(order, row, count)
        return results

    def _read(self, rows: Sequence[Sequence[int]]) -> tuple[np.ndarray, list[int]]:
        """Probabilities, float32 [N, labels], of texts as token ids, and how many windows each has."""
        frame = self.tokenizer.frame
        cut = [windows_of(row, self._longest, frame) for row in rows]
        counts = [len(each) for each in cut]
        flat = [window for each in cut for window in each]
        values = np.empty((len(flat), len(self._card.labels)), dtype=np.float32)
        for numbers, tokens in in_batches(flat, frame.padding):
            values[numbers] = self._run(MAIN_ROLE, {"tokens": tokens})["probabilities"]
        return mean_by_owner(values, np.repeat(np.arange(len(rows)), counts), len(rows)), counts

    def _reading(self, order: Sequence[int], scores: Sequence[float], windows: int) -> TextReading:
        """`order` numbers the labels, likeliest first; `scores` are theirs."""
        names = self._card.labels
        labels = tuple(LabelScore(names[index], score) for index, score in zip(order, scores, strict=True))
        return TextReading(labels, labels[0].score < self._unsure_below, windows)
