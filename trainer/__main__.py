"""`python -m trainer list | train | resume | evaluate | export | verify | data`: the trainer without the window."""

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from trainer.catalog import CATALOG, DEFAULT_PRESET, documented_model
from trainer.contract.errors import WorkshopError
from trainer.contract.events import EpochEnded, Event, Exported, Progress, RunFailed, Sample, Warned, encode_event
from trainer.contract.run_folder import RunFolder, RunSpec, new_run_id
from trainer.contract.run_history import EventReader
from trainer.contract.settings import parse_settings
from trainer.data_place import DATA_DIR_VARIABLE, data_dir
from trainer.datasets.known_datasets import KNOWN_DATASETS
from trainer.processes import FAILED, STOPPED, child_environment, worker_command

POLL_SECONDS = 0.1


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what `arguments` ask for; returns the exit status."""
    words = _parser().parse_args(arguments)
    place = (words.data_dir or data_dir()).expanduser().absolute()
    try:
        return int(words.work(words, place))
    except WorkshopError as error:
        sys.stderr.write(f"{error.message.en} {error.hint.en}\n")
        return FAILED


def list_models(words: argparse.Namespace, place: Path) -> int:
    """The documented models with their presets."""
    for model in CATALOG.values():
        if words.json:
            _print(msgspec.json.encode(model).decode())
        else:
            _print(f"{model.name:12} {model.parameters:>9,} parameters  {', '.join(model.presets)}  {model.summary.en}")
    return 0


def train(words: argparse.Namespace, place: Path) -> int:
    """Trains a documented model from the start."""
    model = documented_model(words.name)
    changes = dict(_pair(text) for text in words.set) | ({"seed": words.seed} if words.seed is not None else {})
    changes |= {"device": words.device} if words.device else {}
    if words.preset not in model.presets:
        raise parse_error(words.preset, tuple(model.presets))
    hyperparameters = parse_settings(model.presets[words.preset].hyperparameters, changes)
    moment = time.time()
    folder = RunFolder(place / "runs" / new_run_id(model.name, moment))
    folder.create(
        RunSpec(
            run_id=folder.run_id,
            documented_model=model.name,
            preset=words.preset,
            hyperparameters=msgspec.structs.asdict(hyperparameters),
            data=words.data if not words.data or words.data in KNOWN_DATASETS else str(Path(words.data).absolute()),
            created=moment,
            program_version="trainer",
        )
    )
    return follow(folder, words.json, place)


def resume(words: argparse.Namespace, place: Path) -> int:
    """Takes a training up where its last checkpoint left it."""
    folder = find_run(words.run, place)
    folder.read_spec()
    return follow(folder, words.json, place)


def evaluate(words: argparse.Namespace, place: Path) -> int:
    """Measures an exported model."""
    from trainer.datasets.sources import Access
    from trainer.evaluation import evaluate as measure

    for metric in measure(words.model, words.data or None, Access(place), split=words.split):
        if words.json:
            _print(msgspec.json.encode(metric).decode())
        else:
            baseline = "" if metric.baseline is None else f"  ({metric.baseline_name}: {metric.baseline:.4g})"
            _print(f"{metric.title.en:32} {metric.value:.4g} {metric.unit}{baseline}")
    return 0


def export(words: argparse.Namespace, place: Path) -> int:
    """Exports the best checkpoint of a training."""
    folder = find_run(words.run, place)
    environment = child_environment(**{DATA_DIR_VARIABLE: str(place)})
    return subprocess.run(worker_command("--export", str(folder.path)), env=environment, check=False).returncode


def verify(words: argparse.Namespace, place: Path) -> int:
    """Checks the files of a model and runs its self-test."""
    from trainer.contract.verification import verify_model
    from trainer.evaluation import open_on_cpu

    report = verify_model(words.model, open_on_cpu)
    if words.json:
        _print(msgspec.json.encode({"model": report.model, "ok": report.ok, "checks": report.checks}).decode())
    else:
        for check in report.checks:
            _print(f"{check.name:10} {'ok' if check.ok else 'FAILED':6} {check.detail}")
    return 0 if report.ok else FAILED


def data(words: argparse.Namespace, place: Path) -> int:
    """The data sets and whether they are here."""
    from trainer.data_command import list_data
    from trainer.datasets.sources import Access

    for entry in list_data(Access(place)):
        _print(msgspec.json.encode(entry).decode())
    return 0


def follow(folder: RunFolder, as_json: bool, place: Path) -> int:
    """Starts a worker and relays its events; Ctrl-C and SIGTERM ask it to stop and save."""
    reader = EventReader(folder.events_file)
    reader.poll()
    worker = subprocess.Popen(
        worker_command(str(folder.path)),
        stdin=subprocess.DEVNULL,
        env=child_environment(**{DATA_DIR_VARIABLE: str(place)}),
        start_new_session=True,
    )
    interrupted = [False]

    def stop(number: int, frame: object) -> None:
        if interrupted[0]:
            worker.kill()
        interrupted[0] = True
        worker.send_signal(signal.SIGTERM)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    sys.stderr.write(f"{folder.path}\n")
    running = True
    while running:
        running = worker.poll() is None  # asked before reading, so that nothing it wrote last is missed
        for event in reader.poll():
            _tell(event, as_json)
        time.sleep(POLL_SECONDS if running else 0.0)
    return STOPPED if interrupted[0] else worker.returncode


def find_run(run: str, place: Path) -> RunFolder:
    """The folder of a run, by its path or its id."""
    path = Path(run)
    return RunFolder((path if path.is_dir() else place / "runs" / run).absolute())


def parse_error(preset: str, presets: tuple[str, ...]) -> WorkshopError:
    """The error that lists the presets there are."""
    from trainer.contract.text import Text

    names = ", ".join(presets)
    return WorkshopError(
        "invalid-setting",
        Text(f"There is no preset called {preset}.", f"没有名为 {preset} 的预设。"),
        Text(f"Choose one of: {names}.", f"请从中选择：{names}。"),
    )


def _tell(event: Event, as_json: bool) -> None:
    if as_json:
        _print(encode_event(event).decode().rstrip("\n"))
    elif isinstance(event, EpochEnded):
        values = "  ".join(f"{name} {value:.4g}" for name, value in event.values.items() if value is not None)
        _print(f"epoch {event.epoch}  {values}{'  best' if event.is_best else ''}")
    elif isinstance(event, Warned | RunFailed):
        sys.stderr.write(f"{event.message.en}\n")
    elif not isinstance(event, Progress | Sample):
        detail = f" {event.file}" if isinstance(event, Exported) else ""
        _print(f"{type(event).__name__}{detail}")


def _pair(text: str) -> tuple[str, Any]:
    name, _, value = text.partition("=")
    return name, value


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m trainer", description=__doc__)
    verbs = parser.add_subparsers(required=True)

    def verb(name: str, work: Any) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=work.__doc__)
        made.set_defaults(work=work)
        made.add_argument("--json", action="store_true", help="JSON, one object a line")
        made.add_argument("--data-dir", type=Path, help="the data folder")
        return made

    verb("list", list_models)
    training = verb("train", train)
    training.add_argument("name")
    training.add_argument("--preset", default=DEFAULT_PRESET)
    training.add_argument("--data", default="", help="a data set's name, a folder, an archive or IDX files")
    training.add_argument("--set", action="append", default=[], metavar="key=value")
    training.add_argument("--seed", type=int)
    training.add_argument("--device", default="")
    verb("resume", resume).add_argument("run")
    verb("export", export).add_argument("run")
    measuring = verb("evaluate", evaluate)
    measuring.add_argument("model", type=Path)
    measuring.add_argument("--data", default="")
    measuring.add_argument("--split", default="test", choices=("train", "validation", "test"))
    verb("verify", verify).add_argument("model", type=Path)
    verb("data", data)
    return parser


if __name__ == "__main__":
    sys.exit(main())
