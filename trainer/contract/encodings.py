"""Which encoding bytes are in, told by their content alone: by a mark, by being UTF-8, else by what reads best.

What reads best is a count of signs: the hanzi of a national standard's first level (Li et al., "A composite approach
to language/encoding detection", 2001), kana, Cyrillic words, or accented letters that stand inside Latin words.
"""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

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
"""Mean weight below which bytes are in no encoding that is known here."""
LEAST_PLAUSIBLE_WIDE = 0.4
"""The same where ASCII counts too, which UTF-16 read the wrong way turns into rare signs."""

_ASCII = bytes(range(0x80))
# The signs that half of all running Chinese is made of, in both scripts.
_FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成"
    "方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实很非常点服务房间质量东西喜欢快错买"
    "這個們來為國說時會對於著過發後裡種經麼學現當沒動還進樣開從實點務間質東歡錯買"
)
_PUNCTUATION = re.compile("[\u00b7\u2014\u2018-\u201d\u2026\u3000-\u303f\uff00-\uff60]")
_LONE_HANZI = re.compile("(?<=[A-Za-z])[\u4e00-\u9fff](?=[A-Za-z])")
_CONTROLS = re.compile("[\x00-\x06\x0e-\x19\x1c-\x1f\x7f]")
_RUNS = re.compile("[^\x00-\x7f]+")
_WESTERN_SIGNS = re.compile("[\u2010-\u2026\u20ac\u2122\u00a1\u00a3\u00a7\u00a9\u00ab\u00ae\u00b0\u00bb\u00bf\u00b7]+")
_WESTERN_LETTERS = re.compile(
    "[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e]{1,2}"
)
_CYRILLIC_WORD = re.compile(
    "(?<![A-Za-z])(?:[\u0401-\u042f\u0490]?[\u0430-\u045f\u0491]+|[\u0401-\u042f\u0490]+)(?![A-Za-z])"
)


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
    scores = {name: _score(name, content) for name in _CANDIDATES if _fits(name, content, cut)}
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


def share_of_controls(text: str) -> float:
    """Of the characters, those that no text has; tabulators, page feeds and escapes are not among them."""
    return len(_CONTROLS.findall(text)) / max(1, len(text))


def _wide_encoding(content: bytes, *, cut: bool) -> str | None:
    """UTF-32 or UTF-16 without a mark, else UTF-8 with NULs in it, else None."""
    for name in ("utf-32-le", "utf-32-be"):
        if is_valid_in(name, content, cut=cut):
            return name
    wide = [name for name in ("utf-16-le", "utf-16-be") if is_valid_in(name, content, cut=cut)]
    scores = {name: _wide_plausibility(_decoded(content[: 2 * SAMPLE], name)) for name in wide}
    best = max(scores, key=scores.__getitem__, default=None)
    if best and scores[best] >= LEAST_PLAUSIBLE_WIDE:
        return best
    return "utf-8" if is_valid_in("utf-8", content, cut=cut) else None


def _is_damaged_utf8(content: bytes, best_score: float) -> bool:
    """Whether two thirds of the bytes beyond ASCII are UTF-8, and not by chance in a text of another encoding."""
    beyond = len(content.translate(None, delete=_ASCII))
    text = content.decode("utf-8", errors="ignore")
    valid = len(text.encode().translate(None, delete=_ASCII))
    return 3 * valid >= 2 * beyond and (best_score < 0.5 or any(sign >= "\u0800" for sign in text))


def _fits(name: str, content: bytes, cut: bool) -> bool:
    return is_valid_in(name, content, cut=cut) and (name not in _WIDE or len(content) >= 4)


def _score(name: str, content: bytes) -> float:
    text = _sample(content, name)
    return _CANDIDATES[name](text) if share_of_controls(text) <= MOST_CONTROLS else -1.0


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


@lru_cache
def _first_level(codec: str, first: int, last: int) -> frozenset[str]:
    """The commonest signs of a national standard: those whose first byte is `first` to `last`."""
    pairs = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(0x40, 0xFF))
    return frozenset("".join(pair.decode(codec, errors="ignore") for pair in pairs)) - frozenset(map(chr, range(0x80)))


def _simplified() -> frozenset[str]:
    return _first_level("gb2312", 0xB0, 0xD7)


def _traditional() -> frozenset[str]:
    return _first_level("big5", 0xA4, 0xC6)


def _japanese() -> frozenset[str]:
    return _first_level("euc_jp", 0xB0, 0xCF)


def _hanzi_plausibility(text: str, common: frozenset[str], kana: float) -> float:
    """Mean weight of the signs beyond ASCII, and of control characters."""
    counts = Counter(text)
    weights = {sign: _weight(sign, common, kana) for sign in counts if sign > "\x7f" or _CONTROLS.match(sign)}
    total = sum(counts[sign] for sign in weights)
    lone = sum(weights[sign] for sign in _LONE_HANZI.findall(text)) / 2
    return (sum(weight * counts[sign] for sign, weight in weights.items()) - lone) / max(1, total)


def _weight(sign: str, common: frozenset[str], kana: float) -> float:
    if sign in common:
        return 1.0 if sign in _FREQUENT else 0.6
    if _PUNCTUATION.match(sign):
        return 0.8
    if "\u3041" <= sign <= "\u30ff":
        return kana
    if "\uff61" <= sign <= "\uff9f":  # half-width kana: what Shift-JIS makes of nearly any byte
        return 0.0
    return -1.0 if unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs") else 0.2


def _wide_plausibility(text: str) -> float:
    """Mean weight of all signs, of whatever script."""
    common = _simplified() | _traditional() | _japanese()
    counts = Counter(text)
    total = sum(count * _wide_weight(sign, common) for sign, count in counts.items())
    return total / max(1, len(text))


def _wide_weight(sign: str, common: frozenset[str]) -> float:
    if _CONTROLS.match(sign):
        return -1.0
    if sign <= "\x7f":
        return 1.0
    weight = _weight(sign, common, kana=0.9)
    is_of_an_alphabet = sign < "\u2000" or "\U0001f000" <= sign < "\U00020000"
    return 0.6 if weight == 0.2 and is_of_an_alphabet else weight


def _western_plausibility(text: str) -> float:
    """Accented letters stand alone or in twos within words; runs of them are another encoding's bytes."""
    total = weight = 0.0
    for run in _RUNS.findall(text):
        letters = _WESTERN_SIGNS.sub("", run)
        total += len(run)
        weight += 0.8 * (len(run) - len(letters))
        if _WESTERN_LETTERS.fullmatch(letters):
            weight += 0.9 if len(letters) == 1 else 1.0
    return weight / max(1.0, total)


def _cyrillic_plausibility(text: str) -> float:
    total = sum(len(run) for run in _RUNS.findall(text))
    words = sum(len(word) for word in _CYRILLIC_WORD.findall(text))
    signs = sum(len(signs) for signs in _WESTERN_SIGNS.findall(text))
    return 0.7 * (words + signs) / max(1, total)


_WIDE = ("utf-16-le", "utf-16-be")
_CANDIDATES: dict[str, Callable[[str], float]] = {
    "cp1252": _western_plausibility,
    "gb18030": lambda text: _hanzi_plausibility(text, _simplified(), kana=0.2),
    "big5": lambda text: _hanzi_plausibility(text, _traditional(), kana=0.2),
    "shift_jis": lambda text: _hanzi_plausibility(text, _japanese(), kana=0.9),
    "cp1251": _cyrillic_plausibility,
    "utf-16-le": _wide_plausibility,
    "utf-16-be": _wide_plausibility,
}
"""How well a text reads in each encoding beside UTF-8, at most 1; of equals the first counts."""
