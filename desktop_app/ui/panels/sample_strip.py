"""The pictures that a generator drew after each epoch, always from the same noise; the newest at the right."""

from pathlib import Path

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.language import Language
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.card import Card
from trainer.contract.events import Sample

TILE, COMPACT_TILE = 32, 24
TILE_GAP, SHEET_GAP, RADIUS = 3, 20, 4
ROWS = 2  # of each sheet; more would leave no room for the charts


class SampleStrip(Card):
    """A row of sheets; arrow keys and the two buttons move through the epochs."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._heading = self.add_heading()
        self._earlier, self._later = IconButton(theme, "left"), IconButton(theme, "right")
        self._heading.add_action(self._earlier)
        self._heading.add_action(self._later)
        self.sheets = SheetRow(theme, language)
        self.body.addWidget(self.sheets)
        self._earlier.clicked.connect(lambda: self.sheets.turn(-1))
        self._later.clicked.connect(lambda: self.sheets.turn(1))
        self.retranslate()

    def set_compact(self, compact: bool) -> None:
        """Smaller pictures for a narrow window."""
        self.sheets.set_tile(COMPACT_TILE if compact else TILE)

    def show_samples(self, samples: list[Sample], folder: Path) -> None:
        """Show the sheets of a run; their files lie in `folder`."""
        self.sheets.show_samples(samples, folder)
        self.setVisible(bool(samples))

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self._heading.title.setText(self.tr("Samples"))
        self._heading.caption.setText(self.tr("the same noise after each epoch"))
        self._earlier.set_name(self.tr("Earlier epochs"))
        self._later.set_name(self.tr("Later epochs"))
        self.sheets.setAccessibleName(self.tr("Samples"))
        self.sheets.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class SheetRow(QWidget):
    """Paints as many sheets as fit, two pictures high, the epoch under each."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._language = theme, language
        self._samples: list[Sample] = []
        self._images: dict[str, QImage] = {}
        self._folder = Path()
        self._tile = TILE
        self._back = 0  # sheets between the right edge and the newest
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_samples(self, samples: list[Sample], folder: Path) -> None:
        """Take another list of sheets; the view stays at the newest if it was there."""
        if folder != self._folder:
            self._images, self._back = {}, 0
        elif self._back and len(samples) > len(self._samples):
            self._back += len(samples) - len(self._samples)  # the person looks at older ones; they stay in view
        self._samples, self._folder = list(samples), folder
        self.turn(0)

    def turn(self, sheets: int) -> None:
        """Go that many epochs to the right."""
        self._back = min(max(self._back - sheets, 0), max(len(self._samples) - self._fitting(), 0))
        newest = self._samples[-1].epoch if self._samples else 0
        self.setAccessibleDescription(self.tr("newest after epoch {epoch}").format(epoch=newest))
        self.update()

    def shown(self) -> list[Sample]:
        """The sheets in view, oldest first."""
        end = len(self._samples) - self._back
        return self._samples[max(0, end - self._fitting()) : end]

    def set_tile(self, side: int) -> None:
        """The width of one picture."""
        self._tile = side
        self.updateGeometry()
        self.turn(0)

    def sizeHint(self) -> QSize:
        return QSize(400, ROWS * (self._tile + TILE_GAP) - TILE_GAP + self._caption_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.turn(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -len(self._samples), Qt.Key.Key_End: 10**6}
        if event.key() in steps:
            self.turn(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            self.turn(-1 if event.angleDelta().y() > 0 else 1)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = 0
        for sample in self.shown():
            self._paint_sheet(painter, sample, left)
            left += self._sheet_width() + SHEET_GAP

    def _paint_sheet(self, painter: QPainter, sample: Sample, left: int) -> None:
        image, side = self._image(sample), self._tile
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, side * self.devicePixelRatioF() < 28)
        for row in range(min(ROWS, sample.rows)):
            for column in range(self._columns()):
                tile = QRect(left + column * (side + TILE_GAP), row * (side + TILE_GAP), side, side)
                self._paint_tile(painter, image, sample, row, column, tile)
        is_newest = sample is self._samples[-1]
        number = self._language.number(sample.epoch)
        text = self.tr("{epoch} now").format(epoch=number) if is_newest else number
        painter.setFont(self._theme.font("small" if is_newest else "tick"))
        painter.setPen(self._theme.color("accent" if is_newest else "text3"))
        caption = QRect(left, self.height() - self._caption_height(), self._sheet_width(), self._caption_height())
        painter.drawText(caption, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, text)

    def _paint_tile(self, painter: QPainter, image: QImage, sample: Sample, row: int, column: int, tile: QRect) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(tile), RADIUS, RADIUS)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(path)
        painter.fillRect(tile, self._theme.color("plate"))
        if not image.isNull():
            width, height = image.width() // max(sample.columns, 1), image.height() // max(sample.rows, 1)
            painter.drawImage(tile, image, QRect(column * width, row * height, width, height))
        painter.restore()

    def _image(self, sample: Sample) -> QImage:
        if sample.file not in self._images:
            image = QImage(str(self._folder / Path(sample.file).name))
            if image.isNull():
                return image  # perhaps it is there at the next look
            self._images[sample.file] = image
        return self._images[sample.file]

    def _fitting(self) -> int:
        return max(1, (self.width() + SHEET_GAP) // (self._sheet_width() + SHEET_GAP))

    def _sheet_width(self) -> int:
        return self._columns() * (self._tile + TILE_GAP) - TILE_GAP

    def _columns(self) -> int:
        return min(2, self._samples[-1].columns) if self._samples else 2

    def _caption_height(self) -> int:
        return self._theme.metrics("small").height() + 6
