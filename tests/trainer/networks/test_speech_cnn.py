import numpy as np
import pytest
import torch

from tests.helpers.tiny_sounds import RATE, tone
from trainer.contract import log_mel
from trainer.networks.log_mel import LogMel
from trainer.networks.speech_cnn import SpectrogramChanges, SpeechCNN


def test_the_front_end_in_convolutions_is_the_one_in_numpy() -> None:
    wave = tone(700, 0.8) + 0.1 * tone(2500, 0.8)
    wave -= wave.mean()
    expected = log_mel.log_mel(np.pad(wave, log_mel.FRAME // 2), RATE)
    found = LogMel(RATE)(torch.from_numpy(wave)[None])[0].T.numpy()
    assert found.shape == expected.shape
    assert np.allclose(found, expected, atol=2e-3)


def test_a_tone_is_loudest_in_its_own_band() -> None:
    bands = log_mel.mel_bands(RATE)
    centres = bands @ np.arange(bands.shape[1]) * RATE / log_mel.FRAME
    for frequency in (300, 1000, 3000):
        spectrogram = log_mel.log_mel(tone(frequency, 0.5), RATE)
        assert centres[spectrogram.mean(axis=0).argmax()] == pytest.approx(frequency, rel=0.1)


def test_how_loud_a_sound_is_changes_nothing_and_silence_is_finite() -> None:
    network = SpeechCNN(classes=4, rate=RATE, width=8).eval()
    wave = torch.from_numpy(tone(600, 0.5))[None]
    with torch.no_grad():
        usual = network(wave)
        for loudness in (1e-4, 0.1, 1000.0):
            assert torch.allclose(network(wave * loudness + 0.2), usual, atol=2e-3)
        assert torch.isfinite(network(torch.zeros(1, 4000))).all()


def test_a_spectrum_is_smoothed_by_its_first_cosines() -> None:
    smoothing = log_mel.smoothing(14)
    bands = np.arange(log_mel.BANDS)
    slow = np.cos(np.pi * 3 * (bands + 0.5) / log_mel.BANDS)
    fast = np.cos(np.pi * 30 * (bands + 0.5) / log_mel.BANDS)
    assert np.allclose(smoothing @ slow, slow, atol=1e-5)
    assert np.abs(smoothing @ fast).max() < 1e-5


def test_changes_are_for_training_alone_and_are_another_for_each_sound() -> None:
    torch.manual_seed(0)
    network = SpeechCNN(classes=4, rate=RATE, width=8, changes=SpectrogramChanges(0.2, 6, 0.1))
    waves = torch.from_numpy(np.stack([tone(600, 0.5)] * 3))
    spectrogram = network.log_mel(waves).unsqueeze(1)
    changed = network.changes(spectrogram)
    assert changed.shape == spectrogram.shape
    assert not torch.allclose(changed[0], changed[1], atol=0.1)
    network.eval()
    with torch.no_grad():
        assert torch.equal(network(waves), network(waves))
