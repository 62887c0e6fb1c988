"""The test of the packaged program sees what it should see: its own helpers."""

import subprocess
from pathlib import Path

import pytest
import smoke_test
from workshop_smoke import people, screen
from workshop_smoke.place import CheckFailedError, Place, listing

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="want of platform: packages are tried out on Linux")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Stands for the packaged program: fails, shows a stack, or prints its environment."""
    file = tmp_path / "program"
    file.write_text(
        '#!/bin/sh\ncase "$1" in\n fail) echo reason >&2; exit 3;;\n'
        " stack) echo Traceback >&2;;\n *) env; pwd;;\nesac\n",
        encoding="utf-8",
    )
    file.chmod(0o755)
    return file


def test_the_program_gets_nothing_of_this_session(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    output, _ = Place(str(program), str(tmp_path)).run("anything")
    assert "PYTHONPATH" not in output
    assert f"HOME={tmp_path}" in output
    assert output.splitlines()[-1] == str(tmp_path)


def test_a_failed_verb_is_told_with_its_last_words(program: Path, tmp_path: Path) -> None:
    place = Place(str(program), str(tmp_path))
    with pytest.raises(CheckFailedError, match=r"(?s)`fail` ended with status 3: reason"):
        place.run("fail")
    assert place.run("fail", wanted=3)[1] == "reason\n"


def test_a_stack_instead_of_a_sentence_is_a_failure(program: Path, tmp_path: Path) -> None:
    with pytest.raises(CheckFailedError, match="a stack instead of a sentence"):
        Place(str(program), str(tmp_path)).run("stack", wanted=None)


def test_another_system_and_another_account_are_part_of_the_command(tmp_path: Path) -> None:
    inside = Place("/usr/bin/program", "/persons", system=tmp_path, user=1000).command(["a"])
    assert inside[1:] == ["--userspec=1000:1000", str(tmp_path), "a"]
    assert Place("p", "/persons", user=1000).command(["a"])[1:3] == ["--reuid=1000", "--regid=1000"]
    assert Place("p", "/persons").command(["a"]) == ["a"]
    assert Place("p", "/persons/x", system=tmp_path).outside("/persons/x") == tmp_path / "persons" / "x"


def test_a_file_written_beside_the_program_is_seen(program: Path) -> None:
    before = listing(program.parent)
    people.nothing_written_beside(program.parent, before)
    (program.parent / "settings.ini").write_text("new", encoding="utf-8")
    with pytest.raises(CheckFailedError, match=r"settings\.ini"):
        people.nothing_written_beside(program.parent, before)


def test_waiting_ends_with_what_did_not_come() -> None:
    assert screen.wait_for(lambda: 3, 1, "anything") == 3
    with pytest.raises(CheckFailedError, match="in vain for the moon"):
        screen.wait_for(lambda: None, 0.2, "the moon")


def test_checks_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    smoke = smoke_test.Smoke(tmp_path, tmp_path)
    assert smoke.check("good", lambda: "seen")
    assert not smoke.check("bad", lambda: (_ for _ in ()).throw(subprocess.SubprocessError("broken")))
    smoke.skip("odd", "no moon")
    assert (smoke.failed, smoke.skipped) == (["bad"], ["odd"])
    assert "FAILED  bad: broken" in capsys.readouterr().out


def test_a_folder_with_something_mounted_in_it_is_not_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "work"
    (folder / "程序 files").mkdir(parents=True)
    monkeypatch.setattr(smoke_test, "mounts_below", lambda folder: [str(folder / "never mounted")])
    smoke_test.clear(folder)
    assert folder.is_dir()
    assert "something is mounted" in capsys.readouterr().out
    monkeypatch.setattr(smoke_test, "mounts_below", lambda folder: [])
    smoke_test.clear(folder)
    assert not folder.exists()
