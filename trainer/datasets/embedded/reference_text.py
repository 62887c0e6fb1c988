"""Running text that every Python carries: the topics of its language reference, as `help()` shows them.

They are by the Python Software Foundation. Each version of Python has its own text, so figures on it hold for one.
"""

from collections.abc import Iterable

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.datasets.embedded.tables import Part

_EVERY_TENTH, _FIRST = 10, 4


def read_reference_text(part: Part) -> tuple[str, ...]:
    """The topics, the longest first; every tenth from the fifth on is for `test`, about a tenth of the signs as well.

    Raises WorkshopError `data-missing`.
    """
    documents = _without_excerpts(_topics().values())
    return tuple(
        document for place, document in enumerate(documents) if (place % _EVERY_TENTH == _FIRST) == (part == "test")
    )


def _without_excerpts(documents: Iterable[str]) -> list[str]:
    """The longest first, without those that are in longer ones by half: many topics are sections of others, and what
    is tested on must not have been read in training.
    """
    kept: list[str] = []
    seen: set[str] = set()
    for document in sorted(documents, key=lambda text: (-len(text), text)):
        paragraphs = [" ".join(paragraph.split()) for paragraph in document.split("\n\n")]
        repeated = sum(len(paragraph) for paragraph in paragraphs if paragraph in seen)
        if 2 * repeated < sum(map(len, paragraphs)):
            kept.append(document.strip() + "\n")
            seen.update(paragraphs)
    return kept


def _topics() -> dict[str, str]:
    try:
        from pydoc_data.topics import topics  # half a megabyte, needed here alone
    except ImportError as error:
        message = Text("This Python carries no reference text.", "此 Python 不带参考文本。")
        hint = Text(
            "Install the whole standard library, or pass a text with --data.",
            "请安装完整的标准库，或用 --data 指定文本。",
        )
        raise WorkshopError("data-missing", message, hint) from error
    return topics
