"""Carries messages and failures from anywhere to the window and into the log."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Action:
    """What a person can do about a message: the word on the button and what it does."""

    title: str
    run: Callable[[], object]


@dataclass(frozen=True)
class Message:
    """Something worth knowing that needs no act: shown for some seconds."""

    text: str
    detail: str = ""
    kind: Literal["done", "info", "warning"] = "done"
    action: Action | None = None


@dataclass(frozen=True)
class Failure:
    """What happened, why, and what to do; `fix` is the act that helps, if there is one."""

    what: str
    why: str = ""
    advice: str = ""
    details: str = ""
    fix: Action | None = None


class Notifier(QObject):
    """`told` and `failed` are shown by the window: a toast, or an error card on the page in front."""

    told = Signal(Message)
    failed = Signal(Failure)

    def tell(
        self,
        text: str,
        detail: str = "",
        kind: Literal["done", "info", "warning"] = "done",
        action: Action | None = None,
    ) -> None:
        """Show a message for some seconds."""
        log.info("%s %s", text, detail)
        self.told.emit(Message(text, detail, kind, action))

    def fail(self, failure: Failure) -> None:
        """Show a failure until the person has read it."""
        log.error("%s %s %s\n%s", failure.what, failure.why, failure.advice, failure.details)
        self.failed.emit(failure)


def failure_of(error: BaseException, what: str, pick: Callable[[Text], str], advice: str = "") -> Failure:
    """The failure that `error` means: `what` says what could not be done, the error says why.

    `pick` chooses the language of texts that come from outside Qt; `advice` serves errors that carry none.
    """
    details = "".join(traceback.format_exception(error))
    if isinstance(error, WorkshopError):
        return Failure(what, pick(error.message), pick(error.hint), details)
    return Failure(what, f"{type(error).__name__}: {error}", advice, details)
