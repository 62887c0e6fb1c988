import numpy as np
import pytest

from desktop_app.services.sound_device import Player
from desktop_app.services.sound_overview import MOST_COLUMNS, overview_of
from tests.helpers.tiny_sounds import RATE, tone
from trainer.contract.log_mel import BANDS


@pytest.mark.parametrize("seconds", [0.001, 0.02, 1.0, 30.0, 700.0])
def test_however_long_a_sound_is_it_has_a_bounded_number_of_columns(seconds: float) -> None:
    block = tone(1000, min(seconds, 10.0))
    blocks = [block] * max(1, round(seconds / 10))
    found = overview_of(blocks, RATE)
    assert found.seconds == pytest.approx(seconds, abs=0.01)
    assert 1 <= len(found.wave) <= 2 * MOST_COLUMNS + 1
    assert found.spectrogram.shape[0] == BANDS
    assert np.abs(found.wave).max() == pytest.approx(1)


def test_low_is_below_and_loud_is_bright() -> None:
    found = overview_of([np.concatenate([tone(300, 1.0), tone(3000, 1.0)])], RATE)
    first, second = found.spectrogram[:, 30], found.spectrogram[:, -30]
    assert first.argmax() > second.argmax()
    assert first.max() > 200
    assert np.median(first) < 60


def test_the_wave_is_the_same_however_the_sound_is_cut_up() -> None:
    samples = tone(440, 3.0)
    whole, pieces = overview_of([samples], RATE), overview_of(np.array_split(samples, 37), RATE)
    assert np.allclose(whole.wave, pieces.wave)
    assert np.abs(whole.spectrogram.astype(int) - pieces.spectrogram).max() <= 1


def test_a_device_is_fed_what_it_asks_for_to_the_end() -> None:
    player = Player()
    source = player._feed(iter([np.full(100, 0.5, dtype=np.float32), np.full(50, 3.0, dtype=np.float32)]))
    next(source)
    first = np.frombuffer(source.send(120), dtype=np.float32)
    assert first[:100].tolist() == [0.5] * 100
    assert first[100:].tolist() == [1.0] * 20  # what is too loud is cut off
    assert len(source.send(120)) == 4 * 30
    with pytest.raises(StopIteration):
        source.send(120)
    assert player._ended.is_set()
