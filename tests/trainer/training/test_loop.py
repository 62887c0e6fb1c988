import numpy as np
import pytest

from tests.helpers.training import make_run, tiny_data
from trainer.assembly import Assembly, assemble
from trainer.attempt import load_data, with_generated
from trainer.contract.errors import WorkshopError
from trainer.contract.events import Checkpoint
from trainer.contract.run_folder import RunFolder
from trainer.contract.run_history import EventReader, read_history
from trainer.datasets.sources import Access
from trainer.training.checkpoints import Checkpoints
from trainer.training.event_log import EventLog
from trainer.training.loop import Intervals
from trainer.training.reporter import Reporter
from trainer.training.requests import RequestDesk

AT_EVERY_STEP = Intervals(progress=0.0, checkpoint=0.0)


def assembled(folder: RunFolder, data_dir, *, stop=lambda: False, intervals=AT_EVERY_STEP) -> Assembly:
    log = EventLog(folder.events_file)
    spec = folder.read_spec()
    checkpoint = Checkpoints(folder.checkpoints).load_last()
    made = assemble(
        folder,
        spec,
        with_generated(folder, spec, load_data(spec, checkpoint, Access(data_dir)), checkpoint),
        reporter=Reporter(folder, log),
        desk=RequestDesk(folder, log),
        snapshots=None,
        stop=stop,
        intervals=intervals,
        fresh=checkpoint is None,
    )
    if checkpoint:
        made.loop.restore(checkpoint)
    return made


def points(folder: RunFolder) -> dict[str, list[tuple[int, float]]]:
    columns = read_history(folder.events_file).columns
    return {name: list(zip(c.steps.tolist(), c.values.tolist(), strict=True)) for name, c in columns.items()}


def epochs(folder: RunFolder) -> list[dict[str, float | None]]:
    return [epoch.values for epoch in read_history(folder.events_file).epochs]


@pytest.mark.parametrize("model", ["digits-cnn", "digits-vae", "digits-gan", "digits-dcgan"])
def test_stopped_in_an_epoch_and_resumed_is_as_if_never_stopped(tmp_path, data_dir, model) -> None:
    data = tiny_data(tmp_path / "data", 120)
    settings = {"ema": 0.9, "shift": 1.0, "schedule": "linear"} | ({"dropout": 0.3} if model == "digits-cnn" else {})
    whole, parted = (make_run(tmp_path / name, model, data, **settings) for name in ("whole", "parted"))
    assert assembled(whole, data_dir).loop.run() == "complete"
    asked = iter([False, False, False, True])
    assert assembled(parted, data_dir, stop=lambda: next(asked)).loop.run() == "stopped"
    state = Checkpoints(parted.checkpoints).load_last()["state"]
    assert (state["step"], state["epoch"], state["batch"]) == (4, 0, 4)
    assert assembled(parted, data_dir).loop.run() == "complete"
    assert points(parted) == points(whole)


@pytest.mark.parametrize(
    ("model", "settings"),
    [
        ("digits-cnn", {"optimiser": "muon", "schedule": "one-cycle", "l2": 0.01}),
        ("digits-cnn", {"crop": 2, "cutout": 8, "mixup": 0.4, "cutmix": 0.5, "scale": 0.1}),
        ("digits-cnn", {"batch_norm": True, "class_weights": "effective-number", "ema": 0.9}),
        ("digits-cnn", {"average_last": 0.8, "batch_norm": True}),
        ("digits-gan", {"optimiser": "muon", "diff_augment": True}),
    ],
)
def test_every_ability_resumes_to_the_bit(tmp_path, data_dir, model, settings) -> None:
    data = tiny_data(tmp_path / "data", 120)
    whole, parted = (make_run(tmp_path / name, model, data, **settings) for name in ("whole", "parted"))
    assert assembled(whole, data_dir).loop.run() == "complete"
    asked = iter([False, False, False, True])
    assert assembled(parted, data_dir, stop=lambda: next(asked)).loop.run() == "stopped"
    assert assembled(parted, data_dir).loop.run() == "complete"
    assert points(parted) == points(whole)
    assert epochs(parted) == epochs(whole)


def test_the_same_seed_gives_the_same_run(tmp_path, data_dir) -> None:
    data = tiny_data(tmp_path / "data", 120)
    runs = [make_run(tmp_path / str(n), "digits-cnn", data, seed=seed) for n, seed in enumerate((1, 1, 2))]
    for run in runs:
        assembled(run, data_dir).loop.run()
    first, second, other = map(points, runs)
    assert first == second
    assert first != other


def test_a_loss_that_is_no_number_ends_the_training_with_advice(tmp_path, data_dir) -> None:
    run = make_run(tmp_path / "run", "digits-cnn", tiny_data(tmp_path / "data"), optimiser="sgd", learning_rate=10.0)
    loop = assembled(run, data_dir, intervals=Intervals()).loop
    with pytest.raises(WorkshopError) as caught:
        loop.run()
    assert caught.value.kind == "training-failed"
    assert "no longer a number" in caught.value.message.en
    assert "lower learning rate" in caught.value.hint.en
    for name in Checkpoints(run.checkpoints).names():
        weights = Checkpoints(run.checkpoints).load(name)["networks"]["classifier"]
        assert all(np.isfinite(tensor.numpy()).all() for tensor in weights.values())


def test_early_stopping_ends_after_so_many_epochs_without_gain(tmp_path, data_dir) -> None:
    settings = {"early_stopping": 2, "epochs": 30, "learning_rate": 1e-6, "optimiser": "sgd"}
    run = make_run(tmp_path / "run", "digits-cnn", tiny_data(tmp_path / "data"), **settings)
    made = assembled(run, data_dir)
    assert made.loop.run() == "early-stopping"
    epochs = read_history(run.events_file).epochs
    best = max(epoch.epoch for epoch in epochs if epoch.is_best)
    assert len(epochs) == best + 2 < 30


def test_the_best_checkpoint_is_kept_beside_the_last(tmp_path, data_dir) -> None:
    run = make_run(tmp_path / "run", "digits-cnn", tiny_data(tmp_path / "data"), epochs=4)
    assembled(run, data_dir, intervals=Intervals()).loop.run()
    saved = [event for event in EventReader(run.events_file).poll() if isinstance(event, Checkpoint)]
    best = [event.file for event in saved if event.is_best][-1]
    assert set(Checkpoints(run.checkpoints).names()) == {best, saved[-1].file}


def test_resume_refuses_changed_data(tmp_path, data_dir) -> None:
    data = tiny_data(tmp_path / "data", 120)
    run = make_run(tmp_path / "run", "digits-cnn", data)
    assembled(run, data_dir).loop.run()
    tiny_data(tmp_path / "data", 130)
    with pytest.raises(WorkshopError) as caught:
        assembled(run, data_dir)
    assert caught.value.kind == "data-changed"
