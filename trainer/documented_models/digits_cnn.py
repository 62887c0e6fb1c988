"""A convolutional network that reads digits."""

from trainer.contract.hyperparameters import DigitClassifierHyperparameters
from trainer.contract.text import Text
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="digits-cnn",
    title=Text("CNN, handwritten digits", "CNN 手写数字"),
    summary=Text("Reads one handwritten digit in a picture.", "识别图片中的一个手写数字。"),
    limitations=Text(
        "Knows the ten digits as people in the United States wrote them around 1990. Other signs are answered with the "
        "nearest digit, mostly marked as unsure.",
        "只认识 1990 年前后美国人书写的十个数字。其他符号会被归为最接近的数字，多数会标为“不确定”。",
    ),
    network="small_cnn",
    recipe="image_classification",
    tasks=("image-classification",),
    data="mnist",
    sample_data="mnist-sample",
    presets={
        "quick": Preset(
            hyperparameters=DigitClassifierHyperparameters(
                epochs=4,
                batch_size=128,
                optimiser="adamw",
                learning_rate=3e-3,
                schedule="one-cycle",
                l2=0.01,
                shift=1.5,
                rotate=8.0,
                scale=0.08,
                unknown_share=0.1,
                flagged_ones=0.03,
            ),
            note=Text("A good reader in about a minute.", "约一分钟得到一个不错的识别器。"),
        ),
        "best": Preset(
            hyperparameters=DigitClassifierHyperparameters(
                epochs=30,
                batch_size=128,
                optimiser="adamw",
                learning_rate=3e-3,
                schedule="one-cycle",
                l2=0.02,
                ema=0.999,
                label_smoothing=0.05,
                shift=2.0,
                rotate=10.0,
                scale=0.1,
                stroke_width=0.2,
                unknown_share=0.125,
                flagged_ones=0.03,
            ),
            note=Text("The settings of the shipped file.", "随附模型文件所用的设置。"),
        ),
        "article": Preset(
            hyperparameters=DigitClassifierHyperparameters(
                epochs=10, batch_size=64, optimiser="adam", learning_rate=1e-3
            ),
            note=Text("The article's own settings.", "文章原有的设置。"),
        ),
    },
    parameters=93_322,
    expected=0.995,
    expected_metric="accuracy",
    expected_text=Text("99.5 % of the test pictures right", "测试图片正确率 99.5 %"),
    baseline="logistic regression",
    source_title="LeCun, Bottou, Bengio, Haffner 1998, Gradient-based learning applied to document recognition",
    source="https://doi.org/10.1109/5.726791",
    article=Text(
        "The article validates on the test pictures and throws the result away; here 5,000 training pictures are set "
        "aside to validate, and the test pictures are read once, by evaluate.",
        "原文用测试集做验证且未报告结果；这里从训练集中留出 5,000 张做验证，测试集只由 evaluate 读取。",
    ),
)
