"""Lets the worker make a smaller file of a model, and takes it where it belongs; for window and verbs. No Qt."""

import json
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

from desktop_app.inference.library import LibraryEntry, ModelLibrary
from desktop_app.places import DATA_DIR_VARIABLE, Places
from desktop_app.processes import own_command, own_environment
from trainer.contract.card import ModelCard, VariantKind, read_card
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.run_folder import RunFolder
from trainer.contract.text import Text
from trainer.contract.writing import write_errors_told

KINDS: tuple[VariantKind, ...] = get_args(VariantKind)
MEANT_FOR = 1_000_000
"""Parameters from which on such files are worth their while; below, what is around the weights counts more."""
JOB = "variant.json"
LOG_TAIL = 300  # signs

Tell = Callable[[str, float], object]
"""Is told the phase (`converting`, `evaluating`, `timing`) and the share of it that is done."""
Announce = Callable[[Text], object]


class Making:
    """One making of such a file: it can be cancelled from another thread, which ends the process at once."""

    def __init__(self, tell: Tell, announce: Announce) -> None:
        self._tell, self._announce = tell, announce
        self._process: subprocess.Popen[bytes] | None = None
        self._is_cancelled = threading.Event()
        self._announced: set[str] = set()

    def cancel(self) -> None:
        """Ends the work; nothing is left of it."""
        self._is_cancelled.set()
        if self._process is not None:
            self._process.kill()

    @contextmanager
    def made(self, source: Path, kind: VariantKind, where: str, data_dir: Path) -> Iterator[Path]:
        """The main file of the new model, in a folder that is gone afterwards. Raises WorkshopError and Cancelled."""
        with (
            write_errors_told(Path(tempfile.gettempdir())),
            tempfile.TemporaryDirectory(prefix="model-workshop-") as name,
        ):
            folder = Path(name)
            job = {"source": str(source.absolute()), "kind": kind, "where": where}
            (folder / JOB).write_text(json.dumps(job), encoding="utf-8")
            yield self._follow(folder, data_dir)

    def _follow(self, folder: Path, data_dir: Path) -> Path:
        with (folder / "log.txt").open("wb") as log:
            self._process = subprocess.Popen(
                own_command("train-worker", "--variant", str(folder)),
                stdin=subprocess.PIPE,  # it ends when this process does
                stdout=subprocess.PIPE,
                stderr=log,
                env=own_environment(**{DATA_DIR_VARIABLE: str(data_dir)}),
            )
        last: dict[str, Any] = {}
        try:
            assert self._process.stdout is not None
            for line in self._process.stdout:
                last = json.loads(line)
                self._pass_on(last)
                if self._is_cancelled.is_set():
                    break
        finally:
            self._process.kill()
            self._process.communicate()
        if self._is_cancelled.is_set():
            raise Cancelled
        if "made" in last:
            return Path(last["made"])
        raise _failed(last, folder / "log.txt")

    def _pass_on(self, fields: dict[str, Any]) -> None:
        if "phase" in fields:
            self._tell(fields["phase"], fields["share"])
        elif "announced" in fields and fields["announced"][0] not in self._announced:
            self._announced.add(fields["announced"][0])
            self._announce(Text(*fields["announced"]))


def checked_kind(kind: str) -> VariantKind:
    """`kind` as one of those there are. Raises WorkshopError `invalid-setting`."""
    for each in KINDS:
        if each == kind:
            return each
    names = ", ".join(KINDS)
    raise WorkshopError(
        "invalid-setting",
        Text(f"There is no variant called {kind}.", f"没有名为 {kind} 的变体。"),
        Text(f"Use one of: {names}.", f"可用：{names}。"),
    )


def data_of_training(card: ModelCard, places: Places) -> str:
    """Where the data of the training are that this model came from, if it is known here; else empty."""
    for path in sorted(places.runs.glob("*/model.onnx")):
        try:
            if read_card(path).model_id == card.model_id:
                return RunFolder(path.parent).read_spec().data
        except WorkshopError:
            continue
    return ""


def add_variant(
    making: Making, library: ModelLibrary, entry: LibraryEntry, kind: VariantKind, where: str, places: Places
) -> str:
    """Makes a smaller file of a model and takes it into the library; its full id. Raises WorkshopError, Cancelled."""
    where = where or data_of_training(entry.usable_card(), places)
    with making.made(entry.path, kind, where, places.data) as path:
        return library.adopt_export(path, f"{entry.name}-{kind}").id


def write_variant(
    making: Making,
    library: ModelLibrary,
    entry: LibraryEntry,
    kind: VariantKind,
    where: str,
    places: Places,
    *,
    target: Path,
) -> Path:
    """The same, but to `target`, an `.onnx` or a folder."""
    where = where or data_of_training(entry.usable_card(), places)
    with making.made(entry.path, kind, where, places.data) as path:
        library.trust_export(path, f"{entry.name}-{kind}")
        return library.export_model(library.find(str(path)), target)


def _failed(last: dict[str, Any], log: Path) -> WorkshopError:
    if "kind" in last:
        return WorkshopError(last["kind"], Text(*last["message"]), Text(*last["hint"]))
    lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    reason = lines[-1][-LOG_TAIL:] if lines else "-"
    return WorkshopError(
        "internal",
        Text(f"The smaller file could not be made: {reason}", f"无法生成精简文件：{reason}"),
        Text("Use the model as it is.", "请直接使用该模型。"),
    )
