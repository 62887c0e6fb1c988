"""Writes `desktop_app/resources/gpu_part.json`: which files the GPU part of the packaged program is made of.

    python packaging/lock_gpu_part.py                         every system and Python that the index answers for
    python packaging/lock_gpu_part.py --only win-amd64        one system; the others stay as they are in the file

Names, addresses, SHA-256 and sizes come from the package index by `uv` (`pip install uv`), for the versions in
`constraints.txt`. On Linux everything lies on PyPI. PyTorch with CUDA for Windows lies on PyTorch's own index, which
must be reachable; where it is not, Windows gets no list, and the program then says that it has none. Run this on the
machine that packages for Windows.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
TARGET_FILE = PROJECT / "desktop_app" / "resources" / "gpu_part.json"
PYTHONS = ("3.11", "3.12", "3.13")
CUDA, DRIVER = "cu130", 13000
"""The CUDA that PyTorch on PyPI and ONNX Runtime are built for, and the least that the driver must say."""
ENTRIES = ("torch", "onnxruntime-gpu", "cuda-bindings", "cuda-pathfinder")
"""Beside all of NVIDIA's. What else these ask for is in the program itself; Triton only serves torch.compile."""


@dataclass(frozen=True)
class System:
    """One system as Python, uv and the names of wheels call it."""

    uv_platform: str
    wheel_mark: str
    wanted: tuple[str, ...]
    index_options: tuple[str, ...] = ()


SYSTEMS = {
    "linux-x86_64": System("x86_64-manylinux_2_28", "x86_64", ("torch", "onnxruntime-gpu[cuda,cudnn]")),
    # PyTorch for Windows carries the CUDA libraries itself, and ONNX Runtime takes them from there.
    "win-amd64": System("x86_64-pc-windows-msvc", "win_amd64", ("torch", "onnxruntime-gpu"), ("--torch-backend", CUDA)),
}


class LockError(Exception):
    """Why there is no list for a system."""


def main() -> int:
    """Write the file; 1 where a system was left out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=SYSTEMS, help="lock this system alone")
    only = parser.parse_args().only
    lock = (
        json.loads(TARGET_FILE.read_text(encoding="utf-8")) if TARGET_FILE.exists() else {"targets": {}, "wheels": {}}
    )
    left_out = False
    for system in [only] if only else SYSTEMS:
        for python in PYTHONS:
            target = f"{system}-cp{python.replace('.', '')}"
            try:
                add_target(lock, target, wheels_for(SYSTEMS[system], python))
            except LockError as error:
                print(f"{target}: left out. {error}", file=sys.stderr)
                left_out = True
    drop_unused(lock)
    TARGET_FILE.write_text(json.dumps(lock, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for target, entry in sorted(lock["targets"].items()):
        size = sum(lock["wheels"][name]["size"] for name in entry["wheels"])
        print(f"{target}: {entry['name']}, {len(entry['wheels'])} files, {size / 1e9:.2f} GB")
    return int(left_out)


def wheels_for(system: System, python: str) -> dict[str, dict[str, Any]]:
    """The wheels of the part by file name. Raises LockError."""
    with tempfile.TemporaryDirectory() as name:
        packages = tomllib.loads(resolve(system, python, Path(name)))["packages"]
    wheels = {}
    for package in packages:
        if package["name"] in ENTRIES or package["name"].startswith("nvidia-"):
            wheel = fitting_wheel(package, system, f"cp{python.replace('.', '')}")
            address = wheel["url"]
            wheels[file_name(address)] = {
                "url": address,
                "sha256": wheel["hashes"]["sha256"],
                "size": wheel.get("size") or asked_size(address),
            }
    if system.index_options and not any(re.match(r"torch-[\d.]+(\+|%2B)cu", name) for name in wheels):
        raise LockError("The index gave PyTorch without CUDA.")
    return wheels


def resolve(system: System, python: str, folder: Path) -> str:
    """What uv writes as `pylock.toml`. Raises LockError with what it said."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        raise LockError("uv was not found: pip install uv")
    wanted = folder / "wanted.txt"
    wanted.write_text("\n".join(system.wanted), encoding="utf-8")
    options = ["--constraints", str(PROJECT / "constraints.txt"), "--python-version", python, "--no-header", "--quiet"]
    options += ["--python-platform", system.uv_platform, "--no-config", *system.index_options]
    command = [uv, "pip", "compile", str(wanted), "--format", "pylock.toml", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LockError(f"uv said: {' '.join(done.stderr.split())[-300:]}")
    return done.stdout


def fitting_wheel(package: dict[str, Any], system: System, python: str) -> dict[str, Any]:
    """The one wheel of a package for the system and the Python. Raises LockError where it is not one."""
    found = []
    for wheel in package.get("wheels", []):
        python_tag, _, platform_tag = file_name(wheel["url"]).removesuffix(".whl").split("-")[-3:]
        if python_tag in (python, "py3", "py2.py3") and (system.wheel_mark in platform_tag or platform_tag == "any"):
            found.append(wheel)
    if len(found) != 1:
        raise LockError(f"{package['name']} has {len(found)} fitting wheels.")
    return dict(found[0])


def asked_size(address: str) -> int:
    """Bytes of a file whose index does not tell them."""
    request = urllib.request.Request(address, method="HEAD")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return int(answer.headers["Content-Length"])


def file_name(address: str) -> str:
    """The last part of an address, without its fragment."""
    return address.partition("#")[0].rpartition("/")[2]


def add_target(lock: dict[str, Any], target: str, wheels: dict[str, dict[str, Any]]) -> None:
    """Put a system into the lock; its name changes with any of its files."""
    digest = hashlib.sha256("".join(sorted(wheel["sha256"] for wheel in wheels.values())).encode()).hexdigest()
    torch = next(name for name in wheels if name.startswith("torch-")).split("-")[1]
    name = f"torch-{re.split('[+%]', torch)[0]}-{target.rpartition('-')[2]}-{digest[:8]}"
    lock["targets"][target] = {"name": name, "driver": DRIVER, "wheels": sorted(wheels)}
    lock["wheels"] |= wheels


def drop_unused(lock: dict[str, Any]) -> None:
    """Leave out wheels that no target names any more."""
    used = {name for target in lock["targets"].values() for name in target["wheels"]}
    lock["wheels"] = {name: wheel for name, wheel in lock["wheels"].items() if name in used}
    lock["schema_version"] = 1


if __name__ == "__main__":
    sys.exit(main())
