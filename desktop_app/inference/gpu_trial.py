"""The child that tries ONNX Runtime on the graphics card: `gpu-trial FOLDER`, with the GPU part there on its path."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from desktop_app.inference.machine import Machine
from desktop_app.inference.providers import CUDA, Device
from desktop_app.inference.sessions import GraphSession

# Convolution, relu and matrix product, opset 20, IR 10: what cuDNN and cuBLAS are needed for.
TRIAL_GRAPH = bytes.fromhex(
    "080a12003aa5010a0f0a01780a01771201632204436f6e760a0c0a0163120172220452656c750a110a01720a016d12017922064d61744d756c120574"
    "7269616c5a1b0a017812160a14080112100a0208010a0208010a0208080a0208085a1b0a017712160a14080112100a0208020a0208010a0208030a02"
    "08035a130a016d120e0a0c080112080a0208060a020804621b0a017912160a14080112100a0208010a0208020a0208060a02080442040a001014"
)
TRIAL_SHAPES = {"x": (1, 1, 8, 8), "w": (2, 1, 3, 3), "m": (6, 4)}
TOLERANCE = 0.01
"""Of the largest number: CUDA rounds the factors of matrix products to ten bits (TF32) unless told otherwise."""


def main(words: list[str]) -> int:
    """Prints one line of JSON: whether it worked, and if not why; 0 if it did."""
    started = time.perf_counter()
    result = try_runtime(Machine(), Path(words[0]) if words else None)
    result["seconds"] = round(time.perf_counter() - started, 2)
    sys.stdout.write(json.dumps(result) + "\n")
    return 0 if result["worked"] else 1


def try_runtime(machine: Machine, folder: Path | None) -> dict[str, Any]:
    """Runs a small graph on the first graphics card and on the CPU; `folder` is where ONNX Runtime must come from."""
    place = Path(machine.runtime().__file__)
    if folder is not None and not place.is_relative_to(folder):
        return {"worked": False, "detail": "ONNX Runtime was loaded from another folder"}
    random = np.random.default_rng(0)
    feeds = {name: random.standard_normal(shape, np.float32) for name, shape in TRIAL_SHAPES.items()}
    session = GraphSession(TRIAL_GRAPH, Device("cuda"), machine, threads=1)
    answer = session.run(feeds)["y"]
    if session.verdict.provider != CUDA:
        return {"worked": False, "detail": session.verdict.reason.en}
    expected = GraphSession(TRIAL_GRAPH, Device("cpu"), machine, threads=1).run(feeds)["y"]
    difference = float(np.abs(answer - expected).max() / np.abs(expected).max())
    worked = bool(difference <= TOLERANCE)  # false for not a number, too
    detail = "" if worked else f"the graphics card computes something else (difference {difference:.3g})"
    return {"worked": worked, "detail": detail, "device": session.verdict.device_name, "difference": difference}
