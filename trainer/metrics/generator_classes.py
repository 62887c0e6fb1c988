"""Whether generated pictures show the classes that they should, as a judge reads them that knows these classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from trainer.contract.card import Metric
from trainer.contract.text import Text
from trainer.metrics import generation
from trainer.metrics.classification import accuracy
from trainer.metrics.generation import COVERED, SURE
from trainer.metrics.material import Material
from trainer.metrics.real_pictures import RealPictures


@dataclass(frozen=True)
class ReadPictures:
    """Generated pictures as the judge reads them: `read` int64 [N] numbers of labels, `sure` how often it is sure.

    `asked` int64 [N] holds the labels that they were asked to show; None where nothing was asked for.
    """

    read: np.ndarray
    sure: float
    asked: np.ndarray | None


def labels_asked_for(
    labels: Sequence[str], names: Sequence[str], training: np.ndarray, count: int
) -> np.ndarray | None:
    """The number in `names` of the class that each of `count` samples is asked for, in a shuffled order.

    Classes come as often as among the `training` labels [N]: asked for evenly, even perfect pictures would lie apart
    from real ones as a set. None where the generator has no labels, or others than the data.
    """
    if not labels or not set(labels) <= set(names):
        return None
    known = np.array([list(names).index(label) for label in labels], dtype=np.int64)
    pool = training[np.isin(training, known)]
    pool = pool if len(pool) else known
    quantiles = np.sort(pool)[(np.arange(count) + 0.5).astype(np.int64) * len(pool) // count]
    return np.asarray(quantiles[np.argsort(np.random.Philox(key=0).random_raw(count), kind="stable")])


def class_metrics(
    material: Material, real: RealPictures, generated: ReadPictures, baseline: ReadPictures, baseline_title: Text
) -> list[Metric]:
    """label_agreement where labels were asked for, classes covered, their shares, and how sure the judge is."""
    names, labels = material.split.label_names, material.split.examples.labels
    real_shares = generation.class_shares(labels, len(names))
    values, of_baseline = (_values(each, real, real_shares) for each in (generated, baseline))
    table = _table(real, real_shares)
    return [
        material.metric(
            name, title, values[name], unit, direction, n=len(generated.read), baseline=of_baseline[name],
            baseline_title=baseline_title, note=note,
        )
        for name, (title, unit, direction, note) in table.items()
        if name in values
    ]  # fmt: skip


def _values(pictures: ReadPictures, real: RealPictures, real_shares: np.ndarray) -> dict[str, float]:
    shares = generation.class_shares(pictures.read, len(real_shares))
    values = {
        "classes_covered": float(generation.classes_covered(shares, real_shares)),
        "smallest_class_share": float(shares.min()),
        "largest_class_share": float(shares.max()),
        "class_divergence": generation.divergence_from_uniform(shares),
        "sure_share": pictures.sure,
        "sure_share_ratio": pictures.sure / max(real.sure_share, 1e-12),
    }
    if pictures.asked is not None:
        values["label_agreement"] = accuracy(pictures.asked, pictures.read)
    return values


def _table(
    real: RealPictures, real_shares: np.ndarray
) -> dict[str, tuple[Text, str, Literal["higher", "lower"], Text | None]]:
    as_read = Text("as the judge reads them", "按评判模型的识别")
    divergence = generation.divergence_from_uniform(real_shares)
    return {
        "label_agreement": (
            Text("Pictures read as the label asked for", "识别结果与要求标签一致"), "share", "higher",
            Text(f"real pictures: {100 * real.accuracy:.2f} %", f"真实图片：{100 * real.accuracy:.2f} %"),
        ),
        "classes_covered": (
            Text("Classes that come up", "出现的类别数"), f"of {len(real_shares)}", "higher",
            Text(f"at least {COVERED} times as often as in real pictures", f"频率不低于真实图片的 {COVERED} 倍"),
        ),
        "smallest_class_share": (Text("Share of the rarest class", "最少见类别的占比"), "share", "higher", as_read),
        "largest_class_share": (
            Text("Share of the most frequent class", "最常见类别的占比"), "share", "lower", as_read,
        ),
        "class_divergence": (
            Text("KL divergence of the classes from equal shares", "类别分布与均匀分布的 KL 散度"), "nats", "lower",
            Text(f"real pictures: {divergence:.4f}", f"真实图片：{divergence:.4f}"),
        ),
        "sure_share": (
            Text(f"Judge surer than {SURE}", f"评判置信度高于 {SURE} 的占比"), "share", "higher",
            Text(f"real pictures: {100 * real.sure_share:.2f} %", f"真实图片：{100 * real.sure_share:.2f} %"),
        ),
        "sure_share_ratio": (
            Text(f"Judge surer than {SURE}, against real", f"置信度高于 {SURE} 的占比（相对真实图片）"),
            "ratio", "higher", Text("1 is as often as with real pictures", "1 表示与真实图片相同"),
        ),
    }  # fmt: skip
