"""Generated pictures in a training: from the shipped generator and its judge, by label, and resumed."""

import shutil
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from tests.helpers.tiny_models import tiny_generator
from tests.helpers.training import make_run, tiny_data, tiny_dataset
from tests.trainer.training.test_loop import assembled, points
from trainer import generated_data
from trainer.contract.card import GenerationSpec, sha256_of
from trainer.contract.errors import WorkshopError
from trainer.contract.hyperparameters import ClassifierHyperparameters
from trainer.export_jobs import ExportNotes
from trainer.generated_data import pictures_to_add, shortage
from trainer.training.checkpoints import Checkpoints

VAE = {"generated_model": "shipped/digits-vae", "generated_per_class": 6}


def settings(**changes) -> ClassifierHyperparameters:
    return ClassifierHyperparameters(**(VAE | changes))


def own_generator(data_dir, labels: tuple[str, ...]) -> str:
    """A generator that was exported here and takes labels; what it draws shows the number of the sample."""
    models = data_dir / "models"
    models.mkdir(exist_ok=True)
    path = tiny_generator(models, generation=GenerationSpec(latent_size=4, labels=labels))
    (models / "known.json").write_bytes(msgspec.json.encode({sha256_of(path): path.stem}))
    return "mine/tiny-generator"


def test_the_judge_labels_what_it_is_sure_of(tmp_path) -> None:
    file = tmp_path / "generated.npz"
    found = pictures_to_add(settings(generated_labels="4, 9"), tiny_dataset(), file, "", tmp_path)
    assert found is not None
    assert np.bincount(found.pictures.labels, minlength=10).tolist() == [0, 0, 0, 0, 6, 0, 0, 0, 0, 6]
    assert "digits-vae" in found.note
    assert "labelled by digits-cnn from 0.9 on; 4: 6, 9: 6" in found.note
    assert shortage(settings(generated_labels="4,9"), found, tiny_dataset().label_names) is None
    assert (
        "4 (6)" in shortage(settings(generated_labels="4", generated_per_class=7), found, tiny_dataset().label_names).en
    )


def test_a_generator_that_takes_labels_is_believed(tmp_path, monkeypatch) -> None:
    name = own_generator(tmp_path, ("7", "unknown", "3"))
    shade = iter(range(10_000))

    def open_fake(path, card):
        def run(role, feeds):
            return {"images": np.stack([np.full((28, 28), next(shade) % 3, np.uint8) for _ in feeds["latent"]])}

        return run

    monkeypatch.setattr(generated_data, "open_on_cpu", open_fake)
    dataset = tiny_dataset()
    found = pictures_to_add(settings(generated_model=name), dataset, tmp_path / "g.npz", "", tmp_path)
    assert found is not None
    assert np.bincount(found.pictures.labels, minlength=10).tolist() == [0, 0, 0, 6, 0, 0, 0, 6, 0, 0]
    assert "drawn by label" in found.note
    assert len({picture[0, 0] for picture in found.pictures.images[found.pictures.labels == 7]}) == 1
    assert "0 (0)" in shortage(settings(generated_model=name), found, dataset.label_names).en


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"generated_model": "nothing"}, "not-found"),
        ({"generated_model": "mine/stranger"}, "unsupported-model"),
        ({"generated_model": "shipped/digits-cnn"}, "model-invalid"),
        ({"generated_labels": "4, x"}, "invalid-setting"),
    ],
)
def test_what_cannot_be_had_is_told(tmp_path, changes, kind) -> None:
    (tmp_path / "models").mkdir()
    tiny_generator(tmp_path / "models", name="stranger")
    with pytest.raises(WorkshopError) as caught:
        pictures_to_add(settings(**changes), tiny_dataset(), tmp_path / "g.npz", "", tmp_path)
    assert caught.value.kind == kind


def test_pictures_of_another_kind_are_refused(tmp_path) -> None:
    dataset = tiny_dataset()
    coloured = replace(dataset.train, images=np.repeat(dataset.train.images[..., None], 3, axis=3))
    with pytest.raises(WorkshopError) as caught:
        pictures_to_add(settings(), replace(dataset, train=coloured), tmp_path / "g.npz", "", tmp_path)
    assert caught.value.kind == "invalid-setting"


def test_a_training_goes_on_with_the_very_same_pictures(tmp_path, data_dir) -> None:
    data = tiny_data(tmp_path / "data", 120)
    whole, parted = (make_run(tmp_path / name, "digits-cnn", data, **VAE) for name in ("whole", "parted"))
    made = assembled(whole, data_dir)
    assert made.run_started.counts == {"train": 108, "validation": 12, "generated": 60}
    assert made.loop.total_steps == 2 * (168 // 20)
    assert made.loop.run() == "complete"
    asked = iter([False, False, False, True])
    assert assembled(parted, data_dir, stop=lambda: next(asked)).loop.run() == "stopped"
    assert assembled(parted, data_dir).loop.run() == "complete"
    assert points(parted) == points(whole)
    notes = msgspec.json.decode(Checkpoints(parted.checkpoints).load_last()["notes"], type=ExportNotes)
    assert "digits-vae" in notes.generated
    assert notes.counts["generated"] == 60


def test_resume_refuses_other_generated_pictures(tmp_path, data_dir) -> None:
    data = tiny_data(tmp_path / "data", 120)
    run, other = (
        make_run(tmp_path / name, "digits-cnn", data, **(VAE | {"epochs": 1, "generated_per_class": count}))
        for name, count in (("run", 3), ("other", 4))
    )
    for each in (run, other):
        assembled(each, data_dir).loop.run()
    shutil.copyfile(other.path / "generated.npz", run.path / "generated.npz")
    with pytest.raises(WorkshopError) as caught:
        assembled(run, data_dir)
    assert caught.value.kind == "data-changed"
