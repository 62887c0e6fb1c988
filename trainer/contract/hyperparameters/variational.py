"""The hyperparameters of variational autoencoders."""

from typing import Annotated, Literal

from trainer.contract.hyperparameters.common import NETWORK, REGULARISATION
from trainer.contract.hyperparameters.pictures import PictureHyperparameters
from trainer.contract.settings import Setting
from trainer.contract.text import Text


class VariationalHyperparameters(PictureHyperparameters, frozen=True, kw_only=True):
    """Variational autoencoders (Kingma and Welling 2013, arXiv 1312.6114)."""

    latent_size: Annotated[
        int,
        Setting(
            title=Text("Latent size", "潜变量维数"),
            help=Text("Numbers that describe one picture.", "描述一张图片的数字个数。"),
            group=NETWORK,
            minimum=1,
            maximum=512,
        ),
    ] = 20
    binarisation: Annotated[
        Literal["dynamic", "grey"],
        Setting(
            title=Text("Pixels", "像素"),
            help=Text(
                "dynamic draws each pixel black or white anew at every step; grey keeps the grey levels.",
                "dynamic 每步按灰度随机取黑白；grey 保留灰度。",
            ),
            group=NETWORK,
        ),
    ] = "dynamic"
    kl_warmup: Annotated[
        int,
        Setting(
            title=Text("KL warm-up", "KL 预热"),
            help=Text(
                "Epochs over which the KL term grows from 0 to its full weight; 0 is off.",
                "KL 项从 0 增长到完整权重所用的轮次；0 为关闭。",
            ),
            group=REGULARISATION,
            minimum=0,
            maximum=1000,
        ),
    ] = 0
