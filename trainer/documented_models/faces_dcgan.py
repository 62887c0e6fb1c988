"""A convolutional generator that learns from a person's own folder of pictures, such as faces."""

from trainer.contract.hyperparameters import OwnPicturesAdversarialHyperparameters
from trainer.contract.text import Text
from trainer.documented_models.entry import RANDOM_JUDGE, DocumentedModel, Preset

MODEL = DocumentedModel(
    name="faces-dcgan",
    title=Text("DCGAN, your own faces", "DCGAN 自己的人脸"),
    summary=Text(
        "Draws 64x64 pictures like those of your own folder, grey or in colour, such as faces.",
        "学习您自己文件夹中的图片（例如人脸，灰度或彩色），生成相似的 64x64 图片。",
    ),
    limitations=Text(
        "Draws only what your pictures show, best if all show one thing in one place, and at least a thousand of them. "
        "Faces may resemble people in your pictures: look at the distances to them before you show any.",
        "只能画出您的图片所展示的内容；所有图片最好是同一事物、位置一致，且至少一千张。"
        "生成的人脸可能与图片中的人相像：展示之前请查看与训练图片的距离。",
    ),
    network="dcgan",
    recipe="adversarial",
    tasks=("unconditional-image-generation",),
    data="",
    sample_data="",
    step="square-64",
    labelled=False,
    presets={
        "quick": Preset(
            hyperparameters=OwnPicturesAdversarialHyperparameters(
                epochs=8,
                batch_size=32,
                width=16,
                widening=2,
                optimiser="adam",
                learning_rate=1e-3,
                schedule="linear",
                beta1=0.0,
                beta2=0.99,
                r1_weight=1.0,
                r1_interval=16,
                ema=0.99,
                diff_augment=True,
                flip=True,
            ),
            note=Text("First outlines in about two minutes.", "约两分钟，可见初步轮廓。"),
            parameters=477_452,
        ),
        "best": Preset(
            hyperparameters=OwnPicturesAdversarialHyperparameters(
                epochs=120,
                batch_size=32,
                width=32,
                widening=2,
                optimiser="adam",
                learning_rate=5e-4,
                schedule="linear",
                beta1=0.0,
                beta2=0.99,
                r1_weight=1.0,
                r1_interval=16,
                ema=0.999,
                diff_augment=True,
                flip=True,
                precision="bfloat16",
            ),
            note=Text(
                "For some thousand pictures, meant for about an hour on one core that computes in bfloat16; not "
                "trained to its end yet.",
                "适合数千张图片，按单核（支持 bfloat16）约一小时设计；尚未完整训练过。",
            ),
        ),
    },
    parameters=1_492_492,
    expected=0.3,
    expected_metric="coverage",
    expected_text=Text("depends on your pictures", "取决于您的图片"),
    baseline="a Gaussian",
    source_title="Radford, Metz, Chintala 2015, Unsupervised Representation Learning with Deep Convolutional "
    "Generative Adversarial Networks, arXiv 1511.06434; Zhao and others 2020, Differentiable Augmentation for "
    "Data-Efficient GAN Training, arXiv 2006.10738",
    source="https://arxiv.org/abs/1511.06434",
    judge=RANDOM_JUDGE,
    article=Text(
        "No article draws faces; this is the kind of network that one of them shows for digits, made larger.",
        "没有文章生成人脸；这里采用其中一篇用于手写数字的那类网络，并加以放大。",
    ),
    weights_licence="not stated",
    licence_class="research",
)
