"""The Windows installer: Inno Setup 6, per user, without an administrator's rights."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from workshop_package.problems import PackageError

SCRIPT = Path(__file__).resolve().parents[1] / "windows" / "model-workshop.iss"
WHERE = "https://jrsoftware.org/isdl.php"
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)


def find_compiler(environment: Mapping[str, str]) -> str:
    """Inno Setup's compiler: ISCC in the environment, on the PATH, or where its installer puts it."""
    named = environment.get("ISCC")
    roots = [environment.get(name) for name in ("ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA")]
    usual = [Path(root, *below, "Inno Setup 6", "ISCC.exe") for root in roots if root for below in ((), ("Programs",))]
    found = [str(path) for path in usual if path.is_file()]
    compiler = named or shutil.which("iscc", path=environment.get("PATH")) or next(iter(found), None)
    if compiler is None:
        raise PackageError(f"The folder is ready, but Inno Setup 6 is not installed: get it from {WHERE}, run again.")
    return compiler


def command(compiler: str, program: Path, output: Path, name: str, version: str) -> list[str]:
    """What makes the installer `output`/`name`.exe out of the folder `program`."""
    values = {"Version": version, "Program": str(program), "Output": str(output), "Name": name}
    return [compiler, "/Qp", *(f"/D{key}={value}" for key, value in values.items()), str(SCRIPT)]


def write_icon(pictures: Mapping[int, Path], target: Path) -> None:
    """One `.ico` with all sizes (pixels -> PNG file)."""
    from PIL import Image

    with ExitStack() as open_files:
        opened = {size: open_files.enter_context(Image.open(path)) for size, path in sorted(pictures.items())}
        largest = opened.pop(max(opened))
        sizes = [(size, size) for size in sorted(pictures)]
        largest.save(target, format="ICO", sizes=sizes, append_images=list(opened.values()))


def build(program: Path, output: Path, name: str, version: str) -> list[Path]:
    """Write the installer; returns its files (more than one where it is larger than a file may be)."""
    compiler = find_compiler(os.environ)
    status = subprocess.run(command(compiler, program, output, name, version), check=False).returncode
    made = sorted(output.glob(f"{name}*.exe")) + sorted(output.glob(f"{name}*.bin"))
    if status or not made:
        raise PackageError(f"Inno Setup ended with status {status}: its words are above.")
    return made
