"""The library of models as the window sees it: read beside the window, watched, changed with a way back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from desktop_app.places import Places
from desktop_app.services.tasks import Tasks
from desktop_app.services.trash import move_to_trash, restore_from_trash
from desktop_app.services.variant_speeds import VariantSpeeds, helps
from desktop_app.services.verified_models import VerifiedModels, VerifyState
from trainer.catalog import CATALOG
from trainer.contract.card import Task, variant_of
from trainer.contract.errors import WorkshopError

if TYPE_CHECKING:
    from desktop_app.inference.library import LibraryEntry, ModelLibrary, TrashedModel

SETTLE_MILLISECONDS = 300  # a copy of several files is one change
Done = Callable[..., object]


@dataclass(frozen=True)
class LibraryModel:
    """A model, the SHA-256 of its main file, and whether its self-test has passed on this computer.

    `is_known` says that its files came with the program or were exported here; other files run in a child process.
    `faster` is how many times faster a smaller file of another model is than that one here; None where that was not
    measured, and for all other models.
    """

    entry: "LibraryEntry"
    sha256: str
    state: VerifyState
    is_known: bool
    is_preferred: bool
    faster: float | None = None

    @property
    def id(self) -> str:
        """The full id, such as `shipped/digits-cnn`."""
        return self.entry.id


@dataclass(frozen=True)
class Deletion:
    """A deleted model: what the library knows of it, and where the desktop's trash has put its folder."""

    model: "TrashedModel"
    in_trash: Path | None


class LibraryService(QObject):
    """Lists, imports, exports, deletes and verifies models. Files are touched on threads of the pool only."""

    changed = Signal()
    """The list of models, a preference or a state of verification is a new one."""

    def __init__(
        self,
        library: "ModelLibrary",
        places: Places,
        tasks: Tasks,
        self_test: "Callable[[LibraryEntry], object]",
        speeds: VariantSpeeds | None = None,
    ) -> None:
        """`self_test` runs a model on the numbers of its card; it raises WorkshopError where they do not come out.

        `speeds` measures smaller files beside their originals.
        """
        super().__init__()
        self._speeds = speeds
        self._measured: set[str] = set()
        self._library, self._self_test = library, self_test
        self._folders = (places.shipped_models, places.models)
        self._tasks = tasks
        self._verified = VerifiedModels(places.models / "verified.json")
        self._known: dict[str, bool] = {}
        self._models: list[LibraryModel] = []
        self.is_read = False
        self._verifying: set[str] = set()
        self._just_imported: set[str] = set()
        self._settle = QTimer(self, interval=SETTLE_MILLISECONDS, singleShot=True)
        self._settle.timeout.connect(self.refresh)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _: self._settle.start())

    # -------------------------------------------------------------------------------------------- what there is
    def models(self) -> list[LibraryModel]:
        """All models as last read; empty until `is_read`."""
        return list(self._models)

    def usable(self, task: Task) -> list[LibraryModel]:
        """The models that do `task`, those first that a bare name means, in the order of the catalog.

        A smaller file stands before its original where it helps on this computer, else behind all; where its original
        is not here it stands for that.
        """
        able = [model for model in self._models if model.entry.card and task in model.entry.card.tasks]
        return sorted(able, key=self._place)

    def original(self, model: LibraryModel) -> LibraryModel | None:
        """The model of which this one is a smaller file, if it is here."""
        variant = variant_of(model.entry.card) if model.entry.card else None
        if variant is None:
            return None
        cards = ((each, each.entry.card) for each in self._models)
        return next((each for each, card in cards if card is not None and card.model_id == variant.of), None)

    def model(self, model_id: str) -> LibraryModel | None:
        """The model of a full id."""
        return next((model for model in self._models if model.id == model_id), None)

    def is_verifying(self, model_id: str) -> bool:
        """Whether the self-test of a model is running."""
        return model_id in self._verifying

    def refresh(self) -> None:
        """Read the folders again; `changed` is sent when that is done and something is new."""
        self._tasks.run(self._read, self._take, self._read_failed, key="library.read")

    # -------------------------------------------------------------------------------------------- changes
    def import_models(self, paths: Sequence[Path], done: Done, failed: Done) -> None:
        """Copy models among the person's own. `done` gets the new ids, `failed` the error and the path at fault."""
        for path in paths:
            self._import(path, done, failed)

    def adopt_trained(self, path: Path, name: str, done: Done, failed: Done) -> None:
        """Take in the model that a training wrote to `path`, once; `done` gets its id."""
        from desktop_app.services.trained_models import adopt_model

        self._tasks.run(
            lambda: adopt_model(self._library, path, name), lambda model_id: self._after(done, model_id), failed
        )

    def export_model(self, model_id: str, target: Path, done: Done, failed: Done) -> None:
        """Copy all files of a model to `target`; `done` gets the path of the copy."""
        self._tasks.run(lambda: self._library.export_model(self._library.find(model_id), target), done, failed)

    def delete(self, model_id: str, done: Done, failed: Done) -> None:
        """Move a model to the trash; `done` gets the Deletion that `restore` takes."""
        self._tasks.run(lambda: self._delete(model_id), lambda deletion: self._after(done, deletion), failed)

    def restore(self, deletion: Deletion, done: Done, failed: Done) -> None:
        """Take a model back from the trash; `done` gets its id."""
        self._tasks.run(lambda: self._restore(deletion), lambda model_id: self._after(done, model_id), failed)

    def prefer(self, model_id: str, failed: Done) -> None:
        """Let the bare name of a model mean this one."""
        name = model_id.partition("/")[2]
        choice = None if model_id.startswith("shipped/") else model_id
        self._tasks.run(lambda: self._library.prefer(name, choice), lambda _: self.refresh(), failed)

    def verify(self, model_id: str, failed: Done) -> None:
        """Run the self-test of a model; the state it leaves comes with `changed`."""
        model = self.model(model_id)
        if model is None or model_id in self._verifying:
            return
        self._verifying.add(model_id)
        self.changed.emit()
        self._tasks.run(
            lambda: self._run_self_test(model),
            lambda state: self._show_state(model, state),
            lambda error: self._not_verified(model, error, failed),
        )

    def _import(self, path: Path, done: Done, failed: Done) -> None:
        self._tasks.run(
            lambda: self._library.import_model(path).id,
            lambda model_id: self._imported(model_id, done),
            lambda error: failed(error, path),
        )

    def _place(self, model: LibraryModel) -> tuple[bool, bool, int, int]:
        card, original = model.entry.card, self.original(model)
        if card is None or original is None:
            return False, not model.is_preferred, _place_in_catalog(model), 1
        if helps(card, model.faster):
            return False, not original.is_preferred, _place_in_catalog(model), 0
        return True, False, _place_in_catalog(model), 0

    # -------------------------------------------------------------------------------------------- in the pool
    def _read(self) -> list[LibraryModel]:
        library = self._library
        preferred = library.preferred()
        entries = library.entries()
        ids = {entry.id for entry in entries}
        return [self._model_of(entry, preferred, ids) for entry in entries]

    def _model_of(self, entry: "LibraryEntry", preferred: dict[str, str], ids: set[str]) -> LibraryModel:
        sha256 = self._verified.sha256_of(entry.path)
        chosen = preferred.get(entry.name, "")
        usual = chosen if chosen in ids else f"shipped/{entry.name}"
        is_preferred = entry.id == usual or usual not in ids
        if sha256 not in self._known:
            self._known[sha256] = self._library.is_verified(entry)
        state, faster = self._verified.state_of(sha256), self._speeds.of(sha256) if self._speeds else None
        return LibraryModel(entry, sha256, state, self._known[sha256], is_preferred, faster)

    def _run_self_test(self, model: LibraryModel) -> VerifyState:
        try:
            self._self_test(model.entry)
        except WorkshopError:
            self._verified.remember(model.sha256, "failed")
            raise
        self._verified.remember(model.sha256, "verified")
        return "verified"

    def _delete(self, model_id: str) -> Deletion:
        library = self._library
        model = library.delete(library.find(model_id))
        try:
            return Deletion(model, move_to_trash(model.folder))
        except WorkshopError:
            return Deletion(model, None)  # it stays in the data folder's own trash

    def _restore(self, deletion: Deletion) -> str:
        if deletion.in_trash is not None:
            restore_from_trash(deletion.in_trash, deletion.model.folder)
        return self._library.restore(deletion.model).id

    # -------------------------------------------------------------------------------------------- back in the window
    def _take(self, models: list[LibraryModel]) -> None:
        self._watch()
        if models != self._models or not self.is_read:
            self._models, self.is_read = models, True
            self.changed.emit()
            self._verify_unasked()
            self._measure_unasked()

    def _verify_unasked(self) -> None:
        """What came with the program, was exported here or was just imported is tested once on each computer."""
        for model in self._models:
            is_wanted = model.is_known or model.id in self._just_imported
            if is_wanted and model.entry.card is not None and model.state == "unchecked":
                self.verify(model.id, lambda error: None)  # the badge says it
        self._just_imported -= {model.id for model in self._models}

    def _measure_unasked(self) -> None:
        """A smaller file that passed its self-test is measured beside its original once on each computer."""
        for model in self._models:
            original = self.original(model)
            wanted = model.state == "verified" and model.faster is None and model.sha256 not in self._measured
            if self._speeds is not None and original is not None and wanted:
                self._measured.add(model.sha256)  # once, whether it works or not
                self._measure(self._speeds, model, original)

    def _measure(self, speeds: VariantSpeeds, model: LibraryModel, original: LibraryModel) -> None:
        self._tasks.run(
            lambda: speeds.measure(model.sha256, model.entry, original.entry),
            lambda faster: self._show_speed(model, faster),
            lambda error: None,  # a model that does not run says so where it is used
        )

    def _show_speed(self, model: LibraryModel, faster: float) -> None:
        self._models = [replace(each, faster=faster) if each.sha256 == model.sha256 else each for each in self._models]
        self.changed.emit()

    def _imported(self, model_id: str, done: Done) -> None:
        self._just_imported.add(model_id)
        self._after(done, model_id)

    def _read_failed(self, error: Exception) -> None:
        raise error  # reading turns every broken file into an entry, so this is a fault of the program

    def _watch(self) -> None:
        watched = set(self._watcher.directories())
        wanted = [str(folder) for folder in self._folders if folder.is_dir() and str(folder) not in watched]
        if wanted:
            self._watcher.addPaths(wanted)

    def _after(self, done: Done, result: object) -> None:
        self.refresh()
        done(result)

    def _show_state(self, model: LibraryModel, state: VerifyState) -> None:
        self._verifying.discard(model.id)
        self._models = [replace(each, state=state) if each.sha256 == model.sha256 else each for each in self._models]
        self.changed.emit()
        self._measure_unasked()

    def _not_verified(self, model: LibraryModel, error: Exception, failed: Done) -> None:
        self._show_state(model, self._verified.state_of(model.sha256))
        failed(error)


def _place_in_catalog(model: LibraryModel) -> int:
    """The catalog begins with what is tried first; models that it does not know come last."""
    card = model.entry.card
    names = list(CATALOG)
    known = card is not None and card.training.documented_model in CATALOG
    return names.index(card.training.documented_model) if card is not None and known else len(names)
