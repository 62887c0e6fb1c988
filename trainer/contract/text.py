"""Texts for people that are born outside Qt and so cannot be translated by it."""

import msgspec


class Text(msgspec.Struct, frozen=True):
    """One text in both languages of the product."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        """The text in `language`, a code such as `en`, `zh` or `zh_CN`; English for any other."""
        return self.zh if language.startswith("zh") else self.en

    def __str__(self) -> str:
        return self.en
