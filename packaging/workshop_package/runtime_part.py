"""The folder `runtime-cpu`: PyTorch and ONNX Runtime as plain files, which another copy of the folder can replace."""

import compileall
import importlib.metadata
import json
import platform
import py_compile
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workshop_package.contents import PLAIN_DISTRIBUTIONS, PLAIN_PACKAGES
from workshop_package.problems import PackageError

FOLDER = "runtime-cpu"
CPU_TORCH = "https://download.pytorch.org/whl/cpu"


@dataclass(frozen=True)
class Rule:
    """Files that are left behind, by their path below the part; `least` of them must be there on Linux."""

    name: str
    pattern: str
    least: int = 0

    def applies(self, path: str) -> bool:
        """Whether the file `path` (with `/`) is meant."""
        return re.search(self.pattern, path) is not None


RULES = (
    Rule("CUDA provider", r"^onnxruntime/capi/\w*onnxruntime_providers_(cuda|tensorrt)\.\w+$", least=2),
    Rule("C++ headers", r"^torch/(include|share)/", least=5000),
    Rule("tests of PyTorch", r"^torch/test/", least=50),
    Rule("programs of PyTorch", r"^torch/bin/(?!torch_shm_manager)", least=15),
    Rule("libraries of its tests", r"^torch/lib/\w*(_test|backend_with_compiler|aoti_custom_ops)\.\w+$", least=3),
    Rule("static libraries", r"\.(a|lib|cmake)$"),
    Rule("type stubs", r"\.pyi$", least=20),
    Rule("compiled files of this machine", r"(^|/)__pycache__/", least=1000),
    Rule(
        "tools of ONNX Runtime",
        r"^onnxruntime/(backend|datasets|tools|transformers/(?!(__init__|onnx_utils)\.py))",
        least=100,
    ),
    Rule("records of the installation", r"\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json)$", least=5),
)
LARGEST_SHARE_DROPPED = 0.85
"""More than this dropped means that a pattern matches what it should not (measured: 0.75, most of it C++ headers)."""

WANTED = (
    "torch/__init__.py",
    "torch/version.py",
    "torchgen/__init__.py",
    "onnxruntime/__init__.py",
    "onnxruntime/capi/_pybind_state.py",
    "onnxruntime/quantization/__init__.py",
)


def check_cpu_build(site_packages: Path) -> None:
    """Raise `PackageError` if PyTorch was built for CUDA: its libraries would make the package several GB large."""
    text = (site_packages / "torch" / "version.py").read_text(encoding="utf-8")
    found = re.search(r"^cuda\b[^=]*= *['\"]([\d.]+)", text, re.MULTILINE)
    if found:
        version = importlib.metadata.version("torch").partition("+")[0]
        raise PackageError(
            f"The environment's PyTorch is built for CUDA {found[1]} and the package carries the one for the CPU: run "
            f"`{Path(sys.executable).name} -m pip install --force-reinstall --no-deps torch=={version}+cpu "
            f"--index-url {CPU_TORCH}` with the Python of .venv, then this again."
        )


def copy_part(site_packages: Path, program: Path) -> dict[str, int]:
    """Copy the plain packages below `program`/runtime-cpu; returns how many files each rule left behind."""
    part = program / FOLDER
    dropped = {rule.name: 0 for rule in RULES}
    copied = 0
    for folder in plain_folders(site_packages):
        for source in sorted(path for path in folder.rglob("*") if path.is_file()):
            relative = source.relative_to(site_packages).as_posix()
            rule = next((rule for rule in RULES if rule.applies(relative)), None)
            if rule is not None:
                dropped[rule.name] += 1
                continue
            target = part / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
            copied += 1
    check_dropped(dropped, copied, part)
    compile_part(part)
    (part / "part.json").write_text(json.dumps(description(), indent=2) + "\n", encoding="utf-8")
    return dropped


def plain_folders(site_packages: Path) -> list[Path]:
    """The folders of the plain packages and of their records (`*.dist-info`)."""
    records = [
        folder
        for name in installed(PLAIN_DISTRIBUTIONS)
        for folder in sorted(site_packages.glob(f"{name.replace('-', '_')}-*.dist-info"))
    ]
    return [*(site_packages / name for name in PLAIN_PACKAGES), *records]


def installed(names: tuple[str, ...]) -> list[str]:
    """Those of the distributions that are installed."""
    present = {distribution.metadata["Name"].lower() for distribution in importlib.metadata.distributions()}
    return [name for name in names if name in present]


def check_dropped(dropped: dict[str, int], copied: int, part: Path) -> None:
    """Raise `PackageError` if a rule dropped less than it must, all together too much, or a file that is needed."""
    if sys.platform.startswith("linux"):
        short = [f"{rule.name}: {dropped[rule.name]}" for rule in RULES if dropped[rule.name] < rule.least]
        if short:
            raise PackageError(f"Fewer files were left out than are known to be there ({', '.join(short)}).")
    count = sum(dropped.values())
    if count > LARGEST_SHARE_DROPPED * (count + copied):
        raise PackageError(f"{count} of {count + copied} files would be left out: a rule matches too much.")
    missing = [name for name in WANTED if not (part / name).is_file()]
    if missing:
        raise PackageError(f"Files that are needed were left out: {', '.join(missing)}.")


def compile_part(part: Path) -> None:
    """Compile every module beside its source, without this machine's paths and without looking at dates later.

    The program's folder may be read-only, and its files may get other dates when they are unpacked.
    """
    compileall.compile_dir(
        part,
        quiet=2,
        stripdir=str(part),
        workers=2,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )


def description() -> dict[str, str]:
    """What a part says of itself in `part.json`: a GPU part must fit the program's Python and system."""
    version: Callable[[str], str] = importlib.metadata.version
    return {
        "part": "cpu",
        "python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "system": f"{sys.platform}-{platform.machine().lower()}",
        **{name: version(name) for name in installed(PLAIN_DISTRIBUTIONS)},
    }
