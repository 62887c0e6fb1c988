"""Marks texts for translation where they are declared; they are translated where they are shown."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """`text` as it is. The translation tools look for this name; Qt's own has no type."""
    return text
