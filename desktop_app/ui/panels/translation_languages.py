"""From which language into which a model translates, and what languages are called."""

import re

from PySide6.QtCore import QCoreApplication

from trainer.catalog import CATALOG
from trainer.contract.card import ModelCard

PAIR = re.compile(r"-([a-z]{2})-([a-z]{2})$")

translate = QCoreApplication.translate  # under this name the tool that collects texts finds them


def languages_of(card: ModelCard) -> tuple[str, str] | None:
    """The codes of both languages; None where the data are a person's own, which say nothing of it."""
    model = CATALOG.get(card.training.documented_model)
    data = card.provenance.data
    if model is not None and data == model.sample_data:
        data = model.data
    found = PAIR.search(data)
    return (found[1], found[2]) if found else None


def language_title(code: str) -> str:
    """What a language is called in the language in force."""
    titles = {
        "en": translate("Languages", "English"),
        "de": translate("Languages", "German"),
        "zh": translate("Languages", "Chinese"),
        "fr": translate("Languages", "French"),
    }
    return titles.get(code, code)
