"""How long a training takes on this computer, from those that ran here."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_app.services.run_store import RunEntry

SAME = ("batch_size", "device", "devices", "precision", "threads", "latent_size")
"""What must be equal for the time of an epoch to be worth comparing."""


def estimated_seconds(entries: Sequence[RunEntry], model: str, data: str, wanted: Mapping[str, Any]) -> float | None:
    """Seconds for `wanted` hyperparameters, by the newest comparable run; None where none was measured.

    `entries` are newest first.
    """
    for entry in entries:
        summary, spec = entry.summary, entry.spec
        comparable = (
            spec.documented_model == model
            and spec.data == data
            and summary.epoch > 0
            and all(spec.hyperparameters.get(name) == wanted.get(name) for name in SAME)
        )
        if comparable:
            return summary.seconds / summary.epoch * int(wanted["epochs"])
    return None
