from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop_app.inference.known import KnownFiles
from desktop_app.inference.library import ModelLibrary
from desktop_app.inference.machine import Machine
from desktop_app.services.model_library import Deletion, LibraryService
from desktop_app.services.model_opening import ModelOpening
from desktop_app.services.tasks import Tasks
from desktop_app.services.verified_models import VerifiedModels
from tests.helpers.patience import MILLISECONDS
from tests.helpers.shipped_models import places_with_models
from tests.helpers.tiny_models import tiny_classifier, tiny_vae
from trainer.contract.card import SelfTest, read_card, sha256_of

PATIENCE = MILLISECONDS


@pytest.fixture(autouse=True)
def own_trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))


@pytest.fixture
def places(tmp_path):
    return places_with_models(tmp_path)


@pytest.fixture
def make_service(qtbot, places):
    closers = []

    def make() -> LibraryService:
        tasks = Tasks()
        known = KnownFiles(places.shipped_models, places.models)
        library = ModelLibrary(places, known)
        models = ModelOpening(known, Machine(), lambda model_id: library.find(model_id).path, lambda: "cpu", threads=1)
        closers.extend((tasks.wait, models.close))
        return LibraryService(library, places, tasks, models.check)

    yield make
    for close in closers:
        close()


@pytest.fixture
def library(qtbot, make_service):
    service = make_service()
    read(qtbot, service)
    return service


def read(qtbot, service) -> None:
    service.refresh()
    qtbot.waitUntil(lambda: service.is_read, timeout=PATIENCE)
    settle(qtbot, service)


def settle(qtbot, service) -> None:
    qtbot.waitUntil(lambda: not any(service.is_verifying(m.id) for m in service.models()), timeout=PATIENCE)


def outcome(qtbot, act, *arguments):
    """What `act` hands to its `done`; an error fails the test."""
    results = []

    def refuse(*problem: object) -> None:
        raise AssertionError(problem)

    act(*arguments, results.append, refuse)
    qtbot.waitUntil(lambda: bool(results), timeout=PATIENCE)
    return results[0]


def failure(qtbot, act, *arguments):
    """The error that `act` hands to its `failed`."""
    errors = []
    act(*arguments, lambda *_: errors.append(AssertionError("it worked")), lambda error, *_: errors.append(error))
    qtbot.waitUntil(lambda: bool(errors), timeout=PATIENCE)
    return errors[0]


def test_shipped_models_are_listed_and_test_themselves_unasked(qtbot, library):
    assert [model.id for model in library.models()] == [
        "shipped/digits-cnn",
        "shipped/digits-gan",
        "shipped/digits-vae",
    ]
    assert {model.state for model in library.models()} == {"verified"}
    assert all(model.is_known and model.is_preferred for model in library.models())
    assert [model.id for model in library.usable("image-to-image")] == ["shipped/digits-vae"]
    assert len(library.usable("unconditional-image-generation")) == 2


def test_a_state_is_remembered_by_content(qtbot, library, make_service, places):
    again = make_service()
    states = []
    again.changed.connect(lambda: states.append({model.state for model in again.models()}))
    read(qtbot, again)
    assert states == [{"verified"}]  # nothing was tested a second time
    store = VerifiedModels(places.models / "verified.json")
    assert store.state_of(sha256_of(places.shipped_models / "digits-cnn.onnx")) == "verified"
    assert store.state_of("another") == "unchecked"


def test_an_imported_model_is_foreign_tested_and_not_preferred(qtbot, library, tmp_path):
    source = tiny_vae(tmp_path, "digits-vae", seed=5)
    model_id = outcome(qtbot, library.import_models, [source])
    qtbot.waitUntil(lambda: library.model(model_id) is not None, timeout=PATIENCE)
    settle(qtbot, library)
    model = library.model(model_id)
    assert model_id == "mine/digits-vae"
    assert len(model.entry.files) == 2
    assert not model.is_known
    assert model.state == "verified"
    assert not model.is_preferred
    library.prefer(model_id, pytest.fail)
    qtbot.waitUntil(lambda: library.model(model_id).is_preferred, timeout=PATIENCE)
    assert not library.model("shipped/digits-vae").is_preferred
    library.prefer("shipped/digits-vae", pytest.fail)
    qtbot.waitUntil(lambda: library.model("shipped/digits-vae").is_preferred, timeout=PATIENCE)


def test_a_copied_file_is_seen_without_asking(qtbot, library, places, tmp_path):
    outcome(qtbot, library.import_models, [tiny_classifier(tmp_path, "first", seed=4)])
    qtbot.waitUntil(lambda: library.model("mine/first") is not None, timeout=PATIENCE)
    (places.models / "second.onnx").write_bytes((places.models / "first.onnx").read_bytes())
    qtbot.waitUntil(lambda: library.model("mine/second") is not None, timeout=PATIENCE)


def test_what_is_no_model_is_refused_and_broken_files_are_listed(qtbot, library, places, tmp_path):
    text = tmp_path / "text.onnx"
    text.write_text("no model")
    error = failure(qtbot, library.import_models, [text])
    assert error.kind == "model-invalid"
    places.models.mkdir(parents=True, exist_ok=True)
    (places.models / "broken.onnx").write_bytes(b"\x08\x0a\x12bad")
    read(qtbot, library)
    qtbot.waitUntil(lambda: library.model("mine/broken") is not None, timeout=PATIENCE)
    assert library.model("mine/broken").entry.error.kind == "model-invalid"


def test_a_model_whose_numbers_do_not_come_out_is_marked(qtbot, library, tmp_path):
    wrong = SelfTest(seed=0, batch=2, expected={"main/probabilities": [2.0] * 16}, tolerance=1e-3)
    model_id = outcome(qtbot, library.import_models, [tiny_classifier(tmp_path, "wrong", selftest=wrong)])
    qtbot.waitUntil(lambda: library.model(model_id) is not None, timeout=PATIENCE)
    settle(qtbot, library)
    assert library.model(model_id).state == "failed"
    errors = []
    library.verify(model_id, errors.append)
    qtbot.waitUntil(lambda: bool(errors), timeout=PATIENCE)
    assert "main/probabilities" in errors[0].message.en


def test_export_copies_every_file(qtbot, library, tmp_path):
    target = tmp_path / "mine.onnx"
    assert outcome(qtbot, library.export_model, "shipped/digits-vae", target) == target
    assert (tmp_path / "mine.reconstruction.onnx").is_file()
    assert read_card(target).name == "digits-vae"


def test_a_deleted_model_goes_to_the_trash_and_comes_back(qtbot, library, places, tmp_path):
    model_id = outcome(qtbot, library.import_models, [tiny_vae(tmp_path, "extra", seed=6)])
    before = {path.name: path.read_bytes() for path in places.models.glob("extra*")}
    deletion = outcome(qtbot, library.delete, model_id)
    assert deletion.in_trash is not None
    assert deletion.in_trash.is_dir()
    assert not list(places.models.glob("extra*"))
    qtbot.waitUntil(lambda: library.model(model_id) is None, timeout=PATIENCE)
    assert outcome(qtbot, library.restore, deletion) == model_id
    assert {path.name: path.read_bytes() for path in places.models.glob("extra*")} == before


def test_without_a_trash_the_data_folder_keeps_it(qtbot, library, places, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop_app.services.model_library.move_to_trash", _no_trash)
    model_id = outcome(qtbot, library.import_models, [tiny_classifier(tmp_path, "extra")])
    deletion = outcome(qtbot, library.delete, model_id)
    assert isinstance(deletion, Deletion)
    assert deletion.in_trash is None
    assert (deletion.model.folder / "extra.onnx").is_file()
    assert outcome(qtbot, library.restore, deletion) == model_id
    assert (places.models / "extra.onnx").is_file()


def test_shipped_models_stay(qtbot, library, places):
    error = failure(qtbot, library.delete, "shipped/digits-cnn")
    assert error.kind == "wrong-kind"
    assert (places.shipped_models / "digits-cnn.onnx").is_file()


def _no_trash(path: Path) -> Path:
    from trainer.contract.errors import WorkshopError
    from trainer.contract.text import Text

    raise WorkshopError("unreadable", Text("no trash", "没有回收站"), Text("", ""))


def test_outcomes_of_self_tests_that_end_together_are_all_kept(tmp_path):
    names = [str(number) for number in range(64)]
    store = VerifiedModels(tmp_path / "verified.json")
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda name: store.remember(name, "verified"), names))
    again = VerifiedModels(tmp_path / "verified.json")
    assert {again.state_of(name) for name in names} == {"verified"}
