"""The figures of a generator of speech, beside a Gaussian per class and real recordings.

The judge is a classifier of another architecture that learnt from other speakers. Real recordings are those of the
generator's own speakers: those of its training part, and the held-out ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from trainer.contract.card import Metric, ModelCard
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.pipelines.text_to_audio import TextToAudio, trimmed
from trainer.contract.speech_pictures import speech_pictures
from trainer.contract.text import Text
from trainer.datasets.dataset import Pictures
from trainer.datasets.sounds import Sounds
from trainer.datasets.speakers import of_speakers, spoken_by
from trainer.metrics import generation
from trainer.metrics.baselines import gaussian_per_class
from trainer.metrics.classification import accuracy
from trainer.metrics.generation import NEIGHBOURS
from trainer.metrics.generator_pictures import picture_metrics
from trainer.metrics.griffin_lim import sounds_of_pictures
from trainer.metrics.judge import Judged
from trainer.metrics.material import Material, Reached, part_of
from trainer.metrics.real_pictures import nearest_of_real
from trainer.metrics.sound_judge import SoundJudge

GENERATED = 500
SIMPLE = 200
"""Words of the baseline, whose sound is made without a graph and takes longer."""
SEED = 0
BASELINE = Text("a Gaussian for each class", "每个类别一个高斯分布")


@dataclass(frozen=True)
class _Heard:
    """Words as the judge hears them: its features [N,D], the numbers of the labels it hears, and those asked for."""

    features: np.ndarray
    read: np.ndarray
    labels: np.ndarray


def report_speech(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    """The figures of 500 words of seed 0, of all labels in turn.

    label_agreement and lowest_label_agreement, within_class_distance, density and coverage by the judge; the diversity
    of spectrograms, and their distances to those of the training. Raises Cancelled.
    """
    material = _own_speakers(material, str(card.training.hyperparameters.get("speakers", "")))
    pipeline = TextToAudio(card, run)
    said = pipeline.labels_of(GENERATED)
    waves = _speak(pipeline, said, part_of(reached, 0.0, 0.5))
    names = material.split.label_names
    labels = np.array([names.index(label) if label in names else -1 for label in said], dtype=np.int64)
    train = _pictures(material.training.train)
    metrics: list[Metric] = []
    if isinstance(material.judge, SoundJudge) and material.judge.knows(names):
        metrics += _judged(material, material.judge, waves, labels, train, part_of(reached, 0.5, 0.9))
    else:
        material.announce(
            Text(
                "There is no judge that knows these words, so the figures that need one are left out.",
                "没有认识这些词的评判模型，因此略去需要它的指标。",
            )
        )
    seen = replace(
        material,
        split=replace(material.split, examples=_pictures(material.split.examples)),
        training=replace(material.training, train=train),
    )
    nearest = nearest_of_real(seen.split.examples, train)
    reached(1.0)
    asked = labels if pipeline.labels else None
    return [*metrics, *picture_metrics(seen, speech_pictures(tuple(waves), pipeline.rate), asked, nearest)]


def _judged(
    material: Material,
    judge: SoundJudge,
    waves: list[np.ndarray],
    labels: np.ndarray,
    train: Pictures,
    reached: Reached,
) -> list[Metric]:
    names, sounds = material.split.label_names, material.split.examples
    pictures, baseline_labels = gaussian_per_class(train.images, train.labels, SIMPLE, SEED)
    simple = sounds_of_pictures(pictures, sounds.rate)
    reached(0.6)
    real = _heard(judge, names, sounds.waves, sounds.labels)
    generated = _heard(judge, names, waves, labels)
    baseline = _heard(judge, names, list(simple), baseline_labels)
    reached(1.0)
    return [*_agreement(material, real, generated, baseline), *_likeness(material, judge, real, generated, baseline)]


def _agreement(material: Material, real: _Heard, generated: _Heard, baseline: _Heard) -> list[Metric]:
    """Nothing where nothing was asked for."""
    if (generated.labels < 0).any():
        return []
    names = material.split.label_names
    values = [accuracy(each.labels, each.read) for each in (generated, baseline, real)]
    by_label = [_by_label(each, len(names)) for each in (generated, baseline)]
    listed = ", ".join(f"{name} {share:.2f}" for name, share in zip(names, by_label[0], strict=True))
    n = len(generated.labels)
    return [
        material.metric(
            "label_agreement", Text("Words heard as the label asked for", "识别结果与要求标签一致的词"), values[0],
            "share", "higher", n=n, baseline=values[1], baseline_title=BASELINE,
            note=Text(f"real recordings: {100 * values[2]:.2f} %", f"真实录音：{100 * values[2]:.2f} %"),
        ),
        material.metric(
            "lowest_label_agreement", Text("The same for the hardest label", "最难标签的同一比例"), by_label[0].min(),
            "share", "higher", n=n, baseline=by_label[1].min(), baseline_title=BASELINE, note=Text(listed, listed),
        ),
    ]  # fmt: skip


def _likeness(material: Material, judge: SoundJudge, real: _Heard, generated: _Heard, baseline: _Heard) -> list[Metric]:
    """Within-class distances, density and coverage, of as many generated as real words."""
    count = min(len(generated.features), len(real.features))
    radii = generation.neighbour_radii(real.features)
    near, baseline_near = (
        generation.density_and_coverage(real.features, radii, each.features[:count]) for each in (generated, baseline)
    )
    spread, baseline_spread, real_spread = (_spread(each) for each in (generated, baseline, real))
    note = Text(f"k = {NEIGHBOURS}; about 1 for real recordings", f"k = {NEIGHBOURS}；真实录音约为 1")
    kept = {"n": count, "baseline_title": BASELINE, "note": note}
    features = Text(f", {judge.name} features", f"（{judge.name} 特征）")
    return [
        material.metric(
            "within_class_distance",
            Text(f"Distance within the classes, against real{features.en}", f"类内距离与真实录音之比{features.zh}"),
            spread / max(real_spread, 1e-12), "ratio", "none", n=len(generated.features),
            baseline=baseline_spread / max(real_spread, 1e-12), baseline_title=BASELINE,
            note=Text("1 is as diverse as real recordings", "1 表示与真实录音同样多样"),
        ),
        material.metric(
            "density", Text(f"Density{features.en}", f"密度{features.zh}"), near.density, "ratio", "higher",
            baseline=baseline_near.density, **kept,  # type: ignore[arg-type]
        ),
        material.metric(
            "coverage", Text(f"Coverage{features.en}", f"覆盖率{features.zh}"), near.coverage, "share", "higher",
            baseline=baseline_near.coverage, **kept,  # type: ignore[arg-type]
        ),
    ]  # fmt: skip


def _heard(judge: SoundJudge, names: Sequence[str], waves: Sequence[np.ndarray], labels: np.ndarray) -> _Heard:
    judged: Judged = judge.look_at(waves)
    return _Heard(judged.features, judge.read(judged, names), labels)


def _by_label(heard: _Heard, count: int) -> np.ndarray:
    """The share of each label that is heard rightly, float64 [count]; 0 for one that never comes."""
    is_right = heard.read == heard.labels
    return np.array(
        [is_right[heard.labels == number].mean() if (heard.labels == number).any() else 0.0 for number in range(count)]
    )


def _spread(heard: _Heard) -> float:
    """The mean distance between two words of a class, averaged over the classes that have two."""
    found = []
    for number in np.unique(heard.labels):
        features = heard.features[heard.labels == number].astype(np.float64)
        if len(features) > 1:
            # The mean squared distance of all pairs is twice the variance.
            found.append(np.sqrt(2 * features.var(axis=0, ddof=1).sum()))
    return float(np.mean(found)) if found else 0.0


def _speak(pipeline: TextToAudio, labels: Sequence[str | None], reached: Reached) -> list[np.ndarray]:
    def go_on(done: int) -> bool:
        reached(done / len(labels))
        return True

    return pipeline.words(labels, SEED, keep_going=go_on)


def _own_speakers(material: Material, speakers: str) -> Material:
    """Those whom the generator learnt from; all where the data do not know them."""
    known = material.training.train.speaker_names
    if not set(filter(None, speakers.split(","))) <= set(known):
        return material
    split = replace(material.split, examples=spoken_by(material.split.examples, speakers))
    return replace(material, split=split, training=of_speakers(material.training, speakers))


def _pictures(sounds: Sounds) -> Pictures:
    words = tuple(trimmed(wave, sounds.rate) for wave in sounds.waves)
    return Pictures(speech_pictures(words, sounds.rate), sounds.labels)
