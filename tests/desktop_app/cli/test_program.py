"""The command line as a whole."""

import json
import resource
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer import Exit

from desktop_app import __version__
from desktop_app.cli import program
from desktop_app.cli.program import VERBS, run_program
from desktop_app.processes import own_environment
from tests.helpers.command_line import VERB, run_verb
from tests.helpers.tiny_models import tiny_classifier

COMMON = ("--json", "--data-dir", "--quiet")
ON_A_DEVICE = ("classify", "generate", "transform", "write", "translate", "evaluate", "verify", "train", "doctor")


def test_version_is_quick(tmp_path: Path) -> None:
    """0.3 s is the rule, of the processor: a loaded machine gives it later."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run_verb("--version", folder=tmp_path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.status, done.output.decode()) == (0, f"Model Workshop {__version__}\n")
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.3


def test_help_lists_the_verbs(tmp_path: Path) -> None:
    done = run_verb("--help", folder=tmp_path)
    assert done.status == 0
    text = done.output.decode()
    assert all(f"\n  {name} " in text for name in VERBS)
    assert all(f"\n  {option} " in text for option in ("--version", "--data-dir", "--screenshots", "-h, --help"))
    assert not [line for line in text.splitlines()[1:] if line.endswith("...")], "cut short"


@pytest.mark.parametrize("words", [["--data-dir", "elsewhere"], ["--data-dir=elsewhere"]])
def test_the_data_folder_may_stand_before_the_verb(words: list[str], tmp_path: Path) -> None:
    done = run_verb(*words, "doctor", "--json", folder=tmp_path)
    assert str(tmp_path / "elsewhere") in done.output.decode()


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_takes_the_common_options(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_program([name, "--help"]) == 0
    text = capsys.readouterr().out
    assert all(option in text for option in COMMON)
    assert ("--device" in text) == (name in ON_A_DEVICE)


def test_unknown_words_are_told(tmp_path: Path) -> None:
    assert run_verb("clasify", "x", folder=tmp_path).status == 2
    done = run_verb("generate", "digits-gan", "--frames", "3", "--out", "x", folder=tmp_path)
    assert done.status == 2
    assert done.output == b""


def test_what_is_no_verb_goes_to_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setitem(sys.modules, "desktop_app.application", _Application(asked))
    picture = tmp_path / "digit 7.png"
    picture.write_bytes(b"")
    for words in ([], ["--screenshots", "out"], ["--data-dir", "x"], ["--data-dir"], [str(picture)]):
        assert run_program(words) == 7
    assert asked == [[], ["--screenshots", "out"], ["--data-dir", "x"], ["--data-dir"], [str(picture)]]


class _Application:
    def __init__(self, asked: list[list[str]]) -> None:
        self._asked = asked

    def run_window(self, words: list[str]) -> int:
        self._asked.append(words)
        return 7


def test_a_reader_that_leaves_early_is_no_crash(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.png").write_bytes(b"x" * 10)
    process = subprocess.Popen(
        [*VERB, "classify", str(tiny_classifier(tmp_path)), str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=program.__file__.split("desktop_app")[0],
    )
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["error"]
    process.stdout.close()
    assert process.stderr is not None
    messages = process.stderr.read().decode()
    process.stderr.close()
    process.wait(180)
    assert "Traceback" not in messages


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: a shell of POSIX closes the descriptors")
@pytest.mark.parametrize("words", ["--version", "--help", "models --json", "runs"])
@pytest.mark.parametrize("closing", ["1>&-", "1>/dev/full", "1>&- 2>&-"])
def test_an_output_that_cannot_be_written_is_told(words: str, closing: str, data_dir: Path) -> None:
    command = f"{shlex.join(VERB)} {words} {closing}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, env=own_environment())
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert ("cannot be written" in done.stderr or "no room" in done.stderr) == ("2>&-" not in closing)


def test_names_in_utf8_are_read_in_any_locale(data_dir: Path) -> None:
    done = run_verb("classify", str(tiny_classifier(data_dir)), "数字.png", folder=data_dir, LC_ALL="C", PYTHONUTF8="0")
    line = done.document("classify")
    assert line["path"] == "数字.png"
    assert "path_base64" not in line


@pytest.mark.parametrize(
    "words",
    [
        ["classify", "x" * 5000, "x"],
        ["models", "--data-dir", "x" * 5000],
        ["generate", "digits-gan", "--out", "数" * 300],
    ],
)
def test_names_that_are_too_long_are_told(words: list[str], data_dir: Path) -> None:
    done = run_verb(*words, "--json", folder=data_dir)
    assert done.status == 1
    assert done.document("error")["error"]["kind"] == "invalid-setting"


def test_light_verbs_load_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from desktop_app.cli.program import run_program; status = run_program(sys.argv[1:]);"
        "heavy = {'torch', 'PySide6', 'onnxruntime', 'sklearn', 'scipy', 'pyqtgraph', 'onnx'} & set(sys.modules);"
        "sys.exit(f'{status} {heavy}' if heavy or status else 0)"
    )
    for words in (["models"], ["runs", "--json"], ["data"], ["--version"]):
        done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_what_nobody_foresaw_is_told_in_words(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from desktop_app.cli.verb import verb

    @verb
    def broken(json_output: bool, quiet: bool, data_dir: Path | None) -> None:
        raise ZeroDivisionError("nobody foresaw this")

    with pytest.raises(Exit) as ending:
        broken(json_output=False, quiet=True, data_dir=None)
    assert ending.value.exit_code == 1
    messages = capsys.readouterr().err
    assert "ZeroDivisionError: nobody foresaw this" in messages
    assert "Traceback" not in messages
    assert "Traceback" in (data_dir / "logs" / "verbs.log").read_text()
