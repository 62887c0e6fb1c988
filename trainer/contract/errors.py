"""The one exception that carries a message for a person."""

from typing import Literal, get_args

from trainer.contract.text import Text

ItemErrorKind = Literal[
    "unreadable",
    "wrong-kind",
    "too-large",
    "empty",
    "nothing-found",
    "several-objects",
    "unsupported-model",
    "model-invalid",
    "internal",
]
"""What can be wrong with one item of a verb: a closed list."""
ErrorKind = Literal[
    ItemErrorKind,
    "not-found",
    "invalid-setting",
    "data-missing",
    "data-changed",
    "download-failed",
    "training-failed",
    "no-space",
    "not-writable",
    "busy",
]
"""What can be wrong with the work as a whole."""
ITEM_ERROR_KINDS: tuple[str, ...] = get_args(ItemErrorKind)
ERROR_KINDS: tuple[str, ...] = get_args(ErrorKind)


class WorkshopError(Exception):
    """Something a person can understand and act on: what happened and why, and what to do."""

    def __init__(self, kind: ErrorKind, message: Text, hint: Text) -> None:
        super().__init__(message.en)
        self.kind = kind
        self.message = message
        self.hint = hint


class Cancelled(Exception):  # noqa: N818 - not an error: the person wanted it
    """Work that a person ended before its time; what it has kept on the disk is whole."""
