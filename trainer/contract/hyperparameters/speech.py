"""The hyperparameters of networks that speak."""

from typing import Annotated, Literal

from trainer.contract.hyperparameters.adversarial import ConvolutionalAdversarialHyperparameters
from trainer.contract.hyperparameters.common import NETWORK
from trainer.contract.hyperparameters.sounds import Speakers
from trainer.contract.settings import Setting
from trainer.contract.text import Text

SpeechGenerator = Literal["convolutional", "lstm"]


class SpeechAdversarialHyperparameters(ConvolutionalAdversarialHyperparameters, frozen=True, kw_only=True):
    """Adversarial networks of spectrograms (Donahue, McAuley, Puckette 2018, arXiv 1802.04208)."""

    speakers: Speakers = ""
    generator: Annotated[
        SpeechGenerator,
        Setting(
            title=Text("Generator", "生成器"),
            help=Text(
                "Convolutional draws the spectrogram as a picture; LSTM writes it frame by frame, as in the article.",
                "卷积网络把声谱当作图片来画；LSTM 按文章的做法逐帧写出声谱。",
            ),
            group=NETWORK,
        ),
    ] = "convolutional"
    iterations: Annotated[
        int,
        Setting(
            title=Text("Griffin-Lim iterations", "Griffin-Lim 迭代次数"),
            help=Text(
                "How often phases are improved where the spectrogram becomes sound. More sounds smoother and takes "
                "longer.",
                "由声谱变为声音时改进相位的次数。次数越多越自然，用时也越长。",
            ),
            group=NETWORK,
            minimum=0,
            maximum=200,
        ),
    ] = 16
