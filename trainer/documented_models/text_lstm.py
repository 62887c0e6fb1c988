"""An LSTM that writes."""

from trainer.contract.hyperparameters import LSTMHyperparameters
from trainer.contract.text import Text
from trainer.documented_models import writing
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="text-lstm",
    title=Text("LSTM that writes", "LSTM 写作"),
    summary=Text(
        "Goes on writing a beginning, character by character, in the style of what it was trained on.",
        "按训练文本的风格，从开头逐字符续写。",
    ),
    limitations=Text(
        "It writes words and lines that look right, and understands nothing: what it says is made up.",
        "写出的词句形似而已，并不理解内容；所写均为虚构。",
    ),
    network="text_lstm",
    recipe="language_modelling",
    tasks=("text-generation",),
    data="tiny-shakespeare",
    sample_data="python-reference",
    data_kind="running-text",
    presets={
        "quick": Preset(
            hyperparameters=LSTMHyperparameters(
                epochs=3,
                batch_size=32,
                optimiser="adamw",
                learning_rate=5e-3,
                schedule="one-cycle",
                gradient_clipping=1.0,
                tokens="characters",
                context=64,
                precision="bfloat16",
            ),
            parameters=244_741,
            note=Text("Words and verse lines in about two minutes.", "约两分钟学会拼词和分行。"),
        ),
        "best": Preset(
            hyperparameters=LSTMHyperparameters(
                epochs=30,
                batch_size=32,
                optimiser="adamw",
                learning_rate=3e-3,
                schedule="one-cycle",
                gradient_clipping=1.0,
                tokens="characters",
                context=128,
                width=384,
                embedding=384,
                dropout=0.25,
                tied=True,
                precision="bfloat16",
            ),
            note=Text(
                "The settings of the shipped file: 67 minutes on one core of a busy machine.",
                "随附模型文件的设置：在繁忙的机器上单核 67 分钟。",
            ),
        ),
        "article": Preset(
            hyperparameters=LSTMHyperparameters(
                epochs=10, batch_size=64, optimiser="adam", learning_rate=1e-3, tokens="characters", context=40
            ),
            parameters=244_741,
            note=Text(
                "The article's network and settings, with targets, every position trained, and a loop that writes.",
                "文章的网络与设置，补上训练目标、逐位置训练和写作循环。",
            ),
        ),
    },
    parameters=2_392_005,
    expected=1.64,
    expected_metric="nats_per_character",
    expected_text=Text(
        "1.63 nats a character of the held-out tenth of Shakespeare; a 5-gram has 1.75",
        "留出的十分之一莎士比亚文本每字符 1.63 nat；五元语法为 1.75",
    ),
    baseline=writing.BASELINE,
    source_title="Hochreiter, Schmidhuber 1997, Long Short-Term Memory, Neural Computation 9(8)",
    source="https://doi.org/10.1162/neco.1997.9.8.1735",
    article=Text(
        "The article's data have no targets: nothing is shifted by one. It calls functions that are not there, "
        "foretells one token after forty, and decodes probabilities as if they were tokens; nothing is ever written.",
        "原文的数据没有目标（未错开一位），调用了不存在的函数，只预测四十个词元之后的一个词元，"
        "并把概率当作词元解码，因此从未真正写出文本。",
    ),
    weights_licence="CC0-1.0",
    licence_class="free",
)
