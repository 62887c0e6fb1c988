"""`export --variant` as a real process, on the shipped models."""

import os
import signal
from pathlib import Path

import pytest

from tests.helpers.bad_pictures import drawn_digit, png
from tests.helpers.command_line import interrupt, run_verb, start_verb, wait_for
from tests.helpers.skips import skip_for_want_of
from tests.helpers.tiny_models import tiny_classifier
from trainer.contract.card import read_card, variant_of
from trainer.datasets.mnist import sample_path


@pytest.fixture
def sample() -> None:
    if not sample_path().is_file():
        skip_for_want_of("tool", "needs the embedded sample, which the set-up puts into the environment")


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def left_in(scratch: Path) -> list[Path]:
    """Folders of ours; ONNX Runtime leaves a file of its own."""
    return list(scratch.glob("model-workshop-*"))


def put_data(data_dir: Path, name: str, source: Path) -> None:
    """The files of `source` as the data set `name` of the data folder."""
    folder = data_dir / "datasets" / name
    folder.mkdir(parents=True)
    for file in source.iterdir() if source.is_dir() else [source]:
        (folder / file.name).symlink_to(file)


def figures(path: Path) -> dict[str, tuple[float, float]]:
    """(of the file, of its original) by name."""
    card = read_card(path)
    variant = variant_of(card)
    assert variant is not None
    return {metric.name: (metric.value, variant.original_metrics[metric.name]) for metric in card.metrics}


def test_int8_of_a_shipped_classifier_works_everywhere(data_dir: Path, sample: None, scratch: Path) -> None:
    made = run_verb("export", "digits-cnn", "--variant", "int8", "--json", folder=data_dir)
    assert made.status == 0, made.messages
    document = made.document("export")
    assert document["model"] == "mine/digits-cnn-int8"
    variant = document["variant"]
    assert variant["bytes"] == Path(document["files"][0]).stat().st_size < 0.4 * variant["original_bytes"]
    assert variant["of"] == "digits-cnn"
    assert variant["processor"]
    assert "93,322 parameters" in made.messages
    assert "mnist is not on this computer" in made.messages
    accuracy, original = figures(Path(document["files"][0]))["accuracy"]
    assert original - 0.01 <= accuracy <= 1
    assert original > 0.97
    assert left_in(scratch) == []
    assert run_verb("verify", "digits-cnn-int8", folder=data_dir).status == 0
    (data_dir / "one.png").write_bytes(png(drawn_digit()))
    assert run_verb("classify", "digits-cnn-int8", "one.png", folder=data_dir).document("classify")["label"] == "1"
    listed = run_verb("models", "--json", folder=data_dir).document("models")["models"]
    variants = [each["name"] for each in listed if "variant" in each and each["id"].startswith("mine/")]
    assert variants == ["digits-cnn-int8"]
    refused = run_verb("export", "digits-cnn-int8", "--variant", "fp16", "--json", folder=data_dir)
    assert refused.document("error")["error"]["kind"] == "wrong-kind"


def test_fp16_without_data_is_made_and_not_measured(data_dir: Path, scratch: Path) -> None:
    words = ("export", "cifar-cnn", "--variant", "fp16", "--out", str(data_dir / "half.onnx"))
    made = run_verb(*words, "--json", folder=data_dir)
    assert made.status == 0, made.messages
    assert "without being measured" in made.messages
    card = read_card(data_dir / "half.onnx")
    assert card.metrics == ()
    assert [spec.type for spec in card.inputs] == ["uint8"]
    assert {spec.type for spec in card.outputs} == {"float32"}
    assert run_verb("verify", str(data_dir / "half.onnx"), folder=data_dir).status == 0


@pytest.mark.parametrize(
    ("words", "kind", "hint"),
    [
        (("digits-cnn", "--variant", "int4"), "invalid-setting", "int8, fp16"),
        (("digits-cnn", "--data", "mnist"), "invalid-setting", "--variant"),
        (("cifar-cnn", "--variant", "int8"), "data-missing", "--data"),
        (("absent", "--variant", "int8"), "not-found", ""),
    ],
)
def test_what_cannot_be_made(words: tuple[str, ...], kind: str, hint: str, data_dir: Path, scratch: Path) -> None:
    result = run_verb("export", *words, "--json", folder=data_dir)
    assert result.status == 1
    error = result.document("error")["error"]
    assert error["kind"] == kind
    assert hint in error["hint"]
    assert left_in(scratch) == []


def test_files_from_elsewhere_are_not_turned_into_trusted_ones(data_dir: Path, sample: None) -> None:
    path = tiny_classifier(data_dir)
    result = run_verb("export", str(path), "--variant", "int8", "--json", folder=data_dir)
    assert result.document("error")["error"]["kind"] == "wrong-kind"
    assert not (data_dir / "models" / "known.json").exists()


@pytest.mark.parametrize("how", ["ctrl-c", "kill"])
def test_an_end_in_the_middle_leaves_nothing(how: str, data_dir: Path, sample: None, scratch: Path) -> None:
    process = start_verb("export", "digits-cnn", "--variant", "int8", folder=data_dir)
    wait_for(lambda: list(scratch.glob("model-workshop-*/folded.onnx")))
    if how == "ctrl-c":
        assert interrupt(process).status == 130
    else:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    wait_for(lambda: not left_in(scratch))
    assert not list((data_dir / "models").glob("*"))  # nor any if there is no such folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "data", "source", "figure", "loss"),
    [
        ("digits-cnn", "mnist", "mnist", "accuracy", 0.003),
        ("cifar-cnn", "cifar10-jpeg", "cifar10/cifar10_jpg.zip", "accuracy", 0.01),
        ("digits-dcgan", "mnist", "mnist", "label_agreement", 0.01),
    ],
)
def test_what_int8_loses_on_real_test_data(
    model: str, data: str, source: str, figure: str, loss: float, data_dir: Path, test_data: Path
) -> None:
    put_data(data_dir, data, test_data / source)
    made = run_verb("export", model, "--variant", "int8", folder=data_dir)
    assert made.status == 0, made.messages
    value, original = figures(data_dir / "models" / f"{model}-int8.onnx")[figure]
    assert original - loss <= value
    assert run_verb("verify", f"{model}-int8", folder=data_dir).status == 0
