"""Damages pictures as `trainer.datasets.damage` does, but whole batches on the device, each picture differently.

Every picture suffers one of the damages that are on, some two, each with a strength of its own. Two follow one another
as they do in a camera: blur, reduction, then holes and noise.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from trainer.contract.hyperparameters import RestorationHyperparameters
from trainer.contract.settings import invalid_settings
from trainer.contract.text import Text
from trainer.datasets.damage import HOLE_SIDES

LEAST_NOISE = 0.05
"""Standard deviation, on pixels from 0 to 1."""
LEAST_BLUR = 0.015
"""Standard deviation as a share of the height."""

ORDER = ("blur", "reduction", "holes", "noise")

_Damage = Callable[[Tensor], Tensor]


class Damaging:
    """Pictures float32 [B,C,H,W] from 0 to 1 to as many damaged ones, whose pixels are whole 255ths as in files."""

    def __init__(self, hyperparameters: RestorationHyperparameters, generator: torch.Generator) -> None:
        """Raises WorkshopError `invalid-setting` where every damage is off."""
        self._settings = hyperparameters
        self._generator = generator
        on = {
            "blur": hyperparameters.blur > 0,
            "reduction": hyperparameters.reduction,
            "holes": hyperparameters.holes > 0,
            "noise": hyperparameters.noise > 0,
        }
        self.names = tuple(name for name in ORDER if on[name])
        if not self.names:
            raise invalid_settings(
                [Text("noise, blur, holes and reduction are all off", "噪声、模糊、空洞和缩小均已关闭")]
            )
        damages: dict[str, _Damage] = {
            "blur": self._blurred,
            "reduction": reduced,
            "holes": self._with_holes,
            "noise": self._noisy,
        }
        self._damages = [damages[name] for name in self.names]

    def __call__(self, pictures: Tensor) -> Tensor:
        """The damaged pictures."""
        suffers = self._chosen(len(pictures), pictures.device)  # [B,damages]
        for number, damage in enumerate(self._damages):
            pictures = torch.where(suffers[:, number].view(-1, 1, 1, 1), damage(pictures), pictures)
        return (pictures.clamp(0, 1) * 255).round() / 255

    def _chosen(self, count: int, device: torch.device) -> Tensor:
        """Which damages each picture suffers, bool [count,damages]: one, or two different ones."""
        order = self._uniform((count, len(self._damages)), device).argsort(dim=1).argsort(dim=1)
        second = self._uniform((count, 1), device) < self._settings.second_damage
        return (order == 0) | ((order == 1) & second)

    def _blurred(self, pictures: Tensor) -> Tensor:
        least, most = min(LEAST_BLUR, self._settings.blur), self._settings.blur
        shares = least + (most - least) * self._uniform((len(pictures),), pictures.device)
        return blurred(pictures, shares * pictures.shape[2])

    def _with_holes(self, pictures: Tensor) -> Tensor:
        """One to `holes` rectangles set to 0."""
        batch, _, height, width = pictures.shape
        most, device = self._settings.holes, pictures.device
        shortest, longest = (max(1, round(side * height)) for side in HOLE_SIDES)
        sides = shortest + self._below(torch.full((2, batch, most), longest - shortest + 1, device=device))
        rooms = torch.tensor([height, width], device=device).view(2, 1, 1) - sides
        starts = self._below(rooms.clamp(min=0) + 1)  # [2,B,most]
        wanted = 1 + self._below(torch.full((batch, 1), most, device=device))
        exists = torch.arange(most, device=device) < wanted  # [B,most]
        rows, columns = (
            (place >= start[..., None]) & (place < (start + side)[..., None])
            for place, start, side in zip(_places(pictures), starts, sides, strict=True)
        )  # [B,most,H], [B,most,W]
        hole = (rows[..., :, None] & columns[..., None, :] & exists[..., None, None]).any(dim=1)  # [B,H,W]
        return pictures.masked_fill(hole.unsqueeze(1), 0.0)

    def _noisy(self, pictures: Tensor) -> Tensor:
        least, most = min(LEAST_NOISE, self._settings.noise), self._settings.noise
        sigma = least + (most - least) * self._uniform((len(pictures), 1, 1, 1), pictures.device)
        return pictures + sigma * torch.randn(pictures.shape, generator=self._generator, device=pictures.device)

    def _below(self, limits: Tensor) -> Tensor:
        """Whole numbers from 0 to just below each of `limits`, all equally likely."""
        return (self._uniform(limits.shape, limits.device) * limits).long().minimum(limits - 1)

    def _uniform(self, shape: tuple[int, ...], device: torch.device) -> Tensor:
        return torch.rand(shape, generator=self._generator, device=device)


def blurred(pictures: Tensor, sigmas: Tensor) -> Tensor:
    """Pictures [B,C,H,W], each blurred by a Gaussian of its own of `sigmas` [B] pixels, renormalised at the edges."""
    down, across = (_gaussian_weights(places, sigmas) for places in _places(pictures))
    return down @ pictures @ across.transpose(2, 3)


def reduced(pictures: Tensor) -> Tensor:
    """Pictures [B,C,H,W] in which squares of 2x2 pixels are replaced by their mean."""
    height, width = pictures.shape[2:]
    small = functional.avg_pool2d(pictures, 2, ceil_mode=True, count_include_pad=False)
    return small.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)[:, :, :height, :width]


def _places(pictures: Tensor) -> tuple[Tensor, Tensor]:
    """The numbers of rows [H] and of columns [W]."""
    height, width = pictures.shape[2:]
    return torch.arange(height, device=pictures.device), torch.arange(width, device=pictures.device)


def _gaussian_weights(places: Tensor, sigmas: Tensor) -> Tensor:
    """[B,1,L,L]: row i weighs all places by their distance to i, and sums to 1."""
    distances = (places[:, None] - places).float()
    weights = torch.exp(-0.5 * (distances / sigmas.view(-1, 1, 1, 1)) ** 2)
    return weights / weights.sum(dim=3, keepdim=True)
