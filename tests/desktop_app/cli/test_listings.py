"""`models`, `doctor`, `data`, `verify` and `export` of a model, as real processes."""

import hashlib
from pathlib import Path

import pytest

from desktop_app.inference.known import KnownFiles
from tests.helpers import hostile_models
from tests.helpers.command_line import run_verb
from tests.helpers.tiny_models import tiny_classifier, tiny_vae
from trainer.datasets.known_datasets import KNOWN_DATASETS


@pytest.fixture
def models(data_dir: Path) -> Path:
    """The person's models: one that was exported here, one from elsewhere, one broken."""
    folder = data_dir / "models"
    folder.mkdir()
    own = tiny_classifier(folder, "own")
    KnownFiles(data_dir / "none", folder).remember({hashlib.sha256(own.read_bytes()).hexdigest(): "own"})
    tiny_vae(folder, "foreign")
    hostile_models.truncated(folder)
    return folder


def test_models(models: Path) -> None:
    done = run_verb("models", "--json", folder=models)
    listed = {model["id"]: model for model in done.document("models")["models"] if model["id"].startswith("mine/")}
    assert listed["mine/own"]["verified"]
    assert not listed["mine/foreign"]["verified"]
    assert len(listed["mine/foreign"]["files"]) == 2
    assert listed["mine/hostile"]["error"]["kind"] == "model-invalid"
    text = run_verb("models", folder=models).output.decode()
    assert "mine/own\tTiny digits\timage-classification\t0.2 MB\tMIT\tverified" in text


def test_data_dir_option_beats_the_environment(models: Path, tmp_path: Path) -> None:
    done = run_verb("models", "--json", "--data-dir", str(tmp_path / "empty"), folder=models)
    assert not [model for model in done.document("models")["models"] if model["id"].startswith("mine/")]


def test_doctor(models: Path) -> None:
    done = run_verb("doctor", "--json", folder=models)
    report = done.document("doctor")
    assert report["verdict"]["provider"] in report["providers_usable"]
    assert done.status == (0 if report["well"] else 1)
    assert "ONNX Runtime" in run_verb("doctor", folder=models).output.decode()


def test_data(models: Path) -> None:
    listed = run_verb("data", "--json", folder=models).document("data")["datasets"]
    assert [each["name"] for each in listed] == list(KNOWN_DATASETS)
    assert listed[0]["state"] == "missing"
    assert "download" in listed[0]["hint"]
    assert run_verb("data", "upload", folder=models).status == 1
    done = run_verb("data", "download", "imagenet", "--json", folder=models)
    assert done.document("error")["error"]["kind"] == "data-missing"


def test_export_of_a_model(models: Path, tmp_path: Path) -> None:
    done = run_verb("export", "mine/foreign", "--out", "copy.onnx", "--json", folder=tmp_path)
    assert done.status == 0, done.messages
    assert done.document("export")["files"] == ["copy.onnx", "copy.reconstruction.onnx"]
    assert (tmp_path / "copy.reconstruction.onnx").is_file()
    done = run_verb("export", "mine/hostile", "--json", folder=tmp_path)
    assert done.document("error")["error"]["kind"] == "model-invalid"
