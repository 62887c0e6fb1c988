"""The head of one past run: what it was, how it ended, and what can be done with it."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_app.services.run_details import RunDetails
from desktop_app.services.run_store import RunEntry
from desktop_app.ui.language import Language
from desktop_app.ui.panels.durations import duration_text
from desktop_app.ui.panels.model_texts import date_text
from desktop_app.ui.panels.run_failure import advice_after_end, reason_of_end
from desktop_app.ui.panels.run_texts import model_title, preset_title, state_text
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.badge import Badge, BadgeKind
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import ElidedLabel, Label
from trainer.catalog import CATALOG
from trainer.contract.events import RunFailed
from trainer.contract.run_folder import RunState

BADGES: dict[RunState, BadgeKind] = {"finished": "ok", "failed": "bad", "interrupted": "warn"}


class RunSummaryCard(Card):
    """Each signal is one intention of the person about the run that is shown."""

    try_wanted = Signal()
    resume_wanted = Signal()
    watch_wanted = Signal()
    again_wanted = Signal()
    log_wanted = Signal()
    folder_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._language = language
        self._details: RunDetails | None = None
        self._is_exporting = False
        self._title = ElidedLabel(theme, "fact")
        self._badge = Badge(theme)
        self._facts = ElidedLabel(theme, "help", "text2")
        self.reason = Label(theme, "help", "text", wrap=True)
        self.try_button = Button(theme, "primary", "try")
        self.resume_button = Button(theme, "secondary", "play")
        self.watch_button = Button(theme, "primary", "eye")
        self.delete_button = IconButton(theme, "trash")
        self.log_button = Button(theme, "secondary", "text")
        self.more_button = IconButton(theme, "more")
        self._menu = QMenu(self)
        self.more_button.setMenu(self._menu)
        self._lay_out()
        self.try_button.clicked.connect(self.try_wanted)
        self.resume_button.clicked.connect(self.resume_wanted)
        self.watch_button.clicked.connect(self.watch_wanted)
        self.delete_button.clicked.connect(self.delete_wanted)
        self.log_button.clicked.connect(self.log_wanted)
        self.retranslate()

    def show_details(self, details: RunDetails) -> None:
        """Show a run."""
        self._details = details
        self._is_exporting = False
        self._show()

    def set_exporting(self, exporting: bool) -> None:
        """Whether a model is being written from the run's checkpoint."""
        self._is_exporting = exporting
        self._show()

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self.resume_button.setText(self.tr("Resume"))
        self.resume_button.set_tooltip(self.tr("Goes on from the last checkpoint"))
        self.watch_button.setText(self.tr("Watch"))
        self.log_button.setText(self.tr("Log"))
        self.delete_button.set_name(self.tr("Move to the trash"))
        self.more_button.set_name(self.tr("More"))
        self._menu.clear()
        self._menu.addAction(self.tr("Set up again with these settings"), self.again_wanted.emit)
        self._menu.addAction(self.tr("Show the folder"), self.folder_wanted.emit)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show(self) -> None:
        details = self._details
        if details is None:
            return
        entry, state = details.entry, details.entry.summary.state
        self._title.setText(model_title(entry.spec.documented_model, self._language))
        icon = "check" if state == "finished" else "" if state in ("stopped", "waiting", "running", "paused") else None
        self._badge.set_state(BADGES.get(state, "plain"), state_text(state), icon)
        self._facts.setText(self._facts_text(details))
        reason = self._reason_text(details)
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self._show_buttons(details)

    def _show_buttons(self, details: RunDetails) -> None:
        live = details.entry.is_live
        self.watch_button.setVisible(live)
        self.try_button.setVisible(not live)
        self.try_button.setText(self.tr("Exporting...") if self._is_exporting else self.tr("Try it"))
        can_try = details.card is not None or details.has_checkpoint
        reason = self.tr("The model is being written") if self._is_exporting else self.tr("Nothing was saved yet")
        self.try_button.allow(can_try and not self._is_exporting, reason)
        final = details.history.final
        hopeless = isinstance(final, RunFailed) and final.kind == "training-failed"
        self.resume_button.setVisible(details.entry.can_resume and not hopeless)
        self.delete_button.setEnabled(not live)

    def _facts_text(self, details: RunDetails) -> str:
        entry, language = details.entry, self._language
        text = self.tr("{when} · preset {preset} · {data} · {epochs} of {total} epochs · {time}")
        return text.format(
            when=date_text(entry.spec.created),
            preset=preset_title(entry.spec.preset),
            data=entry.spec.data or _usual_data(entry),
            epochs=language.number(entry.summary.epoch),
            total=language.number(entry.summary.total_epochs or entry.spec.hyperparameters.get("epochs", 0)),
            time=duration_text(entry.summary.seconds, language),
        )

    def _reason_text(self, details: RunDetails) -> str:
        final, state = details.history.final, details.entry.summary.state
        if isinstance(final, RunFailed):
            return "\n".join((self._language.pick(final.message), self._language.pick(final.hint)))
        if state == "interrupted":
            advice = advice_after_end(details.history, self._language)
            lacks_room = details.entry.folder.lacks_room()
            return "\n".join((reason_of_end(None, was_ended=False, lacks_room=lacks_room), advice))
        return ""

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._title)
        top.addWidget(self._badge)
        top.addStretch(1)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addLayout(top)
        texts.addWidget(self._facts)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(texts, 1)
        for button in (
            self.watch_button, self.try_button, self.resume_button, self.log_button, self.delete_button,
            self.more_button,
        ):  # fmt: skip
            row.addWidget(button)
        self.body.addLayout(row)
        self.body.addWidget(self.reason)


def _usual_data(entry: RunEntry) -> str:
    model = CATALOG.get(entry.spec.documented_model)
    return model.data if model else ""
