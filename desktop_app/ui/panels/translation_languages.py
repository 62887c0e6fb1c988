"""From which language into which a model translates, and what languages are called."""

from PySide6.QtCore import QCoreApplication

from trainer.catalog import CATALOG
from trainer.contract.card import ModelCard
from trainer.contract.languages import languages_of_data

translate = QCoreApplication.translate  # under this name the tool that collects texts finds them


def languages_of(card: ModelCard) -> tuple[str, str] | None:
    """The codes of both languages; None where nobody said them. Cards of earlier versions say them by their data."""
    if card.text is not None and len(card.text.languages) == 2:
        return card.text.languages[0], card.text.languages[1]
    model = CATALOG.get(card.training.documented_model)
    data = card.provenance.data
    if model is not None and data == model.sample_data:
        data = model.data
    found = languages_of_data(data)
    return (found[0], found[1]) if found else None


def direction_text(card: ModelCard) -> str:
    """Both languages in words; empty where they are not known."""
    languages = languages_of(card)
    if languages is None:
        return ""
    source, target = map(language_title, languages)
    return translate("Languages", "{source} into {target}").format(source=source, target=target)


def language_title(code: str) -> str:
    """What a language is called in the language in force."""
    titles = {
        "en": translate("Languages", "English"),
        "de": translate("Languages", "German"),
        "zh": translate("Languages", "Chinese"),
        "fr": translate("Languages", "French"),
        "es": translate("Languages", "Spanish"),
        "ja": translate("Languages", "Japanese"),
        "ru": translate("Languages", "Russian"),
    }
    return titles.get(code, code)
