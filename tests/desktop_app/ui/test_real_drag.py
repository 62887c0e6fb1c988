"""A picture dragged with the mouse from another program is read: real windows, a real X server, real drag and drop."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.helpers.bad_pictures import drawn_digit, png

pytestmark = pytest.mark.needs_display

ROOT = Path(__file__).parents[3]
WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop_app.places import find_places
from desktop_app.window_session import make_application, make_session
application = make_application()
session = make_session(application, find_places(Path(sys.argv[1])))
session.window.setGeometry(0, 0, 1000, 700)
session.window.show()
session.window.show_page("classify")
page = session.window.current_page()
def look():
    shown = page.result.shown()
    if shown is not None:
        print(shown.source, shown.result.label, flush=True)
        session.close()
        application.quit()
timer = QTimer()
timer.timeout.connect(look)
timer.start(50)
print("ready", flush=True)
application.exec()
"""
SOURCE = """
import sys
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel
class Source(QLabel):
    def mouseMoveEvent(self, event):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(sys.argv[1])])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)
application = QApplication([])
source = Source("drag this")
source.setGeometry(1020, 300, 200, 100)
source.show()
print("ready", flush=True)
application.exec()
"""


def start(program: str, argument: Path, screen: str) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
    command = [sys.executable, "-c", program, str(argument)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def mouse(screen: str, *words: object) -> None:
    subprocess.run(["xdotool", *map(str, words)], check=True, env=os.environ | {"DISPLAY": screen})
    time.sleep(0.05)


def drag(screen: str, start_at: tuple[int, int], end_at: tuple[int, int]) -> None:
    mouse(screen, "mousemove", *start_at)
    mouse(screen, "mousedown", 1)
    for part in range(1, 11):
        point = (round(a + (b - a) * part / 10) for a, b in zip(start_at, end_at, strict=True))
        mouse(screen, "mousemove", *point)
    time.sleep(0.3)
    mouse(screen, "mouseup", 1)


def test_a_picture_dragged_from_another_program_is_read(tmp_path: Path, screen: str) -> None:
    picture = tmp_path / "a digit 数字.png"
    picture.write_bytes(png(drawn_digit()))
    window = start(WINDOW, tmp_path / "data", screen)
    source = start(SOURCE, picture, screen)
    try:
        time.sleep(1.0)
        drag(screen, (1120, 350), (235, 215))
        output, _ = window.communicate(timeout=30)
        name, label = output.decode().rsplit(maxsplit=1)
        assert name == picture.name
        assert label in "0123456789"
    finally:
        for process in (window, source):
            process.kill()
            process.communicate()
