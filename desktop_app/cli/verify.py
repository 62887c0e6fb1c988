"""`verify MODEL`: whether its files are whole, where they come from, and whether they compute what they should."""

from collections.abc import Callable
from typing import Any

from desktop_app.cli.terminal import Terminal
from desktop_app.cli.verb import FAILED, WORKED, DataDir, DeviceName, Json, ModelName, Quiet, verb
from desktop_app.cli.workshop import Workshop, open_workshop, tell_fallback
from desktop_app.inference.library import LibraryEntry
from trainer.contract.errors import WorkshopError

Outcome = tuple[bool, str]


@verb
def verify(
    model: ModelName,
    device: DeviceName = "auto",
    json_output: Json = False,
    data_dir: DataDir = None,
    quiet: Quiet = False,
) -> int:
    """The exit status is 0 only if every check passed. Coming from elsewhere is said, and no failure."""
    terminal = Terminal(json_output, quiet)
    workshop = open_workshop(data_dir)
    entry = workshop.library.find(model)
    entry.usable_card()
    checks: dict[str, Callable[[], Outcome]] = {
        "whole": lambda: _whole(entry),
        "origin": lambda: _origin(entry, workshop),
        "parity": lambda: _parity(entry),
        "self-test": lambda: _self_test(entry, workshop, device, terminal),
    }
    results = [_result(name, check) for name, check in checks.items()]
    passed = all(result["ok"] for result in results)
    if json_output:
        terminal.json({"model": entry.id, "ok": passed, "checks": results})
    else:
        terminal.table(("CHECK", "RESULT", "DETAIL"), [_row(result) for result in results])
    return WORKED if passed else FAILED


def _result(name: str, check: Callable[[], Outcome]) -> dict[str, Any]:
    try:
        ok, detail = check()
    except WorkshopError as error:
        ok, detail = False, error.message.en
    return {"check": name, "ok": ok, "detail": detail}


def _whole(entry: LibraryEntry) -> Outcome:
    from desktop_app.inference.model_files import checked_card

    checked_card(entry.path)
    return True, f"{len(entry.files)} files that belong together"


def _origin(entry: LibraryEntry, workshop: Workshop) -> Outcome:
    if workshop.library.is_verified(entry):
        return True, "came with the program or was exported here, by SHA-256"
    return True, "comes from elsewhere; runs apart from the program"


def _parity(entry: LibraryEntry) -> Outcome:
    parity = entry.usable_card().parity
    detail = f"largest difference at export {parity.largest_difference:.2g}, tolerance {parity.tolerance:.2g}"
    return parity.largest_difference <= parity.tolerance, detail


def _self_test(entry: LibraryEntry, workshop: Workshop, device: str, terminal: Terminal) -> Outcome:
    from trainer.contract.selftest import selftest_difference

    card = entry.usable_card()
    if not card.selftest.expected:
        return False, "the card holds no self-test"
    opened = workshop.open(entry, device)
    try:
        differences = selftest_difference(card, opened.run)
    except (ValueError, KeyError) as error:
        return False, f"the self-test does not fit the graphs: {error}"
    finally:
        opened.close()
    tell_fallback(opened.verdict, terminal)
    largest = max(differences.values())
    detail = f"{len(differences)} outputs, largest difference {largest:.2g}, tolerance {card.selftest.tolerance:.2g}"
    return largest <= card.selftest.tolerance, detail


def _row(result: dict[str, Any]) -> tuple[str, ...]:
    return result["check"], "ok" if result["ok"] else "failed", result["detail"]
