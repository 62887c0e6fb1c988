"""Kinds of files that are no plain text, known by their content, so that they can be called by their name."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from trainer.contract.text import Text

_PLAIN_PICTURE = re.compile(rb"P[1-6]\s+(?:#[^\n]*\n\s*)*\d+\s+(?:#[^\n]*\n\s*)*\d+\s")

_BINARY = re.compile(rb"[\x00-\x06\x0e-\x19\x1c-\x1f]")


@dataclass(frozen=True)
class _Kind:
    matches: Callable[[bytes], bool]
    name: Text


def document_kind(content: bytes) -> Text | None:
    """What a file is, with an article, where it is of a known kind that holds no plain text; else None."""
    return next((kind.name for kind in _KINDS if kind.matches(content)), None)


def _starts(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(starts)


def _starts_binary(*starts: bytes) -> Callable[[bytes], bool]:
    """For starts that a text may have too: what follows them in such a file is none."""
    return lambda content: content.startswith(starts) and _BINARY.search(content[:64]) is not None


def _zip_with(part: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(b"PK\x03\x04") and part in content


def _is_bmp(content: bytes) -> bool:
    return content.startswith(b"BM") and content[6:10] == b"\0\0\0\0"


def _is_plain_picture(content: bytes) -> bool:
    return content.startswith(b"P") and _PLAIN_PICTURE.match(content[:1000]) is not None


def _is_riff(*forms: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(b"RIFF") and content[8:12] in forms


_KINDS = (
    _Kind(_starts(b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*"), Text("a picture", "图片")),
    _Kind(_starts_binary(b"GIF87a", b"GIF89a"), Text("a picture", "图片")),
    _Kind(_is_riff(b"WEBP"), Text("a picture", "图片")),
    _Kind(_is_bmp, Text("a picture", "图片")),
    _Kind(_is_plain_picture, Text("a picture", "图片")),
    _Kind(lambda content: content[4:8] == b"ftyp" and content[:1] == b"\0", Text("a picture or a film", "图片或视频")),
    _Kind(_is_riff(b"WAVE", b"AVI "), Text("a recording or a film", "录音或视频")),
    _Kind(_starts_binary(b"ID3", b"fLaC", b"OggS"), Text("a recording", "录音")),
    _Kind(_starts(b"%PDF-"), Text("a PDF", " PDF 文档")),
    _Kind(_starts(b"{\\rtf"), Text("an RTF document", " RTF 文档")),
    _Kind(_zip_with(b"word/"), Text("a Word document", " Word 文档")),
    _Kind(_zip_with(b"xl/"), Text("an Excel table", " Excel 表格")),
    _Kind(_zip_with(b"ppt/"), Text("a PowerPoint presentation", " PowerPoint 演示文稿")),
    _Kind(_zip_with(b"application/vnd.oasis.opendocument"), Text("an OpenDocument file", " OpenDocument 文件")),
    _Kind(_zip_with(b"application/epub+zip"), Text("an e-book", "电子书")),
    _Kind(_starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Text("a file of an old Office program", "旧版 Office 文件")),
    _Kind(_starts(b"PK\x03\x04", b"PK\x05\x06"), Text("a zip archive", " zip 压缩包")),
    _Kind(
        _starts(b"\x1f\x8b\x08", b"BZh91AY", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"),
        Text("an archive", "压缩包"),
    ),
    _Kind(lambda content: content[257:262] == b"ustar", Text("a tar archive", " tar 压缩包")),
    _Kind(_starts(b"\x7fELF", b"MZ\x90\0"), Text("a program", "程序")),
    _Kind(_starts(b"SQLite format 3\0"), Text("a database", "数据库")),
    _Kind(_starts_binary(b"PAR1"), Text("a Parquet table", " Parquet 表格")),
)
