"""`models`: what there is to use, with full ids, licences and places."""

from typing import Any

from desktop_app.cli.terminal import Terminal
from desktop_app.cli.variant import variant_fields
from desktop_app.cli.verb import DataDir, Json, Quiet, verb
from desktop_app.cli.workshop import Workshop, open_workshop
from desktop_app.inference.library import LibraryEntry


@verb
def models(json_output: Json = False, data_dir: DataDir = None, quiet: Quiet = False) -> None:
    """Broken models are listed too, with what is wrong."""
    terminal = Terminal(json_output, quiet)
    workshop = open_workshop(data_dir)
    preferred = set(workshop.library.preferred().values())
    listed = [_fields(entry, workshop, entry.id in preferred) for entry in workshop.library.entries()]
    if json_output:
        terminal.json({"models": listed})
        return
    rows = [_row(fields) for fields in listed]
    terminal.table(("MODEL", "TITLE", "TASKS", "SIZE", "LICENCE", "CHECKED", "PLACE"), rows)
    if not listed:
        terminal.say("There are no models yet. Train one: model-workshop train digits-cnn")


def _fields(entry: LibraryEntry, workshop: Workshop, is_preferred: bool) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": entry.id,
        "name": entry.name,
        "path": str(entry.path),
        "files": [str(file) for file in entry.files],
        "bytes": entry.size,
        "preferred": is_preferred,
        "verified": workshop.library.is_verified(entry),
    }
    if entry.error is not None:
        from trainer.contract.results import error_fields  # brings numpy

        return fields | {"error": error_fields(entry.error)}
    card = entry.usable_card()
    licence = card.licence
    return fields | {
        "title": card.title.en,
        "summary": card.summary.en,
        "tasks": list(card.tasks),
        "documented_model": card.training.documented_model,
        "licence": {
            "code": licence.code,
            "weights": licence.weights,
            "data": licence.data,
            "class": licence.licence_class,
        },
        "metrics": [
            {"name": metric.name, "value": metric.value, "unit": metric.unit, "baseline": metric.baseline}
            for metric in card.metrics
        ],
        **variant_fields(card),
    }


def _row(fields: dict[str, Any]) -> tuple[str, ...]:
    megabytes = f"{fields['bytes'] / 1e6:.1f} MB"
    if "error" in fields:
        return fields["id"], "cannot be used", fields["error"]["message"], megabytes, "", "", fields["path"]
    checked = "verified" if fields["verified"] else "from elsewhere"
    tasks = ", ".join(fields["tasks"])
    return fields["id"], fields["title"], tasks, megabytes, fields["licence"]["weights"], checked, fields["path"]
