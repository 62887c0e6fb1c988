"""`evaluate` and `verify` as real processes; the whole way from training to reading in one slow test."""

import hashlib
from pathlib import Path

import msgspec
import pytest

from desktop_app.inference.known import KnownFiles
from desktop_app.inference.machine import Machine
from desktop_app.inference.models import ModelOpener
from tests.helpers.bad_pictures import drawn_digit, png
from tests.helpers.cards import CLASSIFIER_CARD
from tests.helpers.command_line import run_verb
from tests.helpers.skips import skip_for_want_of
from tests.helpers.tiny_models import tiny_classifier, tiny_vae
from trainer.contract.card import SelfTest, read_card
from trainer.contract.selftest import inputs_of, make_selftest
from trainer.datasets.mnist import sample_path


@pytest.fixture
def sample() -> Path:
    """The embedded sample's file."""
    if not sample_path().is_file():
        skip_for_want_of("tool", "needs the embedded sample, which the set-up puts into the environment")
    return sample_path()


def with_self_test(folder: Path) -> Path:
    """A tiny classifier whose card holds the numbers that its graph gives."""
    path = tiny_classifier(folder)
    card = read_card(path)
    opener = ModelOpener(KnownFiles(folder, folder), Machine(), threads=1)
    made = make_selftest({"main": inputs_of(card, "main")}, opener.open_model(path).run, 7, 2, 1e-4)
    opener.close()
    return tiny_classifier(folder, selftest=made)


def test_verify_a_sound_model(data_dir: Path) -> None:
    path = with_self_test(data_dir)
    result = run_verb("verify", str(path), "--json", folder=data_dir)
    document = result.document("verify")
    assert result.status == 0, document
    assert [check["check"] for check in document["checks"]] == ["whole", "origin", "parity", "self-test"]
    assert "elsewhere" in document["checks"][1]["detail"]


def test_verify_a_model_that_computes_something_else(data_dir: Path) -> None:
    made = read_card(with_self_test(data_dir)).selftest
    path = tiny_classifier(data_dir, "other", seed=5, selftest=made)
    result = run_verb("verify", str(path), "--json", folder=data_dir)
    assert result.status == 1
    assert [check["ok"] for check in result.document("verify")["checks"]] == [True, True, True, False]


@pytest.mark.parametrize(
    "selftest",
    [
        SelfTest(seed=0, batch=2, expected={}, tolerance=1e-4),
        SelfTest(seed=0, batch=2, expected={"main/absent": [1.0]}, tolerance=1e-4),
    ],
)
def test_verify_a_card_without_a_usable_self_test(selftest: SelfTest, data_dir: Path) -> None:
    result = run_verb("verify", str(tiny_classifier(data_dir, selftest=selftest)), "--json", folder=data_dir)
    assert result.status == 1
    assert not result.document("verify")["ok"]


def test_verify_a_model_with_a_lost_part(data_dir: Path) -> None:
    path = tiny_vae(data_dir)
    (data_dir / "tiny-vae.reconstruction.onnx").unlink()
    result = run_verb("verify", str(path), "--json", folder=data_dir)
    assert result.status == 1
    assert "missing" in result.document("verify")["checks"][0]["detail"]


def test_verify_a_poor_parity(data_dir: Path) -> None:
    parity = msgspec.structs.replace(CLASSIFIER_CARD.parity, largest_difference=0.5)
    result = run_verb("verify", str(tiny_classifier(data_dir, parity=parity)), folder=data_dir)
    assert result.status == 1
    assert "parity\tfailed" in result.output.decode()


def test_evaluate_prints_figures_beside_baselines(data_dir: Path, sample: Path) -> None:
    path = tiny_classifier(data_dir)
    result = run_verb("evaluate", str(path), "--data", "mnist-sample", "--json", folder=data_dir)
    assert result.status == 0, result.messages
    metrics = {metric["name"]: metric for metric in result.document("evaluate")["metrics"]}
    assert 0 <= metrics["accuracy"]["value"] < 0.5
    assert metrics["accuracy"]["baseline"] > 0.8
    assert metrics["accuracy"]["baseline_name"]


@pytest.mark.parametrize(
    ("words", "kind"), [(["--split", "all"], "invalid-setting"), (["--data", "x"], "data-missing")]
)
def test_evaluate_on_what_is_not_there(words: list[str], kind: str, data_dir: Path) -> None:
    result = run_verb("evaluate", str(tiny_classifier(data_dir)), *words, "--json", folder=data_dir)
    assert result.status == 1
    assert result.document("error")["error"]["kind"] == kind


@pytest.mark.slow
def test_from_training_to_reading(data_dir: Path, sample: Path) -> None:
    words = ("train", "digits-cnn", "--data", "mnist-sample", "--seed", "1", "--set", "epochs=2")
    trained = run_verb(*words, "--json", folder=data_dir, timeout=280)
    assert trained.status == 0, trained.messages
    events = trained.documents("train")
    assert events[-1]["event"] == "run_finished"
    (listed,) = run_verb("runs", "--json", folder=data_dir).document("runs")["runs"]
    assert (listed["state"], listed["can_resume"]) == ("finished", False)
    assert run_verb("verify", "mine/digits-cnn", folder=data_dir).status == 0
    (data_dir / "one.png").write_bytes(png(drawn_digit()))
    read = run_verb("classify", "mine/digits-cnn", "one.png", folder=data_dir).document("classify")
    assert read["label"] == "1"
    digest = hashlib.sha256((data_dir / "models" / "digits-cnn.onnx").read_bytes()).hexdigest()
    assert digest in (data_dir / "models" / "known.json").read_text()
