"""Pictures as arrays, as Qt images and as bytes of a PNG file."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

if TYPE_CHECKING:
    import numpy as np


def image_from_array(pixels: "np.ndarray") -> QImage:
    """A Qt image from uint8 [height, width] (grey) or [height, width, 3] (RGB)."""
    height, width = pixels.shape[:2]
    if pixels.ndim == 2:
        form, row = QImage.Format.Format_Grayscale8, width
    else:
        form, row = QImage.Format.Format_RGB888, width * 3
    return QImage(pixels.tobytes(), width, height, row, form).copy()


def array_from_image(image: QImage) -> "np.ndarray":
    """uint8 [height, width, 4] (RGBA) from any Qt image."""
    import numpy as np  # not before it is needed: the window paints first

    converted = image.convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(converted.constBits(), np.uint8)
    rows = pixels.reshape(converted.height(), converted.bytesPerLine())
    return rows[:, : converted.width() * 4].reshape(converted.height(), converted.width(), 4).copy()


def png_bytes(image: QImage, texts: Mapping[str, str] | None = None) -> bytes:
    """The bytes of a PNG file with `texts` such as Seed and Model in its metadata."""
    copy = QImage(image)
    for key, text in (texts or {}).items():
        copy.setText(key, text)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(copy):
        raise OSError("the picture could not be written as PNG")
    return bytes(data.data())
