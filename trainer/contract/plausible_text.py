"""How well a text reads that was decoded in a way that may be wrong: a count of its signs, at most 1.

The hanzi of a national standard's first level count for it (Li and Momoi, "A composite approach to language/encoding
detection", 2001), kana, Cyrillic words, and accented letters that stand inside Latin words.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

# The signs that half of all running Chinese is made of, in both scripts.
_FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成"
    "方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实很非常点服务房间质量东西喜欢快错买"
    "這個們來為國說時會對於著過發後裡種經麼學現當沒動還進樣開從實點務間質東歡錯買"
)
_PUNCTUATION = re.compile("[\u00b7\u2014\u2018-\u201d\u2026\u3000-\u303f\uff00-\uff60]")
_INSIDE_A_WORD = re.compile("(?<=[A-Za-z])[\u4e00-\u9fff](?=[A-Za-z])")
_BESIDE_A_LETTER = re.compile(
    "(?<=[A-Za-z])[\u4e00-\u9fff](?![\u4e00-\u9fff])|(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?=[A-Za-z])"
)
_CONTROLS = re.compile("[\x00-\x06\x0e-\x19\x1c-\x1f\x7f]")
_RUNS = re.compile("[^\x00-\x7f]+")
_RUNS_APART = re.compile("(?<![A-Za-z\x80-\U0010ffff])[^\x00-\x7f]+(?![A-Za-z])")
_SIGNS = "\u2010-\u2026\u20ac\u2122\u00a1\u00a3\u00a7\u00a9\u00ab\u00ae\u00b0\u00b7\u00bb\u00bf\u2116"
_ACCENTED = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e"
# What UTF-8 becomes when it is read as Western begins with one of these.
_NO_UTF8 = "(?![\u00c2\u00c3][^\x01-\x7f])"
_WESTERN_RUN = re.compile(f"{_NO_UTF8}[{_SIGNS}]*[{_ACCENTED}]{{0,2}}[{_SIGNS}]*")
_CYRILLIC_RUN = re.compile(
    f"[{_SIGNS}]*(?:[\u0401-\u042f\u0490]?[\u0430-\u045f\u0491]*|[\u0401-\u042f\u0490]*)[{_SIGNS}]*"
)


def share_of_controls(text: str) -> float:
    """Of the characters, those that no text has; tabulators, page feeds and escapes are not among them."""
    return len(_CONTROLS.findall(text)) / max(1, len(text))


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
    """Mean weight of the signs beyond ASCII, and of control characters.

    A hanzi beside Latin letters is likely one of their accents, taken together with the letter after it.
    """
    counts = Counter(text)
    weights = {sign: _weight(sign, common, kana) for sign in counts if sign > "\x7f" or _CONTROLS.match(sign)}
    total = sum(counts[sign] for sign in weights)
    doubt = sum(weights[sign] for sign in _INSIDE_A_WORD.findall(text)) / 2
    doubt += sum(weights[sign] for sign in _BESIDE_A_LETTER.findall(text) if sign not in _simplified()) / 2
    return (sum(weight * counts[sign] for sign, weight in weights.items()) - doubt) / max(1, total)


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


def wide_plausibility(text: str) -> float:
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
    runs = _RUNS.findall(text)
    weight = sum(min(len(run), 1.2) for run in runs if _WESTERN_RUN.fullmatch(run))
    return 0.9 * weight / max(1, sum(map(len, runs)))


def _cyrillic_plausibility(text: str) -> float:
    """Capitals stand at the start of a word, or everywhere in it."""
    total = sum(map(len, _RUNS.findall(text)))
    return 0.7 * sum(len(run) for run in _RUNS_APART.findall(text) if _CYRILLIC_RUN.fullmatch(run)) / max(1, total)


PLAUSIBILITY: dict[str, Callable[[str], float]] = {
    "cp1252": _western_plausibility,
    "gb18030": lambda text: _hanzi_plausibility(text, _simplified() | _traditional(), kana=0.2),
    "big5": lambda text: _hanzi_plausibility(text, _traditional(), kana=0.2),
    "shift_jis": lambda text: _hanzi_plausibility(text, _japanese(), kana=0.9),
    "cp1251": _cyrillic_plausibility,
    "utf-16-le": wide_plausibility,
    "utf-16-be": wide_plausibility,
}
"""How well a text reads in each encoding beside UTF-8, at most 1; of equals the first counts."""
