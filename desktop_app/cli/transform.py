"""`transform MODEL PATH... --out FOLDER`: each picture repaired or rebuilt, and with `--score` how unusual it is."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_app import __version__
from desktop_app.cli.item_lines import error_line, lines_without_model
from desktop_app.cli.terminal import Terminal, internal_error
from desktop_app.cli.verb import FAILED, WORKED, DataDir, DeviceName, Json, ModelName, Quiet, verb
from desktop_app.cli.workshop import open_workshop, pipeline_for
from desktop_app.inference.items import Item, items_of
from trainer.contract.errors import WorkshopError
from trainer.contract.results import Reconstruction
from trainer.contract.text import Text
from trainer.contract.writing import write_errors_told, write_whole

LONGEST_STEM = 240
"""Bytes; with an ending and numbers a name stays below the 255 that file systems allow."""


@verb
def transform(
    model: ModelName,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Pictures and folders; - reads NUL-separated paths.", show_default=False),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the results go.", show_default=False)],
    score: Annotated[bool, typer.Option("--score", help="Print the anomaly score, in nats.")] = False,
    device: DeviceName = "auto",
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> int:
    """Prints a line for each picture: the file written, and its score where that was asked for."""
    terminal = Terminal(json_output, quiet)
    if out.exists() and not out.is_dir():
        raise _not_a_folder(out)
    workshop = open_workshop(data_dir)
    entry = workshop.library.find(model)
    try:
        opened = workshop.open(entry, device)
        pipeline = pipeline_for(opened, "image-to-image", terminal)
        if score and not pipeline.gives_scores:
            raise _no_scores(opened)
    except WorkshopError as error:
        for line in lines_without_model(paths, error):
            _tell(line, terminal)
        return FAILED
    try:
        rebuild = _Rebuilding(opened, pipeline, entry.id, out, score)
        failed = 0
        for item in items_of(paths):
            line = rebuild.line(item)
            failed += "error" in line
            _tell(line, terminal)
        return FAILED if failed else WORKED
    finally:
        opened.close()


class _Rebuilding:
    """Rebuilds pictures one by one and writes the results, each under a name of its own."""

    def __init__(self, opened: Any, pipeline: Any, model_id: str, out: Path, with_score: bool) -> None:
        self._opened = opened
        self._pipeline = pipeline
        self._model_id = model_id
        self._out = out
        self._with_score = with_score
        self._taken: set[Path] = set()

    def line(self, item: Item) -> dict[str, Any]:
        """What became of one picture; never raises for a bad one, but where a result cannot be written."""
        if item.error is not None:
            return error_line(item, item.error)
        start = time.perf_counter()
        try:
            found = self._pipeline.transform_source(Path(item.path))
            parts = self._write(found, item)
        except WorkshopError as error:
            return error_line(item, error)
        except Exception as error:  # noqa: BLE001 - one bad picture must not stop the rest
            return error_line(item, internal_error(error))
        return {
            "path": item.path,
            "model": self._model_id,
            "task": "image-to-image",
            **(parts[0] if len(parts) == 1 else {"parts": parts}),
            "provider": self._opened.verdict.provider,
            "milliseconds": round((time.perf_counter() - start) * 1000, 3),
        }

    def _write(self, found: Sequence[Reconstruction], item: Item) -> list[dict[str, Any]]:
        from desktop_app.inference.outputs import png_bytes

        parts = []
        for number, each in enumerate(found, start=1):
            target = self._free_target(item, f"-{number}" if len(found) > 1 else "")
            notes, score = {"Software": f"Model Workshop {__version__}", "model": self._model_id}, {}
            if each.anomaly_score is not None:
                notes["anomaly_score"] = f"{each.anomaly_score:.6g}"
                score = {"score": round(each.anomaly_score, 4)} if self._with_score else {}
            with write_errors_told(target):
                write_whole(target, png_bytes(each.after, notes))
            parts.append({"file": str(target), **score})
        return parts

    def _free_target(self, item: Item, suffix: str) -> Path:
        """The place below the folder of results that mirrors the item's; numbered where two items would meet.

        Where results go beside the pictures themselves, they replace none of them.
        """
        base = self._out / Path(item.relative).with_suffix("")
        stem = _shortened(base.name)
        is_beside = _is_same_folder(base.parent, Path(item.path).parent)
        candidate, number = base.with_name(f"{stem}{suffix}.png"), 2
        while candidate in self._taken or (is_beside and candidate.exists()):
            candidate = base.with_name(f"{stem}{suffix}-{number}.png")
            number += 1
        self._taken.add(candidate)
        return candidate


def _shortened(name: str) -> str:
    """`name`, cut where an ending and numbers would make it longer than file systems allow."""
    while len(os.fsencode(name)) > LONGEST_STEM:
        name = name[:-1]
    return name


def _is_same_folder(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there
        return False


def _tell(line: dict[str, Any], terminal: Terminal) -> None:
    if terminal.as_json:
        terminal.json(line)
    elif "error" in line:
        terminal.say_always(f"{line['path']}: {line['error']['message']} {line['error']['hint']}")
    else:
        for part in line.get("parts", [line]):
            terminal.line("\t".join([part["file"], *([f"{part['score']:.2f}"] if "score" in part else [])]))


def _no_scores(opened: Any) -> WorkshopError:
    title = opened.card.title
    return WorkshopError(
        "unsupported-model",
        Text(f"{title.en} repairs pictures and gives no anomaly score.", f"{title.zh} 用于修复图片，不给出异常分数。"),
        Text(
            "Leave out --score, or use a model that rebuilds pictures, such as digits-vae.",
            "请去掉 --score，或使用能重建图片的模型，例如 digits-vae。",
        ),
    )


def _not_a_folder(out: Path) -> WorkshopError:
    return WorkshopError(
        "wrong-kind",
        Text(f"{out} is a file, not a folder.", f"{out} 是文件，不是文件夹。"),
        Text("Choose a folder for the results.", "请为结果选择一个文件夹。"),
    )
