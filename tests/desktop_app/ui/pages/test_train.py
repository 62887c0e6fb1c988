"""The Train page, played through with golden transcripts and a worker that trains nothing."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox

from desktop_app.ui.panels.hyperparameter_form import SettingRow
from desktop_app.ui.panels.run_failure import reason_of_end
from desktop_app.ui.widgets.badge import Badge
from tests.helpers.runs import past_run
from tests.helpers.window import PATIENCE, play
from trainer.catalog import CATALOG
from trainer.contract.run_folder import RunSummary


@pytest.fixture(autouse=True)
def own_trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))


def add_past(page, transcript: str, state: str, model: str = "digits-cnn"):
    folder = past_run(page.context.services.training.store, transcript, model)
    folder.write_summary(RunSummary(state=state, step=128, total_steps=128, epoch=4, total_epochs=4, seconds=6.0))
    return folder


def click(qtbot, button) -> None:
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_is_there_can_be_started_without_a_setting(train_page):
    setup = train_page.setup
    assert train_page.tabs.selected() == "setup"
    assert setup.start_button.isEnabled(), setup.start_button.toolTip()
    assert setup.data.data() == "mnist-sample"
    assert setup.settings().keys() == {"threads"}


def test_the_command_does_the_same(qtbot, train_page):
    train_page.setup.form.row("epochs").set_setting(3)
    train_page.setup.form.row("learning_rate").set_setting(0.0005)
    click(qtbot, train_page.setup._copy)
    command = QGuiApplication.clipboard().text()
    assert command.startswith("model-workshop train digits-cnn --preset quick --data mnist-sample --seed 0 --set ")
    assert "--set epochs=3" in command
    assert "--set learning_rate=0.0005" in command


def test_a_setting_out_of_range_cannot_be_started(train_page):
    train_page.setup.form.row("epochs").control.lineEdit().setText("0")
    assert not train_page.setup.start_button.isEnabled()
    assert "Epochs" in train_page.setup.start_button.toolTip()


def test_the_note_of_a_preset_is_not_said_of_changed_settings(train_page):
    setup = train_page.setup
    note = setup._preset_row._help.text()
    assert setup._estimate.text() == note
    setup.form.row("epochs").set_setting(40)
    assert setup._preset_row._help.text() == f"Without your changes: {note}"
    assert setup._estimate.text() == "Not measured on this computer yet"
    setup.form.reset()
    assert setup._preset_row._help.text() == note


def test_only_the_presets_that_a_model_has_are_offered(qtbot, train_page):
    setup = train_page.setup
    setup._presets.select("article")
    setup.show_model(CATALOG["digits-denoiser"])
    assert setup.preset_name() == "quick"
    assert [setup._presets.segment(name).text() for name in ("quick", "best")] == ["Quick", "Best"]
    with pytest.raises(KeyError):
        setup._presets.segment("article")
    assert setup.form.value("loss") in ("squared", "root", "log")
    setup.show_model(CATALOG["digits-cnn"])
    click(qtbot, setup._presets.segment("article"))
    assert setup.form.value("batch_size") == 64


def test_tab_goes_down_the_form_and_reaches_the_start_last(qtbot, train_page):
    setup = train_page.setup
    for name in ("digits-vae", "digits-gan"):  # the second one takes over rows of the first
        setup.show_model(CATALOG[name])
        setup.form.complete()
    chain = [setup.data]
    while (following := chain[-1].nextInFocusChain()) is not setup.data:
        chain.append(following)
    rows = [row.control for row in setup.form.findChildren(SettingRow) if row.isVisible()]
    assert len(rows) > 10
    reached = [chain.index(control) for control in sorted(rows, key=lambda control: control.mapTo(setup, QPoint()).y())]
    assert reached == sorted(reached)
    assert max(reached) < chain.index(setup._reset) < chain.index(setup.start_button)


def test_only_a_stand_in_that_is_here_is_recommended(train_page):
    setup = train_page.setup
    setup.show_model(CATALOG["cifar-cnn"])
    assert setup._offer._text.text().endswith("is not on this computer.")
    setup.show_model(CATALOG["digits-cnn"])
    assert "is enough to try" in setup._offer._text.text()


def test_data_that_are_missing_are_offered_and_cannot_be_started(train_page):
    data = train_page.setup.data
    data.select("mnist")
    data.activated.emit(data.currentIndex())
    assert not train_page.setup.start_button.isEnabled()
    assert train_page.setup._offer._download.text() == "Download 11.6 MB"


def test_own_data_are_taken_by_dialog_and_by_drop(train_page, tmp_path):
    data = train_page.setup.data
    data.ask_for_folder = lambda parent, title: str(tmp_path)
    train_page.models.own_data_wanted.emit()
    assert data.data() == str(tmp_path)
    assert data.is_ready()
    (tmp_path / "more").mkdir()
    assert train_page.accepts_paths([tmp_path / "more"])
    train_page.open_paths([tmp_path / "more"])
    assert data.data() == str(tmp_path / "more")


@pytest.mark.parametrize(
    ("model", "wanted"),
    [("faces-dcgan", "folder with pictures"), ("pictures-classifier", "folder with one folder for each class")],
)
def test_where_there_are_no_data_the_layout_that_a_model_needs_is_told(train_page, model, wanted):
    setup = train_page.setup
    setup.show_model(CATALOG[model])
    assert not setup.start_button.isEnabled()
    assert setup._problem() == f"Choose a {wanted}"
    asked = []
    setup.data.ask_for_folder = lambda parent, title: asked.append(title) or ""
    setup.data.choose_folder()
    assert asked == [f"Choose a {wanted}"]


def test_a_training_is_watched_to_its_end(qtbot, session, train_page):
    play(train_page, "good-adversarial", 0.01)
    train_page.show_model("digits-gan")
    rail = []
    session.context.shell.training_changed.connect(rail.append)
    click(qtbot, train_page.setup.start_button)
    training = session.context.services.training
    qtbot.waitUntil(lambda: training.state == "running", timeout=PATIENCE)
    assert train_page.tabs.selected() == "live"
    qtbot.waitUntil(lambda: bool(train_page.live.samples.sheets.shown()), timeout=PATIENCE)
    assert not train_page.setup.start_button.isEnabled()
    assert "Another training" in train_page.setup.start_button.toolTip()
    assert train_page.models.card("digits-gan")._progress.startswith("Epoch ")
    qtbot.waitUntil(lambda: training.state == "finished", timeout=PATIENCE)
    qtbot.waitUntil(lambda: train_page.live.progress.status().startswith("Finished"), timeout=PATIENCE)
    shown = [each for each in rail if each is not None]
    fractions = [each.fraction for each in shown]
    assert shown[-1].name == "GAN"
    assert fractions == sorted(fractions), "progress never runs backwards"
    assert rail[-1] is None
    assert session.window.toast.message().text == "GAN, handwritten digits is trained"
    assert len(train_page.live.charts.loss.curve("generator_loss")) == 320
    assert train_page.verdict.verdict == "Trained on CPU"


def test_pause_stop_and_resume(qtbot, session, train_page):
    play(train_page, "good-classifier", 0.05)
    click(qtbot, train_page.setup.start_button)
    training, progress = session.context.services.training, train_page.live.progress
    qtbot.waitUntil(lambda: training.state == "running" and progress.pause_button.isEnabled(), timeout=PATIENCE)
    click(qtbot, progress.pause_button)
    qtbot.waitUntil(lambda: progress.pause_button.text() == "Go on", timeout=PATIENCE)
    click(qtbot, progress.pause_button)
    qtbot.waitUntil(lambda: training.state == "running", timeout=PATIENCE)
    train_page.live.ask_to_stop = lambda parent: False
    click(qtbot, progress.stop_button)
    assert training.state == "running"
    train_page.live.ask_to_stop = lambda parent: True
    click(qtbot, progress.stop_button)
    qtbot.waitUntil(lambda: training.state == "stopped", timeout=PATIENCE)
    play(train_page, "resumed")
    qtbot.waitUntil(lambda: progress.resume_button.isVisible(), timeout=PATIENCE)
    click(qtbot, progress.resume_button)
    qtbot.waitUntil(lambda: training.state == "finished", timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(train_page.live.charts.loss.curve("training_loss")) == 128, timeout=PATIENCE)


def test_try_it_now_opens_the_page_that_uses_the_model(qtbot, session, train_page):
    play(train_page, "good-classifier", 0.1)
    click(qtbot, train_page.setup.start_button)
    training, button = session.context.services.training, train_page.live.progress.try_button
    qtbot.waitUntil(lambda: training.state == "running" and button.isEnabled(), timeout=PATIENCE)
    click(qtbot, button)
    qtbot.waitUntil(lambda: session.window.current_key() == "classify", timeout=PATIENCE)
    assert session.context.services.library.model("mine/digits-cnn-snapshot") is not None


def test_that_a_model_is_being_exported_is_seen_on_the_button(qtbot, session, train_page):
    play(train_page, "good-classifier")
    click(qtbot, train_page.setup.start_button)
    training, button = session.context.services.training, train_page.live.progress.try_button
    qtbot.waitUntil(lambda: training.state == "finished" and button.text() == "Try it", timeout=PATIENCE)
    train_page._trained.exporting_changed.emit(True)
    assert button.text() == "Exporting..."
    assert not button.isEnabled()
    train_page._trained.exporting_changed.emit(False)
    assert button.isEnabled()


def test_a_failure_says_what_to_try_and_sets_it_up(qtbot, session, train_page):
    play(train_page, "failed-not-a-number")
    click(qtbot, train_page.setup.start_button)
    qtbot.waitUntil(lambda: train_page.live.failure.failure() is not None, timeout=PATIENCE)
    failure = train_page.live.failure.failure()
    assert "no longer a number at step 48" in failure.why
    assert "gradient clipping" in failure.advice
    assert failure.fix.title == "Set up again with learning rate 0.0003"
    assert train_page.live.warning.text().startswith("The learning rate is higher")
    failure.fix.run()
    assert train_page.tabs.selected() == "setup"
    assert train_page.setup.form.changes() == {"learning_rate": pytest.approx(0.0003)}


def test_a_worker_that_dies_is_told_in_place_and_can_be_resumed(qtbot, session, train_page):
    play(train_page, "interrupted")
    click(qtbot, train_page.setup.start_button)
    training, card = session.context.services.training, train_page.live.failure
    qtbot.waitUntil(lambda: card.failure() is not None, timeout=PATIENCE)
    assert train_page.live.progress.status() == "Interrupted · epoch 3 of 4"
    assert card.isVisible()
    assert card.failure().why == "Its process ended with status 0 and left no last word."
    assert card.failure().advice == "Everything up to step 64 of 128 is kept. Resume goes on from there."
    assert session.window.toast.message().kind == "warning"
    play(train_page, "resumed")
    assert train_page.live.progress.resume_button.isVisible(), "also when the card was closed"
    click(qtbot, next(button for button in card.findChildren(QAbstractButton) if button.text() == "Resume"))
    qtbot.waitUntil(lambda: training.state == "finished", timeout=PATIENCE)
    qtbot.waitUntil(lambda: not card.isVisible(), timeout=PATIENCE)


@pytest.mark.parametrize(
    ("status", "words"),
    [(-9, "SIGKILL"), (-15, "SIGTERM"), (-11, "crashed (SIGSEGV)"), (-250, "crashed (250)"), (3, "status 3")],
)
def test_the_exit_status_tells_why_a_process_is_gone(status, words):
    assert words in reason_of_end(status, was_ended=False)
    assert "by force" in reason_of_end(status, was_ended=True)
    assert "disk is full" in reason_of_end(status, was_ended=False, lacks_room=True)


def test_a_training_that_was_paused_is_called_so(qtbot, session, train_page):
    play(train_page, "good-classifier", 0.05)
    click(qtbot, train_page.setup.start_button)
    training = session.context.services.training
    qtbot.waitUntil(lambda: training.state == "running", timeout=PATIENCE)
    training.pause()
    qtbot.waitUntil(lambda: train_page.verdict.verdict == "Training on CPU is paused", timeout=PATIENCE)
    training.go_on()
    qtbot.waitUntil(lambda: train_page.verdict.verdict == "Training on CPU", timeout=PATIENCE)


def test_a_training_that_cannot_start_is_told_in_place(qtbot, train_page):
    train_page.context.services.training.store._command = lambda folder: ["/no/such/program"]
    click(qtbot, train_page.setup.start_button)
    qtbot.waitUntil(lambda: train_page.error_card.failure() is not None, timeout=PATIENCE)
    assert train_page.error_card.failure().what == "The training was not started"


STATES = {
    "good-classifier": ("finished", "Finished"),
    "stopped": ("stopped", "Stopped"),
    "torn-last-line": ("running", "Interrupted"),
    "failed-not-a-number": ("failed", "Failed"),
    "foreign-text": ("finished", "Finished"),
    "resumed": ("finished", "Finished"),
}


def test_past_runs_show_the_same_charts(qtbot, train_page):
    folders = {name: add_past(train_page, name, state) for name, (state, _) in STATES.items()}
    train_page.refresh_runs()
    train_page.show_tab("results")
    qtbot.waitUntil(lambda: len(train_page.runs.entries()) == len(STATES), timeout=PATIENCE)
    for name, (_, word) in STATES.items():
        train_page.runs.select(folders[name].run_id)
        qtbot.waitUntil(lambda: not train_page.results.is_busy(), timeout=PATIENCE)
        assert train_page.results.summary.findChild(Badge).text() == word
        assert len(train_page.results.charts.loss.curve("training_loss")) > 40


def test_deleting_a_run_can_be_undone(qtbot, session, train_page):
    folder = add_past(train_page, "stopped", "stopped")
    train_page.refresh_runs()
    train_page.show_tab("results")
    qtbot.waitUntil(lambda: train_page.results.details is not None, timeout=PATIENCE)
    train_page.commands()["delete"]()
    qtbot.waitUntil(lambda: not train_page.runs.entries(), timeout=PATIENCE)
    assert not folder.path.exists()
    session.window.toast.message().action.run()
    qtbot.waitUntil(lambda: len(train_page.runs.entries()) == 1, timeout=PATIENCE)
    assert folder.read_spec().run_id == folder.run_id


def test_a_run_is_set_up_again_with_its_settings(qtbot, train_page):
    store = train_page.context.services.training.store
    folder = store.create("digits-gan", "article", {"epochs": 7, "threads": 1}, "mnist-sample")
    train_page.show_run_again(folder.read_spec())
    assert train_page.models.selected() == "digits-gan"
    assert train_page.setup.preset_name() == "article"
    assert train_page.setup.form.changes()["epochs"] == 7


def test_closing_asks_and_the_training_goes_on(qtbot, session, train_page):
    play(train_page, "good-classifier", 0.2)
    click(qtbot, train_page.setup.start_button)
    training, watch = session.context.services.training, session.window.training_watch
    qtbot.waitUntil(lambda: training.state == "running", timeout=PATIENCE)
    watch.ask_about_closing = lambda parent, name: "cancel"
    assert not session.window.close()
    watch.ask_about_closing = lambda parent, name: "keep"
    assert session.window.close()
    assert session.window.close(), "the answer is remembered"
    assert training.folder.is_alive()
    session.window.show()


def test_closing_can_stop_and_save_first(qtbot, session, train_page):
    play(train_page, "good-classifier", 0.05)
    click(qtbot, train_page.setup.start_button)
    training = session.context.services.training
    qtbot.waitUntil(lambda: training.state == "running", timeout=PATIENCE)
    session.window.training_watch.ask_about_closing = lambda parent, name: "stop"
    assert not session.window.close()
    qtbot.waitUntil(lambda: not session.window.isVisible(), timeout=PATIENCE)
    assert training.state == "stopped"


def test_the_language_changes_everywhere(qtbot, session, train_page):
    session.context.services.settings.language = "zh_CN"
    qtbot.waitUntil(lambda: train_page.header.title.text() == "训练", timeout=PATIENCE)
    assert train_page.models.card("digits-cnn").text() == "CNN 手写数字"
    assert train_page.setup.form.row("epochs").control.accessibleName() == "轮次"


@pytest.mark.parametrize("tab", ["setup", "live", "results"])
def test_everything_has_a_name_and_takes_the_focus(qtbot, train_page, tab):
    add_past(train_page, "good-adversarial", "finished", "digits-gan")
    train_page.refresh_runs()
    train_page.show_tab(tab)
    qtbot.waitUntil(lambda: not train_page.is_busy(), timeout=PATIENCE)
    for widget in [
        each for kind in (QAbstractButton, QComboBox, QAbstractSpinBox) for each in train_page.findChildren(kind)
    ]:
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
            assert named, widget
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget


def test_a_narrow_window_has_the_list_in_its_header(qtbot, session, train_page):
    session.window.resize(1000, 700)
    qtbot.waitUntil(lambda: train_page.is_compact)
    assert train_page.picker.isVisible()
    assert not train_page.models.isVisible()
    train_page.picker.chosen.emit("digits-vae")
    assert train_page.setup.model().name == "digits-vae"
