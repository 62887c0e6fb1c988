from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from tests.helpers.cards import CLASSIFIER_CARD
from tests.helpers.tiny_models import changed
from trainer import evaluation
from trainer.contract.card import TensorSpec
from trainer.contract.metric_explanations import explanation_name
from trainer.datasets.damage import DAMAGES
from trainer.datasets.dataset import Dataset, Origin, Pictures, Split
from trainer.metrics import restoration_report
from trainer.metrics.material import Material
from trainer.metrics.restoration_report import SEED, median_filter, report_restoration

ORIGIN = Origin("blobs", "MIT", "free", "")


def blobs(count: int, seed: int) -> Pictures:
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:28, 0:28]
    centres = random.uniform(8, 20, (count, 2))
    squares = np.stack([(rows - down) ** 2 + (columns - across) ** 2 for down, across in centres])
    return Pictures((255 * (squares < 40)).astype(np.uint8), np.zeros(count, np.int64))


@pytest.fixture
def material() -> Material:
    training = Dataset(ORIGIN, blobs(20, 0), blobs(60, 1), ("blob",), "0" * 64)
    return Material(
        Split(ORIGIN, "test", blobs(700, 2), ("blob",), "1" * 64), training, None, Path(), lambda text: None
    )


def report(run, material):
    told = []
    metrics = report_restoration(CLASSIFIER_CARD, run, material, told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)
    assert all(metric.title.zh and metric.note_text.zh for metric in metrics)
    assert {explanation_name(metric.name) for metric in metrics} == {"psnr_gain", "ssim_gain"}
    return {metric.name: metric for metric in metrics}


def test_a_model_that_does_nothing_gains_nothing(material):
    found = report(lambda role, feeds: {"restored": feeds["images"]}, material)
    assert set(found) == {f"{measure}_gain_{damage}" for measure in ("psnr", "ssim") for damage in DAMAGES}
    for metric in found.values():
        assert metric.value == 0.0
        assert (metric.n, metric.baseline_name) == (700, "median filter")


def test_a_model_that_is_a_median_filter_equals_the_baseline(material):
    found = report(lambda role, feeds: {"restored": median_filter(feeds["images"], 3)}, material)
    noise = found["psnr_gain_noise"]
    assert "the filter is 3x3" in noise.note
    assert noise.value == pytest.approx(noise.baseline)
    assert noise.value > 4
    assert found["ssim_gain_noise"].value == pytest.approx(found["ssim_gain_noise"].baseline)


def test_the_filter_is_left_out_where_it_only_harms(material):
    stripes = np.zeros((40, 28, 28), np.uint8)
    stripes[:, ::4] = 255
    pictures = Pictures(stripes, np.zeros(40, np.int64))
    training = Dataset(ORIGIN, pictures, pictures, ("stripes",), "0" * 64)
    material = Material(Split(ORIGIN, "test", pictures, ("stripes",), ""), training, None, Path(), lambda text: None)
    blurred = report(lambda role, feeds: {"restored": feeds["images"]}, material)["psnr_gain_blur"]
    assert blurred.baseline >= 0.0


def test_a_perfect_model_gains_what_was_lost(material):
    originals = material.split.examples.images
    order = iter(np.tile(np.arange(700), len(DAMAGES)))

    def run(role, feeds):
        assert role == "main"
        return {"restored": np.stack([originals[next(order)] for _ in feeds["images"]])}

    found = report(run, material)
    damaged = DAMAGES["noise"].apply(originals, SEED, 0)
    mean_squares = ((damaged / 255 - originals / 255) ** 2).mean(axis=(1, 2))
    expected = 48.1308 - (-10 * np.log10(mean_squares)).mean()
    assert found["psnr_gain_noise"].value == pytest.approx(expected, abs=1e-3)
    assert found["ssim_gain_noise"].value > 0.5
    assert "to 1.000" in found["ssim_gain_holes"].note


def test_the_filter_mixes_neither_pictures_nor_colours():
    images = np.random.default_rng(0).integers(0, 256, (3, 12, 13, 3), dtype=np.uint8)
    filtered = median_filter(images, 3)
    for picture, result in zip(images, filtered, strict=True):
        for colour in range(3):
            np.testing.assert_array_equal(result[..., colour], ndimage.median_filter(picture[..., colour], size=3))


@pytest.mark.parametrize(("output", "expected"), [("restored", "restoration"), ("reconstructions", "autoencoder")])
def test_the_output_of_a_card_says_how_it_is_measured(material, monkeypatch, output, expected):
    monkeypatch.setattr(restoration_report, "report_restoration", lambda *given: "restoration")
    monkeypatch.setattr(evaluation, "report_autoencoder", lambda *given: "autoencoder")
    card = changed(CLASSIFIER_CARD, outputs=(TensorSpec(name=output, type="uint8", shape=("batch", 28, 28)),))
    assert evaluation.REPORTS["image-to-image"](card, None, material, None) == expected
