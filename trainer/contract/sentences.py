"""Where the sentences of a text begin and end: networks that translate know one sentence at a time."""

import re
from collections.abc import Callable, Iterator

Span = tuple[int, int]
"""First character and the one behind the last."""

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_END = re.compile(
    r"[.!?\u2026]+[\"'\u201d\u2019\u00bb)\]]*(?=\s)|[\u3002\uff01\uff1f\uff0e]+[\"\u201d\u2019\u300d\u300f\uff09]*"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|[A-Za-z]\.[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|Mt|Jr|Sr|vs|etc|approx|No|Inc|Ltd|Co|Corp|Tel|Hr|Fr|"
    r"bzw|ca|Nr|usw|ggf|evtl|inkl|Str|Abb)\.$"
)
_PARTINGS = (re.compile(r"[;:\u2014\uff1b\uff1a]+\s*"), re.compile(r"[,\uff0c\u3001]+\s*"), re.compile(r"\s+"))
"""Where a sentence that is too long may be parted, best first."""


def sentence_spans(text: str) -> list[Span]:
    """The sentences of a text without the space around them; each line is one at least.

    A full stop ends a sentence where a space follows and no abbreviation came before; dots do so where no small letter
    follows.
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        start = line.start()
        for end in _END.finditer(text, line.start(), line.end()):
            if _ends_here(text, start, end, line.end()):
                spans.append((start, end.end()))
                start = end.end()
        spans.append((start, line.end()))
    return [span for span in (_trimmed(text, *each) for each in spans) if span[0] < span[1]]


def short_spans(text: str, span: Span, fits: Callable[[str], bool]) -> Iterator[Span]:
    """The span itself where its text fits, else parts of it that do, cut between words if that is possible.

    A single character is never parted.
    """
    start, end = _trimmed(text, *span)
    if start >= end:
        return
    if end - start == 1 or fits(text[start:end]):
        yield start, end
        return
    middle = _middle(text, start, end)
    yield from short_spans(text, (start, middle), fits)
    yield from short_spans(text, (middle, end), fits)


def _ends_here(text: str, start: int, end: "re.Match[str]", line_end: int) -> bool:
    if text[end.start()] != ".":
        return True
    if end[0].startswith(".."):
        return not text[end.end() : line_end].lstrip()[:1].islower()
    return not _ABBREVIATION.search(text[start : end.end()])


def _middle(text: str, start: int, end: int) -> int:
    """Where to part: at the best parting in the middle half, the nearest to the middle; else in the middle."""
    middle, quarter = (start + end) // 2, (end - start) // 4
    for parting in _PARTINGS:
        places = [found.end() for found in parting.finditer(text, start, end)]
        near = [place for place in places if abs(place - middle) <= quarter and start < place < end]
        if near:
            return min(near, key=lambda place: abs(place - middle))
    return max(middle, start + 1)


def _trimmed(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), max(start, end - (len(part) - len(part.rstrip())))
