"""What reaches standard output and standard error."""

import base64
import json
import os
import sys

import pytest

from desktop_app.cli.terminal import Terminal, internal_error, json_line
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

ERROR = WorkshopError("empty", Text("What happened.", "发生了什么。"), Text("What to do.", "怎么办。"))


def test_json_lines_keep_every_name() -> None:
    for name in ("a b", "new\nline", "数字", 'tab\t"quote"', "\U0001f600", "\x7f\x01"):
        line = json_line({"path": name})
        assert line.count(b"\n") == 1
        assert json.loads(line)["path"] == name
    assert "数字".encode() in json_line({"path": "数字"})


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: Windows has no names of bytes")
def test_names_that_are_no_utf8_stand_as_bytes_beside() -> None:
    name = os.fsdecode(b"caf\xe9.png")
    document = json.loads(json_line({"path": name, "parts": [{"file": "a"}, {"files": ["b", name]}]}).decode())
    assert document["path"] == "caf\ufffd.png"
    assert base64.b64decode(document["path_base64"]) == b"caf\xe9.png"
    assert document["parts"][0] == {"file": "a"}
    assert [base64.b64decode(each) for each in document["parts"][1]["files_base64"]] == [b"b", b"caf\xe9.png"]
    assert json.loads(json_line({"error": {"message": name}})) == {"error": {"message": "caf\ufffd.png"}}


def test_json_has_no_not_a_number() -> None:
    with pytest.raises(ValueError):
        json_line({"score": float("nan")})


def test_results_and_messages_go_apart(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    terminal = Terminal(as_json=False, quiet=False)
    terminal.line("result")
    terminal.say("message")
    terminal.complain(ERROR)
    captured = capfdbinary.readouterr()
    assert captured.out == b"result\n"
    assert captured.err == b"message\nError: What happened.\n  What to do.\n"


def test_quiet_leaves_errors(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    terminal = Terminal(as_json=True, quiet=True)
    terminal.say("message")
    terminal.fail(ERROR)
    captured = capfdbinary.readouterr()
    assert b"message" not in captured.err
    assert b"What happened." in captured.err
    assert json.loads(captured.out)["error"] == {"kind": "empty", "message": "What happened.", "hint": "What to do."}


def test_table_without_a_person_is_separated_by_tabs(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    Terminal(as_json=False, quiet=False).table(("A", "B"), [("[bold]x", "数")])
    assert capfdbinary.readouterr().out.decode() == "A\tB\n[bold]x\t数\n"


def test_unforeseen_errors_are_told_in_words() -> None:
    error = internal_error(KeyError("x"))
    assert error.kind == "internal"
    assert "KeyError" in error.message.en


def test_names_cannot_steer_the_terminal(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    terminal = Terminal(as_json=False, quiet=False)
    terminal.table(("A",), [("\x1b[2Jred\r\t\n",)])
    terminal.say("\x1b]0;title\x07 数字\nsecond line")
    captured = capfdbinary.readouterr()
    assert captured.out.decode() == "A\n\ufffd[2Jred\ufffd\ufffd\ufffd\n"
    assert captured.err.decode() == "\ufffd]0;title\ufffd 数字\nsecond line\n"
