"""Settings: how the window looks and speaks, where models run, where files lie. Changes apply at once."""

from pathlib import Path

from PySide6.QtCore import QLocale, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.services.notifier import failure_of
from desktop_app.services.self_test import Finding, SelfTestReport
from desktop_app.services.storage import folder_sizes
from desktop_app.ui.context import PageContext
from desktop_app.ui.language import LANGUAGES
from desktop_app.ui.pages.page import Page
from desktop_app.ui.panels.gpu_part_card import GpuPartCard
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Card, Well
from desktop_app.ui.widgets.form_row import FormRow
from desktop_app.ui.widgets.inputs import ChoiceList
from desktop_app.ui.widgets.label import ElidedLabel, Label, Rule
from desktop_app.ui.widgets.stacked_bar import Part, StackedBar
from desktop_app.ui.widgets.stepper import Stepper
from desktop_app.ui.widgets.switch import Switch
from desktop_app.ui.widgets.theme_tile import ThemeTile

ONE_COLUMN_BELOW = 820
STATE_ICONS = {"ok": ("check", "ok"), "warning": ("warning", "warn"), "bad": ("error", "bad")}


class SettingsPage(Page):
    """Five cards in two columns, in one where the window is narrow."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._appearance = AppearanceCard(context)
        self._notifications = NotificationsCard(context)
        self._compute = ComputeCard(context)
        self._gpu_part = GpuPartCard(context, context.services.gpu_part)
        self._storage = StorageCard(context)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for cards in ((self._appearance, self._notifications, self._storage), (self._compute, self._gpu_part)):
            column = QVBoxLayout()
            column.setSpacing(self.gap())
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        scroll = self.scroll_body()
        scroll.body.addLayout(self._columns)
        scroll.body.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        self.header.set_texts(self.tr("Settings"), self.tr("Changes apply at once"))
        for card in (self._appearance, self._notifications, self._compute, self._gpu_part, self._storage):
            card.retranslate()

    def activated(self, request: object = None) -> None:
        self._compute.test_once()
        self._gpu_part.look()
        self._storage.measure()

    def is_busy(self) -> bool:
        return self._compute.is_testing() or self._gpu_part.is_looking() or self._storage.is_measuring()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.theme.px(ONE_COLUMN_BELOW)
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        self._columns.setSpacing(self.gap())


class AppearanceCard(Card):
    """Scheme, language, text size and movement."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, spacing=0)
        self._settings = context.services.settings
        self._title = Label(context.theme, "group")
        self._tiles = [ThemeTile(context.theme, scheme) for scheme in ("light", "dark", "system")]
        self._tile_group = QButtonGroup(self)
        self._language = ChoiceList(context.theme)
        self._text_size = Stepper(context.theme, 80, 200, step=10, suffix=" %")
        self._reduce_motion = Switch(context.theme)
        self._rows = [
            FormRow(context.theme, control) for control in (self._language, self._text_size, self._reduce_motion)
        ]
        self._lay_out()
        self._show_settings()
        self._settings.changed.connect(self._show_settings)
        self._language.activated.connect(lambda _: self._choose_language())
        self._text_size.value_changed.connect(lambda value: setattr(self._settings, "text_size", int(value)))
        self._reduce_motion.clicked.connect(lambda on: setattr(self._settings, "reduce_motion", on))

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self._title.setText(self.tr("Appearance"))
        names = {"light": self.tr("Light"), "dark": self.tr("Dark"), "system": self.tr("Follow the system")}
        for tile in self._tiles:
            tile.setText(names[tile.scheme])
            tile.updateGeometry()
        self._language.set_choices([("", self.tr("System")), *LANGUAGES.items()])
        language, text_size, motion = self._rows
        language.set_texts(self.tr("Language"), self.tr("No restart needed."))
        text_size.set_texts(
            self.tr("Text size"), self.tr("On top of the system's own. Ctrl + and Ctrl − change it too.")
        )
        motion.set_texts(self.tr("Reduce motion"), self.tr("Samples are not animated; progress still moves."))
        self._show_settings()

    def _show_settings(self) -> None:
        for tile in self._tiles:
            tile.setChecked(tile.scheme == self._settings.theme)
        self._language.select(self._settings.language)
        if self._text_size.value() != self._settings.text_size:
            self._text_size.set_value(self._settings.text_size)
        self._reduce_motion.setChecked(self._settings.reduce_motion)

    def _choose_language(self) -> None:
        self._settings.language = self._language.selected()

    def _lay_out(self) -> None:
        tiles = QHBoxLayout()
        tiles.setSpacing(12)
        for tile in self._tiles:
            self._tile_group.addButton(tile)
            tile.clicked.connect(lambda _=False, tile=tile: setattr(self._settings, "theme", tile.scheme))
            tiles.addWidget(tile)
        tiles.addStretch(1)
        self.body.addWidget(self._title)
        self.body.addSpacing(12)
        self.body.addLayout(tiles)
        self.body.addSpacing(12)
        for row in self._rows:
            self.body.addWidget(Rule())
            self.body.addWidget(row)


class NotificationsCard(Card):
    """What the desktop is told."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, spacing=0)
        self._settings = context.services.settings
        self._title = Label(context.theme, "group")
        self._at_end = Switch(context.theme)
        self._row = FormRow(context.theme, self._at_end)
        self.body.addWidget(self._title)
        self.body.addWidget(self._row)
        self._at_end.setChecked(self._settings.notify_at_end)
        self._at_end.clicked.connect(lambda on: setattr(self._settings, "notify_at_end", on))

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self._title.setText(self.tr("Notifications"))
        self._row.set_texts(
            self.tr("When a training ends"), self.tr("The desktop tells you while this window is not in front.")
        )


class ComputeCard(Card):
    """The device for new sessions, and what the self-test found."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme)
        self._context = context
        self._settings = context.services.settings
        self._report: SelfTestReport | None = None
        self._testing = False
        self._title = Label(context.theme, "group")
        self._device = ChoiceList(context.theme)
        self._row = FormRow(context.theme, self._device)
        self._well = Well(spacing=10)
        self._test = Button(context.theme, "secondary", "refresh")
        self._copy = Button(context.theme, "plain", "copy")
        buttons = QHBoxLayout()
        buttons.addWidget(self._test)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        for part in (self._title, self._row, self._well):
            self.body.addWidget(part)
        self.body.addLayout(buttons)
        self._device.activated.connect(lambda _: setattr(self._settings, "device", self._device.selected()))
        self._test.clicked.connect(self.test)
        self._copy.clicked.connect(self._copy_report)
        context.theme.changed.connect(self._show_findings)

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self._title.setText(self.tr("Compute"))
        self._row.set_texts(self.tr("Device"), self.tr("Used to classify and to generate."))
        devices = [("auto", self.tr("Automatic")), ("cpu", self.tr("CPU")), ("cuda", self.tr("NVIDIA GPU"))]
        self._device.set_choices(devices)
        self._device.select(self._settings.device)
        self._test.setText(self.tr("Test again"))
        self._copy.setText(self.tr("Copy report"))
        self._show_findings()

    def test_once(self) -> None:
        """Test unless it was done already."""
        if self._report is None and not self._testing:
            self.test()

    def is_testing(self) -> bool:
        """Whether the self-test runs."""
        return self._testing

    def test(self) -> None:
        """Run the self-test beside the window."""
        self._testing = True
        self._show_findings()
        services = self._context.services
        services.tasks.run(services.self_test, self._tested, self._test_failed, key="self-test")

    def _tested(self, report: SelfTestReport) -> None:
        self._testing, self._report = False, report
        self._show_findings()

    def _test_failed(self, error: Exception) -> None:
        self._testing = False
        self._show_findings()
        failure = failure_of(error, lambda: self.tr("The self-test could not be finished"), self._context.language.pick)
        self._context.services.notifier.fail(failure)

    def _show_findings(self) -> None:
        while item := self._well.body.takeAt(0):
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()
        self._test.setEnabled(not self._testing)
        self._copy.setEnabled(self._report is not None)
        if self._testing:
            self._well.body.addWidget(Label(self._context.theme, "body", "text2", self.tr("Testing...")))
        elif self._report:
            for finding in self._report.findings:
                self._well.body.addWidget(self._finding_row(finding))

    def _finding_row(self, finding: Finding) -> QWidget:
        theme, pick = self._context.theme, self._context.language.pick
        icon = QLabel()
        name, token = STATE_ICONS[finding.state]
        icon.setPixmap(theme.pixmap(name, token, 18, self.devicePixelRatioF()))
        row = QWidget()
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(Label(theme, "body", "text", pick(finding.title), wrap=True))
        if pick(finding.detail):
            texts.addWidget(Label(theme, "help", "text2", pick(finding.detail), wrap=True))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        return row

    def _copy_report(self) -> None:
        if self._report:
            QGuiApplication.clipboard().setText(self._context.language.pick(self._report.text))
            self._context.services.notifier.tell(self.tr("Report copied"))


class StorageCard(Card):
    """Where files lie, and how much room they take."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, spacing=0)
        self._context = context
        self._sizes: dict[str, int] = {}
        self._measuring = False
        self._title = Label(context.theme, "group")
        self._bar = StackedBar(context.theme)
        self._folders = {name: FolderRow(context, name == "pictures") for name in ("data", "pictures")}
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
        self._folders["pictures"].set_texts(self.tr("Save pictures to"), self._pictures_folder())
        self._show_sizes()

    def measure(self) -> None:
        """Add up the sizes beside the window."""
        places = self._context.services.places
        folders = {"runs": places.runs, "datasets": places.datasets, "models": places.models}
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

        legends = (
            ("runs", self.tr("Trainings {size}").format(size=text("runs")), "series1"),
            ("datasets", self.tr("Data sets {size}").format(size=text("datasets")), "series2"),
            ("models", self.tr("Models {size}").format(size=text("models")), "series3"),
        )
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
    """The name and place of a folder, with a button that opens it and perhaps one that changes it."""

    def __init__(self, context: PageContext, changeable: bool) -> None:
        super().__init__()
        self._folder = Path()
        self._name = Label(context.theme, "label")
        self._place = ElidedLabel(context.theme, "help", "text2", mode=Qt.TextElideMode.ElideMiddle)
        self.open = Button(context.theme, "plain")
        self.change = Button(context.theme, "secondary")
        self.change.setVisible(changeable)
        self._changeable = changeable
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._name)
        texts.addWidget(self._place)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        row.addWidget(self.open)
        if changeable:
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
