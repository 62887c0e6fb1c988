import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.places import Places, find_places
from desktop_app.processes import own_environment
from desktop_app.services import data_folder
from desktop_app.services.data_folder import carry_out, plan_move, remove_left_folder
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.run_folder import RunFolder, RunLock
from trainer.data_place import DATA_DIR_VARIABLE, place_file

FILES = {"settings.ini": b"[General]", "models/a.onnx": b"a" * 3_000_000, "runs/one/events.jsonl": b"{}\n"}


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """The usual data folder of a person, with files in it."""
    monkeypatch.delenv(DATA_DIR_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    places = find_places()
    for name, content in FILES.items():
        file = places.data / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return places


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.is_symlink()
    }


def test_everything_moves_and_the_next_start_finds_it(places, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    (places.data / "datasets").symlink_to(shared)
    carry_out(plan_move(places, tmp_path / "disk" / "new"))
    moved = find_places()
    assert moved.data == tmp_path / "disk" / "new"
    assert contents(moved.data) == FILES
    assert moved.datasets.resolve() == shared
    assert contents(places.data) == FILES  # until the next start
    assert remove_left_folder() is None
    assert not places.data.exists()
    assert find_places().data == moved.data


def test_it_moves_back_too(places, tmp_path):
    carry_out(plan_move(places, tmp_path / "new"))
    remove_left_folder()
    carry_out(plan_move(find_places(), places.data))
    assert find_places().data == places.data
    remove_left_folder()
    assert not place_file().exists()
    assert contents(places.data) == FILES


def test_a_folder_with_other_files_gets_a_folder_of_its_own(places, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "letter.txt").write_text("hello")
    assert plan_move(places, disk).target == disk / "model-workshop"


def test_a_data_folder_that_is_there_is_used_as_it_is(places, tmp_path):
    other = tmp_path / "other"
    (other / "models").mkdir(parents=True)
    plan = plan_move(places, other)
    assert not plan.is_copied
    carry_out(plan)
    assert find_places().data == other
    remove_left_folder()
    assert contents(places.data) == FILES


def test_not_while_a_training_runs(places, tmp_path):
    lock = RunLock(RunFolder(places.runs / "one").lock_file)
    assert lock.acquire()
    with pytest.raises(WorkshopError) as caught:
        plan_move(places, tmp_path / "new")
    lock.release()
    assert caught.value.kind == "busy"


@pytest.mark.parametrize("chosen", [".", "models", ".."])
def test_not_into_itself(places, chosen):
    with pytest.raises(WorkshopError) as caught:
        plan_move(places, (places.data / chosen).resolve())
    assert caught.value.kind == "invalid-setting"


def test_not_where_there_is_no_room(places, tmp_path, monkeypatch):
    monkeypatch.setattr(data_folder, "SPARE_ROOM", 10**18)
    with pytest.raises(WorkshopError) as caught:
        plan_move(places, tmp_path / "new")
    assert caught.value.kind == "no-space"


def test_a_cancelled_move_leaves_no_trace(places, tmp_path):
    with pytest.raises(Cancelled):
        carry_out(plan_move(places, tmp_path / "new"), lambda copied: copied < 2_000_000)
    assert find_places().data == places.data
    assert not list(tmp_path.glob("*new*"))


@pytest.mark.skipif(sys.platform == "win32", reason="a signal that cannot be caught")
@pytest.mark.parametrize("copied", [1_000_000, 3_000_000])
def test_a_killed_move_leaves_the_old_folder_in_use(places, tmp_path, copied):
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from desktop_app.places import find_places\n"
        "from desktop_app.services.data_folder import carry_out, plan_move\n"
        "plan = plan_move(find_places(), Path(sys.argv[1]))\n"
        f"carry_out(plan, lambda copied: copied < {copied} or os.kill(os.getpid(), {signal.SIGKILL.value}))\n"
    )
    environment = {name: value for name, value in own_environment().items() if name != DATA_DIR_VARIABLE}
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "new")], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert find_places().data == places.data
    assert contents(places.data) == FILES
    carry_out(plan_move(places, tmp_path / "new"))
    assert contents(find_places().data) == FILES
    assert not (tmp_path / ".new.part").exists()


def test_a_named_data_folder_is_not_moved(tmp_path, monkeypatch):
    assert not find_places(tmp_path).can_move
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(tmp_path))
    assert not find_places().can_move


def test_a_broken_note_is_no_place(places):
    place_file().write_text(json.dumps({"data": 3}))
    assert find_places().data == places.data
    assert os.environ.get(DATA_DIR_VARIABLE) is None
