"""A Transformer encoder that tells praise from blame in English."""

from trainer.contract.hyperparameters import TextClassifierHyperparameters
from trainer.contract.text import Text
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="sentiment-en",
    title=Text("Transformer, English reviews", "Transformer 英文评论情感"),
    summary=Text("Tells whether an English review is positive or negative.", "判断一条英文评论是正面还是负面。"),
    limitations=Text(
        "Learnt from film reviews: irony, mixed opinions and the words of other fields mislead it. It answers on "
        "any text, also on one that judges nothing.",
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
            hyperparameters=TextClassifierHyperparameters(
                batch_size=64,
                optimiser="adamw",
                learning_rate=1e-3,
                schedule="one-cycle",
                l2=0.05,
                activation="gelu",
                gradient_clipping=1.0,
                label_smoothing=0.1,
                epochs=4,
                tokens="bpe",
                vocabulary=8192,
                longest=96,
                dropout=0.3,
                unknown_words=0.15,
                width=96,
                layers=1,
            ),
            note=Text("A first reader in about a minute.", "约一分钟得到初步结果。"),
        ),
        "best": Preset(
            hyperparameters=TextClassifierHyperparameters(
                batch_size=64,
                optimiser="adamw",
                learning_rate=1e-3,
                schedule="one-cycle",
                l2=0.05,
                activation="gelu",
                gradient_clipping=1.0,
                label_smoothing=0.1,
                epochs=12,
                tokens="bpe",
                vocabulary=8192,
                longest=128,
                dropout=0.4,
                unknown_words=0.2,
                ema=0.999,
                width=128,
                layers=2,
            ),
            note=Text("Meant for the shipped file; not trained to its end yet.", "用于随附模型文件；尚未完整训练过。"),
        ),
    },
    parameters=0,
    expected=0.75,
    expected_metric="accuracy",
    expected_text=Text("75 % of rt-polarity is aimed at; not tried yet", "目标：rt-polarity 75 %，尚未验证"),
    baseline="TF-IDF and a linear model",
    source_title="Vaswani and others 2017, Attention Is All You Need, arXiv 1706.03762",
    source="https://arxiv.org/abs/1706.03762",
    article=Text(
        "One article calls a pretrained BERT with an untrained head a Transformer training; its answers are noise. "
        "Here the encoder is trained.",
        "文章把未训练分类头的预训练 BERT 称为 Transformer 训练，其答案只是噪声。这里的编码器经过真正的训练。",
    ),
    weights_licence="none stated by the authors of the data",
    licence_class="research",
)
