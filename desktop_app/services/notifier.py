"""Carries messages and failures from anywhere to the window and into the log."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace
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
    """What happened, why, and what to do; `fix` is the act that helps, if there is one.

    `retell` makes the same failure again in the language then in force; without it the words stay as they are.
    """

    what: str
    why: str = ""
    advice: str = ""
    details: str = ""
    fix: Action | None = None
    retell: "Callable[[], Failure] | None" = field(default=None, compare=False)


class Notifier(QObject):
    """`told` and `failed` are shown by the window: a toast, or an error card on the page in front.

    `withdrawn` carries a message that no longer holds, such as of a deletion that was undone.
    """

    told = Signal(Message)
    withdrawn = Signal(Message)
    failed = Signal(Failure)

    def tell(
        self,
        text: str,
        detail: str = "",
        kind: Literal["done", "info", "warning"] = "done",
        action: Action | None = None,
    ) -> Message:
        """Show a message for some seconds, and return it for `withdraw`."""
        log.info("%s %s", text, detail)
        message = Message(text, detail, kind, action)
        self.told.emit(message)
        return message

    def withdraw(self, message: Message) -> None:
        """Take a message away if it is still shown."""
        self.withdrawn.emit(message)

    def fail(self, failure: Failure) -> None:
        """Show a failure until the person has read it."""
        log.error("%s %s %s\n%s", failure.what, failure.why, failure.advice, failure.details)
        self.failed.emit(failure)


def failure_of(
    error: BaseException, what: str | Callable[[], str], pick: Callable[[Text], str], advice: str = ""
) -> Failure:
    """The failure that `error` means: `what` says what could not be done, the error says why.

    `pick` chooses the language of texts that come from outside Qt; `advice` serves errors that carry none. Where
    `what` is a function it is asked again whenever the language changes.
    """
    said = what() if callable(what) else what
    why, hint = f"{type(error).__name__}: {error}", advice
    if isinstance(error, WorkshopError):
        why, hint = pick(error.message), pick(error.hint)
    failure = Failure(said, why, hint, "".join(traceback.format_exception(error)))
    return replace(failure, retell=lambda: failure_of(error, what, pick, advice))
