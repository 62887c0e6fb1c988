"""The pipeline that draws pictures, with and without labels."""

import numpy as np
import pytest

from tests.helpers.tiny_models import tiny_conditional_generator, tiny_generator
from trainer.contract.card import read_card
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines import unconditional_image_generation
from trainer.contract.pipelines.unconditional_image_generation import UnconditionalImageGeneration
from trainer.evaluation import open_on_cpu


def pipeline_of(path) -> UnconditionalImageGeneration:
    card = read_card(path)
    return UnconditionalImageGeneration(card, open_on_cpu(path, card))


@pytest.fixture
def conditional(tmp_path) -> UnconditionalImageGeneration:
    return pipeline_of(tiny_conditional_generator(tmp_path))


@pytest.fixture
def plain(tmp_path) -> UnconditionalImageGeneration:
    return pipeline_of(tiny_generator(tmp_path))


def bright_rows(pictures: np.ndarray) -> list[int]:
    """The tiny generator brightens the row whose number is the label's."""
    return pictures.mean(axis=2).argmax(axis=1).tolist()


def test_labels_come_in_turn_unless_one_is_asked_for(conditional, monkeypatch) -> None:
    monkeypatch.setattr(unconditional_image_generation, "BATCH", 8)
    assert conditional.labels == tuple("0123456789")
    assert bright_rows(conditional.generate(23, seed=3)) == [number % 10 for number in range(23)]
    assert bright_rows(conditional.generate(23, seed=3, label="7")) == [7] * 23


def test_the_noise_of_a_sample_is_the_same_for_every_label(conditional) -> None:
    in_turn, sevens = conditional.generate(20, seed=3), conditional.generate(20, seed=3, label="7")
    assert np.array_equal(in_turn[[7, 17]], sevens[[7, 17]])
    assert not np.array_equal(sevens[7], sevens[17])


def test_a_morph_goes_from_label_to_label(conditional) -> None:
    frames = conditional.morph((3, 2), (4, 0), 5, labels=(None, "8"))
    assert bright_rows(frames)[0] == 2
    assert bright_rows(frames)[-1] == 8
    assert np.array_equal(frames[0], conditional.generate(3, seed=3)[2])
    assert np.array_equal(frames[-1], conditional.generate(1, seed=4, label="8")[0])
    brightness = frames.mean(axis=2)[:, [2, 8]]
    assert (np.diff(brightness[:, 0]) < 0).all()
    assert (np.diff(brightness[:, 1]) > 0).all()


def test_a_generator_without_labels_is_as_ever(plain) -> None:
    assert plain.labels == ()
    pictures = plain.generate(4, seed=1)
    assert pictures.shape == (4, 28, 28)
    assert np.array_equal(plain.decode(plain.latents(1, 0, 4)), pictures)
    assert np.array_equal(plain.morph((1, 0), (1, 3), 2), pictures[[0, 3]])


def test_labels_that_cannot_be_had(plain, conditional) -> None:
    with pytest.raises(WorkshopError) as caught:
        plain.generate(1, seed=1, label="7")
    assert caught.value.kind == "wrong-kind"
    with pytest.raises(WorkshopError) as caught:
        conditional.morph((1, 0), (1, 1), 2, labels=("cat", None))
    assert caught.value.kind == "invalid-setting"
    assert "cat" in caught.value.message.en
    assert "0, 1, 2, 3, 4, 5, 6, 7, 8, 9" in caught.value.hint.en
    assert "0, 1, 2" in caught.value.hint.zh


def test_it_ends_early_when_it_is_no_longer_wanted(conditional, monkeypatch) -> None:
    monkeypatch.setattr(unconditional_image_generation, "BATCH", 8)
    assert len(conditional.generate(50, seed=1, keep_going=lambda done: done < 16)) == 16
