"""Convolutions between grey pictures and many maps, faster on a CPU while they are trained.

Libraries of convolutions are made for many channels on both sides. From 128 maps to a grey picture, which is both what
a generator ends with and how a discriminator's gradient comes back to its pictures, they reach a twentieth of the speed
of a product of matrices. Here it is one: each pixel of the maps times the kernels gives a patch, and the patches are
added up where they overlap. That takes a quarter of the time (measured). The numbers are the same but for rounding,
as are the parameters and their names; in evaluation, with several colours, on GPUs, in other precisions and in exported
graphs these are the plain layers.

Shapes: B pictures, H=W their side, F maps of the side h=w, K the side of the kernel.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


class ConvolutionOfPictures(nn.Conv2d):
    """Pictures [B,C,H,W] to maps [B,F,h,w], channels last in memory."""

    def forward(self, pictures: Tensor) -> Tensor:
        """As `nn.Conv2d`."""
        if not (torch.is_grad_enabled() and self.in_channels == 1 and _can_be_faster(pictures)):
            return super().forward(pictures).contiguous(memory_format=torch.channels_last)
        return _OfPictures.apply(pictures, self.weight, self.bias, self.stride, self.padding)


class ConvolutionToPictures(nn.ConvTranspose2d):
    """Maps [B,F,h,w] to pictures [B,C,H,W]."""

    def forward(self, maps: Tensor, output_size: list[int] | None = None) -> Tensor:
        """As `nn.ConvTranspose2d`."""
        if not (self.training and self.out_channels == 1 and _can_be_faster(maps)):
            return super().forward(maps, output_size)
        geometry = self.stride, self.padding, self.output_padding
        return _ToPictures.apply(maps, self.weight, self.bias, *geometry)


class _OfPictures(torch.autograd.Function):
    """Its backward can be differentiated again, as the R1 penalty needs."""

    @staticmethod
    def forward(ctx: Any, pictures: Tensor, weight: Tensor, bias: Tensor, stride: Any, padding: Any) -> Tensor:
        ctx.save_for_backward(pictures, weight)
        ctx.stride, ctx.padding = stride, padding
        return functional.conv2d(_channels_last(pictures), weight, bias, stride, padding)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        pictures, weight = ctx.saved_tensors
        geometry = ctx.stride, ctx.padding, (1, 1), False, (0, 0), 1
        wanted = [False, *ctx.needs_input_grad[1:3]]
        of_pictures = of_weight = of_bias = None
        if ctx.needs_input_grad[0]:
            of_pictures = _overlapping_patches(gradient, weight, pictures.shape[2:], ctx.stride, ctx.padding)
        if any(wanted):
            _, of_weight, of_bias = torch.ops.aten.convolution_backward(
                gradient, _channels_last(pictures), weight, [len(weight)], *geometry, wanted
            )
        return of_pictures, of_weight, of_bias, None, None


class _ToPictures(torch.autograd.Function):
    """Its backward is the library's, which is fast."""

    @staticmethod
    def forward(
        ctx: Any, maps: Tensor, weight: Tensor, bias: Tensor, stride: Any, padding: Any, output_padding: Any
    ) -> Tensor:
        ctx.save_for_backward(maps, weight)
        ctx.geometry = stride, padding, (1, 1), True, output_padding, 1
        size = [
            (side - 1) * step - 2 * outside + kernel + added
            for side, step, outside, kernel, added in zip(
                maps.shape[2:], stride, padding, weight.shape[2:], output_padding, strict=True
            )
        ]
        return _overlapping_patches(maps, weight, size, stride, padding) + bias.view(1, -1, 1, 1)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        maps, weight = ctx.saved_tensors
        wanted = list(ctx.needs_input_grad[:3])
        gradients = torch.ops.aten.convolution_backward(gradient, maps, weight, [1], *ctx.geometry, wanted)
        return *gradients, None, None, None


def _overlapping_patches(maps: Tensor, weight: Tensor, size: Any, stride: Any, padding: Any) -> Tensor:
    """Maps [B,F,h,w] and kernels [F,1,K,K] to pictures [B,1,H,W] of that size: the transposed convolution."""
    pixels = maps.permute(0, 2, 3, 1).flatten(1, 2)  # [B,hw,F]
    patches = pixels @ weight.flatten(1)  # [B,hw,KK]
    return functional.fold(patches.transpose(1, 2), size, weight.shape[2:], padding=padding, stride=stride)


def _channels_last(pictures: Tensor) -> Tensor:
    """Grey pictures [B,1,H,W] as the library takes them for channels last: one channel leaves open which it is."""
    return pictures.contiguous().as_strided(pictures.shape, (pictures[0].numel(), 1, pictures.shape[3], 1))


def _can_be_faster(values: Tensor) -> bool:
    return values.device.type == "cpu" and values.dtype == torch.float32 and not torch.is_autocast_enabled("cpu")
