"""A finished model is put among the shipped ones."""

import hashlib
from pathlib import Path

import pytest
import ship_model

from tests.helpers.tiny_variants import tiny_variant
from trainer.catalog import documented_model
from trainer.contract.card import read_card, variant_of
from trainer.contract.onnx_metadata import graph_sha256
from trainer.contract.verification import verify_model
from trainer.evaluation import open_on_cpu

SHIPPED = Path(__file__).parents[2] / "exported_models"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "shipped"
    folder.mkdir()
    return folder


def test_a_model_is_copied_and_described(folder, tmp_path) -> None:
    path = SHIPPED / "digits-vae.onnx"  # of two files
    target = ship_model.ship(path, folder)
    assert target.read_bytes() == path.read_bytes()
    assert verify_model(target, open_on_cpu).ok
    assert hashlib.sha256(target.read_bytes()).hexdigest() in (folder / "SHA256SUMS").read_text(encoding="utf-8")


def test_a_smaller_file_takes_the_name_of_its_original_and_says_what_it_is(folder, tmp_path) -> None:
    path = tiny_variant(tmp_path)
    target = ship_model.ship(path, folder)
    assert graph_sha256(target) == graph_sha256(path)
    card, before = read_card(target), read_card(path)
    model = documented_model(before.training.documented_model)
    assert (target.stem, card.name, card.title) == (model.name, model.name, model.title)
    assert (card.metrics, variant_of(card)) == (before.metrics, variant_of(before))
    assert "Made smaller (int8)" in (folder / "README.md").read_text(encoding="utf-8")


def test_what_is_no_model_is_refused(folder, tmp_path, monkeypatch, capsys) -> None:
    path = tmp_path / "no.onnx"
    path.write_text("no model", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["ship_model.py", str(path), "--folder", str(folder)])
    assert ship_model.main() == 1
    assert "no.onnx" in capsys.readouterr().err
    assert not list(folder.iterdir())
