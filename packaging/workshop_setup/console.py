"""What the set-up says, and the commands it runs."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


class SetupError(Exception):
    """The set-up cannot go on; the text is one sentence that says what is missing and what to do."""


def say(text: str) -> None:
    """Print one line at once, also when the output is a file."""
    print(text, flush=True)


def run_logged(
    command: Sequence[str], log: Path, show: str = "", environment: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run a command without standard input, append all it prints to `log` and show the lines that match `show`.

    Returns its exit status and everything it printed. On a terminal with `show` empty nothing is shown.
    """
    pattern = re.compile(show) if show else None
    lines: list[str] = []
    with (
        log.open("a", encoding="utf-8") as file,
        subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        assert process.stdout is not None
        try:
            for line in process.stdout:
                file.write(line)
                lines.append(line)
                if pattern and pattern.search(line):
                    say("    " + shortened(line.strip()))
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise
    return process.returncode, "".join(lines)


def shortened(line: str, width: int = 110) -> str:
    """The line, cut where it would run over."""
    return line if len(line) <= width else line[: width - 3] + "..."


def run_shown(command: Sequence[str], environment: dict[str, str] | None = None, folder: Path | None = None) -> int:
    """Run a command that talks to the person itself; returns its exit status."""
    sys.stdout.flush()
    with subprocess.Popen(list(command), env=environment, cwd=folder) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # Ctrl-C reached the command as well; it may have something to save first.
            process.wait()
            raise


def readable_size(count: float) -> str:
    """A number of bytes as people say it: `412 MB`, `3.2 GB`."""
    if count >= 1e9:
        return f"{count / 1e9:.1f} GB"
    return f"{max(1, round(count / 1e6))} MB"


def on_terminal() -> bool:
    """Whether a person reads the output as it comes, so that progress bars make sense."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
