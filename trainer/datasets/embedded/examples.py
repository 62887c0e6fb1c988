"""The texts that come with the program, as examples to train on."""

from collections.abc import Callable
from typing import Any

from trainer.datasets.embedded.customer_messages import LABELS, read_customer_messages
from trainer.datasets.embedded.phrase_pairs import read_phrase_pairs
from trainer.datasets.embedded.reference_text import read_reference_text
from trainer.datasets.embedded.tables import Part
from trainer.datasets.known_texts import CUSTOMER_MESSAGES, PHRASE_PAIRS, PYTHON_REFERENCE
from trainer.datasets.prepared import Prepared
from trainer.datasets.texts import RunningText, SentencePairs, Texts


def _customer_messages(part: Part) -> Prepared[Any]:
    found = read_customer_messages(part)
    return Prepared(Texts(found.texts, found.labels, wordings=found.wordings), LABELS)


def _phrase_pairs(part: Part) -> Prepared[Any]:
    found = read_phrase_pairs(part)
    return Prepared(SentencePairs(found.english, found.chinese), ())


def _reference(part: Part) -> Prepared[Any]:
    return Prepared(RunningText(read_reference_text(part)), ())


EMBEDDED: dict[str, Callable[[Part], Prepared[Any]]] = {
    CUSTOMER_MESSAGES.name: _customer_messages,
    PHRASE_PAIRS.name: _phrase_pairs,
    PYTHON_REFERENCE.name: _reference,
}
"""How each is read. All have a test part."""
