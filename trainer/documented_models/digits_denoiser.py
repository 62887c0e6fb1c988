"""A convolutional network that repairs damaged pictures of digits."""

from trainer.contract.hyperparameters import RestorationHyperparameters
from trainer.contract.preprocessing.step_names import GREY
from trainer.contract.text import Text
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="digits-denoiser",
    title=Text("Denoiser, handwritten digits", "修复网络 手写数字"),
    summary=Text(
        "Repairs pictures of digits: noise, blur, holes, a reduction to half the size.",
        "修复数字图片：噪声、模糊、空洞、缩小一半。",
    ),
    limitations=Text(
        "Knows digits of 28x28 pixels, light on dark or dark on light. What a hole hides entirely is guessed, letters "
        "and drawings are repaired as if they were digits, and larger pictures are reduced first.",
        "只适用于 28x28 像素的数字，深浅底色均可。空洞完全遮住的部分只能猜测；"
        "字母和涂画会被当作数字修复；较大的图片会先缩小。",
    ),
    network="denoiser",
    recipe="restoration",
    tasks=("image-to-image",),
    data="mnist",
    sample_data="mnist-sample",
    step=GREY,
    presets={
        "quick": Preset(
            hyperparameters=RestorationHyperparameters(
                epochs=1, batch_size=64, optimiser="adam", learning_rate=2e-3, schedule="one-cycle"
            ),
            note=Text("Clean digits in about two minutes.", "约两分钟得到干净的数字。"),
        ),
        "best": Preset(
            hyperparameters=RestorationHyperparameters(
                epochs=7, batch_size=64, optimiser="adam", learning_rate=2e-3, schedule="one-cycle", ema=0.999
            ),
            note=Text("The settings of the shipped file.", "随附模型文件所用的设置。"),
        ),
    },
    parameters=259_044,
    expected=9.5,
    expected_metric="psnr_gain_noise",
    expected_text=Text("9.5 dB less noise on test pictures", "测试图片的噪声降低 9.5 dB"),
    baseline="median filter",
    source_title="Zhang, Zuo, Chen, Meng, Zhang 2017, Beyond a Gaussian Denoiser, arXiv 1608.03981",
    source="https://arxiv.org/abs/1608.03981",
    article=Text(
        "The article removes noise from photographs with 17 convolutions at full size; here a smaller network with two "
        "levels, fast on processors, repairs other damages too.",
        "原文用 17 层全尺寸卷积去除照片噪声；这里用较小的两级网络，在处理器上运行很快，并能修复其他损坏。",
    ),
)
