"""Where the packaged program is tried out: a folder of this computer, or a whole other system in a folder."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 600
"""Seconds until a command counts as stuck."""


class CheckFailedError(Exception):
    """The program does not do what it should; the text says what was seen."""


@dataclass(frozen=True)
class Place:
    """The program `executable` as a person with the home `home` starts it; both are paths as the program sees them.

    `system` is the folder of the other system (for chroot), None for this one. `user` is the number of the account.
    `tools` is a folder for stand-ins of the system's programs, without a space: Qt cannot start what has one in its
    path.
    """

    executable: str
    home: str
    system: Path | None = None
    user: int | None = None
    tools: str = "/usr/local/bin"

    def outside(self, inside: str) -> Path:
        """Where a path of the place is found from here."""
        return Path(inside) if self.system is None else self.system / inside.lstrip("/")

    @property
    def data(self) -> str:
        """The person's data folder."""
        return f"{self.home}/.local/share/model-workshop"

    def environment(self, **changes: str) -> dict[str, str]:
        """What a fresh session has, and nothing of this one."""
        fresh = {"PATH": "/usr/bin:/bin", "HOME": self.home, "LC_ALL": "C.UTF-8", "OMP_WAIT_POLICY": "PASSIVE"}
        return {**fresh, **changes}

    def command(self, words: list[str]) -> list[str]:
        """The command that runs `words` in this place."""
        if self.system is not None:
            account = [f"--userspec={self.user}:{self.user}"] if self.user is not None else []
            return [system_tool("chroot"), *account, str(self.system), *words]
        if self.user is not None:
            return [system_tool("setpriv"), f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups", *words]
        return words

    def start(self, *words: str, **changes: str) -> "subprocess.Popen[bytes]":
        """Start the program with `words`; `changes` are variables of its environment."""
        folder = self.system if self.system is not None else self.outside(self.home)
        return subprocess.Popen(
            self.command([self.executable, *words]),
            env=self.environment(**changes),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: str, wanted: int | None = 0, **changes: str) -> tuple[str, str]:
        """Run a verb to its end: (standard output, messages). Raises `CheckFailedError` for a status not `wanted`."""
        process = self.start(*words, QT_QPA_PLATFORM="offscreen", **changes)
        output, messages = (text.decode(errors="replace") for text in process.communicate(timeout=PATIENCE))
        if wanted is not None and process.returncode != wanted:
            said = (messages + output).strip()[-1500:]
            raise CheckFailedError(f"`{' '.join(words)}` ended with status {process.returncode}: {said}")
        if "Traceback" in messages:
            raise CheckFailedError(f"`{' '.join(words)}` showed a stack instead of a sentence: {messages[-1500:]}")
        return output, messages

    def run_json(self, *words: str) -> Any:
        """The first line of a verb's output with --json."""
        output, _ = self.run(*words, "--json")
        return json.loads(output.splitlines()[0])


def system_tool(name: str) -> str:
    """The path of a tool for administrators, whose folders may be missing from the PATH."""
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"]))
    if found is None:
        raise CheckFailedError(f"{name} is not installed")
    return found


def make_home(folder: Path, user: int | None = None) -> Path:
    """A home with a space and Chinese in its name, owned by `user`."""
    home = folder / "home 张 三"
    home.mkdir(parents=True, exist_ok=True)
    if user is not None:
        os.chown(home, user, user)
    return home


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below `folder` with its size and time, to see whether anything was written there."""
    return {
        path.relative_to(folder).as_posix(): (path.lstat().st_size, path.lstat().st_mtime_ns)
        for path in folder.rglob("*")
        if not path.is_dir()
    }
