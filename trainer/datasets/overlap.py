"""Keeps the sentences of a test out of what is trained on, also where they are written a little otherwise."""

import re

import numpy as np

from trainer.datasets.texts import Texts

LEAST_WHOLE = 24
"""Signs from which on a text that is a part of a tested one counts as known from the test."""

_NOT_ASCII_LETTERS = re.compile(r"[^0-9a-z]+")


def key_of(text: str) -> str:
    """The letters and digits of a text, small. Of one in Latin letters only those of ASCII: copies of the same
    sentence differ in spaces, quotation marks, hyphens and lost accents.
    """
    letters = "".join(sign for sign in text.casefold() if sign.isalnum())
    plain = _NOT_ASCII_LETTERS.sub("", letters)
    return plain if 2 * len(plain) >= len(letters) else letters


def without_overlap(texts: Texts, test: Texts) -> tuple[Texts, int, int]:
    """The texts that are neither in the test nor come a second time; how many the test has, and how many repeat.

    A sentence also counts as known from the test where it is a part of one of its texts, or the other way round.
    """
    tested = {key_of(text) for text in test.texts}
    everything = "\n".join(sorted(tested))
    seen: set[str] = set()
    kept: list[int] = []
    known = repeated = 0
    for number, text in enumerate(texts.texts):
        key = key_of(text)
        if key in tested or (len(key) >= LEAST_WHOLE and key in everything):
            known += 1
        elif key in seen:
            repeated += 1
        else:
            kept.append(number)
        seen.add(key)
    return texts.take(np.array(kept, dtype=np.int64)), known, repeated
