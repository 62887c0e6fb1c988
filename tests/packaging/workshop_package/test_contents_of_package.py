"""Licences, models, paths of the building computer, needs of the binaries."""

import json
import sys
from pathlib import Path

import msgspec
import pytest
from workshop_package import elf, licences, machine_paths, models, stripping
from workshop_package.problems import PackageError

from tests.helpers.cards import CLASSIFIER_CARD

ROOT = Path(__file__).resolve().parents[3]
only_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="want of platform: binaries of Linux")


def test_every_component_has_a_text(tmp_path: Path) -> None:
    count = licences.write_licences(tmp_path, ["numpy", "PySide6_Essentials", "flatbuffers"], [], ROOT / "LICENSE")
    index = json.loads((tmp_path / "licences" / "index.json").read_text(encoding="utf-8"))
    assert count == len(index) == 5
    texts = {each["name"]: (tmp_path / "licences" / each["file"]).read_text(encoding="utf-8") for each in index}
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts["PySide6_Essentials"]
    assert "may be replaced" in texts["PySide6_Essentials"]
    assert "Apache License" in texts["flatbuffers"]
    assert all(len(text) > 500 for text in texts.values())


def test_a_component_without_a_text_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "of_distribution", lambda name: licences.Component(name, "1", "?", (" ",)))
    with pytest.raises(PackageError, match="No text of a licence was found for mystery"):
        licences.write_licences(tmp_path, ["mystery"], [], ROOT / "LICENSE")


@only_linux
def test_a_library_of_unknown_origin_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="its licence is unknown"):
        licences.of_libraries([tmp_path / "libmine.so.1"])


def test_bundled_packages_are_named_by_those_who_made_them() -> None:
    found = licences.bundled_distributions(["PIL", "yaml_of_nobody", "desktop_app"], ["msgspec"], ["torch"])
    assert {"pillow", "msgspec", "torch"} <= {name.lower() for name in found}
    assert "model-workshop" not in found


def names_in(folder: Path) -> str:
    """The names of the files in a folder."""
    return ",".join(sorted(path.name for path in folder.iterdir()))


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two models, one of them for research only."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    research = msgspec.structs.replace(CLASSIFIER_CARD.licence, licence_class="research")
    cards = {
        "open.onnx": CLASSIFIER_CARD,
        "faces.onnx": msgspec.structs.replace(CLASSIFIER_CARD, licence=research),
    }
    for name in cards:
        (folder / name).write_bytes(b"model")
    monkeypatch.setattr(models, "read_card", lambda path: cards[path.name])
    monkeypatch.setattr(models, "documents", lambda folder: {"SHA256SUMS": names_in(folder)})
    return folder


def test_models_for_research_only_stay_out_of_a_free_package(shelf: Path, tmp_path: Path) -> None:
    assert models.copy_models(shelf, tmp_path / "a", free_only=True) == (["open"], ["faces"])
    assert (tmp_path / "a" / "exported_models" / "SHA256SUMS").read_text() == "open.onnx"
    assert models.copy_models(shelf, tmp_path / "b", free_only=False) == (["faces", "open"], [])


@pytest.mark.parametrize("name", ["somewhere/portrait.jpg", "datasets/faces/list.txt", "weights.npz"])
def test_pictures_nobody_looked_at_stop_the_build(name: str, tmp_path: Path) -> None:
    (tmp_path / "_internal" / "PySide6").mkdir(parents=True)
    (tmp_path / "_internal" / "PySide6" / "icon.png").touch()
    models.check_no_people(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).touch()
    with pytest.raises(PackageError, match="Pictures that nobody has looked at"):
        models.check_no_people(tmp_path)


def test_the_place_of_python_is_made_neutral_at_equal_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_paths.sys, "base_prefix", "/srv/somebody/pythons/3.11.7")
    binary = tmp_path / "libpython.so"
    before = b"\x7fELF..\0/srv/somebody/pythons/3.11.7/lib/python3.11\0/srv/somebody/pythons/3.11.7\0end"
    binary.write_bytes(before)
    machine_paths.neutralise(binary)
    after = binary.read_bytes()
    assert len(after) == len(before)
    assert b"somebody" not in after
    assert after.endswith(b"/3.11.7\0end")  # the version is stored as the end of the path


def test_a_path_of_this_computer_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_paths.sys, "prefix", "/srv/somebody/checkout/.venv")
    (tmp_path / "clean.txt").write_text("/usr/lib", encoding="utf-8")
    machine_paths.check(tmp_path, Path("/srv/somebody/checkout"))
    (tmp_path / "told.txt").write_text("made in /srv/somebody/checkout", encoding="utf-8")
    with pytest.raises(PackageError, match=r"told\.txt"):
        machine_paths.check(tmp_path, Path("/srv/somebody/checkout"))


def test_pythons_settings_lose_the_place_where_it_was_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_paths.sys, "base_prefix", "/srv/somebody/3.11.7")
    source = tmp_path / "_sysconfigdata_x.py"
    source.write_text("build_time_vars = {'prefix': '/srv/somebody/3.11.7'}", encoding="utf-8")
    (tmp_path / "work").mkdir()
    name, copy, _ = machine_paths.without_build_paths(("_sysconfigdata_x", str(source), "PYMODULE"), tmp_path / "work")
    assert (name, Path(copy).read_text(encoding="utf-8")) == (
        "_sysconfigdata_x",
        "build_time_vars = {'prefix': '/usr'}",
    )
    other = ("json", "somewhere", "PYMODULE")
    assert machine_paths.without_build_paths(other, tmp_path) == other


@only_linux
def test_the_needs_of_a_binary_are_read(tmp_path: Path) -> None:
    program = Path(sys.executable).resolve()
    needs = elf.version_needs(program)
    assert "libc.so.6" in elf.needed_libraries(program)
    assert elf.newest(needs, "GLIBC_").startswith("2.")
    (tmp_path / "no program").write_text("text " * 40, encoding="utf-8")
    assert list(elf.elf_files(tmp_path)) == []


def test_versions_are_compared_as_numbers() -> None:
    needs = {("libc.so.6", "GLIBC_2.9"), ("libc.so.6", "GLIBC_2.34"), ("libm.so.6", "GLIBC_PRIVATE")}
    assert elf.newest(needs, "GLIBC_") == "2.34"
    assert elf.newest(needs, "GLIBCXX_") == ""


@pytest.mark.parametrize(
    ("place", "answer"),
    [
        ("_internal/libpython3.11.so.1.0", True),
        ("runtime-cpu/torch/lib/libtorch_cpu.so", True),
        ("_internal/numpy.libs/libscipy_openblas64_-1.so", False),
        ("runtime-cpu/torch/lib/libgomp.so.1", False),
    ],
)
def test_only_tried_libraries_are_stripped(place: str, answer: bool) -> None:
    assert bool(stripping.STRIPPED.search(place)) is answer
