"""Skips say what is wanting; in CI a skip for want of something that can be installed is a failure."""

import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal, NoReturn, get_args

import pytest

Want = Literal["tool", "test data", "root", "platform", "gpu"]
# These cannot be installed, so CI counts and prints them and goes on.
EXCUSED: tuple[Want, ...] = ("test data", "root", "platform", "gpu")
REASON = re.compile(rf"want of ({'|'.join(get_args(Want))}): (.*)", re.DOTALL)


def skip_for_want_of(want: Want, text: str) -> NoReturn:
    """Skip the running test; `text` says what is needed and how to provide it."""
    pytest.skip(f"want of {want}: {text}", allow_module_level=True)


def need_tool(name: str, package: str = "") -> str:
    """The path of a program, or a skip that names the Debian package with it."""
    path = shutil.which(name)
    if path is None:
        skip_for_want_of("tool", f"{name} is not installed (apt-get install {package or name})")
    return path


def need_root() -> None:
    """Skip unless the test runs with root's rights."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        skip_for_want_of("root", "needs root's rights")


def category(reason: str) -> str:
    """What a skip reason says is wanting; `no stated want` for a skip made in another way."""
    match = REASON.match(reason.removeprefix("Skipped: "))
    return match[1] if match else "no stated want"


def is_failure(reason: str, in_ci: bool) -> bool:
    """Whether a skip with this reason fails the run."""
    return in_ci and category(reason) not in EXCUSED


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)


def _judge(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail") and is_failure(_reason(report), bool(os.environ.get("CI"))):
        report.outcome = "failed"
        report.longrepr = f"This must not be skipped in CI. {_reason(report)}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """Turn a skip that CI must not have into a failure."""
    report = yield
    _judge(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    """The same for a whole file that is skipped."""
    report = yield
    _judge(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the skips by what was wanting, with their count."""
    groups: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for report in terminalreporter.stats.get("skipped", []):
        reason = _reason(report).removeprefix("Skipped: ")
        groups[category(reason)][REASON.sub(r"\2", reason)] += 1
    for want, reasons in sorted(groups.items()):
        terminalreporter.section(f"skipped for want of {want}: {sum(reasons.values())}")
        for reason, count in sorted(reasons.items()):
            terminalreporter.write_line(f"{count:5} {reason}")
