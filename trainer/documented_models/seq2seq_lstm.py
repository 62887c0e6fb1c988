"""An encoder-decoder LSTM that translates English captions into German."""

from trainer.contract.hyperparameters import Seq2SeqHyperparameters
from trainer.contract.text import Text
from trainer.documented_models.entry import DocumentedModel, Preset
from trainer.documented_models.translation import BASELINE, BLEU, EN_DE_LIMITS, MULTI30K_LICENCE

MODEL = DocumentedModel(
    name="seq2seq-lstm",
    title=Text("Encoder-decoder LSTM, English to German", "编码器-解码器 LSTM，英译德"),
    summary=Text(
        "Translates English descriptions of pictures into German with two LSTM.",
        "用两个 LSTM 把英文图片说明译成德文。",
    ),
    limitations=EN_DE_LIMITS,
    network="seq2seq_lstm",
    recipe="translation",
    tasks=("translation",),
    data="multi30k-en-de",
    sample_data="",
    data_kind="sentence-pairs",
    presets={
        "quick": Preset(
            hyperparameters=Seq2SeqHyperparameters(
                epochs=2,
                batch_size=64,
                optimiser="adamw",
                learning_rate=3e-3,
                schedule="one-cycle",
                gradient_clipping=1.0,
                vocabulary=3000,
                longest=60,
                embedding=128,
                width=128,
                layers=1,
                dropout=0.1,
            ),
            note=Text("Words and word order begin to fit; about two minutes.", "词语与语序初见成形；约两分钟。"),
            parameters=683_832,
        ),
        "best": Preset(
            hyperparameters=Seq2SeqHyperparameters(
                epochs=25,
                batch_size=128,
                optimiser="adamw",
                learning_rate=2e-3,
                schedule="one-cycle",
                l2=0.01,
                gradient_clipping=1.0,
                ema=0.998,
                vocabulary=8000,
                longest=80,
                embedding=256,
                width=384,
                layers=1,
                dropout=0.4,
                precision="bfloat16",
            ),
            note=Text("Meant for the shipped file; not trained to its end yet.", "用于随附模型文件；尚未完整训练过。"),
        ),
        "article": Preset(
            hyperparameters=Seq2SeqHyperparameters(
                epochs=20,
                batch_size=64,
                optimiser="rmsprop",
                learning_rate=1e-3,
                momentum=0.0,
                gradient_clipping=1.0,
                vocabulary=8000,
                longest=80,
                embedding=256,
                width=256,
                layers=1,
                attention="none",
                label_smoothing=0.0,
                dropout=0.2,
            ),
            note=Text(
                "The article's network and optimiser, without attention; it gives no sizes, so these are ours.",
                "文章的网络与优化器，不用注意力；文章未给出规模，此处为本项目所选。",
            ),
            parameters=3_173_440,
        ),
    },
    parameters=4_224_320,
    expected=22.0,
    expected_metric=BLEU,
    expected_text=Text("22 BLEU is aimed at; not tried yet", "目标 22 BLEU，尚未验证"),
    baseline=BASELINE,
    source_title="Bahdanau, Cho, Bengio 2014, Neural Machine Translation by Jointly Learning to Align and Translate",
    source="https://arxiv.org/abs/1409.0473",
    article=Text(
        "The article calls an encoder-decoder LSTM a Transformer. Its decoder returns the last state alone, its two "
        "inputs are fed with one, and no size is given. Here the decoder is asked at every token, targets are shifted "
        "by one, padding changes nothing, and attention is an option.",
        "文章把编码器-解码器 LSTM 称为 Transformer：解码器只返回最后状态，两个输入只给了一个，也没有给出规模。"
        "这里解码器逐词预测，目标右移一位，填充不影响结果，注意力可选。",
    ),
    weights_licence=MULTI30K_LICENCE,
    licence_class="research",
)
