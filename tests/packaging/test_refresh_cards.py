"""New figures in the cards of copies; the graphs stay as they are."""

import shutil
from pathlib import Path

import msgspec
import pytest
import refresh_cards
from describe_models import documents

from tests.helpers.cards import CLASSIFIER_CARD
from tests.helpers.skips import skip_for_want_of
from tests.helpers.tiny_models import tiny_classifier
from trainer.contract.card import model_files, read_card
from trainer.contract.onnx_metadata import graph_sha256
from trainer.contract.verification import verify_model
from trainer.datasets.sources import Access, load_training_data
from trainer.evaluation import open_on_cpu

SHIPPED = Path(__file__).parents[2] / "exported_models"


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


@pytest.fixture
def tiny(folder, tmp_path) -> Path:
    access = Access(tmp_path / "data")
    if not access.sample_file.is_file():
        skip_for_want_of("tool", "the embedded sample is not installed")
    data = load_training_data("mnist-sample", access)
    provenance = msgspec.structs.replace(
        CLASSIFIER_CARD.provenance, data=data.name, data_sha256=data.sha256, counts=data.counts
    )
    return tiny_classifier(folder, provenance=provenance)


def run(monkeypatch, folder: Path, tmp_path: Path, *names: str) -> int:
    words = ["refresh_cards.py", *names, "--folder", str(folder), "--data-dir", str(tmp_path / "data")]
    monkeypatch.setattr("sys.argv", words)
    return refresh_cards.main()


def test_figures_and_label_titles_are_new_and_all_else_is_kept(tiny, folder, tmp_path, monkeypatch, capsys):
    old, graph = read_card(tiny), graph_sha256(tiny)
    assert run(monkeypatch, folder, tmp_path) == 0
    new = read_card(tiny)
    figures = {metric.name: metric for metric in new.metrics}
    assert figures["accuracy"].baseline_title.zh == "逻辑回归"
    assert len(figures["accuracy"].confusion) == 10
    assert figures["accuracy"].data == "mnist-sample"
    assert new.label_titles[7].zh == "七"
    assert msgspec.structs.replace(new, metrics=(), label_titles=()) == old
    assert graph_sha256(tiny) == graph
    assert "accuracy: not there -> " in capsys.readouterr().out
    for name, content in documents(folder).items():
        assert (folder / name).read_text(encoding="utf-8") == content
    assert {path.name for path in folder.iterdir()} == {tiny.name, *documents(folder)}
    first = tiny.read_bytes()
    assert run(monkeypatch, folder, tmp_path, tiny.stem) == 0
    assert tiny.read_bytes() == first


def test_other_data_than_those_of_the_card_are_refused(tiny, folder, tmp_path, monkeypatch, capsys):
    card = read_card(tiny)
    provenance = msgspec.structs.replace(card.provenance, data_sha256="f" * 64)
    refresh_cards.write_card(tiny, msgspec.structs.replace(card, provenance=provenance))
    before = tiny.read_bytes()
    assert run(monkeypatch, folder, tmp_path) == 1
    assert "mnist-sample is not what this model was trained on" in capsys.readouterr().err
    assert tiny.read_bytes() == before


def test_missing_data_are_an_error_and_no_sample_stands_in(tiny, folder, tmp_path, monkeypatch, capsys):
    card = read_card(tiny)
    provenance = msgspec.structs.replace(card.provenance, data="mnist")
    refresh_cards.write_card(tiny, msgspec.structs.replace(card, provenance=provenance))
    assert run(monkeypatch, folder, tmp_path) == 1
    assert "mnist" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["digits-cnn", "digits-vae"])
def test_a_shipped_model_with_another_card_still_verifies(name, folder):
    for file in model_files(SHIPPED / f"{name}.onnx", read_card(SHIPPED / f"{name}.onnx")):
        shutil.copy(file, folder)
    path = folder / f"{name}.onnx"
    card, graph = read_card(path), graph_sha256(path)
    refresh_cards.write_card(path, msgspec.structs.replace(card, metrics=card.metrics[:1]))
    assert read_card(path).metrics == card.metrics[:1]
    assert graph_sha256(path) == graph == card.main_sha256
    assert verify_model(path, open_on_cpu).ok


def test_a_graph_that_would_change_is_left_alone(tiny, monkeypatch):
    before = tiny.read_bytes()
    other = SHIPPED / "digits-cnn.onnx"
    monkeypatch.setattr(refresh_cards, "pack_main", lambda source, target, card: shutil.copy(other, target))
    with pytest.raises(ValueError, match="would change its graph"):
        refresh_cards.write_card(tiny, read_card(tiny))
    assert tiny.read_bytes() == before
    assert not list(tiny.parent.glob(".*"))
