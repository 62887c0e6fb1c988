"""The address that the packaged program asks for a newer version, given by who packages it."""

import json
from pathlib import Path

from desktop_app.updates import FILE, is_https
from workshop_package.problems import PackageError


def check_address(address: str) -> None:
    """Raise `PackageError` unless it is an https address or empty."""
    if address and not is_https(address):
        raise PackageError(f"UPDATES must be an address that begins with https://, without a password: {address!r}.")


def write_address(program: Path, address: str) -> str:
    """Write it beside the program; an empty one leaves no file, and the program no button. Returns what was done."""
    (program / FILE).unlink(missing_ok=True)
    if not address:
        return "none given: the program will not offer to look for newer versions"
    (program / FILE).write_text(json.dumps({"updates": address}) + "\n", encoding="utf-8")
    return address
