"""A worker that trains nothing: plays a transcript into a run folder as a real process, and answers requests.

`python fake_worker.py --transcript FILE [OPTIONS] RUN_FOLDER`, see `main`.
Like the real one it holds the lock, keeps the summary and obeys `stop` only at the end of a line that ends a step.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from trainer.contract.events import (
    FINAL_EVENTS,
    AttemptStarted,
    Checkpoint,
    EpochEnded,
    Event,
    Exported,
    Paused,
    Progress,
    RequestDone,
    Resumed,
    RunFailed,
    RunFinished,
    RunStarted,
    RunStopped,
    Sample,
    SettingChanged,
    decode_event,
    encode_event,
)
from trainer.contract.run_folder import Request, RunFolder, RunLock, RunState, RunSummary

TICK = 0.01


class FakeWorker:
    """Plays lines with `delay` seconds between them."""

    def __init__(self, folder: RunFolder, delay: float, ignores_stop: bool) -> None:
        self.folder, self.delay, self.ignores_stop = folder, delay, ignores_stop
        self.is_paused = self.is_stopped = False
        self.last_progress = Progress(
            step=0, epoch=0, samples_per_second=0.0, seconds_left=None, elapsed=0.0, learning_rate=0.0
        )
        self.started: RunStarted | None = None

    def play(self, lines: list[bytes]) -> None:
        """Writes each line, does what stands in it, and answers requests after those that end a step."""
        for line in lines:
            self._write(line)
            event = decode_event(line)
            self._act_on(event)
            time.sleep(self.delay)
            if isinstance(event, Progress | EpochEnded):
                self._answer_requests()
            if self.is_stopped:
                return

    def _act_on(self, event: Any) -> None:
        if isinstance(event, RunStarted):
            self.started = event
        elif isinstance(event, Progress):
            self.last_progress = event
        elif isinstance(event, Sample):
            self._draw_sample(event)
        elif isinstance(event, Exported):
            self._export(event.file)
        states: dict[type, RunState] = {RunFinished: "finished", RunStopped: "stopped", RunFailed: "failed"}
        if isinstance(event, (AttemptStarted, RunStarted, Progress, *FINAL_EVENTS)):
            self._summarise(states.get(type(event), "running"))

    def _answer_requests(self) -> None:
        while True:
            for file, request in self.folder.take_requests():
                if request is not None and not (request.kind == "stop" and self.ignores_stop):
                    self._answer(request)
                    file.unlink()
            if not self.is_paused or self.is_stopped:
                return
            time.sleep(TICK)

    def _answer(self, request: Request) -> None:
        step, epoch = self.last_progress.step, self.last_progress.epoch
        if request.kind == "snapshot":
            self._export("snapshot.onnx")
            self._say(Exported(file="snapshot.onnx", step=step, final=False))
        elif request.kind == "set":
            self._say(SettingChanged(step=step, name=request.name, value=request.value))
        elif request.kind == "pause":
            self.is_paused = True
            self._say(Paused(step=step))
            self._summarise("paused")
        elif request.kind == "resume":
            self.is_paused = False
            self._say(Resumed(step=step))
            self._summarise("running")
        self._say(RequestDone(id=request.id, ok=True))
        if request.kind == "stop":
            self.is_stopped = True
            self._say(Checkpoint(step=step, epoch=epoch, file="checkpoints/last", is_best=False))
            self._export("model.onnx")
            self._say(Exported(file="model.onnx", step=step, final=True))
            self._say(RunStopped(step=step, epoch=epoch, seconds=1.0))
            self._summarise("stopped")

    def _say(self, event: Event) -> None:
        event.time = time.time()
        self._write(encode_event(event))

    def _write(self, line: bytes) -> None:
        with self.folder.events_file.open("ab") as file:
            file.write(line)

    def _export(self, file: str) -> None:
        from tests.helpers.tiny_models import tiny_classifier, tiny_generator  # loads onnx, which takes a while

        is_generator = self.started is not None and self.started.documented_model == "digits-gan"
        make = tiny_generator if is_generator else tiny_classifier
        make(self.folder.path, file.removesuffix(".onnx"))

    def _draw_sample(self, sample: Sample) -> None:
        random = np.random.default_rng(3)
        noise = random.integers(0, 256, (28 * sample.rows, 28 * sample.columns))
        fade = min(1.0, 0.2 * sample.epoch)
        picture = (noise * (noise > 255 * fade)).astype(np.uint8)
        Image.fromarray(picture).save(self.folder.samples / sample.file)

    def _summarise(self, state: RunState) -> None:
        started, progress = self.started, self.last_progress
        self.folder.write_summary(
            RunSummary(
                state=state,
                step=progress.step,
                epoch=progress.epoch,
                total_steps=started.total_steps if started else 0,
                total_epochs=started.total_epochs if started else 0,
                seconds=progress.elapsed,
                seconds_left=progress.seconds_left,
                best_by=started.best_by if started else "",
                updated=time.time(),
            )
        )


def main() -> int:
    """Reads the command line and plays."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--transcript", type=Path, required=True)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--ignore-stop", action="store_true")
    parser.add_argument("--die-after", type=int)
    parser.add_argument("--sleep-first", type=float, default=0.0)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    folder = RunFolder(options.folder)
    lock = RunLock(folder.lock_file)
    if not lock.acquire():
        print("another worker has this run")
        return 1
    folder.note_worker()
    time.sleep(options.sleep_first)
    lines = options.transcript.read_bytes().splitlines(keepends=True)
    FakeWorker(folder, options.delay, options.ignore_stop).play(lines[: options.die_after])
    folder.forget_worker()
    lock.release()
    return 9 if options.die_after else 0


if __name__ == "__main__":
    sys.exit(main())
