"""Lengths of time in words."""

from PySide6.QtCore import QCoreApplication

from desktop_app.ui.language import Language

translate = QCoreApplication.translate  # under this name the tool that collects texts finds them


def duration_text(seconds: float, language: Language) -> str:
    """`seconds` as a person says it: "41 s", "3 min 20 s", "2 h 5 min"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return translate("Durations", "{seconds} s").format(seconds=whole)
    if whole < 3600:
        text = translate("Durations", "{minutes} min {seconds} s")
        return text.format(minutes=whole // 60, seconds=whole % 60)
    text = translate("Durations", "{hours} h {minutes} min")
    return text.format(hours=language.number(whole // 3600), minutes=whole % 3600 // 60)


def rough_duration_text(seconds: float, language: Language) -> str:
    """`seconds` in the largest unit alone, for narrow places: "41 s", "3 min", "2 h"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return duration_text(whole, language)
    if whole < 3600:
        return translate("Durations", "{minutes} min").format(minutes=whole // 60)
    return translate("Durations", "{hours} h").format(hours=language.number(whole // 3600))


def time_left_text(seconds: float, language: Language) -> str:
    """The same for what is still to come: "41 s left"."""
    return translate("Durations", "{time} left").format(time=duration_text(seconds, language))
