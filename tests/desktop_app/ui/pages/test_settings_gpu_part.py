"""The card of the GPU part in Settings, over a part on a local server."""

import threading
from pathlib import Path

import pytest

from desktop_app.gpu_part.trial import Outcome
from desktop_app.runtime_parts import Choice
from desktop_app.services import gpu_part as service_module
from desktop_app.services.gpu_part import GpuPart
from desktop_app.ui.panels.gpu_part_card import GpuPartCard
from tests.helpers import gpu_parts
from tests.helpers.file_server import FileServer, serving
from tests.helpers.patience import MILLISECONDS

PATIENCE = MILLISECONDS


class Stage:
    """A card over a GpuPart whose driver and trial are pretended."""

    def __init__(self, qtbot, context, parts: Path, address: str) -> None:
        self.parts, self.plan = parts, gpu_parts.plan_at(address)
        self.obstacle_after_trial, self.tried = "", 0
        self.waits_in_trial = threading.Event()
        self.waits_in_trial.set()
        self.part = GpuPart(parts, self.plan, self._choice, self._try)
        self.card = GpuPartCard(context, self.part)
        self.qtbot = qtbot
        qtbot.addWidget(self.card)
        self.card.show()

    def look(self) -> None:
        self.card.look()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.part.activity, timeout=PATIENCE)

    def visible(self) -> set[str]:
        card = self.card
        buttons = {"add": card._add, "try": card._try, "remove": card._remove, "cancel": card._cancel, "bar": card._bar}
        return {name for name, widget in buttons.items() if widget.isVisible()}

    def _choice(self, parts: Path) -> Choice:
        if not (parts / self.plan.name).exists():
            return Choice(None, "absent")
        if not self.tried:
            return Choice(None, "untried")
        return (
            Choice(None, self.obstacle_after_trial, "libcublas.so.13") if self.obstacle_after_trial else Choice(parts)
        )

    def _try(self, parts: Path, name: str, go_on) -> Outcome:
        self.waits_in_trial.wait(PATIENCE / 1000)
        self.tried += 1
        return Outcome(not self.obstacle_after_trial)


@pytest.fixture
def context(make_workshop):
    return make_workshop().context


@pytest.fixture
def server():
    with serving(gpu_parts.server()) as started:
        yield started


@pytest.fixture
def stage(qtbot, context, tmp_path, server, monkeypatch):
    monkeypatch.setattr(service_module, "driver_version", lambda: 13010)
    made = Stage(qtbot, context, tmp_path / "runtime-gpu", server.address)
    yield made
    made.part.close()


def test_a_part_is_added_tried_and_removed(stage):
    stage.look()
    assert stage.visible() == {"add"}
    assert "2" in stage.card._add.text()
    stage.waits_in_trial.clear()
    stage.card._add.click()
    stage.qtbot.waitUntil(lambda: stage.part.activity == "trying", timeout=PATIENCE)
    stage.qtbot.waitUntil(lambda: stage.visible() == {"cancel"}, timeout=PATIENCE)
    stage.waits_in_trial.set()
    stage.settle()
    assert stage.visible() == {"remove"}
    assert "next start" in stage.card._help.text()
    stage.card.ask = lambda parent, size: False
    stage.card._remove.click()
    assert stage.parts.exists()
    stage.card.ask = lambda parent, size: True
    stage.card._remove.click()
    stage.settle()
    assert not stage.parts.exists()
    assert stage.visible() == {"add"}


def test_a_cancel_leaves_a_part_to_go_on_with(stage):
    stage.look()
    fetching: list[object] = []
    stage.part.progressed.connect(lambda step: (fetching.append(step), stage.part.cancel()))
    stage.card._add.click()
    assert stage.visible() == {"cancel", "bar"}
    stage.settle()
    assert fetching
    assert stage.visible() == {"add", "remove"}
    assert "left" in stage.card._add.text()


def test_a_failed_trial_is_told_and_can_be_repeated(stage):
    stage.obstacle_after_trial = "trial-failed"
    stage.look()
    stage.card._add.click()
    stage.settle()
    assert stage.visible() == {"try", "remove"}
    assert "libcublas.so.13" in stage.card._reason.text()
    stage.obstacle_after_trial = ""
    stage.card._try.click()
    stage.settle()
    assert stage.tried == 2
    assert stage.visible() == {"remove"}


def test_a_failed_download_is_an_error_card(qtbot, context, tmp_path, monkeypatch):
    monkeypatch.setattr(service_module, "driver_version", lambda: None)
    failures = []
    context.services.notifier.failed.connect(failures.append)
    with serving(FileServer({})) as server:
        stage = Stage(qtbot, context, tmp_path / "runtime-gpu", server.address)
        stage.look()
        assert "No NVIDIA driver" in stage.card._help.text()
        stage.card._add.click()
        stage.settle()
        stage.part.close()
    assert "could not be added" in failures[0].what
    assert "torch-1.0" in failures[0].why
    assert stage.visible() == {"add"}


def test_from_the_source_there_is_only_advice(qtbot, context):
    card = GpuPartCard(context, context.services.gpu_part)
    qtbot.addWidget(card)
    card.show()
    card.look()
    qtbot.waitUntil(lambda: not card.is_looking(), timeout=PATIENCE)
    assert "pip" in card._help.text()
    assert not any(button.isVisible() for button in (card._add, card._try, card._remove, card._cancel))
    context.services.settings.language = "zh_CN"
    card.retranslate()
    assert "由 pip 安装" in card._reason.text()
