"""A perceptron that reads digits."""

from trainer.contract.hyperparameters import DigitClassifierHyperparameters
from trainer.contract.text import Text
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="digits-mlp",
    title=Text("Perceptron, handwritten digits", "感知机 手写数字"),
    summary=Text(
        "Reads one handwritten digit with a single hidden layer, the plainest network that does.",
        "只用一个隐藏层识别一个手写数字，是能做到这一点的最简单的网络。",
    ),
    limitations=Text(
        "Errs about twice as often as the convolutional network, more so on digits that are slanted or off-centre. "
        "Signs other than the ten digits are mostly marked as unsure.",
        "出错约为卷积网络的两倍，对倾斜或偏离中心的数字更甚。十个数字以外的符号多数会标为“不确定”。",
    ),
    network="perceptron",
    recipe="image_classification",
    tasks=("image-classification",),
    data="mnist",
    sample_data="mnist-sample",
    presets={
        "quick": Preset(
            hyperparameters=DigitClassifierHyperparameters(
                epochs=10,
                batch_size=128,
                optimiser="adamw",
                learning_rate=2e-3,
                schedule="one-cycle",
                l2=0.01,
                shift=1.5,
                rotate=8.0,
                scale=0.08,
                unknown_share=0.1,
            ),
            note=Text("A fair reader in under a minute.", "不到一分钟得到一个尚可的识别器。"),
        ),
        "best": Preset(
            hyperparameters=DigitClassifierHyperparameters(
                epochs=60,
                batch_size=128,
                optimiser="adamw",
                learning_rate=2e-3,
                schedule="one-cycle",
                l2=0.02,
                ema=0.999,
                label_smoothing=0.05,
                shift=1.5,
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
                epochs=10, batch_size=64, optimiser="sgd", momentum=0.0, learning_rate=0.1, activation="tanh"
            ),
            note=Text(
                "Gradient descent, as the article says; it gives no figures.", "按文章使用梯度下降；原文没有给出数值。"
            ),
        ),
    },
    parameters=407_050,
    expected=0.984,
    expected_metric="accuracy",
    expected_text=Text("98.4 % of the test pictures right", "测试图片正确率 98.4 %"),
    baseline="logistic regression",
    source_title="Rumelhart, Hinton, Williams 1986, Learning representations by back-propagating errors",
    source="https://doi.org/10.1038/323533a0",
    article=Text(
        "The article's two layers have no function between them, so they do no more than one; it claims over 90 % "
        "on 5,000 pictures, which logistic regression reaches too.",
        "原文的两层之间没有激活函数，因此并不比一层更强；其声称用 5,000 张图片达到 90 % 以上，逻辑回归也能做到。",
    ),
)
