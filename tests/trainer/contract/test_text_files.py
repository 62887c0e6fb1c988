"""Texts of any common encoding are read right, or refused with the place that is wrong."""

import codecs
import gzip
import io
import os
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.helpers.bad_pictures import drawn_digit, png
from tests.helpers.foreign_texts import ALL, NATIONAL
from trainer.contract import text_files
from trainer.contract.errors import WorkshopError
from trainer.contract.text_files import decode_text, is_text, read_text, with_plain_line_ends

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
READABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
WIDE_MARKS = {
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


def refusal(content: bytes) -> WorkshopError:
    with pytest.raises(WorkshopError) as caught:
        decode_text(content)
    return caught.value


@given(READABLE)
@settings(deadline=None)
def test_utf_8_is_always_read_as_utf_8(text: str) -> None:
    assume(not text.startswith("\ufeff"))
    for content, has_mark in ((text.encode(), False), (text.encode("utf-8-sig"), True)):
        decoded = decode_text(content)
        assert (decoded.text, decoded.encoding, decoded.has_mark) == (text, "utf-8", has_mark)


@given(READABLE, st.sampled_from(sorted(WIDE_MARKS)))
@settings(deadline=None)
def test_a_mark_decides(text: str, encoding: str) -> None:
    decoded = decode_text(WIDE_MARKS[encoding] + text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.has_mark) == (text, encoding, True)


@pytest.mark.parametrize("text", ALL)
@pytest.mark.parametrize("encoding", sorted(WIDE_MARKS))
def test_utf_16_and_32_need_no_mark(text: str, encoding: str) -> None:
    decoded = decode_text(text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.has_mark) == (text, encoding, False)


NATIONAL_CASES = [(encoding, text) for encoding, texts in NATIONAL.items() for text in texts]


@pytest.mark.parametrize(("encoding", "text"), NATIONAL_CASES)
def test_national_encodings_are_told_by_how_they_read(encoding: str, text: str) -> None:
    decoded = decode_text(text.encode(encoding))
    assert (decoded.encoding, decoded.text) == (encoding, text)


@given(st.sampled_from(sorted(NATIONAL)), st.data())
@settings(deadline=None)
def test_so_are_texts_with_ascii_among_them(encoding: str, data: st.DataObject) -> None:
    pieces = st.lists(st.sampled_from(NATIONAL[encoding]), min_size=1, max_size=4)
    plain = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=200)
    text = "\n".join([data.draw(plain), *data.draw(pieces), data.draw(plain)])
    assert decode_text(text.encode(encoding)).text == text


def test_one_sign_beyond_ascii_after_megabytes_counts() -> None:
    text = "plain words, again and again\n" * 50_000 + "un café\n"
    assert decode_text(text.encode("cp1252")).text == text


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=400)
def test_no_bytes_raise_anything_else(content: bytes) -> None:
    is_text(content)
    try:
        decoded = decode_text(content)
    except WorkshopError as error:
        assert error.kind in ("empty", "wrong-kind", "unreadable")
    else:
        assert decoded.text.encode(decoded.encoding) == content[-len(decoded.text.encode(decoded.encoding)) :]


@given(st.sampled_from(ALL), st.integers(1, 200))
@settings(deadline=None)
def test_the_start_of_a_text_is_a_text_wherever_it_is_cut(text: str, length: int) -> None:
    assert is_text((text * 3).encode()[:length])
    assert is_text(codecs.BOM_UTF16_LE + (text * 3).encode("utf-16-le")[:length])


@pytest.mark.parametrize("damage", [b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf0\x9f\x98"])
def test_damaged_utf_8_names_line_and_byte(damage: bytes) -> None:
    before = "好的。\r\nзеленый\rdéjà vu ".encode()
    error = refusal(before + damage + "，谢谢".encode())
    assert error.kind == "unreadable"
    assert f"Line 3 is not valid UTF-8: byte {len(before) + 1} " in error.message.en
    assert is_text(before + damage)


def test_a_text_that_ends_inside_a_character_is_cut_short() -> None:
    error = refusal("一行\n两行".encode()[:-1])
    assert (error.kind, "cut short: line 2" in error.message.en) == ("unreadable", True)
    assert "cut short: line 2" in refusal(codecs.BOM_UTF16_LE + "a\nbc".encode("utf-16-le")[:-1]).message.en


def test_a_lone_surrogate_in_utf_16_is_named() -> None:
    content = codecs.BOM_UTF16_BE + "ab\nc".encode("utf-16-be") + b"\xd8\x00" + "def".encode("utf-16-be")
    assert "Line 2 is not valid UTF-16-BE: byte 11 " in refusal(content).message.en


def test_nuls_at_even_distances_are_not_taken_for_wide_signs() -> None:
    assert refusal(b"good\0film\n" * 40).kind == "wrong-kind"
    assert (
        "Line 1 holds a NUL"
        in refusal(b"good\0film with many other words beside it in each of its lines\n" * 9).message.en
    )
    text = "中文很好，我们都喜欢这部电影。" * 3  # without ASCII
    for wide in ("utf-16-le", "utf-16-be"):
        assert decode_text(text.encode(wide)).text == text


def test_a_nul_is_named() -> None:
    error = refusal(
        b"first line of words that are long enough\nsecond, with a\0 in the midst of it\n" + b"more words " * 9
    )
    assert (error.kind, error.message.en) == (
        "unreadable", "Line 2 holds a NUL, which no text has (character 15 of the line).",
    )  # fmt: skip


def archives() -> dict[str, bytes]:
    word, tar = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    with tarfile.open(fileobj=tar, mode="w") as archive:
        member = tarfile.TarInfo("a.txt")
        member.size = 2000
        archive.addfile(member, io.BytesIO(b"words " * 400))
    return {
        "a Word document": word.getvalue(),
        "a tar archive": tar.getvalue(),
        "an archive": gzip.compress(b"words", mtime=0),
    }


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("a picture", png(drawn_digit())),
        ("a picture", b"P3\n# made by hand\n2 1\n255\n255 0 0 0 255 0\n"),
        ("a PDF", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n"),
        ("an RTF document", rb"{\rtf1\ansi Hello}"),
        *archives().items(),
    ],
)
def test_files_of_other_kinds_are_called_by_their_name(kind: str, content: bytes) -> None:
    error = refusal(content)
    assert (error.kind, error.message.en) == ("wrong-kind", f"This is {kind}, not a plain text.")
    assert not is_text(content)


@pytest.mark.parametrize("seed", range(20))
def test_noise_is_no_text(seed: int) -> None:
    noise = __import__("random").Random(seed).randbytes(5000)
    assert refusal(noise).kind == "wrong-kind"
    assert not is_text(noise)


@pytest.mark.parametrize(
    "start", ["BMW makes cars", "P1 is the best", "P3 4 5", "ID3 tags", "GIF89a", "PAR1", "MZ", "[1]"]
)
def test_words_that_begin_like_a_picture_are_words(start: str) -> None:
    assert decode_text(start.encode()).text == start
    assert is_text(start.encode())


@pytest.mark.parametrize("content", [b"", *(mark for mark in WIDE_MARKS.values()), codecs.BOM_UTF8])
def test_nothing_is_empty(content: bytes) -> None:
    assert refusal(content).kind == "empty"


def test_one_character_is_a_text() -> None:
    assert decode_text(b"a").text == "a"
    assert decode_text("好".encode("gb18030")).text == "好"


def test_line_ends_are_kept_until_asked() -> None:
    assert decode_text(b"a\r\nb\rc\n").text == "a\r\nb\rc\n"
    assert with_plain_line_ends("a\r\nb\rc\n\n\r") == "a\nb\nc\n\n\n"


def test_a_file_is_refused_by_its_size_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(text_files.LARGEST_TEXT + 1)
    monkeypatch.setattr(Path, "open", None)
    with pytest.raises(WorkshopError, match="33 MB, the limit is 32 MB") as caught:
        read_text(path)
    assert caught.value.kind == "too-large"


def test_ten_megabytes_are_read(tmp_path: Path) -> None:
    text = "这家店的菜很好吃，下次再来。\n" * 250_000
    path = tmp_path / "long.txt"
    path.write_bytes(text.encode("gb18030"))
    assert path.stat().st_size > 7_000_000
    assert read_text(path).text == text


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorkshopError, match="no file at this place"):
        read_text(tmp_path / "absent.txt")
    with pytest.raises(WorkshopError, match="This is a folder") as caught:
        read_text(tmp_path)
    assert caught.value.kind == "wrong-kind"


@pytest.mark.skipif(sys.platform == "win32", reason="want of platform: named pipes are another thing on Windows")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(WorkshopError, match="a device or a pipe"):
        read_text(tmp_path / "pipe")
