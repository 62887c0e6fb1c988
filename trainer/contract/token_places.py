"""Where tokens stand in a text, in characters."""

from collections.abc import Sequence

from trainer.contract.sentences import Span
from trainer.contract.tokenization import Tokenizer

BROKEN = "\N{REPLACEMENT CHARACTER}"
"""What decoding gives for the bytes of half a character."""


def written_text(tokenizer: Tokenizer, ids: Sequence[int]) -> tuple[str, list[Span]]:
    """The text of token ids, without space around it, and the place of each token in it without space before it.

    Tokens that are each a part of one character have the place of that character.
    """
    whole = tokenizer.decode(ids)
    ends = [_shared(tokenizer.decode(ids[: count + 1]).rstrip(BROKEN), whole) for count in range(len(ids))]
    if ends:
        ends[-1] = len(whole)
    starts = [0, *ends[:-1]][: len(ids)]
    for number in range(len(ids) - 2, -1, -1):
        if ends[number] <= starts[number]:
            ends[number] = ends[number + 1]
    text = whole.strip()
    shift = len(whole) - len(whole.lstrip())
    spans = [without_space(whole, span) for span in zip(starts, ends, strict=True)]
    return text, [(_within(start - shift, text), _within(end - shift, text)) for start, end in spans]


def without_space(text: str, span: Span) -> Span:
    """The span without the space that it begins with; one of space alone is empty at its end."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _within(place: int, text: str) -> int:
    return min(max(place, 0), len(text))


def _shared(start: str, whole: str) -> int:
    """How many characters at the start are the same."""
    if whole.startswith(start):
        return len(start)
    return next(place for place, (one, other) in enumerate(zip(start, whole, strict=False)) if one != other)
