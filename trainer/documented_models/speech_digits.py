"""A small convolutional network that hears which digit was spoken."""

from trainer.contract.hyperparameters import SoundClassifierHyperparameters
from trainer.contract.text import Text
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="speech-digits",
    title=Text("CNN, spoken digits", "CNN 口语数字"),
    summary=Text(
        "Hears which English digit was spoken; a row of digits with pauses between them is read as a number.",
        "识别说出的英语数字；数字之间有停顿时，整串读作一个号码。",
    ),
    limitations=Text(
        "Learnt from five men at 8 kHz, who speak English with several accents. Digits that are spoken without a pause "
        "between them are taken for one, and any other word is answered with one of the ten.",
        "从五位男性（8 kHz，带多种口音的英语）的录音中学习。"
        "中间没有停顿的数字会被当作一个，其他词语也会归为十个数字之一。",
    ),
    network="speech_cnn",
    recipe="audio_classification",
    tasks=("audio-classification",),
    data="spoken-digits",
    sample_data="",
    data_kind="labelled-sounds",
    presets={
        "quick": Preset(
            hyperparameters=SoundClassifierHyperparameters(
                epochs=14,
                batch_size=32,
                optimiser="adamw",
                learning_rate=5e-3,
                schedule="one-cycle",
                l2=0.02,
                gradient_clipping=1.0,
                label_smoothing=0.1,
                width=16,
                dropout=0.1,
                speed=0.1,
                warp=0.08,
                shift=0.2,
                noise=0.3,
                room=0.3,
            ),
            note=Text(
                "A small network for a first result: 98.4 % of the test recordings.",
                "小型网络，用于得到初步结果：测试录音正确率 98.4 %。",
            ),
        ),
        "best": Preset(
            hyperparameters=SoundClassifierHyperparameters(
                epochs=100,
                batch_size=32,
                optimiser="adamw",
                learning_rate=3e-3,
                schedule="one-cycle",
                l2=0.02,
                ema=0.998,
                gradient_clipping=1.0,
                label_smoothing=0.1,
                width=32,
                dropout=0.2,
                speed=0.2,
                warp=0.15,
                shift=0.3,
                noise=0.5,
                room=0.5,
                gain=0.1,
                masked_bands=6,
                masked_time=0.1,
            ),
            note=Text(
                "The settings of the shipped file. Other speeds, voices, microphones, rooms and noises are taught: "
                "with each speaker left out in turn it understands 88.8 % of what that one says.",
                "随附模型文件的设置。训练时变换语速、嗓音、麦克风、房间与噪声："
                "逐一留出每位说话人时，平均听懂其 88.8 %。",
            ),
            parameters=44_458,
        ),
    },
    parameters=13_274,
    expected=0.984,
    expected_metric="accuracy",
    expected_text=Text(
        "98.8 % of the test recordings; 88.8 % of a speaker who was left out",
        "测试录音 98.8 %；对未学过的说话人 88.8 %",
    ),
    baseline="logistic regression on mean and spread of log-mel bands",
    source_title="Zhang, Suda, Lai, Chandra 2017, Hello Edge: Keyword Spotting on Microcontrollers, arXiv 1711.07128",
    source="https://arxiv.org/abs/1711.07128",
    article=Text(
        "The articles name speech recognition as a field, and give neither data nor figures.",
        "文章把语音识别列为一个领域，但没有给出数据和结果。",
    ),
    weights_licence="CC BY-SA 4.0",
    licence_class="share-alike",
)
