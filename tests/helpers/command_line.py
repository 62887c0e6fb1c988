"""Runs the verbs as real processes and holds their output against the schemas."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from desktop_app.processes import own_environment

SCHEMAS = Path(__file__).parents[1] / "golden" / "schemas"
VERB = [sys.executable, "-m", "desktop_app"]


@dataclass(frozen=True)
class Finished:
    """What a process left: exit status and both outputs."""

    status: int
    output: bytes
    messages: str

    def documents(self, schema: str) -> list[Any]:
        """The JSON of each line of output, valid by the schema called `schema`."""
        found = [json.loads(line) for line in self.output.splitlines()]
        for each in found:
            validate(each, schema)
        return found

    def document(self, schema: str) -> Any:
        """The only one."""
        (found,) = self.documents(schema)
        return found


def run_verb(*words: str | bytes, folder: Path, stdin: bytes = b"", timeout: float = 280, **env: str) -> Finished:
    """Runs `model-workshop WORDS` in `folder`."""
    done = subprocess.run(
        [*VERB, *words],
        cwd=folder,
        input=stdin,
        capture_output=True,
        timeout=timeout,
        env=own_environment(**env),
        check=False,
    )
    return Finished(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


def start_verb(*words: str, folder: Path, program: list[str] | None = None, **env: str) -> "subprocess.Popen[bytes]":
    """Starts a verb that is to be interrupted."""
    return subprocess.Popen(
        [*(program or VERB), *words],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=own_environment(**env),
        preexec_fn=None if sys.platform == "win32" else _heed_ctrl_c,
    )


def _heed_ctrl_c() -> None:
    """A shell that starts the tests in the background leaves SIGINT ignored, and children inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def interrupt(process: "subprocess.Popen[bytes]", timeout: float = 280) -> Finished:
    """Sends what Ctrl-C sends and waits for the end."""
    process.send_signal(signal.SIGINT)
    output, messages = process.communicate(timeout=timeout)
    return Finished(process.returncode, output, messages.decode(errors="replace"))


def wait_for(condition: Any, timeout: float = 180) -> None:
    """Waits until `condition()` holds."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def validate(value: Any, schema: str) -> None:
    """Raises jsonschema.ValidationError where `value` is not as the schema says."""
    _validator(schema).validate(value)


@cache
def _validator(schema: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))
