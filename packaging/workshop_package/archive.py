"""The `.tar.gz`: the program's folder, to be unpacked anywhere."""

import gzip
import os
import tarfile
import time
from pathlib import Path

LEVEL = 5


def write_archive(folder: Path, target: Path) -> None:
    """Pack `folder` under its own name; owners are root's, so that the packer's account is not told."""
    made = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))

    def neutral(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    partial = target.with_name(f"{target.name}.partial")
    with (
        partial.open("wb") as file,
        gzip.GzipFile("", "wb", LEVEL, file, mtime=made) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        archive.add(folder, folder.name, filter=neutral)
    partial.replace(target)
