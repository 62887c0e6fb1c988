"""Runs the graphs of a model file on the CPU, to test and to calibrate it."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnxruntime

from trainer.contract.card import MAIN_ROLE, companion_path


class GraphRunner:
    """A `RunGraph` over a model's files; each graph is loaded when it is first run.

    `as_written` computes each operator by itself, as the file says, without what ONNX Runtime makes of several.
    """

    def __init__(self, path: Path, threads: int = 1, *, as_written: bool = False) -> None:
        self._path = path
        self._threads = threads
        self._as_written = as_written
        self._sessions: dict[str, onnxruntime.InferenceSession] = {}

    def __call__(self, role: str, feeds: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """The outputs of graph `role` by name."""
        session = self._session(role)
        names = [output.name for output in session.get_outputs()]
        return dict(zip(names, session.run(names, dict(feeds)), strict=True))

    def _session(self, role: str) -> onnxruntime.InferenceSession:
        if role not in self._sessions:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = self._threads
            options.log_severity_level = 3
            if self._as_written:
                options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
            path = self._path if role == MAIN_ROLE else companion_path(self._path, role)
            self._sessions[role] = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        return self._sessions[role]
