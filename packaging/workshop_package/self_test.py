"""The packaged program does its work once before it is packed: reads, draws, trains, exports, uses the result."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from workshop_package.problems import PackageError

KEPT_VARIABLES = ("SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "USERPROFILE", "NUMBER_OF_PROCESSORS")
TWENTY_STEPS = ("--data", "mnist-sample", "--set", "epochs=1", "--set", "batch_size=200", "--seed", "0")
"""4,000 training pictures of the sample in batches of 200."""


def bare_environment(home: Path) -> dict[str, str]:
    """Nothing of this shell: no paths of Python, of libraries, of the checkout; `home` is an empty folder."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    path = os.environ.get("PATH", "") if sys.platform == "win32" else "/usr/bin:/bin"
    home.mkdir(parents=True, exist_ok=True)
    return {**kept, "PATH": path, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}


def run(command: list[str], environment: Mapping[str, str], folder: Path, timeout: float = 600) -> str:
    """Run the program and return what it printed; raises `PackageError` with its last words if it failed."""
    result = subprocess.run(
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    if result.returncode:
        words = (result.stdout + result.stderr).decode(errors="replace").strip()
        raise PackageError(f"`{' '.join(command[1:])}` ended with status {result.returncode}: {words[-2000:]}")
    return result.stdout.decode()


def test_program(executable: Path, version: str) -> list[str]:
    """Run the self-test; returns what was seen. Raises `PackageError` at the first thing that does not work."""
    with tempfile.TemporaryDirectory(prefix="model-workshop-self-test-") as name:
        folder = Path(name)
        environment = bare_environment(folder / "home")

        def verb(*words: str) -> str:
            return run([str(executable), *words], environment, folder)

        said = verb("--version").strip()
        if said != f"Model Workshop {version}":
            raise PackageError(f"The program calls itself {said!r}, not version {version}.")
        report = json.loads(verb("doctor", "--json"))
        if not report["well"] or not report["packages"]["torch"]:
            raise PackageError(f"The program's own examination found something broken: {report['checks']}")
        verb("verify", "digits-cnn")
        verb("generate", "digits-vae", "--count", "9", "--seed", "1", "--out", "digits.png")
        verb("train", "digits-cnn", *TWENTY_STEPS, "--out", "trained.onnx", "--quiet")
        answer = json.loads(verb("classify", "trained.onnx", "digits.png", "--json").splitlines()[0])
        verb("--screenshots", "pictures")
        pictures = len(list((folder / "pictures").glob("*.png")))
        if pictures < 20:
            raise PackageError(f"Only {pictures} pictures of the window's pages were drawn.")
        return [
            f"{said}, PyTorch {report['packages']['torch']}, providers {', '.join(report['providers_usable'])}",
            f"trained 20 steps, exported, used the result ({answer.get('task') or answer['error']['kind']})",
            f"drew {pictures} pictures of the window's pages",
        ]
