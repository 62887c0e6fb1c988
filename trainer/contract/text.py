"""Texts for people that are born outside Qt and so cannot be translated by it."""

from typing import Any

import msgspec

REPLACEMENT = "\ufffd"
"""Stands for what is no sign of Unicode."""


class Text(msgspec.Struct, frozen=True):
    """One text in both languages of the product."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        """The text in `language`, a code such as `en`, `zh` or `zh_CN`; English for any other."""
        return self.zh if language.startswith("zh") else self.en

    def __str__(self) -> str:
        return self.en


def is_valid(text: str) -> bool:
    """Whether UTF-8 can hold `text`: the name of a file may be bytes that are none, kept as surrogates."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def valid_texts(value: Any) -> Any:
    """`value`, made of dicts, lists and texts, with REPLACEMENT for every sign that UTF-8 cannot hold."""
    if isinstance(value, str):
        return value if is_valid(value) else "".join(sign if is_valid(sign) else REPLACEMENT for sign in value)
    if isinstance(value, dict):
        return {valid_texts(key): valid_texts(each) for key, each in value.items()}
    return [valid_texts(each) for each in value] if isinstance(value, (list, tuple)) else value
