from pathlib import Path

import pytest

from desktop_app.inference.known import KnownFiles
from desktop_app.inference.library import ModelLibrary
from desktop_app.inference.machine import Machine
from desktop_app.services.model_library import LibraryService
from desktop_app.services.model_opening import ModelOpening
from desktop_app.services.tasks import Tasks
from desktop_app.services.variant_speeds import VariantSpeeds, helps
from tests.helpers.patience import MILLISECONDS
from tests.helpers.shipped_models import places_with_models
from tests.helpers.tiny_variants import tiny_variant
from trainer.contract.card import read_card


class Workbench:
    """A library whose smaller files are `faster` by what the test says; counts how often that was asked."""

    def __init__(self, qtbot, folder: Path, faster: float) -> None:
        self.places = places_with_models(folder)
        known = KnownFiles(self.places.shipped_models, self.places.models)
        library = ModelLibrary(self.places, known)
        self.faster, self.device, self.asked = faster, "cpu", []
        self.models = ModelOpening(known, Machine(), lambda name: library.find(name).path, lambda: "cpu", threads=1)
        self.tasks, self._qtbot, self._library = Tasks(), qtbot, library
        self.service = self.make_service()

    def make_service(self) -> LibraryService:
        speeds = VariantSpeeds(self.places.models / "speeds.json", lambda: self.device, self._compare)
        return LibraryService(self._library, self.places, self.tasks, self.models.check, speeds)

    def add_and_wait(self, path: Path):
        self.service.import_models([path], lambda model_id: None, lambda error, path: pytest.fail(str(error)))
        self._qtbot.waitUntil(lambda: self.variant() is not None, timeout=MILLISECONDS)

    def variant(self):
        found = [model for model in self.service.models() if model.entry.name.endswith("-int8")]
        return found[0] if found and found[0].faster is not None else None

    def order(self) -> list[str]:
        return [model.id for model in self.service.usable("image-classification")]

    def close(self) -> None:
        self.tasks.wait()
        self.models.close()

    def _compare(self, entry, original) -> float:
        self.asked.append((entry.name, original.name))
        return self.faster


@pytest.fixture
def workbench(qtbot, tmp_path):
    made = []

    def make(faster: float) -> Workbench:
        made.append(Workbench(qtbot, tmp_path, faster))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_a_faster_file_is_taken_in_place_of_its_original(workbench, tmp_path):
    bench = workbench(1.6)
    bench.add_and_wait(tiny_variant(tmp_path))
    assert bench.asked == [("digits-cnn-int8", "digits-cnn")]
    assert bench.order() == ["mine/digits-cnn-int8", "shipped/digits-cnn"]


@pytest.mark.parametrize(("faster", "value"), [(0.7, 0.95), (1.05, 0.95), (2.0, 0.93)])
def test_the_original_stays_first_where_the_file_does_not_help(workbench, tmp_path, faster, value):
    bench = workbench(faster)
    bench.add_and_wait(tiny_variant(tmp_path, value=value))
    assert bench.order() == ["shipped/digits-cnn", "mine/digits-cnn-int8"]


def test_it_is_measured_once_on_a_computer_and_again_on_another_device(qtbot, workbench, tmp_path):
    bench = workbench(1.6)
    bench.add_and_wait(tiny_variant(tmp_path))
    bench.service = bench.make_service()
    bench.service.refresh()
    qtbot.waitUntil(lambda: bench.variant() is not None, timeout=MILLISECONDS)
    assert len(bench.asked) == 1
    bench.device, bench.faster = "cuda", 3.0
    bench.service = bench.make_service()
    bench.service.refresh()
    qtbot.waitUntil(lambda: bench.variant() is not None, timeout=MILLISECONDS)
    assert bench.variant().faster == 3.0
    assert len(bench.asked) == 2


def test_both_models_run_when_they_are_compared(workbench, tmp_path):
    bench = workbench(1.0)
    library = bench._library
    variant = library.adopt_export(tiny_variant(tmp_path), "digits-cnn-int8")
    assert 0.1 < bench.models.compare(variant, library.find("shipped/digits-cnn")) < 10  # the same graph


def test_what_was_not_measured_on_data_is_never_taken_by_itself(tmp_path):
    assert helps(read_card(tiny_variant(tmp_path)), 1.5)
    assert not helps(read_card(tiny_variant(tmp_path, metrics=())), 1.5)
    assert not helps(read_card(tiny_variant(tmp_path)), None)


def test_a_broken_note_is_as_good_as_none(tmp_path):
    (tmp_path / "speeds.json").write_text("[")
    speeds = VariantSpeeds(tmp_path / "speeds.json", lambda: "cpu", lambda entry, original: 2.0)
    assert speeds.of("a") is None
