"""Readings in words."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.ui.language import Language
from desktop_app.ui.widgets.probability_bars import percent_text
from trainer.contract.card import ModelCard
from trainer.contract.preprocessing.step_names import FIND_DIGITS
from trainer.contract.titles import label_titles

if TYPE_CHECKING:
    from trainer.contract.results import Reading

NEARLY = 0.5  # a second label with at least this share of the first one's score is named

translate = QCoreApplication.translate  # under this name the tool that collects texts finds them


def label_title(card: ModelCard | None, label: str, language: Language) -> str:
    """The label's own title, such as Seven, else the label."""
    if card is not None and label in card.labels and card.label_titles:
        return language.pick(card.label_titles[card.labels.index(label)])
    return label


def shown_label(card: ModelCard | None, label: str, language: Language) -> str:
    """The label where it stands alone, as in a table: a sign such as 7 as it is, a word in the language in force."""
    return label if len(label) == 1 else label_title(card, label, language)


def shown_labels(card: ModelCard, language: Language) -> list[str]:
    """All labels of a model as they stand alone, in its order."""
    return [shown_label(card, label, language) for label in card.labels]


def asked_label(label: str, language: Language) -> str:
    """A label that a generator can be asked for, as it stands alone."""
    titles = label_titles((label,))
    return label if len(label) == 1 or not titles else language.pick(titles[0])


def answer_text(card: ModelCard, reading: "Reading", language: Language) -> str:
    """The answer in a line, such as "Seven, 96.4 %"."""
    sure, unsure = (
        translate("ReadingTexts", "{label}, {score}"),
        translate("ReadingTexts", "Not sure: {label}, {score}"),
    )
    title = label_title(card, reading.label, language)
    return (unsure if reading.unsure else sure).format(label=title, score=percent_text(reading.score))


def answer_beside_label(card: ModelCard, reading: "Reading", language: Language) -> str:
    """The answer where the label stands beside it in large letters: a word need not be said twice."""
    title = label_title(card, reading.label, language)
    if title != shown_label(card, reading.label, language):
        return answer_text(card, reading, language)
    score = percent_text(reading.score)
    return translate("ReadingTexts", "Not sure, {score}").format(score=score) if reading.unsure else score


def doubt_text(card: ModelCard | None, reading: "Reading", language: Language) -> str:
    """Why a reading is unsure; empty for a sure one."""
    if not reading.unsure:
        return ""
    second = reading.labels[1] if len(reading.labels) > 1 else None
    if second is not None and second.score >= NEARLY * reading.score:
        text = translate("ReadingTexts", "{label} is nearly as likely, {score}")
        return text.format(label=label_title(card, second.label, language), score=percent_text(second.score))
    return translate("ReadingTexts", "No label is likely enough")


def advice_text(card: ModelCard) -> str:
    """What to do about an unsure reading."""
    if FIND_DIGITS in card.inputs[0].steps:
        return translate("ReadingTexts", "Use one digit alone, large and clear.")
    return translate("ReadingTexts", "Use a picture that one thing fills, in its middle.")


def source_text(source: str, milliseconds: float | None) -> str:
    """Where a picture came from, and how long its reading took."""
    if milliseconds is None:
        return source
    text = translate("ReadingTexts", "{source} · {time} ms")
    return text.format(source=source, time=f"{milliseconds:.1f}")
