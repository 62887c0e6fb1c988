"""Our trainings against the same networks in Keras, both measured in one run, taking turns at two threads.

The peer (`keras_peer`) gets an environment of its own for the occasion. Beside each ratio stands which share of this
machine's matrix peak either side reaches: the operations of a step, counted once on our network, over its time, over
the speed of a large product of matrices in the same run. What is required is held against the peer as Keras' examples
are written, with or without XLA, whichever is faster; a peer that also picks its batches in memory and shares the
generated ones, as we do, is printed beside it, and so is our training in bfloat16, which is another precision.
"""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from tests.benchmarks.keras_peer import MODELS, THREADS
from tests.benchmarks.training_side import article_settings, article_training, parameters
from trainer.catalog import documented_model
from trainer.processes import child_environment
from trainer.worker import WAIT_POLICY

HERE = Path(__file__).parent
PACKAGES = ("tensorflow-cpu==2.21.0", "keras==3.15.1", "numpy==2.4.6")
OTHER_PYTHON = "MODEL_WORKSHOP_KERAS_PYTHON"
"""Names the Python of an environment that has these packages already; without it one is made and removed again."""
ROUNDS = 5
STEPS = {"digits-dcgan": 6}
USUAL_STEPS = 60
REQUIRED = {"digits-dcgan": 0.9}
USUAL_REQUIRED = 1.3


class Side(AbstractContextManager["Side"]):
    """A process that answers a line of JSON with another; between two lines it waits."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            command, env=environment, cwd=HERE.parents[1], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._answer()

    def ask(self, **question: Any) -> dict[str, Any]:
        """Its answer."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=60)

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, f"the process ended with status {self._process.wait()}"
        answer: dict[str, Any] = json.loads(line)
        return answer


@dataclass(frozen=True)
class Contender:
    """One side with the settings that it is asked to train with."""

    title: str
    side: Side
    settings: dict[str, Any]

    def seconds(self, model: str, steps: int) -> float:
        """How long a step takes."""
        return float(self.side.ask(model=model, steps=steps, **self.settings)["seconds"]) / steps


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Side]:
    python = os.environ.get(OTHER_PYTHON) or make_environment(tmp_path_factory.mktemp("keras"))
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "2", "OMP_NUM_THREADS": str(THREADS), "CUDA_VISIBLE_DEVICES": ""}
    outside = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with Side([python, str(HERE / "keras_peer.py")], outside | quiet) as side:
        yield side


@pytest.fixture(scope="module")
def our() -> Iterator[Side]:
    policy = os.environ.get("OMP_WAIT_POLICY", WAIT_POLICY)  # as the worker has it
    environment = child_environment(OMP_NUM_THREADS=str(THREADS), OMP_WAIT_POLICY=policy)
    with Side([sys.executable, "-m", "tests.benchmarks.training_side"], environment) as side:
        yield side


def make_environment(folder: Path) -> str:
    """A Python with Keras and TensorFlow in `folder`; about 230 MB are fetched."""
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python


@pytest.mark.benchmark
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("model", MODELS)
def test_training_is_as_fast_as_required(model: str, our: Side, peer: Side) -> None:
    work = our.ask(count=model)
    assert work["parameters"] == MODELS[model].parameters
    contenders = [
        Contender("ours", our, {"precision": "float32"}),
        faster(peer, model, "examples"),
        faster(peer, model, "frugal"),
        Contender("ours in bfloat16, another precision", our, {"precision": "bfloat16"}),
    ]
    times, peak = measured(contenders, model, our)
    report(model, [each.title for each in contenders], times, work["operations"], peak)
    assert times[1] / times[0] >= REQUIRED.get(model, USUAL_REQUIRED)


def faster(peer: Side, model: str, manner: str) -> Contender:
    """The peer in that manner with XLA or without it, after both have had time to warm up."""
    both = [
        Contender(f"Keras ({manner}, {name})", peer, {"manner": manner, "compiled": compiled})
        for name, compiled in (("tf.function", False), ("tf.function with XLA", True))
    ]
    for each in both:
        each.seconds(model, 3)
    return min(both, key=lambda each: min(each.seconds(model, steps_of(model)) for _ in range(2)))


def measured(contenders: list[Contender], model: str, our: Side) -> tuple[list[float], float]:
    """The median time of a step of each, and the matrix peak; one at a time, all in turn, several rounds."""
    steps, rounds, peaks = steps_of(model), [], []
    for each in contenders:
        each.seconds(model, 3)
    for _ in range(ROUNDS):
        peaks.append(our.ask(peak=True)["speed"])
        rounds.append([each.seconds(model, steps) for each in contenders])
    return [float(np.median(column)) for column in zip(*rounds, strict=True)], max(peaks)


def report(model: str, titles: list[str], times: list[float], operations: int, peak: float) -> None:
    """Prints a line for each contender."""
    print(f"\n{model}: {operations / 1e9:.2f} GFLOP a step; matrix peak {peak / 1e9:.0f} GFLOP/s, {THREADS} threads")
    for title, seconds in zip(titles, times, strict=True):
        ratio = "" if title == titles[0] else f"; ratio {seconds / times[0]:.2f} to ours"
        share = operations / seconds / peak
        print(f"  {title}: {1e3 * seconds:.2f} ms a step, {share:.0%} of the peak{ratio}")


def steps_of(model: str) -> int:
    return STEPS.get(model, USUAL_STEPS)


@pytest.mark.parametrize("model", MODELS)
def test_both_sides_have_the_same_settings(model: str) -> None:
    """In the usual suite, without TensorFlow."""
    described, settings = MODELS[model], article_settings(model)
    needs: Any = documented_model(model).needs(msgspec.structs.asdict(settings))
    assert described.shape[: len(needs.shape)] == needs.shape
    assert (described.batch, described.learning_rate, described.beta1) == (
        settings.batch_size, settings.learning_rate, settings.beta1,
    )  # fmt: skip
    assert (settings.optimiser, settings.activation) == ("adam", "relu")
    assert (settings.beta2, settings.l2, settings.ema, settings.schedule) == (0.999, 0.0, 0.0, "constant")
    run, recipe = article_training(model)
    run(1)
    assert parameters(recipe) == described.parameters
