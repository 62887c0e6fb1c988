"""What all verbs share: their common options, and how they end."""

import errno
import functools
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_app.cli.terminal import Terminal, internal_error
from desktop_app.places import find_places
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.text import Text

WORKED, FAILED, INTERRUPTED = 0, 1, 130

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", metavar="FOLDER", help="Folder for models, runs and data sets.", show_default=False),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print no messages, only results and errors.")]
DeviceName = Annotated[str, typer.Option("--device", metavar="DEVICE", help="auto, cpu, cuda or cuda:N.")]
ModelName = Annotated[
    str, typer.Argument(metavar="MODEL", help="A library id, a name, or a path to an .onnx file.", show_default=False)
]


def verb(function: Callable[..., int | None]) -> Callable[..., None]:
    """Ends the process as every verb does: 0 if all worked, 1 after an error, 130 after Ctrl-C.

    The verb takes `json_output` and `quiet`, may return an exit status, and may raise WorkshopError.
    """

    @functools.wraps(function)
    def guarded(**options: Any) -> None:
        terminal = Terminal(options["json_output"], options["quiet"])
        try:
            status = function(**options)
        except WorkshopError as error:
            terminal.fail(error)
            status = FAILED
        except (KeyboardInterrupt, Cancelled):
            terminal.say("Stopped.")
            status = INTERRUPTED
        except BrokenPipeError:
            raise  # the reader has had enough; told by nobody
        except Exception as error:  # noqa: BLE001 - told in words; the details are kept
            status = _end_with(error, terminal, options["data_dir"])
        raise typer.Exit(status or WORKED)

    return guarded


def _end_with(error: Exception, terminal: Terminal, data_dir: Path | None) -> int:
    """Tells of an error that no part of the verb has put into words."""
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        terminal.fail(_name_too_long())
    else:
        terminal.fail(internal_error(error))
        _note_details(error, data_dir, terminal)
    return FAILED


def _name_too_long() -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(
            "A name is longer than names of files may be.",
            "有一个名称超出了文件名的长度限制。",
        ),
        Text("Use a shorter name.", "请使用更短的名称。"),
    )


def _note_details(error: Exception, data_dir: Path | None, terminal: Terminal) -> None:
    log_file = find_places(data_dir).logs / "verbs.log"
    details = "".join(traceback.format_exception(error))
    try:
        log_file.parent.mkdir(parents=True, exist_ok=True)
        with log_file.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')}\n{details}\n")
    except OSError:
        terminal.say_always(details)
    else:
        terminal.say_always(f"  Details: {log_file}")
