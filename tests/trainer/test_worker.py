"""A real worker process, steered through its run folder and followed to the exported file."""

import os
import signal
import sys
import time
from pathlib import Path

import numpy as np
import onnx
import pytest

from tests.helpers.training import make_run, start_quick_worker, start_worker, tiny_data, wait_until
from trainer.contract.card import companion_path, read_card
from trainer.contract.events import (
    FINAL_EVENTS,
    Exported,
    Paused,
    Progress,
    RequestDone,
    Resumed,
    RunFailed,
    RunFinished,
    RunStopped,
    SettingChanged,
)
from trainer.contract.pipelines.unconditional_image_generation import UnconditionalImageGeneration
from trainer.contract.run_history import EventReader, read_history
from trainer.contract.verification import verify_model
from trainer.evaluation import open_on_cpu


def events_of(folder, *kinds):
    return [event for event in EventReader(folder.events_file).poll() if isinstance(event, kinds)]


def answer(folder, number):
    return wait_until(lambda: next((e for e in events_of(folder, RequestDone) if e.id == number), None))


def test_pause_set_resume_stop(tmp_path, data_dir) -> None:
    run = make_run(tmp_path / "run", "digits-cnn", tiny_data(tmp_path / "data"), epochs=10_000)
    stale = run.send_request("stop")
    time.sleep(0.01)
    worker = start_quick_worker(run)
    assert not answer(run, stale).ok
    wait_until(lambda: events_of(run, Progress))
    assert run.is_alive()
    assert answer(run, run.send_request("pause")).ok
    (paused,) = wait_until(lambda: events_of(run, Paused))
    wait_until(lambda: run.read_summary().state == "paused")
    assert answer(run, run.send_request("set", "learning_rate", 0.004)).ok
    assert answer(run, run.send_request("set", "batch_size", 4)).ok is False
    assert "6" in answer(run, run.send_request("set", "learning_rate", 1e6)).reason
    (changed,) = events_of(run, SettingChanged)
    assert (changed.name, changed.value, changed.step) == ("learning_rate", 0.004, paused.step)
    assert events_of(run, Progress)[-1].step == paused.step
    assert answer(run, run.send_request("resume")).ok
    assert answer(run, run.send_request("resume")).ok is False
    wait_until(lambda: events_of(run, Progress)[-1].step > paused.step)
    (run.requests / "nonsense.json").write_text("{")
    assert answer(run, 0).ok is False
    assert answer(run, run.send_request("stop")).ok
    assert worker.wait(180) == 0
    assert len(events_of(run, Resumed)) == 1
    assert [type(event) for event in events_of(run, *FINAL_EVENTS)] == [RunStopped]
    assert run.read_summary().state == "stopped"
    assert list(run.requests.iterdir()) == []
    assert not run.is_alive()


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: signals of POSIX")
def test_a_signal_stops_and_saves_and_a_second_worker_is_refused(tmp_path, data_dir) -> None:
    run = make_run(tmp_path / "run", "digits-cnn", tiny_data(tmp_path / "data"), epochs=10_000)
    worker = start_quick_worker(run)
    wait_until(lambda: events_of(run, Progress))
    assert start_worker(run).wait(180) == 2
    os.kill(worker.pid, signal.SIGTERM)
    assert worker.wait(180) == 130
    (stopped,) = events_of(run, *FINAL_EVENTS)
    assert isinstance(stopped, RunStopped)
    assert f"step-{stopped.step:09d}.pt" in {path.name for path in run.checkpoints.iterdir()}


def test_missing_data_end_in_an_event_that_says_so(tmp_path, data_dir) -> None:
    run = make_run(tmp_path / "run", "digits-cnn", str(tmp_path / "nowhere"))
    assert start_worker(run).wait(180) == 1
    (failed,) = events_of(run, *FINAL_EVENTS)
    assert isinstance(failed, RunFailed)
    assert failed.kind == "data-missing"
    assert run.read_summary().state == "failed"


def test_a_snapshot_can_be_used_while_the_training_goes_on(tmp_path, data_dir) -> None:
    run = make_run(tmp_path / "run", "digits-gan", tiny_data(tmp_path / "data"), epochs=10_000, ema=0.9)
    worker = start_quick_worker(run)
    wait_until(lambda: events_of(run, Progress))
    number = run.send_request("snapshot")
    (exported,) = wait_until(lambda: events_of(run, Exported), 120)
    assert answer(run, number).ok
    assert not exported.final
    assert verify_model(run.path / exported.file, open_on_cpu).ok
    wait_until(lambda: events_of(run, Progress)[-1].step > exported.step)
    run.send_request("stop")
    worker.wait(180)
    assert not list(run.path.glob("export-*"))


def test_from_start_to_a_verified_file(tmp_path, data_dir) -> None:
    run = make_run(tmp_path / "run", "digits-vae", tiny_data(tmp_path / "data"), ema=0.9)
    assert start_worker(run).wait(200) == 0, run.log_file.read_text()[-2000:]
    (finished,) = events_of(run, *FINAL_EVENTS)
    assert isinstance(finished, RunFinished)
    assert "negative_elbo" in finished.metrics
    history = read_history(run.events_file)
    assert [sample.epoch for sample in history.samples] == [1, 2]
    assert all((run.samples / sample.file).is_file() for sample in history.samples)
    check_file(run.model_file, tmp_path)
    check_a_patched_weight(run.model_file, tmp_path)


def test_a_conditional_generator_draws_what_is_asked_for(tmp_path, data_dir) -> None:
    settings = {"ema": 0.5, "width": 8, "epochs": 12, "learning_rate": 3e-3, "discriminator_learning_rate": 3e-3}
    run = make_run(tmp_path / "run", "digits-dcgan", tiny_data(tmp_path / "data"), **settings)
    assert start_worker(run).wait(300) == 0, run.log_file.read_text()[-2000:]
    card = read_card(run.model_file)
    assert verify_model(run.model_file, open_on_cpu).ok
    assert card.generation.labels == tuple("0123456789")
    assert [(spec.name, spec.shape) for spec in card.inputs] == [
        ("latent", ("batch", 100)), ("label_weights", ("batch", 10)),
    ]  # fmt: skip
    pipeline = UnconditionalImageGeneration(card, open_on_cpu(run.model_file, card))
    # The bars of the tiny pictures lie lower for higher labels.
    rows = [int(pipeline.generate(20, 1, label=label).mean(axis=(0, 2)).argmax()) for label in "159"]
    assert rows == sorted(rows)
    assert rows[2] - rows[0] > 8


def check_file(path, tmp_path) -> None:
    card = read_card(path)
    assert verify_model(path, open_on_cpu).ok
    assert card.parity.batch_sizes == (1, 2, 3, 64)
    assert 0.0 < card.parity.largest_difference <= card.parity.tolerance
    assert card.training.command.startswith("model-workshop train digits-vae --preset quick --data own-pictures")
    assert card.licence.licence_class == "research" or card.licence.weights
    for role in ("main", *card.graphs):
        file = companion_path(path, role)
        model = onnx.load(file)
        assert (model.ir_version, model.opset_import[0].version) == (10, 20)
        assert not any(node.metadata_props for node in model.graph.node)
        assert not model.graph.value_info
        assert all(value.type.tensor_type.shape.dim[0].dim_param == "batch" for value in model.graph.input)
        for trace in (str(tmp_path), "site-packages", str(Path(__file__).parent)):
            assert trace.encode() not in file.read_bytes()


def check_a_patched_weight(path, tmp_path) -> None:
    model = onnx.load(path)
    weights = max(model.graph.initializer, key=lambda tensor: len(tensor.raw_data))
    values = np.frombuffer(weights.raw_data, np.float32).copy()
    values[len(values) // 2] += 0.001
    weights.raw_data = values.tobytes()
    patched = tmp_path / "patched.onnx"
    patched.write_bytes(model.SerializeToString())
    companion_path(path, "reconstruction").rename(companion_path(patched, "reconstruction"))
    report = verify_model(patched, open_on_cpu)
    assert not report.ok
    assert next(check.name for check in report.checks if not check.ok) == "hashes"
