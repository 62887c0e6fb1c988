"""A convolutional generator of digits that is told which digit to draw."""

from trainer.contract.hyperparameters import ConvolutionalAdversarialHyperparameters
from trainer.contract.text import Text
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="digits-dcgan",
    title=Text("DCGAN, handwritten digits", "DCGAN 手写数字"),
    summary=Text(
        "A convolutional GAN that draws the digit you ask for.",
        "卷积生成对抗网络，可画出指定的数字。",
    ),
    limitations=Text(
        "Draws the ten digits in their usual shapes; rare ways of writing are missing, and a few pictures are spoilt.",
        "能画出十个数字的常见写法；缺少罕见写法，少数图片有瑕疵。",
    ),
    network="dcgan",
    recipe="adversarial",
    tasks=("unconditional-image-generation",),
    data="mnist",
    sample_data="mnist-sample",
    presets={
        "quick": Preset(
            hyperparameters=ConvolutionalAdversarialHyperparameters(
                epochs=5,
                batch_size=64,
                width=16,
                optimiser="adam",
                learning_rate=2e-3,
                schedule="cosine",
                beta1=0.0,
                beta2=0.99,
                r1_weight=0.3,
                r1_interval=8,
                ema=0.998,
            ),
            note=Text("Digits on request in about two minutes.", "约两分钟即可按要求画出数字。"),
            parameters=93_905,
        ),
        "best": Preset(
            hyperparameters=ConvolutionalAdversarialHyperparameters(
                epochs=46,
                batch_size=64,
                width=48,
                optimiser="adam",
                learning_rate=1e-3,
                schedule="cosine",
                beta1=0.0,
                beta2=0.99,
                r1_weight=0.3,
                r1_interval=8,
                ema=0.9997,
                shift=1.0,
                augmented_share=0.5,
            ),
            note=Text(
                "The settings of the shipped file; an hour on one core.",
                "随附模型文件所用的设置，单核约一小时。",
            ),
        ),
        "article": Preset(
            hyperparameters=ConvolutionalAdversarialHyperparameters(
                epochs=20,
                batch_size=128,
                width=128,
                conditional=False,
                optimiser="adam",
                learning_rate=2e-4,
                beta1=0.5,
                r1_weight=0.0,
                generator_batch_norm=False,
            ),
            note=Text(
                "The article's widths and layers, told no class; hours on a CPU.",
                "文章的宽度和层结构，不告知类别；在 CPU 上需数小时。",
            ),
            parameters=1_046_401,
        ),
    },
    parameters=320_113,
    expected=0.97,
    expected_metric="label_agreement",
    expected_text=Text("97 % of the pictures read as the digit asked for", "97% 的图片被读作所要求的数字"),
    baseline="a Gaussian for each class",
    source_title="Radford, Metz, Chintala 2015, Unsupervised Representation Learning with Deep Convolutional "
    "Generative Adversarial Networks, arXiv 1511.06434; Miyato, Koyama 2018, cGANs with Projection Discriminator, "
    "arXiv 1802.05637",
    source="https://arxiv.org/abs/1511.06434",
    judge="digits-cnn",
    article=Text(
        "The article's generator ends at 14x14 pixels, its discriminator expects 28x28, and its pictures from 0 to 1 "
        "do not fit tanh; here it upsamples twice, and pixels go from -1 to 1.",
        "原文生成器止于 14x14 像素，判别器却需要 28x28，0 到 1 的像素也与 tanh 不符；这里上采样两次，像素取 -1 到 1。",
    ),
)
