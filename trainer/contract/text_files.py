"""Files of text in whatever common encoding, read right or refused with the place that is wrong."""

import re
from dataclasses import dataclass
from pathlib import Path

from trainer.contract import text_errors
from trainer.contract.document_formats import document_kind
from trainer.contract.encodings import MOST_CONTROLS, Encoding, guess_encoding, is_valid_in
from trainer.contract.files import NotAFile, cannot_be_opened, size_of_file
from trainer.contract.plausible_text import share_of_controls

LARGEST_TEXT = 32 * 1024 * 1024
"""Bytes of one text; a longer one is refused unread."""
START = 64 * 1024
"""Bytes from the start of a file that tell whether it is a text."""

_LINE_END = re.compile("\r\n|\r|\n")
_JUDGED = 1_000_000


@dataclass(frozen=True)
class DecodedText:
    """A text without its byte order mark, its line ends as they were; `encoding` is Python's name of the codec."""

    text: str
    encoding: str
    has_mark: bool = False


def read_text(path: Path, largest: int = LARGEST_TEXT) -> DecodedText:
    """The text of a file. Raises WorkshopError as `read_bytes` and `decode_text` do."""
    return decode_text(read_bytes(path, largest))


def read_bytes(path: Path, largest: int) -> bytes:
    """The bytes of a regular file. Raises WorkshopError `unreadable`, `wrong-kind`, or `too-large` beyond `largest`."""
    try:
        size = size_of_file(path)
    except NotAFile as error:
        raise text_errors.not_a_file(is_folder=error.is_folder) from error
    if size > largest:
        raise text_errors.too_large(size, largest)
    try:
        with path.open("rb") as stream:
            content = stream.read(largest + 1)  # it may have grown
    except OSError as error:
        raise cannot_be_opened(error) from error
    if len(content) > largest:
        raise text_errors.too_large(len(content), largest)
    return content


def decode_text(content: bytes) -> DecodedText:
    """The text that the bytes of a whole file mean.

    Raises WorkshopError `empty` (no bytes but a mark), `wrong-kind` (no text: a picture, an archive, a document) or
    `unreadable` (cut short, damaged, a NUL), which names the line.
    """
    kind = document_kind(content)
    if kind is not None:
        raise text_errors.a_document(kind)
    encoding = guess_encoding(content)
    if encoding is None:
        raise text_errors.not_a_text()
    text = _decoded(content, encoding)
    if not text:
        raise text_errors.no_bytes()
    if share_of_controls(text[:_JUDGED]) > MOST_CONTROLS:
        raise text_errors.not_a_text()
    if "\0" in text:
        before = _LINE_END.split(text[: text.index("\0")])
        raise text_errors.holds_nul(len(before), len(before[-1]) + 1)
    return DecodedText(text, encoding.name, bool(encoding.mark))


def is_text(start: bytes) -> bool:
    """Whether a file that starts with these bytes is a text, be it one with mistakes; so is an empty one."""
    start = start[:START]
    if document_kind(start) is not None:
        return False
    encoding = guess_encoding(start, cut=True)
    if encoding is None:
        return False
    text = start[len(encoding.mark) :].decode(encoding.name, errors="ignore")
    return share_of_controls(text[:_JUDGED]) <= MOST_CONTROLS


def with_plain_line_ends(text: str) -> str:
    """The text with LF for CRLF and CR."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes, encoding: Encoding) -> str:
    body = content[len(encoding.mark) :]
    try:
        return body.decode(encoding.name)
    except UnicodeDecodeError as error:
        line = len(_LINE_END.findall(body[: error.start].decode(encoding.name, errors="ignore"))) + 1
        name = encoding.name.upper()
        if is_valid_in(encoding.name, body, cut=True):
            raise text_errors.cut_short(name, line) from error
        raise text_errors.undecodable(name, line, len(encoding.mark) + error.start + 1) from error
