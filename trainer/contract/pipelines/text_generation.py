"""A beginning in, text out, token by token."""

import math
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Literal

import msgspec
import numpy as np

from trainer.contract.card import MAIN_ROLE, ModelCard, StateSpec, TensorSpec, TextSpec
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.text import Text
from trainer.contract.token_choice import TokenChoice, choose_token, likeliest, log_probabilities
from trainer.contract.tokenization import Tokenizer

LONGEST_PROMPT = 16_384
"""Tokens of a beginning that are read; of a longer one its end."""
CHUNK = 512
"""Tokens that a graph reads in one go."""
LEAST_LONGEST = 2
LARGEST_STATE = 2**26
"""Numbers of one state of one text, beyond which no model of ours goes."""
MOST_HELD = 4
"""Tokens that are held back at most until they make a character: in UTF-8 none has more bytes."""
BROKEN = "\N{REPLACEMENT CHARACTER}"

Ending = Literal["length", "end"]


class WrittenToken(msgspec.Struct, frozen=True):
    """One token more, and how likely the network found it.

    `text` is what can be read now, empty while bytes of a character are missing. `alternatives` are tokens with their
    probabilities, the likeliest first, as many as were asked for.
    """

    text: str
    token: int
    probability: float
    alternatives: tuple[tuple[str, float], ...] = ()


class Writing:
    """A text that is being written: whoever iterates over it gets its tokens, and stops it by not going on.

    `text` is what was written so far, `tokens` how many. `ending` says why there is no more: `length`, or `end` where
    the network itself ended the text; None while there could be more. `left_out` tokens of the prompt were not read,
    since it was too long; `unknown` are not in the vocabulary.
    """

    def __init__(self, tokens: Generator[WrittenToken, None, Ending], left_out: int, unknown: int) -> None:
        self.text = ""
        self.tokens = 0
        self.ending: Ending | None = None
        self.left_out = left_out
        self.unknown = unknown
        self._source = tokens

    def __iter__(self) -> Iterator[WrittenToken]:
        return self

    def __next__(self) -> WrittenToken:
        try:
            token = next(self._source)
        except StopIteration as stop:
            self.ending = self.ending or stop.value
            raise StopIteration from None
        self.tokens += 1
        self.text += token.text
        return token


class TextGeneration:
    """Goes on writing a text as the card of a model says."""

    def __init__(self, card: ModelCard, run: RunGraph) -> None:
        """Raises WorkshopError `model-invalid` where the card lacks the tokenizer or how the graph is fed."""
        if card.text is None or card.tokenizer is None or card.text.longest < LEAST_LONGEST:
            raise _lacks_text()
        self._spec = card.text
        self._tokenizer = Tokenizer(card.tokenizer)
        self._start = starting_states(card)
        self._run = run

    def write(
        self,
        prompt: str,
        tokens: int,
        choice: TokenChoice = TokenChoice(),  # noqa: B008 - frozen
        seed: int = 0,
        alternatives: int = 0,
    ) -> Writing:
        """Up to `tokens` tokens after the prompt; nothing is computed before the first is asked for.

        The same prompt, choice and seed give the same text; one that was stopped goes on the same when all of it is the
        prompt, if that makes the same tokens. An empty prompt is the beginning of a text. Raises WorkshopError as the
        graphs do.
        """
        ids = self._tokenizer.encode(prompt)
        unknown = ids.count(self._tokenizer.unknown)
        if self._spec.marked:
            ids = [self._tokenizer.begin, *ids]
        elif not ids:
            ids = self._tokenizer.encode("\n")
        kept = ids[-LONGEST_PROMPT:]
        memory = Memory(self._spec, self._start, self._run)
        source = self._written(kept, len(ids) - len(kept), tokens, choice, seed, alternatives, memory)
        return Writing(source, len(ids) - len(kept), unknown)

    def _written(
        self,
        prompt: Sequence[int],
        left_out: int,
        count: int,
        choice: TokenChoice,
        seed: int,
        alternatives: int,
        memory: "Memory",
    ) -> Generator[WrittenToken, None, Ending]:
        """The tokens one by one; what the generator returns says why it ended."""
        ids = np.zeros(len(prompt) + count, np.int64)
        ids[: len(prompt)] = prompt
        reader = PieceReader(self._tokenizer)
        for end in range(len(prompt), len(ids)):
            logits = memory.logits_after(ids[:end])
            if not np.isfinite(logits).all():
                raise _no_numbers()
            token = choose_token(self._allowed(logits), choice, ids[:end], seed, left_out + end)
            if token == self._tokenizer.end:
                return "end"
            ids[end] = token
            text = reader.read(token)
            if end == len(ids) - 1:
                text += reader.rest()
            yield self._token(token, text, logits, alternatives)
        return "length"

    def _allowed(self, logits: np.ndarray) -> np.ndarray:
        """Without tokens that are no text: padding, unknown, begin, and end where texts do not end."""
        allowed = logits.copy()
        banned = [self._tokenizer.pad, self._tokenizer.unknown, self._tokenizer.begin]
        allowed[banned if self._spec.marked else [*banned, self._tokenizer.end]] = -np.inf
        return allowed

    def _token(self, token: int, text: str, logits: np.ndarray, alternatives: int) -> WrittenToken:
        shares = log_probabilities(logits)
        others = likeliest(logits, alternatives) if alternatives else ()
        return WrittenToken(
            text,
            token,
            float(np.exp(shares[token])),
            tuple((self._name(int(each)), float(np.exp(shares[each]))) for each in others),
        )

    def _name(self, token: int) -> str:
        special = token in (self._tokenizer.pad, self._tokenizer.unknown, self._tokenizer.begin, self._tokenizer.end)
        return self._tokenizer.token(token) if special else self._tokenizer.decode([token])


class Memory:
    """What a graph keeps of the text so far, so that only new tokens are computed.

    A memory that grows with the text is begun anew, with the last half of it, whenever it is full. Where that happens
    depends on the place in the text alone.
    """

    def __init__(self, spec: TextSpec, start: Mapping[str, np.ndarray], run: RunGraph) -> None:
        self._grows = any(state.grows is not None for state in spec.states)
        self._longest = spec.longest
        self._states = spec.states
        self._empty = start
        self._run = run
        self._kept = dict(start)
        self._first = self._read = 0

    def logits_after(self, ids: np.ndarray) -> np.ndarray:
        """The scores of the token after `ids`, int64 [T] with T of at least 1: float32 [V].

        From one call to the next tokens may only be appended.
        """
        first = self._first_in_view(len(ids))
        if first != self._first:
            self._kept, self._first, self._read = dict(self._empty), first, first
        logits = np.zeros(0, np.float32)
        while self._read < len(ids):
            chunk = ids[None, self._read : self._read + CHUNK]
            outputs = self._run(MAIN_ROLE, {"tokens": chunk, **self._kept})
            self._kept = {state.input: outputs[state.output] for state in self._states}
            self._read += chunk.shape[1]
            logits = outputs["logits"][0, -1]
        return logits

    def _first_in_view(self, length: int) -> int:
        """The first token that the network looks at: 0, then half a memory further whenever it would be full."""
        if not self._grows or length <= self._longest:
            return 0
        half = max(1, self._longest // 2)
        return ((length - 1) // half - 1) * half


class PieceReader:
    """Turns tokens into text as soon as their bytes make whole characters."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._held: list[int] = []

    def read(self, token: int) -> str:
        """What can be read with this token, empty while bytes of a character are missing."""
        self._held.append(token)
        text = self._tokenizer.decode(self._held)
        if text.endswith(BROKEN) and len(self._held) < MOST_HELD:
            return ""
        self._held.clear()
        return text

    def rest(self) -> str:
        """What is still held back, though it may be no whole character."""
        text = self._tokenizer.decode(self._held)
        self._held.clear()
        return text


def starting_states(card: ModelCard, batch: int = 1) -> dict[str, np.ndarray]:
    """The states before the first token, by the names of their inputs: zeros, of length 0 along the axis that grows.

    Raises WorkshopError `model-invalid` where the card describes no such input.
    """
    inputs = {spec.name: spec for spec in card.inputs if spec.graph == MAIN_ROLE}
    states = card.text.states if card.text else ()
    if not all(state.input in inputs and _can_be_kept(inputs[state.input], state) for state in states):
        raise _lacks_text()
    return {state.input: _empty(inputs[state.input], state, batch) for state in states}


def _can_be_kept(spec: TensorSpec, state: StateSpec) -> bool:
    fixed = [size for size in spec.shape if isinstance(size, int)]
    grows = state.grows is None or state.grows in range(len(spec.shape))
    return spec.type == "float32" and grows and min(fixed, default=1) > 0 and math.prod(fixed) <= LARGEST_STATE


def _empty(spec: TensorSpec, state: StateSpec, batch: int) -> np.ndarray:
    shape = [size if isinstance(size, int) else batch for size in spec.shape]
    if state.grows is not None:
        shape[state.grows] = 0
    return np.zeros(shape, spec.type)


def _lacks_text() -> WorkshopError:
    return WorkshopError(
        "model-invalid",
        Text("The model card does not say how the model writes.", "模型卡片没有说明该模型如何写作。"),
        Text("Export the model again.", "请重新导出模型。"),
    )


def _no_numbers() -> WorkshopError:
    return WorkshopError(
        "model-invalid",
        Text("The model gives scores that are no numbers.", "模型给出的得分不是数值。"),
        Text("Export or download the file again.", "请重新导出或下载该文件。"),
    )
