"""Which words of a text and its translation belong together, as the attention of the network says."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from trainer.contract.pipelines.translation import TranslatedSentence, TranslatedText

Side = Literal["source", "target"]
Span = tuple[int, int]

WORD = re.compile(r"\w+")
LEAST_SHARE = 0.15
"""A partner that has less of the attention than this share of the strongest is none."""


@dataclass(frozen=True)
class Partners:
    """A word, and the parts of the other text that belong to it with their weights (0 to 1, together at most 1)."""

    word: Span
    partners: tuple[tuple[Span, float], ...]

    def strengths(self) -> tuple[tuple[Span, float], ...]:
        """The same with weights by which the strongest is 1."""
        most = max((weight for _, weight in self.partners), default=1.0)
        return tuple((span, weight / most) for span, weight in self.partners)


def partners_of(translated: "TranslatedText", side: Side, place: int) -> Partners | None:
    """The word at a character of one side, and its partners, the strongest first; None where there is none."""
    sentence = _sentence_at(translated.sentences, side, place)
    if sentence is None or sentence.alignment is None:
        return None
    own, other = sentence.target_tokens, sentence.source_tokens
    weights = sentence.alignment  # [target, source]
    if side == "source":
        own, other, weights = other, own, weights.T
    word = _word_at(translated.text if side == "target" else translated.source, own, place)
    rows = [number for number, span in enumerate(own) if span[0] < word[1] and span[1] > word[0]] if word else []
    if word is None or not rows:
        return None
    if side == "target":
        shares = weights[rows].mean(axis=0)
    else:
        shares = weights[rows].sum(axis=0) / max(float(weights[rows].sum()), 1e-9)
    found = [(span, float(share)) for span, share in zip(other, shares, strict=True)]
    words = _words(found, translated.source if side == "target" else translated.text)
    least = LEAST_SHARE * max((share for _, share in words), default=0.0)
    return Partners(word, tuple(sorted((each for each in words if each[1] >= least > 0), key=lambda each: -each[1])))


def _sentence_at(sentences: "Sequence[TranslatedSentence]", side: Side, place: int) -> "TranslatedSentence | None":
    """Found by halving: a text may have thousands."""
    number = bisect_right(sentences, place, key=lambda each: getattr(each, side)[0]) - 1
    if number < 0 or place >= getattr(sentences[number], side)[1]:
        return None
    return sentences[number]


def _word_at(text: str, tokens: Sequence[Span], place: int) -> Span | None:
    """The word around a character where it is written in letters with spaces between words, else the token."""
    token = next((span for span in tokens if span[0] <= place < span[1]), None)
    if token is None or _is_chinese(text[place]):
        return token
    start = max(0, place - 100)
    for found in WORD.finditer(text, start, place + 100):
        if found.start() <= place < found.end():
            letters = [sign for sign in range(found.start(), found.end()) if _is_chinese(text[sign])]
            before = max((sign + 1 for sign in letters if sign < place), default=found.start())
            after = min((sign for sign in letters if sign > place), default=found.end())
            return before, after
    return token


def _is_chinese(sign: str) -> bool:
    return "\u2e80" <= sign <= "\u9fff" or sign >= "\U00020000"


def _words(parts: Sequence[tuple[Span, float]], text: str) -> list[tuple[Span, float]]:
    """Parts of one word as one, with the sum of their weights; what has no length is left out."""
    words: list[tuple[Span, float]] = []
    for (start, end), weight in parts:
        if words and words[-1][0][1] == start < end and _is_inside_word(text, start):
            (first, _), before = words[-1]
            words[-1] = ((first, end), before + weight)
        elif start < end:
            words.append(((start, end), weight))
    return words


def _is_inside_word(text: str, place: int) -> bool:
    return all(sign.isalnum() and not _is_chinese(sign) for sign in text[place - 1 : place + 1])
