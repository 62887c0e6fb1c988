import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from trainer.processes import child_environment
from trainer.staying_awake import kept_awake

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd-inhibit is Linux's way")

HELPER = """#!/bin/sh
echo "$@" > "$NOTES/asked"
echo $$ > "$NOTES/running"
cat
rm "$NOTES/running"
"""
USER = """
import time
from trainer.staying_awake import kept_awake

with kept_awake():
    print("in", flush=True)
    time.sleep(60)
"""
PATIENCE = 180.0


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which a stand-in for systemd-inhibit notes that it runs."""
    helper = tmp_path / "bin" / "systemd-inhibit"
    helper.parent.mkdir()
    helper.write_text(HELPER)
    helper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{helper.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("NOTES", str(tmp_path))
    return tmp_path


def wait_for(file: Path, there: bool) -> None:
    deadline = time.monotonic() + PATIENCE
    while file.exists() is not there:
        assert time.monotonic() < deadline, f"{file.name} was {'not made' if there else 'not removed'}"
        time.sleep(0.02)


def test_sleep_is_held_off_inside_the_block_alone(notes: Path) -> None:
    with kept_awake():
        wait_for(notes / "running", there=True)
        assert "--what=idle:sleep" in (notes / "asked").read_text()
    wait_for(notes / "running", there=False)


def test_the_wish_ends_with_a_process_that_is_killed(notes: Path) -> None:
    command = [sys.executable, "-c", USER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=child_environment()) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"in\n"
        wait_for(notes / "running", there=True)
        process.send_signal(signal.SIGKILL)
    wait_for(notes / "running", there=False)


def test_without_such_a_program_a_training_runs_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with kept_awake():
        pass
