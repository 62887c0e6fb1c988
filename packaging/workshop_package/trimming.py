"""What PyInstaller collects and nobody uses, by its place in the package."""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from workshop_package.elf import needed_libraries
from workshop_package.problems import PackageError

Entry = tuple[str, str, str]
"""PyInstaller's way of naming a file: place in the package, place on this computer, kind."""

# These belong to the desktop's own drivers, fonts and C++ programs: an older copy of them in the same process breaks
# newer ones that are loaded later (Mesa with its LLVM needs the newest libstdc++).
OF_THE_SYSTEM = (
    *("libstdc++.so.6", "libgcc_s.so.1", "libGL.so.1", "libEGL.so.1", "libGLX.so.0", "libGLdispatch.so.0"),
    *("libfontconfig.so.1", "libfreetype.so.6", "libexpat.so.1", "libdbus-1.so.3", "libsystemd.so.0"),
    *("libglib-2.0.so.0", "libgthread-2.0.so.0", "libgio-2.0.so.0", "libgobject-2.0.so.0", "libgmodule-2.0.so.0"),
    *("libX11.so.6", "libX11-xcb.so.1", "libxcb.so.1", "libdrm.so.2"),
    *("libwayland-client.so.0", "libwayland-cursor.so.0", "libwayland-egl.so.1", "libz.so.1"),
)

_PLUGIN = r"^PySide6/(Qt/)?plugins/"
_QT_LIBRARY = r"^(PySide6/(Qt/lib/)?)?(lib)?Qt6?"
RULES = {
    "libraries of the desktop": "^(" + "|".join(re.escape(name) for name in OF_THE_SYSTEM) + ")$",
    "Qt Quick and others": _QT_LIBRARY + r"(Quick|Qml|VirtualKeyboard|Pdf|Labs|Designer|Help|Sql|EglF[sS]|3D)\w*\.",
    "plugins for devices": _PLUGIN + r"(egldeviceintegrations|generic|sqldrivers|qmltooling|designer|printsupport)/",
    "news of the network": _PLUGIN + r"networkinformation/",
    "platforms": _PLUGIN + r"platforms/\w*q(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc)\.",
    "theme of GTK": _PLUGIN + r"platformthemes/\w*qgtk3\.",
    "input by QML": _PLUGIN + r"platforminputcontexts/\w*qtvirtualkeyboardplugin\.",
    "wayland server": _PLUGIN + r"wayland-graphics-integration-server/",
    "formats of pictures": _PLUGIN + r"imageformats/\w*q(pdf|tga|tiff|wbmp)\.",
    "translations of Qt": r"^PySide6/(Qt/)?translations/(?!(qt|qtbase)_(zh_CN|en)\.qm$)",
    "pictures and data sets": r"^(sklearn/datasets/(images|data|descr)|pyqtgraph/examples)/",
    "tests": r"^(?!torch/)[\w./-]*/tests?/",
    "records of the installation": r"\.dist-info/(?!METADATA$|entry_points\.txt$)",
    "plain packages": r"^(torch|torchgen|functorch|onnxruntime)/",
}
"""Why something is left out, and a pattern for its place. The libraries of the desktop are named in `Depends`."""

LEAST = {
    "libraries of the desktop": 5,
    "plugins for devices": 1,
    "platforms": 1,
    "formats of pictures": 2,
    "translations of Qt": 20,
}
"""How many files these rules find on Linux at least."""


@dataclass
class Trimming:
    """Leaves entries out by rule and counts them."""

    rules: dict[str, str]
    dropped: dict[str, int] = field(default_factory=dict)
    kept: int = 0

    def of(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries that no rule leaves out."""
        kept = [entry for entry in entries if not self._drops(entry[0].replace("\\", "/"))]
        self.kept += len(kept)
        return kept

    def without_orphans(self, entries: list[Entry]) -> list[Entry]:
        """The binaries without libraries of this system that none of the others needs any more (Linux only)."""
        needs = {entry[0]: needed_libraries(Path(entry[1])) for entry in entries if entry[2] != "SYMLINK"}
        while True:
            needed = set[str]().union(*needs.values())
            orphans = {place for place in needs if "/" not in place and ".so" in place and place not in needed}
            orphans = {place for place in orphans if not place.startswith("libpython")}
            if not orphans:
                return [entry for entry in entries if entry[2] == "SYMLINK" or entry[0] in needs]
            self.dropped["libraries without a user"] = self.dropped.get("libraries without a user", 0) + len(orphans)
            self.kept -= len(orphans)
            for place in orphans:
                del needs[place]

    def _drops(self, place: str) -> bool:
        for name, pattern in self.rules.items():
            if re.search(pattern, place):
                self.dropped[name] = self.dropped.get(name, 0) + 1
                return True
        return False

    def check(self, least: dict[str, int]) -> None:
        """Raise `PackageError` if a rule found less than is known to be there, or all together found too much."""
        short = [name for name, count in least.items() if self.dropped.get(name, 0) < count]
        if sys.platform.startswith("linux") and short:
            raise PackageError(f"Nothing or too little was found to leave out for: {', '.join(short)}.")
        count = sum(self.dropped.values())
        if count > self.kept:
            raise PackageError(f"{count} of {count + self.kept} files would be left out: a rule matches too much.")
