"""The card of the GPU part: how it stands, what it costs, buttons to add, try and remove it, and its progress."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMessageBox, QWidget

from desktop_app.gpu_part.installation import Step
from desktop_app.gpu_part.state import PartState
from desktop_app.services.gpu_part import GpuPart
from desktop_app.services.notifier import failure_of
from desktop_app.ui.context import PageContext
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.progress_bar import ThinProgressBar

translate = QCoreApplication.translate  # under this name the tool that collects texts finds them
LOOKS = {  # stage: (icon, colour)
    "environment": ("chip", "text2"),
    "not-offered": ("chip", "text2"),
    "absent": ("chip", "text2"),
    "begun": ("chip", "text2"),
    "unusable": ("warning", "warn"),
    "ready": ("check", "ok"),
    "in-use": ("check", "ok"),
}
RETRIED = ("untried", "trial-failed", "crashed")
BROKEN = ("other-version", "incomplete")


class GpuPartCard(Card):
    """Shows a GpuPart and asks it for what the person wants; empty until `look` has an answer."""

    def __init__(self, context: PageContext, part: GpuPart) -> None:
        super().__init__(context.theme)
        self._context, self._part = context, part
        self._step: Step | None = None
        self._title = Label(context.theme, "group")
        self._icon = QLabel()
        self._reason = Label(context.theme, "body", "text", wrap=True)
        self._help = Label(context.theme, "help", "text2", wrap=True)
        self._cost = Label(context.theme, "help", "text2", wrap=True)
        self._bar = ThinProgressBar(context.theme)
        self._add = Button(context.theme, "secondary", "save")
        self._try = Button(context.theme, "secondary", "refresh")
        self._remove = Button(context.theme, "secondary")
        self._cancel = Button(context.theme, "secondary")
        self.ask: Callable[[QWidget, str], bool] = ask_to_remove
        self._help.make_selectable()
        self._lay_out()
        self._connect()
        self.retranslate()

    def look(self) -> None:
        """Find out how the part stands."""
        self._part.look()

    def is_looking(self) -> bool:
        """Whether the card waits for its first answer, or for a newer one."""
        return self._part.activity == "looking"

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self._title.setText(self.tr("GPU part"))
        self._try.setText(self.tr("Try again"))
        self._remove.setText(self.tr("Remove..."))
        self._cancel.setText(self.tr("Cancel"))
        self._show()

    def _connect(self) -> None:
        self._part.changed.connect(self._show)
        self._part.progressed.connect(self._progress)
        self._part.failed.connect(self._fail)
        self._add.clicked.connect(self._part.add)
        self._try.clicked.connect(self._part.try_again)
        self._remove.clicked.connect(self._ask_and_remove)
        self._cancel.clicked.connect(self._part.cancel)
        self._context.theme.changed.connect(self._show)

    def _show(self) -> None:
        state, activity = self._part.state, self._part.activity
        is_working = activity not in ("", "looking")
        if activity != "adding":
            self._forget_step()
        self._bar.setVisible(activity == "adding")
        self._cancel.setVisible(activity in ("adding", "trying"))
        offered = None if is_working else state
        self._add.setVisible(offered is not None and _can_be_added(offered))
        self._try.setVisible(offered is not None and offered.stage == "unusable" and offered.obstacle in RETRIED)
        self._remove.setVisible(offered is not None and _can_be_removed(offered))
        if is_working:
            self._show_texts(("refresh", "text2"), self._activity_text(), "", self._kept_text())
        elif state is not None:
            self._show_state(state)
        else:
            self._show_texts(("chip", "text2"), self.tr("Looking..."), "", "")

    def _show_state(self, state: PartState) -> None:
        pick = self._context.language.pick
        if _can_be_added(state):
            useless = self.tr("No NVIDIA driver was found on this computer, so it could not be used.")
            help_ = "" if self._part.has_driver() else useless
            self._show_texts(LOOKS[state.stage], pick(state.reason), help_, self._cost_text(state))
        else:
            self._show_texts(LOOKS[state.stage], pick(state.reason), pick(state.fix), "")

    def _cost_text(self, state: PartState) -> str:
        """What it takes; the button says how much is to be fetched."""
        left = _size(state.download_bytes - state.fetched_bytes)
        words = self.tr("Go on, {size} left") if state.stage == "begun" else self.tr("Download {size}")
        self._add.setText(words.format(size=left))
        line = self.tr(
            "Takes {size} on the disk; {free} are free. Most of it is CUDA and cuDNN, under NVIDIA's own licences."
        )
        return line.format(size=_size(state.disk_bytes), free=_size(state.free_bytes))

    def _show_texts(self, look: tuple[str, str], reason: str, fix: str, cost: str) -> None:
        name, token = look
        self._icon.setPixmap(self._context.theme.pixmap(name, token, 18, self.devicePixelRatioF()))
        self._reason.setText(reason)
        for label, text in ((self._help, fix), (self._cost, cost)):
            label.setText(text)
            label.setVisible(bool(text))

    def _activity_text(self) -> str:
        activity, step = self._part.activity, self._step
        if activity == "trying":
            return self.tr("Trying it on the graphics card; this takes up to a few minutes")
        if activity == "removing":
            return self.tr("Removing...")
        if step is None:
            return self.tr("Starting...")
        fetching, unpacking = self.tr("Fetching: {done} of {total}"), self.tr("Unpacking: {done} of {total}")
        line = fetching if step.kind == "fetching" else unpacking
        return line.format(done=_size(step.done), total=_size(step.total))

    def _kept_text(self) -> str:
        return self.tr("What has arrived is kept if this stops.") if self._part.activity == "adding" else ""

    def _progress(self, step: Step) -> None:
        self._step = step
        fraction = step.done / max(step.total, 1)
        self._bar.set_fraction(fraction)
        percent = self._context.language.number(100 * fraction)
        text = self.tr("Downloading the GPU part, {percent} %").format(percent=percent)
        self._context.shell.network_changed.emit(text)
        self._show()

    def _forget_step(self) -> None:
        if self._step is not None:
            self._step = None
            self._context.shell.network_changed.emit("")

    def _fail(self, activity: str, error: Exception) -> None:
        failure = failure_of(error, lambda: self._failure_text(activity), self._context.language.pick)
        self._context.services.notifier.fail(failure)

    def _failure_text(self, activity: str) -> str:
        if activity == "adding":
            return self.tr("The GPU part could not be added")
        if activity == "removing":
            return self.tr("The GPU part could not be removed")
        return self.tr("The GPU part could not be examined")

    def _ask_and_remove(self) -> None:
        state = self._part.state
        if state is not None and self.ask(self, _size(state.download_bytes)):
            self._part.remove()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._reason, 1)
        buttons = QHBoxLayout()
        for button in (self._add, self._try, self._cancel, self._remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.addWidget(self._title)
        self.body.addLayout(line)
        for part in (self._cost, self._help, self._bar):
            self.body.addWidget(part)
        self.body.addLayout(buttons)


def ask_to_remove(parent: QWidget, size: str) -> bool:
    """Whether the part is really to be removed; `size` is what another download would take."""
    box = QMessageBox(
        QMessageBox.Icon.Question, "", translate("GpuPartQuestions", "Remove the GPU part?"), parent=parent
    )
    box.setInformativeText(
        translate("GpuPartQuestions", "To add it again, {size} must be downloaded.").format(size=size)
    )
    remove = box.addButton(translate("GpuPartQuestions", "Remove"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.exec()
    return box.clickedButton() is remove


def _can_be_added(state: PartState) -> bool:
    return state.stage in ("absent", "begun")


def _can_be_removed(state: PartState) -> bool:
    return state.is_there or state.stage == "begun" or state.obstacle in BROKEN


def _size(size: int) -> str:
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
