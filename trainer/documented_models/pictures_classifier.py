"""A classifier for a person's own folders of photographs."""

from trainer.contract.hyperparameters import OwnPicturesHyperparameters
from trainer.contract.text import Text
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="pictures-classifier",
    title=Text("ResNet, your own pictures", "ResNet 自己的图片"),
    summary=Text(
        "Learns the classes of your own folders: one folder for each class, as many as you like.",
        "学习您自己文件夹中的类别：每类一个文件夹，数量不限。",
    ),
    limitations=Text(
        "Knows only what your pictures show, and finds whatever sets your folders apart, the background too. Not a "
        "medical device, and no proof of quality: before it matters, have the result checked by someone who knows.",
        "只认识您的图片所展示的内容，并会利用各文件夹之间的任何差异，包括背景。"
        "它不是医疗器械，也不能作为质量证明：用于重要场合之前，请由专业人员核查结果。",
    ),
    network="fast_resnet",
    recipe="image_classification",
    tasks=("image-classification",),
    data="",
    sample_data="",
    step="square-{picture_size}",
    presets={
        "quick": Preset(
            hyperparameters=OwnPicturesHyperparameters(
                epochs=20,
                batch_size=32,
                optimiser="adamw",
                learning_rate=2e-3,
                schedule="one-cycle",
                l2=0.02,
                ema=0.98,
                label_smoothing=0.05,
                class_weights="balanced",
                crop=4,
                flip=True,
                scale=0.15,
                rotate=10.0,
                colour_jitter=0.2,
                activation="gelu",
                width=0.5,
                picture_size=64,
            ),
            note=Text(
                "A few hundred pictures in a few minutes; start from a trained model where you have few.",
                "几百张图片只需几分钟；图片很少时请从已训练的模型开始。",
            ),
        ),
        "best": Preset(
            hyperparameters=OwnPicturesHyperparameters(
                epochs=60,
                batch_size=32,
                optimiser="adamw",
                learning_rate=2e-3,
                schedule="one-cycle",
                l2=0.05,
                ema=0.995,
                label_smoothing=0.1,
                class_weights="balanced",
                crop=6,
                flip=True,
                scale=0.2,
                rotate=15.0,
                colour_jitter=0.3,
                mixup=0.2,
                activation="gelu",
                picture_size=96,
            ),
            note=Text("Full width and larger pictures, for a thousand and more.", "完整宽度与更大的图片，适合上千张。"),
            parameters=1_981_464,
        ),
    },
    parameters=497_208,
    expected=0.85,
    expected_metric="accuracy",
    expected_text=Text("depends on your pictures", "取决于您的图片"),
    baseline="logistic regression",
    source_title="He, Zhang, Ren, Sun 2015, Deep Residual Learning for Image Recognition, arXiv 1512.03385",
    source="https://arxiv.org/abs/1512.03385",
    article=Text(
        "The articles name medical pictures and the inspection of goods as uses, and give neither data nor figures.",
        "文章提到医学影像和产品检测等用途，但没有给出数据和结果。",
    ),
    weights_licence="not stated",
    licence_class="research",
)
