"""Languages by their codes (ISO 639-1), and by the names that people give to the columns of their tables."""

import re

from trainer.contract.column_words import plain_name

Languages = tuple[str, ...]
"""The codes of source and target; empty where they are not known."""

_NAMES = {
    "en": "en eng english 英文 英语 英語",
    "de": "de deu ger german deutsch 德文 德语 德語",
    "zh": "zh cn zho chi chinese 中文 汉语 漢語 简体中文",
    "fr": "fr fra fre french 法文 法语 法語",
    "es": "es spa spanish 西班牙语",
    "ja": "ja jpn japanese 日文 日语 日語",
    "ru": "ru rus russian 俄文 俄语 俄語",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}
_PAIR = re.compile(r"-([a-z]{2})-([a-z]{2})$")


def language_of_column(name: str) -> str:
    """The code of the language that the name of a column says, such as `en` of `Text (English)`; empty for none."""
    pieces = plain_name(name).split()
    return next((_CODES[piece] for piece in pieces if piece in _CODES), "")


def languages_of_data(name: str) -> Languages:
    """What the name of a catalogued set of pairs says, such as (`en`, `de`) of `multi30k-en-de`."""
    found = _PAIR.search(name)
    return (found[1], found[2]) if found else ()
