"""The libraries of the system that Qt loads on Linux, found by trying to load them."""

import ctypes
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from workshop_setup.console import SetupError, run_logged, say
from workshop_setup.environment import has_venv_module

# Run by the environment's Python: imports Qt, then loads the named platform plugins.
LOAD_QT = """
import ctypes, pathlib, sys
import PySide6.QtWidgets
for name in sys.argv[1:]:
    ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / name))
"""

# Library -> Debian package. Measured in a bare bookworm root: without these the import of Qt fails.
IMPORT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# Without these Qt aborts when it opens a window on an X screen.
WINDOW_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
TEST_TOOLS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "scrot": "scrot"}
# objdump and strip work on the libraries, the others check or try out what was made.
PACKAGE_TOOLS = {
    "objdump": "binutils",
    "dpkg-deb": "dpkg",
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
    "update-mime-database": "shared-mime-info",
    "debootstrap": "debootstrap",
}
CHINESE_FONT = "fonts-wqy-microhei"
CHINESE_FONT_FILES = ("*wqy*", "*Noto*CJK*", "*SourceHan*", "*uming*", "*ukai*", "*DroidSansFallback*", "*arphic*")


@dataclass
class Missing:
    """What the system lacks, as Debian packages; `libraries` are the file names behind Qt's."""

    for_python: list[str] = field(default_factory=list)
    for_import: list[str] = field(default_factory=list)
    for_window: list[str] = field(default_factory=list)
    for_tests: list[str] = field(default_factory=list)
    for_package: list[str] = field(default_factory=list)
    font: list[str] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)

    def packages(self) -> list[str]:
        """Every missing package, in the order of need."""
        return self.for_python + self.for_import + self.for_window + self.font + self.for_tests + self.for_package


def loads(library: str) -> bool:
    """Whether the dynamic loader finds the library and everything it needs."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_chinese_font() -> bool:
    """Ask fontconfig, or look for the usual font files where `fc-list` is not installed."""
    if shutil.which("fc-list"):
        result = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
        return bool(result.stdout.strip())
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]
    return any(next(folder.rglob(name), None) for folder in folders if folder.is_dir() for name in CHINESE_FONT_FILES)


def find_missing(with_tests: bool, with_package: bool = False) -> Missing:
    """What Qt, Chinese text and (if asked) tests and package lack on this system; nothing on Windows and macOS."""
    missing = Missing()
    if not sys.platform.startswith("linux"):
        return missing
    for table, packages in ((IMPORT_LIBRARIES, missing.for_import), (WINDOW_LIBRARIES, missing.for_window)):
        absent = [library for library in table if not loads(library)]
        missing.libraries += absent
        packages += [table[library] for library in absent]
    if sys.base_prefix == "/usr" and not has_venv_module():
        missing.for_python.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    if not has_chinese_font():
        missing.font.append(CHINESE_FONT)
    if with_tests:
        missing.for_tests += _absent(TEST_TOOLS)
    if with_package:
        missing.for_package += _absent(PACKAGE_TOOLS)
    return missing


def _absent(tools: dict[str, str]) -> list[str]:
    """The packages of the tools that are not found; a user's PATH may lack the folders for the administrator."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    return [package for tool, package in tools.items() if not shutil.which(tool, path=path)]


def is_debian_like(os_release: str) -> bool:
    """Whether the text of `/etc/os-release` describes Debian or something made from it."""
    words: list[str] = []
    for line in os_release.splitlines():
        key, _, value = line.partition("=")
        if key in ("ID", "ID_LIKE"):
            words += value.strip().strip("\"'").split()
    return "debian" in words or "ubuntu" in words


def can_install() -> bool:
    """Only root on a Debian-like system installs system packages by itself."""
    release = Path("/etc/os-release")
    return (
        sys.platform.startswith("linux")
        and os.geteuid() == 0
        and shutil.which("apt-get") is not None
        and release.is_file()
        and is_debian_like(release.read_text(encoding="utf-8"))
    )


def apt_line(packages: list[str]) -> str:
    """The exact command a person (with root's rights) types."""
    return "apt-get install -y --no-install-recommends " + " ".join(packages)


def install(packages: list[str], log: Path) -> bool:
    """Install Debian packages as root, said beforehand; refreshes the package lists if the first try fails."""
    say("  System packages are missing. You are root on a Debian-like system, so this is done now:")
    say(f"    {apt_line(packages)}")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive", LC_ALL="C.UTF-8")
    command = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", *apt_line(packages).split()[1:]]
    shown = r"^(Need to get|After this operation)"
    status, _ = run_logged(command, log, shown, environment)
    if status:
        say("    Refreshing the package lists (apt-get update) and trying again.")
        run_logged(["apt-get", "-q", "update"], log, environment=environment)
        status, _ = run_logged(command, log, shown, environment)
    return status == 0


def provide(missing: Missing, window_wanted: bool, log: Path) -> None:
    """Install what is missing, or say how; raises `SetupError` only if the program could not run without it."""
    packages = missing.packages()
    if not packages:
        return
    if can_install():
        if install(packages, log):
            return
        say(f"  apt-get could not install them; {log} says why.")
    say("  System packages are missing. This line installs them on Debian and Ubuntu, as root (with sudo):")
    say(f"    {apt_line(packages)}")
    if missing.libraries:
        say(f"  On other systems: the packages that hold {', '.join(missing.libraries)}.")
    if missing.for_python:
        raise SetupError("Environments cannot be made without this Python package: install it and run this again.")
    if missing.for_import:
        raise SetupError("Qt cannot be loaded without these system packages: install them and run this again.")
    if missing.for_window and window_wanted:
        raise SetupError("The window cannot open without these system packages: install them and run this again.")
    say("  Going on without them; " + consequence(missing) + ".")


def check_qt(python: str, window_wanted: bool) -> None:
    """Load Qt for real, for libraries that the tables above don't know; raises `SetupError` with the loader's words."""
    if not sys.platform.startswith("linux"):
        return
    plugins = ["libqoffscreen.so", *(["libqxcb.so"] if window_wanted else [])]
    result = subprocess.run([python, "-c", LOAD_QT, *plugins], capture_output=True, text=True, check=False)
    if result.returncode:
        reason = result.stderr.strip().splitlines()[-1] if result.stderr.strip() else "no message"
        raise SetupError(f"Qt cannot be loaded ({reason}): install the package that holds this library and run again.")


def consequence(missing: Missing) -> str:
    """What does not work without the packages that the program can do without."""
    effects = []
    if missing.for_window:
        effects.append("no window can open on an X screen")
    if missing.font:
        effects.append("Chinese text is drawn as boxes")
    if missing.for_tests:
        effects.append("tests that need a screen are skipped")
    if missing.for_package:
        effects.append("a part of the package is not made or not checked")
    return ", ".join(effects)
