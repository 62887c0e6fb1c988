"""Adding and removing the GPU part: downloads that break off or lie, a full disk, kills, other users."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import msgspec
import pytest

from desktop_app.gpu_part import installation
from desktop_app.gpu_part.installation import Installation, Step
from desktop_app.gpu_part.plan import Plan
from desktop_app.processes import own_environment
from tests.helpers import gpu_parts
from tests.helpers.file_server import FileServer, serving
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.run_folder import RunLock

KILL_AFTER = 300
"""Seconds after which a child that should have been killed is given up."""


@pytest.fixture
def server():
    with serving(gpu_parts.server()) as started:
        yield started


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    return tmp_path / "data with 空格" / "runtime-gpu"


def go_on(step: Step) -> bool:
    return True


def add(parts: Path, plan: Plan, tell=go_on) -> Installation:
    made = Installation(parts, plan)
    made.add(tell)
    return made


def test_a_part_is_fetched_unpacked_and_named(server, parts):
    steps = []
    made = add(parts, gpu_parts.plan_at(server.address), lambda step: steps.append(step) or True)
    assert made.is_there()
    assert gpu_parts.files_of(made.folder) == gpu_parts.UNPACKED
    assert os.access(made.folder / "torch/bin/torch_shm_manager", os.X_OK)
    assert not os.access(made.folder / "torch/__init__.py", os.X_OK)
    assert [path.name for path in sorted(parts.iterdir())] == [".lock", gpu_parts.NAME]
    total = sum(map(len, gpu_parts.WHEELS.values()))
    assert {step.kind for step in steps} == {"fetching", "unpacking"}
    assert all(step.total == total for step in steps)
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1].done == total


def test_what_is_there_is_not_fetched_again(server, parts):
    plan = gpu_parts.plan_at(server.address)
    add(parts, plan)
    asked = len(server.requested)
    add(parts, plan)
    assert len(server.requested) == asked


def test_a_broken_line_is_taken_up(parts):
    with serving(FileServer(gpu_parts.WHEELS, break_off_after=400_000)) as server:
        made = add(parts, gpu_parts.plan_at(server.address))
        assert made.is_there()
        assert ("/torch-1.0-cp311.whl", "bytes=400000-") in server.requested


def test_a_cancel_keeps_what_arrived(server, parts):
    plan = gpu_parts.plan_at(server.address)
    with pytest.raises(Cancelled):
        add(parts, plan, lambda step: step.done < 200_000)
    waiting = Installation(parts, plan)
    assert not waiting.is_there()
    assert 200_000 <= waiting.bytes_here() < plan.download_size
    waiting.add(go_on)
    assert waiting.is_there()
    assert server.requested[1][1] is not None


def test_a_cancel_between_files_keeps_those_that_are_unpacked(server, parts):
    plan = gpu_parts.plan_at(server.address)
    first = plan.wheels[0]
    with pytest.raises(Cancelled):
        add(parts, plan, lambda step: step.file == first.name)
    assert Installation(parts, plan).bytes_here() >= first.size
    add(parts, plan)
    assert [path for path, _ in server.requested].count(f"/{first.name}") == 1


def test_a_wrong_file_is_refused_and_named(parts):
    wrong = gpu_parts.WHEELS | {"torch-1.0-cp311.whl": gpu_parts.WHEELS["torch-1.0-cp311.whl"][:-1] + b"x"}
    with serving(FileServer(wrong)) as server, pytest.raises(WorkshopError) as caught:
        add(parts, gpu_parts.plan_at(server.address))
    assert caught.value.kind == "download-failed"
    assert "torch-1.0-cp311.whl" in caught.value.message.en
    assert "checksum" in caught.value.message.en
    assert not (parts / gpu_parts.NAME).exists()


def test_a_file_that_is_cut_short_or_too_long_is_refused(parts):
    for change in (lambda content: content[:-10], lambda content: content + b"more"):
        files = {name: change(content) for name, content in gpu_parts.WHEELS.items()}
        with serving(FileServer(files)) as server, pytest.raises(WorkshopError) as caught:
            add(parts, gpu_parts.plan_at(server.address))
        assert caught.value.kind == "download-failed"


def test_nobody_there(parts):
    with pytest.raises(WorkshopError) as caught:
        add(parts, gpu_parts.plan_at("http://127.0.0.1:9/"))
    assert caught.value.kind == "download-failed"
    assert "kept" in caught.value.hint.en


def test_a_name_that_leads_out_of_the_folder_is_refused(parts):
    wheels = {"evil.whl": gpu_parts.wheel({"../../outside.py": b"x"})}
    with serving(FileServer(wheels)) as server, pytest.raises(WorkshopError):
        add(parts, gpu_parts.plan_at(server.address, wheels))
    assert not list(parts.parent.rglob("outside.py"))


def test_a_full_disk_is_said_before_anything_is_fetched(server, parts, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(WorkshopError) as caught:
        add(parts, gpu_parts.plan_at(server.address))
    assert caught.value.kind == "no-space"
    assert not server.requested


def test_a_disk_that_fills_up_while_unpacking_is_said_and_taken_up_later(server, parts, monkeypatch):
    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    plan = gpu_parts.plan_at(server.address)
    with monkeypatch.context() as patch:
        patch.setattr(installation, "unpack_wheel", full)
        with pytest.raises(WorkshopError) as caught:
            add(parts, plan)
    assert caught.value.kind == "no-space"
    assert add(parts, plan).is_there()


def test_two_at_once_are_refused(server, parts):
    parts.mkdir(parents=True)
    lock = RunLock(parts / ".lock")
    assert lock.acquire()
    try:
        for act in (lambda made: made.add(go_on), lambda made: made.remove()):
            with pytest.raises(WorkshopError) as caught:
                act(Installation(parts, gpu_parts.plan_at(server.address)))
            assert caught.value.kind == "busy"
    finally:
        lock.release()


def test_another_users_folder_is_left_alone(server, parts, monkeypatch):
    parts.parent.mkdir(parents=True)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(WorkshopError) as caught:
        add(parts, gpu_parts.plan_at(server.address))
    assert caught.value.kind == "not-writable"
    assert not parts.exists()


def test_a_part_with_a_missing_library_is_made_again(server, parts):
    plan = gpu_parts.plan_at(server.address)
    made = add(parts, plan)
    (made.folder / "torch/lib/libtorch_cuda.so").write_bytes(b"short")
    assert not made.is_there()
    made.add(go_on)
    assert made.is_there()


def test_a_new_part_replaces_the_old_one(server, parts):
    old = add(parts, gpu_parts.plan_at(server.address, name="torch-0.9-test"))
    new = add(parts, gpu_parts.plan_at(server.address))
    assert new.is_there()
    assert not old.folder.exists()


def test_removal_leaves_nothing(server, parts):
    plan = gpu_parts.plan_at(server.address)
    add(parts, plan)
    with pytest.raises(Cancelled):
        add(parts, msgspec.structs.replace(plan, name="next"), lambda step: step.done < 200_000)
    (parts / "trial.json").write_text("{}")
    Installation(parts, plan).remove()
    assert not parts.exists()
    Installation(parts, plan).remove()


def test_removal_of_what_is_in_use_is_explained(server, parts, monkeypatch):
    def refuse(folder: Path) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    plan = gpu_parts.plan_at(server.address)
    made = add(parts, plan)
    monkeypatch.setattr(installation, "remove_tree", refuse)
    with pytest.raises(WorkshopError) as caught:
        made.remove()
    assert caught.value.kind == "busy"
    assert made.is_there()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("kind", ["fetching", "unpacking"])
def test_kill_in_the_middle_is_taken_up(server, parts, kind):
    """The child stands still in the middle of that step until it is killed."""
    plan = gpu_parts.plan_at(server.address)
    plan_file = parts.parent / "plan.json"
    plan_file.parent.mkdir(parents=True)
    plan_file.write_bytes(msgspec.json.encode(plan))
    script = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        import msgspec
        from desktop_app.gpu_part.installation import Installation
        from desktop_app.gpu_part.plan import Plan
        seen = []
        def tell(step):
            if step.kind == sys.argv[3]:
                seen.append(step)
            if len(seen) == 2:
                print("in the middle", flush=True)
                time.sleep(1000)
            return True
        plan = msgspec.json.decode(Path(sys.argv[2]).read_bytes(), type=Plan)
        Installation(Path(sys.argv[1]), plan).add(tell)
    """)
    command = [sys.executable, "-c", script, str(parts), str(plan_file), kind]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=own_environment()) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"in the middle\n"
        child.kill()
        child.wait(KILL_AFTER)
    assert not Installation(parts, plan).is_there()
    assert add(parts, plan).is_there()
    assert gpu_parts.files_of(parts / plan.name) == gpu_parts.UNPACKED


def test_a_tree_that_was_half_removed_is_removed_again(tmp_path):
    folder, doomed = tmp_path / "part", tmp_path / ".part.removed"
    for each in (folder, doomed):
        (each / "inside").mkdir(parents=True)
    installation.remove_tree(folder)
    assert not list(tmp_path.iterdir())
