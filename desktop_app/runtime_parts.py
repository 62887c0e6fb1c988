"""Which copy of PyTorch and ONNX Runtime the packaged program loads, decided before anything else is imported.

The program carries a copy for the CPU, as plain files in `runtime-cpu`. For NVIDIA graphics cards a person may add
another to the data folder (`runtime-gpu/NAME`, see `desktop_app.gpu_part`). It goes first on `sys.path` only if it is
whole, belongs to this program, the driver can run it and a trial of it has worked. Standard library only: this costs a
few milliseconds of every start. Installed by pip nothing is chosen: the environment has one copy.
"""

import json
import os
import sys
import sysconfig
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from desktop_app import __version__
from desktop_app.places import GPU_FOLDER, find_places
from trainer.loading import MARKS_VARIABLE, broken_loads

RUNTIME_VARIABLE = "MODEL_WORKSHOP_RUNTIME"
"""Set to `cpu` it keeps the GPU part out."""
CPU_FOLDER = "runtime-cpu"
MANIFEST, TRIAL, MARKS = "part.json", "trial.json", "loading"
RUNTIME_TRIAL, TORCH_TRIAL = ("gpu-trial",), ("train-worker", "--gpu-trial")
"""What a child is told, before the folder of the part that it is to try."""
LOCK_FILE = Path(__file__).parent / "resources" / "gpu_part.json"
DRIVER_LIBRARY = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"

Obstacle = Literal[
    "",
    "not-frozen",
    "not-wanted",
    "not-offered",
    "absent",
    "other-version",
    "other-user",
    "incomplete",
    "no-driver",
    "old-driver",
    "untried",
    "trial-failed",
    "crashed",
]


@dataclass(frozen=True)
class Choice:
    """The folder that goes first on `sys.path`, if any.

    `obstacle` says why it is not the GPU part, and is empty where it is; `detail` is what the driver or the trial said.
    """

    folder: Path | None
    obstacle: Obstacle = ""
    detail: str = ""


def put_on_path(words: Sequence[str]) -> Choice:
    """Puts the right copy first on `sys.path` of a packaged program; `words` are the command line without its name.

    A child that tries a GPU part gets that one without questions.
    """
    if not is_frozen():
        return Choice(None, "not-frozen")
    os.environ.pop(MARKS_VARIABLE, None)
    tried = _part_to_try(words)
    if tried is not None:
        choice = Choice(tried)
    else:
        parts = find_places(_data_dir(words)).gpu_parts
        choice = choose(parts)
        if not choice.obstacle:
            os.environ[MARKS_VARIABLE] = str(parts / MARKS)
    folder = choice.folder if choice.folder is not None else cpu_folder()
    if folder is not None:
        sys.path.insert(0, str(folder))
    return choice


def choose(parts: Path, load_library: Callable[[str], Any] | None = None) -> Choice:
    """The GPU part below `parts` if it can be used, else why it cannot. Loads no more than the driver's library."""
    if os.environ.get(RUNTIME_VARIABLE) == "cpu":
        return Choice(None, "not-wanted")
    name = part_name()
    if name is None:
        return Choice(None, "not-offered")
    if not (parts / name / MANIFEST).is_file():
        return Choice(None, "other-version" if other_parts(parts, name) else "absent")
    if not is_own(parts / name):
        return Choice(None, "other-user")
    needed = needed_driver(parts / name)
    if needed is None:
        return Choice(None, "incomplete")
    driver = driver_version(load_library)
    if driver is None:
        return Choice(None, "no-driver")
    if driver < needed:
        return Choice(None, "old-driver", version_text(driver))
    return _tried(parts, name, driver)


def needed_driver(folder: Path) -> int | None:
    """The least that the driver must say for the part in `folder`; None where the part is not whole."""
    manifest = read_json(folder / MANIFEST)
    sizes, driver = manifest.get("large_files"), manifest.get("driver")
    if manifest.get("name") != folder.name or not isinstance(sizes, dict) or not isinstance(driver, int):
        return None
    return driver if is_whole(folder, sizes) else None


def _tried(parts: Path, name: str, driver: int) -> Choice:
    """The part if its last trial, under the same conditions, worked and no process has crashed with it since."""
    trial = read_json(parts / TRIAL)
    if trial.get("fingerprint") != fingerprint(name, driver):
        return Choice(None, "untried")
    if not trial.get("worked"):
        return Choice(None, "trial-failed", str(trial.get("detail", "")))
    if broken := broken_loads(parts / MARKS):
        return Choice(None, "crashed", broken[-1])
    return Choice(parts / name)


def part_name(target: str | None = None, lock_file: Path = LOCK_FILE) -> str | None:
    """The name of the GPU part that belongs to this program; None where there is none for `target`."""
    targets = read_json(lock_file).get("targets", {})
    found = targets.get(target or this_target(), {}).get("name")
    return str(found) if found else None


def this_target() -> str:
    """System, processor and Python, as in the list of files: `linux-x86_64-cp311`."""
    return f"{sysconfig.get_platform()}-cp{sys.version_info.major}{sys.version_info.minor}"


def fingerprint(name: str, driver: int) -> list[str | int]:
    """What a trial holds for: another part, driver or version of the program needs a new one."""
    return [name, driver, __version__]


def driver_version(load_library: Callable[[str], Any] | None = None) -> int | None:
    """The newest CUDA that the NVIDIA driver supports, 1000 * major + 10 * minor; None without a driver that answers.

    CUDA driver API: cuDriverGetVersion, which needs no cuInit; waking the cards would take tenths of a second.
    """
    import ctypes

    version = ctypes.c_int(0)
    try:
        failed = (load_library or ctypes.CDLL)(DRIVER_LIBRARY).cuDriverGetVersion(ctypes.byref(version))
    except (OSError, AttributeError):
        return None
    return None if failed else version.value


def version_text(driver: int) -> str:
    """`13.0` for 13000."""
    return f"{driver // 1000}.{driver % 1000 // 10}"


def is_own(folder: Path) -> bool:
    """Whether the folder belongs to who runs this: what another user can change is not run with our rights."""
    return not hasattr(os, "geteuid") or folder.stat().st_uid == os.geteuid()


def is_whole(folder: Path, sizes: dict[str, int]) -> bool:
    """Whether every file of `sizes` (bytes by relative path) is there with its size."""
    try:
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except OSError:
        return False


def other_parts(parts: Path, name: str) -> list[Path]:
    """Whole parts that belong to another version of the program."""
    return [each.parent for each in sorted(parts.glob(f"*/{MANIFEST}")) if each.parent.name != name]


def loaded_part() -> Path | None:
    """The GPU part that this process has on its path."""
    for entry in sys.path:
        if Path(entry).parent.name == GPU_FOLDER and (Path(entry) / MANIFEST).is_file():
            return Path(entry)
    return None


def cpu_folder() -> Path | None:
    """The copy that came with the packaged program."""
    program = Path(sys.executable).parent
    for place in (program, program.parent / "Resources"):  # the latter inside a bundle of macOS
        if (place / CPU_FOLDER).is_dir():
            return place / CPU_FOLDER
    return None


def is_frozen() -> bool:
    """Whether this is the packaged program."""
    return bool(getattr(sys, "frozen", False))


def read_json(path: Path) -> dict[str, Any]:
    """The object in a small JSON file; empty where it is missing or broken."""
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _part_to_try(words: Sequence[str]) -> Path | None:
    for job in (RUNTIME_TRIAL, TORCH_TRIAL):
        if tuple(words[: len(job)]) == job and len(words) > len(job):
            return Path(words[len(job)])
    return None


def _data_dir(words: Sequence[str]) -> Path | None:
    """The folder after `--data-dir`, as the verbs and the window understand it."""
    for index, word in enumerate(words):
        if word == "--data-dir" and words[index + 1 : index + 2]:
            return Path(words[index + 1])
        if word.startswith("--data-dir="):
            return Path(word.removeprefix("--data-dir="))
    return None
