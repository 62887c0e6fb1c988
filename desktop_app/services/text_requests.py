"""What can be asked of models that write or translate."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from desktop_app.services.inference_requests import Watch
from trainer.contract.card import Task

if TYPE_CHECKING:
    from trainer.contract.pipelines.text_generation import Ending, TextGeneration, WrittenToken
    from trainer.contract.pipelines.translation import TranslatedText, Translation

REPORT_SECONDS = 1 / 30
"""A text that is being written is shown at most this often."""
ALTERNATIVES = 6
"""Tokens that are told with each one written."""


@dataclass(frozen=True)
class WritingSettings:
    """How the next tokens are chosen, as `trainer.contract.token_choice` says, and how many at most."""

    temperature: float = 0.8
    top_k: int = 0
    top_p: float = 0.95
    repetition_penalty: float = 1.0
    length: int = 200
    seed: int = 1


@dataclass(frozen=True)
class Written:
    """How a text came to its end, what of its beginning was not read, and what of it no token stands for."""

    tokens: int
    ending: "Ending | None"
    left_out: int
    unknown: int


@dataclass(frozen=True)
class WrittenPart:
    """The tokens since the last report, and the seconds since the writing began."""

    tokens: "tuple[WrittenToken, ...]"
    seconds: float


@dataclass(frozen=True)
class WriteText:
    """What comes after `prompt`; the tokens come as reports of one `WrittenPart` each."""

    task: ClassVar[Task] = "text-generation"
    prompt: str
    settings: WritingSettings

    def run(self, pipeline: "TextGeneration", watch: Watch) -> Written:
        """Writes until the text ends or the watch says stop."""
        from trainer.contract.token_choice import TokenChoice

        settings = self.settings
        choice = TokenChoice(
            temperature=settings.temperature,
            top_k=settings.top_k,
            top_p=settings.top_p,
            repetition_penalty=settings.repetition_penalty,
        )
        writing = pipeline.write(self.prompt, settings.length, choice, settings.seed, ALTERNATIVES)
        waiting: list[WrittenToken] = []
        began = time.monotonic()
        last_report = 0.0
        for token in writing:
            waiting.append(token)
            if (now := time.monotonic()) - last_report >= REPORT_SECONDS:
                watch.report(writing.tokens, settings.length, (WrittenPart(tuple(waiting), now - began),))
                last_report = now
                waiting.clear()
            if not watch.goes_on():
                break
        if waiting:
            part = WrittenPart(tuple(waiting), time.monotonic() - began)
            watch.report(writing.tokens, settings.length, (part,))
        return Written(writing.tokens, writing.ending, writing.left_out, writing.unknown)


@dataclass(frozen=True)
class TranslateText:
    """The translation of a text; how many of its sentences are done comes as reports."""

    task: ClassVar[Task] = "translation"
    text: str
    beam: int

    def run(self, pipeline: "Translation", watch: Watch) -> "TranslatedText":
        """Translates sentence by sentence until all are done. Raises Cancelled when the watch says stop."""

        def goes_on(done: int, total: int) -> bool:
            watch.report(done, total, ())
            return watch.goes_on()

        return pipeline.translate_all([self.text], self.beam, goes_on)[0]
