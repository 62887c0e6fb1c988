from pathlib import Path

import numpy as np
import pytest

from trainer.contract.card import read_card
from trainer.contract.pipelines.image_to_image import ImageToImage
from trainer.datasets.idx import read_idx
from trainer.datasets.unknown_pictures import GROUPS, made_pictures
from trainer.evaluation import open_on_cpu
from trainer.metrics.anomaly import area_under_curve
from trainer.metrics.baselines import fit_linear_reconstruction
from trainer.metrics.picture_quality import psnr, ssim

SHIPPED = Path(__file__).parents[3] / "exported_models" / "digits-vae.onnx"


@pytest.fixture(scope="module")
def rebuild():
    card = read_card(SHIPPED)
    pipeline = ImageToImage(card, open_on_cpu(SHIPPED, card))
    return lambda images: pipeline.transform(images)


@pytest.fixture(scope="module")
def digits(test_data) -> np.ndarray:
    return read_idx(test_data / "mnist" / "t10k-images-idx3-ubyte.gz")[:1000]


@pytest.mark.parametrize(("group", "floor"), [("letters", 0.955), ("scribbles", 0.985), ("noise", 0.995)])
def test_the_shipped_autoencoder_tells_digits_from_what_is_none(rebuild, digits, group, floor):
    usual = [each.anomaly_score for each in rebuild(digits)]
    unusual = [each.anomaly_score for each in rebuild(made_pictures(group, 500, seed=77))]
    assert area_under_curve(np.array(usual), np.array(unusual)) > floor


def test_the_shipped_autoencoder_rebuilds_digits_better_than_pca(rebuild, digits):
    rebuilt = np.stack([each.after for each in rebuild(digits)])
    linear = fit_linear_reconstruction(digits, 20)(digits)  # fitted to the very pictures that it rebuilds
    assert ssim(rebuilt, digits).mean() > 0.9 > ssim(linear, digits).mean()
    assert psnr(rebuilt, digits).mean() > psnr(linear, digits).mean() + 4


@pytest.mark.parametrize("group", GROUPS)
def test_made_pictures_are_many_and_always_the_same(group):
    made = made_pictures(group, 40, seed=1)
    np.testing.assert_array_equal(made, made_pictures(group, 40, seed=1))
    assert len(np.unique(made.reshape(40, -1), axis=0)) == 40
    assert (made != made_pictures(group, 40, seed=2)).any()
    assert made.max(axis=(1, 2)).min() > 100
