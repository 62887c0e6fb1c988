"""The licences of everything in the package, as files that the window's About box shows.

`licences/index.json` lists the components, each with its version, its licence in short and the file with the texts.
"""

import functools
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from workshop_package.problems import PackageError

FOLDER = "licences"
TEXTS = Path(__file__).resolve().parents[1] / "licences"
NAMES_OF_TEXTS = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS|ThirdParty)", re.IGNORECASE)
# Wheels that bring no text of their licence along.
MISSING_TEXTS = {
    "PySide6_Essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "flatbuffers": ("Apache-2.0.txt",),
    "tokenizers": ("Apache-2.0.txt",),
}
QT_NOTE = (
    "Qt and its bindings for Python are used under the GNU Lesser General Public License, version 3. Their libraries "
    "lie unchanged, as files of their own, in _internal/PySide6 and _internal/shiboken6, and may be replaced by others "
    "of the same interface. Their source is at https://download.qt.io/official_releases/.\n"
)


@dataclass(frozen=True)
class Component:
    """One thing in the package that somebody else wrote; `texts` are its licence, notices and authors."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]


def write_licences(program: Path, distributions: Iterable[str], libraries: Iterable[Path], own: Path) -> int:
    """Write the folder `licences` of `program`; returns the number of components.

    `distributions` are the names of the bundled Python packages, `libraries` the files taken from this system, `own`
    the licence of this program. Raises `PackageError` if a component has no text.
    """
    components = [
        Component("Model Workshop", "", "MIT", (own.read_text(encoding="utf-8"),)),
        python_component(),
        *(of_distribution(name) for name in sorted(set(distributions), key=str.lower)),
        *of_libraries(libraries),
    ]
    silent = [component.name for component in components if not "".join(component.texts).strip()]
    if silent:
        raise PackageError(f"No text of a licence was found for {', '.join(silent)}: add one to packaging/licences.")
    folder = program / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    index = []
    for component in components:
        file = re.sub(r"[^\w.+-]", "-", component.name.lower()) + ".txt"
        (folder / file).write_text("\n\n".join(component.texts), encoding="utf-8")
        index.append({**asdict(component), "texts": None, "file": file})
    shown = [{key: value for key, value in entry.items() if value is not None} for entry in index]
    (folder / "index.json").write_text(json.dumps(shown, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return len(components)


def bundled_distributions(packages: Iterable[str], needed: Iterable[str], plain: Iterable[str]) -> list[str]:
    """The distributions that brought the importable `packages`, or that are `needed` by them, and the plain ones.

    A needed distribution without any bundled module (one that only brings libraries) is named as well.
    """
    owners = importlib.metadata.packages_distributions()
    found = {name for package in packages for name in owners.get(package, ())}
    present = {name.lower(): name for names in owners.values() for name in names}
    libraries = {present[name] for name in (*needed, *plain) if name in present and _has_binaries(present[name])}
    return sorted((found | libraries) - {"model-workshop"})


def _has_binaries(name: str) -> bool:
    files = importlib.metadata.distribution(name).files or []
    return any(file.suffix in (".so", ".dll", ".dylib", ".pyd") or ".so." in file.name for file in files)


def of_distribution(name: str) -> Component:
    """A Python package, from what its wheel says and brings along."""
    distribution = importlib.metadata.distribution(name)
    texts = [QT_NOTE] if name in ("PySide6_Essentials", "shiboken6") else []
    for file in distribution.files or []:
        if NAMES_OF_TEXTS.search(file.name) and file.suffix not in (".py", ".pyc"):
            path = Path(str(distribution.locate_file(file)))
            texts.append(path.read_text(encoding="utf-8", errors="replace"))
    texts += [(TEXTS / text).read_text(encoding="utf-8") for text in MISSING_TEXTS.get(name, ())]
    return Component(distribution.metadata["Name"], distribution.version, short_licence(distribution), tuple(texts))


def short_licence(distribution: importlib.metadata.Distribution) -> str:
    """What the metadata call the licence; the classifier where the field holds a whole text or nothing."""
    metadata = distribution.metadata
    for field in ("License-Expression", "License"):
        said = metadata.get(field, "")
        if said and "\n" not in said and said != "UNKNOWN":
            return str(said)
    for classifier in metadata.get_all("Classifier") or []:
        if classifier.startswith("License :: "):
            return str(classifier).rpartition(" :: ")[2]
    return "see the text"


def python_component() -> Component:
    """The interpreter itself."""
    places = [Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt"]
    places.append(Path("/usr/share/doc") / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "copyright")
    text = next((path.read_text(encoding="utf-8") for path in places if path.is_file()), "")
    return Component("Python", sys.version.split()[0], "PSF-2.0", (text,))


def of_libraries(libraries: Iterable[Path]) -> list[Component]:
    """The libraries taken from a Debian system, one component for each of its packages."""
    found: dict[str, Path] = {}
    for path in libraries:
        package = debian_package(path.resolve())
        copyright_file = Path("/usr/share/doc") / package / "copyright"
        if not package or not copyright_file.is_file():
            raise PackageError(
                f"{path} comes from no Debian package, so its licence is unknown: build the package on Debian or "
                "Ubuntu, or leave this library out."
            )
        found[package] = copyright_file
    return [
        Component(package, _debian_version(package), "see the text", (file.read_text("utf-8", errors="replace"),))
        for package, file in sorted(found.items())
    ]


@functools.cache
def debian_package(path: Path) -> str:
    """The Debian package that brought `path`, empty if none did."""
    # Debian's old paths (/lib) and new ones (/usr/lib) are the same folders.
    for name in (str(path), str(path).removeprefix("/usr")):
        result = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True, check=False)
        if result.returncode == 0:
            return result.stdout.partition(":")[0]
    return ""


def _debian_version(package: str) -> str:
    command = ["dpkg-query", "-W", "-f", "${Version}\n", package]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
