"""The classifier that judges spoken digits: another architecture, and speakers whom the generator never heard."""

from trainer.contract.hyperparameters import SoundClassifierHyperparameters
from trainer.contract.text import Text
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="speech-judge",
    title=Text("CNN, judge of spoken digits", "CNN 口语数字评判"),
    summary=Text(
        "Hears which digit was spoken; says of generated speech whether it can be understood.",
        "识别说出的数字；用于判断生成的语音能否听懂。",
    ),
    limitations=Text(
        "Learnt from three men alone, whom the generator never heard; it mishears about one in ten digits of others.",
        "只从三位男性学习（生成器从未听过他们）；其他人说的数字，十个里约有一个听错。",
    ),
    network="speech_judge",
    recipe="audio_classification",
    tasks=("audio-classification",),
    data="spoken-digits",
    sample_data="",
    data_kind="labelled-sounds",
    presets={
        "quick": Preset(
            hyperparameters=SoundClassifierHyperparameters(
                epochs=12,
                batch_size=64,
                optimiser="adamw",
                learning_rate=6e-3,
                schedule="one-cycle",
                l2=0.02,
                label_smoothing=0.1,
                width=12,
                dropout=0.1,
                speed=0.1,
                warp=0.1,
                shift=0.2,
                noise=0.3,
            ),
            parameters=28_390,
            note=Text("All speakers; for a first result.", "全部说话人；用于得到初步结果。"),
        ),
        "best": Preset(
            hyperparameters=SoundClassifierHyperparameters(
                epochs=60,
                batch_size=64,
                speakers="george,jackson,nicolas",
                optimiser="adamw",
                learning_rate=6e-3,
                schedule="one-cycle",
                l2=0.02,
                gradient_clipping=1.0,
                label_smoothing=0.1,
                ema=0.998,
                width=16,
                dropout=0.3,
                speed=0.2,
                warp=0.15,
                shift=0.3,
                noise=0.5,
                room=0.5,
                gain=0.1,
                masked_bands=6,
                masked_time=0.1,
                seed=3,
            ),
            note=Text("The three speakers whom the generator does not hear.", "生成器没有听过的三位说话人。"),
        ),
    },
    parameters=49_370,
    expected=0.94,
    expected_metric="accuracy",
    expected_text=Text(
        "96 % of the test recordings of five speakers, of the two unknown ones 91 %",
        "五位说话人的测试录音 96 %，其中两位陌生人 91 %",
    ),
    baseline="logistic regression on mean and spread of log-mel bands",
    source_title="Sainath, Parada 2015, Convolutional Neural Networks for Small-footprint Keyword Spotting",
    source="https://www.isca-archive.org/interspeech_2015/sainath15b_interspeech.html",
    article=Text("The articles judge speech by nobody.", "文章没有对语音作任何评判。"),
    weights_licence="CC BY-SA 4.0",
    licence_class="share-alike",
)
