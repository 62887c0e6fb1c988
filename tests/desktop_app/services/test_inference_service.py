import threading
from pathlib import Path

import numpy as np
import pytest

from desktop_app.inference.known import KnownFiles
from desktop_app.inference.library import ModelLibrary
from desktop_app.inference.machine import Machine
from desktop_app.services.inference_requests import DrawPictures, JudgePictures, MorphPictures, ReadFiles, ReadPicture
from desktop_app.services.inference_service import Answer, InferenceService, Progress
from desktop_app.services.model_opening import ModelOpening
from tests.helpers.bad_pictures import bad_pictures, drawn_digit, png
from tests.helpers.patience import MILLISECONDS
from tests.helpers.shipped_models import places_with_models
from trainer.contract.errors import WorkshopError
from trainer.contract.results import Refusal
from trainer.contract.sampling import normal_noise

PATIENCE = MILLISECONDS


@pytest.fixture
def opening(tmp_path: Path):
    places = places_with_models(tmp_path)
    known = KnownFiles(places.shipped_models, places.models)
    library = ModelLibrary(places, known)
    opening = ModelOpening(known, Machine(), lambda model_id: library.find(model_id).path, lambda: "cpu", threads=1)
    yield opening
    opening.close()


@pytest.fixture
def service(qtbot, opening):
    service = InferenceService(opening.open_model)
    yield service
    assert service.close()


class Gate:
    """A request that waits in the pool until it is opened."""

    task = "unconditional-image-generation"

    def __init__(self) -> None:
        self.entered, self.opened = threading.Event(), threading.Event()

    def run(self, pipeline, watch):
        self.entered.set()
        assert self.opened.wait(PATIENCE / 1000)
        return watch.goes_on()


def ask(qtbot, service, model_id, request, channel="test", **options) -> Answer:
    with qtbot.waitSignal(service.answered, timeout=PATIENCE) as blocker:
        number = service.submit(model_id, request, channel, **options)
    answer = blocker.args[0]
    assert (answer.id, answer.channel, answer.request) == (number, channel, request)
    assert not service.is_busy(channel)
    return answer


def test_a_result_comes_with_its_time_and_where_it_ran(qtbot, service):
    answer = ask(qtbot, service, "shipped/digits-gan", DrawPictures(7, seed=3))
    assert answer.result.shape == (7, 28, 28)
    assert answer.result.dtype == np.uint8
    assert answer.milliseconds > 0
    assert answer.verdict.provider == "CPUExecutionProvider"
    assert answer.verdict.reason.en
    assert not answer.stopped


def test_pictures_do_not_depend_on_count_or_batch(qtbot, service):
    few = ask(qtbot, service, "shipped/digits-gan", DrawPictures(3, seed=3)).result
    many = ask(qtbot, service, "shipped/digits-gan", DrawPictures(300, seed=3)).result
    assert np.array_equal(few, many[:3])


def test_a_morph_begins_and_ends_at_its_pictures(qtbot, service):
    frames = ask(qtbot, service, "shipped/digits-gan", MorphPictures((3, 0), (5, 2), 9)).result
    first = ask(qtbot, service, "shipped/digits-gan", DrawPictures(1, seed=3)).result[0]
    last = ask(qtbot, service, "shipped/digits-gan", DrawPictures(3, seed=5)).result[2]
    assert frames.shape == (9, 28, 28)
    assert np.abs(frames[0].astype(int) - first).max() <= 1
    assert np.abs(frames[-1].astype(int) - last).max() <= 1
    assert not np.array_equal(normal_noise(3, 0, 1, 4), normal_noise(5, 2, 1, 4))


def test_the_newest_request_on_a_channel_wins(qtbot, service):
    gate, answers = Gate(), []
    service.answered.connect(answers.append)
    service.submit("shipped/digits-gan", gate, "wall")
    assert gate.entered.wait(PATIENCE / 1000)
    newest = DrawPictures(2, seed=9)
    service.submit("shipped/digits-gan", DrawPictures(2, seed=8), "wall")
    service.submit("shipped/digits-gan", newest, "wall")
    gate.opened.set()
    qtbot.waitUntil(lambda: not service.is_busy("wall"), timeout=PATIENCE)
    qtbot.wait(50)
    assert [answer.request for answer in answers] == [newest]


def test_channels_do_not_disturb_each_other(qtbot, service):
    gate = Gate()
    service.submit("shipped/digits-gan", gate, "slow", background=True)
    assert gate.entered.wait(PATIENCE / 1000)
    ask(qtbot, service, "shipped/digits-gan", DrawPictures(1, seed=1), "quick")
    assert service.is_busy("slow")
    gate.opened.set()
    qtbot.waitUntil(lambda: not service.is_busy("slow"), timeout=PATIENCE)


def test_a_stopped_request_answers_with_what_it_has(qtbot, service):
    gate = Gate()
    service.submit("shipped/digits-gan", gate, "wall")
    assert gate.entered.wait(PATIENCE / 1000)
    with qtbot.waitSignal(service.answered, timeout=PATIENCE) as blocker:
        service.stop("wall")
        gate.opened.set()
    assert blocker.args[0].stopped
    assert blocker.args[0].result is False


def test_a_forgotten_request_says_nothing(qtbot, service):
    gate, heard = Gate(), []
    service.answered.connect(heard.append)
    service.failed.connect(heard.append)
    service.submit("shipped/digits-gan", gate, "wall")
    assert gate.entered.wait(PATIENCE / 1000)
    service.forget("wall")
    gate.opened.set()
    ask(qtbot, service, "shipped/digits-gan", DrawPictures(1, seed=1), "other")
    assert [answer.channel for answer in heard] == ["other"]


@pytest.mark.parametrize(
    ("model_id", "request_", "kind"),
    [
        ("shipped/none", DrawPictures(1, 1), "not-found"),
        ("shipped/digits-cnn", DrawPictures(1, 1), "wrong-kind"),
    ],
)
def test_failures_carry_the_error(qtbot, service, model_id, request_, kind):
    with qtbot.waitSignal(service.failed, timeout=PATIENCE) as blocker:
        service.submit(model_id, request_, "wall")
    failed = blocker.args[0]
    assert isinstance(failed.error, WorkshopError)
    assert failed.error.kind == kind
    assert not service.is_busy("wall")


def test_pictures_in_memory_are_read(qtbot, service):
    reading = ask(qtbot, service, "shipped/digits-cnn", ReadPicture(drawn_digit())).result
    assert reading.seen.shape == (28, 28)
    assert len(reading.labels) == 10
    assert reading.labels[0].score >= reading.labels[1].score
    judged = ask(qtbot, service, "shipped/digits-cnn", JudgePictures(np.zeros((5, 28, 28), np.uint8))).result
    assert judged.shape == (5, 10)


def test_many_files_are_reported_in_pieces_and_bad_ones_do_not_stop_the_rest(qtbot, service, tmp_path):
    folder = tmp_path / "pictures 图片"
    folder.mkdir()
    expected = bad_pictures(folder)
    good = [folder / f"good {number}\n.png" for number in range(5)]
    for path in good:
        path.write_bytes(png(drawn_digit()))
    (folder / ".hidden.png").write_bytes(png(drawn_digit()))
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    reports: list[Progress] = []
    service.progressed.connect(reports.append)
    answer = ask(qtbot, service, "shipped/digits-cnn", ReadFiles((folder,)), background=True)
    items = {item.path.name: item.result for report in reports for item in report.items}
    assert answer.result == len(items) == reports[-1].total == reports[-1].done
    assert reports[0].done == 0
    for name, kind in expected.items():
        assert isinstance(items[name], Refusal), name
        assert items[name].error.kind == kind, name
    for path in good:
        assert not isinstance(items[path.name], Refusal)
    assert ".hidden.png" not in items


def test_a_batch_can_be_stopped(qtbot, service, tmp_path):
    content = png(drawn_digit())
    for number in range(400):
        (tmp_path / f"{number}.png").write_bytes(content)
    with qtbot.waitSignal(service.progressed, timeout=PATIENCE):
        service.submit("shipped/digits-cnn", ReadFiles((tmp_path,)), "many", background=True)
    with qtbot.waitSignal(service.answered, timeout=PATIENCE) as blocker:
        service.stop("many")
    assert blocker.args[0].stopped
    assert blocker.args[0].result < 400


def test_closing_waits_and_says_nothing_more(qtbot, opening):
    service, heard = InferenceService(opening.open_model), []
    service.answered.connect(heard.append)
    gate = Gate()
    service.submit("shipped/digits-gan", gate, "wall")
    assert gate.entered.wait(PATIENCE / 1000)
    threading.Timer(0.05, gate.opened.set).start()
    assert service.close()
    qtbot.wait(50)
    assert heard == []
