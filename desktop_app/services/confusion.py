"""What a classifier takes for what, from the figures of its card."""

from dataclasses import dataclass

import msgspec
import numpy as np

from desktop_app.services.number_table import NumberTable
from trainer.contract.card import Metric, ModelCard
from trainer.metrics.classification import class_scores


@dataclass(frozen=True)
class Confusion:
    """`counts` int64 [classes, classes]: how often a picture of the row's label was read as the column's."""

    labels: tuple[str, ...]
    counts: np.ndarray
    metric: Metric

    def table(self, corner: str) -> NumberTable:
        """One row for each label, with its name in the first column, which is called `corner`."""
        return NumberTable((corner, *self.labels), (self.labels, *self.counts.T))

    def scores(self) -> list[tuple[str, int, float, float, float]]:
        """Label, pictures, precision, recall and F1 of each label."""
        scores = class_scores(self.counts)
        columns = (self.counts.sum(axis=1), scores.precision, scores.recall, scores.f1)
        return list(zip(self.labels, *(column.tolist() for column in columns), strict=True))


def confusion_of(card: ModelCard) -> Confusion | None:
    """The confusion matrix of a classifier, None where its evaluation left none."""
    for metric in card.metrics:
        if metric.confusion is not msgspec.UNSET and len(metric.confusion) == len(card.labels):
            return Confusion(card.labels, np.array(metric.confusion, dtype=np.int64), metric)
    return None
