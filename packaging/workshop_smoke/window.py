"""The window, used with mouse and keyboard alone: drop, train, use the result, quit."""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workshop_smoke.place import CheckFailedError, Place
from workshop_smoke.screen import Hands, other_program, virtual_screen, wait_for

TITLE = "Model Workshop"
WINDOW = (1300, 900)
SOURCE_AT, DROP_AT = (1420, 350), (500, 400)
FIRST_PAINT = 1.2
"""Seconds from the start of the process, at most, when the files have been read before."""


def use_window(place: Place, picture: str, pictures: Path) -> list[str]:
    """Everything that a person does in a first visit; returns what was seen.

    `picture` is a file with a digit as the program sees it; pictures of the screen go to `pictures`.
    """
    with virtual_screen() as display:
        hands = Hands(display)
        start_and_quit(place, hands)
        seconds = start_and_quit(place, hands)
        seen = [f"first paint {seconds:.2f} s after the start of the process"]
        with opened_window(place, hands) as window:
            seen.append(drop_a_picture(place, hands, picture, pictures))
            seen.append(open_a_folder(place, hands))
            seen.append(train(place, hands, window, pictures))
        seen.append(use_result(place, picture))
    if seconds > FIRST_PAINT:
        seen.append(f"SLOW: the window should be there after {FIRST_PAINT} s")
    return seen


@contextmanager
def opened_window(place: Place, hands: Hands) -> Iterator[str]:
    """The window at a known place, quit by its keys at the end."""
    process = place.start(DISPLAY=hands.display, QT_QPA_PLATFORM="xcb", **opener_of(place))
    try:
        window = hands.find_window(TITLE)
        hands.do("windowmove", "--sync", window, 0, 0)
        hands.do("windowsize", "--sync", window, *WINDOW)
        hands.do("windowactivate", "--sync", window)
        time.sleep(1)
        yield window
        quit_window(process, hands, window)
        if process.returncode:
            raise CheckFailedError(f"the window ended with status {process.returncode}")
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def quit_window(process: "subprocess.Popen[bytes]", hands: Hands, window: str) -> None:
    """Press the keys until the program has ended: on a busy computer the first ones can come before it listens."""

    def ended() -> bool:
        hands.do("windowactivate", window)
        hands.press("ctrl+q")
        time.sleep(2)
        return process.poll() is not None

    wait_for(ended, 60, "the window to close")


def start_and_quit(place: Place, hands: Hands) -> float:
    """Seconds from the start of the process to the first paint, as the program's own log dates it."""
    began = time.time()
    with opened_window(place, hands):
        log = place.outside(place.data) / "logs" / "window.log"
        line = wait_for(lambda: _first_paints(log, began), 60, "the first paint in the log")
    assert isinstance(line, str)
    moment, _, milliseconds = line[:23].partition(",")
    painted = time.mktime(time.strptime(moment, "%Y-%m-%d %H:%M:%S")) + int(milliseconds) / 1000
    return painted - began


def _first_paints(log: Path, since: float) -> str:
    if not log.is_file() or log.stat().st_mtime < since:
        return ""
    lines = [line for line in log.read_text(encoding="utf-8").splitlines() if "First paint" in line]
    return lines[-1] if lines else ""


def drop_a_picture(place: Place, hands: Hands, picture: str, pictures: Path) -> str:
    """Drag the picture out of another program onto Classify, then copy the reading as text."""
    hands.press("ctrl+2")
    time.sleep(1)
    with other_program(hands.display, picture) as clipboard:
        hands.find_window("other program")
        hands.drag(SOURCE_AT, DROP_AT)

        def reading() -> str:
            hands.do("windowactivate", "--sync", hands.find_window(TITLE))
            hands.press("ctrl+c")
            text = clipboard()
            return text if re.search(r"\b3\b", text) else ""

        try:
            text = wait_for(reading, 60, "the reading of the dropped picture on the clipboard")
        finally:
            hands.picture(pictures / "classify.png")
    return f"a picture dropped by mouse was read: {text}"


def opener_of(place: Place) -> dict[str, str]:
    """A stand-in for the desktop's file manager that notes down what it was given."""
    folder = place.outside(place.tools)
    folder.mkdir(exist_ok=True)
    opener, note = folder / "xdg-open", f"{place.home}/opened"
    lines = ["#!/bin/sh", f'{{ echo "opened $1"; env; }} > "{note}.tmp"', f'mv "{note}.tmp" "{note}.txt"']
    opener.write_text("\n".join(lines) + "\n", encoding="utf-8")
    opener.chmod(0o755)
    return {"PATH": f"{place.tools}:/usr/bin:/bin"}


def open_a_folder(place: Place, hands: Hands) -> str:
    """Help > Open the log folder: the system's program must not get our libraries."""
    note = place.outside(place.home) / "opened.txt"
    note.unlink(missing_ok=True)

    def opened() -> bool:
        hands.press("Escape", "alt+h", "Down", "Return")
        time.sleep(2)
        return note.is_file()

    wait_for(opened, 60, "the file manager to be called")
    lines = note.read_text(encoding="utf-8").splitlines()
    leaked = [line for line in lines if line.startswith(("LD_LIBRARY_PATH=", "_PYI_", "PYTHONPATH="))]
    if leaked:
        raise CheckFailedError(f"a program of the system is started with our libraries: {leaked}")
    return f"{lines[0]!r} by the system's program, without our library paths"


def train(place: Place, hands: Hands, window: str, pictures: Path) -> str:
    """Start a training with the usual settings by keyboard; it must run in a process of its own, without a window."""
    hands.do("windowactivate", "--sync", window)
    hands.press("ctrl+5")
    time.sleep(2)
    hands.picture(pictures / "train.png")
    runs = place.outside(place.data) / "runs"

    def begun() -> bool:
        hands.press("ctrl+Return")
        time.sleep(4)
        return next(runs.glob("*/run.json"), None) is not None

    wait_for(begun, 60, "a training to be started")
    log = wait_for(lambda: next(runs.glob("*/events.jsonl"), None), 90, "a training to begin")
    assert isinstance(log, Path)
    last = wait_for(lambda: _last_event(log), 600, "the training to end")
    hands.picture(pictures / "trained.png")
    if last != "run_finished":
        worker = log.with_name("worker.log").read_text(encoding="utf-8", errors="replace")
        raise CheckFailedError(f"the training ended with {last}: {worker[-1500:]}")
    windows = hands.do("search", "--onlyvisible", "--name", TITLE).split()
    if len(windows) != 1:
        raise CheckFailedError(f"{len(windows)} windows are there after a training")
    return f"trained by keyboard in a process of its own: {log.parent.name}"


def _last_event(log: Path) -> str:
    lines = log.read_text(encoding="utf-8").splitlines()
    try:
        name = str(json.loads(lines[-1])["event"]) if lines else ""
    except ValueError:  # half a line, being written
        return ""
    return name if name.startswith("run_") and name != "run_started" else ""


def use_result(place: Place, picture: str) -> str:
    """The model that the window trained reads the picture."""
    own = [model for model in place.run_json("models")["models"] if model["id"].startswith("mine/")]
    if not own:
        raise CheckFailedError("the trained model is not in the library")
    answer = place.run_json("classify", own[0]["id"], picture)
    if "label" not in answer:
        raise CheckFailedError(f"the trained model does not read: {answer}")
    return f"{own[0]['id']} reads the picture as {answer['label']}"
