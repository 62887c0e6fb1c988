"""Where the program's files lie and how much room they take, with ways to open the folders and to change them."""

from pathlib import Path

from PySide6.QtCore import QLocale, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.services.storage import folder_sizes
from desktop_app.ui.context import PageContext
from desktop_app.ui.dialogs.move_data import DataMover
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import ElidedLabel, Label, Rule
from desktop_app.ui.widgets.stacked_bar import Part, StackedBar


class StorageCard(Card):
    """Where files lie, and how much room they take."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, spacing=0)
        self._context = context
        self._sizes: dict[str, int] = {}
        self._measuring = False
        self._title = Label(context.theme, "group")
        self._bar = StackedBar(context.theme)
        self._folders = {name: FolderRow(context) for name in ("data", "pictures")}
        self.mover = DataMover(context, self)
        self._folders["data"].change.clicked.connect(self.mover.choose)
        self._folders["pictures"].change.clicked.connect(self._change_pictures_folder)
        self.body.addWidget(self._title)
        self.body.addSpacing(12)
        self.body.addWidget(self._bar)
        self.body.addSpacing(8)
        for index, row in enumerate(self._folders.values()):
            if index:
                self.body.addWidget(Rule())
            self.body.addWidget(row)

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self._title.setText(self.tr("Storage"))
        self._bar.setAccessibleName(self.tr("Room taken by the program's files"))
        self._folders["data"].set_texts(self.tr("Data folder"), self._context.services.places.data)
        named = self.tr("The data folder was named when the program was started")
        self._folders["data"].change.allow(self._context.services.places.can_move, named)
        self._folders["pictures"].set_texts(self.tr("Save pictures to"), self._pictures_folder())
        self._show_sizes()

    def measure(self) -> None:
        """Add up the sizes beside the window."""
        places = self._context.services.places
        folders = {"runs": places.runs, "datasets": places.datasets, "models": places.models, "gpu": places.gpu_parts}
        self._measuring = True
        self._context.services.tasks.run(
            lambda: folder_sizes(folders), self._measured, lambda error: self._measured({}), key="storage"
        )

    def is_measuring(self) -> bool:
        """Whether sizes are being added up."""
        return self._measuring

    def _measured(self, sizes: dict[str, int]) -> None:
        self._measuring, self._sizes = False, sizes
        self._show_sizes()

    def _show_sizes(self) -> None:
        def text(name: str) -> str:
            return QLocale().formattedDataSize(self._sizes.get(name, 0), 0, QLocale.DataSizeFormat.DataSizeSIFormat)

        legends = [
            ("runs", self.tr("Trainings {size}").format(size=text("runs")), "series1"),
            ("datasets", self.tr("Data sets {size}").format(size=text("datasets")), "series2"),
            ("models", self.tr("Models {size}").format(size=text("models")), "series3"),
        ]
        if self._sizes.get("gpu"):
            legends.append(("gpu", self.tr("GPU part {size}").format(size=text("gpu")), "series4"))
        self._bar.set_parts([Part(self._sizes.get(name, 0), legend, token) for name, legend, token in legends])

    def _pictures_folder(self) -> Path:
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        return Path(self._context.services.settings.pictures_folder or usual)

    def _change_pictures_folder(self) -> None:
        title = self.tr("Save pictures to")
        if folder := QFileDialog.getExistingDirectory(self, title, str(self._pictures_folder())):
            self._context.services.settings.pictures_folder = folder
            self.retranslate()


class FolderRow(QWidget):
    """The name and place of a folder, with a button that opens it and one that changes it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._folder = Path()
        self._name = Label(context.theme, "label")
        self._place = ElidedLabel(context.theme, "help", "text2", mode=Qt.TextElideMode.ElideMiddle)
        self.open = Button(context.theme, "plain")
        self.change = Button(context.theme, "secondary")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._name)
        texts.addWidget(self._place)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        row.addWidget(self.open)
        row.addWidget(self.change)
        self.open.clicked.connect(self._open)

    def set_texts(self, name: str, folder: Path) -> None:
        """Show the folder under its name."""
        self._folder = folder
        self._name.setText(name)
        home = str(Path.home())
        self._place.setText(str(folder).replace(home, "~", 1) if str(folder).startswith(home) else str(folder))
        self.open.setText(self.tr("Open"))
        self.change.setText(self.tr("Change..."))
        self.open.setAccessibleName(self.tr("Open: {folder}").format(folder=name))
        self.change.setAccessibleName(self.tr("Change: {folder}").format(folder=name))

    def _open(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
