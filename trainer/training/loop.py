"""The loop: epochs, pause, stop, checkpoints, averages and events. It knows no loss and no kind of network."""

import time
from dataclasses import dataclass
from typing import Any, Literal

import torch

from trainer.contract.errors import WorkshopError
from trainer.contract.events import Checkpoint, EpochEnded, Paused, Progress, Resumed, Sample, finite
from trainer.contract.hyperparameters import Hyperparameters
from trainer.contract.run_folder import RunFolder
from trainer.contract.run_folder import RunState as RunStateName
from trainer.contract.text import Text
from trainer.training.averages import Averages, averaging_rule
from trainer.training.checkpoints import Checkpoints
from trainer.training.dealing import BatchSource
from trainer.training.devices import memory_in_use
from trainer.training.meter import Meter
from trainer.training.random_state import RandomSources
from trainer.training.recipe import Networks, Recipe
from trainer.training.reporter import Reporter
from trainer.training.run_state import RunState
from trainer.training.sample_sheet import COLUMNS, save_sheet
from trainer.training.schedules import LearningRates
from trainer.training.steering import Steering
from trainer.training.team import Team

Ending = Literal["complete", "early-stopping", "stopped"]


@dataclass(frozen=True)
class Intervals:
    """Seconds between two progress events, and between two checkpoints inside an epoch."""

    progress: float = 0.1
    checkpoint: float = 60.0


@dataclass(frozen=True)
class Equipment:
    """All that a loop works with."""

    folder: RunFolder
    team: Team
    recipe: Recipe
    batches: BatchSource
    randomness: RandomSources
    checkpoints: Checkpoints
    reporter: Reporter
    steering: Steering
    device: torch.device
    notes: dict[str, str]
    intervals: Intervals = Intervals()


class TrainingLoop:
    """Trains to the end, or until a person stops it; `run` may be called again on another day from a checkpoint."""

    def __init__(self, equipment: Equipment, hyperparameters: Hyperparameters) -> None:
        self._with = equipment
        self._hyperparameters = hyperparameters
        self._recipe = equipment.recipe
        self.state = RunState()
        self.total_steps = hyperparameters.epochs * equipment.batches.steps_per_epoch
        self._rates = LearningRates(
            hyperparameters.schedule, self.total_steps, self._recipe.learning_rates, self._recipe.optimisers
        )
        deployed = {name: self._recipe.networks[name] for name in self._recipe.deployed}
        rule = averaging_rule(hyperparameters, self.total_steps)
        self._averages = Averages(deployed, rule) if rule else None
        self._plain = deployed
        self._meter = Meter()
        self._progress_due = self._checkpoint_due = 0.0
        self._tick = time.monotonic()

    @property
    def deployed(self) -> Networks:
        """The networks that are validated and exported: the averaged ones where averaging is on."""
        return self._averages.networks if self._averages else self._plain

    def restore(self, checkpoint: dict[str, Any]) -> None:
        """Takes the training up where a checkpoint left it."""
        for name, network in self._recipe.networks.items():
            network.load_state_dict(checkpoint["networks"][name])
        for name, optimiser in self._recipe.optimisers.items():
            optimiser.load_state_dict(checkpoint["optimisers"][name])
        if self._averages:
            self._averages.restore(checkpoint["averages"])
        self._rates.restore(checkpoint["learning_rates"])
        self._with.randomness.restore(checkpoint["random"][self._with.team.rank])
        self.state = RunState(**checkpoint["state"])

    def run(self) -> Ending:
        """Trains; the last checkpoint is on the disk when it returns.

        Raises WorkshopError `training-failed` where a loss is no longer a number, and OSError where a checkpoint
        cannot be written.
        """
        self._rates.apply(self.state.step)
        self._restart_clocks()
        self._set_mode(training=True)
        patience = self._hyperparameters.early_stopping
        while self.state.epoch < self._hyperparameters.epochs:
            if patience and self.state.epochs_without_gain >= patience:
                return "early-stopping"
            if not self._run_epoch():
                return "stopped"
        return "complete"

    def validate(self) -> dict[str, float]:
        """The figures of the deployed networks as they are."""
        self._set_mode(training=False)
        with torch.no_grad():
            values = self._with.team.share(self._recipe.validate(self.deployed))
        self._set_mode(training=True)
        return values

    @property
    def best_by(self) -> str:
        """The figure by which the best epoch is chosen."""
        return self._recipe.best_by

    def _run_epoch(self) -> bool:
        """Runs what is left of the epoch; False where a person stopped it."""
        batches = self._with.batches
        for batch in batches.epoch(self.state.epoch, self.state.batch):
            losses = self._recipe.step(batch)
            self.state.step += 1
            self.state.batch += 1
            if self._averages:
                self._averages.update(self.state.step)
            self._rates.apply(self.state.step)
            self._meter.add(self.state.step, losses, batches.batch_size)
            due = time.monotonic() >= self._progress_due
            if self._with.team.agree(self.state.step, due) and not self._attend():
                return False
        self._end_epoch()
        return self._attend()

    def _attend(self) -> bool:
        """Reports, answers requests, saves what is due; False where the training is to stop."""
        self._flush()
        steering = self._with.steering
        changed = steering.attend(self._rates, self.state.step)
        due = self._with.team.share(time.monotonic() >= self._checkpoint_due)
        if due or changed or steering.stopped or steering.paused or steering.wants_snapshot:
            self._save(is_best=False)
        if steering.wants_snapshot:
            steering.snapshot_saved(self.state.step)
        if steering.paused and not steering.stopped:
            self._pause()
        self.summarise("running", at_once=False)
        return not steering.stopped

    def _pause(self) -> None:
        """Waits until a person resumes or stops the training; what is asked for meanwhile is done."""
        steering, step = self._with.steering, self.state.step
        self._with.reporter.event(Paused(step=step))
        self.summarise("paused", at_once=True)
        while steering.paused and not steering.stopped:
            time.sleep(self._with.intervals.progress)
            if steering.attend(self._rates, step):
                self._save(is_best=False)
            if steering.wants_snapshot:
                steering.snapshot_saved(step)
        if not steering.stopped:
            self._with.reporter.event(Resumed(step=step))
        self._tick = time.monotonic()
        self._meter.leave_out_time()

    def _end_epoch(self) -> None:
        self._flush()
        values = self.validate()
        best_by = self._recipe.best_by
        value = finite(values[best_by]) if best_by else None
        directions = {scalar.name: scalar.direction for scalar in self._recipe.scalars}
        gain = self.state.is_gain(value, directions.get(best_by, "none"))
        self.state.end_epoch(value, gain)
        finite_values = {name: finite(figure) for name, figure in values.items()}
        self._with.reporter.event(
            EpochEnded(epoch=self.state.epoch, step=self.state.step, values=finite_values, is_best=gain)
        )
        self._show_samples()
        self._save(is_best=gain)

    def _show_samples(self) -> None:
        self._set_mode(training=False)
        with torch.no_grad():
            pictures = self._recipe.samples(self.deployed)
        self._set_mode(training=True)
        if pictures is None or not self._with.team.leads:
            return
        name = f"epoch-{self.state.epoch:05d}.png"
        rows = save_sheet(pictures, self._with.folder.samples / name)
        self._with.reporter.event(
            Sample(epoch=self.state.epoch, step=self.state.step, file=name, columns=COLUMNS, rows=rows)
        )

    def _flush(self) -> None:
        """Reports all losses since the last time; ends the training where one is no number."""
        speed = self._meter.samples_per_second()
        values = self._with.team.mean(self._meter.take_tensor())
        points, broken = self._meter.take_points(values)
        now = time.monotonic()
        self.state.seconds += now - self._tick
        self._tick = now
        self._progress_due = now + self._with.intervals.progress
        if points:
            self._with.reporter.event(
                Progress(
                    step=self.state.step,
                    epoch=self.state.epoch,
                    samples_per_second=speed,
                    seconds_left=self._seconds_left(),
                    elapsed=self.state.seconds,
                    learning_rate=self._rates.current(self.state.step),
                    memory=memory_in_use(self._with.device),
                    points=points,
                )
            )
        if broken is not None:
            raise _no_number(broken, self._rates.current(broken))

    def _seconds_left(self) -> float | None:
        return self._meter.seconds_left(self.total_steps - self.state.step)

    def _save(self, *, is_best: bool) -> None:
        """Puts a checkpoint of this step on the disk.

        Points first, then the checkpoint: no step that a checkpoint has behind it may be missing in the log.
        """
        random = self._with.team.collect(self._with.randomness.state())
        if not self._with.team.leads:
            return
        self._assert_finite()
        self._with.reporter.sync()
        if is_best:
            self.state.best_file = f"step-{self.state.step:09d}.pt"
        name = self._with.checkpoints.save(self._checkpoint(random), keep=self.state.best_file)
        self._with.reporter.event(
            Checkpoint(step=self.state.step, epoch=self.state.epoch, file=name, is_best=name == self.state.best_file)
        )
        self._with.reporter.sync()
        self._checkpoint_due = time.monotonic() + self._with.intervals.checkpoint

    def _checkpoint(self, random: list[Any]) -> dict[str, Any]:
        return {
            "step": self.state.step,
            "state": self.state.as_dict(),
            "networks": {name: network.state_dict() for name, network in self._recipe.networks.items()},
            "optimisers": {name: each.state_dict() for name, each in self._recipe.optimisers.items()},
            "averages": self._averages.state() if self._averages else None,
            "learning_rates": self._rates.state(),
            "random": random,
            **self._with.notes,
        }

    def _assert_finite(self) -> None:
        for network in self._recipe.networks.values():
            for parameter in network.parameters():
                if not bool(torch.isfinite(parameter).all()):
                    raise _no_number(self.state.step, self._rates.current(self.state.step))

    def summarise(self, state: RunStateName, *, at_once: bool) -> None:
        """Keeps `summary.json`."""
        self._with.reporter.summary(
            state,
            at_once,
            step=self.state.step,
            total_steps=self.total_steps,
            epoch=self.state.epoch,
            total_epochs=self._hyperparameters.epochs,
            seconds=self.state.seconds,
            seconds_left=self._seconds_left(),
            best=self.state.best,
            best_by=self._recipe.best_by,
        )

    def _set_mode(self, *, training: bool) -> None:
        for network in self._recipe.networks.values():
            network.train(training)

    def _restart_clocks(self) -> None:
        now = time.monotonic()
        self._tick = self._progress_due = now
        self._checkpoint_due = now + self._with.intervals.checkpoint
        self._meter.leave_out_time()


def _no_number(step: int, learning_rate: float) -> WorkshopError:
    return WorkshopError(
        "training-failed",
        Text(
            f"The loss is no longer a number since step {step}: the steps of the optimiser were too long.",
            f"从第 {step} 步起损失不再是数值：优化器的步长过大。",
        ),
        Text(
            f"Start again with a lower learning rate, such as {learning_rate / 10:.2g}, or gradient clipping at 1.",
            f"请用更小的学习率（例如 {learning_rate / 10:.2g}）重新开始，或将梯度裁剪设为 1。",
        ),
    )
