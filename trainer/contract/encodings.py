"""Which encoding bytes are in, told by their content alone: by a mark, by being UTF-8, else by what reads best."""

import codecs
from dataclasses import dataclass

from trainer.contract.plausible_text import PLAUSIBILITY, share_of_controls, wide_plausibility

MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),  # before UTF-16, whose mark it begins with
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
SAMPLE = 64 * 1024
"""Bytes on which encodings are compared."""
MOST_CONTROLS = 0.02
"""Share of control characters beyond which bytes are no text."""
LEAST_PLAUSIBLE = 0.15
"""Plausibility below which bytes are in no encoding that is known here."""
LEAST_PLAUSIBLE_WIDE = 0.4
"""The same where ASCII counts too, which UTF-16 read the wrong way turns into rare signs."""
LEAST_TELLING = 40
"""Bytes of which some would be no printed ASCII if they were UTF-16 of another script."""

_WIDE = ("utf-16-le", "utf-16-be")
_PRINTED = bytes(range(0x20, 0x7F)) + b"\t\n\r"
_ASCII = bytes(range(0x80))
_NO_ASCII = dict.fromkeys(range(0x80))


@dataclass(frozen=True)
class Encoding:
    """The codec's name in Python, and the mark that stands before the text."""

    name: str
    mark: bytes = b""


def guess_encoding(content: bytes, *, cut: bool = False) -> Encoding | None:
    """The encoding of a text, None where the bytes read as no text. `cut` says that they may end inside a sign.

    UTF-8 is the answer for bytes that are UTF-8 but for a few.
    """
    for mark, name in MARKS:
        if content.startswith(mark):
            return Encoding(name, mark)
    if b"\0" in content:
        wide = _wide_encoding(content, cut=cut)
        return Encoding(wide) if wide else None
    if is_valid_in("utf-8", content, cut=cut):
        is_likely = share_of_controls(_decoded(content[:SAMPLE], "utf-8")) <= MOST_CONTROLS
        return Encoding("utf-8" if is_likely else _wide_encoding(content, cut=cut) or "utf-8")
    scores = {name: _score(name, content) for name in PLAUSIBILITY if _fits(name, content, cut)}
    best = max(scores, key=scores.__getitem__, default=None)
    if _is_damaged_utf8(content, scores[best] if best else 0.0):
        return Encoding("utf-8")
    return Encoding(best) if best and scores[best] >= LEAST_PLAUSIBLE else None


def is_valid_in(name: str, content: bytes, *, cut: bool = False) -> bool:
    """Whether the bytes are a text in the encoding `name`; `cut` as for `guess_encoding`."""
    try:
        codecs.getincrementaldecoder(name)().decode(content, final=not cut)
    except UnicodeDecodeError:
        return False
    return True


def _wide_encoding(content: bytes, *, cut: bool) -> str | None:
    """UTF-32 or UTF-16 without a mark, else UTF-8 with NULs in it, else None."""
    if _is_ascii_with_few_nuls(content):
        return "utf-8"
    for name in ("utf-32-le", "utf-32-be"):
        if is_valid_in(name, content, cut=cut):
            return name
    wide = [name for name in ("utf-16-le", "utf-16-be") if is_valid_in(name, content, cut=cut)]
    scores = {name: wide_plausibility(_decoded(content[: 2 * SAMPLE], name)) for name in wide}
    best = max(scores, key=scores.__getitem__, default=None)
    if best and scores[best] >= LEAST_PLAUSIBLE_WIDE:
        return best
    return "utf-8" if is_valid_in("utf-8", content, cut=cut) else None


def _is_ascii_with_few_nuls(content: bytes) -> bool:
    """UTF-16 has NULs in half of its bytes, or, in other scripts, control characters and bytes beyond ASCII."""
    is_long = len(content) >= LEAST_TELLING and 4 * content.count(0) < len(content)
    return is_long and not content.translate(None, delete=_PRINTED + b"\0")


def _is_damaged_utf8(content: bytes, best_score: float) -> bool:
    """Whether two thirds of the bytes beyond ASCII are UTF-8 and read better so than in any other encoding."""
    beyond = content.translate(None, delete=_ASCII)
    text = content.decode("utf-8", errors="ignore").translate(_NO_ASCII)
    return 3 * len(text.encode()) >= 2 * len(beyond) and wide_plausibility(text[:SAMPLE]) > best_score


def _fits(name: str, content: bytes, cut: bool) -> bool:
    return is_valid_in(name, content, cut=cut) and (name not in _WIDE or len(content) >= 4)


def _score(name: str, content: bytes) -> float:
    text = _sample(content, name)
    return PLAUSIBILITY[name](text) if share_of_controls(text) <= MOST_CONTROLS else -1.0


def _sample(content: bytes, name: str) -> str:
    """The text of the lines that are not ASCII, as many as are needed."""
    if name in _WIDE:
        return _decoded(content[:SAMPLE], name)
    lines, length = [], 0
    for line in content.splitlines():
        if not line.isascii():
            lines.append(line)
            length += len(line)
            if length > SAMPLE:
                break
    return _decoded(b"\n".join(lines)[:SAMPLE], name)


def _decoded(content: bytes, name: str) -> str:
    return codecs.getincrementaldecoder(name)().decode(content)
