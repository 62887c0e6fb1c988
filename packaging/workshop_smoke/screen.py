"""A real window on a virtual screen, with a mouse, a keyboard, and another program to drag a picture out of."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workshop_smoke.place import CheckFailedError

# Holds a picture that can be dragged, and reads the clipboard when it is asked to.
OTHER_PROGRAM = """
import os, sys, threading
from PySide6.QtCore import QMimeData, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
class Source(QLabel):
    asked = Signal()
    def mouseMoveEvent(self, event):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(sys.argv[1])])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)
    def answer(self):
        print(repr(QGuiApplication.clipboard().text()), flush=True)
application = QApplication([])
source = Source("drag this")
source.setWindowTitle("other program")
source.setGeometry(1320, 300, 200, 100)
source.asked.connect(source.answer)
def listen():
    for _ in sys.stdin:
        source.asked.emit()
threading.Thread(target=listen, daemon=True).start()
source.show()
print("ready", flush=True)
application.exec()
"""


class Hands:
    """Mouse and keyboard on the screen `display`."""

    def __init__(self, display: str) -> None:
        self.display = display

    def do(self, *words: object) -> str:
        """One command of xdotool; returns what it printed."""
        environment = {**os.environ, "DISPLAY": self.display}
        result = subprocess.run(
            ["xdotool", *map(str, words)], env=environment, capture_output=True, text=True, check=False
        )
        return result.stdout

    def press(self, *keys: str) -> None:
        """Press and release keys, one after the other."""
        for key in keys:
            self.do("key", "--clearmodifiers", key)
            time.sleep(0.2)

    def find_window(self, title: str, seconds: float = 60) -> str:
        """The number of the window with `title`; waits for it."""
        found = wait_for(lambda: self.do("search", "--onlyvisible", "--name", title).split(), seconds, f"{title!r}")
        return str(found[0])

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag with the left button, in steps as a hand does."""
        self.do("mousemove", *start)
        self.do("mousedown", 1)
        time.sleep(0.2)
        for part in range(1, 13):
            point = (round(a + (b - a) * part / 12) for a, b in zip(start, end, strict=True))
            self.do("mousemove", *point)
            time.sleep(0.06)
        time.sleep(0.4)
        self.do("mouseup", 1)

    def picture(self, file: Path) -> None:
        """Take a picture of the whole screen."""
        environment = {**os.environ, "DISPLAY": self.display}
        subprocess.run(["scrot", "-o", str(file)], env=environment, check=False)


def wait_for(look: Callable[[], object], seconds: float, what: str) -> object:
    """The first true answer of `look`; raises `CheckFailedError` if there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := look():
            return answer
        time.sleep(0.1)
    raise CheckFailedError(f"waited {seconds:.0f} s in vain for {what}")


@contextmanager
def virtual_screen() -> Iterator[str]:
    """Start Xvfb and openbox; yields the name of the screen. Any account of this computer may show windows there."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-ac"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as answer:
            display = f":{answer.readline().strip()}"
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display}, **silent)
        try:
            yield display
        finally:
            manager.terminate()
            manager.wait()
            server.terminate()


@contextmanager
def other_program(display: str, picture: str) -> Iterator[Callable[[], str]]:
    """Start the program with the picture; yields a function that reads the clipboard."""
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    command = [sys.executable, "-c", OTHER_PROGRAM, picture]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True) as it:
        assert it.stdin is not None
        assert it.stdout is not None
        it.stdout.readline()

        def clipboard() -> str:
            print(file=it.stdin, flush=True)
            return str(it.stdout.readline().strip())

        try:
            yield clipboard
        finally:
            it.kill()
