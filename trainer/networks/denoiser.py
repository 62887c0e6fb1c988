"""A residual U-Net that repairs pictures of any size, grey or in colour: noise, blur, holes, a reduction.

Squares of 2x2 pixels become channels, so that all convolutions work at half the size or at a quarter of it, which is
four times less work (Zhang, Zuo, Zhang 2018, "FFDNet", arXiv 1710.04026). There are two levels with a connection
between them (Ronneberger, Fischer, Brox 2015, "U-Net", arXiv 1505.04597), made of residual blocks (He, Zhang, Ren, Sun
2015, arXiv 1512.03385). What comes out is added to the picture, so that only the damage must be learnt (Zhang, Zuo,
Chen, Meng, Zhang 2017, "Beyond a Gaussian Denoiser", arXiv 1608.03981); at the start the network changes nothing. With
widths 48 and 64 it has 259,044 parameters for grey pictures. Data: MNIST (CC BY-SA 3.0).

Shapes: B pictures of a batch, C channels, H and W height and width, N and M the widths of the two levels.
"""

from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.hyperparameters import Activation, RestorationHyperparameters
from trainer.networks.activations import activation_module
from trainer.networks.facts import DataFacts

MULTIPLE = 4
"""Of which height and width are padded to a multiple: the picture is halved twice."""


class ResidualBlock(nn.Module):
    """Two convolutions 3x3 whose result is added to what came in, [B,N,H,W] to the same."""

    def __init__(self, width: int, activation: Activation) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1), activation_module(activation), nn.Conv2d(width, width, 3, padding=1)
        )

    def forward(self, maps: Tensor) -> Tensor:
        """[B,N,H,W] to [B,N,H,W]."""
        return maps + self.body(maps)


class Denoiser(nn.Module):
    """Damaged pictures, float32 [B,C,H,W] from 0 to 1, to repaired ones, which may lie a little outside 0 to 1."""

    def __init__(
        self, *, channels: int = 1, width: int = 48, inner_width: int = 64, activation: Activation = "relu"
    ) -> None:
        super().__init__()
        self.head = nn.Sequential(
            nn.PixelUnshuffle(2),  # [B,4C,H/2,W/2]
            nn.Conv2d(4 * channels, width, 3, padding=1),
            activation_module(activation),
        )
        self.before = ResidualBlock(width, activation)
        self.inside = nn.Sequential(
            nn.Conv2d(width, inner_width, 2, stride=2),  # [B,M,H/4,W/4]
            activation_module(activation),
            ResidualBlock(inner_width, activation),
            ResidualBlock(inner_width, activation),
            nn.ConvTranspose2d(inner_width, width, 2, stride=2),  # [B,N,H/2,W/2]
        )
        self.after = ResidualBlock(width, activation)
        last = nn.Conv2d(width, 4 * channels, 3, padding=1)
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)  # type: ignore[arg-type]
        self.tail = nn.Sequential(activation_module(activation), last, nn.PixelShuffle(2))

    def forward(self, pictures: Tensor) -> Tensor:
        """[B,C,H,W] to [B,C,H,W]."""
        height, width = pictures.shape[2:]
        right, below = -width % MULTIPLE, -height % MULTIPLE
        padded = functional.pad(pictures, (0, right, 0, below), mode="replicate") if right or below else pictures
        maps = self.before(self.head(padded))  # [B,N,H/2,W/2]
        repair = self.tail(self.after(maps + self.inside(maps)))
        return pictures + repair[:, :, :height, :width]


def build(hyperparameters: RestorationHyperparameters, facts: DataFacts) -> dict[str, nn.Module]:
    """The network as the hyperparameters want it, under the name `denoiser`."""
    network = Denoiser(
        channels=facts.channels,
        width=hyperparameters.width,
        inner_width=hyperparameters.width * 4 // 3,
        activation=hyperparameters.activation,
    )
    return {"denoiser": network}
