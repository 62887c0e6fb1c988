"""A bare Debian in a folder: no Python, no checkout, nothing but what the `.deb` itself asks for."""

import os
import shutil
import subprocess
from pathlib import Path

from workshop_smoke.place import CheckFailedError, Place

SUITE = "bookworm"
MIRROR = os.environ.get("DEBIAN_MIRROR", "http://deb.debian.org/debian")
USER = 1000
HOME = "/home/张 三"
SPACE_NEEDED = 4 * 10**9


def why_not() -> str:
    """Why no root can be made here; empty if one can."""
    if os.geteuid() != 0:
        return "only root can make another system in a folder"
    missing = [tool for tool in ("debootstrap", "chroot", "unshare", "mount") if shutil.which(tool) is None]
    return f"not installed: {', '.join(missing)}" if missing else ""


def make_root(root: Path, log: Path) -> str:
    """Make the bare system; returns why it could not be made (no network), empty if it could."""
    if shutil.disk_usage(root.parent).free < SPACE_NEEDED:
        return f"less than {SPACE_NEEDED // 10**9} GB are free in {root.parent}"
    command = ["debootstrap", "--variant=minbase", SUITE, str(root), MIRROR]
    with log.open("ab") as file:
        status = subprocess.run(command, stdout=file, stderr=file, check=False).returncode
    if status:
        return f"debootstrap could not fetch {SUITE} from {MIRROR}"
    # Never this system's own /dev: what is deleted in a bound folder is gone here as well. debootstrap has made nodes.
    subprocess.run(["mount", "-t", "proc", "proc", str(root / "proc")], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", str(root / "dev" / "shm")], check=True)
    for settings in ("resolv.conf", "hosts"):
        shutil.copyfile(f"/etc/{settings}", root / "etc" / settings)
    _take_proxy(root)
    inside(root, "useradd", "--uid", str(USER), "--create-home", "--home-dir", HOME, "person")
    return ""


def _take_proxy(root: Path) -> None:
    """Settings of apt for a proxy that this computer has."""
    proxy = os.environ.get("http_proxy")
    if proxy:
        (root / "etc/apt/apt.conf.d/90proxy").write_text(f'Acquire::http::Proxy "{proxy}";\n', encoding="utf-8")


def inside(root: Path, *words: str, wanted: int | None = 0) -> str:
    """Run a command in the root as its administrator; returns all it printed."""
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    result = subprocess.run(
        ["chroot", str(root), *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    printed = result.stdout + result.stderr
    if wanted is not None and result.returncode != wanted:
        raise CheckFailedError(f"`{' '.join(words)}` in the bare Debian: {printed.strip()[-1500:]}")
    return printed


def install(root: Path, package: Path) -> str:
    """Install the `.deb` with what it depends on; there must be no Python before or after."""
    shutil.copyfile(package, root / "var" / "tmp" / package.name)
    inside(root, "apt-get", "-q", "update")
    printed = inside(root, "apt-get", "-q", "install", "-y", "--no-install-recommends", f"/var/tmp/{package.name}")
    (root / "var" / "tmp" / package.name).unlink()
    if "python3" in inside(root, "ls", "/usr/bin").split():
        raise CheckFailedError("the package brought a Python along, so this root proves nothing")
    # Without terminals of its own the root cannot keep apt's log of one; nothing else may be complained of.
    said = [line for line in printed.splitlines() if line.startswith(("W:", "E:", "dpkg: error"))]
    broken = [line for line in said if "/dev/pts" not in line]
    count = inside(root, "dpkg-query", "-f", ".", "-W").count(".")
    return f"installed on a bare {SUITE} ({count} packages in all)" + (f"; said: {broken}" if broken else "")


def without_a_desktop(root: Path, program: Path) -> str:
    """The unpacked program before anything is installed: verbs work, the window says which libraries it needs."""
    place = Place("/srv/model-workshop/model-workshop", HOME, system=root, user=USER)
    shutil.copytree(program, root / "srv" / program.name, copy_function=os.link, symlinks=True)
    place.run("generate", "digits-vae", "--count", "1", "--out", f"{HOME}/one.png")
    window = place.start(DISPLAY=":99", QT_QPA_PLATFORM="xcb")
    messages = window.communicate(timeout=60)[1].decode(errors="replace").strip()
    if window.returncode != 1 or "apt-get install" not in messages or "Traceback" in messages:
        raise CheckFailedError(f"the window does not say what it needs: {messages[-1500:]}")
    shutil.rmtree(root / "srv" / program.name)
    return f"verbs work; the window says: {messages}"


def installed_place(root: Path) -> Place:
    """The command that the package put into /usr/bin, for an ordinary person."""
    return Place("/usr/bin/model-workshop", HOME, system=root, user=USER)


def remove(root: Path, place: Place) -> str:
    """Remove the package: its files go, the person's stay, and where these are is said."""
    data = place.outside(place.data)
    before = sorted(path.name for path in data.iterdir())
    printed = inside(root, "apt-get", "-q", "purge", "-y", "model-workshop")
    left = [name for name in ("opt/model-workshop", "usr/bin/model-workshop") if (root / name).exists()]
    left += [str(path) for path in (root / "usr" / "share").rglob("*model-workshop*")]
    if left:
        raise CheckFailedError(f"left behind after removing: {left}")
    if sorted(path.name for path in data.iterdir()) != before or not before:
        raise CheckFailedError("removing the program touched the person's data")
    if ".local/share/model-workshop" not in printed:
        raise CheckFailedError(f"removing does not say where the person's data are: {printed[-800:]}")
    return f"removed; the person's data stay ({', '.join(before)}), and where they are was said"
