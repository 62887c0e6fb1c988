"""Set up: what a documented model is, what it needs, and every setting of its training."""

import os
import shlex
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.services.own_columns import DataKind
from desktop_app.services.run_store import RunEntry
from desktop_app.services.time_estimate import estimated_seconds
from desktop_app.ui.context import PageContext
from desktop_app.ui.panels.column_choice import ColumnChoice
from desktop_app.ui.panels.data_choice import DataChoice, DownloadOffer
from desktop_app.ui.panels.durations import duration_text
from desktop_app.ui.panels.hyperparameter_form import HyperparameterForm, defaults_of
from desktop_app.ui.panels.run_texts import preset_title
from desktop_app.ui.panels.training_facts import FactRow
from desktop_app.ui.widgets.badge import Badge
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.form_row import FormRow
from desktop_app.ui.widgets.label import ElidedLabel, Label, Rule
from desktop_app.ui.widgets.scroll_column import ScrollColumn
from desktop_app.ui.widgets.segmented import SegmentedControl
from trainer.catalog import DEFAULT_PRESET, DocumentedModel, Preset, PresetName, training_command
from trainer.contract.run_folder import RunSpec

PRESETS: tuple[PresetName, ...] = ("quick", "best", "article")
THREADS = max(1, (os.cpu_count() or 2) - 1)
"""One core stays with the window."""


class SetupPanel(Card):
    """Everything as it stands can be started. `start_wanted` carries preset, changed settings, data, and the columns
    of own tables by role.
    """

    start_wanted = Signal(str, dict, str, dict)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, padding=0, spacing=0, parent=parent)
        self._context, self._language = context, context.language
        self._model: DocumentedModel | None = None
        self._entries: list[RunEntry] = []
        self._is_busy = False
        self._make_widgets()
        self._lay_out()
        self._connect()
        self.retranslate()

    # -------------------------------------------------------------------------------------------- what is shown
    def show_model(self, model: DocumentedModel) -> None:
        """Show another documented model, with its quick preset."""
        self._model = model
        self._name_presets()
        self._presets.select(DEFAULT_PRESET)
        self.data.set_model(model)
        self._offer.set_model(model)
        self._show_preset()
        self._look_at_columns()
        self.retranslate()

    def show_spec(self, model: DocumentedModel, spec: RunSpec, changes: Mapping[str, Any]) -> None:
        """Show what a past run was, with other `changes`."""
        self.show_model(model)
        if spec.preset in model.presets:
            self._presets.select(spec.preset)
            self._show_preset()
        if spec.data and Path(spec.data).is_absolute():
            self.data.choose_path(Path(spec.data))
            self._look_at_columns(spec.columns)
        self.form.set_values({**spec.hyperparameters, **changes})

    def model(self) -> DocumentedModel | None:
        """The model that is shown."""
        return self._model

    def set_entries(self, entries: list[RunEntry]) -> None:
        """Past runs, newest first: what a training takes is told from them."""
        self._entries = entries
        self._show_state()

    def set_busy(self, busy: bool) -> None:
        """Whether another training runs, so that none can be started."""
        if busy != self._is_busy:
            self._is_busy = busy
            self._show_state()

    def start(self) -> None:
        """Start with what stands in the form, if that is accepted."""
        if self.start_button.isEnabled():
            self.start_wanted.emit(self.preset_name(), self.settings(), self.data.data(), self.columns.chosen())

    def preset_name(self) -> PresetName:
        """The chosen preset."""
        return self._presets.selected() or DEFAULT_PRESET  # type: ignore[return-value]

    def settings(self) -> dict[str, Any]:
        """What the training is given beyond the preset: the changes, and the window's own number of threads."""
        return self.form.changes() | {"threads": self.form.value("threads")}

    def command(self) -> str:
        """The command that does the same in a terminal."""
        assert self._model is not None
        changes = self.settings()
        seed = changes.pop("seed", self.form.value("seed"))
        line = training_command(self._model, self.preset_name(), shlex.quote(self.data.data()), seed)
        columns = (f"--column {shlex.quote(f'{role}={name}')}" for role, name in self.columns.chosen().items())
        return " ".join([line, *columns, *(f"--set {name}={_written(value)}" for name, value in changes.items())])

    # -------------------------------------------------------------------------------------------- making
    def _make_widgets(self) -> None:
        theme = self._theme
        self._title = Label(theme, "model_title")
        self._badge = Badge(theme)
        self._summary = Label(theme, "body", "text2", wrap=True)
        self._source_word = Label(theme, "body", "text2")
        self._source = Button(theme, "link", "link")
        self._source.setCursor(Qt.CursorShape.PointingHandCursor)
        self._facts = FactRow(theme, (2, 1, 1, 1), starts_with_sentence=True)
        self._offer = DownloadOffer(theme, self._language, self._context.services.data_sets)
        self._presets = SegmentedControl(theme)
        self._preset_row = FormRow(theme, self._presets, wide=True)
        self.data = DataChoice(theme, self._language, self._context.services.data_sets)
        self._data_row = FormRow(theme, self.data, wide=True)
        self.columns = ColumnChoice(self._context)
        self.data.setMinimumWidth(theme.px(240))
        self.form = HyperparameterForm(theme, self._language)
        self._notes_title = Label(theme, "help_strong", "text2")
        self._notes = Label(theme, "help", "text2", wrap=True)
        self._estimate = ElidedLabel(theme, "strong")
        self._changes = Label(theme, "help", "text2")
        self._copy = Button(theme, "plain", "copy")
        self._reset = Button(theme, "plain")
        self.start_button = Button(theme, "primary", "play", large=True)

    def _connect(self) -> None:
        self._source.clicked.connect(self._open_source)
        self._presets.chosen.connect(lambda _: self._show_preset())
        self.data.data_chosen.connect(lambda: self._look_at_columns())
        self.columns.changed.connect(self._show_state)
        self.form.changed.connect(self._show_state)
        self.form.completed.connect(self._order_tabs)
        self._copy.clicked.connect(self._copy_command)
        self._reset.clicked.connect(self.form.reset)
        self.start_button.clicked.connect(self.start)
        self._context.services.data_sets.changed.connect(self._show_state)

    def _order_tabs(self) -> None:
        """Rows of the form are made after the buttons below it, and Tab goes in the order of making."""
        above = self._copy.previousInFocusChain() or self
        for before, after in pairwise((above, *self.form.tab_stops(), self._copy, self._reset, self.start_button)):
            QWidget.setTabOrder(before, after)

    def _lay_out(self) -> None:
        scroll = ScrollColumn(spacing=0)
        scroll.body.setContentsMargins(20, 4, 20, 16)
        for widget in (
            self._preset_row,
            Rule(),
            self._data_row,
            self.columns,
            self.form,
            self._notes_title,
            self._notes,
        ):
            scroll.body.addWidget(widget)
        self._notes_title.setContentsMargins(0, 20, 0, 4)
        scroll.body.addStretch(1)
        self.body.addWidget(self._made_head())
        self.body.addWidget(Rule())
        self.body.addWidget(scroll, 1)
        self.body.addWidget(Rule())
        self.body.addWidget(self._made_foot())

    def _made_head(self) -> QWidget:
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self._title)
        title.addWidget(self._badge)
        title.addStretch(1)
        source = QHBoxLayout()
        source.setSpacing(4)
        source.addWidget(self._source_word)
        source.addWidget(self._source)
        source.addStretch(1)
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(4)
        column.addLayout(title)
        column.addWidget(self._summary)
        column.addLayout(source)
        column.addSpacing(2)
        column.addWidget(self._facts)
        column.addSpacing(4)
        column.addWidget(self._offer)
        return head

    def _made_foot(self) -> QWidget:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._estimate)
        texts.addWidget(self._changes)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        for button in (self._copy, self._reset, self.start_button):
            row.addWidget(button)
        return foot

    # -------------------------------------------------------------------------------------------- texts
    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self._name_presets()
        self._source_word.setText(self.tr("Source"))
        self._copy.setText(self.tr("Copy as command"))
        self._copy.set_tooltip(self.tr("The command that trains the same in a terminal"))
        self._reset.setText(self.tr("Reset"))
        self.start_button.setText(self.tr("Start training"))
        self._notes_title.setText(self.tr("Differences from the source"))
        self.data.retranslate()
        self.columns.retranslate()
        self._offer.retranslate()
        self.form.retranslate()
        if self._model is not None:
            pick = self._language.pick
            self._title.setText(pick(self._model.title))
            self._summary.setText(pick(self._model.summary))
            self._source.setText(self._model.source_title)
            self._source.setToolTip(self._model.source)
            self._notes.setText(pick(self._model.article))
            self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _name_data(self, kind: DataKind) -> None:
        helps: dict[DataKind, str] = {
            "pictures": self.tr("A catalogued data set, or your own pictures: one folder for each class."),
            "labelled-texts": self.tr("A catalogued data set, or your own: a table with texts and labels, or folders."),
            "sentence-pairs": self.tr("A catalogued data set, or your own: a table of pairs, or two files of lines."),
            "labelled-sounds": self.tr("A catalogued data set, or your own sounds: one folder for each class."),
            "running-text": self.tr("A catalogued data set, or your own: a text file, a folder, or a table."),
        }
        self._data_row.set_texts(self.tr("Data"), helps[kind])

    def _look_at_columns(self, wanted: Mapping[str, str] | None = None) -> None:
        """Find out which columns own data have, if they are a table of texts."""
        if self._model is not None:
            path = self.data.data() if self.data.is_own() else ""
            self.columns.look(path, self._kind(), wanted)
            self._show_state()

    def _kind(self) -> DataKind:
        return self._model.needs(self.form.values()).kind if self._model else "pictures"

    def _name_presets(self) -> None:
        """Not every model has an article's settings."""
        names = [name for name in PRESETS if self._model is None or name in self._model.presets]
        self._presets.set_segments([(name, preset_title(name)) for name in names])

    def _show_preset(self) -> None:
        hyperparameters = self._preset().hyperparameters
        self.form.show_defaults(defaults_of(hyperparameters, THREADS), type(hyperparameters))

    def _preset(self) -> Preset:
        assert self._model is not None
        return self._model.presets[self.preset_name()]

    def _show_state(self) -> None:
        """Facts, badge and foot as they follow from preset, data and form."""
        if self._model is None:
            return
        self._name_data(self._kind())
        self._offer.set_needed(not self.data.is_own())
        count = len(self.form.changes())
        note = self._language.pick(self._preset().note)
        shown = self.tr("Without your changes: {note}").format(note=note) if count else note
        self._preset_row.set_texts(self.tr("Preset"), shown)
        seconds = self._seconds()
        self._show_facts(self._model, seconds)
        self._show_badge()
        self._reset.allow(count > 0, self.tr("Nothing differs from the preset"))
        self._changes.setText(self.tr("%n setting(s) differ from the preset", "", count))
        if seconds:
            self._estimate.setText(self.tr("About {time}").format(time=duration_text(seconds, self._language)))
        else:
            self._estimate.setText(self.tr("Not measured on this computer yet") if count else note)
        problem = self._problem()
        self.start_button.allow(not problem, problem)

    def _show_facts(self, model: DocumentedModel, seconds: float | None) -> None:
        expected, data, parameters, time = self._facts.facts
        number = self._language.number
        expected.set_texts(self.tr("Expected result"), self._language.pick(model.expected_text))
        if self.data.is_own():
            data.set_texts(self.tr("Data"), self.data.currentText(), self.tr("read at the start"))
        elif not self.data.data():
            layout = self.tr("a folder for each class") if self._is_labelled() else self.tr("a folder with pictures")
            data.set_texts(self.tr("Data"), self.tr("Your own"), layout)
        else:
            state = self._context.services.data_sets.state(self.data.data())
            shape, kind = model.needs(self.form.values()).shape, self._kind()
            words = self.tr("sounds") if kind == "labelled-sounds" else self.tr("texts")
            if kind == "pictures":
                words = self.tr("pictures, {side} x {side}").format(side=shape[0])
            data.set_texts(self.tr("Data"), number(state.pictures), words)
        parameters.set_texts(
            self.tr("Parameters"),
            number(self._preset().parameters or model.parameters),
            self.tr("weights that are learnt"),
        )
        epochs = self.tr("%n epoch(s)", "", int(self.form.value("epochs")))
        if seconds is None:
            time.set_texts(self.tr("Time here"), self.tr("Not measured"), epochs)
        else:
            text = self.tr("about {time}").format(time=duration_text(seconds, self._language))
            time.set_texts(self.tr("Time here"), text, epochs)

    def _show_badge(self) -> None:
        if self.data.is_own():
            self._badge.set_state("plain", self.tr("Own data"))
        elif self.data.is_ready():
            self._badge.set_state("ok", self.tr("Data ready"), "check")
        else:
            self._badge.set_state("warn", self.tr("Data missing"))

    def _seconds(self) -> float | None:
        assert self._model is not None
        return estimated_seconds(self._entries, self._model.name, self.data.data(), self.form.values())

    def _is_labelled(self) -> bool:
        """Whether the pictures must come in a folder for each class."""
        assert self._model is not None
        return self._model.needs(self.form.values()).labelled

    def _problem(self) -> str:
        """Why the training cannot be started; empty if it can."""
        if invalid := self.form.invalid_rows():
            name = self._language.pick(invalid[0].spec.title)
            return self.tr("Correct this first: {setting}").format(setting=name)
        if not self.data.data():
            if self._is_labelled():
                return self.tr("Choose a folder with one folder for each class")
            return self.tr("Choose a folder with pictures")
        if not self.data.is_ready():
            return self.tr("Download the data first, or choose other data")
        if problem := self.columns.problem():
            return problem
        if self._is_busy:
            return self.tr("Another training is running; stop it or wait for it")
        return ""

    # -------------------------------------------------------------------------------------------- acting
    def _open_source(self) -> None:
        if self._model is not None:
            QDesktopServices.openUrl(QUrl(self._model.source))

    def _copy_command(self) -> None:
        QGuiApplication.clipboard().setText(self.command())
        self._context.services.notifier.tell(self.tr("Copied"), self.command(), kind="info")


def _written(value: Any) -> str:
    return (
        str(value).lower() if isinstance(value, bool) else f"{value:.12g}" if isinstance(value, float) else str(value)
    )
