"""The files of one model: naming them, copying and moving all of them together."""

import contextlib
import os
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from trainer.contract.card import COMPANION_KEY, ModelCard, companion_path, model_files, read_card, sha256_of
from trainer.contract.errors import WorkshopError
from trainer.contract.onnx_metadata import graph_sha256, read_metadata
from trainer.contract.text import Text
from trainer.contract.writing import remove_quietly, write_errors_told

SUFFIX = ".onnx"
LONGEST_NAME = 60
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


def is_companion(path: Path) -> bool:
    """Whether the file is a companion graph. Raises WorkshopError where it is no ONNX file at all."""
    return COMPANION_KEY in read_metadata(path)


def checked_card(path: Path) -> ModelCard:
    """The card of a model whose files are all there and belong together. Raises WorkshopError where they do not."""
    card = read_card(path)
    if card.main_sha256 and graph_sha256(path) != card.main_sha256:
        raise _incomplete(f"the graph in {path.name} was changed.", f"{path.name} 中的计算图已被改动。")
    for role, sha256 in card.graphs.items():
        companion = companion_path(path, role)
        if not companion.is_file():
            raise _incomplete(
                f"{companion.name}, which belongs to the model, is missing.", f"缺少属于该模型的文件 {companion.name}。"
            )
        if sha256_of(companion) != sha256:
            raise _incomplete(
                f"{companion.name} belongs to another model, or was changed.",
                f"{companion.name} 属于其他模型，或已被改动。",
            )
    return card


def clean_name(text: str) -> str:
    """`text` as a name that every file system takes: letters, digits, - and _; other signs become -."""
    composed = unicodedata.normalize("NFC", text)
    signs = (sign if sign.isalnum() or sign in "-_" else "-" for sign in composed)
    name = "-".join(part for part in "".join(signs).split("-") if part)[:LONGEST_NAME]
    return f"{name}-model" if not name or name.lower() in _RESERVED else name


def free_name(folder: Path, name: str) -> str:
    """`name`, or `name-2`, `name-3`, ... where files of that name are in `folder` already."""
    taken = {entry.name.split(".")[0].lower() for entry in folder.iterdir() if not entry.name.startswith(".")}
    candidates = (name if number == 1 else f"{name}-{number}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate.lower() not in taken)


def copy_model(source: Path, card: ModelCard, folder: Path, name: str) -> Path:
    """Copies all files of the model `source` into `folder` as `name`; the main file comes last, so it is never alone.

    Replaces files of that name. Raises WorkshopError `no-space` or `not-writable`.
    """
    target = folder / f"{name}{SUFFIX}"
    pairs = list(zip(model_files(source, card), model_files(target, card), strict=True))
    with write_errors_told(target), _staging(folder, name) as staging:
        for old, new in pairs:
            shutil.copyfile(old, staging / new.name)
        for _, new in reversed(pairs):
            (staging / new.name).replace(new)
    return target


def move_files(files: list[Path], folder: Path, old_name: str, new_name: str) -> list[Path]:
    """Moves a model's files (main first) into `folder`, `old_name` in their names becoming `new_name`.

    Raises WorkshopError `no-space` or `not-writable`; all files are where they were then.
    """
    targets = [folder / (new_name + file.name.removeprefix(old_name)) for file in files]
    with write_errors_told(targets[0]), contextlib.ExitStack() as way_back:
        for file, target in reversed(list(zip(files, targets, strict=True))):
            way_back.callback(_move_back, file, target)
            shutil.move(file, target)
        way_back.pop_all()
    return targets


def _move_back(file: Path, target: Path) -> None:
    """Undoes a move that was done, or of which only a part of the copy is there."""
    if file.exists():
        remove_quietly(target)
    else:
        shutil.move(target, file)


@contextlib.contextmanager
def _staging(folder: Path, name: str) -> Iterator[Path]:
    """A hidden folder beside the target, so that what is in it can be renamed into place."""
    folder.mkdir(parents=True, exist_ok=True)
    staging = folder / f".{name}.{os.getpid()}.part"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _incomplete(en: str, zh: str) -> WorkshopError:
    hint = Text("Copy all files of the model together.", "请将该模型的所有文件一起复制。")
    return WorkshopError("model-invalid", Text(en, zh), hint)
