"""What a denoiser repairs: PSNR and SSIM gained over the damaged pictures, beside a median filter's."""

from dataclasses import dataclass

import numpy as np

from trainer.contract.card import MAIN_ROLE, Metric, ModelCard
from trainer.contract.pipelines.image_to_image import RESTORED
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.text import Text
from trainer.datasets.damage import DAMAGES, Damage
from trainer.metrics.material import Material, Reached, part_of
from trainer.metrics.picture_quality import psnr, ssim
from trainer.metrics.real_pictures import some_of

BASELINE = Text("median filter", "中值滤波")
SEED = 20_262
"""Of the damage; trainings draw theirs from other seeds."""
VALIDATION_SEED = SEED + 1
MEDIAN_SIZES = (1, 3, 5, 7)
"""Sides of the filter's window in pixels; 1 leaves a picture as it is."""
MOST_FOR_CHOICE = 1000
_BATCH = 500


@dataclass(frozen=True)
class Quality:
    """Means over the pictures: PSNR in dB, SSIM."""

    psnr: float
    ssim: float


def report_restoration(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    """psnr_gain and ssim_gain for each damage. Raises Cancelled."""
    metrics = []
    for number, (name, damage) in enumerate(DAMAGES.items()):
        part = part_of(reached, number / len(DAMAGES), (number + 1) / len(DAMAGES))
        metrics += _measure(name, damage, run, material, part)
    return metrics


def median_filter(images: np.ndarray, size: int) -> np.ndarray:
    """Each pixel replaced by the median of the `size` x `size` pixels round it; uint8 [N,H,W] or [N,H,W,3]."""
    from scipy import ndimage

    return np.asarray(ndimage.median_filter(images, size=(1, size, size, *[1] * (images.ndim - 3))))


def _measure(name: str, damage: Damage, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    size = _best_median(damage, material)
    reached(0.1)
    images = material.split.examples.images
    damaged = damage.apply(images, SEED, 0)
    before = _quality(damaged, images)
    reached(0.3)
    restored = _restore(run, damaged, part_of(reached, 0.3, 0.8))
    after, filtered = _quality(restored, images), _quality(median_filter(damaged, size), images)
    reached(1.0)
    return _metrics(material, name, damage, (before, after, filtered), size)


def _metrics(
    material: Material, name: str, damage: Damage, qualities: tuple[Quality, Quality, Quality], size: int
) -> list[Metric]:
    before, after, filtered = qualities
    n = len(material.split.examples)
    window = f"{size}x{size}"
    values = [
        ("psnr", Text("PSNR", "PSNR"), "dB", ".2f", before.psnr, after.psnr, filtered.psnr),
        ("ssim", Text("SSIM", "SSIM"), "", ".3f", before.ssim, after.ssim, filtered.ssim),
    ]
    return [
        material.metric(
            f"{measure}_gain_{name}",
            Text(f"{title.en} gained, {damage.title.en}", f"{title.zh} 提升：{damage.title.zh}"),
            restored - damaged, unit, "higher", n=n, baseline=by_median - damaged, baseline_title=BASELINE,
            note=Text(
                f"from {damaged:{form}} to {restored:{form}}; the filter is {window}, chosen on validation pictures",
                f"从 {damaged:{form}} 到 {restored:{form}}；滤波窗口 {window}，在验证图片上选定",
            ),
        )
        for measure, title, unit, form, damaged, restored, by_median in values
    ]  # fmt: skip


def _best_median(damage: Damage, material: Material) -> int:
    """The size of window that restores validation pictures best."""
    images = some_of(material.training.validation, MOST_FOR_CHOICE).images
    damaged = damage.apply(images, VALIDATION_SEED, 0)
    return max(MEDIAN_SIZES, key=lambda size: float(psnr(median_filter(damaged, size), images).mean()))


def _restore(run: RunGraph, damaged: np.ndarray, reached: Reached) -> np.ndarray:
    parts = []
    for start in range(0, len(damaged), _BATCH):
        parts.append(run(MAIN_ROLE, {"images": damaged[start : start + _BATCH]})[RESTORED])
        reached(min(start + _BATCH, len(damaged)) / len(damaged))
    return np.concatenate(parts)


def _quality(pictures: np.ndarray, originals: np.ndarray) -> Quality:
    return Quality(float(psnr(pictures, originals).mean()), float(ssim(pictures, originals).mean()))
