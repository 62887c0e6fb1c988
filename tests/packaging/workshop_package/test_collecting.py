"""What goes into the package and what stays out of it: rules, counts, and what happens when a rule is wrong."""

import dataclasses
import json
import sys
from pathlib import Path

import pytest
from workshop_package import contents, runtime_part, trimming
from workshop_package.problems import PackageError

WANTED = [
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/Qt/plugins/platforms/libqwayland.so",
    "PySide6/Qt/plugins/platforms/libqoffscreen.so",
    "PySide6/Qt/plugins/imageformats/libqsvg.so",
    "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
    "PySide6/Qt/translations/qtbase_zh_CN.qm",
    "PySide6/Qt/lib/libQt6Widgets.so.6",
    "libxcb-cursor.so.0",
    "libpython3.11.so.1.0",
    "desktop_app/resources/i18n/model_workshop_zh_CN.qm",
    "share/model-workshop/mnist_5k.csv.gz",
    "trainer/datasets/embedded/customer_messages.tsv",
    "numpy-2.4.6.dist-info/METADATA",
]
UNWANTED = [
    "libstdc++.so.6",
    "libfontconfig.so.1",
    "PySide6/Qt/plugins/platforms/libqeglfs.so",
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    "PySide6/Qt/lib/libQt6Quick.so.6",
    "PySide6/Qt/translations/qtbase_de.qm",
    "torch/lib/libtorch_cpu.so",
    "onnxruntime/capi/libonnxruntime.so.1",
    "sklearn/datasets/images/china.jpg",
    "scipy/linalg/tests/data/a.npz",
    "numpy-2.4.6.dist-info/direct_url.json",
]


def entries(places: list[str]) -> list[trimming.Entry]:
    """The places as PyInstaller lists them."""
    return [(place, "", "DATA") for place in places]


def test_what_is_needed_is_kept_and_the_rest_is_not() -> None:
    trim = trimming.Trimming(trimming.RULES)
    assert [place for place, _, _ in trim.of(entries(WANTED + UNWANTED))] == WANTED
    assert sum(trim.dropped.values()) == len(UNWANTED)


def test_a_rule_that_matches_everything_stops_the_build() -> None:
    trim = trimming.Trimming({"broken": ""})
    trim.of(entries(WANTED))
    with pytest.raises(PackageError, match="matches too much"):
        trim.check({})


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="want of platform: the counts are those of Linux")
def test_a_rule_that_matches_nothing_stops_the_build() -> None:
    trim = trimming.Trimming({"tests": r"^never$"})
    trim.of(entries(WANTED))
    with pytest.raises(PackageError, match="too little was found to leave out for: tests"):
        trim.check({"tests": 1})


def test_the_standard_library_is_whole_but_for_what_needs_more() -> None:
    names = contents.standard_library()
    assert {"json", "pydoc_data", "sqlite3", "unittest", "cProfile", "timeit"} <= set(names)
    assert not {"tkinter", "readline", "idlelib"} & set(names)


def test_needs_of_plain_packages_are_found_from_their_records() -> None:
    needs = contents.required_by(contents.PLAIN_DISTRIBUTIONS)
    assert {"numpy", "sympy", "networkx", "flatbuffers"} <= set(needs)
    assert "torch" not in needs


def test_imports_of_plain_packages_are_collected(tmp_path: Path) -> None:
    package = tmp_path / "torch"
    package.mkdir()
    (package / "__init__.py").write_text("import timeit\nfrom concurrent import futures\nfrom json import dumps\n")
    (package / "newer.py").write_text("def f[T](a): ...\n" if sys.version_info < (3, 12) else "")
    (package / "other.py").write_text("import nobody_has_this\n")
    found = contents.imported_by_plain_packages(tmp_path)
    assert {"timeit", "concurrent", "concurrent.futures", "json"} <= set(found)
    assert not {"json.dumps", "nobody_has_this"} & set(found)


def test_resources_and_sample_go_along() -> None:
    places = {Path(source).name: place for source, place in contents.own_files(Path(__file__).parents[3])}
    assert places["style.qss"] == "desktop_app/resources"
    assert places["mnist_5k.csv.gz"] == "share/model-workshop"
    assert places["customer_messages.tsv"] == places["phrase_pairs.tsv"] == "trainer/datasets/embedded"
    assert not [name for name in places if name.endswith((".py", ".ts"))]


@pytest.fixture
def site_packages(tmp_path: Path) -> Path:
    """An installation with the files that the rules speak of."""
    root = tmp_path / "site packages 库"
    kept = [*runtime_part.WANTED, "functorch/__init__.py", *(f"torch/kept{number}.py" for number in range(40))]
    dropped = [
        "onnxruntime/capi/libonnxruntime_providers_cuda.so",
        "onnxruntime/capi/onnxruntime_providers_tensorrt.dll",
        "torch/include/a.h",
        "torch/bin/test_api",
        "torch/__pycache__/a.pyc",
        "torch/lib/libtorchbind_test.so",
    ]
    for name in [*kept, "torch/bin/torch_shm_manager", "torch/lib/libtorch_cpu.so", *dropped]:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"")
    (root / "torch" / "version.py").write_text("cuda: Optional[str] = None\n", encoding="utf-8")
    return root


def test_the_runtime_lies_as_plain_files_without_cuda(
    site_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    any_count = tuple(dataclasses.replace(rule, least=0) for rule in runtime_part.RULES)
    monkeypatch.setattr(runtime_part, "RULES", any_count)  # the counts are those of a whole installation
    runtime_part.copy_part(site_packages, tmp_path / "program")
    part = tmp_path / "program" / "runtime-cpu"
    names = {path.relative_to(part).as_posix() for path in part.rglob("*") if path.is_file()}
    assert {"torch/bin/torch_shm_manager", "torch/lib/libtorch_cpu.so", "part.json"} <= names
    assert not [name for name in names if "providers" in name or "include" in name or "_test" in name]
    assert [name for name in names if name.startswith("torch/__pycache__/kept1.")]
    assert json.loads((part / "part.json").read_text())["part"] == "cpu"


def test_a_rule_for_the_runtime_that_drops_too_much_stops_the_build(
    site_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime_part, "RULES", (runtime_part.Rule("all", ""),))
    with pytest.raises(PackageError, match="matches too much"):
        runtime_part.copy_part(site_packages, tmp_path)


def test_a_needed_file_may_not_be_dropped(site_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime_part, "RULES", (runtime_part.Rule("version", r"^torch/version\.py$"),))
    with pytest.raises(PackageError, match=r"needed were left out: torch/version\.py"):
        runtime_part.copy_part(site_packages, tmp_path)


def test_fewer_dropped_files_than_known_stop_the_build_on_linux(
    site_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime_part.sys, "platform", "linux")
    with pytest.raises(PackageError, match="Fewer files were left out"):
        runtime_part.copy_part(site_packages, tmp_path)


def test_pytorch_for_cuda_is_refused_with_the_way_to_the_other(site_packages: Path) -> None:
    runtime_part.check_cpu_build(site_packages)
    (site_packages / "torch" / "version.py").write_text("cuda: Optional[str] = '13.0'\n", encoding="utf-8")
    with pytest.raises(PackageError, match=r"built for CUDA 13\.0 .*whl/cpu"):
        runtime_part.check_cpu_build(site_packages)
