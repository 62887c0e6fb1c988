"""A worker for tests: the real attempt, with intervals as short as wanted and without the export at the end.

`--nursery` keeps a process with PyTorch loaded, which forks a worker for each run folder that it reads from its
standard input and answers with its process id: twenty workers then start in the time of one.
"""

import argparse
import os
import sys
import time
from pathlib import Path

from tests.helpers.cards import CLASSIFIER_CARD
from trainer.contract.card import ModelCard
from trainer.contract.run_folder import RunFolder, RunLock
from trainer.stop_signal import StopSignal


def no_export(job: Path, *rest: object) -> ModelCard:
    """Stands for the export, which other tests do for real."""
    return CLASSIFIER_CARD


def train(path: Path, progress: float, checkpoint: float) -> int:
    """What `trainer.worker.train` does, quietly."""
    started = time.time()
    from trainer.attempt import Attempt
    from trainer.training.loop import Intervals

    folder = RunFolder(path)
    lock = RunLock(folder.lock_file)
    if not lock.acquire():
        return 2
    intervals = Intervals(progress=progress, checkpoint=checkpoint)
    return Attempt(folder, folder.read_spec(), StopSignal(), started, intervals=intervals, export=no_export).run()


def keep_nursery(progress: float, checkpoint: float) -> None:
    """Forks a worker for each line."""
    import trainer.attempt  # noqa: F401 - loaded once for all

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(train(Path(line.strip()), progress, checkpoint))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        sys.stdout.write(f"{os.waitpid(child, 0)[1]}\n")
        sys.stdout.flush()


def main() -> int:
    """The process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--nursery", action="store_true")
    parser.add_argument("--progress", type=float, default=0.1)
    parser.add_argument("--checkpoint", type=float, default=60.0)
    parser.add_argument("folder", type=Path, nargs="?")
    words = parser.parse_args()
    if words.nursery:
        keep_nursery(words.progress, words.checkpoint)
        return 0
    return train(words.folder, words.progress, words.checkpoint)


if __name__ == "__main__":
    sys.exit(main())
