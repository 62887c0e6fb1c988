"""A residual generator of small photographs that is told what to show."""

from trainer.contract.hyperparameters import ResidualAdversarialHyperparameters
from trainer.contract.text import Text
from trainer.documented_models import cifar
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="cifar-gan",
    title=Text("Residual GAN, small photographs", "残差 GAN 小照片"),
    summary=Text(
        "Draws 32x32 pictures of the animal or vehicle that you ask for.",
        "按要求生成十类动物和交通工具的 32x32 图片。",
    ),
    limitations=Text(
        "Draws ten kinds of things at 32x32 pixels; from far they look right, from near many are misshapen.",
        "只画十类事物，大小为 32x32 像素；远看尚可，近看许多图片变形。",
    ),
    network="residual_gan",
    recipe="adversarial",
    tasks=("unconditional-image-generation",),
    data=cifar.DATA,
    sample_data=cifar.STAND_IN,
    step=cifar.STEP,
    presets={
        "quick": Preset(
            hyperparameters=ResidualAdversarialHyperparameters(
                epochs=1,
                batch_size=64,
                latent_size=64,
                width=16,
                widening=2,
                optimiser="adam",
                learning_rate=1e-3,
                schedule="linear",
                beta1=0.0,
                beta2=0.99,
                adversarial_loss="hinge",
                spectral_normalisation=True,
                r1_weight=0.0,
                classification_weight=0.1,
                ema=0.99,
                flip=True,
            ),
            note=Text("Blurred colours in about two minutes.", "约两分钟，只能看到模糊的色块。"),
            parameters=269_699,
        ),
        "best": Preset(
            hyperparameters=ResidualAdversarialHyperparameters(
                epochs=30,
                batch_size=64,
                latent_size=128,
                width=48,
                widening=2,
                optimiser="adam",
                learning_rate=5e-4,
                discriminator_learning_rate=8e-4,
                schedule="linear",
                beta1=0.0,
                beta2=0.99,
                adversarial_loss="hinge",
                spectral_normalisation=True,
                r1_weight=0.0,
                classification_weight=0.1,
                ema=0.999,
                flip=True,
                precision="bfloat16",
            ),
            note=Text(
                "Meant for about five hours on one core that computes in bfloat16; not trained to its end yet.",
                "按单核（支持 bfloat16）约五小时设计；尚未完整训练过。",
            ),
        ),
    },
    parameters=2_079_363,
    expected=0.5,
    expected_metric="label_agreement",
    expected_text=Text(
        "50 % read as what was asked for is aimed at; not tried yet", "目标 50% 被读作所要求的类别，尚未验证"
    ),
    baseline="a Gaussian for each class",
    source_title="Miyato, Koyama 2018, cGANs with Projection Discriminator, arXiv 1802.05637; Odena, Olah, Shlens "
    "2017, Conditional Image Synthesis with Auxiliary Classifier GANs, arXiv 1610.09585",
    source="https://arxiv.org/abs/1802.05637",
    judge="cifar-resnet",
    article=Text(
        "The article's generator passes random numbers through a word embedding and an LSTM, and its discriminator "
        "reads pixels as words. This cannot work: an embedding takes whole numbers and lets no gradient through to the "
        "generator, noise has no order that an LSTM could follow, and the two are never connected. Here both are "
        "residual convolutional networks.",
        "原文的生成器让随机数通过词嵌入和 LSTM，判别器把像素当作单词。这无法工作：嵌入层只接受整数，梯度传不到生成器；"
        "噪声没有可供 LSTM 利用的顺序；两个网络也从未连接。这里两者都是残差卷积网络。",
    ),
    weights_licence=cifar.LICENCE,
    licence_class="research",
)
