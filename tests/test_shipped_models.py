"""Every shipped model keeps what its card and the catalog promise; the documents beside it are fresh."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import onnx
import pytest

from desktop_app.ui.pages.generate import FIRST_SEED
from trainer.catalog import CATALOG
from trainer.contract.card import ModelCard, model_files, read_card
from trainer.contract.pipelines.image_classification import ImageClassification
from trainer.contract.pipelines.unconditional_image_generation import UnconditionalImageGeneration
from trainer.evaluation import open_on_cpu

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "exported_models"
MODELS = sorted(path for path in FOLDER.glob("*.onnx") if path.name.count(".") == 1)
LARGEST_MODEL = 10_000_000
LOWER_IS_BETTER = {"negative_elbo", "frechet_to_control", "nats_per_character"}
SPLITS = ("test", "held out, one in ten")
FEWER_EXAMPLES = {"customer-messages": 240, "spoken-digits": 100}
GENERATED = {"new_lines"}
"""Figures of what a model wrote, as much as that was."""


def _metric(card: ModelCard, name: str) -> float:
    return next(metric.value for metric in card.metrics if metric.name == name)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_the_result_on_the_test_pictures_is_the_expected_one(path: Path) -> None:
    card = read_card(path)
    model = CATALOG[card.training.documented_model]
    value = _metric(card, model.expected_metric)
    if model.expected_metric in LOWER_IS_BETTER:
        assert value <= model.expected
    else:
        assert value >= model.expected
    assert card.training.parameters == (model.presets["best"].parameters or model.parameters)
    assert card.training.preset == "best"
    assert card.name == path.stem


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_every_figure_says_what_it_was_measured_on(path: Path) -> None:
    card = read_card(path)
    for metric in card.metrics:
        assert metric.data == card.provenance.data
        assert metric.split in SPLITS
        assert metric.n >= FEWER_EXAMPLES.get(metric.data, 500) or metric.name in GENERATED
        assert metric.title.zh != metric.title.en or metric.title.en == "-ELBO"


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_verify_finds_nothing_wrong(path: Path) -> None:
    command = [sys.executable, "-m", "desktop_app", "verify", f"shipped/{path.stem}", "--json"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_files_stand_alone_and_are_small(path: Path) -> None:
    card = read_card(path)
    files = model_files(path, card)
    assert sum(file.stat().st_size for file in files) < LARGEST_MODEL
    assert not list(FOLDER.glob("*.data"))
    for file in files:
        model = onnx.load(file, load_external_data=False)
        assert (model.ir_version, model.opset_import[0].version) == (10, 20)
        assert not any(node.metadata_props for node in model.graph.node)


def test_generators_draw_every_digit() -> None:
    generators = [read_card(path) for path in MODELS if "unconditional-image-generation" in read_card(path).tasks]
    assert generators
    for card in generators:
        assert _metric(card, "smallest_class_share") >= 0.06
        assert _metric(card, "largest_class_share") <= 0.14
        assert _metric(card, "sure_share_ratio") >= 0.7


def test_the_first_picture_that_a_person_sees_is_read_surely() -> None:
    path = FOLDER / "digits-cnn.onnx"
    card = read_card(path)
    assert card.classification is not None
    reader = ImageClassification(card, open_on_cpu(path, card))
    for generator in (path for path in MODELS if "unconditional-image-generation" in read_card(path).tasks):
        drawn = UnconditionalImageGeneration(read_card(generator), open_on_cpu(generator, read_card(generator)))
        assert reader.probabilities(drawn.generate(1, FIRST_SEED)).max() >= card.classification.unsure_below


def test_documents_are_made_from_the_cards() -> None:
    spec = importlib.util.spec_from_file_location("describe_models", ROOT / "packaging" / "describe_models.py")
    assert spec is not None
    assert spec.loader is not None
    describe_models = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(describe_models)
    for name, content in describe_models.documents(FOLDER).items():
        assert (FOLDER / name).read_text(encoding="utf-8") == content, f"run packaging/describe_models.py for {name}"
