"""Run folders and fake workers for tests."""

import sys
from collections.abc import Callable
from pathlib import Path

from desktop_app.services.run_store import RunStore
from tests.helpers.transcripts import GOLDEN_EVENTS
from trainer.contract.run_folder import RunFolder


def fake_command(transcript: str = "good-classifier", delay: float = 0.0, *options: str) -> Callable[[Path], list[str]]:
    """The command of a worker that plays a golden transcript; see `tests/helpers/fake_worker.py`."""
    file = GOLDEN_EVENTS / f"{transcript}.jsonl"

    def command(folder: Path) -> list[str]:
        words = ["--transcript", str(file), "--delay", str(delay), *options, str(folder)]
        return [sys.executable, "-m", "tests.helpers.fake_worker", *words]

    return command


def past_run(store: RunStore, transcript: str, model: str = "digits-cnn") -> RunFolder:
    """A run folder that holds a golden transcript, without a worker."""
    folder = store.create(model, "quick", {}, "mnist-sample")
    folder.events_file.write_bytes((GOLDEN_EVENTS / f"{transcript}.jsonl").read_bytes())
    return folder
