"""What files are, told by their content."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from desktop_app.ui.dropped import kind_of, paths_in, picture_in, text_in
from tests.helpers.tiny_models import tiny_classifier


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM"])
def test_pictures_are_told_by_their_first_bytes(tmp_path, form):
    path = tmp_path / "scan.txt"
    Image.fromarray(np.zeros((4, 4), np.uint8)).save(path, form)
    assert kind_of(path) == "picture"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"A fine film.", "text"),
        ("一部好电影。".encode() * 60, "text"),
        ("一部好电影。".encode("gbk"), "text"),
        ("A fine film.".encode("utf-16"), "text"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "sound"),
        (b"PK\x03\x04", "archive"),
        (b"\x80\x04\x95\x00\x00", "other"),
        (b"", "other"),
        (b"\x00" * 100, "other"),
    ],
)
def test_other_files(tmp_path, content, kind):
    path = tmp_path / "file.png"
    path.write_bytes(content)
    assert kind_of(path) == kind


def test_models_and_folders(tmp_path):
    model = tiny_classifier(tmp_path).rename(tmp_path / "model.png")
    assert kind_of(model) == "model"
    assert kind_of(tmp_path) == "folder"
    assert kind_of(tmp_path / "gone") == "other"


def test_what_a_drop_holds(qapp, tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org/a.png")])
    assert paths_in(mime) == [tmp_path]
    assert text_in(mime) == ""
    picture = QMimeData()
    picture.setImageData(QImage(3, 2, QImage.Format.Format_RGB32))
    assert picture_in(picture).width() == 3
    words = QMimeData()
    words.setText("hello")
    assert (text_in(words), picture_in(words), paths_in(words)) == ("hello", None, [])
