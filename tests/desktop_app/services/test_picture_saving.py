import numpy as np
import pytest
from PIL import Image

from desktop_app.services.picture_saving import (
    ENLARGED,
    notes_of,
    picture_file,
    save_animation,
    save_grid,
    save_picture,
    save_strip,
)
from tests.helpers.cards import GENERATOR_CARD
from trainer.contract.errors import WorkshopError

FRAMES = np.random.default_rng(0).integers(0, 256, (9, 28, 28), dtype=np.uint8)
NOTES = notes_of(GENERATOR_CARD, seed=1234, truncation=0.8, sample="5")


def test_seed_and_model_are_in_the_metadata(tmp_path):
    path = save_grid(np.repeat(FRAMES, 3, axis=0)[:25], tmp_path / "grid.png", NOTES)
    with Image.open(path) as image:
        assert image.size == (5 * 28, 5 * 28)
        assert image.text["seed"] == "1234"
        assert image.text["model"] == GENERATOR_CARD.name
        assert image.text["model_id"] == GENERATOR_CARD.model_id
        assert image.text["truncation"] == "0.8"
        assert image.text["sample"] == "5"


def test_one_picture_keeps_every_pixel(tmp_path):
    path = save_picture(FRAMES[3], tmp_path / "one.png", NOTES)
    assert np.array_equal(np.asarray(Image.open(path)), FRAMES[3])
    assert path.read_bytes() == picture_file(FRAMES[3], NOTES)


def test_a_strip_shows_the_frames_side_by_side(tmp_path):
    path = save_strip(FRAMES, tmp_path / "strip.png", NOTES)
    assert np.array_equal(np.asarray(Image.open(path)), np.concatenate(list(FRAMES), axis=1))


def test_an_animation_goes_there_and_back(tmp_path):
    path = save_animation(FRAMES, tmp_path / "morph.gif", NOTES)
    with Image.open(path) as image:
        assert image.n_frames == 2 * len(FRAMES) - 2
        assert image.size == (28 * ENLARGED, 28 * ENLARGED)
        assert image.info["loop"] == 0
        assert b"seed: 1234" in image.info["comment"]


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkshopError, match="cannot be written"):
        save_animation(FRAMES, tmp_path / "file" / "morph.gif", NOTES)
