"""Start to Try it with the real worker."""

import pytest
from PySide6.QtCore import Qt

from tests.helpers.skips import skip_for_want_of
from trainer.datasets.mnist import sample_path

MINUTES = 60_000


@pytest.fixture(autouse=True)
def sample() -> None:
    if not sample_path().is_file():
        skip_for_want_of("tool", "needs the embedded sample; the set-up (make test) puts it into the environment")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_training_that_is_clicked_ends_in_a_model_that_classifies(qtbot, session, train_page):
    page, training = train_page, session.context.services.training
    page.setup.form.row("epochs").set_setting(1)
    page.setup.form.row("batch_size").set_setting(256)
    qtbot.mouseClick(page.setup.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: training.state == "running", timeout=2 * MINUTES)
    assert page.tabs.selected() == "live"
    qtbot.waitUntil(lambda: not training.is_live, timeout=4 * MINUTES)
    assert training.state == "finished", training.folder.log_file.read_text()
    assert training.history.final.metrics["accuracy"] > 0.3
    qtbot.mouseClick(page.live.progress.try_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.window.current_key() == "classify", timeout=MINUTES)
    ids = [model.id for model in session.context.services.library.models()]
    assert ids == ["mine/digits-cnn"], "the end of the training and Try it take the model in once"
