"""A small GPU part: two wheels on a local server, and the plan that names them."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

from desktop_app.gpu_part.plan import Plan, Wheel
from tests.helpers.file_server import FileServer

LIBRARY = bytes(range(256)) * 4000
"""Just over a megabyte, so that a start of the program looks for it."""
CONTENTS = {
    "torch-1.0-cp311.whl": {
        "torch/__init__.py": b"name = 'torch'",
        "torch/lib/libtorch_cuda.so": LIBRARY,
        "torch/include/torch.h": b"left out",
        "torch/test/test_it.py": b"left out",
        "torch/bin/torch_shm_manager": b"#!",
        "torch-1.0.dist-info/METADATA": b"Version: 1.0",
        "torch-1.0.data/purelib/functorch/__init__.py": b"",
        "torch-1.0.data/scripts/torchrun": b"left out",
    },
    "onnxruntime_gpu-1.0-cp311.whl": {
        "onnxruntime/__init__.py": b"name = 'onnxruntime'",
        "onnxruntime/capi/libonnxruntime_providers_cuda.so": LIBRARY[::-1],
    },
}
UNPACKED = {
    "torch/__init__.py",
    "torch/lib/libtorch_cuda.so",
    "torch/bin/torch_shm_manager",
    "torch-1.0.dist-info/METADATA",
    "functorch/__init__.py",
    "onnxruntime/__init__.py",
    "onnxruntime/capi/libonnxruntime_providers_cuda.so",
}
NAME = "torch-1.0-test"
DRIVER = 13000


def wheel(files: dict[str, bytes]) -> bytes:
    """A wheel of these files; what lies in a folder called bin may be run."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.external_attr = (0o755 if "/bin/" in name else 0o644) << 16
            archive.writestr(entry, data)
    return content.getvalue()


WHEELS = {name: wheel(files) for name, files in CONTENTS.items()}


def plan_at(address: str, wheels: dict[str, bytes] = WHEELS, name: str = NAME) -> Plan:
    """The plan of a part whose files lie at `address`."""
    listed = [Wheel(address + each, hashlib.sha256(data).hexdigest(), len(data), each) for each, data in wheels.items()]
    return Plan(name, DRIVER, tuple(listed))


def lock_of(plan: Plan, target: str) -> str:
    """The list of files as it lies in the program."""
    wheels = {each.name: {"url": each.url, "sha256": each.sha256, "size": each.size} for each in plan.wheels}
    entry = {"name": plan.name, "driver": plan.driver, "wheels": list(wheels)}
    return json.dumps({"schema_version": 1, "targets": {target: entry}, "wheels": wheels})


def files_of(folder: Path) -> set[str]:
    """What a part holds, without its own records."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if path.parts[0] not in (".records", "part.json")}


def server() -> FileServer:
    """Serves the wheels."""
    return FileServer(dict(WHEELS))
