"""The figures of a text classifier on a graph that counts letters, beside a linear model."""

import numpy as np
import pytest

from tests.helpers.tiny_models import tiny_text_classifier
from tests.helpers.tiny_texts import LABELS, ORIGIN
from trainer.contract.card import read_card
from trainer.contract.errors import WorkshopError
from trainer.datasets.dataset import Dataset, Split, say_nothing
from trainer.datasets.texts import Texts
from trainer.export.session import GraphRunner
from trainer.metrics.classification import macro_f1
from trainer.metrics.material import Material
from trainer.metrics.text_baseline import CHARACTERS, WORDS, share_without_spaces, tf_idf_linear
from trainer.metrics.text_report import report_texts

TRAIN = Texts(("good show", "good food", "bad show", "bad food") * 5, np.array([1, 1, 0, 0] * 5, dtype=np.int64))
TEST = Texts(("gg", "g", "bb", "gb b", "g b b"), np.array([1, 1, 0, 0, 1], dtype=np.int64))


def material(tmp_path, test: Texts = TEST, names: tuple[str, ...] = LABELS) -> Material:
    training = Dataset(ORIGIN, TRAIN, TRAIN, names, "")
    return Material(Split(ORIGIN, "test", test, names, ""), training, None, tmp_path, say_nothing)


def test_figures_are_those_of_the_answers(tmp_path) -> None:
    path = tiny_text_classifier(tmp_path)
    metrics = report_texts(read_card(path), GraphRunner(path), material(tmp_path), lambda share: None)
    found = {metric.name: metric for metric in metrics}
    assert list(found) == ["accuracy", "macro_f1", "smallest_f1", "expected_calibration_error", "unsure_share"]
    assert found["accuracy"].value == pytest.approx(4 / 5)
    assert found["accuracy"].confusion == ((2, 0), (1, 2))
    assert found["macro_f1"].value == pytest.approx((0.8 + 0.8) / 2)
    assert found["accuracy"].baseline_name == WORDS.en
    assert found["accuracy"].title.en == "Texts read right"
    assert {metric.n for metric in metrics} == {5}


def test_labels_go_by_their_names(tmp_path) -> None:
    path = tiny_text_classifier(tmp_path)
    turned = Texts(TEST.texts, 1 - TEST.labels)
    swapped = material(tmp_path, turned, ("positive", "negative"))
    metrics = report_texts(read_card(path), GraphRunner(path), swapped, lambda share: None)
    assert metrics[0].value == pytest.approx(4 / 5)
    with pytest.raises(WorkshopError) as caught:
        report_texts(
            read_card(path), GraphRunner(path), material(tmp_path, names=("sad", "positive")), lambda share: None
        )
    assert caught.value.kind == "wrong-kind"


def test_the_baseline_learns_words_or_characters_as_the_texts_are_written() -> None:
    title, probabilities = tf_idf_linear(TRAIN, ["good river", "bad river"], 2)
    assert title is WORDS
    assert probabilities.argmax(axis=1).tolist() == [1, 0]
    chinese = Texts(("房间很干净", "服务很好", "房间太脏", "服务太差") * 5, np.array([1, 1, 0, 0] * 5, dtype=np.int64))
    title, probabilities = tf_idf_linear(chinese, ["早餐很好", "早餐太差"], 3)
    assert title is CHARACTERS
    assert probabilities.argmax(axis=1).tolist() == [1, 0]
    assert probabilities[:, 2].tolist() == [0, 0]
    assert share_without_spaces(["ok 好", "服务 service", "plain words", "カメラ"]) == pytest.approx(0.75)


def test_macro_f1_counts_rare_labels_as_much_as_others() -> None:
    labels = np.array([0] * 9 + [1])
    always_the_first = np.tile([0.9, 0.1], (10, 1))
    assert macro_f1(labels, always_the_first, 2) == pytest.approx((18 / 19 + 0) / 2)
