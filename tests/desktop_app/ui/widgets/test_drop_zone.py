"""Dropping files, pictures and text; the same by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from desktop_app.ui.widgets.drop_zone import DropAnswer, DropZone

ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def judge(paths: list[Path]) -> DropAnswer:
    if all(path.suffix == ".png" for path in paths):
        return DropAnswer(True, f"Release to classify {len(paths)} pictures")
    return DropAnswer(False, "This model reads pictures", f"{paths[0].name} is a document")


@pytest.fixture
def zone(theme, shown):
    zone = DropZone(theme, judge)
    zone.set_texts("Drop pictures or a folder", "or paste, or choose files", "Release to classify the picture")
    shown(zone)
    return zone


def files(*names: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(f"/tmp/{name}") for name in names])
    return mime


def enter(zone, mime) -> QDragEnterEvent:
    event = QDragEnterEvent(QPoint(20, 20), ACTIONS, mime, LEFT, NONE)
    QApplication.sendEvent(zone, event)
    return event


def drop(zone, mime) -> QDropEvent:
    enter(zone, mime)  # Qt sends drops only to what was entered
    event = QDropEvent(QPointF(20, 20), ACTIONS, mime, LEFT, NONE)
    QApplication.sendEvent(zone, event)
    return event


def test_it_says_what_it_would_do(zone):
    mime = files("a.png", "b.png")
    enter(zone, mime)
    assert (zone.state(), zone._title) == ("over", "Release to classify 2 pictures")
    QApplication.sendEvent(zone, QDragLeaveEvent())
    assert zone.state() == "idle"


def test_names_with_line_breaks_stay_on_one_line(zone):
    mime = files("a\nb.txt")
    enter(zone, mime)
    assert zone._detail == "a b.txt is a document"


def test_it_takes_files_as_a_copy(qtbot, zone):
    mime = files("a b 数字.png")
    with qtbot.waitSignal(zone.paths_dropped, check_params_cb=lambda paths: paths == [Path("/tmp/a b 数字.png")]):
        event = drop(zone, mime)
    assert event.dropAction() == Qt.DropAction.CopyAction
    assert event.isAccepted()


def test_it_refuses_and_says_why(qtbot, zone):
    mime = files("report.docx")
    enter(zone, mime)
    assert (zone.state(), zone._detail) == ("refused", "report.docx is a document")
    with qtbot.assertNotEmitted(zone.paths_dropped):
        event = drop(zone, mime)
    assert not event.isAccepted()
    assert zone.state() == "refused"


def test_a_refusal_fades(qtbot, zone):
    zone._refusal.setInterval(20)
    zone.show_refused("This model reads pictures", "")
    qtbot.waitUntil(lambda: zone.state() == "idle")


def test_a_picture_without_a_file_is_taken(qtbot, zone):
    mime = QMimeData()
    mime.setImageData(QImage(5, 5, QImage.Format.Format_RGB32))
    enter(zone, mime)
    assert zone.state() == "over"
    with qtbot.waitSignal(zone.picture_dropped, check_params_cb=lambda image: image.width() == 5):
        drop(zone, mime)


def test_text_is_taken_only_where_it_is_wanted(qtbot, zone):
    mime = QMimeData()
    mime.setText("a fine film")
    assert not drop(zone, mime).isAccepted()
    zone.set_texts("Drop a text", "", accept_text=True)
    with qtbot.waitSignal(zone.text_dropped, check_params_cb=lambda text: text == "a fine film"):
        drop(zone, mime)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_keys_do_what_a_click_does(qtbot, zone, key):
    with qtbot.waitSignal(zone.clicked):
        qtbot.keyClick(zone, key)


def test_esc_stops_what_is_running_and_nothing_else(qtbot, zone):
    with qtbot.assertNotEmitted(zone.stop_wanted):
        qtbot.keyClick(zone, Qt.Key.Key_Escape)
    zone.show_busy("Classifying 7 of 12", "Esc to stop", 0.58)
    with qtbot.waitSignal(zone.stop_wanted):
        qtbot.keyClick(zone, Qt.Key.Key_Escape)


def test_it_can_be_heard(zone):
    assert zone.accessibleName() == "Drop pictures or a folder"
    assert zone.accessibleDescription() == "or paste, or choose files"
