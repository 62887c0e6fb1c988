import msgspec

from desktop_app.ui.panels.model_facts import meaning_text, result_facts
from tests.helpers.cards import CLASSIFIER_CARD
from trainer.contract.card import Metric
from trainer.contract.metric_explanations import EXPLANATIONS, explanation_name
from trainer.contract.text import Text


def metric(name: str, en: str, zh: str, **changes) -> Metric:
    plain = Metric(
        name=name, title=Text(en, zh), value=10.0, unit="of 20", direction="higher", data="mnist", split="test", n=500
    )
    return msgspec.structs.replace(plain, **changes)


UNITS = metric("active_units", "Latent numbers in use", "有效潜变量数", note_text=Text("that vary", "会变化的"))
LETTERS = metric("anomaly_auc_letters", "Digits told from letters", "区分数字与字母", note="0.5 is chance", unit="")
NOISE = metric("anomaly_auc_noise", "Digits told from noise", "区分数字与噪声")
UNHEARD_OF = metric("taste", "Taste", "味道")
CARD = msgspec.structs.replace(CLASSIFIER_CARD, metrics=(UNITS, LETTERS, NOISE, UNHEARD_OF))


def test_a_result_has_its_note_in_the_language_in_force(language):
    values = [value.replace("\u00a0", " ") for _, value in result_facts(CARD, language)]
    assert values[0].splitlines() == ["10 of 20 (MNIST test set, n = 500)", "that vary"]
    assert values[1].splitlines() == ["10 (MNIST test set, n = 500)", "0.5 is chance"]
    language.choose("zh_CN")
    values = [value.replace("\u00a0", " ") for _, value in result_facts(CARD, language)]
    assert values[0].startswith("20 中的 10")
    assert values[0].endswith("会变化的")
    assert values[1].endswith("0.5 is chance")  # a card of an earlier version


def test_each_kind_of_figure_is_explained_once(language):
    assert meaning_text(CARD, language).splitlines() == [
        f"Latent numbers in use: {EXPLANATIONS['active_units'].en}",
        f"Digits told from letters: {EXPLANATIONS['anomaly_auc'].en}",
    ]
    language.choose("zh_CN")
    assert meaning_text(CARD, language).splitlines()[0] == f"有效潜变量数：{EXPLANATIONS['active_units'].zh}"
    assert meaning_text(CLASSIFIER_CARD, language) == ""


def test_a_figure_is_explained_by_its_own_name_before_its_familys():
    assert explanation_name("frechet_floor") == "frechet_floor"
    assert explanation_name("frechet_of_something") == "frechet"
    assert explanation_name("psnr_gain_noise") == "psnr_gain"
    assert explanation_name("taste") is None


def test_explanations_are_sentences_in_both_languages():
    for text in EXPLANATIONS.values():
        assert text.en[0].isupper() or text.en[0].isdigit()
        assert text.en.endswith(".")
        assert text.zh.endswith("。")
