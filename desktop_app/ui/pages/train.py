"""Train: pick a documented model, set it up, watch it learn, look at what came out."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.services.notifier import failure_of
from desktop_app.services.run_details import RunDetails
from desktop_app.services.run_store import RunEntry
from desktop_app.ui.context import PageContext
from desktop_app.ui.dropped import kind_of
from desktop_app.ui.pages.page import Page
from desktop_app.ui.panels.documented_models import DocumentedModels
from desktop_app.ui.panels.run_charts import RunCharts
from desktop_app.ui.panels.run_texts import epoch_of, fraction_done, memory_text, model_title, state_text
from desktop_app.ui.panels.runs_list import RunsList
from desktop_app.ui.panels.train_live import LivePanel
from desktop_app.ui.panels.train_results import ResultsPanel
from desktop_app.ui.panels.train_setup import SetupPanel
from desktop_app.ui.trained_models import TrainedModels
from desktop_app.ui.widgets.model_picker import ModelChoice, ModelPicker
from desktop_app.ui.widgets.segmented import SegmentedControl
from desktop_app.ui.widgets.truth_strip import Verdict
from trainer.catalog import CATALOG
from trainer.contract.errors import WorkshopError
from trainer.contract.run_folder import RunFolder, RunSpec

LIST_WIDTH = 256
LOOK_AGAIN = 2000  # milliseconds between two looks at the runs while some of them are live
TABS = ("setup", "live", "results")
RUNS = "train.runs"


class TrainPage(Page):
    """Three tabs beside a list: documented models, and for Results the trainings so far.

    `activated` opens what it is asked for: a tab of TABS, the setup of a documented model, the run of a RunFolder.
    """

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._training = context.services.training
        self._entries: list[RunEntry] | None = None
        self.tabs = SegmentedControl(context.theme)
        self.picker = ModelPicker(context.theme)
        self.models = DocumentedModels(context.theme, context.language, CATALOG)
        self.runs = RunsList(context.theme, context.language)
        self.setup = SetupPanel(context)
        self._trained = TrainedModels(context, self)
        self._lists, self._panels = QStackedWidget(), QStackedWidget()
        self._holders: dict[str, QWidget] = {}
        self._columns: dict[str, QVBoxLayout] = {}
        self._look_again = QTimer(self, interval=LOOK_AGAIN)
        self._to_make = ["_live_charts", "live", "_results_charts", "results"]
        self._is_made = False
        self._lay_out()
        self._connect()
        self.models.select(next(iter(CATALOG)))
        self.setup.show_model(CATALOG[self.models.selected()])
        self._is_made = True
        self.retranslate()
        self.compact_changed()
        QTimer.singleShot(0, self, lambda: QTimer.singleShot(0, self, self._make_next))

    @cached_property
    def live(self) -> LivePanel:
        """The tab of the training that runs."""
        panel = LivePanel(self.context, self._live_charts)
        panel.setup_wanted.connect(lambda: self.show_tab("setup"))
        panel.results_wanted.connect(self._show_results_of_followed)
        panel.try_wanted.connect(self._try_followed)
        panel.retry_wanted.connect(self._retry_gently)
        self._trained.exporting_changed.connect(panel.progress.set_exporting)
        self._put(panel, "live")
        return panel

    @cached_property
    def results(self) -> ResultsPanel:
        """The tab of what came out."""
        panel = ResultsPanel(self.context, self._results_charts)
        panel.setup_wanted.connect(lambda: self.show_tab("setup"))
        panel.try_wanted.connect(self._try_details)
        panel.resume_wanted.connect(self._training.resume)
        panel.watch_wanted.connect(self._watch)
        panel.again_wanted.connect(self.show_run_again)
        panel.runs_changed.connect(self.refresh_runs)
        self._trained.exporting_changed.connect(panel.summary.set_exporting)
        self._put(panel, "results")
        return panel

    @cached_property
    def _live_charts(self) -> RunCharts:
        return RunCharts(self.theme, self.context.language)

    @cached_property
    def _results_charts(self) -> RunCharts:
        return RunCharts(self.theme, self.context.language)

    # -------------------------------------------------------------------------------------------- the page
    def retranslate(self) -> None:
        self._show_purpose()
        titles = (self.tr("Set up"), self.tr("Live"), self.tr("Results"))
        self.tabs.set_segments(list(zip(TABS, titles, strict=True)))
        self._fill_picker()
        self._show_training()

    def activated(self, request: object = None) -> None:
        self.refresh_runs()
        if not self.context.services.library.is_read:
            self.context.services.library.refresh()
        if isinstance(request, str) and request in TABS:
            self.show_tab(request)
        elif isinstance(request, str) and request in CATALOG:
            self.show_model(request)
        elif isinstance(request, RunFolder):
            self.show_tab("results")
            self.runs.select(request.run_id)

    def commands(self) -> dict[str, Callable[[], object]]:
        commands: dict[str, Callable[[], object]] = {}
        tab = self.tabs.selected()
        if tab != "results" and not self.is_compact:
            commands["find"] = self.models.focus_search
        if tab == "setup":
            commands["run"] = self.setup.start
        if tab == "results":
            commands["delete"] = self.results.delete
        if self._training.is_live:
            commands["stop"] = self.live.stop
        return commands

    def compact_changed(self) -> None:
        if not self.__dict__.get("_is_made"):
            return  # the base class sets its margins before there is anything
        self._lists.setVisible(not self.is_compact)
        self._lists.setFixedWidth(self.theme.px(LIST_WIDTH))
        self.picker.setVisible(self.is_compact)
        for name in ("live", "results"):
            if panel := self.__dict__.get(name):
                panel.set_compact(self.is_compact, self.gap())
        self._row.setSpacing(self.gap())
        self.commands_changed.emit()

    def accepts_paths(self, paths: list[Path]) -> bool:
        return self.isVisible() and len(paths) == 1 and kind_of(paths[0]) in ("folder", "archive")

    def open_paths(self, paths: list[Path]) -> None:
        self.show_tab("setup")
        self.setup.data.choose_path(paths[0])

    def is_busy(self) -> bool:
        is_reading = "results" in self.__dict__ and self.results.is_busy()
        setup = self.setup
        return self._entries is None or is_reading or not setup.form.is_complete() or setup.columns.is_busy()

    # -------------------------------------------------------------------------------------------- tabs
    def show_tab(self, tab: str) -> None:
        """Bring a tab of TABS to the front."""
        self.tabs.select(tab)
        self._panels.setCurrentWidget(self._holders[tab])
        if tab != "setup":
            getattr(self, tab)  # made now if it was not yet
        self._lists.setCurrentIndex(1 if tab == "results" else 0)
        self._fill_picker()
        self._show_purpose()
        self._choose_run()
        self.commands_changed.emit()

    def show_model(self, name: str) -> None:
        """Set up the documented model called `name`."""
        self.models.select(name)
        self.setup.show_model(CATALOG[name])
        self.show_tab("setup")

    def show_run_again(self, spec: RunSpec, changes: Mapping[str, Any] | None = None) -> None:
        """Set up what a past run was, with other `changes`."""
        if spec.documented_model in CATALOG:
            self.models.select(spec.documented_model)
            self.setup.show_spec(CATALOG[spec.documented_model], spec, changes or {})
            self.show_tab("setup")

    def refresh_runs(self) -> None:
        """Read the list of runs again."""
        self.context.services.tasks.run(self._training.store.entries, self._take_entries, self._show_problem, key=RUNS)

    # -------------------------------------------------------------------------------------------- runs
    def _take_entries(self, entries: list[RunEntry]) -> None:
        self._entries = entries
        self.setup.set_entries(entries)
        self.runs.set_entries(entries)
        if any(entry.is_live for entry in entries):
            self._look_again.start()
        else:
            self._look_again.stop()
        self._fill_picker()
        self._choose_run()

    def _choose_run(self) -> None:
        """On Results, some run is always shown: the chosen one, else the newest."""
        if self.tabs.selected() != "results" or self._entries is None:
            return
        if not self._entries:
            self.results.show_run(None)
        elif self.runs.selected() is None:
            self.runs.select(self._entries[0].folder.run_id)
        elif (chosen := self.runs.selected()) and self._is_out_of_date(chosen):
            self.results.show_run(chosen)

    def _is_out_of_date(self, entry: RunEntry) -> bool:
        shown = self.results.details
        return shown is None or (shown.entry.folder.path, shown.entry.summary) != (entry.folder.path, entry.summary)

    def _show_problem(self, error: Exception) -> None:
        self.show_failure(failure_of(error, self.tr("The trainings cannot be listed"), self.context.language.pick))

    # -------------------------------------------------------------------------------------------- the training
    def _start(self, preset: str, changes: dict[str, Any], data: str, columns: dict[str, str]) -> None:
        self.error_card.clear()
        name = self.setup.model().name  # type: ignore[union-attr]
        self._training.start(name, preset, changes, data, columns)  # type: ignore[arg-type]

    def _began(self) -> None:
        name = self._training.spec.documented_model if self._training.spec else ""
        if name in CATALOG and name != self.models.selected():
            self.show_model(name)
        self.show_tab("live")
        self.refresh_runs()

    def _refuse(self, error: Exception) -> None:
        self.show_failure(failure_of(error, self.tr("The training was not started"), self.context.language.pick))

    def _refuse_request(self, kind: str, reason: str) -> None:
        texts = {
            "snapshot": self.tr("No model of the present state could be written"),
            "set": self.tr("The learning rate was not changed"),
        }
        text = texts.get(kind, self.tr("The training did not do what was asked"))
        self.context.services.notifier.tell(text, reason, kind="warning")

    def _tell_unsent(self, error: WorkshopError) -> None:
        pick = self.context.language.pick
        self.context.services.notifier.tell(pick(error.message), pick(error.hint), kind="warning")

    def _retry_gently(self) -> None:
        if spec := self._training.spec:
            self.show_run_again(spec, {"learning_rate": float(spec.hyperparameters["learning_rate"]) / 10})

    def _try_followed(self) -> None:
        if self._training.folder is not None and self._training.spec is not None:
            self._trained.try_run(self._training.folder, self._training.spec.documented_model)

    def _try_details(self, details: RunDetails) -> None:
        self._trained.try_run(details.entry.folder, details.entry.spec.documented_model)

    def _try_snapshot(self, path: Path) -> None:
        if self._training.spec is not None:
            self._trained.try_file(path, f"{self._training.spec.documented_model}-snapshot")

    def _watch(self, folder: RunFolder) -> None:
        if self._training.folder is None or self._training.folder.path != folder.path or not self._training.is_live:
            self._training.follow(folder, starts=False)
        self.show_tab("live")

    def _show_training(self) -> None:
        """What the list, the strip and the Start button say of the training."""
        training, live = self._training, self._training.is_live
        self.setup.set_busy(live)
        name = training.spec.documented_model if training.spec and live else ""
        text = state_text(training.state)
        if live and (started := training.history.started):
            text = self.tr("Epoch {epoch} of {total}").format(
                epoch=epoch_of(training.history), total=started.total_epochs
            )
        self.models.show_progress(name, text, fraction_done(training.history))
        if training.history.started is not None:
            self.set_verdict(self._verdict())
        self._show_purpose()

    def _verdict(self) -> Verdict:
        started, progress = self._training.history.started, self._training.history.progress
        assert started is not None
        on_gpu = started.device != "cpu"
        if self._training.state == "paused":
            words = self.tr("Training on GPU is paused") if on_gpu else self.tr("Training on CPU is paused")
        elif self._training.is_live:
            words = self.tr("Training on GPU") if on_gpu else self.tr("Training on CPU")
        else:
            words = self.tr("Trained on GPU") if on_gpu else self.tr("Trained on CPU")
        facts = [started.device_name, started.precision, self.tr("%n thread(s)", "", started.threads)]
        if started.device_reason:
            facts.append(self.context.language.pick(started.device_reason).rstrip(".。"))
        if progress is not None and progress.memory:
            facts.append(memory_text(progress.memory, self.context.language))
        return Verdict("gpu" if on_gpu else "cpu", words, " · ".join(facts))

    def _show_purpose(self) -> None:
        purpose = self.tr("Documented models, with source and expected result")
        if self._training.is_live:
            purpose = self.tr("One training is running; others can be prepared meanwhile")
        self.header.set_texts(self.tr("Train"), purpose)

    # -------------------------------------------------------------------------------------------- the narrow window
    def _fill_picker(self) -> None:
        """In a narrow window the list is a button in the header."""
        language = self.context.language
        if self.tabs.selected() == "results":
            self.picker.setAccessibleName(self.tr("Trainings"))
            choices = [
                ModelChoice(
                    entry.folder.run_id, model_title(entry.spec.documented_model, language), self.runs.detail(entry)
                )
                for entry in self.runs.entries()
            ]
            chosen = self.runs.selected()
            selected = chosen.folder.run_id if chosen else ""
        else:
            self.picker.setAccessibleName(self.tr("Documented models"))
            choices = [
                ModelChoice(name, language.pick(model.title), language.pick(model.summary))
                for name, model in CATALOG.items()
            ]
            selected = self.models.selected()
        self.picker.set_models(choices)
        self.picker.select(selected)
        self.picker.setEnabled(bool(choices))

    def _pick(self, key: str) -> None:
        if self.tabs.selected() == "results":
            self.runs.select(key)
        else:
            self.show_model(key)

    def _show_chosen_run(self, entry: RunEntry) -> None:
        self.results.show_run(entry)
        self.picker.select(entry.folder.run_id)

    # -------------------------------------------------------------------------------------------- making
    def _lay_out(self) -> None:
        self._lists.addWidget(self.models)
        self._lists.addWidget(self.runs)
        for tab in TABS:
            self._holders[tab] = QWidget()
            self._columns[tab] = QVBoxLayout(self._holders[tab])
            self._columns[tab].setContentsMargins(0, 0, 0, 0)
            self._panels.addWidget(self._holders[tab])
        self._columns["setup"].addWidget(self.setup)
        self.header.add_control(self.picker)
        self.header.add_control(self.tabs)
        self._row = QHBoxLayout()
        self._row.addWidget(self._lists)
        self._row.addWidget(self._panels, 1)
        holder = QVBoxLayout()
        holder.addLayout(self._row)
        self.body.addLayout(holder)

    def _connect(self) -> None:
        training, data_sets = self._training, self.context.services.data_sets
        self.tabs.chosen.connect(self.show_tab)
        self.picker.chosen.connect(self._pick)
        self.models.chosen.connect(self.show_model)
        self.models.own_data_wanted.connect(self._choose_own_data)
        self.runs.chosen.connect(self._show_chosen_run)
        self._look_again.timeout.connect(self.refresh_runs)
        self.setup.start_wanted.connect(self._start)
        training.began.connect(self._began)
        training.changed.connect(self._show_training)
        training.ended.connect(self.refresh_runs)
        training.ended.connect(self.commands_changed)
        training.refused.connect(self._refuse)
        training.request_refused.connect(self._refuse_request)
        training.not_sent.connect(self._tell_unsent)
        training.snapshot_ready.connect(self._try_snapshot)
        data_sets.failed.connect(self._tell_failed_download)
        data_sets.progressed.connect(self._tell_network)
        data_sets.changed.connect(lambda: self.context.shell.network_changed.emit(""))

    def _make_next(self) -> None:
        """What is not in front is made in pieces when there is time, or when it is asked for."""
        if self._to_make:
            getattr(self, self._to_make.pop(0))
            QTimer.singleShot(0, self, self._make_next)

    def _put(self, panel: LivePanel | ResultsPanel, tab: str) -> None:
        panel.set_compact(self.is_compact, self.gap())
        self._columns[tab].addWidget(panel)

    def _show_results_of_followed(self) -> None:
        self.show_tab("results")
        if self._training.folder is not None:
            self.runs.select(self._training.folder.run_id)

    def _choose_own_data(self) -> None:
        self.show_tab("setup")
        self.setup.data.choose_folder()

    def _tell_failed_download(self, error: Exception) -> None:
        self.show_failure(failure_of(error, self.tr("The data were not downloaded"), self.context.language.pick))

    def _tell_network(self, done: int, total: int) -> None:
        name = self.context.services.data_sets.downloading
        percent = self.context.language.number(100 * done / max(total, 1))
        text = self.tr("Downloading {name}, {percent} %").format(name=name, percent=percent)
        self.context.shell.network_changed.emit(text)
