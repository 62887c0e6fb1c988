"""Settings: how the window looks and speaks, where models run, where files lie. Changes apply at once."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.services.notifier import failure_of
from desktop_app.services.self_test import Finding, SelfTestReport
from desktop_app.ui.context import PageContext
from desktop_app.ui.language import LANGUAGES
from desktop_app.ui.pages.page import Page
from desktop_app.ui.panels.gpu_part_card import GpuPartCard
from desktop_app.ui.panels.storage_card import StorageCard
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Card, Well
from desktop_app.ui.widgets.form_row import FormRow
from desktop_app.ui.widgets.inputs import ChoiceList
from desktop_app.ui.widgets.label import Label, Rule
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
