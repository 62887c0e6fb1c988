"""A generator of digits and its discriminator, both fully connected."""

from trainer.contract.hyperparameters import AdversarialHyperparameters
from trainer.contract.text import Text
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="digits-gan",
    title=Text("GAN, handwritten digits", "GAN 手写数字"),
    summary=Text(
        "Two networks compete: one invents digits, the other tells invented from real.",
        "两个网络相互竞争：一个编造数字，另一个辨别真假。",
    ),
    limitations=Text(
        "Draws the ten digits in their usual shapes; rare ways of writing are missing, and a few pictures are spoilt.",
        "能画出十个数字的常见写法；缺少罕见写法，少数图片有瑕疵。",
    ),
    network="digits_gan",
    recipe="adversarial",
    tasks=("unconditional-image-generation",),
    data="mnist",
    sample_data="mnist-sample",
    presets={
        "quick": Preset(
            hyperparameters=AdversarialHyperparameters(
                epochs=6,
                batch_size=128,
                activation="leaky-relu",
                optimiser="adam",
                learning_rate=5e-4,
                discriminator_learning_rate=1e-3,
                schedule="cosine",
                beta1=0.0,
                beta2=0.99,
                r1_weight=0.2,
                r1_interval=4,
                ema=0.999,
            ),
            note=Text("Digits that can be told apart in about two minutes.", "约两分钟得到可辨认的数字。"),
            parameters=1_510_288,
        ),
        "best": Preset(
            hyperparameters=AdversarialHyperparameters(
                epochs=160,
                batch_size=64,
                activation="leaky-relu",
                optimiser="adam",
                learning_rate=5e-4,
                discriminator_learning_rate=1e-3,
                schedule="cosine",
                beta1=0.0,
                beta2=0.99,
                r1_weight=0.5,
                r1_interval=4,
                ema=0.9999,
                shift=1.0,
                augmented_share=0.6,
            ),
            note=Text(
                "The settings of the shipped file; an hour on one core.",
                "随附模型文件所用的设置，单核约一小时。",
            ),
            parameters=1_510_288,
        ),
        "article": Preset(
            hyperparameters=AdversarialHyperparameters(
                epochs=21,
                batch_size=128,
                optimiser="adam",
                learning_rate=2e-4,
                r1_weight=0.0,
                generator_batch_norm=False,
            ),
            note=Text(
                "The article's own settings; its 10,000 rounds are read as batches, which are 21 epochs.",
                "文章原有的设置；其中的 10,000 轮按批次理解，合 21 个轮次。",
            ),
        ),
    },
    parameters=1_506_448,
    expected=0.05,
    expected_metric="frechet_to_control",
    expected_text=Text(
        "a Frechet distance of at most a twentieth of the control's", "弗雷歇距离不超过对照的二十分之一"
    ),
    baseline="a Gaussian for each class",
    source_title="Goodfellow and others 2014, Generative Adversarial Networks, arXiv 1406.2661",
    source="https://arxiv.org/abs/1406.2661",
    article=Text(
        "The article never freezes the discriminator while the generator learns, so the two work together; here each "
        "step trains one network alone.",
        "原文在训练生成器时没有冻结判别器，使两者互相配合；这里每一步只训练其中一个网络。",
    ),
    judge="digits-cnn",
)
