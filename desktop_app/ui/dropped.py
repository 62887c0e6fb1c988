"""What a person drags or pastes in: files, a picture or text. Content decides what a file is, not its name."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

Kind = Literal["picture", "sound", "model", "folder", "text", "archive", "other"]
HEAD_BYTES = 512
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
PICTURE_STARTS = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00",
    b"P1", b"P2", b"P3", b"P4", b"P5", b"P6", b"8BPS", b"qoif", b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51",
)  # fmt: skip
ARCHIVE_STARTS = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


def kind_of(path: Path) -> Kind:
    """What `path` is, told by its first bytes. Whether it can be read is found out by whoever reads it."""
    if path.is_dir():
        return "folder"
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        return "other"
    return kind_of_bytes(head)


def kind_of_bytes(head: bytes) -> Kind:
    """What a file that begins with `head` is."""
    checks: tuple[tuple[Kind, Callable[[bytes], bool]], ...] = (
        ("picture", _is_picture),
        ("sound", _is_sound),
        ("archive", lambda b: b.startswith(ARCHIVE_STARTS) or b[257:262] == b"ustar"),
        ("model", _is_onnx),
        ("text", _is_text),
    )
    return next((kind for kind, matches in checks if matches(head)), "other")


def paths_in(mime: QMimeData) -> list[Path]:
    """The local files and folders that `mime` names."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def picture_in(mime: QMimeData) -> QImage | None:
    """The picture itself, when it comes from a browser or a clipboard rather than as a file."""
    if not mime.hasImage():
        return None
    image = QImage(mime.imageData())
    return None if image.isNull() else image


def text_in(mime: QMimeData) -> str:
    """The text, unless it is only the address of a file."""
    return mime.text() if mime.hasText() and not mime.hasUrls() else ""


def _is_picture(head: bytes) -> bool:
    if head.startswith(PICTURE_STARTS):
        return True
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return True
    return head[4:12] in (b"ftypavif", b"ftypheic", b"ftypheix", b"ftypmif1")


def _is_sound(head: bytes) -> bool:
    from trainer.contract.sound_files import is_sound  # brings numpy, not needed before a file is dropped

    return is_sound(head)


def _is_onnx(head: bytes) -> bool:
    """A ModelProto begins with its IR version (field 1, a small number), then a field of those that it has."""
    return (
        len(head) > 3
        and head[0] == 0x08
        and 0 < head[1] < 0x20
        and head[2] in (0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42)
    )


def _is_text(head: bytes) -> bool:
    from trainer.contract.text_files import is_text  # not needed before a file is dropped

    if b"\x00" in head and not head.startswith(UTF16_MARKS):  # a few bytes of any file could be UTF-16
        return False
    return bool(head) and is_text(head)
