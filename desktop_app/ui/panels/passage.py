"""A text that a model has written, piece by piece, and the versions of it that one can go back to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING, Literal

from desktop_app.services.text_requests import WritingSettings

if TYPE_CHECKING:
    from desktop_app.inference.providers import Verdict
    from trainer.contract.pipelines.text_generation import WrittenToken

LIKELY, UNLIKELIEST = 0.5, 0.005
"""Tokens of at least the one probability are not marked, of at most the other as strongly as can be."""

End = Literal["", "length", "end", "stopped", "failed"]


@dataclass(frozen=True)
class Piece:
    """What one token made readable, or several that make one sign, with the probability that it had.

    `alternatives` are what could have stood here, with their probabilities, the likeliest first.
    """

    text: str
    probability: float
    alternatives: tuple[tuple[str, float], ...] = ()

    def strength(self) -> float:
        """How strongly the piece is marked: 0 for a likely one, 1 for the unlikeliest."""
        share = log(max(self.probability, UNLIKELIEST) / LIKELY) / log(UNLIKELIEST / LIKELY)
        return min(max(share, 0.0), 1.0)


@dataclass(frozen=True)
class Passage:
    """A version of a text: what the person wrote, and what a model made of it.

    `start` is how many pieces there were before the last request; `tokens` and `seconds` are of that request alone.
    `end` says why it went no further, empty while it does.
    """

    model_id: str
    prompt: str
    settings: WritingSettings
    pieces: tuple[Piece, ...] = ()
    start: int = 0
    tokens: int = 0
    seconds: float = 0.0
    verdict: "Verdict | None" = None
    end: End = ""
    left_out: int = 0
    unknown: int = 0

    def text(self) -> str:
        """All of it."""
        return self.prompt + self.written()

    def written(self) -> str:
        """What the model wrote."""
        return "".join(piece.text for piece in self.pieces)

    def rate(self) -> float:
        """Tokens a second of the last request; 0 while there is nothing to tell it from."""
        return self.tokens / self.seconds if self.seconds > 0 else 0.0

    def before_last(self) -> "Passage":
        """The same without what came of the last request."""
        return replace(self, pieces=self.pieces[: self.start])

    def with_alternative(self, number: int, alternative: tuple[str, float]) -> "Passage":
        """The text up to piece `number`, with something else in its place."""
        piece = replace(self.pieces[number], text=alternative[0], probability=alternative[1])
        return replace(self, pieces=(*self.pieces[:number], piece))


class Versions:
    """What there was, in order, and which of it is shown. What is new takes the place of what was undone."""

    def __init__(self) -> None:
        self._versions: list[Passage] = []
        self._current = -1

    def current(self) -> Passage | None:
        """The version that is shown."""
        return self._versions[self._current] if self._current >= 0 else None

    def add(self, passage: Passage) -> None:
        """A new version."""
        self._versions = [*self._versions[: self._current + 1], passage]
        self._current += 1

    def change(self, passage: Passage) -> None:
        """The version that is shown has gone on."""
        self._versions[self._current] = passage

    def can_move(self, step: int) -> bool:
        """Whether there is a version before (-1) or after (1)."""
        return 0 <= self._current + step < len(self._versions)

    def move(self, step: int) -> None:
        """Show the version before or after."""
        if self.can_move(step):
            self._current += step


class PieceMaker:
    """Makes pieces of tokens as they come: those that show nothing yet wait for the one that makes them a sign."""

    def __init__(self) -> None:
        self._waiting: WrittenToken | None = None

    def pieces(self, tokens: "Iterable[WrittenToken]") -> list[Piece]:
        """The pieces that have become whole."""
        found = []
        for token in tokens:
            first = self._waiting or token
            if token.text:
                found.append(Piece(token.text, first.probability, first.alternatives))
                self._waiting = None
            else:
                self._waiting = first
        return found
