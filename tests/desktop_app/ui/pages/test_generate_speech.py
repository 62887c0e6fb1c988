"""Generate with a model that speaks."""

import hashlib
from pathlib import Path

import pytest
import soundfile

from desktop_app.inference.known import MANIFEST
from desktop_app.places import Places
from desktop_app.services.sound_device import Devices
from desktop_app.ui.panels import speaking
from tests.helpers.tiny_models import tiny_conditional_generator
from tests.helpers.tiny_speech_models import tiny_speaker


def places(folder: Path, *, draws: bool = True) -> Places:
    """Shipped models that speak, and draw, the digits 0 to 4."""
    shipped = folder / "shipped"
    shipped.mkdir()
    paths = [tiny_speaker(shipped), *([tiny_conditional_generator(shipped)] if draws else [])]
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths]
    (shipped / MANIFEST).write_text("".join(lines), encoding="utf-8")
    return Places(data=folder / "data 数据", shipped_models=shipped)


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without sound devices."""
    monkeypatch.setattr(speaking, "find_devices", lambda: Devices(False, False))


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
