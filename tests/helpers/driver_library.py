"""A driver's library that pretends: a shared library made with the C compiler here, or None where there is none."""

import shutil
import subprocess
from pathlib import Path

SOURCE = """
int cuInit(unsigned flags) { return START; }
int cuDriverGetVersion(int *version) { *version = VERSION; return ERROR; }
int cuDeviceGetCount(int *count) { *count = 1; return 0; }
int cuDeviceGet(int *device, int index) { *device = index; return 0; }
int cuDeviceGetName(char *name, int length, int device) { name[0] = 'T'; name[1] = 0; return 0; }
"""


def make_driver_library(folder: Path, version: int, start: int = 0, error: int = 0) -> Path | None:
    """`libcuda.so.1` in `folder`, saying that it supports CUDA `version`."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    source, library = folder / "driver.c", folder / "libcuda.so.1"
    source.write_text(SOURCE)
    macros = [f"-D{name}={value}" for name, value in (("VERSION", version), ("START", start), ("ERROR", error))]
    subprocess.run([compiler, "-shared", "-fPIC", *macros, "-o", str(library), str(source)], check=True)
    return library
