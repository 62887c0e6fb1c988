"""Moves the data folder elsewhere, or points the program at another one.

A move copies everything into a hidden folder beside the target, renames that, and only then notes the new place.
Whenever the program or the computer stops, either the old folder is in use and whole, or the new one is. The old folder
goes to the trash at the next start.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_app.places import Places
from desktop_app.services.storage import folder_size
from desktop_app.services.trash import move_to_trash
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.run_folder import RunFolder
from trainer.contract.text import Text
from trainer.contract.writing import fsync_folder, write_by_rename, write_errors_told
from trainer.data_place import place_file, usual_data_dir

SIGNS = ("settings.ini", "models", "runs", "datasets")
"""What tells a data folder from another one."""
OWN_NAME = "model-workshop"
SPARE_ROOM = 100_000_000  # bytes that stay free beside the copy
CHUNK = 1_000_000

KeepGoing = Callable[[int], bool]
"""Is told how many bytes are copied; False ends the move."""


@dataclass(frozen=True)
class MovePlan:
    """From where to where; `size` in bytes. Nothing is copied where the target is a data folder already."""

    source: Path
    target: Path
    size: int
    is_copied: bool


def plan_move(places: Places, chosen: Path) -> MovePlan:
    """What choosing the folder `chosen` means: use it, fill it, or fill a new folder in it.

    Raises WorkshopError `busy` while a training runs, `invalid-setting`, `no-space` or `not-writable`.
    """
    source, target = places.data, chosen.expanduser().absolute()
    if target.is_dir() and any(target.iterdir()) and not _is_data_folder(target):
        target = target / OWN_NAME
    if any(RunFolder(folder).is_alive() for folder in _folders_in(places.runs)):
        raise _busy()
    real_source, real_target = source.resolve(), target.resolve()
    if real_target.is_relative_to(real_source) or real_source.is_relative_to(real_target):
        raise _overlaps(target)
    if _is_data_folder(target):
        return MovePlan(source, target, 0, is_copied=False)
    if target.is_dir() and any(target.iterdir()):
        raise _not_empty(target)
    size = folder_size(source)
    with write_errors_told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(target.parent).free
    if free < size + SPARE_ROOM:
        raise _too_little_room(target, size, free)
    return MovePlan(source, target, size, is_copied=True)


def carry_out(plan: MovePlan, keep_going: KeepGoing = lambda copied: True) -> None:
    """Copy what is to be copied, then note the new place. The program must be started again afterwards.

    Raises WorkshopError `no-space` or `not-writable`, and Cancelled; the old folder is in use and whole then.
    """
    if plan.is_copied:
        with write_errors_told(plan.target):
            _copy_whole(plan, keep_going)
    _note_place(plan.target, plan.source if plan.is_copied else None)


def remove_left_folder() -> Path | None:
    """Bring the folder that a move has left behind to the trash. Returns it where that is not possible."""
    try:
        note = json.loads(place_file().read_text(encoding="utf-8"))
        left, place = Path(note["left"]), Path(note["data"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not _is_data_folder(place):
        return None  # the new one cannot be seen now; nothing is thrown away
    _note_place(place, None)
    if not left.is_dir():
        return None
    try:
        move_to_trash(left)
    except WorkshopError:
        return left
    return None


def _copy_whole(plan: MovePlan, keep_going: KeepGoing) -> None:
    staging = plan.target.with_name(f".{plan.target.name}.part")
    shutil.rmtree(staging, ignore_errors=True)  # what an interrupted move has left
    try:
        copied = 0
        for file, copy in _pairs(plan.source, staging):
            for count in _copy(file, copy):
                copied += count
                if not keep_going(copied):
                    raise Cancelled
        if plan.target.is_dir():
            plan.target.rmdir()
        staging.rename(plan.target)
        fsync_folder(plan.target.parent)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _pairs(source: Path, target: Path) -> Iterator[tuple[Path, Path]]:
    """Every file and link below `source` with the place of its copy, whose folder is there."""
    for parent, folders, names in os.walk(source):
        there = target / Path(parent).relative_to(source)
        there.mkdir(parents=True)
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        for name in (*names, *links):
            yield Path(parent) / name, there / name


def _copy(file: Path, copy: Path) -> Iterator[int]:
    """Copies a file in pieces, telling how many bytes each had; a link leads to the same place as before."""
    if file.is_symlink():
        copy.symlink_to(file.resolve())
        return
    with file.open("rb") as source, copy.open("wb") as target:
        while piece := source.read(CHUNK):
            target.write(piece)
            yield len(piece)
        target.flush()
        os.fsync(target.fileno())
    with suppress(OSError):
        shutil.copystat(file, copy)


def _note_place(place: Path, left: Path | None) -> None:
    note = {"data": str(place)} | ({"left": str(left)} if left else {})
    file = place_file()
    with write_errors_told(file):
        if place == usual_data_dir() and left is None:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        write_by_rename(file, json.dumps(note).encode())


def _is_data_folder(folder: Path) -> bool:
    return any((folder / sign).exists() for sign in SIGNS)


def _folders_in(folder: Path) -> list[Path]:
    return [each for each in folder.iterdir() if each.is_dir()] if folder.is_dir() else []


def _busy() -> WorkshopError:
    return WorkshopError(
        "busy",
        Text("A training is running; it writes to the data folder.", "有训练正在进行，它会写入数据文件夹。"),
        Text("Wait until it ends, or stop it; it can be resumed afterwards.", "请等待其结束，或先停止，之后可以继续。"),
    )


def _overlaps(target: Path) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(
            f"{target} is the data folder, lies in it or holds it.",
            f"{target} 就是数据文件夹，或与其互相包含。",
        ),
        Text("Choose a folder elsewhere.", "请选择其他位置的文件夹。"),
    )


def _not_empty(target: Path) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(f"{target} holds other files.", f"{target} 中有其他文件。"),
        Text("Choose an empty folder.", "请选择一个空文件夹。"),
    )


def _too_little_room(target: Path, size: int, free: int) -> WorkshopError:
    needed, there = (f"{count / 1e9:.1f} GB" for count in (size + SPARE_ROOM, free))
    return WorkshopError(
        "no-space",
        Text(
            f"The move to {target} needs {needed}; {there} are free.", f"移动到 {target} 需要 {needed}，可用 {there}。"
        ),
        Text("Free some space there, or choose another disk.", "请在该处腾出空间，或选择其他磁盘。"),
    )
