"""A text in, its translation out, sentence by sentence, with what each word was written for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trainer.contract.beam_search import BeamSettings, Hypothesis, beam_search
from trainer.contract.card import MAIN_ROLE, ModelCard, TensorSpec
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.sentences import Span, sentence_spans, short_spans
from trainer.contract.text import Text
from trainer.contract.token_places import without_space, written_text
from trainer.contract.tokenization import Tokenizer, padded

DECODER = "decoder"
TOKENS, TOKEN = "tokens", "token"
LOG_PROBABILITIES, ATTENTION = "log_probabilities", "attention"

BEAM = 4
LARGEST_BEAM = 32
LENGTH_PENALTY = 1.0
BATCH = 32
"""Sentences that are translated together."""
LARGEST_TEXT = 1_000_000
"""Characters of one text."""
LONGER, MORE = 2, 10
"""A translation has at most so many times as many tokens as its source, and so many more."""


@dataclass(frozen=True)
class TranslatedSentence:
    """One sentence: where it stands in both texts, and its alignment.

    `alignment` float32 [target tokens, source tokens] says what each token was written for; the tokens stand at
    `source_tokens` and `target_tokens` in the whole texts. None where the network has no attention. `is_cut` says that
    it became too long and was ended; `log_probability` is that of the whole sentence.
    """

    source: Span
    target: Span
    source_tokens: tuple[Span, ...]
    target_tokens: tuple[Span, ...]
    alignment: np.ndarray | None
    log_probability: float
    is_cut: bool


@dataclass(frozen=True)
class TranslatedText:
    """A text, its translation, and the sentences of both in order."""

    source: str
    text: str
    sentences: tuple[TranslatedSentence, ...]


@dataclass(frozen=True)
class _Piece:
    """A part of text number `number` that is translated by itself, and its tokens with their places in the text."""

    number: int
    span: Span
    ids: list[int]
    places: list[Span]


class Translation:
    """Translates with an encoder, the main graph of a model, and its companion graph `decoder`."""

    def __init__(self, card: ModelCard, run: RunGraph) -> None:
        """Raises WorkshopError `model-invalid` where the card does not say how to feed the graphs."""
        inputs = {spec.name: spec for spec in card.inputs if spec.graph == DECODER}
        outputs = {spec.name for spec in card.outputs if spec.graph == DECODER}
        given = {spec.name for spec in card.outputs if spec.graph == MAIN_ROLE} | {TOKEN}
        states = card.text.states if card.text else ()
        fits = inputs.keys() <= given | {state.input for state in states} and TOKEN in inputs
        if (
            card.tokenizer is None
            or card.text is None
            or not fits
            or LOG_PROBABILITIES not in outputs
            or not all(state.input in inputs and state.output in outputs for state in states)
        ):
            raise _lacks_decoder()
        self._run = run
        self._inputs: Mapping[str, TensorSpec] = inputs
        self._states = states
        self._longest = card.text.longest
        self._tokenizer = Tokenizer(card.tokenizer)

    def translate(self, text: str, beam: int = BEAM) -> TranslatedText:
        """The translation of a text of any length; a `beam` of 1 is greedy.

        Raises WorkshopError `empty` where there is nothing to translate, `too-large` beyond a million characters.
        """
        if len(text) > LARGEST_TEXT:
            raise _too_long(len(text))
        if not text.strip():
            raise _empty()
        return self.translate_all([text], beam)[0]

    def translate_all(
        self, texts: Sequence[str], beam: int = BEAM, keep_going: Callable[[int, int], bool] = lambda done, total: True
    ) -> list[TranslatedText]:
        """The translations of texts, in order, computed in batches of sentences of similar length.

        A text without words is its own translation. Raises Cancelled when `keep_going(done, total)` says no.
        """
        pieces = [piece for number, text in enumerate(texts) for piece in self._pieces(number, text)]
        by_length = sorted(range(len(pieces)), key=lambda index: len(pieces[index].ids))
        found: dict[int, Hypothesis] = {}
        for start in range(0, len(pieces), BATCH):
            chosen = by_length[start : start + BATCH]
            best = self._decode([pieces[index].ids for index in chosen], beam)
            found |= dict(zip(chosen, best, strict=True))
            if not keep_going(len(found), len(pieces)):
                raise Cancelled
        translated: list[list[tuple[_Piece, Hypothesis]]] = [[] for _ in texts]
        for index, piece in enumerate(pieces):
            translated[piece.number].append((piece, found[index]))
        return [self._joined(text, parts) for text, parts in zip(texts, translated, strict=True)]

    def _pieces(self, number: int, text: str) -> Iterator[_Piece]:
        def fits(part: str) -> bool:
            return len(self._tokenizer.encode(part)) < self._longest  # the end token comes behind

        for sentence in sentence_spans(text):
            for start, end in short_spans(text, sentence, fits):
                part = text[start:end]
                ids, places = self._tokenizer.places(part)
                spans = [without_space(part, place) for place in places]
                yield _Piece(number, (start, end), ids, [(start + first, start + last) for first, last in spans])

    def _decode(self, rows: Sequence[Sequence[int]], beam: int) -> list[Hypothesis]:
        """The best hypothesis of each row of source tokens."""
        tokenizer = self._tokenizer
        sources = padded([[*row[: self._longest - 1], tokenizer.end] for row in rows])
        encoded = self._run(MAIN_ROLE, {TOKENS: sources})
        state = self._first_past(len(rows)) | encoded
        settings = BeamSettings(
            tokenizer.begin,
            tokenizer.end,
            beam=min(max(1, beam), LARGEST_BEAM),
            length_penalty=LENGTH_PENALTY,
            banned=(tokenizer.pad, tokenizer.unknown, tokenizer.begin),
        )
        bounds = [min(self._longest - 1, LONGER * len(row) + MORE) for row in rows]
        return [found[0] for found in beam_search(self._step, state, bounds, settings)]

    def _step(
        self, tokens: np.ndarray, state: Mapping[str, np.ndarray]
    ) -> tuple[np.ndarray, np.ndarray | None, dict[str, np.ndarray]]:
        feeds = {name: state[name] for name in self._inputs if name != TOKEN}
        answer = self._run(DECODER, {TOKEN: tokens, **feeds})
        past = {each.input: answer[each.output] for each in self._states}
        return answer[LOG_PROBABILITIES], answer.get(ATTENTION), past

    def _first_past(self, sentences: int) -> dict[str, np.ndarray]:
        """Zeros for each state, without tokens where it grows."""
        past = {}
        for state in self._states:
            sizes = [size if isinstance(size, int) else 0 for size in self._inputs[state.input].shape]
            past[state.input] = np.zeros((sentences, *sizes[1:]), dtype=np.float32)
        return past

    def _joined(self, source: str, parts: Sequence[tuple[_Piece, Hypothesis]]) -> TranslatedText:
        """The translated pieces, with what stood between the originals in between."""
        text, behind, sentences = "", 0, []
        for piece, hypothesis in parts:
            gap = source[behind : piece.span[0]]
            written, places = written_text(self._tokenizer, hypothesis.tokens)
            text += _between(text, gap)
            first, behind = len(text), piece.span[1]
            text += written
            attention = hypothesis.attention
            sentences.append(
                TranslatedSentence(
                    source=piece.span,
                    target=(first, len(text)),
                    source_tokens=tuple(piece.places),
                    target_tokens=tuple((first + start, first + end) for start, end in places),
                    alignment=None if attention is None else attention[:, : len(piece.ids)],
                    log_probability=hypothesis.log_probability,
                    is_cut=hypothesis.is_cut,
                )
            )
        return TranslatedText(source, text + source[behind:], tuple(sentences))


def _between(text: str, gap: str) -> str:
    """What stands before the next sentence: a space, but none behind Chinese; anything else as in the source."""
    if not text or gap.strip(" "):
        return gap
    is_chinese = "\u3000" <= text[-1:] <= "\u9fff" or "\uff00" <= text[-1:] <= "\uffef"
    return "" if is_chinese else gap or " "


def _lacks_decoder() -> WorkshopError:
    return WorkshopError(
        "model-invalid",
        Text("The model card does not say how to translate.", "模型卡片没有说明如何翻译。"),
        Text("Export the model again.", "请重新导出模型。"),
    )


def _too_long(length: int) -> WorkshopError:
    return WorkshopError(
        "too-large",
        Text(
            f"The text has {length:,} characters; {LARGEST_TEXT:,} are translated at most.",
            f"文本有 {length:,} 个字符，最多翻译 {LARGEST_TEXT:,} 个。",
        ),
        Text("Translate it in parts.", "请分几次翻译。"),
    )


def _empty() -> WorkshopError:
    return WorkshopError(
        "empty",
        Text("There is no text to translate.", "没有可翻译的文本。"),
        Text("Give at least one word.", "请至少输入一个词。"),
    )
