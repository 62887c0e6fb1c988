"""A Transformer encoder that tells praise from blame in English."""

from trainer.contract.hyperparameters import TextClassifierHyperparameters
from trainer.contract.text import Text
from trainer.documented_models import sentiment
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="sentiment-en",
    title=Text("Transformer, English reviews", "Transformer 英文评论情感"),
    summary=Text(
        "Tells whether an English review is positive or negative.",
        "判断一条英文评论是正面还是负面。",
    ),
    limitations=Text(
        "Learnt from film reviews: irony, mixed opinions and the words of other fields mislead it. It "
        "answers on any text, also on one that judges nothing.",
        "从影评中学习：反讽、褒贬混杂和其他领域的用语会使其出错。对任何文本都会给出答案，即使文本并无评价。",
    ),
    network="text_encoder",
    recipe="text_classification",
    tasks=("text-classification",),
    data="sentiment-en",
    sample_data="rt-polarity",
    data_kind="labelled-texts",
    presets={
        "quick": Preset(
            hyperparameters=TextClassifierHyperparameters(**sentiment.QUICK, epochs=4, tokens="bpe"),
            note=sentiment.QUICK_NOTE,
        ),
        "best": Preset(
            hyperparameters=TextClassifierHyperparameters(**sentiment.BEST, epochs=12, tokens="bpe"),
            note=sentiment.BEST_NOTE,
            parameters=1_314_306,
        ),
    },
    parameters=861_794,
    expected=0.75,
    expected_metric="accuracy",
    expected_text=Text("75 % of rt-polarity is aimed at; not tried yet", "目标：rt-polarity 75 %，尚未验证"),
    baseline=sentiment.BASELINE,
    source_title=sentiment.SOURCE_TITLE,
    source=sentiment.SOURCE,
    article=sentiment.ARTICLE,
    weights_licence=sentiment.LICENCE,
    licence_class="research",
)
