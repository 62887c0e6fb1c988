"""The library: what is found by which name, and what happens to the files of a model together."""

import hashlib
import shutil
import time
from pathlib import Path

import pytest

from desktop_app.inference.known import MANIFEST, KnownFiles
from desktop_app.inference.library import LibraryEntry, ModelLibrary
from desktop_app.inference.model_files import clean_name
from desktop_app.places import Places
from tests.helpers import hostile_models
from tests.helpers.small_disk import fill, read_only, small_disk
from tests.helpers.tiny_models import tiny_classifier, tiny_vae
from trainer.contract.errors import WorkshopError


@pytest.fixture
def places(tmp_path: Path) -> Places:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    tiny_classifier(shipped, "digits-cnn")
    tiny_vae(shipped, "digits-vae")
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in shipped.glob("*.onnx")]
    (shipped / MANIFEST).write_text("".join(lines))
    return Places(data=tmp_path / "data 数据", shipped_models=shipped)


@pytest.fixture
def library(places: Places) -> ModelLibrary:
    return ModelLibrary(places, KnownFiles(places.shipped_models, places.models))


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def ids(library: ModelLibrary) -> list[str]:
    return [entry.id for entry in library.entries()]


def kind_of(call: object) -> str:
    with pytest.raises(WorkshopError) as caught:
        call()  # type: ignore[operator]
    assert caught.value.message.zh
    assert caught.value.hint.en
    return caught.value.kind


def test_lists_models_and_not_their_companions(library: ModelLibrary) -> None:
    assert ids(library) == ["shipped/digits-cnn", "shipped/digits-vae"]
    vae = library.find("digits-vae")
    assert [file.name for file in vae.files] == ["digits-vae.onnx", "digits-vae.reconstruction.onnx"]
    assert vae.size == sum(file.stat().st_size for file in vae.files)


def test_empty_places_list_nothing(tmp_path: Path) -> None:
    places = Places(data=tmp_path / "a", shipped_models=tmp_path / "b")
    library = ModelLibrary(places, KnownFiles(places.shipped_models, places.models))
    assert library.entries() == []
    assert kind_of(lambda: library.find("digits-cnn")) == "not-found"


def test_a_bare_name_means_the_shipped_model(library: ModelLibrary, places: Places) -> None:
    library.import_model(places.shipped_models / "digits-cnn.onnx")
    library.import_model(places.shipped_models / "digits-cnn.onnx")
    assert ids(library)[2:] == ["mine/digits-cnn", "mine/digits-cnn-2"]
    assert library.find("digits-cnn").id == "shipped/digits-cnn"
    assert library.find("digits-cnn-2").id == "mine/digits-cnn-2"
    assert library.find("mine/digits-cnn").path.parent == places.models


def test_a_bare_name_means_the_preferred_model(library: ModelLibrary, places: Places) -> None:
    mine = library.import_model(places.shipped_models / "digits-cnn.onnx")
    library.prefer("digits-cnn", mine.id)
    assert library.find("digits-cnn").id == "mine/digits-cnn"
    library.delete(mine)
    assert library.find("digits-cnn").id == "shipped/digits-cnn"
    library.prefer("digits-cnn", None)
    assert library.preferred() == {}


def test_a_path_is_found_as_a_file(library: ModelLibrary, elsewhere: Path) -> None:
    path = tiny_classifier(elsewhere, "mine own")
    entry = library.find(str(path))
    assert (entry.id, entry.origin, entry.error) == (str(path), "file", None)


@pytest.mark.parametrize("name", ["mine/../secret", "mine/a/b", "shipped/", "mine/..", "other/x", "nothing"])
def test_names_do_not_lead_out_of_the_library(name: str, library: ModelLibrary) -> None:
    assert kind_of(lambda: library.find(name)) == "not-found"


def test_a_wrong_name_is_answered_with_near_ones(library: ModelLibrary) -> None:
    with pytest.raises(WorkshopError) as caught:
        library.find("digits-cmn")
    assert "digits-cnn" in caught.value.hint.en


def test_broken_models_are_listed_with_their_error(library: ModelLibrary, places: Places) -> None:
    places.models.mkdir(parents=True)
    hostile_models.truncated(places.models).rename(places.models / "half.onnx")
    hostile_models.empty_file(places.models).rename(places.models / "none.onnx")
    tiny_vae(places.models, "lonely").unlink()
    kinds = {entry.id: entry.error.kind for entry in library.entries() if entry.error}
    assert kinds == {
        "mine/half": "model-invalid", "mine/none": "empty", "mine/lonely.reconstruction": "wrong-kind",
    }  # fmt: skip
    assert kind_of(lambda: library.find("mine/half").usable_card()) == "model-invalid"


def test_import_takes_all_files_or_none(library: ModelLibrary, places: Places, elsewhere: Path) -> None:
    path = tiny_vae(elsewhere, "two parts")
    entry = library.import_model(path)
    assert entry.id == "mine/two-parts"
    assert [file.name for file in entry.files] == ["two-parts.onnx", "two-parts.reconstruction.onnx"]
    assert all(file.exists() for file in entry.files)
    (elsewhere / "two parts.reconstruction.onnx").unlink()
    assert kind_of(lambda: library.import_model(path)) == "model-invalid"
    tiny_vae(elsewhere, "other", seed=5)
    (elsewhere / "other.reconstruction.onnx").rename(elsewhere / "two parts.reconstruction.onnx")
    assert kind_of(lambda: library.import_model(path)) == "model-invalid"
    assert sorted(path.name for path in places.models.iterdir() if not path.name.startswith(".")) == [
        "two-parts.onnx", "two-parts.reconstruction.onnx",
    ]  # fmt: skip


def test_import_of_something_else_is_refused(library: ModelLibrary, elsewhere: Path) -> None:
    assert kind_of(lambda: library.import_model(hostile_models.text_file(elsewhere))) == "model-invalid"
    tiny_vae(elsewhere)
    assert kind_of(lambda: library.import_model(elsewhere / "tiny-vae.reconstruction.onnx")) == "unsupported-model"
    assert kind_of(lambda: library.import_model(elsewhere / "absent.onnx")) == "not-found"


def test_export_copies_all_files_under_the_new_name(library: ModelLibrary, elsewhere: Path) -> None:
    vae = library.find("digits-vae")
    assert library.export_model(vae, elsewhere / "copy.onnx") == elsewhere / "copy.onnx"
    assert library.export_model(vae, elsewhere) == elsewhere / "digits-vae.onnx"
    assert sorted(file.name for file in elsewhere.iterdir()) == [
        "copy.onnx", "copy.reconstruction.onnx", "digits-vae.onnx", "digits-vae.reconstruction.onnx",
    ]  # fmt: skip
    assert (elsewhere / "copy.onnx").read_bytes() == vae.path.read_bytes()


def test_delete_and_restore(library: ModelLibrary, places: Places) -> None:
    entry = library.import_model(places.shipped_models / "digits-vae.onnx")
    before = [file.read_bytes() for file in entry.files]
    trashed = library.delete(entry)
    assert "mine/digits-vae" not in ids(library)
    assert sorted(file.name for file in trashed.folder.iterdir()) == [file.name for file in entry.files]
    restored = library.restore(trashed)
    assert restored.id == "mine/digits-vae"
    assert [file.read_bytes() for file in restored.files] == before
    assert not trashed.folder.exists()


def test_restore_gives_way_to_a_newer_model(library: ModelLibrary, places: Places) -> None:
    trashed = library.delete(library.import_model(places.shipped_models / "digits-vae.onnx"))
    library.import_model(places.shipped_models / "digits-vae.onnx")
    assert library.restore(trashed).id == "mine/digits-vae-2"


def test_rename_moves_all_files(library: ModelLibrary, places: Places) -> None:
    entry = library.import_model(places.shipped_models / "digits-vae.onnx")
    content = entry.path.read_bytes()
    renamed = library.rename(entry, "数字")
    assert renamed.id == "mine/数字"
    assert [file.name for file in renamed.files] == ["数字.onnx", "数字.reconstruction.onnx"]
    assert renamed.path.read_bytes() == content
    assert not entry.path.exists()


@pytest.mark.parametrize("name", ["a/b", "..", "", "con", "a.b", "a b", "x" * 200, "digits-cnn"])
def test_rename_refuses_unusable_and_taken_names(name: str, library: ModelLibrary, places: Places) -> None:
    library.import_model(places.shipped_models / "digits-cnn.onnx")
    entry = library.import_model(places.shipped_models / "digits-vae.onnx")
    assert kind_of(lambda: library.rename(entry, name)) == "invalid-setting"
    assert entry.path.exists()


def test_shipped_models_stay_as_they_are(library: ModelLibrary) -> None:
    entry = library.find("digits-cnn")
    assert kind_of(lambda: library.delete(entry)) == "wrong-kind"
    assert kind_of(lambda: library.rename(entry, "x")) == "wrong-kind"
    assert entry.path.exists()


def test_verified_are_shipped_and_own_exports_only(library: ModelLibrary, places: Places, elsewhere: Path) -> None:
    assert library.is_verified(library.find("digits-vae"))
    foreign = library.import_model(tiny_vae(elsewhere, "foreign", seed=7))
    assert not library.is_verified(foreign)
    own = library.adopt_export(tiny_vae(elsewhere, "own", seed=8), "digits-vae")
    assert own.id == "mine/digits-vae"
    assert library.is_verified(own)
    with own.files[1].open("ab") as file:
        file.write(b"\0")
    assert not library.is_verified(own)
    assert places.models.joinpath("known.json").exists()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("digits cnn", "digits-cnn"), ("../../etc/passwd", "etc-passwd"), ("NUL", "NUL-model"), ("", "-model"),
        ("手写 数字", "手写-数字"), ("a" * 300, "a" * 60), ("-rf", "rf"), ("x.onnx\n", "x-onnx"),
    ],
)  # fmt: skip
def test_clean_names(text: str, name: str) -> None:
    assert clean_name(text) == name


def test_listing_costs_little_for_each_model(library: ModelLibrary, places: Places) -> None:
    """2 ms is the rule for one card; a loaded machine gets five times that. The weights do not matter."""
    places.models.mkdir(parents=True)
    for number in range(50):
        tiny_classifier(places.models, f"model-{number}")
    library.entries()
    fastest = min(_seconds_to_list(library) for _ in range(3))
    assert fastest / 52 < 0.010


def _seconds_to_list(library: ModelLibrary) -> float:
    start = time.perf_counter()
    found: list[LibraryEntry] = library.entries()
    assert len(found) == 52
    return time.perf_counter() - start


def test_a_full_disk_loses_no_model(library: ModelLibrary, places: Places, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 256) as disk:
        small = Places(data=disk, shipped_models=places.shipped_models)
        own = ModelLibrary(small, KnownFiles(small.shipped_models, small.models))
        mine = own.import_model(places.shipped_models / "digits-vae.onnx")
        filling = fill(disk)
        assert kind_of(lambda: own.import_model(places.shipped_models / "digits-vae.onnx")) == "no-space"
        assert kind_of(lambda: own.export_model(mine, disk / "copy.onnx")) == "no-space"
        assert kind_of(lambda: own.prefer("digits-vae", mine.id)) == "no-space"
        assert kind_of(lambda: own.adopt_export(places.shipped_models / "digits-cnn.onnx", "digits")) == "no-space"
        with read_only(disk):
            assert kind_of(lambda: own.import_model(places.shipped_models / "digits-vae.onnx")) == "not-writable"
            assert kind_of(lambda: own.delete(mine)) == "not-writable"
            assert kind_of(lambda: own.rename(mine, "other")) == "not-writable"
        assert ids(own)[2:] == ["mine/digits-vae"]
        assert own.find("mine/digits-vae").usable_card() == mine.card
        assert not [path for path in disk.rglob("*") if "part" in path.name]
        filling.unlink()
        assert own.import_model(places.shipped_models / "digits-vae.onnx").id == "mine/digits-vae-2"


def test_a_move_that_fails_half_way_is_undone(
    library: ModelLibrary, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = library.import_model(places.shipped_models / "digits-vae.onnx")
    move = shutil.move

    def fail_for_the_main_file(source: Path, target: Path) -> None:
        if source == mine.path:
            raise PermissionError(13, "Permission denied")
        move(source, target)

    monkeypatch.setattr(shutil, "move", fail_for_the_main_file)
    assert kind_of(lambda: library.delete(mine)) == "not-writable"
    assert all(file.is_file() for file in mine.files)
    assert library.find("mine/digits-vae").usable_card() == mine.card
