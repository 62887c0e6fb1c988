"""A decoder-only Transformer that writes."""

from trainer.contract.hyperparameters import WritingTransformerHyperparameters
from trainer.contract.text import Text
from trainer.documented_models import writing
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="text-transformer",
    title=Text("Transformer that writes", "Transformer 写作"),
    summary=Text(
        "Goes on writing a beginning, each character chosen after a look back at those before it.",
        "从开头续写；每选一个字符，都回看前文。",
    ),
    limitations=Text(
        "It writes scenes that look right, and understands nothing: what it says is made up.",
        "写出的场景形似而已，并不理解内容；所写均为虚构。",
    ),
    network="text_transformer",
    recipe="language_modelling",
    tasks=("text-generation",),
    data="tiny-shakespeare",
    sample_data="python-reference",
    data_kind="running-text",
    presets={
        "quick": Preset(
            hyperparameters=WritingTransformerHyperparameters(
                epochs=1,
                **writing.TRANSFORMER,
                context=128,
                width=128,
                layers=4,
            ),
            parameters=797_824,
            note=Text("Words and speakers in about two minutes.", "约两分钟学会拼词和分角色。"),
        ),
        "best": Preset(
            hyperparameters=WritingTransformerHyperparameters(
                epochs=12,
                **writing.TRANSFORMER,
                context=256,
                width=256,
                layers=6,
                dropout=0.2,
            ),
            note=Text(
                "Learns by heart what it reads: trained to its end it stays behind the LSTM, so it is not shipped.",
                "会死记所读内容：完整训练后仍不如 LSTM，因此未随附。",
            ),
        ),
        "article": Preset(
            hyperparameters=WritingTransformerHyperparameters(
                epochs=5,
                batch_size=64,
                optimiser="adam",
                learning_rate=1e-3,
                tokens="characters",
                context=128,
                width=128,
                layers=4,
                heads=4,
                positions="sinusoidal",
                qk_norm=False,
                tied=False,
            ),
            parameters=806_400,
            note=Text(
                "Attention with sinusoidal positions, as the article's formulas have it; it gives no sizes of its own.",
                "按文章公式使用正弦位置编码的注意力；文章未给出网络尺寸。",
            ),
        ),
    },
    parameters=4_743_680,
    expected=1.5,
    expected_metric="nats_per_character",
    expected_text=Text("1.50 nats a character is aimed at; 1.67 so far", "目标每字符 1.50 nat，目前 1.67"),
    baseline=writing.BASELINE,
    source_title="Radford and others 2019, Language Models are Unsupervised Multitask Learners",
    source="https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf",
    article=Text(
        "The article calls its program a Transformer, but it has no attention at all: it is an LSTM encoder-decoder "
        "whose sizes are never given. Its formula divides by the root of d outside the softmax.",
        "原文称其程序为 Transformer，却完全没有注意力，实为未给出尺寸的 LSTM 编码器-解码器；"
        "其公式还把除以 d 的平方根放在了 softmax 之外。",
    ),
    weights_licence="CC0-1.0",
    licence_class="free",
)
