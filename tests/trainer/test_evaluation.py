import itertools
from pathlib import Path

import msgspec
import numpy as np
import pytest

from tests.helpers.cards import CLASSIFIER_CARD
from tests.helpers.idx_files import write_idx_pair
from tests.helpers.tiny_models import linear_classifier, tiny_classifier, tiny_generator, tiny_vae
from trainer.catalog import CATALOG
from trainer.contract.card import GenerationSpec, Metric, TrainingRecord, companion_path, read_card
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.metric_explanations import explanation_name
from trainer.contract.pipelines.image_to_image import ImageToImage
from trainer.datasets.sources import Access, load_split, load_training_data
from trainer.documented_models.entry import RANDOM_JUDGE
from trainer.evaluation import evaluate, open_on_cpu
from trainer.metrics import autoencoder_report, diversity, generator_report, real_pictures, reconstruction_report
from trainer.metrics.picture_quality import ssim
from trainer.metrics.real_pictures import spoil


def blobs(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Ten labels, each a square of ink in its own place."""
    random = np.random.default_rng(seed)
    labels = np.arange(count) % 10
    images = random.integers(0, 60, (count, 28, 28), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        row, column = 2 + 12 * (label // 5), 1 + 5 * (label % 5)
        image[row : row + 10, column : column + 5] = random.integers(150, 256)
    return images, labels


def record_of(documented_model: str) -> TrainingRecord:
    return msgspec.structs.replace(CLASSIFIER_CARD.training, documented_model=documented_model)


def reader_of_blobs(folder: Path) -> Path:
    """A classifier that reads them without a mistake."""
    weights = np.zeros((784, 10), np.float32)
    for label in range(10):
        place = np.zeros((28, 28), np.float32)
        row, column = 2 + 12 * (label // 5), 1 + 5 * (label % 5)
        place[row : row + 10, column : column + 5] = 1.0
        weights[:, label] = place.reshape(-1)
    return linear_classifier(folder, weights)


@pytest.fixture
def where(tmp_path) -> str:
    folder = tmp_path / "blobs"
    folder.mkdir()
    write_idx_pair(folder, "train", *blobs(400, 0))
    write_idx_pair(folder, "t10k", *blobs(100, 1))
    return str(folder)


@pytest.fixture
def access(tmp_path) -> Access:
    return Access(tmp_path / "data")


@pytest.fixture
def judge(tmp_path):
    folder = tmp_path / "judge"
    folder.mkdir()
    return tiny_classifier(folder, seed=5)


@pytest.fixture
def few(monkeypatch):
    """Fewer pictures than in earnest, so that a test takes less than a second."""
    monkeypatch.setattr(generator_report, "GENERATED", 600)
    monkeypatch.setattr(diversity, "PAIRS", 500)
    monkeypatch.setattr(autoencoder_report, "IMPORTANCE_SAMPLES", 20)
    monkeypatch.setattr(autoencoder_report, "IMPORTANCE_PICTURES", 30)
    monkeypatch.setattr(reconstruction_report, "MADE", 50)


def by_name(metrics: list[Metric]) -> dict[str, Metric]:
    assert len({metric.name for metric in metrics}) == len(metrics)
    for metric in metrics:
        assert metric.title.en
        assert metric.title.zh
        assert explanation_name(metric.name)
        assert metric.note == (metric.note_text.en if metric.note_text else "")
        assert np.isfinite(metric.value)
        assert metric.n > 0
    assert msgspec.json.decode(msgspec.json.encode(metrics), type=list[Metric]) == metrics
    return {metric.name: metric for metric in metrics}


def test_a_classifier_is_measured_beside_logistic_regression(tmp_path, where, access):
    path = tiny_classifier(tmp_path)
    found = by_name(evaluate(path, where, access))
    assert set(found) == {"accuracy", "smallest_f1", "expected_calibration_error", "unsure_share"}
    test = load_split(where, access, "test").examples
    probabilities = open_on_cpu(path, read_card(path))("main", {"images": test.images})["probabilities"]
    accuracy = found["accuracy"]
    assert accuracy.value == pytest.approx(np.mean(probabilities.argmax(axis=1) == test.labels))
    assert accuracy.baseline > 0.95
    assert (accuracy.baseline_name, accuracy.n, accuracy.split) == ("logistic regression", 100, "test")
    assert "most frequent label: 0.1000" in accuracy.note
    confusion = np.array(accuracy.confusion)
    assert confusion.sum(axis=1).tolist() == np.bincount(test.labels, minlength=10).tolist()
    assert np.trace(confusion) / confusion.sum() == pytest.approx(accuracy.value)
    assert "confusion" not in msgspec.to_builtins(found["smallest_f1"])
    assert found["unsure_share"].value == pytest.approx(np.mean(probabilities.max(axis=1) < 0.5))


def test_the_split_can_be_chosen(tmp_path, where, access):
    assert by_name(evaluate(tiny_classifier(tmp_path), where, access, split="validation"))["accuracy"].n == 40


def test_labels_that_the_model_does_not_know_are_refused(tmp_path, where, access):
    path = tiny_classifier(tmp_path, labels=tuple("abcdefghij"))
    with pytest.raises(WorkshopError, match="does not know these labels") as caught:
        evaluate(path, where, access)
    assert caught.value.kind == "wrong-kind"


def test_a_generator_is_measured_by_the_judge(tmp_path, where, access, judge, few):
    found = by_name(evaluate(tiny_generator(tmp_path), where, access, judge=judge))
    assert set(found) == {
        "frechet", "frechet_to_control", "frechet_floor", "frechet_control", "density", "coverage", "classes_covered",
        "smallest_class_share", "largest_class_share", "class_divergence", "sure_share", "sure_share_ratio",
        "within_class_diversity", "smallest_class_diversity", "nearest_training_distance",
        "smallest_training_distance",
    }  # fmt: skip
    assert found["frechet_floor"].value < found["frechet_control"].value
    assert found["frechet"].value / found["frechet_control"].value == pytest.approx(found["frechet_to_control"].value)
    assert found["frechet"].baseline < found["frechet"].value
    assert found["frechet"].baseline_name == "a Gaussian for each class"
    assert found["smallest_class_share"].value <= 0.1 <= found["largest_class_share"].value
    assert found["nearest_training_distance"].value > found["nearest_training_distance"].baseline
    assert found["smallest_training_distance"].value > found["smallest_training_distance"].baseline
    assert found["smallest_training_distance"].note == "0 of 100 samples are nearer than that"
    assert found["classes_covered"].unit == "of 10"
    assert found["within_class_diversity"].value < found["within_class_diversity"].baseline
    assert "tiny-digits" in found["frechet"].title.en
    assert "tiny-digits" in found["frechet"].title.zh


def test_real_pictures_are_judged_once(tmp_path, where, access, judge, few, monkeypatch):
    first = evaluate(tiny_generator(tmp_path), where, access, judge=judge)
    assert len(list((access.data_dir / "cache").glob("real-pictures-*.npz"))) == 1
    monkeypatch.setattr(real_pictures, "_make", None)
    assert evaluate(tiny_generator(tmp_path), where, access, judge=judge) == first


def test_without_a_judge_its_figures_are_left_out_and_that_is_said(tmp_path, where, access, few):
    heard = []
    access = Access(access.data_dir, announce=heard.append)
    found = by_name(evaluate(tiny_generator(tmp_path), where, access, judge=tmp_path / "none.onnx"))
    assert set(found) == {
        "within_class_diversity", "smallest_class_diversity", "nearest_training_distance",
        "smallest_training_distance",
    }  # fmt: skip
    assert "no judge" in heard[0].en


def test_the_judge_is_the_one_that_the_catalog_names_for_the_model(tmp_path, where, access, judge, few):
    named = judge.parent / "digits-cnn.onnx"
    path = tiny_generator(tmp_path, training=record_of("digits-gan"))
    named.write_bytes(judge.read_bytes())
    found = evaluate(path, where, access, judges=judge.parent)
    assert found == evaluate(path, where, access, judge=judge)
    assert by_name(found)["frechet"].value > 0
    heard = []
    access = Access(access.data_dir, announce=heard.append)
    evaluate(tiny_generator(tmp_path, training=record_of("unheard-of")), where, access, judges=judge.parent)
    assert "no judge" in heard[0].en


def test_pictures_that_no_classifier_knows_are_judged_by_random_weights(tmp_path, where, access, few, monkeypatch):
    model = msgspec.structs.replace(CATALOG["digits-gan"], judge=RANDOM_JUDGE)
    monkeypatch.setitem(CATALOG, "digits-gan", model)
    heard = []
    access = Access(access.data_dir, announce=heard.append)
    found = by_name(evaluate(tiny_generator(tmp_path, training=record_of("digits-gan")), where, access))
    assert heard == []
    assert found["coverage"].title.en == "Coverage, random features"
    assert found["coverage"].n == 100  # as many as there are real pictures, of 600
    assert found["coverage"].value < found["coverage"].baseline
    assert found["frechet"].n == 600
    assert found["frechet_floor"].value < found["frechet"].baseline < found["frechet"].value
    assert "label_agreement" not in found


def test_every_judge_is_a_classifier_of_the_catalog_and_every_generator_has_one():
    for model in CATALOG.values():
        if "unconditional-image-generation" in model.tasks and model.judge != RANDOM_JUDGE:
            assert "image-classification" in CATALOG[model.judge].tasks


def test_a_judge_of_other_labels_lends_its_features_alone(tmp_path, where, access, judge, few):
    heard = []
    access = Access(access.data_dir, announce=heard.append)
    other = tiny_classifier(judge.parent, name="letters", labels=tuple("abcdefghij"))
    found = by_name(evaluate(tiny_generator(tmp_path), where, access, judge=other))
    assert {"frechet", "coverage", "within_class_diversity"} <= set(found)
    assert not {"classes_covered", "sure_share", "label_agreement"} & set(found)
    assert "letters does not know the labels" in heard[0].en


def test_a_generator_that_takes_labels_is_asked_for_each(tmp_path, where, access, few):
    """A generator that draws test pictures of the label it is asked for, and of one label always the same."""
    test = load_split(where, access, "test").examples
    by_label = [test.images[test.labels == label] for label in range(10)]
    by_label[3] = by_label[3][:1]
    drawn = [itertools.cycle(images) for images in by_label]

    def run(role, feeds):
        return {"images": np.stack([next(drawn[label]) for label in feeds["label_weights"].argmax(axis=1)])}

    labels = tuple("0123456789")
    path = tiny_generator(tmp_path, generation=GenerationSpec(latent_size=4, labels=labels))
    reader = reader_of_blobs(tmp_path)
    found = by_name(evaluate(path, where, access, judge=reader, open_graphs=lambda path, card: run))
    assert found["label_agreement"].value == 1.0
    assert found["label_agreement"].baseline > 0.9
    assert "real pictures: 100.00 %" in found["label_agreement"].note
    assert found["classes_covered"].value == 10
    assert found["smallest_class_diversity"].value == pytest.approx(0.0, abs=1e-9)
    assert "class 3" in found["smallest_class_diversity"].note
    assert found["within_class_diversity"].value < 0.95 * found["within_class_diversity"].baseline


def test_a_generator_cannot_be_the_judge(tmp_path, where, access, few):
    with pytest.raises(WorkshopError) as caught:
        evaluate(tiny_generator(tmp_path), where, access, judge=tiny_generator(tmp_path, name="other"))
    assert caught.value.kind == "model-invalid"


def test_an_autoencoder_is_measured_as_both(tmp_path, where, access, judge, few):
    found = by_name(evaluate(tiny_vae(tmp_path), where, access, judge=judge))
    elbo = found["negative_elbo"]
    assert (elbo.unit, elbo.n, elbo.baseline_name) == ("nats", 100, "PCA of equal latent size")
    assert elbo.value == pytest.approx(found["reconstruction_nats"].value + found["kl_nats"].value)
    assert elbo.baseline < elbo.value
    likelihood = found["importance_weighted_nll"]
    assert likelihood.value < elbo.value
    assert likelihood.n == 30
    assert "k = 20" in likelihood.note
    assert 0 <= found["active_units"].value <= 4
    assert "frechet" in found
    assert found["reconstruction_ssim"].value < found["reconstruction_ssim"].baseline
    assert found["reconstruction_psnr"].value < found["reconstruction_psnr"].baseline
    areas = [found[f"anomaly_auc_{group}"].value for group in ("letters", "scribbles", "noise")]
    assert found["anomaly_auc"].value == pytest.approx(np.mean(areas))
    assert found["anomaly_auc"].n == 100 + 3 * 50
    pictures = load_split(where, access, "test").examples.images
    path = tiny_vae(tmp_path)
    pairs = ImageToImage(read_card(path), open_on_cpu(path, read_card(path))).transform(pictures)
    assert found["anomaly_score"].value == pytest.approx(np.mean([each.anomaly_score for each in pairs]))
    assert found["reconstruction_ssim"].value == pytest.approx(
        ssim(np.stack([each.after for each in pairs]), pictures).mean()
    )


def test_the_same_model_gives_the_same_figures(tmp_path, where, access, judge, few):
    path = tiny_vae(tmp_path)
    assert evaluate(path, where, access, judge=judge) == evaluate(path, where, access, judge=judge)


def test_progress_reaches_its_end_and_can_cancel(tmp_path, where, access, judge, few):
    told = []
    path = tiny_vae(tmp_path)
    evaluate(path, where, access, judge=judge, progress=lambda done, total: told.append((done, total)) or True)
    assert told == sorted(told)
    assert told[0] == (0, 1000)
    assert told[-1] == (1000, 1000)
    for limit in (0, 200, 700):
        with pytest.raises(Cancelled):
            evaluate(path, where, access, judge=judge, progress=lambda done, total, limit=limit: done < limit)


def test_a_companion_that_does_not_belong_is_refused(tmp_path, where, access):
    path = tiny_vae(tmp_path)
    companion = companion_path(path, "reconstruction")
    companion.write_bytes(companion_path(tiny_vae(tmp_path, name="other", seed=1), "reconstruction").read_bytes())
    with pytest.raises(WorkshopError) as caught:
        evaluate(path, where, access)
    assert caught.value.kind == "model-invalid"
    companion.unlink()
    with pytest.raises(WorkshopError):
        evaluate(path, where, access)


def test_missing_data_and_files_without_a_card_are_errors(tmp_path, access):
    path = tiny_classifier(tmp_path)
    with pytest.raises(WorkshopError) as caught:
        evaluate(path, "mnist", access)
    assert caught.value.kind == "data-missing"
    path.write_bytes(b"no model")
    with pytest.raises(WorkshopError) as caught:
        evaluate(path, None, access)
    assert caught.value.kind == "model-invalid"


def test_the_sample_says_that_it_is_one(tmp_path, access):
    heard = []
    access = Access(access.data_dir, announce=heard.append)
    if not access.sample_file.is_file():
        pytest.skip("want of tool: the embedded sample is not installed")
    accuracy = by_name(evaluate(tiny_classifier(tmp_path), None, access))["accuracy"]
    assert (accuracy.data, accuracy.split, accuracy.n) == (
        "mnist-sample", "sample test, drawn from training pictures", 500,
    )  # fmt: skip
    assert accuracy.baseline > 0.8
    assert len(heard) == 1


def test_the_control_is_spoiled_as_stated():
    grey = np.full((50, 28, 28), 128, np.uint8)
    noise = spoil(grey).astype(float) - 128
    assert noise.std() == pytest.approx(25.5, rel=0.02)
    assert noise.mean() == pytest.approx(0.0, abs=0.5)


def test_training_data_and_test_data_are_what_was_asked_for(where, access):
    assert load_training_data(where, access).counts == {"train": 360, "validation": 40}
    assert len(load_split(where, access, "test").examples) == 100
