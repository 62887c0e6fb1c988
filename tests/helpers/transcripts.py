"""Writes the golden transcripts: `python -m tests.helpers.transcripts` fills `tests/golden/events`.

The figures are drawn from a seeded generator; what matters is the order and shape of the events.
"""

from pathlib import Path

import numpy as np

from trainer.contract.events import (
    AttemptStarted,
    Checkpoint,
    EpochEnded,
    Event,
    Exported,
    Phase,
    Progress,
    RunFailed,
    RunFinished,
    RunStarted,
    RunStopped,
    Sample,
    ScalarSpec,
    Warned,
    encode_event,
)
from trainer.contract.text import Text

GOLDEN_EVENTS = Path(__file__).parents[1] / "golden" / "events"
START = 1_767_225_600.0
SECONDS_PER_STEP = 0.05
STEPS_PER_PROGRESS = 4

CNN_SCALARS = [
    ScalarSpec(name="training_loss", title=Text("Loss, training", "训练损失"), unit="nats"),
    ScalarSpec(name="validation_loss", title=Text("Loss, validation", "验证损失"), unit="nats", every="epoch"),
    ScalarSpec(
        name="validation_accuracy",
        title=Text("Accuracy, validation", "验证正确率"),
        unit="share",
        direction="higher",
        chart="quality",
        every="epoch",
    ),
]
GAN_SCALARS = [
    ScalarSpec(name="generator_loss", title=Text("Generator", "生成器"), unit="nats"),
    ScalarSpec(name="discriminator_loss", title=Text("Discriminator", "判别器"), unit="nats"),
    ScalarSpec(
        name="feature_distance",
        title=Text("Distance to real digits", "与真实数字的距离"),
        direction="lower",
        chart="quality",
        every="epoch",
    ),
]


class Transcript:
    """The events of a training that goes as its figures say."""

    def __init__(self, adversarial: bool = False, epochs: int = 4, steps_per_epoch: int = 32) -> None:
        self.adversarial = adversarial
        self.epochs, self.steps_per_epoch = epochs, steps_per_epoch
        self.step, self.events, self._time = 0, list[Event](), START
        self._random = np.random.default_rng(7)

    def begin(self, attempt: int = 1, step: int = 0) -> None:
        """A worker takes the run up at `step`."""
        self.step = step
        self.add(AttemptStarted(attempt=attempt, from_step=step, from_epoch=step // self.steps_per_epoch))
        self.add(Phase(name="data", title=Text("Reading the data", "正在读取数据")))
        self.add(
            RunStarted(
                documented_model="digits-gan" if self.adversarial else "digits-cnn",
                preset="quick",
                total_steps=self.epochs * self.steps_per_epoch,
                total_epochs=self.epochs,
                steps_per_epoch=self.steps_per_epoch,
                scalars=GAN_SCALARS if self.adversarial else CNN_SCALARS,
                best_by="feature_distance" if self.adversarial else "validation_accuracy",
                device="cpu",
                device_name="CPU",
                precision="float32",
                threads=1,
                parameters=1_506_448 if self.adversarial else 93_322,
                data="mnist-sample",
                counts={"train": 4000, "validation": 500},
            )
        )
        self.add(Phase(name="training", title=Text("Training", "正在训练")))

    def train(self, steps: int, broken_from: int | None = None) -> None:
        """`steps` more steps, with an epoch event and a checkpoint at the end of each epoch."""
        for _ in range(0, steps, STEPS_PER_PROGRESS):
            self.step += STEPS_PER_PROGRESS
            points = {name: self._points(name, broken_from) for name in self._step_scalars()}
            self.add(self._progress(points), STEPS_PER_PROGRESS * SECONDS_PER_STEP)
            if self.step % self.steps_per_epoch == 0 and broken_from is None:
                self._end_epoch()

    def finish(self) -> None:
        """Evaluation, export and the last event of a good run."""
        epoch = self.step // self.steps_per_epoch
        self.add(Phase(name="exporting", title=Text("Writing the model file", "正在写入模型文件")), 1.0)
        self.add(Phase(name="evaluating", title=Text("Measuring the result", "正在测量结果")), 1.0)
        self.add(Exported(file="model.onnx", step=self.step, final=True), 1.0)
        metrics = {"feature_distance": 6.2} if self.adversarial else {"accuracy": 0.962}
        self.add(RunFinished(step=self.step, epoch=epoch, seconds=self._elapsed(), metrics=metrics))

    def stop(self) -> None:
        """The last events of a run that a person stopped."""
        epoch = self.step // self.steps_per_epoch
        self.add(Checkpoint(step=self.step, epoch=epoch, file=f"checkpoints/{self.step:08d}", is_best=False))
        self.add(Exported(file="model.onnx", step=self.step, final=True), 1.0)
        self.add(RunStopped(step=self.step, epoch=epoch, seconds=self._elapsed()))

    def fail(self) -> None:
        """The last event of a run whose loss is no longer a number."""
        self.add(
            RunFailed(
                step=self.step,
                kind="training-failed",
                message=Text(
                    f"The loss was no longer a number at step {self.step}.", f"第 {self.step} 步的损失不再是数字。"
                ),
                hint=Text(
                    "Try a tenth of the learning rate, 0.0003, or gradient clipping at 1.",
                    "试试把学习率降到十分之一（0.0003），或将梯度裁剪设为 1。",
                ),
                details="loss: nan; learning rate: 0.003; largest gradient: inf",
            )
        )

    def add(self, event: Event, seconds: float = 0.01) -> None:
        """Appends an event `seconds` after the last one."""
        self._time = round(self._time + seconds, 3)
        event.time = self._time
        self.events.append(event)

    def text(self) -> bytes:
        """The whole file."""
        return b"".join(encode_event(event) for event in self.events)

    def _end_epoch(self) -> None:
        epoch = self.step // self.steps_per_epoch
        values: dict[str, float | None]
        if self.adversarial:
            values = {"feature_distance": round(6 + 30 / epoch + self._random.normal(0, 0.4), 3)}
            self.add(Sample(epoch=epoch, step=self.step, file=f"epoch-{epoch:05d}.png", columns=10, rows=2))
        else:
            loss = 0.12 + 0.6 / epoch
            values = {"validation_loss": round(loss, 4), "validation_accuracy": round(1 - loss / 4, 4)}
        self.add(EpochEnded(epoch=epoch, step=self.step, values=values, is_best=True))
        self.add(Checkpoint(step=self.step, epoch=epoch, file=f"checkpoints/{self.step:08d}", is_best=True))

    def _progress(self, points: dict[str, list[tuple[int, float | None]]]) -> Progress:
        total = self.epochs * self.steps_per_epoch
        return Progress(
            step=self.step,
            epoch=(self.step - 1) // self.steps_per_epoch + 1,
            samples_per_second=round(2500 + self._random.normal(0, 40), 1),
            seconds_left=round((total - self.step) * SECONDS_PER_STEP, 2),
            elapsed=self._elapsed(),
            learning_rate=0.0002 if self.adversarial else 0.003,
            memory=412_000_000,
            points=points,
        )

    def _points(self, name: str, broken_from: int | None) -> list[tuple[int, float | None]]:
        steps = range(self.step - STEPS_PER_PROGRESS + 1, self.step + 1)
        level = {"discriminator_loss": 0.5, "generator_loss": 1.3}.get(name, 0.1)
        return [
            (
                step,
                None
                if broken_from is not None and step >= broken_from
                else round(level + 2.2 * float(np.exp(-step / 25)) + abs(self._random.normal(0, 0.06)), 5),
            )
            for step in steps
        ]

    def _step_scalars(self) -> list[str]:
        return [spec.name for spec in (GAN_SCALARS if self.adversarial else CNN_SCALARS) if spec.every == "step"]

    def _elapsed(self) -> float:
        return round(self._time - START, 2)


def good(adversarial: bool = False, epochs: int = 4) -> bytes:
    """A run that reaches its end."""
    transcript = Transcript(adversarial, epochs)
    transcript.begin()
    transcript.train(epochs * transcript.steps_per_epoch)
    transcript.finish()
    return transcript.text()


def stopped() -> bytes:
    """A run that a person stops in the third epoch."""
    transcript = Transcript()
    transcript.begin()
    transcript.train(72)
    transcript.stop()
    return transcript.text()


def interrupted() -> bytes:
    """A run whose worker was killed: no final event."""
    transcript = Transcript()
    transcript.begin()
    transcript.train(80)
    return transcript.text()


def resumed() -> bytes:
    """The same, taken up from the checkpoint at step 64: the points of steps 65 to 80 come a second time."""
    transcript = Transcript()
    transcript.begin()
    transcript.train(80)
    transcript.begin(attempt=2, step=64)
    transcript.train(64)
    transcript.finish()
    return transcript.text()


def failed() -> bytes:
    """A run whose loss becomes infinite."""
    transcript = Transcript()
    transcript.begin()
    transcript.add(
        Warned(message=Text("The learning rate is higher than what was tested.", "学习率高于测试过的范围。"))
    )
    transcript.train(40)
    transcript.train(8, broken_from=45)
    transcript.fail()
    return transcript.text()


def foreign_text() -> bytes:
    """A good run between whose lines other programs have written."""
    lines = good().splitlines(keepends=True)
    strange = [
        b"Traceback (most recent call last):\n", b"\xff\xfe\x00\x01\n", b'{"event": "from_the_future", "x": 1}\n',
        b"[1, 2, 3]\n", b'{"event": "progress", "step": "many"}\n', b"\n", b"{" * 5000 + b"\n",
    ]  # fmt: skip
    for number, line in enumerate(strange):
        lines.insert(6 + 3 * number, line)
    return b"".join(lines)


TRANSCRIPTS = {
    "good-classifier": good,
    "good-adversarial": lambda: good(adversarial=True, epochs=10),
    "stopped": stopped,
    "interrupted": interrupted,
    "resumed": resumed,
    "failed-not-a-number": failed,
    "foreign-text": foreign_text,
    "torn-last-line": lambda: interrupted()[:-37],
}


def write_all() -> None:
    """Writes every transcript to its place."""
    for name, make in TRANSCRIPTS.items():
        (GOLDEN_EVENTS / f"{name}.jsonl").write_bytes(make())


if __name__ == "__main__":
    write_all()
