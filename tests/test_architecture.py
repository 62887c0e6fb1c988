"""The rules of the house that a tool can check."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.helpers.skips import need_tool, skip_for_want_of

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FUNCTION = 80
LONGEST_FILE = 500
HEAVY = ("torch", "lightning_fabric", "onnx", "onnxscript")
# Folders of a person's or build machine, and hosts of package indexes: none belongs in a published file.
MACHINE_TRACES = re.compile(
    r"/root/|/home/[a-z]|/Users/[a-z]|[A-Z]:\\Users\\|/tmp/bash|files\.pythonhosted|pypi\.org/simple|/opt/wheels"
)
# Imports every module of the window's process and all that the trainer shares with it.
IMPORT_ALL = """
import importlib, json, pkgutil, sys
import desktop_app, trainer.catalog, trainer.contract, trainer.datasets, trainer.evaluation, trainer.metrics
for package in (desktop_app, trainer.contract, trainer.datasets, trainer.metrics):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
print(json.dumps(sorted(sys.modules)))
"""
ADDRESS_LISTS = {ROOT / "desktop_app" / "resources" / "gpu_part.json"}
"""Name the public index on purpose: the program itself downloads from there."""
TEXT_SUFFIXES = {".py", ".toml", ".txt", ".md", ".json", ".jsonl", ".svg", ".qss", ".ts", ".yml", ".cfg", ".spec", ""}


def tracked_files() -> list[Path]:
    """The files that git knows; skips where this is no checkout."""
    git = need_tool("git")
    if not (ROOT / ".git").exists():
        skip_for_want_of("platform", "this is no git checkout")
    result = subprocess.run([git, "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=True)
    paths = [ROOT / name for name in result.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def python_files(*folders: str) -> list[Path]:
    """The Python files below the folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, methods and inner ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported_roots(tree: ast.AST) -> Iterator[str]:
    """The top-level names that a file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_imports_point_one_way() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()", "--no-logo"]
    result = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_what_runs_beside_the_worker_never_loads_torch() -> None:
    result = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 0, result.stderr
    imported = set(json.loads(result.stdout.splitlines()[-1]))
    assert {"desktop_app", "trainer.catalog", "trainer.evaluation"} <= imported
    assert not set(HEAVY) & imported


def test_services_use_no_widgets() -> None:
    for path in python_files("desktop_app/services"):
        assert "QtWidgets" not in path.read_text(encoding="utf-8"), path


def test_every_imported_package_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["pretrained"]]
    declared = {re.split(r"[^\w-]", line)[0].lower().replace("-", "_") for line in lines}
    declared |= {"pyside6", "shiboken6", "pil", "sklearn", "onnxruntime", "tomllib", "desktop_app", "trainer"}
    for path in python_files("desktop_app", "trainer"):
        names = set(imported_roots(ast.parse(path.read_text(encoding="utf-8"))))
        unknown = {name for name in names if name not in sys.stdlib_module_names and name.lower() not in declared}
        assert not unknown, f"{path.relative_to(ROOT)} imports {sorted(unknown)}"


def test_functions_and_files_stay_short() -> None:
    problems = []
    for path in python_files("desktop_app", "trainer", "packaging", "tests"):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT)
        if (lines := text.count("\n")) > LONGEST_FILE:
            problems.append(f"{name}: {lines} lines")
        for function in functions(ast.parse(text)):
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            if length > LONGEST_FUNCTION:
                problems.append(f"{name}: {function.name} has {length} lines")
    assert not problems, "\n".join(problems)


def test_no_trace_of_a_machine_in_published_files() -> None:
    traces = []
    for path in tracked_files():
        if path.suffix not in TEXT_SUFFIXES or path in {Path(__file__).resolve(), *ADDRESS_LISTS}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if MACHINE_TRACES.search(line):
                traces.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not traces, "\n".join(traces)


def test_the_constraints_name_every_dependency_exactly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    wanted = project["dependencies"] + optional["test"] + optional["pretrained"]
    lines = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines}
    assert {re.split(r"[^\w-]", line)[0].lower().replace("_", "-") for line in wanted} <= pinned
