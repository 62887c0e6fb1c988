"""The process that trains: `train-worker RUN_FOLDER`.

It holds the lock of the run folder while it lives, takes the training up where the last checkpoint left it, appends
events, and ends each attempt with exactly one final event. What it prints goes to `worker.log`.

Other jobs of the same program: `--export-graph FOLDER NUMBER` exports one graph, `--export-job FOLDER` a whole model,
`--export RUN_FOLDER` the best checkpoint of a run, `--variant FOLDER` makes a smaller file of a model, `--gpu-trial
[FOLDER]` tries PyTorch on the graphics card. PyTorch is imported inside the job alone.
"""

import logging
import os
import signal
import sys
import time
from pathlib import Path

from trainer.contract.errors import WorkshopError
from trainer.contract.run_folder import RunFolder, RunLock, RunSpec
from trainer.freed_memory import keep_freed_memory
from trainer.loading import marked_loading
from trainer.processes import BUSY, FAILED
from trainer.staying_awake import kept_awake
from trainer.stop_signal import StopSignal

LOCK_TRIES = 12
LOCK_WAIT = 0.1
"""Readers test the lock by taking it for a moment, so a lock that is held once is tried again, for about a second."""


WAIT_POLICY = "PASSIVE"
"""PyTorch's threads spin while they wait for each other. With another program on one of the cores, a training with all
cores came to 1.8 steps a second; with threads that sleep instead, to 107 (measured, a small perceptron on 2 busy
cores). OpenMP reads the variable when PyTorch is loaded, so it is set before that.
"""


def main(arguments: list[str] | None = None) -> int:
    """Does the job that `arguments` name; returns the exit status."""
    started = time.time()
    os.environ.setdefault("OMP_WAIT_POLICY", WAIT_POLICY)
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["--export-graph"] and len(words) == 3:
        from trainer.export_jobs import export_graph_of_job

        return export_graph_of_job(Path(words[1]), int(words[2]))
    if words[:1] in (["--export-job"], ["--export"]) and len(words) == 2:
        from trainer.export_jobs import export_job, export_run

        return (export_job if words[0] == "--export-job" else export_run)(Path(words[1]))
    if words[:1] == ["--variant"] and len(words) == 2:
        from trainer.data_place import data_dir
        from trainer.export.variant_job import variant_job

        return variant_job(Path(words[1]), data_dir())
    if words[:1] == ["--gpu-trial"] and len(words) <= 2:
        from trainer.gpu_trial import main as try_gpu  # brings PyTorch

        return try_gpu(words[1:])
    if len(words) != 1:
        return _complain("usage: train-worker RUN_FOLDER")
    return train(RunFolder(Path(words[0]).absolute()), started)


def train(folder: RunFolder, started: float) -> int:
    """Trains what the run folder asks for; 0 at the end of the training, 130 if it was stopped by a signal."""
    stop = StopSignal()
    try:
        spec = folder.read_spec()
    except WorkshopError as error:
        return _complain(f"{error.message.en} {error.hint.en}")
    if os.environ.get("LOCAL_RANK", "0") != "0" or os.environ.get("NODE_RANK", "0") != "0":
        return _help(folder, spec)
    lock = RunLock(folder.lock_file)
    if not _take(lock):
        _complain("Another worker has this training in hand. Wait until it ends, or stop it.")
        return BUSY
    try:
        folder.note_worker()
        redirect_output(folder.log_file)
        keep_freed_memory()
        with marked_loading():
            from trainer.attempt import Attempt  # brings PyTorch

        with kept_awake():
            return Attempt(folder, spec, stop, started).run()
    finally:
        folder.forget_worker()
        lock.release()


def redirect_output(log_file: Path) -> None:
    """Points the descriptors 1 and 2 at the log file, so that libraries that print reach it too."""
    sys.stdout.flush()
    sys.stderr.flush()
    descriptor = os.open(log_file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True)


def _help(folder: RunFolder, spec: RunSpec) -> int:
    """One of the other processes of a data-parallel training; rank 0 decides when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    redirect_output(folder.log_file)
    keep_freed_memory()
    from trainer.attempt import help_to_train

    return help_to_train(folder, spec)


def _take(lock: RunLock) -> bool:
    for _ in range(LOCK_TRIES):
        if lock.acquire():
            return True
        time.sleep(LOCK_WAIT)
    return False


def _complain(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
