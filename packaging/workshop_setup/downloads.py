"""How much pip is going to download, and whether the disk has room for it."""

import json
import shutil
import sys
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from workshop_setup.console import SetupError, readable_size

# Sum of all wheels with the test tools, measured from the index; used if the index does not tell the sizes.
MEASURED = {"linux": 3_200_000_000, "win32": 490_000_000, "darwin": 345_000_000}


@dataclass(frozen=True)
class Downloads:
    """Bytes to fetch from the network, and bytes of all packages together (with those that lie on this disk)."""

    remote: int
    total: int
    exact: bool

    @property
    def disk(self) -> int:
        """Bytes needed on the disk: the packages once packed, and unpacked (measured: 3 times; CUDA libraries 2)."""
        return self.remote + 3 * min(self.total, 1_000_000_000) + 2 * max(0, self.total - 1_000_000_000)

    def sentence(self) -> str:
        """What a person reads before anything starts."""
        size = f"about {readable_size(self.remote)} to download" if self.remote else "nothing to download"
        source = "" if self.exact else " (an estimate: the package index does not tell sizes)"
        return f"{size}{source}, about {readable_size(self.disk)} of disk space; pip leaves out what it has kept."


def urls_of(report: Path) -> list[str]:
    """The addresses in the report of `pip install --dry-run --report`."""
    entries = json.loads(report.read_text(encoding="utf-8"))["install"]
    return [entry["download_info"]["url"] for entry in entries]


def local_path(url: str) -> Path | None:
    """The file behind a `file:` address, None for any other."""
    scheme, _, rest = url.partition(":")
    if scheme != "file":
        return None
    return Path(urllib.request.url2pathname(rest.removeprefix("//").removeprefix("localhost")))


def remote_size(url: str) -> int | None:
    """Bytes behind an address as the server tells them, None if it does not."""
    try:
        request = urllib.request.Request(url.partition("#")[0], method="HEAD")
        with urllib.request.urlopen(request, timeout=15) as response:
            length = response.headers.get("Content-Length")
    except (OSError, ValueError):
        return None
    return int(length) if length else None


def measure(urls: Sequence[str]) -> Downloads:
    """Ask for the size of every package; falls back to sizes measured by platform."""
    local = [path.stat().st_size for url in urls if (path := local_path(url)) and path.is_file()]
    remote = [url for url in urls if local_path(url) is None]
    with ThreadPoolExecutor(8) as pool:
        sizes = list(pool.map(remote_size, remote))
    known = [size for size in sizes if size is not None]
    if len(known) == len(remote):
        return Downloads(sum(known), sum(known) + sum(local), exact=True)
    estimate = MEASURED.get(sys.platform, MEASURED["linux"])
    return Downloads(max(estimate - sum(local), sum(known)), max(estimate, sum(known) + sum(local)), exact=False)


def check_disk(folder: Path, needed: int) -> None:
    """Raise `SetupError` if the disk of `folder` has less room than needed."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise SetupError(
            f"The disk that holds {folder} has {readable_size(free)} free and about {readable_size(needed)} are "
            "needed: make room and run this again."
        )
