import msgspec

from desktop_app.ui.panels.model_texts import (
    baseline_title,
    baseline_value,
    date_text,
    decimals_of,
    figure,
    main_metric,
    measured_on,
    size_text,
)
from tests.helpers.cards import CLASSIFIER_CARD
from trainer.contract.card import Metric
from trainer.contract.text import Text

ACCURACY = Metric(
    name="accuracy",
    title=Text("Pictures read right", "识别正确率"),
    value=0.9952,
    unit="share",
    direction="higher",
    data="mnist",
    split="test",
    n=10_000,
    baseline=0.9171,
    baseline_name="logistic regression",
)
OTHER = msgspec.structs.replace(ACCURACY, name="smallest_f1", baseline=None)


def test_every_figure_has_its_unit(language):
    assert figure(0.9952, "share", language) == "99.52\u00a0%"
    assert figure(97.6, "nats", language) == "97.6\u00a0nats"
    assert figure(0.043, "ratio", language) == "0.043"
    assert figure(18, "of 20", language) == "18\u00a0of\u00a020"
    assert figure(12345.6, "", language) == "12,346"
    assert [decimals_of(value) for value in (5.0, 5.5, 0.5, 50.5, 5000.5)] == [0, 2, 3, 1, 0]


def test_a_figure_is_told_with_its_origin_and_baseline(language):
    assert measured_on(ACCURACY, language) == "MNIST test set, n\u00a0=\u00a010,000"
    assert baseline_value(ACCURACY, language) == "91.71\u00a0%"
    assert baseline_value(OTHER, language) == ""


def test_baselines_speak_both_languages(language):
    titled = msgspec.structs.replace(ACCURACY, baseline_title=Text("logistic regression", "逻辑回归"))
    assert baseline_title(titled, language) == baseline_title(ACCURACY, language) == "logistic regression"
    language.choose("zh_CN")
    assert baseline_title(titled, language) == "逻辑回归"


def test_the_figure_of_the_catalog_comes_first():
    card = msgspec.structs.replace(CLASSIFIER_CARD, metrics=(OTHER, ACCURACY))
    assert main_metric(card) is ACCURACY
    assert main_metric(msgspec.structs.replace(CLASSIFIER_CARD, metrics=(OTHER,))) is OTHER
    assert main_metric(CLASSIFIER_CARD) is None


def test_sizes_and_dates(language):
    assert size_text(6_180_000, language) == "6.2 MB"
    assert size_text(4_000, language) == "4 kB"
    assert "2001" in date_text(1_000_000_000) or "01" in date_text(1_000_000_000)
