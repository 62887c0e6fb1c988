import numpy as np
import onnxruntime
import pytest
import torch

from tests.helpers.tiny_sounds import RATE, tone
from trainer.contract.speech_pictures import SIDE, WINDOW, speech_picture, speech_pictures
from trainer.contract.utterances import fitted
from trainer.metrics.griffin_lim import sounds_of_pictures
from trainer.networks.waveform import LOUDNESS, PEAK, Waveform


def words() -> tuple[np.ndarray, ...]:
    glide = np.sin(2 * np.pi * np.cumsum(np.linspace(300, 2500, 4000)) / RATE).astype(np.float32)
    return tone(500, 0.4), tone(1800, 0.6, loudness=0.02), glide, tone(250, 0.5) + tone(2200, 0.5)


def inverted(pictures: np.ndarray, iterations: int = 16) -> np.ndarray:
    with torch.no_grad():
        return Waveform(RATE, iterations)(torch.from_numpy(pictures).float()[:, None] / 127.5 - 1).numpy()


def test_the_loudest_is_white_and_silence_black() -> None:
    picture = speech_picture(tone(1000, 0.3), RATE)
    assert picture.shape == (SIDE, SIDE)
    assert picture.max() == 255
    assert picture[:, :10].max() == 0
    assert speech_picture(tone(3000, 0.3), RATE).max(axis=1).argmax() < picture.max(axis=1).argmax()
    assert np.array_equal(picture, speech_picture(0.01 * tone(1000, 0.3), RATE))


def test_silence_and_long_recordings_have_pictures_too() -> None:
    assert not speech_picture(np.zeros(100, np.float32), RATE).any()
    assert speech_picture(np.zeros(0, np.float32), RATE).shape == (SIDE, SIDE)
    assert speech_picture(tone(500, 5.0), RATE).shape == (SIDE, SIDE)


@pytest.mark.parametrize("invert", [inverted, lambda pictures: sounds_of_pictures(pictures, RATE)])
def test_sound_made_of_a_picture_has_that_picture(invert) -> None:
    pictures = speech_pictures(words(), RATE)
    again = speech_pictures(tuple(invert(pictures)), RATE)
    difference = np.abs(pictures.astype(float) - again).mean(axis=(1, 2))
    unlike = np.abs(pictures.astype(float) - np.roll(again, 1, axis=0)).mean(axis=(1, 2))
    assert (difference < 0.5 * unlike).all()


def test_iterations_bring_the_wave_nearer_to_its_picture() -> None:
    pictures = speech_pictures(words(), RATE)
    errors = [
        np.abs(pictures.astype(float) - speech_pictures(tuple(inverted(pictures, count)), RATE)).mean()
        for count in (0, 16)
    ]
    assert errors[1] < errors[0]


def test_words_are_equally_loud_and_begin_in_silence() -> None:
    waves = inverted(speech_pictures(words(), RATE))
    assert waves.shape == (4, WINDOW)
    loud = np.sqrt((waves**4).sum(axis=1) / (waves**2).sum(axis=1))
    assert (np.abs(waves).max(axis=1) <= PEAK + 1e-5).all()
    assert loud == pytest.approx(LOUDNESS, rel=0.02)
    assert (waves[:, [0, -1]] == 0).all()


def test_the_same_picture_always_sounds_the_same_and_black_is_silence() -> None:
    pictures = speech_pictures(words(), RATE)
    assert np.array_equal(inverted(pictures), inverted(pictures))
    assert np.abs(inverted(np.zeros((1, SIDE, SIDE), np.uint8))).max() < 1e-3


def test_a_recording_survives() -> None:
    wave = fitted(tone(700, 0.5), WINDOW)
    found = inverted(speech_pictures((wave,), RATE))[0]
    spectrum, original = (np.abs(np.fft.rfft(each)) for each in (found, wave))
    assert abs(int(spectrum.argmax()) - int(original.argmax())) * RATE / WINDOW < 40


@pytest.mark.filterwarnings("ignore:.*LeafSpec:FutureWarning")  # of PyTorch's exporter about itself
def test_silence_stays_silence_in_an_optimised_graph(tmp_path) -> None:
    path, silent = tmp_path / "waveform.onnx", torch.full((1, 1, SIDE, SIDE), -1.001)  # no loudness at all
    torch.onnx.export(Waveform(RATE, iterations=2).eval(), (silent,), path, input_names=["pictures"], dynamo=True)
    (waves,) = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(
        None, {"pictures": silent.numpy()}
    )
    assert not waves.any()
