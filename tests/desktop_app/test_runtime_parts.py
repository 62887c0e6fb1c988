"""Which copy of PyTorch and ONNX Runtime a packaged program takes, and what it falls back to."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from desktop_app import runtime_parts
from desktop_app.inference.machine import probe_driver
from desktop_app.processes import own_environment
from desktop_app.runtime_parts import (
    LOCK_FILE,
    MANIFEST,
    MARKS,
    TRIAL,
    choose,
    fingerprint,
    loaded_part,
    part_name,
    put_on_path,
)
from tests.helpers.driver_library import make_driver_library
from tests.helpers.fake_cuda import FakeDriver
from tests.helpers.skips import skip_for_want_of
from trainer.loading import MARKS_VARIABLE, broken_loads, forget_broken_loads, marked_loading

NAME, DRIVER = "torch-1.0-test", 13010


def driver(version: int = DRIVER) -> Any:
    return lambda name: FakeDriver(version=version)


def no_driver(name: str) -> Any:
    raise OSError(f"{name}: cannot open shared object file")


@pytest.fixture(autouse=True)
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A packaged program with a CPU copy; its folder."""
    program = tmp_path / "program"
    (program / "runtime-cpu").mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program / "model-workshop"))
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(runtime_parts, "part_name", lambda: NAME)
    monkeypatch.delenv(MARKS_VARIABLE, raising=False)
    return program


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """A data folder with a whole part that a trial has found good."""
    parts = tmp_path / "data" / "runtime-gpu"
    (parts / NAME).mkdir(parents=True)
    (parts / NAME / "large.so").write_bytes(b"12345")
    manifest = {"name": NAME, "driver": 13000, "large_files": {"large.so": 5}}
    (parts / NAME / MANIFEST).write_text(json.dumps(manifest))
    write_trial(parts)
    return parts


def write_trial(parts: Path, worked: bool = True, version: int = DRIVER, detail: str = "") -> None:
    trial = {"fingerprint": fingerprint(NAME, version), "worked": worked, "detail": detail}
    (parts / TRIAL).write_text(json.dumps(trial))


def test_a_part_that_works_is_chosen(parts):
    choice = choose(parts, driver())
    assert (choice.folder, choice.obstacle) == (parts / NAME, "")


def test_each_obstacle_has_its_name(parts, monkeypatch):
    assert choose(parts, no_driver).obstacle == "no-driver"
    assert choose(parts, driver(12080)) == runtime_parts.Choice(None, "old-driver", "12.8")
    assert choose(parts, driver(13020)).obstacle == "untried"
    write_trial(parts, worked=False, detail="PyTorch: no answer")
    assert choose(parts, driver()) == runtime_parts.Choice(None, "trial-failed", "PyTorch: no answer")
    (parts / TRIAL).write_text("broken")
    assert choose(parts, driver()).obstacle == "untried"
    (parts / NAME / "large.so").write_bytes(b"1")
    assert choose(parts, driver()).obstacle == "incomplete"
    monkeypatch.setattr(runtime_parts, "part_name", lambda: "torch-2.0-test")
    assert choose(parts, driver()).obstacle == "other-version"
    assert choose(parts / "nowhere", driver()).obstacle == "absent"
    monkeypatch.setattr(runtime_parts, "part_name", lambda: None)
    assert choose(parts, driver()).obstacle == "not-offered"
    monkeypatch.setenv(runtime_parts.RUNTIME_VARIABLE, "cpu")
    assert choose(parts, driver()).obstacle == "not-wanted"


@pytest.mark.parametrize(
    "content", ['{"name": 1}', '{"name": "torch-1.0-test", "large_files": [], "driver": "13"}', "[]", ""]
)
def test_a_strange_manifest_is_an_incomplete_part(parts, content):
    (parts / NAME / MANIFEST).write_text(content)
    assert choose(parts, driver()).obstacle == "incomplete"


def test_what_another_user_can_change_is_not_run(parts, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12345, raising=False)
    assert choose(parts, driver()).obstacle == "other-user"


def test_another_version_of_the_program_wants_a_new_trial(parts, monkeypatch):
    monkeypatch.setattr(runtime_parts, "__version__", "99.0")
    assert choose(parts, driver()).obstacle == "untried"


def test_a_driver_that_does_not_answer_is_none(parts):
    class Old:
        def __getattr__(self, name: str) -> Any:
            raise AttributeError(name)

    class Failing(FakeDriver):
        def cuDriverGetVersion(self, target: Any) -> int:
            return 1

    for library in (Old(), Failing()):
        assert choose(parts, lambda name, library=library: library).obstacle == "no-driver"


def test_a_real_shared_library_is_asked(parts, tmp_path):
    library = make_driver_library(tmp_path, DRIVER)
    if library is None:
        skip_for_want_of("platform", "there is no C compiler")
    assert choose(parts, lambda name: ctypes.CDLL(str(library))).obstacle == ""
    asked = probe_driver(lambda name: ctypes.CDLL(str(library)))
    assert (asked.cuda, asked.devices) == ((13, 1), ("T",))


def test_the_chosen_part_goes_first_on_the_path(parts, monkeypatch):
    monkeypatch.setattr(runtime_parts, "driver_version", lambda load: DRIVER)
    choice = put_on_path(["classify", "--data-dir", str(parts.parent)])
    assert sys.path[0] == str(parts / NAME) == str(choice.folder)
    assert os.environ[MARKS_VARIABLE] == str(parts / MARKS)
    assert loaded_part() == parts / NAME


def test_the_cpu_copy_is_the_fall_back(parts, frozen, monkeypatch):
    monkeypatch.setattr(runtime_parts, "driver_version", lambda load: None)
    monkeypatch.setenv(MARKS_VARIABLE, "inherited from a parent")
    assert put_on_path([f"--data-dir={parts.parent}"]).obstacle == "no-driver"
    assert sys.path[0] == str(frozen / "runtime-cpu")
    assert MARKS_VARIABLE not in os.environ
    assert loaded_part() is None


def test_the_environment_names_the_data_folder(parts, monkeypatch):
    monkeypatch.setattr(runtime_parts, "driver_version", lambda load: DRIVER)
    monkeypatch.setenv("MODEL_WORKSHOP_DATA_DIR", str(parts.parent))
    assert put_on_path([]).folder == parts / NAME


def test_a_trial_takes_its_part_without_questions(parts):
    (parts / TRIAL).unlink()
    for job in (runtime_parts.RUNTIME_TRIAL, runtime_parts.TORCH_TRIAL):
        assert put_on_path([*job, str(parts / NAME)]).folder == parts / NAME
        assert sys.path[0] == str(parts / NAME)
        assert MARKS_VARIABLE not in os.environ


def test_from_the_source_nothing_is_chosen(parts, monkeypatch):
    monkeypatch.delattr(sys, "frozen")
    before = list(sys.path)
    assert put_on_path(["--data-dir", str(parts.parent)]).obstacle == "not-frozen"
    assert sys.path == before


def test_a_crash_while_loading_falls_back_until_a_new_trial(parts):
    if not hasattr(signal, "SIGKILL"):
        skip_for_want_of("platform", "this system has no SIGKILL")
    script = textwrap.dedent("""
        import os, signal
        from trainer.loading import marked_loading
        with marked_loading():
            os.kill(os.getpid(), signal.SIGKILL)
    """)
    environment = own_environment(**{MARKS_VARIABLE: str(parts / MARKS)})
    python = str(Path(sys.base_prefix) / "bin" / "python3")
    subprocess.run([python, "-c", script], env=environment, check=False)
    assert choose(parts, driver()).obstacle == "crashed"
    forget_broken_loads(parts / MARKS)
    assert choose(parts, driver()).obstacle == ""


def test_a_process_that_is_still_loading_counts_as_nothing(parts, monkeypatch):
    monkeypatch.setenv(MARKS_VARIABLE, str(parts / MARKS))
    with marked_loading():
        assert choose(parts, driver()).obstacle == ""
        forget_broken_loads(parts / MARKS)
        assert list((parts / MARKS).iterdir())
    assert not list((parts / MARKS).iterdir())


def test_a_library_that_cannot_be_loaded_is_remembered_with_its_error(parts, monkeypatch):
    monkeypatch.setenv(MARKS_VARIABLE, str(parts / MARKS))
    with pytest.raises(ImportError), marked_loading():
        raise ImportError("libcublas.so.13: cannot open shared object file")
    choice = choose(parts, driver())
    assert choice.obstacle == "crashed"
    assert "libcublas.so.13" in choice.detail


def test_other_errors_leave_no_mark(parts, monkeypatch):
    monkeypatch.setenv(MARKS_VARIABLE, str(parts / MARKS))
    with pytest.raises(KeyboardInterrupt), marked_loading():
        raise KeyboardInterrupt
    assert not broken_loads(parts / MARKS)


def test_where_no_mark_can_be_written_loading_goes_on(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(MARKS_VARIABLE, str(tmp_path / "file" / "marks"))
    with marked_loading():
        pass


def test_the_list_of_files_names_a_part_for_each_python_on_linux():
    for python in ("cp311", "cp312", "cp313"):
        assert str(part_name(f"linux-x86_64-{python}", LOCK_FILE)).startswith(f"torch-2.13.0-{python}-")
    assert part_name("macosx-14.0-arm64-cp311", LOCK_FILE) is None


def test_only_the_standard_library_is_loaded_for_the_choice():
    script = (
        "import sys; before = set(sys.modules); import desktop_app.runtime_parts; print(*set(sys.modules) - before)"
    )
    python = str(Path(sys.base_prefix) / "bin" / "python3")
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, env=own_environment(), check=True)
    roots = {name.partition(".")[0] for name in done.stdout.split()}
    assert roots - set(sys.stdlib_module_names) == {"desktop_app", "trainer"}
