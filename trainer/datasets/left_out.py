"""What is told of files and rows that were left out."""

from collections.abc import Sequence

from trainer.contract.text import Text

MOST_WARNINGS = 20


def left_out(place: str | Text, reason: Text) -> Text:
    """The warning about a file or a row."""
    where = place if isinstance(place, Text) else Text(place, place)
    return Text(f"{where.en}: {reason.en}", f"{where.zh}：{reason.zh}")


def shortened(warnings: Sequence[Text], what: Text) -> tuple[Text, ...]:
    """The first of them, and how many more there are of `what`."""
    if len(warnings) <= MOST_WARNINGS:
        return tuple(warnings)
    more = len(warnings) - MOST_WARNINGS
    last = Text(f"and {more:,} more {what.en} were left out", f"另有 {more:,} {what.zh}被略过")
    return (*warnings[:MOST_WARNINGS], last)
