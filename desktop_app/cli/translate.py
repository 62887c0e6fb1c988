"""`translate MODEL TEXT...`: one line for each text, in order; without texts, for each line of standard input."""

import sys
import time
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from desktop_app.cli.terminal import Terminal, internal_error
from desktop_app.cli.verb import FAILED, WORKED, DataDir, DeviceName, Json, ModelName, Quiet, verb
from desktop_app.cli.workshop import open_workshop, pipeline_for
from trainer.contract.errors import ITEM_ERROR_KINDS, WorkshopError
from trainer.contract.text import Text

GREATEST_BEAM = 32


@verb
def translate(
    model: ModelName,
    texts: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT", help="Texts; without any, lines on standard input.", show_default=False),
    ] = None,
    beam: Annotated[
        int,
        typer.Option(
            "--beam", metavar="N", min=1, max=GREATEST_BEAM, help="Translations weighed at a time; 1 is greedy."
        ),
    ] = 4,
    device: DeviceName = "auto",
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> int:
    """Prints each translation as soon as it is there; an empty line of standard input stays one."""
    terminal = Terminal(json_output, quiet)
    workshop = open_workshop(data_dir)
    entry = workshop.library.find(model)
    opened = workshop.open(entry, device)
    try:
        pipeline = pipeline_for(opened, "translation", terminal)
        failed = False
        for text in texts or _lines():
            line = _line(text, pipeline, entry.id, opened, beam, keep_empty=not texts)
            failed |= "error" in line
            _tell(line, terminal)
        return FAILED if failed else WORKED
    finally:
        opened.close()


def _lines() -> Iterator[str | bytes]:
    """The lines of standard input; as bytes where they are no UTF-8."""
    if sys.stdin is None:
        raise WorkshopError(
            "unreadable",
            Text("There is no standard input to read lines from.", "没有可读取文本行的标准输入。"),
            Text("Give the text as an argument.", "请把文本作为参数给出。"),
        )
    for number, line in enumerate(sys.stdin.buffer):
        content = line.removesuffix(b"\n").removesuffix(b"\r")
        try:
            yield content.decode("utf-8-sig" if number == 0 else "utf-8")
        except UnicodeDecodeError:
            yield content


def _line(
    text: str | bytes, pipeline: Any, model_id: str, opened: Any, beam: int, *, keep_empty: bool
) -> dict[str, Any]:
    """What became of one text; never raises for a bad one."""
    if isinstance(text, bytes):
        return _error_line(text.decode("utf-8", "replace"), _no_utf8())
    start = time.perf_counter()
    try:
        if keep_empty and not text.strip():
            (result,) = pipeline.translate_all([text])
        else:
            result = pipeline.translate(text, beam)
    except WorkshopError as error:
        return _error_line(text, error)
    except Exception as error:  # noqa: BLE001 - one bad text must not stop the rest
        return _error_line(text, internal_error(error))
    return {
        "text": text,
        "model": model_id,
        "task": "translation",
        "translation": result.text,
        **_alignment_fields(result),
        "provider": opened.verdict.provider,
        "milliseconds": round((time.perf_counter() - start) * 1000, 3),
    }


def _alignment_fields(result: Any) -> dict[str, Any]:
    """For each token of the translation that token of the text which it looked at most; and whether it was cut."""
    aligned = [
        {"target": list(target), "source": list(sentence.source_tokens[best]), "share": round(float(row[best]), 4)}
        for sentence in result.sentences
        if sentence.alignment is not None
        for target, row in zip(sentence.target_tokens, sentence.alignment, strict=True)
        for best in [int(row.argmax())]
    ]
    is_cut = any(sentence.is_cut for sentence in result.sentences)
    return ({"alignment": aligned} if aligned else {}) | ({"cut": True} if is_cut else {})


def _error_line(text: str, error: WorkshopError) -> dict[str, Any]:
    from trainer.contract.results import error_fields

    if error.kind not in ITEM_ERROR_KINDS:
        raise error
    return {"text": text, "error": error_fields(error)}


def _tell(line: dict[str, Any], terminal: Terminal) -> None:
    if terminal.as_json:
        terminal.json(line)
    elif "error" in line:
        terminal.line()  # lines of input and output go together
        terminal.say_always(f"{line['error']['message']} {line['error']['hint']}")
    else:
        terminal.line(line["translation"])


def _no_utf8() -> WorkshopError:
    return WorkshopError(
        "unreadable",
        Text("A line of standard input is no UTF-8.", "标准输入中有一行不是 UTF-8。"),
        Text("Convert the text to UTF-8, for example with iconv.", "请先转换为 UTF-8，例如使用 iconv。"),
    )
