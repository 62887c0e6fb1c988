import os
import subprocess
import sys

import pytest

from desktop_app.services.run_store import RunStore
from desktop_app.services.worker_process import find_worker
from tests.helpers.runs import fake_command
from trainer.contract.run_folder import RunLock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="want of platform: not offered on Windows")
SLEEPER = [sys.executable, "-c", "import sys; print('ready', flush=True); sys.stdin.read()"]


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs", fake_command("good-classifier", 0.5, "--ignore-stop"))


@pytest.fixture
def folder(store):
    return store.create("digits-cnn", "quick", {}, "mnist-sample")


@pytest.fixture
def start():
    """Starts a process whose command line ends with a word, and ends it after the test."""
    started = []

    def make(word: str) -> subprocess.Popen:
        process = subprocess.Popen([*SLEEPER, word], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdout.readline()
        started.append(process)
        return process

    yield make
    for process in started:
        process.communicate()


def test_the_worker_of_a_run_is_found_and_ended(store, folder):
    process = store.start(folder)
    while find_worker(folder) is None:
        assert process.poll() is None
    worker = find_worker(folder)
    worker.end(patience=20)
    worker.close()
    assert process.wait(180) != 0
    assert not folder.is_alive()
    assert find_worker(folder) is None, "its number is still there, but the lock is free"


def test_another_process_with_the_number_of_the_worker_is_not_taken_for_it(folder, start):
    other = start("something-else")
    lock = RunLock(folder.lock_file)
    assert lock.acquire()
    folder.pid_file.write_text(str(other.pid))
    assert find_worker(folder) is None
    lock.release()


def test_a_process_without_the_lock_is_not_taken_for_the_worker(folder, start):
    former = start(folder.run_id)
    folder.lock_file.touch()
    folder.pid_file.write_text(str(former.pid))
    assert find_worker(folder) is None


@pytest.mark.parametrize("content", ["", "no number", "999999999"])
def test_a_number_of_no_process_finds_nothing(folder, content):
    folder.pid_file.write_text(content)
    assert find_worker(folder) is None


def test_the_number_is_left_and_removed(folder):
    folder.note_worker()
    assert folder.worker_pid() == os.getpid()
    folder.forget_worker()
    assert folder.worker_pid() is None
