"""Optimisers, schedules, averages, augmentation, batches, checkpoints, the event log, random states."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from tests.helpers.training import small_settings, tiny_pictures
from trainer.contract.events import Paused
from trainer.contract.run_history import EventReader
from trainer.training.augmentation import Augmentation
from trainer.training.averages import Averages, average_of_last, averaging_rule, exponential
from trainer.training.batches import Batches
from trainer.training.checkpoints import Checkpoints
from trainer.training.event_log import EventLog
from trainer.training.meter import Meter
from trainer.training.optimisers import build_optimiser, l1_penalty, penalised_weights
from trainer.training.random_state import RandomSources
from trainer.training.schedules import LearningRates, schedule_factor


def linear(weight: float = 2.0) -> nn.Linear:
    layer = nn.Linear(2, 1)
    nn.init.constant_(layer.weight, weight)
    nn.init.constant_(layer.bias, weight)
    return layer


def step_with_zero_gradient(optimiser: str, l2: float) -> nn.Linear:
    layer = linear()
    settings = small_settings("digits-cnn", optimiser=optimiser, l2=l2, momentum=0.0, learning_rate=0.1)
    made = build_optimiser(layer, settings, settings.learning_rate)
    (layer.weight.sum() * 0 + layer.bias.sum() * 0).backward()
    made.step()
    return layer


@pytest.mark.parametrize("optimiser", ["sgd", "adamw"])
def test_l2_has_the_gradient_l2_times_w_and_spares_biases(optimiser) -> None:
    layer = step_with_zero_gradient(optimiser, l2=0.5)
    # 2 - 0.1 * 0.5 * 2, for SGD through the gradient, for AdamW decoupled from it
    assert torch.allclose(layer.weight, torch.full((1, 2), 1.9))
    assert float(layer.bias.detach()) == 2.0


def test_l2_is_coupled_with_adam() -> None:
    layer = step_with_zero_gradient("adam", l2=0.5)
    assert torch.allclose(layer.weight, torch.full((1, 2), 1.9), atol=1e-4)  # a normalised step of the rate's length
    assert float(layer.bias.detach()) == 2.0


def test_l1_is_the_sum_of_absolute_weights() -> None:
    layer = linear(-3.0)
    assert l1_penalty(penalised_weights(layer), 0.5).item() == pytest.approx(3.0)


@pytest.mark.parametrize("optimiser", ["sgd", "adam", "adamw", "rmsprop", "muon"])
def test_every_optimiser_finds_the_bottom(optimiser) -> None:
    layer = linear()
    settings = small_settings("digits-cnn", optimiser=optimiser, momentum=0.5, l2=0.0)
    made = build_optimiser(layer, settings, 0.05)
    for _ in range(200):
        made.zero_grad()
        (layer(torch.ones(1, 2)) - 1).square().sum().backward()
        made.step()
    assert float(layer(torch.ones(1, 2)).detach()) == pytest.approx(1.0, abs=0.1)


def test_schedules() -> None:
    assert [schedule_factor("constant", step, 10) for step in (0, 10)] == [1.0, 1.0]
    assert [schedule_factor("linear", step, 10) for step in (0, 5, 10)] == [1.0, 0.5, 0.0]
    assert [schedule_factor("cosine", step, 10) for step in (0, 5)] == pytest.approx([1.0, 0.5])
    assert schedule_factor("one-cycle", 0, 10) == pytest.approx(1 / 25)
    assert schedule_factor("one-cycle", 3, 10) == pytest.approx(1.0)
    assert schedule_factor("one-cycle", 10, 10) == pytest.approx(0.0)


def test_a_learning_rate_can_be_changed_live() -> None:
    optimiser = torch.optim.SGD(linear().parameters(), lr=1.0)
    rates = LearningRates("linear", 10, {"learning_rate": 1.0}, {"learning_rate": optimiser})
    rates.apply(5)
    assert optimiser.param_groups[0]["lr"] == 0.5
    rates.change("learning_rate", 0.1, 5)
    assert optimiser.param_groups[0]["lr"] == pytest.approx(0.05)
    other = LearningRates("linear", 10, {"learning_rate": 1.0}, {"learning_rate": optimiser})
    other.restore(rates.state())
    assert other.current(5) == pytest.approx(0.05)


def test_averages_hold_weights_and_running_figures() -> None:
    network = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
    averages = Averages({"network": network}, exponential(0.9))
    with torch.no_grad():
        for tensor in (*network.parameters(), network[1].running_mean):
            tensor.fill_(1.0)
        for tensor in averages.networks["network"].parameters():
            tensor.fill_(0.0)
        averages.networks["network"][1].running_mean.fill_(0.0)
    network[1].num_batches_tracked += 7
    averages.update(step=1000)
    averaged = averages.networks["network"]
    assert averaged[0].weight.flatten().tolist() == pytest.approx([0.1] * 4)
    assert averaged[1].running_mean.tolist() == pytest.approx([0.1, 0.1])
    assert int(averaged[1].num_batches_tracked) == 7


def test_the_last_steps_are_averaged_alike_and_before_them_is_the_network_itself() -> None:
    network = nn.Linear(1, 1)
    averages = Averages({"network": network}, average_of_last(0.3, total_steps=10))
    values = []
    for step in range(1, 11):
        with torch.no_grad():
            network.weight.fill_(step**2)
        averages.update(step)
        values.append(float(averages.networks["network"].weight))
    assert values == pytest.approx([1, 4, 9, 16, 25, 36, 49, 64, (64 + 81) / 2, (64 + 81 + 100) / 3])


def test_the_average_of_the_last_steps_goes_before_the_moving_one() -> None:
    assert averaging_rule(small_settings("digits-cnn"), 10) is None
    moving = averaging_rule(small_settings("digits-cnn", ema=0.5), 10)
    both = averaging_rule(small_settings("digits-cnn", ema=0.5, average_last=0.5), 10)
    assert moving is not None
    assert both is not None
    assert (moving(100), both(3), both(10)) == (0.5, 1.0, 0.2)


def augmented(**changes) -> tuple[torch.Tensor, torch.Tensor]:
    pictures = torch.zeros(64, 1, 28, 28)
    pictures[:, :, 8:20, 12:15] = 1.0
    settings = small_settings("digits-cnn", **{"shift": 0.0, "rotate": 0.0, "scale": 0.0, **changes})
    return pictures, Augmentation(settings, torch.Generator().manual_seed(0))(pictures)


def test_no_augmentation_changes_nothing() -> None:
    before, after = augmented()
    assert after is before


def test_shift_moves_by_as_many_pixels() -> None:
    before, after = augmented(shift=3.0)
    rows, columns = torch.arange(28.0).view(28, 1), torch.arange(28.0).view(1, 28)
    for axis in (rows, columns):
        centre = (after * axis).sum((1, 2, 3)) / after.sum((1, 2, 3)) - (before * axis).sum((1, 2, 3)) / 36
        assert 2.0 < float(centre.abs().max()) <= 3.05
        assert centre.min() < 0 < centre.max()


def test_a_shift_alone_is_by_whole_pixels_and_loses_no_ink() -> None:
    before, after = augmented(shift=1.0)
    assert torch.equal(after.unique(), before.unique())
    assert torch.equal(after.sum((1, 2, 3)), before.sum((1, 2, 3)))
    assert len({tuple(picture.nonzero()[0].tolist()) for picture in after}) == 9, "three by three places"


def test_scale_and_turn_keep_the_ink_within_reason() -> None:
    before, after = augmented(scale=0.2, rotate=20.0)
    ratio = after.sum((1, 2, 3)) / before.sum((1, 2, 3))
    assert 0.6 < float(ratio.min()) < 1.0 < float(ratio.max()) < 1.6
    assert 0.0 <= float(after.min()) <= float(after.max()) <= 1.0 + 1e-6


def test_strokes_become_thinner_and_thicker_and_never_mirrored() -> None:
    before, after = augmented(stroke_width=1.0)
    ratio = after.sum((1, 2, 3)) / before.sum((1, 2, 3))
    assert float(ratio.min()) < 0.95
    assert float(ratio.max()) > 1.2
    assert torch.equal(augmented(stroke_width=0.0)[1], before)


def batches_of(count: int, rank: int = 0, ranks: int = 1, size: int = 20) -> Batches:
    off = small_settings("digits-cnn", shift=0.0, rotate=0.0, scale=0.0)
    return Batches(
        tiny_pictures(count),
        batch_size=size,
        seed=3,
        augmentation=Augmentation(off, torch.Generator()),
        device=torch.device("cpu"),
        rank=rank,
        ranks=ranks,
    )


def test_an_epoch_deals_each_picture_once_and_begins_where_asked() -> None:
    batches = batches_of(100)
    whole = list(batches.epoch(4))
    assert len(whole) == batches.steps_per_epoch == 5
    assert sorted(torch.cat([b.labels for b in whole]).tolist()) == sorted(tiny_pictures(100).labels.tolist())
    rest = list(batches.epoch(4, first=3))
    assert [b.step for b in rest] == [23, 24]
    assert torch.equal(rest[0].pictures, whole[3].pictures)
    assert not torch.equal(next(batches.epoch(5)).pictures, whole[0].pictures)
    assert (whole[0].pictures.dtype, whole[0].pictures.shape) == (torch.float32, (20, 1, 28, 28))
    assert float(whole[0].pictures.max()) <= 1.0


def test_ranks_share_a_batch_between_them() -> None:
    alone = next(batches_of(100).epoch(0))
    parts = [next(batches_of(100, rank, 2).epoch(0)) for rank in (0, 1)]
    assert torch.equal(torch.cat([part.pictures for part in parts]), alone.pictures)


def test_fewer_pictures_than_a_batch_are_one_batch() -> None:
    assert [len(batch.labels) for batch in batches_of(7).epoch(0)] == [7]


def test_checkpoints_keep_the_last_and_the_best(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path / "checkpoints")
    assert checkpoints.load_last() is None
    for step in (10, 20, 30):
        checkpoints.save({"step": step, "value": torch.tensor(step)}, keep="step-000000010.pt")
    assert checkpoints.names() == ["step-000000010.pt", "step-000000030.pt"]
    last = checkpoints.load_last()
    assert last is not None
    assert int(last["value"]) == 30


def test_a_damaged_checkpoint_gives_way_to_the_one_before(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path / "checkpoints")
    first = checkpoints.save({"step": 1})
    second = checkpoints.save({"step": 2}, keep=first)
    path = tmp_path / "checkpoints" / second
    path.write_bytes(path.read_bytes()[:100])
    last = checkpoints.load_last()
    assert last is not None
    assert last["step"] == 1


def test_a_checkpoint_cannot_run_code(tmp_path: Path) -> None:
    class Payload:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "executed",))

    checkpoints = Checkpoints(tmp_path / "checkpoints")
    torch.save({"format": 1, "step": 1, "payload": Payload()}, tmp_path / "checkpoints" / "step-000000001.pt")
    assert checkpoints.load_last() is None
    assert not (tmp_path / "executed").exists()


def test_the_log_ends_a_torn_line(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    first = EventLog(path)
    first.append(Paused(step=1))
    first.close()
    with path.open("ab") as file:
        file.write(b'{"event":"paused","st')
    second = EventLog(path)
    second.append(Paused(step=2))
    second.close()
    assert [event.step for event in EventReader(path).poll()] == [1, 2]


def test_the_meter_finds_the_first_loss_that_is_no_number() -> None:
    meter = Meter(clock=iter(range(100)).__next__)
    for step, value in enumerate((1.0, math.nan, math.inf), start=1):
        meter.add(step, {"loss": torch.tensor(value)}, samples=10)
    points, broken = meter.take_points(meter.take_tensor())
    assert points == {"loss": [(1, 1.0), (2, None), (3, None)]}
    assert broken == 2
    assert meter.samples_per_second() == 30.0
    assert meter.seconds_left(6) == 2.0


def test_random_sources_go_on_where_they_stood(tmp_path: Path) -> None:
    def draw(sources: RandomSources) -> list[float]:
        named = torch.rand(2, generator=sources.generator("noise")).tolist()
        return [*torch.rand(2).tolist(), *named, float(np.random.random())]

    sources = RandomSources(5, torch.device("cpu"))
    draw(sources)
    torch.save(sources.state(), tmp_path / "state.pt")
    expected = draw(sources)
    other = RandomSources(6, torch.device("cpu"))
    other.restore(torch.load(tmp_path / "state.pt", weights_only=True))
    assert draw(other) == expected
    assert draw(RandomSources(5, torch.device("cpu"), rank=1)) != draw(RandomSources(5, torch.device("cpu")))
