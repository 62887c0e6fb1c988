"""Draws the icons of `resources/icons` in any colour and size."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


class IconPainter:
    """Renders the SVG files of one folder and remembers the results."""

    RATIOS = (1.0, 2.0)

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, str, int, float, int], QPixmap] = {}

    def pixmap(self, name: str, color: str, size: int, ratio: float, gap: int = 0) -> QPixmap:
        """Icon `name` in `color` (`#rrggbb`), `size` logical pixels wide, for a device with `ratio` pixels to one."""
        key = (name, color, size, ratio, gap)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._render(*key)
        return self._pixmaps[key]

    def icon(self, name: str, color: str, disabled_color: str, size: int, gap: int = 0) -> QIcon:
        """An icon for buttons and actions with pixmaps for plain and high-density screens and a disabled look.

        `gap` empty pixels at the right keep the icon away from the button's text.
        """
        icon = QIcon()
        for ratio in self.RATIOS:
            icon.addPixmap(self.pixmap(name, color, size, ratio, gap), QIcon.Mode.Normal)
            icon.addPixmap(self.pixmap(name, disabled_color, size, ratio, gap), QIcon.Mode.Disabled)
        return icon

    def _render(self, name: str, color: str, size: int, ratio: float, gap: int) -> QPixmap:
        source = self._source(name).replace("currentColor", color)
        pixmap = QPixmap(round((size + gap) * ratio), round(size * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _source(self, name: str) -> str:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        return self._sources[name]
