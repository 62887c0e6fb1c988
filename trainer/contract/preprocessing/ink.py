"""From a grey plane to a plane of ink: uneven light taken away, polarity decided, levels put between 0 and 1."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from trainer.contract.preprocessing.filters import (
    Plane,
    closing,
    ground_surface,
    noise_level,
    opening,
    resize,
    running_maximum,
    shrink,
    smooth,
    surface_values,
)

FAINTEST_INK = 14.0
"""Grey levels; fainter traces are taken for paper."""
_WINDOW = 0.4
"""Of the shorter side: details narrower than this may be ink, wider ones are ground."""
_ENVELOPE_SIDE = 320
_NOISE_FACTOR = 6.0


@dataclass(frozen=True)
class InkPlane:
    """How strongly each pixel differs from the ground around it.

    `strength` float32 [h,w] in grey levels; `noise` its standard deviation on the ground.
    """

    strength: Plane
    noise: float


def ink_planes(grey: Plane) -> Iterator[InkPlane]:
    """The plane of dark ink and that of light ink, the likelier first; those without any visible ink are left out."""
    noise = noise_level(grey)
    plane = _without_slow_light(smooth(grey, _smoothing(noise)))
    above, below = _envelopes(plane)
    dark, light = above - plane, plane - below
    ordered = (dark, light) if _ground_is_light(plane, above, below) else (light, dark)
    for strength in ordered:
        ink = _levelled(strength)
        if _is_visible(ink):
            yield ink


def ink_level(strength: Plane) -> float:
    """Strength of the darkest ink: the mean of the strongest 0.2 % of the pixels (at least 4)."""
    count = max(4, strength.size // 500)
    if count >= strength.size:
        return float(strength.max())
    return float(np.partition(strength.ravel(), strength.size - count)[-count:].mean())


def _smoothing(noise: float) -> int:
    return int(np.clip(round(noise / 4), 0, 6))


def _without_slow_light(plane: Plane) -> Plane:
    """The plane less a quadratic surface through its ground, where that makes the ground flatter."""
    thumbnail = shrink(plane, 48)
    coefficients = ground_surface(thumbnail)
    surface = surface_values(coefficients, thumbnail.shape)
    if float(np.ptp(surface)) < 4 or _spread(thumbnail - surface) > 0.8 * _spread(thumbnail):
        return plane
    return plane - surface_values(coefficients, plane.shape) + float(np.median(surface))


def _spread(plane: Plane) -> float:
    return float(np.median(np.abs(plane - np.median(plane)))) + 0.5


def _envelopes(plane: Plane) -> tuple[Plane, Plane]:
    """Closing and opening by a wide window: the ground under dark ink, and the ground under light ink."""
    small = shrink(plane, _ENVELOPE_SIDE)
    size = max(3, int(min(small.shape) * _WINDOW) | 1)
    full = (plane.shape[1], plane.shape[0])
    return (
        np.maximum(resize(closing(small, size), full), plane),
        np.minimum(resize(opening(small, size), full), plane),
    )


def _ground_is_light(plane: Plane, above: Plane, below: Plane) -> bool:
    """Whether flat ground that borders on detail is lighter than the middle between the envelopes there."""
    contrast = above - below
    detail = contrast > max(FAINTEST_INK, 0.35 * ink_level(contrast))
    middle = np.where(detail, (above + below) / 2, -np.inf).astype(np.float32)
    beside = running_maximum(middle, 5)
    ground = ~detail & np.isfinite(beside)
    vote = plane[ground] - beside[ground]
    if len(vote) < sum(plane.shape) / 4:  # detail everywhere: the picture's rim is ground more often than not
        rim = np.ones(plane.shape, dtype=bool)
        rim[2:-2, 2:-2] = False
        vote = (plane - (above + below) / 2)[rim]
    return float((vote > 0).mean()) >= 0.5


def _levelled(strength: Plane) -> InkPlane:
    """Strength with the ground at 0: the envelopes ride on the crests of the noise, by a constant."""
    median = float(np.median(strength))
    lower = strength[strength <= median]
    spread = float(np.sqrt(np.mean((lower - median) ** 2)))
    return InkPlane(np.maximum(strength - median, 0), spread)


def _is_visible(ink: InkPlane) -> bool:
    return ink_level(ink.strength) > max(FAINTEST_INK, _NOISE_FACTOR * ink.noise)
