"""The hyperparameters of generative adversarial networks."""

from typing import Annotated, Literal

from trainer.contract.hyperparameters.common import AUGMENTATION, NETWORK, OPTIMISER, REGULARISATION
from trainer.contract.hyperparameters.photographs import Flip
from trainer.contract.hyperparameters.pictures import PictureHyperparameters
from trainer.contract.settings import Setting
from trainer.contract.text import Text

AdversarialLoss = Literal["non-saturating", "hinge"]


class AdversarialHyperparameters(PictureHyperparameters, frozen=True, kw_only=True):
    """Generative adversarial networks (Goodfellow and others 2014, arXiv 1406.2661)."""

    latent_size: Annotated[
        int,
        Setting(
            title=Text("Latent size", "潜变量维数"),
            help=Text("Numbers that describe one picture.", "描述一张图片的数字个数。"),
            group=NETWORK,
            minimum=1,
            maximum=512,
        ),
    ] = 100
    discriminator_learning_rate: Annotated[
        float,
        Setting(
            title=Text("Discriminator learning rate", "判别器学习率"),
            help=Text(
                "The discriminator's own rate; 0 takes the learning rate above.",
                "判别器单独的学习率；0 表示与上面的学习率相同。",
            ),
            group=OPTIMISER,
            minimum=0.0,
            maximum=10.0,
            scale="log",
        ),
    ] = 0.0
    adversarial_loss: Annotated[
        AdversarialLoss,
        Setting(
            title=Text("Adversarial loss", "对抗损失"),
            help=Text(
                "Hinge leaves alone what is already told apart well; non-saturating never stops pushing.",
                "合页损失不再推动已能区分的图片；非饱和损失始终推动。",
            ),
            group=REGULARISATION,
        ),
    ] = "non-saturating"
    r1_weight: Annotated[
        float,
        Setting(
            title=Text("R1 penalty", "R1 惩罚"),
            help=Text(
                "Weight of the gradient penalty on real pictures; keeps the discriminator gentle; 0 is off.",
                "真实图片上梯度惩罚的权重，使判别器保持平缓；0 为关闭。",
            ),
            group=REGULARISATION,
            minimum=0.0,
            maximum=100.0,
            scale="log",
        ),
    ] = 1.0
    r1_interval: Annotated[
        int,
        Setting(
            title=Text("R1 every", "R1 间隔"),
            help=Text(
                "Steps between two penalties, which are weighted to match.", "两次惩罚之间的步数，权重相应调整。"
            ),
            group=REGULARISATION,
            minimum=1,
            maximum=1000,
        ),
    ] = 8
    augmented_share: Annotated[
        float,
        Setting(
            title=Text("Augmented share", "增强比例"),
            help=Text(
                "Share of the pictures, real and generated alike, that the discriminator sees changed.",
                "判别器看到的真实图片和生成图片中经过增强的比例。",
            ),
            group=AUGMENTATION,
            minimum=0.0,
            maximum=1.0,
        ),
    ] = 1.0
    diff_augment: Annotated[
        bool,
        Setting(
            title=Text("DiffAugment", "可微增强（DiffAugment）"),
            help=Text(
                "The discriminator sees every picture in other colours, moved and with a part cut out, real and "
                "generated alike: for few pictures.",
                "判别器看到的真实与生成图片都经过调色、平移和局部遮挡：适合图片较少的情况。",
            ),
            group=AUGMENTATION,
        ),
    ] = False
    spectral_normalisation: Annotated[
        bool,
        Setting(
            title=Text("Spectral normalisation", "谱归一化"),
            help=Text("Limits how steep the discriminator can be.", "限制判别器的陡峭程度。"),
            group=REGULARISATION,
        ),
    ] = False
    generator_batch_norm: Annotated[
        bool,
        Setting(
            title=Text("Batch normalisation, generator", "生成器批归一化"),
            help=Text("Normalises each layer of the generator over the batch.", "对生成器每层在批内归一化。"),
            group=NETWORK,
        ),
    ] = True
    discriminator_batch_norm: Annotated[
        bool,
        Setting(
            title=Text("Batch normalisation, discriminator", "判别器批归一化"),
            help=Text(
                "One of the articles' suggestions; the R1 penalty works better without it.",
                "文章的建议之一；不使用它时 R1 惩罚效果更好。",
            ),
            group=NETWORK,
        ),
    ] = False


class ConvolutionalAdversarialHyperparameters(AdversarialHyperparameters, frozen=True, kw_only=True):
    """Convolutional adversarial networks (Radford, Metz, Chintala 2015, arXiv 1511.06434)."""

    conditional: Annotated[
        bool,
        Setting(
            title=Text("By class", "按类别"),
            help=Text(
                "Both networks are told the class, which can be asked for later.",
                "两个网络都得知类别，之后可按类别生成。",
            ),
            group=NETWORK,
        ),
    ] = True
    width: Annotated[
        int,
        Setting(
            title=Text("Width", "宽度"),
            help=Text(
                "Maps at half the picture's side. Twice as many take up to four times as long.",
                "图片一半边长处的特征图数。加倍后用时最多为四倍。",
            ),
            group=NETWORK,
            minimum=4,
            maximum=512,
            scale="log",
        ),
    ] = 64
    widening: Annotated[
        int,
        Setting(
            title=Text("Widening", "加宽倍数"),
            help=Text(
                "How many times as many maps there are each time the side is halved.",
                "边长每减半一次，特征图数变为多少倍。",
            ),
            group=NETWORK,
            minimum=1,
            maximum=2,
        ),
    ] = 1


class ResidualAdversarialHyperparameters(ConvolutionalAdversarialHyperparameters, frozen=True, kw_only=True):
    """Residual adversarial networks of photographs (Miyato and Koyama 2018, arXiv 1802.05637)."""

    width: Annotated[
        int,
        Setting(
            title=Text("Width", "宽度"),
            help=Text(
                "Maps at the picture's full side. Twice as many take up to four times as long.",
                "图片完整边长处的特征图数。加倍后用时最多为四倍。",
            ),
            group=NETWORK,
            minimum=4,
            maximum=512,
            scale="log",
        ),
    ] = 48
    classification_weight: Annotated[
        float,
        Setting(
            title=Text("Class recognition", "类别识别"),
            help=Text(
                "The discriminator also learns to name the class, and the generator to be named rightly: the weight of "
                "that loss; 0 is off. A high one makes pictures clear and alike.",
                "判别器同时学习识别类别，生成器学习被正确识别：该损失的权重；0 为关闭。过高会使图片清晰但雷同。",
            ),
            group=REGULARISATION,
            minimum=0.0,
            maximum=10.0,
        ),
    ] = 0.1
    flip: Flip = False


class OwnPicturesAdversarialHyperparameters(ConvolutionalAdversarialHyperparameters, frozen=True, kw_only=True):
    """Convolutional adversarial networks of a person's own photographs."""

    conditional: Annotated[
        bool,
        Setting(
            title=Text("By class", "按类别"),
            help=Text(
                "The folders are classes, which can be asked for later; off, all pictures are of one kind.",
                "文件夹即类别，之后可按类别生成；关闭时所有图片视为同一类。",
            ),
            group=NETWORK,
        ),
    ] = False
    flip: Flip = False
