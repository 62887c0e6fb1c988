"""What the self-test found, as the window shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from desktop_app import __version__
from desktop_app.places import Places
from trainer.contract.text import Text

if TYPE_CHECKING:
    from desktop_app.inference.library import ModelLibrary
    from desktop_app.inference.machine import Machine


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: what came out, and under it why or what to do."""

    state: Literal["ok", "warning", "bad"]
    title: Text
    detail: Text


@dataclass(frozen=True)
class SelfTestReport:
    """All findings, and the whole as text to be copied into a message to somebody who helps."""

    findings: tuple[Finding, ...]
    text: Text


SelfTest = Callable[[], SelfTestReport]


def examine_computer(places: Places, library: "ModelLibrary", machine: "Machine", device: str) -> SelfTestReport:
    """Try everything once, as the verb `doctor` does; for a thread beside the window."""
    from desktop_app.inference import doctor, providers  # they load numpy, which the first paint does not wait for

    report = doctor.examine(places, library, machine, __version__, providers.parse_device(device))
    findings = tuple(Finding(check.state, check.title, check.detail) for check in report.checks)
    return SelfTestReport(findings, Text(doctor.report_text(report, "en"), doctor.report_text(report, "zh_CN")))
