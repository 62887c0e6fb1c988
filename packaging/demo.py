"""The main job of Model Workshop without a window, by its public verbs, into `demo/`.

    .venv/bin/python packaging/demo.py [FOLDER]

`make app` runs this where there is no screen. The exit status is 0 only if every step worked.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from workshop_demo import curves, drawn_digits

ROOT = Path(__file__).resolve().parents[1]
STEPS = 5


class StepFailedError(Exception):
    """A verb did not do its work; its own message is on stderr already."""


class Demo:
    """The steps, each of which leaves something in `folder` and says what."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # The demo's training and settings stay out of the person's own data folder.
        self.environment = {
            **os.environ,
            "MODEL_WORKSHOP_DATA_DIR": str(folder / "data"),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONUTF8": "1",
        }

    def verb(self, *words: str, on_line: Callable[[str], None] = lambda line: None) -> list[str]:
        """Run `model-workshop WORDS` and return the lines it printed; raises `StepFailedError` if it failed."""
        say("    model-workshop " + " ".join(words))
        command = [sys.executable, "-m", "desktop_app", *words]
        lines = []
        with subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line)
                on_line(line)
        if process.returncode:
            raise StepFailedError(f"exit status {process.returncode}")
        return lines

    def generate(self) -> str:
        """A grid of 100 digits from the shipped generator."""
        self.verb("generate", "digits-vae", "--count", "100", "--seed", "0", "--out", "generated-digits.png")
        return "generated-digits.png: 100 digits that digits-vae made from seed 0"

    def classify(self) -> str:
        """Two digits drawn for this project, read by the shipped classifier."""
        files = drawn_digits.save_all(self.folder)
        lines = self.verb("classify", "digits-cnn", *(file.name for file in files.values()))
        (self.folder / "classified.jsonl").write_text("".join(lines), encoding="utf-8")
        answers = [json.loads(line) for line in lines]
        read = ", ".join(f"{answer['path']} is read as {answer['label']} ({answer['score']:.1%})" for answer in answers)
        return f"classified.jsonl: {read}"

    def train(self) -> str:
        """`digits-cnn` with the quick preset on the embedded sample."""
        lines = self.verb(
            *("train", "digits-cnn", "--preset", "quick", "--data", "mnist-sample", "--seed", "0"),
            *("--out", "trained-digits-cnn.onnx", "--json"),
            on_line=tell_epoch,
        )
        (self.folder / "training-events.jsonl").write_text("".join(lines), encoding="utf-8")
        return "trained-digits-cnn.onnx: digits-cnn, trained with preset quick on the 5,000 digits of the sample"

    def chart(self) -> str:
        """The curves of that training."""
        with (self.folder / "training-events.jsonl").open(encoding="utf-8") as lines:
            found = curves.read_curves(lines)
        curves.save_curves(found, self.folder / "training-curves.png")
        return f"training-curves.png: {', '.join(curve.title for curve in found)}"

    def screenshots(self) -> str:
        """Every page of the window, drawn without a screen."""
        self.verb("--screenshots", "screenshots")
        count = len(list((self.folder / "screenshots").glob("*.png")))
        if not count:
            raise StepFailedError("no picture was written")
        return f"screenshots/: {count} pictures of the window's pages"


def say(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)


def tell_epoch(line: str) -> None:
    """Say how the training goes, once an epoch."""
    event = json.loads(line)
    if event["event"] == "epoch":
        values = ", ".join(f"{name} {value:.4g}" for name, value in event["values"].items() if value is not None)
        say(f"    epoch {event['epoch']}: {values}")


def main(arguments: list[str]) -> int:
    """Run every step, the later ones too if one fails; 0 only if all worked."""
    folder = Path(arguments[0] if arguments else ROOT / "demo").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    demo = Demo(folder)
    failed = 0
    for number, step in enumerate((demo.generate, demo.classify, demo.train, demo.chart, demo.screenshots), 1):
        say(f"[{number}/{STEPS}] {step.__doc__}")
        began = time.monotonic()
        try:
            say(f"  {step()} ({time.monotonic() - began:.1f} s)")
        except (StepFailedError, OSError, ValueError, KeyError) as error:
            failed += 1
            print(f"  This step failed: {error}", file=sys.stderr, flush=True)
    say(f"Everything is in {folder}." if not failed else f"{failed} of {STEPS} steps failed; the rest is in {folder}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
