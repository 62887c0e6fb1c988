import msgspec
import numpy as np
import pytest
import torch

from tests.helpers.tiny_sounds import RATE, tiny_sounds, tone
from trainer.contract.hyperparameters import SoundClassifierHyperparameters
from trainer.datasets.sounds import Sounds
from trainer.training.augmentation.sounds import SoundChanges, interpolated
from trainer.training.sound_batches import SoundBatches, in_the_middle

PLAIN = SoundClassifierHyperparameters(window=4096)
EVERYTHING = msgspec.structs.replace(PLAIN, speed=0.2, shift=0.2, noise=1.0, room=1.0, gain=1.0)
CPU = torch.device("cpu")


def batches(settings: SoundClassifierHyperparameters, sounds: Sounds | None = None) -> SoundBatches:
    changes = SoundChanges(settings, RATE, torch.Generator().manual_seed(1))
    return SoundBatches(
        sounds or tiny_sounds(), batch_size=10, window=settings.window, seed=3, changes=changes, device=CPU
    )


def loudest(wave: torch.Tensor) -> float:
    return float(torch.fft.rfft(wave).abs().argmax()) * RATE / len(wave)


def changed(wave: np.ndarray, count: int = 20, **settings: float) -> torch.Tensor:
    """`count` windows made of one recording."""
    changes = SoundChanges(msgspec.structs.replace(PLAIN, **settings), RATE, torch.Generator().manual_seed(0))
    stretch = torch.from_numpy(in_the_middle(wave, 6144))[None].repeat(count, 1)
    return changes(stretch, torch.full((count,), len(wave)))


def test_an_epoch_deals_out_every_recording_once_and_can_be_taken_up() -> None:
    dealt = batches(PLAIN)
    assert dealt.steps_per_epoch == 3
    epoch = list(dealt.epoch(2))
    assert [batch.step for batch in epoch] == [6, 7, 8]
    assert all(batch.waves.shape == (10, 4096) for batch in epoch)
    (later,) = list(batches(PLAIN).epoch(2, first=2))
    assert torch.equal(later.labels, epoch[2].labels)
    assert torch.allclose(later.waves, epoch[2].waves)


def test_without_changes_a_recording_lies_in_the_middle_as_it_is() -> None:
    wave = tone(600, 0.3)
    (found,) = changed(wave, 1)
    assert np.allclose(found.numpy(), in_the_middle(wave, 4096), atol=1e-6)


def test_speed_changes_the_pitch_and_keeps_within_its_share() -> None:
    pitches = [loudest(wave) for wave in changed(tone(1000, 0.3), 40, speed=0.2)]
    assert min(pitches) == pytest.approx(1000 / 1.2, abs=40)
    assert max(pitches) == pytest.approx(1000 * 1.2, abs=40)


def test_shifts_keep_all_of_a_short_recording_inside() -> None:
    wave = tone(500, 0.2)
    moved = changed(wave, 30, shift=1.0)
    energies = moved.square().sum(dim=1)
    assert torch.allclose(energies, energies[0], rtol=1e-3)
    places = [int(each.abs().argmax()) for each in moved]
    assert max(places) - min(places) > 1000


def test_noise_is_as_loud_as_it_may_be_and_not_louder() -> None:
    wave = tone(500, 0.3)
    noise = changed(wave, 50, noise=1.0) - changed(wave, 1)
    part = slice(1000, 3000)
    decibels = 20 * torch.log10(
        torch.from_numpy(wave).square().mean().sqrt() / noise[:, part].square().mean(dim=1).sqrt()
    )
    assert decibels.min() > 3
    assert decibels.max() > 30
    is_quiet_outside = (noise[:, :200].abs().amax(dim=1) == 0).float().mean()
    assert 0.2 < is_quiet_outside < 0.8


def test_rooms_and_overdrive_leave_finite_sounds_that_are_still_the_same_tone() -> None:
    for settings in ({"room": 1.0}, {"gain": 1.0}):
        found = changed(tone(1000, 0.3), 20, **settings)
        assert torch.isfinite(found).all()
        assert all(loudest(wave) == pytest.approx(1000, abs=30) for wave in found)
        assert not torch.allclose(found[0], found[1], atol=1e-3)


def test_all_changes_together_are_finite_and_the_same_for_the_same_numbers() -> None:
    first, second = (next(batches(EVERYTHING).epoch(0)) for _ in range(2))
    assert torch.isfinite(first.waves).all()
    assert torch.equal(first.waves, second.waves)


def test_of_a_long_recording_each_epoch_hears_another_piece() -> None:
    long = np.concatenate([tone(frequency, 1.0) for frequency in (300, 600, 900, 1200, 1500, 1800)])
    zero = np.zeros(1, dtype=np.int64)
    dealt = batches(PLAIN, Sounds((long,), zero, RATE, speakers=zero - 1))
    heard = {round(loudest(next(dealt.epoch(number)).waves[0]), -2) for number in range(12)}
    assert len(heard) >= 3


def test_between_samples_a_smooth_wave_is_met_closely() -> None:
    times = torch.arange(400) / 40
    wave = torch.sin(times)[None]
    places = torch.tensor([[100.25, 200.5, 300.75]])
    assert torch.allclose(interpolated(wave, places), torch.sin(places / 40), atol=1e-5)
    assert interpolated(wave, torch.tensor([[-50.0, 900.0]])).tolist() == [[0.0, 0.0]]
