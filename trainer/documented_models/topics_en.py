"""A Transformer encoder that tells four topics of English news apart."""

from trainer.contract.hyperparameters import NgramClassifierHyperparameters
from trainer.contract.text import Text
from trainer.documented_models import sentiment
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="topics-en",
    title=Text("Transformer, topics of news", "Transformer 新闻主题"),
    summary=Text(
        "Tells whether English news are of the world, of sports, of business, or of science and technology.",
        "判断一则英文新闻属于世界、体育、商业还是科技。",
    ),
    limitations=Text(
        "Knows four topics as news agencies wrote about them in 2004. It gives one of them to any text.",
        "只认识 2004 年新闻中的四类主题，对任何文本都会归入其中之一。",
    ),
    network="ngram_encoder",
    recipe="text_classification",
    tasks=("text-classification",),
    data="ag-news",
    sample_data="",
    data_kind="labelled-texts",
    presets={
        "quick": Preset(
            hyperparameters=NgramClassifierHyperparameters(**sentiment.NGRAMS, epochs=3, width=32),
            note=sentiment.QUICK_NOTE,
            parameters=2_105_828,
        ),
        "best": Preset(
            hyperparameters=NgramClassifierHyperparameters(**sentiment.NGRAMS, epochs=10, width=64, ema=0.999),
            note=Text(
                "The settings of the shipped file: a minute on one core.",
                "随附模型文件的设置：单核一分钟。",
            ),
        ),
    },
    parameters=4_228_036,
    expected=0.86,
    expected_metric="accuracy",
    expected_text=Text(
        "86 % of the test news; TF-IDF with a linear model 87 %", "测试新闻 86 %；TF-IDF 加线性模型为 87 %"
    ),
    baseline=sentiment.BASELINE,
    source_title=sentiment.SOURCE_TITLE,
    source=sentiment.SOURCE,
    article=sentiment.ARTICLE,
    weights_licence="research and other non-commercial use, as the readme of the data says",
    licence_class="research",
)
