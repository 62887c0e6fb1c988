"""A small Transformer that translates English sentences into Chinese."""

from trainer.contract.hyperparameters import TranslationTransformerHyperparameters
from trainer.contract.text import Text
from trainer.documented_models.entry import DocumentedModel, Preset
from trainer.documented_models.translation import BASELINE, BLEU

MODEL = DocumentedModel(
    name="translator-en-zh",
    title=Text("Transformer, English to Chinese", "Transformer，英译中"),
    summary=Text("Translates short everyday English sentences into Chinese.", "把英文日常短句译成中文。"),
    limitations=Text(
        "Knows the words of 24,500 short sentences of everyday talk; of longer sentences and rarer words it makes up a "
        "part. Simplified and traditional characters may be mixed, as they are in the data.",
        "只认识 24,500 个日常短句中的词语；句子较长或词语少见时会自行编造。数据中简繁混用，译文也可能如此。",
    ),
    network="translation_transformer",
    recipe="translation",
    tasks=("translation",),
    data="tatoeba-en-zh",
    sample_data="phrase-pairs",
    data_kind="sentence-pairs",
    presets={
        "quick": Preset(
            hyperparameters=TranslationTransformerHyperparameters(
                epochs=3,
                batch_size=64,
                optimiser="adamw",
                learning_rate=3e-3,
                schedule="one-cycle",
                beta2=0.98,
                gradient_clipping=1.0,
                activation="relu",
                vocabulary=5000,
                longest=48,
                width=128,
                heads=4,
                hidden=256,
                encoder_layers=2,
                decoder_layers=2,
                dropout=0.1,
            ),
            note=Text("Short sentences begin to fit; about two minutes.", "短句初见成形；约两分钟。"),
            parameters=1_308_040,
        ),
        "best": Preset(
            hyperparameters=TranslationTransformerHyperparameters(
                epochs=60,
                batch_size=256,
                optimiser="adamw",
                learning_rate=4e-3,
                schedule="one-cycle",
                beta2=0.98,
                l2=0.01,
                gradient_clipping=1.0,
                average_last=0.15,
                activation="relu",
                vocabulary=8000,
                longest=80,
                width=160,
                heads=4,
                hidden=384,
                encoder_layers=4,
                decoder_layers=4,
                dropout=0.3,
                precision="bfloat16",
            ),
            note=Text("Meant for the shipped file; not trained to its end yet.", "用于随附模型文件；尚未完整训练过。"),
        ),
    },
    parameters=3_518_912,
    expected=14.0,
    expected_metric=BLEU,
    expected_text=Text("14 character BLEU is aimed at; not tried yet", "目标 14 字符 BLEU，尚未验证"),
    baseline=BASELINE,
    source_title="Vaswani and others 2017, Attention Is All You Need, arXiv 1706.03762",
    source="https://arxiv.org/abs/1706.03762",
    article=Text(
        "The articles describe the Transformer and train none. Characters and frequent runs of them are the tokens, so "
        "no word segmenter is needed.",
        "文章介绍了 Transformer，却没有训练。词元是汉字及其常见组合，无需分词工具。",
    ),
    weights_licence="CC BY 2.0 FR",
    licence_class="attribution",
)
