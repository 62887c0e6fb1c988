"""Tries the packaged program out where there is neither a Python nor the checkout.

    .venv/bin/python packaging/smoke_test.py [--dist FOLDER] [--no-root-system] [--pictures FOLDER]

`make package-test` runs it. The `.tar.gz` is unpacked elsewhere and used by an account without rights; the `.deb` is
installed into a bare Debian (debootstrap), used there with mouse and keyboard, and removed. What cannot be checked on
this computer is skipped with its reason; the exit status is 0 only if every check that ran was passed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from workshop_demo import drawn_digits
from workshop_smoke import debian_root, people, window
from workshop_smoke.place import CheckFailedError, Place, listing, make_home

ROOT = Path(__file__).resolve().parents[1]
SCREEN_TOOLS = ("Xvfb", "openbox", "xdotool", "scrot")
NOBODY = 65534
UNPACKED = "程序 files"
INSIDE = "MODEL_WORKSHOP_SMOKE_INSIDE"


class Smoke:
    """Runs checks one after the other and counts what came out."""

    def __init__(self, folder: Path, pictures: Path) -> None:
        self.folder, self.pictures = folder, pictures
        self.failed: list[str] = []
        self.skipped: list[str] = []

    def check(self, name: str, act: Callable[[], str | list[str]]) -> bool:
        """Run one check and say what was seen; False if it failed."""
        began = time.monotonic()
        try:
            seen = act()
        except (CheckFailedError, OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
            self.failed.append(name)
            say(f"FAILED  {name}: {error} ({time.monotonic() - began:.0f} s)")
            return False
        text = "\n        ".join([seen] if isinstance(seen, str) else seen)
        say(f"passed  {name}: {text} ({time.monotonic() - began:.0f} s)")
        return True

    def skip(self, name: str, reason: str) -> None:
        """Count a check that cannot be made here."""
        self.skipped.append(name)
        say(f"skipped {name}: {reason}")


def say(text: str) -> None:
    """Print at once."""
    print(text, flush=True)


def try_folder(smoke: Smoke, archive: Path) -> None:
    """The unpacked `.tar.gz`, used by an account without rights where this is root."""
    user = NOBODY if os.geteuid() == 0 else None
    unpacked = smoke.folder / UNPACKED
    with tarfile.open(archive) as packed:
        packed.extractall(unpacked, filter="data")
    program = unpacked / "model-workshop"
    for path in (program, *(path for path in program.rglob("*") if path.is_dir())):
        path.chmod(0o555)
    home = make_home(smoke.folder, user)
    picture = str(drawn_digits.save_all(home)["3"])
    Path(picture).chmod(0o644)
    place = Place(str(program / "model-workshop"), str(home), user=user, tools=str(smoke.folder / "tools"))
    before = listing(program)
    smoke.check("an account without rights", lambda: people.without_rights(place))
    smoke.check("verbs", lambda: people.verbs_work(place, picture))
    smoke.check("twenty steps", lambda: people.twenty_steps(place, picture))
    smoke.check("a home that cannot be written", lambda: people.no_home(place))
    if user is None:
        smoke.skip("a full disk, no network", "only root can make these conditions")
    else:
        disk = people.make_small_disk(smoke.folder / "small disk")
        smoke.check("a full disk", lambda: people.full_disk(place, str(disk)))
        smoke.check("no network", lambda: people.no_network(place, picture))
    if debian_root.why_not() and not use_window(smoke, place, picture):
        return
    smoke.check("nothing written beside the program", lambda: people.nothing_written_beside(program, before))


def use_window(smoke: Smoke, place: Place, picture: str) -> bool:
    """The window with mouse and keyboard, where there is a screen to be had; False if it failed."""
    missing = [tool for tool in SCREEN_TOOLS if shutil.which(tool) is None]
    if missing:
        smoke.skip("the window", f"not installed: {', '.join(missing)}")
        return True
    return smoke.check("the window", lambda: window.use_window(place, picture, smoke.pictures))


def try_deb(smoke: Smoke, package: Path) -> None:
    """The `.deb` in a bare Debian, and before it the unpacked program, which brings no libraries of a desktop."""
    root = smoke.folder / "debian"
    reason = debian_root.why_not() or debian_root.make_root(root, smoke.folder / "debootstrap.log")
    if reason:
        smoke.skip("the .deb in a bare Debian", reason)
        return
    program = smoke.folder / UNPACKED / "model-workshop"
    smoke.check("a Debian without a desktop", lambda: debian_root.without_a_desktop(root, program))
    if not smoke.check("installing the .deb", lambda: debian_root.install(root, package)):
        return
    place = debian_root.installed_place(root)
    drawn_digits.save_all(place.outside(place.home))
    for path in place.outside(place.home).iterdir():
        os.chown(path, debian_root.USER, debian_root.USER)
    picture = f"{place.home}/drawn-3.png"
    use_window(smoke, place, picture)
    smoke.check("verbs in the bare Debian", lambda: people.verbs_work(place, picture))
    smoke.check("removing the .deb", lambda: debian_root.remove(root, place))


def newest(folder: Path, pattern: str) -> Path | None:
    """The newest file in `folder` of a pattern."""
    return max(folder.glob(pattern), key=lambda path: path.stat().st_mtime, default=None)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="smoke_test.py", description="Try the packaged program out.")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where the package lies")
    parser.add_argument("--no-root-system", action="store_true", help="leave the bare Debian out")
    parser.add_argument("--pictures", type=Path, default=ROOT / "build" / "smoke", help="where pictures go")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Run all checks; 0 only if none failed."""
    options = parse(arguments)
    archive, package = newest(options.dist, "model-workshop-*-linux-*.tar.gz"), newest(options.dist, "*.deb")
    if archive is None:
        sys.stderr.write(f"There is no package in {options.dist}: run `make package` first.\n")
        return 1
    if os.geteuid() == 0 and INSIDE not in os.environ and shutil.which("unshare"):
        # Mounts made from here on end with this process, however it ends.
        again = ["unshare", "--mount", "--propagation", "private", sys.executable, __file__, *arguments]
        return subprocess.run(again, env={**os.environ, INSIDE: "1"}, check=False).returncode
    options.pictures.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="model-workshop-smoke-"))
    folder.chmod(0o755)
    smoke = Smoke(folder, options.pictures)
    try:
        try_folder(smoke, archive)
        if package is None or options.no_root_system:
            smoke.skip("the .deb in a bare Debian", "not wanted" if package else "there is no .deb")
        else:
            try_deb(smoke, package)
    finally:
        clear(folder)
    say(f"{len(smoke.failed)} checks failed, {len(smoke.skipped)} skipped{': ' if smoke.skipped else ''}"
        f"{', '.join(smoke.skipped)}.")  # fmt: skip
    return 1 if smoke.failed else 0


def clear(folder: Path) -> None:
    """Unmount what was mounted below `folder`, then delete it; it stays if something is mounted there still."""
    for mount in reversed(mounts_below(folder)):
        subprocess.run(["umount", mount], check=False)
    if mounts_below(folder):
        say(f"{folder} is left as it is: something is mounted in it.")
        return
    for path in (folder / UNPACKED).rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder)


def mounts_below(folder: Path) -> list[str]:
    """The places below `folder` where file systems are mounted, outer ones first (Linux)."""
    table = Path("/proc/self/mounts")
    lines = table.read_text(encoding="utf-8").splitlines() if table.is_file() else []
    places = [line.split()[1].encode().decode("unicode_escape").encode("latin-1").decode() for line in lines]
    return [place for place in places if place.startswith(f"{folder}/")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
