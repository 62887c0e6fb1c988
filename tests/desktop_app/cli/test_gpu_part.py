"""`doctor --install-gpu`, `--remove-gpu` and `--gpu-check`: from the source, and as the packaged program does it."""

import io
import sys
from pathlib import Path

import msgspec
import pytest

from desktop_app.cli import gpu_part
from desktop_app.cli.doctor import _change_part
from desktop_app.cli.terminal import Terminal
from desktop_app.gpu_part.trial import Outcome
from desktop_app.places import Places
from desktop_app.runtime_parts import Choice
from tests.helpers import gpu_parts
from tests.helpers.command_line import run_verb, validate
from tests.helpers.file_server import serving
from trainer.contract.errors import WorkshopError


def places(folder: Path) -> Places:
    return Places(data=folder, shipped_models=folder / "shipped")


QUIET = Terminal(as_json=False, quiet=True)


@pytest.fixture
def packaged(monkeypatch):
    """The packaged program with a part on a local server, before and after a trial; notes what is tried."""
    tried: list[str] = []
    with serving(gpu_parts.server()) as server:
        plan = gpu_parts.plan_at(server.address)
        monkeypatch.setattr(gpu_part, "is_frozen", lambda: True)
        monkeypatch.setattr(gpu_part, "plan_of_this_program", lambda: plan)

        def choose(parts: Path) -> Choice:
            if not (parts / plan.name).exists():
                return Choice(None, "absent")
            return Choice(parts / plan.name) if tried else Choice(None, "untried")

        def try_part(parts: Path, name: str) -> Outcome:
            tried.append(name)
            return Outcome(True)

        monkeypatch.setattr(gpu_part, "choose", choose)
        monkeypatch.setattr(gpu_part, "try_part", try_part)
        yield tried


def test_from_the_source_pip_is_named(data_dir: Path) -> None:
    for option in ("--install-gpu", "--remove-gpu"):
        done = run_verb("doctor", option, "--json", folder=data_dir)
        assert done.status == 1
        assert "pip install" in done.document("error")["error"]["hint"]
    assert not (data_dir / "runtime-gpu").exists()


def test_the_check_says_honestly_what_there_is(data_dir: Path) -> None:
    done = run_verb("doctor", "--gpu-check", "--json", folder=data_dir, timeout=290)
    report = done.document("doctor")
    check = report["gpu_check"]
    assert check["graphs"]
    assert all(graph["cpu_milliseconds"] > 0 for graph in check["graphs"])
    assert report["gpu_works"] == (done.status == 0)
    if not report["driver"]["installed"]:
        assert all("No NVIDIA driver" in graph["problem"] for graph in check["graphs"])
        assert not check["training"]["worked"]


def test_a_part_is_added_and_tried(packaged, tmp_path):
    state = gpu_part.install_part(places(tmp_path), True, QUIET)
    assert state.stage == "ready"
    assert packaged == [gpu_parts.NAME]
    validate({"gpu_part": msgspec.to_builtins(state)}, "gpu-part")
    assert gpu_part.install_part(places(tmp_path), False, QUIET).stage == "ready"
    assert "next start" in gpu_part.state_lines(state)


def test_nothing_is_fetched_before_somebody_agrees(packaged, tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    with pytest.raises(WorkshopError) as caught:
        gpu_part.install_part(places(tmp_path), False, Terminal(as_json=False, quiet=False))
    assert "--yes" in caught.value.hint.en
    assert "GB to download" in capfd.readouterr().err
    assert not (tmp_path / "runtime-gpu" / gpu_parts.NAME).exists()


@pytest.mark.parametrize(("answer", "is_there"), [("y\n", True), ("n\n", False), ("", False)])
def test_a_person_is_asked(packaged, tmp_path, monkeypatch, answer, is_there):
    stdin = io.StringIO(answer)
    stdin.isatty = lambda: True
    monkeypatch.setattr(sys, "stdin", stdin)
    if is_there:
        gpu_part.install_part(places(tmp_path), False, QUIET)
    else:
        with pytest.raises(WorkshopError):
            gpu_part.install_part(places(tmp_path), False, QUIET)
    assert (tmp_path / "runtime-gpu" / gpu_parts.NAME).exists() == is_there


def test_removal_and_exit_statuses(packaged, tmp_path, capfd, monkeypatch):
    assert _change_part(places(tmp_path), True, True, QUIET) == 0
    assert _change_part(places(tmp_path), False, False, QUIET) == 0
    assert not (tmp_path / "runtime-gpu").exists()
    assert "is not there" in capfd.readouterr().out
    choices = iter([Choice(None, "absent"), Choice(None, "old-driver", "12.8"), Choice(None, "old-driver", "12.8")])
    monkeypatch.setattr(gpu_part, "choose", lambda parts: next(choices))
    assert _change_part(places(tmp_path), True, True, QUIET) == 1
    assert "12.8" in capfd.readouterr().out


def test_without_a_list_of_files_nothing_is_offered(monkeypatch, tmp_path):
    monkeypatch.setattr(gpu_part, "is_frozen", lambda: True)
    monkeypatch.setattr(gpu_part, "plan_of_this_program", lambda: None)
    with pytest.raises(WorkshopError) as caught:
        gpu_part.install_part(places(tmp_path), True, QUIET)
    assert "no GPU part for" in caught.value.message.en


def test_the_check_starts_again_with_a_part_that_is_not_loaded(packaged, tmp_path, monkeypatch):
    words = ["doctor", "--gpu-check"]
    assert gpu_part.check_in_new_process(places(tmp_path), words, QUIET) is None
    gpu_part.install_part(places(tmp_path), True, QUIET)
    program = [sys.executable, "-c", "import sys; sys.exit(7 if sys.argv[1:3] == ['doctor', '--gpu-check'] else 1)"]
    monkeypatch.setattr(gpu_part, "own_command", lambda *words: [*program, *words])
    assert gpu_part.check_in_new_process(places(tmp_path), words, QUIET) == 7
