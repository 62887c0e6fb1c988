"""How much each class counts in the loss where some have many more pictures than others."""

import numpy as np

from trainer.contract.hyperparameters.classifier import ClassWeights

BETA = 0.999
"""Of the effective number: beyond about 1 / (1 - beta) pictures more of them tell nothing new."""


def class_weights(labels: np.ndarray, classes: int, kind: ClassWeights) -> np.ndarray | None:
    """float32 [K], with a mean of 1 over the pictures of `labels` [N]; None where all classes count alike.

    `balanced` weighs a class by 1 / n of its pictures, `effective-number` by (1 - beta) / (1 - beta**n) (Cui, Jia, Lin,
    Song, Belongie 2019, arXiv 1901.05555). A class without pictures weighs nothing.
    """
    if kind == "off":
        return None
    counts = np.bincount(labels, minlength=classes).astype(np.float64)
    amounts = counts if kind == "balanced" else (1.0 - BETA**counts) / (1.0 - BETA)
    weights = np.divide(1.0, amounts, out=np.zeros_like(counts), where=counts > 0)
    return (weights * counts.sum() / (weights * counts).sum()).astype(np.float32)
