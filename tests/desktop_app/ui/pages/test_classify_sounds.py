"""The side of Classify for sounds, in a real window with a tiny model."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop_app.services import sound_device
from desktop_app.services.sound_device import RECORD_RATE, Devices
from desktop_app.ui.panels import sound_classifying
from tests.helpers.tiny_sound_models import places_with_sounds, said
from tests.helpers.tiny_sounds import RATE, wav_bytes
from trainer.contract.sound_files import resampled


@pytest.fixture
def workshop(make_workshop, tmp_path, monkeypatch):
    """A window on a computer with a microphone and a loudspeaker."""
    monkeypatch.setattr(sound_classifying, "find_devices", lambda: Devices(can_play=True, can_record=True))
    return make_workshop(places_with_sounds(tmp_path))


@pytest.fixture
def page(workshop):
    return workshop.open("classify")


def drop(workshop, page, tmp_path, labels: str, name: str = "sound.wav"):
    path = tmp_path / name
    path.write_bytes(wav_bytes(said(labels)))
    assert page.accepts_paths([path])
    page.open_paths([path])
    workshop.settle()
    return path


def test_a_dropped_word_shows_label_wave_and_bars(workshop, page, tmp_path) -> None:
    drop(workshop, page, tmp_path, "3")
    side = page.sound_side
    assert side.isVisible()
    assert side.heard._label.text() == "3"
    assert side.heard.bars.entries()[0][0] == "3"
    assert [part.label for part in side.sound.view.parts()] == ["3"]
    assert "ms for the sound" in workshop.window.strip.verdict().facts
    picture = side.sound.view.grab().toImage()
    middle = picture.width() // 2
    assert len({picture.pixel(middle, y) for y in range(picture.height())}) > 20  # the tone glows in the spectrogram


def test_a_row_of_digits_is_a_number_with_a_time_for_each(workshop, page, tmp_path) -> None:
    drop(workshop, page, tmp_path, "2013")
    heard = page.sound_side.heard
    assert heard._label.text() == "2013"
    assert heard._answer.text() == "4 digits in a row"
    page._sounds.copy()
    assert "0.2 to 0.6 s\t2, 99.9 %" in QGuiApplication.clipboard().text()
    workshop.services.settings.language = "zh_CN"
    workshop.context.language.choose("zh_CN")
    workshop.settle()
    assert heard._answer.text() == "一串 4 个数字"


def test_what_is_no_sound_says_so(workshop, page, tmp_path) -> None:
    drop(workshop, page, tmp_path, "1")
    path = tmp_path / "silent.wav"
    path.write_bytes(wav_bytes(np.zeros(RATE)))
    page.open_paths([path])
    workshop.settle()
    assert "silent" in page.sound_side.heard._answer.text()
    assert page.sound_side.sound.view.parts() == ()


def test_many_sounds_get_a_row_each(workshop, page, tmp_path) -> None:
    for number, labels in enumerate(("1", "2", "402")):
        (tmp_path / "many").mkdir(exist_ok=True)
        (tmp_path / "many" / f"{number}.wav").write_bytes(wav_bytes(said(labels)))
    (tmp_path / "many" / "notes.txt").write_text("no sound", encoding="utf-8")
    page.open_paths([tmp_path / "many"])
    workshop.settle()
    batch = page.sound_side.batch.model
    assert [batch.item(row).path.name for row in range(4)] == ["0.wav", "1.wav", "2.wav", "notes.txt"]
    assert [batch.item(row).result.label for row in range(3)] == ["1", "2", "402"]
    assert (batch.count("all"), batch.count("refused")) == (4, 1)
    assert page.sound_side.batch.visibleRegion().boundingRect().height() == page.sound_side.batch.height()  # not cut


def test_a_machine_without_sound_says_so_on_its_buttons(workshop, page, tmp_path) -> None:
    workshop.wait_until(page.sound_side.sound.record.isEnabled)
    page.sound_side.sound.set_devices(False, False)
    drop(workshop, page, tmp_path, "3")
    sound = page.sound_side.sound
    assert not sound.play.isEnabled()
    assert sound.play.toolTip() == "This computer has no sound output."
    assert sound.record.toolTip() == "This computer has no microphone."


class FakeRecorder:
    """A microphone that hears tones."""

    is_full, seconds = False, 1.0

    def start(self) -> None:
        pass

    def stop(self) -> np.ndarray:
        return resampled(said("41"), RATE, RECORD_RATE)


def test_what_is_recorded_is_read(workshop, page) -> None:
    page._sounds._recorder = FakeRecorder()
    record = page.sound_side.sound.record
    workshop.wait_until(record.isEnabled)
    record.setFocus()
    QTest.keyClick(record, Qt.Key.Key_Space)
    assert record.text() == "Stop, 1.0 s"
    QTest.keyClick(record, Qt.Key.Key_Space)
    workshop.settle()
    assert page.sound_side.heard._label.text() == "41"
    assert "your recording" in page.sound_side.heard._source.text()
    assert page.sound_side.sound.play.isEnabled()


def test_looking_for_devices_never_fails() -> None:
    found = sound_device.find_devices()
    assert isinstance(found.can_play, bool)
    assert isinstance(found.can_record, bool)
