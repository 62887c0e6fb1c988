"""The AppImage: one file that runs on any Linux with a glibc as new as this one's. Needs `appimagetool`."""

import os
import platform
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from workshop_package.linux_files import NAME
from workshop_package.problems import PackageError

VARIABLE = "APPIMAGETOOL"
WHERE = "https://github.com/AppImage/appimagetool/releases"
START = f"""\
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec "$here/opt/{NAME}/{NAME}" "$@"
"""


def find_tool(environment: Mapping[str, str]) -> str | None:
    """The tool that APPIMAGETOOL names, else the one on the PATH. Raises `PackageError` if the named one is absent."""
    named = environment.get(VARIABLE)
    if named and not Path(named).is_file():
        raise PackageError(f"{VARIABLE} names {named}, and there is no such file: get it from {WHERE}.")
    return named or shutil.which("appimagetool", path=environment.get("PATH"))


def make_folder(program: Path, share: Path, folder: Path) -> Path:
    """Lay out an AppDir: the program, its menu entry and icon at the top, and what starts it."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(program, folder / "opt" / NAME, copy_function=os.link, symlinks=True)
    shutil.copytree(share, folder / "usr" / "share")
    shutil.copyfile(share / "applications" / f"{NAME}.desktop", folder / f"{NAME}.desktop")
    shutil.copyfile(share / "icons/hicolor/256x256/apps" / f"{NAME}.png", folder / f"{NAME}.png")
    (folder / ".DirIcon").symlink_to(f"{NAME}.png")
    start = folder / "AppRun"
    start.write_text(START, encoding="utf-8")
    start.chmod(0o755)
    return folder


def command(tool: str, folder: Path, target: Path) -> list[str]:
    """What makes the file out of the folder."""
    return [tool, "--no-appstream", "--comp", "zstd", str(folder), str(target)]


def build(program: Path, share: Path, folder: Path, target: Path, tool: str) -> None:
    """Write the AppImage `target`. Raises `PackageError` with the tool's last words."""
    make_folder(program, share, folder)
    # The tool is an AppImage itself; this lets it run where FUSE is missing.
    environment = {**os.environ, "ARCH": platform.machine(), "APPIMAGE_EXTRACT_AND_RUN": "1"}
    result = subprocess.run(command(tool, folder, target), env=environment, capture_output=True, text=True, check=False)
    shutil.rmtree(folder)
    if result.returncode or not target.is_file():
        raise PackageError(f"appimagetool failed: {(result.stdout + result.stderr).strip()[-500:]}")
