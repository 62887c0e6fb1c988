"""What the strip says of the last request of a page."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from desktop_app.services.notifier import Action
from desktop_app.ui.context import PageContext
from desktop_app.ui.widgets.truth_strip import Verdict as StripVerdict

if TYPE_CHECKING:
    from desktop_app.inference.providers import Verdict

CPU = "CPUExecutionProvider"

translate = QCoreApplication.translate  # under this name the tool that collects texts finds them


def strip_verdict(verdict: "Verdict", work: str, context: PageContext) -> StripVerdict:
    """Where a request ran, why there, and `work`, such as "38 ms for 100 pictures"."""
    reason = context.language.pick(verdict.reason)
    if verdict.provider != CPU:
        return StripVerdict("gpu", translate("Verdicts", "Running on GPU"), " · ".join((verdict.device_name, work)))
    facts = " · ".join((reason.rstrip(".。"), work))
    words = translate("Verdicts", "Running on CPU")
    return StripVerdict("fallback" if verdict.is_fallback else "cpu", words, facts, _links(verdict, context))


def _links(verdict: "Verdict", context: PageContext) -> tuple[Action, ...]:
    fix = context.language.pick(verdict.fix)
    if not fix:
        return ()
    reason = context.language.pick(verdict.reason)
    notifier = context.services.notifier
    details = f"{verdict.provider} ({verdict.wanted})\n{reason}\n{fix}"
    return (
        Action(translate("Verdicts", "How to fix"), lambda: notifier.tell(reason, fix, kind="info")),
        Action(translate("Verdicts", "Copy details"), lambda: QGuiApplication.clipboard().setText(details)),
    )
