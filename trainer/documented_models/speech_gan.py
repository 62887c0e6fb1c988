"""A generator of spoken digits that is told which digit to say."""

from trainer.contract.hyperparameters import SpeechAdversarialHyperparameters
from trainer.contract.text import Text
from trainer.documented_models.entry import DocumentedModel, Preset

SPEAKERS = "lucas,yweweler"
"""Of the spoken digits; the judge learns from the three others, and understands nine of ten real words of these."""

MODEL = DocumentedModel(
    name="speech-gan",
    title=Text("GAN, spoken digits", "GAN 口语数字"),
    summary=Text(
        "Speaks the English digit you ask for, each time in another way.",
        "说出指定的英语数字，每次都不一样。",
    ),
    limitations=Text(
        "Speaks ten words in a mixture of the voices that it learnt from, at 8 kHz, as through a telephone; some are "
        "hard to understand.",
        "只会说十个词，音色是所学几种嗓音的混合，8 kHz，像电话里的声音；有些不易听懂。",
    ),
    network="speech_gan",
    recipe="speech_synthesis",
    tasks=("text-to-audio",),
    data="spoken-digits",
    sample_data="",
    data_kind="labelled-sounds",
    presets={
        "quick": Preset(
            hyperparameters=SpeechAdversarialHyperparameters(
                epochs=6,
                batch_size=32,
                latent_size=64,
                width=16,
                optimiser="adam",
                learning_rate=2e-3,
                schedule="cosine",
                beta1=0.0,
                beta2=0.99,
                r1_weight=0.5,
                r1_interval=8,
                ema=0.99,
            ),
            parameters=38_977,
            note=Text(
                "Murmurs in the rhythm of words after about two minutes.", "约两分钟，能听出词语节奏的含糊声音。"
            ),
        ),
        "best": Preset(
            hyperparameters=SpeechAdversarialHyperparameters(
                epochs=120,
                batch_size=32,
                speakers=SPEAKERS,
                latent_size=64,
                width=24,
                widening=2,
                optimiser="adam",
                learning_rate=8e-4,
                schedule="cosine",
                beta1=0.0,
                beta2=0.99,
                r1_weight=0.5,
                r1_interval=8,
                ema=0.999,
                shift=3.0,
                scale=0.08,
                augmented_share=0.7,
            ),
            note=Text(
                "The settings of the shipped file: two of the five speakers, twenty minutes on a busy core.",
                "随附模型文件的设置：从五位说话人中的两位学习，繁忙的单核约二十分钟。",
            ),
        ),
        "article": Preset(
            hyperparameters=SpeechAdversarialHyperparameters(
                epochs=60,
                batch_size=32,
                generator="lstm",
                latent_size=128,
                optimiser="adam",
                learning_rate=2e-4,
                beta1=0.5,
                r1_weight=0.0,
            ),
            parameters=602_752,
            note=Text(
                "The article's layers: an LSTM writes the spectrogram, two frames at a step.",
                "文章的网络层：LSTM 逐步写出声谱，每步两帧。",
            ),
        ),
    },
    parameters=836_689,
    expected=0.85,
    expected_metric="label_agreement",
    expected_text=Text(
        "87 % of its words are heard as the digit asked for; 91 % of real ones",
        "87 % 的词被听作所要求的数字；真实录音为 91 %",
    ),
    baseline="a Gaussian for each class",
    source_title="Donahue, McAuley, Puckette 2018, Adversarial Audio Synthesis, arXiv 1802.04208",
    source="https://arxiv.org/abs/1802.04208",
    judge="speech-judge",
    article=Text(
        "The article feeds an LSTM with two axes where it needs three, compares a sequence with a vector, compiles the "
        "generator alone and leaves the training out. Here each step of the LSTM writes two frames of a spectrogram, "
        "the discriminator sees all of them, both are told the digit, and the graph makes sound of it.",
        "原文给 LSTM 的输入只有两个轴（应为三个），用序列去比较向量，单独编译生成器，并省略了训练过程。"
        "这里 LSTM 每步写出声谱的两帧，判别器看到全部帧，两者都得知数字，计算图再由声谱生成声音。",
    ),
    weights_licence="CC BY-SA 4.0",
    licence_class="share-alike",
)
