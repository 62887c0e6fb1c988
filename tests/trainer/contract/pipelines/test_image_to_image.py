"""Pictures in, pictures out: models that repair."""

import msgspec
import numpy as np
import pytest

from tests.helpers.cards import DENOISER_CARD, GENERATOR_CARD
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.image_to_image import BATCH, ImageToImage, repairs

NOISY = np.random.default_rng(0).integers(0, 100, (28, 28), dtype=np.uint8)


class Lightening:
    """A model that adds one level to every pixel, and remembers what it was given."""

    def __init__(self) -> None:
        self.fed: list[np.ndarray] = []

    def __call__(self, role, feeds):
        assert role == "main"
        self.fed.append(feeds["images"])
        return {"restored": feeds["images"] + 1}


@pytest.fixture
def model():
    return Lightening()


@pytest.fixture
def pipeline(model):
    return ImageToImage(DENOISER_CARD, model)


def test_a_model_that_repairs_is_known_by_its_output():
    assert repairs(DENOISER_CARD)
    assert not repairs(GENERATOR_CARD)
    assert not ImageToImage(DENOISER_CARD, Lightening()).gives_scores
    assert ImageToImage(GENERATOR_CARD, Lightening()).gives_scores


def test_a_noisy_picture_is_repaired_as_it_is(model, pipeline):
    (pair,) = pipeline.transform_source(NOISY)
    assert np.array_equal(model.fed[0], NOISY[None])
    assert np.array_equal(pair.before, NOISY)
    assert np.array_equal(pair.after, NOISY + 1)
    assert pair.anomaly_score is None
    assert pair.original is None


def test_dark_on_light_comes_back_dark_on_light(model, pipeline):
    (pair,) = pipeline.transform_source(255 - NOISY)
    assert np.array_equal(model.fed[0], NOISY[None]), "the network sees light on dark"
    assert np.array_equal(pair.before, 255 - NOISY)
    assert np.array_equal(pair.after, 254 - NOISY)


@pytest.mark.parametrize("inverted", [False, True])
def test_damage_on_purpose_keeps_the_original(model, pipeline, inverted):
    picture = 255 - NOISY if inverted else NOISY
    (pair,) = pipeline.transform_source(picture, lambda pictures: pictures // 2)
    assert np.array_equal(model.fed[0], NOISY[None] // 2)
    assert np.array_equal(pair.original, picture)
    assert np.array_equal(pair.before, 255 - NOISY // 2 if inverted else NOISY // 2)


def test_many_pictures_go_in_batches(model, pipeline):
    pictures = np.zeros((BATCH + 3, 28, 28), np.uint8)
    assert len(pipeline.transform(pictures)) == BATCH + 3
    assert [len(fed) for fed in model.fed] == [BATCH, 3]


def test_a_card_that_does_not_say_how_to_feed_it_is_refused(model):
    card = msgspec.structs.replace(DENOISER_CARD, inputs=())
    with pytest.raises(WorkshopError) as caught:
        ImageToImage(card, model)
    assert caught.value.kind == "model-invalid"
