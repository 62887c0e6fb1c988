"""A variational autoencoder of digits."""

from trainer.contract.hyperparameters import VariationalHyperparameters
from trainer.contract.text import Text
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
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
    judge="digits-cnn",
)
