"""The table of documented models. Loads no torch: networks and recipes are named, and imported by the worker."""

from typing import Literal

import msgspec

from trainer.contract.card import LicenceClass, Task
from trainer.contract.errors import WorkshopError
from trainer.contract.hyperparameters import (
    AdversarialHyperparameters,
    ClassifierHyperparameters,
    Hyperparameters,
    VariationalHyperparameters,
)
from trainer.contract.text import Text

PresetName = Literal["quick", "best", "article"]
DEFAULT_PRESET: PresetName = "quick"


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """A named set of hyperparameters, and what to expect of it."""

    hyperparameters: Hyperparameters
    note: Text


class DocumentedModel(msgspec.Struct, frozen=True, kw_only=True):
    """An entry: what it is, how it is trained, on what, and what to hold its result against.

    `network` names a module of `trainer.networks`, `recipe` one of `trainer.recipes`. `expected` is the figure to reach
    with preset `best`; `expected_metric` its name among the metrics of `evaluate`.
    """

    name: str
    title: Text
    summary: Text
    limitations: Text
    network: str
    recipe: str
    tasks: tuple[Task, ...]
    data: str
    sample_data: str
    presets: dict[PresetName, Preset]
    parameters: int
    expected: float
    expected_metric: str
    expected_text: Text
    baseline: str
    source_title: str
    source: str
    article: Text
    weights_licence: str = "CC BY-SA 3.0"
    licence_class: LicenceClass = "share-alike"


_DIGITS_CNN = DocumentedModel(
    name="digits-cnn",
    title=Text("CNN, handwritten digits", "CNN 手写数字"),
    summary=Text("Reads one handwritten digit in a picture.", "识别图片中的一个手写数字。"),
    limitations=Text(
        "Knows the ten digits as people in the United States wrote them around 1990. Other signs are answered with the "
        "nearest digit, mostly marked as unsure.",
        "只认识 1990 年前后美国人书写的十个数字。其他符号会被归为最接近的数字，多数会标为“不确定”。",
    ),
    network="digits_cnn",
    recipe="image_classification",
    tasks=("image-classification",),
    data="mnist",
    sample_data="mnist-sample",
    presets={
        "quick": Preset(
            hyperparameters=ClassifierHyperparameters(
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
            hyperparameters=ClassifierHyperparameters(
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
            hyperparameters=ClassifierHyperparameters(epochs=10, batch_size=64, optimiser="adam", learning_rate=1e-3),
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

_DIGITS_VAE = DocumentedModel(
    name="digits-vae",
    title=Text("VAE, handwritten digits", "VAE 手写数字"),
    summary=Text("Draws new digits and rebuilds digits from 20 numbers.", "生成新数字，并用 20 个数重建数字。"),
    limitations=Text(
        "Its pictures are softer than real ones, and some lie between two digits.",
        "生成的图片比真实图片模糊，有些介于两个数字之间。",
    ),
    network="digits_vae",
    recipe="variational",
    tasks=("unconditional-image-generation", "image-to-image"),
    data="mnist",
    sample_data="mnist-sample",
    presets={
        "quick": Preset(
            hyperparameters=VariationalHyperparameters(
                epochs=15, batch_size=256, optimiser="adam", learning_rate=1e-3, schedule="cosine", activation="gelu"
            ),
            note=Text("Readable digits in about a minute.", "约一分钟得到可辨认的数字。"),
        ),
        "best": Preset(
            hyperparameters=VariationalHyperparameters(
                epochs=100,
                batch_size=256,
                optimiser="adam",
                learning_rate=1e-3,
                schedule="cosine",
                activation="gelu",
                ema=0.999,
            ),
            note=Text("The settings of the shipped file.", "随附模型文件所用的设置。"),
        ),
        "article": Preset(
            hyperparameters=VariationalHyperparameters(
                epochs=50, batch_size=256, optimiser="adam", learning_rate=1e-3, binarisation="grey"
            ),
            note=Text(
                "The article's own settings, with the noise and the KL term it leaves out.",
                "文章原有的设置，补上了其遗漏的噪声和 KL 项。",
            ),
        ),
    },
    parameters=1_082_680,
    expected=100.0,
    expected_metric="negative_elbo",
    expected_text=Text("-ELBO of at most 100 nats", "-ELBO 不超过 100 nat"),
    baseline="PCA of equal latent size",
    source_title="Kingma, Welling 2013, Auto-Encoding Variational Bayes, arXiv 1312.6114",
    source="https://arxiv.org/abs/1312.6114",
    article=Text(
        "The article leaves out the noise and the KL term and states a reconstruction error of 0.025, which lies below "
        "the mean entropy of the grey pixels (0.058) and so is impossible.",
        "原文遗漏了噪声和 KL 项，并声称重建误差为 0.025；这低于灰度像素的平均熵 0.058，不可能达到。",
    ),
)

_DIGITS_GAN = DocumentedModel(
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
                "The most thorough settings so far, an hour on one core; no file is shipped yet.",
                "目前最充分的设置，单核约一小时；尚未随附模型文件。",
            ),
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
    baseline="a Gaussian for each digit",
    source_title="Goodfellow and others 2014, Generative Adversarial Networks, arXiv 1406.2661",
    source="https://arxiv.org/abs/1406.2661",
    article=Text(
        "The article never freezes the discriminator while the generator learns, so the two work together; here each "
        "step trains one network alone.",
        "原文在训练生成器时没有冻结判别器，使两者互相配合；这里每一步只训练其中一个网络。",
    ),
)

CATALOG: dict[str, DocumentedModel] = {model.name: model for model in (_DIGITS_CNN, _DIGITS_VAE, _DIGITS_GAN)}


def documented_model(name: str) -> DocumentedModel:
    """The entry called `name`. Raises WorkshopError `not-found` that lists the names there are."""
    if name in CATALOG:
        return CATALOG[name]
    names = ", ".join(CATALOG)
    raise WorkshopError(
        "not-found",
        Text(f"There is no documented model called {name}.", f"没有名为 {name} 的有出处的模型。"),
        Text(f"Choose one of: {names}.", f"请从中选择：{names}。"),
    )


def training_command(model: DocumentedModel, preset: str, data: str, seed: int) -> str:
    """The command that trains this model again, with catalogued names only."""
    return f"model-workshop train {model.name} --preset {preset} --data {data} --seed {seed}"
