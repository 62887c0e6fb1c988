"""Whether a model's files are whole, belong together, and compute what they computed when they were exported."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from trainer.contract.card import ModelCard, companion_path, read_card, sha256_of
from trainer.contract.errors import WorkshopError
from trainer.contract.onnx_metadata import graph_sha256
from trainer.contract.selftest import selftest_difference

if TYPE_CHECKING:
    from trainer.contract.pipelines.run import RunGraph

CheckName = Literal["structure", "hashes", "self-test", "parity"]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at, whether it is as it should be, and what was seen."""

    name: CheckName
    ok: bool
    detail: str


class VerificationReport(msgspec.Struct, frozen=True, kw_only=True):
    """All checks of one model."""

    model: str
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether everything is as it should be."""
        return all(check.ok for check in self.checks)


def verify_model(path: Path, open_graphs: "Callable[[Path, ModelCard], RunGraph]") -> VerificationReport:
    """Looks at the file `path` and its companions; `open_graphs` gives a way to run them. A bad file raises nothing."""
    try:
        card = read_card(path)
    except WorkshopError as error:
        return VerificationReport(model=path.stem, checks=(Check(name="structure", ok=False, detail=str(error)),))
    structure = Check(name="structure", ok=True, detail=f"card of version {card.schema_version}, {card.model_id}")
    hashes = check_hashes(path, card)
    selftest = check_selftest(card, open_graphs(path, card)) if hashes.ok else _not_run()
    return VerificationReport(model=path.stem, checks=(structure, hashes, selftest, check_parity(card)))


def check_hashes(path: Path, card: ModelCard) -> Check:
    """Whether graph and companions are the ones that the card was written for."""
    faults = []
    try:
        if graph_sha256(path) != card.main_sha256:
            faults.append("the main graph is not the one that the card was written for")
    except (OSError, ValueError) as error:
        faults.append(f"the main graph cannot be read: {error}")
    for role, expected in sorted(card.graphs.items()):
        companion = companion_path(path, role)
        if not companion.is_file():
            faults.append(f"{companion.name} is missing")
        elif sha256_of(companion) != expected:
            faults.append(f"{companion.name} is not the one that the card was written for")
    detail = "; ".join(faults) or f"{1 + len(card.graphs)} graphs, as they were exported"
    return Check(name="hashes", ok=not faults, detail=detail)


def check_selftest(card: ModelCard, run: "RunGraph") -> Check:
    """Whether the graphs give back the card's numbers. What `run` raises becomes a failed check."""
    if not card.selftest.expected:
        return Check(name="self-test", ok=False, detail="the card holds no self-test")
    try:
        differences = selftest_difference(card, run)
    except Exception as error:  # noqa: BLE001 - ONNX Runtime raises many types, and each means the same here
        return Check(name="self-test", ok=False, detail=f"the graphs cannot be run: {type(error).__name__}")
    largest = max(differences.values())
    detail = f"{len(differences)} outputs, largest difference {largest:.2g}, tolerance {card.selftest.tolerance:.2g}"
    return Check(name="self-test", ok=largest <= card.selftest.tolerance, detail=detail)


def check_parity(card: ModelCard) -> Check:
    """Whether PyTorch and ONNX Runtime agreed at the export."""
    parity = card.parity
    detail = f"largest difference at export {parity.largest_difference:.2g}, tolerance {parity.tolerance:.2g}"
    return Check(name="parity", ok=parity.largest_difference <= parity.tolerance, detail=detail)


def _not_run() -> Check:
    return Check(name="self-test", ok=False, detail="not run, as the files are not those of the card")
