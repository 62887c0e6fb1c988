"""The window paints before anything heavy is loaded, and soon."""

import os
import subprocess
import sys

HEAVY = ("torch", "pyqtgraph", "onnxruntime", "numpy", "sklearn", "scipy", "onnx")
BOUND = (
    1.0  # seconds of processor time, so that a busy machine does not fail the test; alone, it is the time on the wall
)
PROGRAM = """
import os, sys, time
from desktop_app import window_session
from desktop_app.application import run_window

def painted(started):
    print(time.process_time(), *[name for name in {heavy!r} if name in sys.modules])
    sys.stdout.flush()
    os._exit(0)

window_session._log_first_paint = painted
run_window(["--data-dir", sys.argv[1]])
"""


def start(folder) -> tuple[float, list[str]]:
    """Seconds of processor time until the first paint of a fresh process, and what heavy things were loaded by then."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(heavy=HEAVY), str(folder)],
        capture_output=True,
        text=True,
        timeout=280,
        check=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    seconds, *loaded = done.stdout.split()
    return float(seconds), loaded


def test_the_window_paints_soon_and_before_anything_heavy_is_loaded(tmp_path):
    start(tmp_path)  # warms the disk's cache
    seconds, loaded = start(tmp_path)
    assert loaded == []
    assert seconds <= BOUND
