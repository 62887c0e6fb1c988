"""What follows the set-up: the window, the demo, the tests, the package, the checks of the code."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from workshop_setup.console import run_shown, say
from workshop_setup.environment import Checkout

NO_TESTS_COLLECTED = 5
MOST_PROCESSES = 4
"""That share the usual tests; each loads Qt and PyTorch, about a gigabyte."""


@dataclass(frozen=True)
class Suite:
    """One run of pytest: which tests by their markers, whether they need an X screen, and whether several processes may
    share them.
    """

    name: str
    markers: str
    screen: bool = False
    shared: bool = False


USUAL = Suite("the tests", "not slow and not needs_display and not benchmark", shared=True)
LONG = Suite("the long tests", "slow and not needs_display and not benchmark")
ON_SCREEN = Suite("the tests on a screen", "needs_display and not benchmark", screen=True)
BENCHMARKS = Suite("the measurements of speed", "benchmark")


def has_screen(variables: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be shown: always said of Windows and macOS, on Linux by the session's variables."""
    if not platform.startswith("linux"):
        return True
    return bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def open_window(checkout: Checkout) -> int:
    """Start the program; its exit status is ours."""
    say("Opening Model Workshop.")
    return run_shown([str(checkout.script("model-workshop"))])


def run_demo(checkout: Checkout) -> int:
    """Do the main job without a window, into `demo/` of the checkout."""
    say("There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the demo runs without a window.")
    return run_shown([str(checkout.python), str(checkout.root / "packaging" / "demo.py")])


def suites(everything: bool, only_long: bool, benchmarks: bool) -> list[Suite]:
    """The runs of pytest that the options ask for."""
    if benchmarks:
        return [BENCHMARKS]
    if only_long:
        return [LONG, ON_SCREEN]
    return [USUAL, LONG, ON_SCREEN] if everything else [USUAL]


@contextmanager
def virtual_screen() -> Iterator[dict[str, str]]:
    """Start Xvfb and a window manager; yields the variables for programs that are to appear there."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        screen = {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        manager = subprocess.Popen(["openbox"], env={**os.environ, **screen}, stderr=subprocess.DEVNULL)
        try:
            yield screen
        finally:
            manager.terminate()
            manager.wait()
            server.terminate()


def test(checkout: Checkout, wanted: Sequence[Suite], arguments: Sequence[str]) -> int:
    """Run each suite in turn, the rest too when one fails; the first failure is the exit status."""
    results = [run_suite(checkout, suite, arguments) for suite in wanted]
    return next((status for status in results if status), 0)


def run_suite(checkout: Checkout, suite: Suite, arguments: Sequence[str]) -> int:
    """One run of pytest; a run that found no test is no failure."""
    say(f"Running {suite.name}.")
    # The tests of a file stay together, so that what a file makes once is made once.
    sharing = ["-n", "auto", "--maxprocesses", str(MOST_PROCESSES), "--dist", "loadfile"] if suite.shared else []
    command = [str(checkout.python), "-m", "pytest", "-m", suite.markers, *sharing, *arguments]
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if not suite.screen:
        status = run_shown(command, variables, checkout.root)
    elif sys.platform.startswith("linux") and not (shutil.which("Xvfb") and shutil.which("openbox")):
        say("Skipped: Xvfb and openbox are not installed (apt-get install -y xvfb openbox xdotool scrot).")
        status = 1 if os.environ.get("CI") else 0
    elif sys.platform.startswith("linux"):
        with virtual_screen() as screen:
            status = run_shown(command, {**variables, **screen}, checkout.root)
    else:
        status = run_shown(command, dict(os.environ), checkout.root)
    return 0 if status == NO_TESTS_COLLECTED else status


def package(checkout: Checkout, what: str, arguments: Sequence[str]) -> int:
    """Make the package (`package`) or try it out (`package-test`); the exit status is that of the script."""
    script = {"package": "build_package.py", "package-test": "smoke_test.py"}[what]
    return run_shown([str(checkout.python), str(checkout.root / "packaging" / script), *arguments])


def lint(checkout: Checkout) -> int:
    """Style, types and import rules, one after the other; 0 only if all three are content."""
    commands = [["ruff", "check", "."], ["mypy"], ["lint-imports", "--no-logo"]]
    results = []
    for command in commands:
        say(f"Running {' '.join(command)}.")
        results.append(run_shown([str(checkout.script(command[0])), *command[1:]], folder=checkout.root))
    return 1 if any(results) else 0
