"""`evaluate MODEL`: its figures on test data, each beside its baseline."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from desktop_app.cli.columns import ColumnOptions, chosen_columns
from desktop_app.cli.progress import byte_progress, share_progress
from desktop_app.cli.terminal import Terminal
from desktop_app.cli.verb import DataDir, DeviceName, Json, ModelName, Quiet, verb
from desktop_app.cli.workshop import open_workshop, tell_fallback
from trainer.catalog import needs_of_card
from trainer.contract.card import Metric, ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

if TYPE_CHECKING:
    from desktop_app.inference.models import OpenModel

SPLITS = ("test", "validation", "train")


@verb
def evaluate(
    model: ModelName,
    where: Annotated[
        str | None,
        typer.Option("--data", metavar="WHERE", help="A data set's name, a folder or a file.", show_default=False),
    ] = None,
    split: Annotated[str, typer.Option("--split", metavar="PART", help="test, validation or train.")] = "test",
    columns: ColumnOptions = None,
    download: Annotated[bool, typer.Option("--download", help="Download the data set if it is not here.")] = False,
    device: DeviceName = "auto",
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> None:
    """The baseline is computed anew on the same data."""
    from trainer.datasets.sources import Access, find_source
    from trainer.evaluation import evaluate as measure

    terminal = Terminal(json_output, quiet)
    if split not in SPLITS:
        raise _unknown_split(split)
    workshop = open_workshop(data_dir)
    entry = workshop.library.find(model)
    needs = needs_of_card(entry.usable_card())
    if download:
        with byte_progress("Downloading the data", terminal) as progress:
            find_source(where, Access(workshop.places.data, download=True, progress=progress), needs)
    opened = workshop.open(entry, device)
    tell_fallback(opened.verdict, terminal)
    with share_progress(f"Measuring {entry.id}", terminal) as progress:
        metrics = measure(
            entry.path,
            where,
            Access(workshop.places.data, announce=terminal.say, columns=chosen_columns(columns)),
            split=split,  # type: ignore[arg-type]
            judges=workshop.places.shipped_models,
            open_graphs=_graphs_of(opened),
            progress=progress,
        )
    provider = opened.verdict.provider
    opened.close()
    if json_output:
        listed = [msgspec.to_builtins(metric) for metric in metrics]
        terminal.json({"model": entry.id, "split": split, "provider": provider, "metrics": listed})
    else:
        terminal.table(("METRIC", "VALUE", "BASELINE", "BETTER", "DATA", "EXAMPLES"), [_row(each) for each in metrics])


def _graphs_of(opened: "OpenModel") -> Callable[[Path, ModelCard], Any]:
    """The graphs of the model that is open already: foreign ones stay in their child."""
    return lambda path, card: opened.run


def _row(metric: Metric) -> tuple[str, ...]:
    baseline = "" if metric.baseline is None else f"{_figure(metric.baseline, metric.unit)} ({metric.baseline_name})"
    better = {"higher": "higher", "lower": "lower", "none": ""}[metric.direction]
    value = _figure(metric.value, metric.unit)
    return metric.title.en, value, baseline, better, f"{metric.data}, {metric.split}", f"{metric.n:,}"


def _figure(value: float, unit: str) -> str:
    return f"{value:.2%}".replace("%", " %") if unit == "share" else f"{value:.4g} {unit}".strip()


def _unknown_split(split: str) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(f"There is no part called {split}.", f"没有名为 {split} 的部分。"),
        Text(f"Use one of: {', '.join(SPLITS)}.", f"可用：{'、'.join(SPLITS)}。"),
    )
