"""A wall of small pictures: chosen by mouse or arrow keys, enlarged, dragged out as files."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTemporaryDir,
    QUrl,
    Signal,
)
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.pictures import png_bytes

GAP = 3
RADIUS = 4
Index = QModelIndex | QPersistentModelIndex


class _Pictures(QAbstractListModel):
    """The pictures and their spoken names; makes the files that are dragged out."""

    def __init__(self, wall: "PictureWall") -> None:
        super().__init__(wall)
        self.wall = wall
        self.images: list[QImage] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.images)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.wall.name_of(index.row())
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return self.wall.mime_of(indexes[0].row())

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction


class _TilePainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, wall: "PictureWall") -> None:
        super().__init__(wall)
        self._theme, self._wall = theme, wall

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._wall.pitch(), self._wall.pitch())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tile = QRectF(self._wall.tile_rect(option.rect))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(tile, RADIUS, RADIUS)
        painter.fillPath(path, self._theme.color("plate"))
        painter.setClipPath(path)
        painter.drawPixmap(tile.topLeft(), self._wall.tile_pixmap(index.row()))
        if self._theme.is_dark:
            painter.setClipping(False)
            painter.setPen(self._theme.color("line"))
            painter.drawRoundedRect(tile.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.restore()


class PictureWall(QListView):
    """Tiles of whole pixels, `columns` in a row. Exactly one is chosen while there are pictures.

    `chosen` carries the number of the tile under the selection (from 0), `enlarge_wanted` the one that was
    double-clicked or got Enter.
    """

    chosen = Signal(int)
    enlarge_wanted = Signal(int)

    def __init__(self, theme: Theme, columns: int = 10, tile: int = 39, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._columns, self._tile = theme, columns, tile
        self._describe: Callable[[int], str] = lambda index: str(index + 1)
        self._make_file: Callable[[int], tuple[str, bytes]] = self._plain_file
        self._scaled: dict[int, QPixmap] = {}
        self._folder = QTemporaryDir()
        self._pictures = _Pictures(self)
        self.setModel(self._pictures)
        self.setItemDelegate(_TilePainter(theme, self))
        self._set_up_view()
        self.selectionModel().currentChanged.connect(lambda index, _: self._announce(index))
        self.doubleClicked.connect(lambda index: self.enlarge_wanted.emit(index.row()))

    # -------------------------------------------------------------------------------------------- content
    def set_images(self, images: Sequence[QImage]) -> None:
        """Show `images`; the chosen place stays if it still exists."""
        row = min(max(self.current(), 0), len(images) - 1)
        self._pictures.beginResetModel()
        self._pictures.images = list(images)
        self._scaled.clear()
        self._pictures.endResetModel()
        self._fix_width()
        self.select(row)

    def images(self) -> list[QImage]:
        """The pictures shown."""
        return list(self._pictures.images)

    def set_descriptions(self, describe: Callable[[int], str]) -> None:
        """What a screen reader says of tile number `index`, such as "picture 38, reads as 2"."""
        self._describe = describe

    def set_file_maker(self, make_file: Callable[[int], tuple[str, bytes]]) -> None:
        """Who makes the file that is dragged out: tile number -> (file name, bytes of a PNG)."""
        self._make_file = make_file

    def current(self) -> int:
        """The chosen tile, -1 when there is none."""
        return self.currentIndex().row()

    def select(self, row: int) -> None:
        """Choose a tile."""
        index = self._pictures.index(row)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # -------------------------------------------------------------------------------------------- measures
    def set_tile(self, tile: int, columns: int | None = None) -> None:
        """Change the size of the tiles in logical pixels, and how many stand in a row."""
        if (tile, columns or self._columns) == (self._tile, self._columns):
            return
        self._tile, self._columns = tile, columns or self._columns
        self._scaled.clear()
        self._fix_width()
        self.scheduleDelayedItemsLayout()

    def tile(self) -> int:
        """The size of a tile."""
        return self._tile

    def largest_tile(self, width: int, height: int, rows: int) -> int:
        """The largest whole-pixel tile with which `rows` rows fit into `width` by `height`."""
        return min((width + GAP) // self._columns, (height + GAP) // rows) - GAP

    def pitch(self) -> int:
        """From one tile to the next."""
        return self._tile + GAP

    def tile_rect(self, cell: QRect) -> QRect:
        """The tile inside its cell of one pitch: the gap lies around it, so that the ring has room on each side."""
        return QRect(cell.x() + 1, cell.y() + 1, self._tile, self._tile)

    def sizeHint(self) -> QSize:
        rows = -(-max(len(self._pictures.images), 1) // self._columns)
        return QSize(self._columns * self.pitch() + 2, rows * self.pitch() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._columns * self.pitch() + 2, 2 * self.pitch())

    # ------------------------------------------------------------------------------------- for model and delegate
    def name_of(self, row: int) -> str:
        """What is said of a tile."""
        return self._describe(row)

    def tile_pixmap(self, row: int) -> QPixmap:
        """The picture at the size of a tile, made once."""
        if row not in self._scaled:
            side = round(self._tile * self.devicePixelRatioF())
            mode = Qt.TransformationMode.SmoothTransformation
            image = self._pictures.images[row].scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, mode)
            self._scaled[row] = QPixmap.fromImage(image)
            self._scaled[row].setDevicePixelRatio(self.devicePixelRatioF())
        return self._scaled[row]

    def mime_of(self, row: int) -> QMimeData:
        """A file for folders and programs, and the picture itself for those that take no files."""
        name, data = self._make_file(row)
        path = Path(self._folder.path()) / name
        path.write_bytes(data)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        mime.setImageData(self._pictures.images[row])
        return mime

    # -------------------------------------------------------------------------------------------- events
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() >= 0:
            self.enlarge_wanted.emit(self.current())
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        index = self.currentIndex()
        if not index.isValid():
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tile = QRectF(self.tile_rect(self.visualRect(index)))
        painter.setPen(QPen(self._theme.color("card"), 4))
        painter.drawRoundedRect(tile.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.drawRoundedRect(tile, RADIUS + 1, RADIUS + 1)

    def _set_up_view(self) -> None:
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setFrameShape(QListView.Shape.NoFrame)

    def _announce(self, index: QModelIndex) -> None:
        if index.isValid():
            self.setAccessibleDescription(self.name_of(index.row()))
            self.viewport().update()  # the ring is wider than its tile
            self.chosen.emit(index.row())

    def _fix_width(self) -> None:
        """Room for exactly the columns; a scroll bar that comes and goes would push the last one to the next row."""
        scrolls = len(self._pictures.images) > self._columns**2
        policies = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policies.ScrollBarAlwaysOn if scrolls else policies.ScrollBarAlwaysOff)
        bar = self.verticalScrollBar().sizeHint().width() if scrolls else 0
        self.setFixedWidth(self._columns * self.pitch() + 2 + bar)
        self.updateGeometry()

    def _plain_file(self, row: int) -> tuple[str, bytes]:
        return f"picture-{row + 1}.png", png_bytes(self._pictures.images[row])
