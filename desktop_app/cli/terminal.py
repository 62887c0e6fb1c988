"""Results on standard output, messages on standard error, JSON where it was asked for."""

import base64
import contextlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from trainer.contract.errors import WorkshopError
from trainer.contract.text import REPLACEMENT, Text, is_valid, valid_texts
from trainer.contract.writing import cannot_write

PATH_FIELDS = ("path", "file", "files", "source", "model")
"""The fields of documents that may hold paths."""


class Terminal:
    """Where a verb writes. `as_json` asks for documents instead of text; `quiet` leaves out all but errors."""

    def __init__(self, as_json: bool, quiet: bool) -> None:
        self.as_json = as_json
        self.quiet = quiet

    def json(self, value: Any) -> None:
        """One JSON document on a line of its own, at once."""
        _write_result(json_line(value))

    def raw(self, content: bytes) -> None:
        """Lines of a result that are encoded already."""
        _write_result(content)

    def line(self, text: str = "") -> None:
        """One line of a result."""
        _write_result(text.encode("utf-8", "surrogateescape") + b"\n")

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table of results; plain columns with single tabs where no person reads it."""
        if not sys.stdout.isatty():
            for row in (columns, *rows):
                self.line("\t".join(map(printable, row)))
            return
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text as Plain

        table = Table(*columns, box=box.SIMPLE_HEAD)
        for row in rows:
            table.add_row(*(Plain(printable(cell)) for cell in row))
        Console().print(table)

    def say(self, text: Text | str) -> None:
        """A message that a person may want to read."""
        if not self.quiet:
            self.say_always(text)

    def say_always(self, text: Text | str) -> None:
        """A message that `quiet` does not silence: something went wrong."""
        lines = "\n".join(map(printable, _decoded(str(text)).split("\n")))
        if sys.stderr is not None:
            _write(sys.stderr, f"{lines}\n".encode("utf-8", "backslashreplace"))

    def complain(self, error: WorkshopError) -> None:
        """What happened, why, and what to do; not silenced by `quiet`."""
        lines = [error.message.en, *([error.hint.en] if error.hint.en else [])]
        self.say_always("Error: " + "\n  ".join(lines))

    def fail(self, error: WorkshopError) -> None:
        """The error that ends the verb, as a document too where those were asked for."""
        if self.as_json:
            from trainer.contract.results import error_fields  # brings numpy

            with contextlib.suppress(WorkshopError):  # where nothing can be printed, that is what is told
                self.json({"error": error_fields(error)})
        self.complain(error)


def json_line(value: Any) -> bytes:
    """`value` as one line of JSON in UTF-8.

    A path with bytes that are no UTF-8 is shown with U+FFFD for each of them, and its own bytes stand beside it in
    base64: `path_base64` beside `path`, a list `files_base64` beside the list `files`.
    """
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(valid_texts(_with_bytes(value)), ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _with_bytes(value: Any) -> Any:
    """`value`, where every path that is no UTF-8 has its bytes beside it."""
    if isinstance(value, str):
        return _decoded(value)
    if isinstance(value, list):
        return [_with_bytes(each) for each in value]
    if not isinstance(value, dict):
        return value
    fields = {name: _with_bytes(each) for name, each in value.items()}
    for name in PATH_FIELDS:
        paths = fields.get(name)
        if isinstance(paths, str) and not is_valid(paths):
            fields[f"{name}_base64"] = _base64(paths)
        elif isinstance(paths, list) and not all(map(is_valid, paths)):
            fields[f"{name}_base64"] = [_base64(path) for path in paths]
    return fields


def _decoded(path: str) -> str:
    """`path` itself, or as UTF-8 where the system's locale, such as C, kept Python from reading it so."""
    try:
        return path if is_valid(path) else os.fsencode(path).decode("utf-8")
    except UnicodeError:
        return path


def _base64(path: str) -> str:
    return base64.b64encode(os.fsencode(path)).decode("ascii")


def printable(text: str) -> str:
    """`text` without signs that steer a terminal: names of files and models are other people's."""
    return "".join(sign if sign.isprintable() or not is_valid(sign) else REPLACEMENT for sign in text)


def internal_error(error: Exception) -> WorkshopError:
    """An error that nobody foresaw, in words."""
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return WorkshopError(
        "internal",
        Text(f"Something went wrong inside the program: {reason}", f"程序内部出错：{reason}"),
        Text(
            "Report it with the output of `model-workshop doctor`.", "请附上 `model-workshop doctor` 的输出进行反馈。"
        ),
    )


def _write_result(content: bytes) -> None:
    """Raises WorkshopError where standard output cannot be written, and BrokenPipeError where its reader has left."""
    try:
        _write(sys.stdout, content)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise cannot_write(Path("standard output"), error) from error


def _write(stream: Any, content: bytes) -> None:
    """Bytes, so that no locale decides what can be written."""
    stream.flush()
    stream.buffer.write(content)
    stream.buffer.flush()
