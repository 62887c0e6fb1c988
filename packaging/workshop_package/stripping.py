"""Takes the symbols out of large libraries that only a debugger reads."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from workshop_package.elf import elf_files

# Libraries whose tables were rewritten for their wheel (numpy.libs and the like) are left as they are: strip breaks
# some of them. These ones were stripped and have passed the self-test.
STRIPPED = re.compile(
    r"(^|/)(libpython[\d.]+\.so[\d.]*|torch/lib/libtorch\w*\.so|torch/bin/torch_shm_manager|lib-dynload/\w[\w.-]*\.so)$"
)


def strip_binaries(program: Path) -> int:
    """Strip the known libraries below `program` (Linux, where `strip` is installed); returns the bytes saved."""
    if not sys.platform.startswith("linux") or shutil.which("strip") is None:
        return 0
    saved = 0
    for path in elf_files(program):
        if STRIPPED.search(path.relative_to(program).as_posix()):
            before = path.stat().st_size
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)
            saved += before - path.stat().st_size
    return saved
