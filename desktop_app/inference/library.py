"""The models there are: those that came with the program and the person's own. Listed by reading their cards alone."""

import difflib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from desktop_app.inference.known import KnownFiles, one_at_a_time
from desktop_app.inference.model_files import (
    SUFFIX,
    checked_card,
    clean_name,
    copy_model,
    free_name,
    is_companion,
    move_files,
)
from desktop_app.places import Places
from trainer.contract.card import ModelCard, model_files, read_card, sha256_of
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.contract.writing import write_errors_told, write_whole

Origin = Literal["shipped", "mine", "file"]


@dataclass(frozen=True)
class LibraryEntry:
    """One model: its full id, where it comes from, its files (main first), and its card or what is wrong with it.

    `size` is in bytes and counts all files; `modified` in seconds since 1970.
    """

    id: str
    origin: Origin
    path: Path
    files: tuple[Path, ...]
    size: int
    modified: float
    card: ModelCard | None
    error: WorkshopError | None

    @property
    def name(self) -> str:
        """The file's name without its ending; the last part of the id of a model in the library."""
        return _stem(self.path)

    def usable_card(self) -> ModelCard:
        """The card. Raises the WorkshopError of a broken model."""
        if self.card is None:
            assert self.error is not None
            raise self.error
        return self.card


@dataclass(frozen=True)
class TrashedModel:
    """A deleted model: enough to put it back."""

    name: str
    folder: Path


class ModelLibrary:
    """Finds and changes models. Shipped ones are read-only."""

    def __init__(self, places: Places, known: KnownFiles) -> None:
        self._folders: dict[Origin, Path] = {"shipped": places.shipped_models, "mine": places.models}
        self._trash = places.data / "trash"
        self._preferences = places.models / "preferred.json"
        self._known = known

    def entries(self) -> list[LibraryEntry]:
        """All models, shipped ones first, by name; broken ones with their error."""
        return [
            entry
            for origin, folder in self._folders.items()
            for path in sorted(folder.glob(f"*{SUFFIX}"), key=_stem)
            if (entry := _library_entry(origin, path)) is not None
        ]

    def find(self, model: str) -> LibraryEntry:
        """The model of a full id, a bare name or a path to an `.onnx`.

        A bare name means the one the person preferred, else the shipped one, else their own.
        Raises WorkshopError `not-found` that lists what there is.
        """
        if model.endswith(SUFFIX) or model.startswith((".", "~")) or Path(model).is_absolute():
            return _entry("file", Path(model).expanduser(), model)
        for model_id in self._ids_of(model):
            origin, _, name = model_id.partition("/")
            folder = self._folders.get(origin)  # type: ignore[call-overload]
            if folder is not None and name == Path(name).name and (folder / f"{name}{SUFFIX}").is_file():
                return _entry(origin, folder / f"{name}{SUFFIX}", model_id)  # type: ignore[arg-type]
        if Path(model).is_file():
            return _entry("file", Path(model), model)
        raise self._not_found(model)

    def preferred(self) -> dict[str, str]:
        """The full ids that bare names stand for by the person's choice."""
        try:
            return msgspec.json.decode(self._preferences.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.DecodeError):
            return {}

    def prefer(self, name: str, model_id: str | None) -> None:
        """Lets the bare `name` stand for `model_id`; the shipped one again if that is None. Raises WorkshopError."""
        choices = self.preferred() | ({name: model_id} if model_id else {})
        if model_id is None:
            choices.pop(name, None)
        with write_errors_told(self._preferences):
            write_whole(self._preferences, msgspec.json.encode(choices))

    def is_verified(self, entry: LibraryEntry) -> bool:
        """Whether every file came with the program or was exported here, by SHA-256. Reads the whole files."""
        return entry.card is not None and all(
            path.is_file() and self._known.is_known(sha256_of(path)) for path in entry.files
        )

    def import_model(self, source: Path, name: str | None = None) -> LibraryEntry:
        """Copies a model with all its files among the person's own, under a name that is free.

        Raises WorkshopError where it is no whole model, or cannot be stored.
        """
        card = checked_card(source)
        mine = self._folders["mine"]
        with one_at_a_time(mine / ".import.lock"):
            free = free_name(mine, clean_name(name or source.name.removesuffix(SUFFIX)))
            return _entry("mine", copy_model(source, card, mine, free), f"mine/{free}")

    def adopt_export(self, source: Path, name: str) -> LibraryEntry:
        """Takes in what a training here has just exported: remembers its files as known and imports them."""
        self.trust_export(source, name)
        return self.import_model(source, name)

    def trust_export(self, source: Path, name: str) -> None:
        """Remembers the files of a model that a training here has just exported."""
        files = model_files(source, checked_card(source))
        self._known.remember({sha256_of(file): name for file in files})

    def export_model(self, entry: LibraryEntry, target: Path) -> Path:
        """Copies all files of a model to `target`, an `.onnx` or a folder, replacing what is there."""
        card = checked_card(entry.path)
        if target.is_dir():
            target = target / f"{entry.name}{SUFFIX}"
        return copy_model(entry.path, card, target.parent, target.name.removesuffix(SUFFIX))

    def rename(self, entry: LibraryEntry, name: str) -> LibraryEntry:
        """Renames one of the person's models. Raises WorkshopError for a name that is taken or unusable."""
        self._must_be_mine(entry)
        folder = self._folders["mine"]
        if clean_name(name) != name:
            raise _bad_name(name)
        if free_name(folder, name) != name:
            raise _name_taken(name)
        path = move_files([file for file in entry.files if file.exists()], folder, entry.name, name)[0]
        return _entry("mine", path, f"mine/{name}")

    def delete(self, entry: LibraryEntry) -> TrashedModel:
        """Moves all files of one of the person's models into the data folder's `trash`. Raises WorkshopError."""
        self._must_be_mine(entry)
        folder = self._trash / f"{entry.name}-{time.time_ns()}"
        with write_errors_told(folder):
            folder.mkdir(parents=True)
        move_files([file for file in entry.files if file.exists()], folder, entry.name, entry.name)
        return TrashedModel(entry.name, folder)

    def restore(self, trashed: TrashedModel) -> LibraryEntry:
        """Undoes a deletion, under another name where the old one has been taken since. Raises WorkshopError."""
        mine = self._folders["mine"]
        with write_errors_told(mine):
            mine.mkdir(parents=True, exist_ok=True)
        name = free_name(mine, trashed.name)
        main = trashed.folder / f"{trashed.name}{SUFFIX}"
        files = [main, *sorted(set(trashed.folder.iterdir()) - {main})]
        path = move_files(files, mine, trashed.name, name)[0]
        trashed.folder.rmdir()
        return _entry("mine", path, f"mine/{name}")

    def _ids_of(self, model: str) -> Iterator[str]:
        if "/" in model:
            yield model
            return
        if chosen := self.preferred().get(model):
            yield chosen
        yield from (f"shipped/{model}", f"mine/{model}")

    def _must_be_mine(self, entry: LibraryEntry) -> None:
        if entry.origin == "mine":
            return
        raise WorkshopError(
            "wrong-kind",
            Text(
                f"{entry.id} is not one of your own models and stays as it is.",
                f"{entry.id} 不是您自己的模型，不能更改。",
            ),
            Text("Import it first, then change the copy.", "请先导入，再更改副本。"),
        )

    def _not_found(self, model: str) -> WorkshopError:
        ids = [entry.id for entry in self.entries()]
        names = difflib.get_close_matches(model, [*ids, *(each.partition("/")[2] for each in ids)], 3) or ids
        hint = Text("There is no model in the library yet; train one first.", "模型库中还没有模型，请先训练一个。")
        if names:
            hint = Text(f"There are: {', '.join(names)}.", f"可用的有：{'、'.join(names)}。")
        return WorkshopError("not-found", Text(f"There is no model {model}.", f"没有模型 {model}。"), hint)


def _library_entry(origin: Origin, path: Path) -> LibraryEntry | None:
    """The entry of a file in a library folder; None for the companion of a model that is there."""
    entry = _entry(origin, path, f"{origin}/{path.name.removesuffix(SUFFIX)}")
    is_part = entry.error is not None and entry.error.kind == "wrong-kind"
    return None if is_part and path.with_name(_main_name(path)).exists() else entry


def _entry(origin: Origin, path: Path, model_id: str) -> LibraryEntry:
    card, error = None, None
    try:
        card = _card_of_main(path)
    except WorkshopError as problem:
        error = problem
    files = tuple(model_files(path, card)) if card else (path,)
    states = [file.stat() for file in files if file.exists()]
    size, modified = sum(state.st_size for state in states), max((state.st_mtime for state in states), default=0.0)
    return LibraryEntry(model_id, origin, path, files, size, modified, card, error)


def _card_of_main(path: Path) -> ModelCard:
    try:
        return read_card(path)
    except WorkshopError as error:
        if error.kind != "unsupported-model" or not is_companion(path):
            raise
    main = _main_name(path)
    raise WorkshopError(
        "wrong-kind",
        Text(f"{path.name} is a part of the model {main}.", f"{path.name} 是模型 {main} 的一部分。"),
        Text(f"Open {main} instead.", f"请改为打开 {main}。"),
    )


def _stem(path: Path) -> str:
    return path.name.removesuffix(SUFFIX)


def _main_name(companion: Path) -> str:
    return companion.name.removesuffix(SUFFIX).rpartition(".")[0] + SUFFIX


def _bad_name(name: str) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(f"{name} cannot be the name of a model.", f"{name} 不能用作模型名称。"),
        Text(
            f"Use letters, digits, - and _, such as {clean_name(name)}.",
            f"请使用字母、数字、- 和 _，例如 {clean_name(name)}。",
        ),
    )


def _name_taken(name: str) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(f"There is a model called {name} already.", f"已有名为 {name} 的模型。"),
        Text("Choose another name.", "请换一个名称。"),
    )
