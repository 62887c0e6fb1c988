"""Two processes on the CPU train one network together, through Lightning Fabric."""

import pytest

from tests.helpers.training import make_run, start_quick_worker, tiny_data
from trainer.contract.run_history import read_history


@pytest.mark.slow
@pytest.mark.parametrize("model", ["digits-cnn", "digits-gan"])
def test_two_processes_learn_as_one_does(tmp_path, data_dir, model) -> None:
    data = tiny_data(tmp_path / "data")
    settings = {"epochs": 3, "ema": 0.9, "shift": 0.0, "rotate": 0.0, "scale": 0.0}
    alone = make_run(tmp_path / "alone", model, data, **settings)
    together = make_run(tmp_path / "together", model, data, devices=2, **settings)
    for run in (alone, together):
        assert start_quick_worker(run).wait(200) == 0, run.log_file.read_text()[-3000:]
    expected, actual = read_history(alone.events_file), read_history(together.events_file)
    assert [epoch.epoch for epoch in actual.epochs] == [1, 2, 3]
    for name, column in expected.columns.items():
        assert actual.columns[name].steps.tolist() == column.steps.tolist(), name
    if model == "digits-cnn":  # without random numbers the mean of two halves is the whole
        losses = expected.columns["training_loss"].values
        assert actual.columns["training_loss"].values == pytest.approx(losses, rel=1e-3, abs=1e-3)
