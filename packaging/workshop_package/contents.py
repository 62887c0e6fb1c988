"""What goes into the package: modules to import, modules to leave out, files to bring along."""

import ast
import importlib.metadata
import importlib.util
import json
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

from workshop_package.problems import PackageError
from workshop_package.trimming import Entry

PLAIN_PACKAGES = ("torch", "torchgen", "functorch", "onnxruntime")
"""These lie as plain files in a folder of their own, so that another copy of that folder can take their place."""

PLAIN_DISTRIBUTIONS = ("torch", "onnxruntime-gpu", "onnxruntime")
OWN_PACKAGES = ("desktop_app", "trainer")
SAMPLE = "share/model-workshop"
SOUND = ["_cffi_backend", "_miniaudio", "_soundfile", "_soundfile_data"]
"""What the libraries of sound import out of compiled code. PyInstaller's own recipe brings libsndfile."""
READ_THEIR_OWN_SOURCE = ("onnxscript",)
"""`torch.onnx.export` reads the source of these while it runs."""

# Another window system, other Pythons, games, old networks; and what links libraries under the GPL (readline, gdbm).
LEFT_OUT_OF_STANDARD_LIBRARY = frozenset(
    {"antigravity", "ensurepip", "idlelib", "lib2to3", "test", "this", "turtle", "turtledemo", "venv"}
    | {"_crypt", "_gdbm", "_tkinter", "nis", "ossaudiodev", "readline", "tkinter"}
)
LEFT_OUT = (
    *PLAIN_PACKAGES,
    *sorted(LEFT_OUT_OF_STANDARD_LIBRARY),
    *("_pytest", "hypothesis", "mypy", "pip", "pytest", "pytestqt", "ruff", "setuptools", "pkg_resources"),
    "transformers",
    *("IPython", "ipywidgets", "matplotlib", "pandas", "tensorboard", "triton", "PyQt5", "PyQt6", "PySide2", "cupy"),
    *("yarl", "multidict", "propcache", "aiosignal", "frozenlist"),
    *("jsonschema", "py", "grimp", "importlinter", "psutil", "aiohttp", "pyqtgraph.examples", "pyqtgraph.opengl"),
    *("onnx.backend.test", "onnx.test"),
)


def standard_library() -> list[str]:
    """Every module of the standard library that exists here: plain packages may import any of them."""
    names = sorted(sys.stdlib_module_names - LEFT_OUT_OF_STANDARD_LIBRARY)
    return [name for name in names if importlib.util.find_spec(name) is not None]


def required_by(distributions: Iterable[str]) -> list[str]:
    """The names of the distributions that the installed ones of `distributions` need to run."""
    found: list[str] = []
    for name in distributions:
        try:
            lines = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        found += [re.split(r"[^\w.-]", line)[0] for line in lines if "extra ==" not in line]
    return sorted({name for name in found if name != "setuptools"})


def imported_by_plain_packages(site_packages: Path) -> list[str]:
    """What the plain packages import from others, so that it is collected although they are not analysed."""
    found: set[str] = set()
    for package in PLAIN_PACKAGES:
        for path in sorted((site_packages / package).rglob("*.py")):
            if "test" not in path.relative_to(site_packages).parts[1:2]:
                found.update(_imports_of(path))
    required = {name.replace("-", "_") for name in required_by(PLAIN_DISTRIBUTIONS)}
    roots = required | set(sys.stdlib_module_names) | {"google", "onnx", "onnxscript", "onnx_ir"}
    places = [site_packages, Path(sysconfig.get_path("stdlib"))]
    return sorted(name for name in found if name.partition(".")[0] in roots and _is_module(name, places))


def _is_module(name: str, places: Iterable[Path]) -> bool:
    """Whether there is a file for a module; what is imported from a module may be a function as well."""
    path = Path(*name.split("."))
    return "." not in name or any(
        (place / path).with_suffix(".py").is_file() or (place / path / "__init__.py").is_file() for place in places
    )


def _imports_of(path: Path) -> Iterator[str]:
    try:
        tree = ast.parse(path.read_bytes())
    except SyntaxError:  # written for a newer Python, so it is not imported by this one
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_files(root: Path) -> list[tuple[str, str]]:
    """Icons, styles, translations, embedded texts and whatever else the program reads beside its modules, and the
    embedded sample.
    """
    resources = root / "desktop_app" / "resources"
    texts = root / "trainer" / "datasets" / "embedded"
    found = [
        (str(path), path.relative_to(root).parent.as_posix())
        for path in sorted([*resources.rglob("*"), *texts.glob("*.tsv")])
        if path.is_file() and path.suffix not in (".py", ".pyc", ".ts")
    ]
    sample = Path(sys.prefix) / SAMPLE
    if not (sample / "mnist_5k.csv.gz").is_file():
        raise PackageError(f"The sample of digits is not in {sample}: run the set-up again.")
    return found + [(str(path), SAMPLE) for path in sorted(sample.iterdir())]


def records() -> list[tuple[str, str]]:
    """The metadata of every package that the program needs to run: some ask for versions while they are imported."""
    found = []
    for name in needed_distributions():
        distribution = importlib.metadata.distribution(name)
        folder = next((file for file in distribution.files or [] if file.name == "METADATA"), None)
        if folder is not None and name not in PLAIN_DISTRIBUTIONS:
            found.append((str(distribution.locate_file(folder)), folder.parent.as_posix()))
    return found


def needed_distributions() -> list[str]:
    """The names of the program's requirements that are installed, and of theirs, and so on."""
    waiting, found = required_by(["model-workshop"]), set[str]()
    present = {normalised(each.metadata["Name"]) for each in importlib.metadata.distributions()}
    while waiting:
        name = normalised(waiting.pop())
        if name in present and name not in found:
            found.add(name)
            waiting += required_by([name])
    return sorted(found)


def normalised(name: str) -> str:
    """The name of a distribution as all spellings of it are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def write_record(path: Path, modules: Iterable[Entry], binaries: Iterable[Entry], dropped: dict[str, int]) -> None:
    """Leave behind what was collected, for the steps that follow PyInstaller."""
    record = {
        "packages": sorted({name.partition(".")[0] for name, _, _ in modules}),
        "binaries": sorted([place, source] for place, source, kind in binaries if kind != "SYMLINK"),
        "dropped": dropped,
    }
    path.write_text(json.dumps(record, indent=1), encoding="utf-8")
