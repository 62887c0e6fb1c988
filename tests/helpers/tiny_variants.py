"""A smaller file of the tiny classifier, by its card; what it computes is the same."""

from pathlib import Path
from typing import Any

from tests.helpers.cards import CLASSIFIER_CARD
from tests.helpers.tiny_models import tiny_classifier
from trainer.contract.card import Metric, Variant
from trainer.contract.text import Text

VARIANT = Variant(
    kind="int8",
    of=CLASSIFIER_CARD.model_id,
    of_name="digits-cnn",
    method=Text("for tests", "用于测试"),
    bytes=1000,
    original_bytes=4000,
    original_metrics={"accuracy": 0.95},
    times_faster=1.25,
    batch_sizes=(1, 64),
    threads=2,
    processor="test processor",
    date="2026-01-01",
)


def accuracy(value: float) -> Metric:
    """A share where more is better."""
    title = Text("Pictures read right", "正确率")
    return Metric(
        name="accuracy", title=title, value=value, unit="share", direction="higher", data="mnist", split="test", n=100
    )


def tiny_variant(folder: Path, name: str = "digits-cnn-int8", value: float = 0.949, **changes: Any) -> Path:
    """The file, with an accuracy of `value` where the original has 0.95."""
    card = {"model_id": "1" * 32, "variant": VARIANT, "metrics": (accuracy(value),)} | changes
    return tiny_classifier(folder, name, **card)
