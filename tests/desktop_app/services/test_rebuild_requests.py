"""Pictures damaged on purpose before a model repairs them."""

import numpy as np
import pytest

from desktop_app.services.inference_requests import NeedsMore, Watch
from desktop_app.services.rebuild_requests import STRENGTHS, ChosenDamage, RebuildPicture, SampleDigit
from tests.helpers.cards import DENOISER_CARD
from trainer.contract.pipelines.image_to_image import ImageToImage
from trainer.datasets.damage import DAMAGES, noise

PICTURES = np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)


def watch() -> Watch:
    return Watch(lambda done, total, items: None)


def perfect(original: np.ndarray) -> ImageToImage:
    return ImageToImage(DENOISER_CARD, lambda role, feeds: {"restored": np.broadcast_to(original, (1, 28, 28))})


@pytest.mark.parametrize("name", DAMAGES)
def test_at_the_usual_strength_it_is_the_damage_that_models_are_measured_on(name):
    usual = STRENGTHS[name].usual if name in STRENGTHS else 0.0
    assert np.array_equal(ChosenDamage(name, usual, 7).function()(PICTURES), DAMAGES[name].apply(PICTURES, 7, 0))


@pytest.mark.parametrize("name", STRENGTHS)
def test_more_strength_does_more_harm(name):
    strength = STRENGTHS[name]
    harm = [
        np.abs(ChosenDamage(name, value, 1).function()(PICTURES).astype(int) - PICTURES).mean()
        for value in (strength.least, strength.usual, strength.most)
    ]
    assert harm[0] < harm[1] < harm[2]


def test_neighbouring_sample_digits_differ():
    assert len({SampleDigit(number).pixels().tobytes() for number in range(20)}) == 20


def test_psnr_is_told_before_and_after():
    digit = SampleDigit(3)
    (result,) = RebuildPicture(digit, ChosenDamage("noise", 0.3, 5)).run(perfect(digit.pixels()), watch())
    assert np.array_equal(result.pair.before, noise(digit.pixels()[None], 5, sigma=0.3)[0])
    before, after = result.psnr
    error = (result.pair.before.astype(float) - digit.pixels()) ** 2
    assert before == pytest.approx(10 * np.log10(255**2 / error.mean()), rel=1e-5)
    assert after == pytest.approx(48.13, abs=0.01)


def test_without_damage_nothing_is_measured():
    (result,) = RebuildPicture(SampleDigit(3)).run(perfect(np.zeros((28, 28), np.uint8)), watch())
    assert result.psnr is None
    assert np.array_equal(result.pair.before, SampleDigit(3).pixels())


def test_reading_the_sample_is_no_part_of_the_models_time(monkeypatch):
    request = RebuildPicture(SampleDigit(1), ChosenDamage("holes", 2, 0))
    assert isinstance(request, NeedsMore)
    request.make_ready()
    monkeypatch.setattr("trainer.datasets.mnist.read_sample", lambda path: pytest.fail("read again"))
    request.run(perfect(np.zeros((28, 28), np.uint8)), watch())
