"""Coloured pictures, of a size that is the judge's or not; grey ones go the whole way in `test_evaluation`."""

import itertools

import numpy as np
import pytest

from tests.helpers.cards import CLASSIFIER_CARD, GENERATOR_CARD
from tests.helpers.tiny_models import changed
from trainer.contract.card import GenerationSpec, TensorSpec
from trainer.datasets.dataset import Dataset, Origin, Pictures, Split
from trainer.metrics import diversity, generator_report
from trainer.metrics.generator_classes import labels_asked_for
from trainer.metrics.generator_report import report_generator
from trainer.metrics.judge import OTHER, Judge, Judged
from trainer.metrics.material import Material

ORIGIN = Origin("lights", "MIT", "free", "")
COLOURS = ("red", "green", "blue")


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(generator_report, "GENERATED", 300)
    monkeypatch.setattr(diversity, "PAIRS", 90)


def lights(count: int, seed: int, side: int) -> Pictures:
    """Three labels: noise with a lot of red, green or blue."""
    random = np.random.default_rng(seed)
    labels = np.arange(count) % 3
    images = random.integers(0, 120, (count, side, side, 3))
    images[np.arange(count), :, :, labels] += 120
    return Pictures(images.astype(np.uint8), labels.astype(np.int64))


def colour_judge(labels: tuple[str, ...] = COLOURS) -> Judge:
    """Reads 32x32 pictures by their strongest colour; its features are eight means of each colour."""

    def run(role, feeds):
        images = feeds["images"]
        assert images.shape[1:] == (32, 32, 3)
        features = images.reshape(len(images), 2, 16, 4, 8, 3).mean(axis=(2, 4)).reshape(len(images), -1)
        logits = images.mean(axis=(1, 2)) - images.mean(axis=(1, 2, 3))[:, None]
        probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        return {"features": features.astype(np.float32), "probabilities": probabilities.astype(np.float32)}

    inputs = (TensorSpec(name="images", type="uint8", shape=("batch", 32, 32, 3)),)
    return Judge(changed(CLASSIFIER_CARD, name="lights-reader", inputs=inputs, labels=labels), run, "0" * 64)


def report(tmp_path, side, judge, images, labels=(), announce=lambda text: None):
    """The figures of a generator that draws `images` in their order; with `labels`, every third is of the same one."""
    parts = lights(200, 0, side), lights(60, 1, side), lights(120, 2, side)
    training = Dataset(ORIGIN, parts[0], parts[1], COLOURS, f"{side}")
    material = Material(Split(ORIGIN, "test", parts[2], COLOURS, f"{side}"), training, judge, tmp_path, announce)
    left = iter(images)
    of_label = [itertools.cycle(images[number::3]) for number in range(3)]

    def draw(role, feeds):
        if not labels:
            return {"images": np.stack([next(left) for _ in feeds["latent"]])}
        return {"images": np.stack([next(of_label[number]) for number in feeds["label_weights"].argmax(axis=1)])}

    card = changed(GENERATOR_CARD, generation=GenerationSpec(latent_size=4, labels=labels))
    metrics = report_generator(
        card,
        draw,
        material,
        lambda share: None,
    )
    return {metric.name: metric for metric in metrics}


def test_good_coloured_pictures_come_near_to_real_ones(tmp_path):
    found = report(tmp_path, 32, colour_judge(), lights(300, 9, 32).images, COLOURS)
    assert found["frechet"].value < 1.5 * found["frechet_floor"].value
    assert found["frechet"].title.en == "Frechet distance, lights-reader features"
    assert found["label_agreement"].value == 1.0
    assert found["classes_covered"].value == 3
    assert found["coverage"].value > 0.8
    assert found["smallest_class_diversity"].value == pytest.approx(1.0, abs=0.05)
    assert found["smallest_training_distance"].n == 120


def test_labels_that_are_not_drawn_show(tmp_path):
    images = lights(300, 9, 32).images[::-1]  # blue where red was asked for, and so on; the green ones fit
    found = report(tmp_path, 32, colour_judge(), images, COLOURS)
    assert found["label_agreement"].value == pytest.approx(1 / 3)
    assert found["label_agreement"].baseline > 0.9


def test_copies_of_training_pictures_show(tmp_path):
    train = lights(200, 0, 32).images
    found = report(tmp_path, 32, colour_judge(), np.concatenate([train, train])[:300])
    assert found["smallest_training_distance"].value == pytest.approx(0.0, abs=0.02)
    assert found["smallest_training_distance"].note == "120 of 120 samples are nearer than that"
    assert found["nearest_training_distance"].value < 0.1 * found["nearest_training_distance"].baseline


def test_one_picture_again_and_again_shows(tmp_path):
    found = report(tmp_path, 32, colour_judge(), np.repeat(lights(1, 9, 32).images, 300, axis=0))
    assert found["classes_covered"].value == 1
    assert found["class_divergence"].value == pytest.approx(np.log(3))
    assert found["coverage"].value < 0.1
    assert found["within_class_diversity"].value == pytest.approx(0.0, abs=1e-9)


def test_pictures_of_another_size_are_brought_to_the_judges(tmp_path):
    heard = []
    judge = colour_judge(("cat", "dog", "horse"))
    found = report(tmp_path, 64, judge, lights(300, 9, 64).images, announce=heard.append)
    assert found["frechet"].value < 1.5 * found["frechet_floor"].value
    assert "sure_share" not in found
    assert found["within_class_diversity"].value == pytest.approx(found["within_class_diversity"].baseline, rel=0.05)
    assert "lights-reader does not know" in heard[0].en


def test_a_judge_takes_grey_pictures_as_coloured_ones():
    grey = np.full((2, 32, 32), 200, np.uint8)
    seen = colour_judge().look_at(grey).features
    np.testing.assert_array_equal(seen, 200)


def test_a_judge_reads_other_classes_as_none():
    judge = colour_judge(("blue", "white", "red"))
    judged = Judged(np.zeros((3, 1)), np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]]))
    assert judge.knows(["red", "blue"])
    assert not judge.knows(COLOURS)
    assert judge.read(judged, ["red", "blue"]).tolist() == [1, OTHER, 0]


def test_labels_are_asked_for_as_often_as_training_has_them():
    training = np.repeat([0, 1, 2], [100, 300, 600])
    asked = labels_asked_for(("b", "a"), ("a", "b", "c"), training, 1000)
    assert asked is not None
    assert np.bincount(asked).tolist() == [250, 750]
    assert len(set(asked[:20])) == 2  # not sorted by class
    evenly = labels_asked_for(("b", "a"), ("a", "b"), np.array([], np.int64), 4)
    assert evenly is not None
    assert np.bincount(evenly).tolist() == [2, 2]
    assert labels_asked_for((), ("a",), training, 5) is None
    assert labels_asked_for(("a", "d"), ("a", "b"), training, 5) is None
