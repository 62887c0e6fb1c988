"""Starts the other processes of a data-parallel training on this computer."""

import os
import socket
import subprocess
from pathlib import Path
from types import TracebackType

from trainer.processes import child_environment, worker_command

PARTING_SECONDS = 20.0


class OtherRanks:
    """Ranks 1 to n-1, each a worker of its own that follows rank 0; none if `fabric run` or torchrun started them."""

    def __init__(self, devices: int, folder: Path) -> None:
        self._devices = devices
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "OtherRanks":
        if self._devices > 1 and "LOCAL_RANK" not in os.environ:
            os.environ.update(
                MASTER_ADDR="127.0.0.1",
                MASTER_PORT=str(_free_port()),
                NODE_RANK="0",
                LOCAL_RANK="0",
                WORLD_SIZE=str(self._devices),
            )
            for rank in range(1, self._devices):
                environment = child_environment(LOCAL_RANK=str(rank))
                command = worker_command(str(self._folder))
                self._processes.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, env=environment))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            try:
                process.wait(PARTING_SECONDS if error is None else 0.0)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])
