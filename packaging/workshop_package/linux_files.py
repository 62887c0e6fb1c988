"""What a Linux desktop wants to know of the program: menu entry, icons, kind of file, AppStream data."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from workshop_package.problems import PackageError

SOURCES = Path(__file__).resolve().parents[1] / "linux"
NAME = "model-workshop"
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
DRAW_ICON = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
application = QGuiApplication([])
drawing = QSvgRenderer(sys.argv[1])
for size, target in zip(sys.argv[2::2], sys.argv[3::2]):
    picture = QImage(int(size), int(size), QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter)
    painter.end()
    assert picture.save(target, "PNG")
"""


def draw_icons(drawing: Path, targets: dict[int, Path]) -> None:
    """Draw the icon in every size (pixels), each into its own PNG file."""
    words: list[str] = []
    for size, target in targets.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        words += [str(size), str(target)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", DRAW_ICON, str(drawing), *words], check=True, env=environment)


def write_share(share: Path, drawing: Path, version: str) -> None:
    """Fill a folder `share` as it lies below /usr or inside an AppImage."""
    icons = share / "icons" / "hicolor"
    draw_icons(drawing, {size: icons / f"{size}x{size}" / "apps" / f"{NAME}.png" for size in ICON_SIZES})
    _copy(drawing, icons / "scalable" / "apps" / f"{NAME}.svg")
    _copy(SOURCES / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    _copy(SOURCES / f"{NAME}.xml", share / "mime" / "packages" / f"{NAME}.xml")
    date = time.strftime("%Y-%m-%d", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))
    text = (SOURCES / f"{NAME}.metainfo.xml").read_text(encoding="utf-8")
    metainfo = share / "metainfo" / f"{NAME}.metainfo.xml"
    metainfo.parent.mkdir(parents=True, exist_ok=True)
    metainfo.write_text(text.replace("@VERSION@", version).replace("@DATE@", date), encoding="utf-8")


def check_share(share: Path) -> list[str]:
    """Run the validators; returns the names of those that are not installed. Raises `PackageError` with their words."""
    commands = [
        ["desktop-file-validate", str(share / "applications" / f"{NAME}.desktop")],
        ["appstreamcli", "validate", "--no-net", str(share / "metainfo" / f"{NAME}.metainfo.xml")],
    ]
    absent = [command[0] for command in commands if shutil.which(command[0]) is None]
    for command in commands:
        if command[0] not in absent:
            _validate(command)
    return absent


def _validate(command: Sequence[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise PackageError(f"{command[0]} does not accept {Path(command[-1]).name}: {result.stdout}{result.stderr}")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
