"""Generate with a model that speaks."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
import soundfile

from desktop_app.inference.known import MANIFEST
from desktop_app.places import Places
from desktop_app.services.sound_device import RECORD_RATE, Devices
from desktop_app.ui.panels import speaking
from tests.helpers.tiny_models import tiny_conditional_generator
from tests.helpers.tiny_sound_models import said, tiny_hearer
from tests.helpers.tiny_sounds import RATE
from tests.helpers.tiny_speech_models import tiny_speaker
from trainer.contract.sound_files import resampled


def places(folder: Path, *, draws: bool = True, hears: bool = False) -> Places:
    """Shipped models that speak, draw and recognise the digits 0 to 4."""
    shipped = folder / "shipped"
    shipped.mkdir()
    paths = [tiny_speaker(shipped), *([tiny_conditional_generator(shipped)] if draws else [])]
    paths += [tiny_hearer(shipped)] if hears else []
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths]
    (shipped / MANIFEST).write_text("".join(lines), encoding="utf-8")
    return Places(data=folder / "data 数据", shipped_models=shipped)


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without sound devices."""
    monkeypatch.setattr(speaking, "find_devices", lambda: Devices(False, False))


@pytest.fixture
def microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that records."""
    monkeypatch.setattr(speaking, "find_devices", lambda: Devices(can_play=False, can_record=True))


class FakeRecorder:
    """A microphone that hears tones."""

    is_full, seconds = False, 1.0

    def __init__(self, labels: str = "41") -> None:
        self._labels = labels

    def start(self) -> None:
        if not self._labels:
            raise OSError("the microphone is in use")

    def stop(self) -> np.ndarray:
        return resampled(said(self._labels), RATE, RECORD_RATE)


def opened(workshop):
    page = workshop.open("generate")
    page._chooser.choose("shipped/tiny-speaker")
    workshop.settle()
    return page


def say(workshop, page, text: str) -> None:
    page.speech_side.controls.text_field.setText(text)
    page.speech_side.controls.speak.click()
    workshop.settle()


def test_a_typed_number_is_spoken_shown_and_drawn(make_workshop, tmp_path, silent) -> None:
    workshop = make_workshop(places(tmp_path))
    page = opened(workshop)
    side = page.speech_side
    assert side.isVisible()
    assert not page._drawing.isVisible()
    say(workshop, page, "4 013")
    assert [part.label for part in side.spoken.view.parts()] == list("4013")
    assert len(side.spoken.wall.images()) == 4
    assert side.drawn.isVisible()
    assert side.drawn.picture.pixmap().width() > 3 * side.drawn.picture.pixmap().height()
    assert not page.error_card.isVisible()


def test_a_computer_without_sound_says_so_and_saves(make_workshop, tmp_path, silent, answer_dialogs) -> None:
    workshop = make_workshop(places(tmp_path, draws=False))
    page = opened(workshop)
    say(workshop, page, "12")
    spoken = page.speech_side.spoken
    workshop.wait_until(lambda: page._speaking._knows_devices)
    assert not spoken.play.isEnabled()
    assert "no sound output" in spoken.play.toolTip()
    assert not page.speech_side.drawn.isVisible()
    target = tmp_path / "twelve.wav"
    answer_dialogs(target)
    page.commands()["save"]()
    workshop.wait_until(target.exists)
    assert soundfile.info(str(target)).samplerate == 8000
    name, content = page._speaking._dragged_file(1)
    assert name == "2-2.wav"
    assert content[:4] == b"RIFF"


def test_what_cannot_be_said_is_told_and_another_model_draws_again(make_workshop, tmp_path, silent) -> None:
    workshop = make_workshop(places(tmp_path))
    page = opened(workshop)
    say(workshop, page, "9")
    assert page.error_card.isVisible()
    page._chooser.choose("shipped/tiny-conditional")
    workshop.settle()
    assert page._drawing.isVisible()
    assert not page.speech_side.isVisible()
    assert len(page.wall_card.wall.images()) == 100


def test_a_number_that_is_said_is_filled_in_spoken_and_drawn(make_workshop, tmp_path, microphone) -> None:
    workshop = make_workshop(places(tmp_path, hears=True))
    page = opened(workshop)
    controls, page._speaking.number._recorder = page.speech_side.controls, FakeRecorder()
    workshop.wait_until(controls.record.isEnabled)
    assert controls.record.text() == "Say a number"
    controls.record.click()
    assert controls.record.text() == "Stop, 1.0 s"
    controls.record.click()
    workshop.wait_until(lambda: controls.text() == "41")
    workshop.settle()
    assert controls.record.text() == "Say a number"
    assert [part.label for part in page.speech_side.spoken.view.parts()] == list("41")
    assert page.speech_side.drawn.isVisible()


def test_leaving_the_speaker_ends_the_recording(make_workshop, tmp_path, microphone) -> None:
    workshop = make_workshop(places(tmp_path, hears=True))
    page = opened(workshop)
    controls, page._speaking.number._recorder = page.speech_side.controls, FakeRecorder()
    workshop.wait_until(controls.record.isEnabled)
    controls.record.click()
    page._chooser.choose("shipped/tiny-conditional")
    workshop.settle()
    assert controls.record.text() == "Say a number"
    assert controls.text() == "2026"


def test_who_cannot_say_a_number_reads_why(make_workshop, tmp_path, microphone) -> None:
    workshop = make_workshop(places(tmp_path))
    page = opened(workshop)
    number, record = page._speaking.number, page.speech_side.controls.record
    workshop.wait_until(lambda: number._can_record)
    assert not record.isEnabled()
    assert "by ear" in record.toolTip()
    number.set_can_record(False)
    assert record.toolTip() == "This computer has no microphone."
    number._recorder = FakeRecorder("")
    number.record_or_stop()
    assert page.error_card.failure().what == "Nothing could be recorded"
