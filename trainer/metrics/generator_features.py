"""How near generated pictures come to real ones as sets, on the features of a judge that is always named."""

import numpy as np

from trainer.contract.card import Metric
from trainer.contract.text import Text
from trainer.metrics import generation
from trainer.metrics.generation import NEIGHBOURS
from trainer.metrics.judge import Judged
from trainer.metrics.material import Material
from trainer.metrics.real_pictures import CONTROL_SIGMA, RealPictures


def feature_metrics(
    material: Material, judge: str, real: RealPictures, generated: Judged, baseline: Judged, baseline_title: Text
) -> list[Metric]:
    """Frechet distance with its floor and control, density and coverage; `judge` is the name of whose features."""
    n, real_n = len(generated.features), len(real.features)
    as_many = min(n, real_n)  # more samples than real pictures would reach them all, whatever they look like
    frechet, baseline_frechet = (_frechet(each.features, real) for each in (generated, baseline))
    near, baseline_near = (
        generation.density_and_coverage(real.features, real.radii, each.features[:as_many])
        for each in (generated, baseline)
    )
    control = max(real.control, 1e-12)
    neighbours = Text(f"k = {NEIGHBOURS}; about 1 for real pictures", f"k = {NEIGHBOURS}；真实图片约为 1")
    return [
        material.metric(
            "frechet", _title("Frechet distance", "弗雷歇距离", judge),
            frechet, "", "lower", n=n, baseline=baseline_frechet, baseline_title=baseline_title,
            note=Text(f"{n:,} generated against {real_n:,} real pictures", f"{n:,} 张生成图片对 {real_n:,} 张真实图片"),
        ),
        material.metric(
            "frechet_to_control",
            _title("Frechet distance over the control's", "弗雷歇距离与对照之比", judge),
            frechet / control, "ratio", "lower", n=n, baseline=baseline_frechet / control,
            baseline_title=baseline_title,
            note=Text("the control is real pictures with noise", "对照为加噪的真实图片"),
        ),
        material.metric(
            "density", _title("Density", "密度", judge), near.density, "ratio", "higher",
            n=as_many, baseline=baseline_near.density, baseline_title=baseline_title, note=neighbours,
        ),
        material.metric(
            "coverage", _title("Coverage", "覆盖率", judge), near.coverage, "share",
            "higher", n=as_many, baseline=baseline_near.coverage, baseline_title=baseline_title, note=neighbours,
        ),
        *_scale(material, judge, real),
    ]  # fmt: skip


def _scale(material: Material, judge: str, real: RealPictures) -> list[Metric]:
    """What the Frechet distance is of real pictures, and of spoilt ones."""
    n = len(real.features)
    return [
        material.metric(
            "frechet_floor",
            _title("Frechet distance, real against real", "弗雷歇距离：真实对真实", judge),
            real.floor, "", "none", n=n, note=Text("training against held-out pictures", "训练图片对留出图片"),
        ),
        material.metric(
            "frechet_control",
            _title("Frechet distance, real with noise", "弗雷歇距离：加噪的真实图片", judge),
            real.control, "", "none", n=n,
            note=Text(
                f"Gaussian noise, sigma {CONTROL_SIGMA} of the pixels' range",
                f"高斯噪声，标准差为像素范围的 {CONTROL_SIGMA}",
            ),
        ),
    ]  # fmt: skip


def _title(en: str, zh: str, judge: str) -> Text:
    """A figure of features is named for them: on those of another judge it is another figure."""
    return Text(f"{en}, {judge} features", f"{zh}（{judge} 特征）")


def _frechet(features: np.ndarray, real: RealPictures) -> float:
    statistics = generation.feature_statistics(features), generation.feature_statistics(real.features)
    return generation.frechet_distance(*statistics)
