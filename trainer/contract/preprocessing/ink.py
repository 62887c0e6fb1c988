"""From a grey plane to a plane of ink: uneven light taken away, polarity decided, strength evened out."""

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
    running_minimum,
    sample,
    shrink,
    smooth,
    surface_values,
)
from trainer.contract.preprocessing.grey import WorkingPlane

FAINTEST_INK = 16.0
"""Grey levels; fainter traces are taken for paper."""
_WINDOW = 0.4
"""Of the shorter side: details narrower than this may be ink, wider ones are ground."""
_ENVELOPE_SIDE, _VOTE_SIDE = 320, 120
_NOISE_FACTOR = 6.0
_LIGHT_FACTOR = 0.4
"""Of the picture's range: some unevenness of the light always remains, ink is stronger."""
_DARKEST_LIGHT = 24.0


@dataclass(frozen=True)
class InkPlane:
    """How strongly each pixel differs from the ground around it.

    `strength` float32 [h,w] in grey levels; `noise` its standard deviation on the ground; `faintest` the level that
    ink must reach somewhere.
    """

    strength: Plane
    noise: float
    faintest: float


@dataclass(frozen=True)
class _Lit:
    """A plane [h,w] with the slow light that was taken from it, and the ground under dark and under light ink."""

    plane: Plane
    light: Plane | float
    above: Plane
    below: Plane

    @property
    def residue(self) -> float:
        """How much of the ground is left in the ink: less is better."""
        plane, above, below = sample(self.plane), sample(self.above), sample(self.below)
        most = 2 * FAINTEST_INK
        return float(np.minimum(above - plane, most).mean() + np.minimum(plane - below, most).mean())


def ink_planes(grey: WorkingPlane) -> Iterator[InkPlane]:
    """The plane of dark ink and that of light ink, the likelier first; those without any visible ink are left out."""
    plane = smooth(grey.values, _smoothing(noise_level(grey.values)))
    lit = min(_light_hypotheses(plane), key=lambda hypothesis: hypothesis.residue)
    unevenness = _LIGHT_FACTOR * float(np.ptp(np.percentile(sample(plane), (1, 99))))
    dark, light = _dark_ink(lit, grey.is_brightness), lit.plane - lit.below
    for strength in (dark, light) if _ground_is_light(lit) else (light, dark):
        ink = _levelled(strength, unevenness)
        if ink_level(ink.strength) > ink.faintest:
            yield ink


def ink_level(strength: Plane) -> float:
    """Strength of the darkest ink: the mean of the strongest 0.2 % of the pixels (at least 4)."""
    values = sample(strength)
    count = min(len(values), max(4, len(values) // 500))
    return float(np.partition(values, len(values) - count)[-count:].mean())


def _smoothing(noise: float) -> int:
    return int(np.clip(round(noise / 4), 0, 6))


def _light_hypotheses(plane: Plane) -> Iterator[_Lit]:
    """The plane as it is, which suits even light and hard shadows, and less a quadratic surface through its ground.

    Envelopes alone leave a dark rim where the light falls off towards the picture's edge; the surface alone does not
    follow the edge of a shadow.
    """
    yield _Lit(plane, 0.0, *_envelopes(plane))
    light = surface_values(ground_surface(plane), plane.shape)
    if float(np.ptp(sample(light))) < 4:
        return
    light -= float(np.median(sample(light)))
    yield _Lit(plane - light, light, *_envelopes(plane - light))


def _envelopes(plane: Plane) -> tuple[Plane, Plane]:
    """Closing and opening by a wide window: the ground under dark ink, and the ground under light ink."""
    small = shrink(plane, _ENVELOPE_SIDE)
    size = max(3, int(min(small.shape) * _WINDOW) | 1)
    full = (plane.shape[1], plane.shape[0])
    return (
        np.maximum(resize(closing(small, size), full), plane),
        np.minimum(resize(opening(small, size), full), plane),
    )


def _dark_ink(lit: _Lit, is_brightness: bool) -> Plane:
    """Strength of dark ink; in brightness, as if all paper were lit alike (ink takes away a share of the light)."""
    strength = lit.above - lit.plane
    if not is_brightness:
        return strength
    paper = np.maximum(lit.above + lit.light, _DARKEST_LIGHT)
    return np.asarray(strength * np.clip(float(np.median(sample(paper))) / paper, 0.5, 2.5), dtype=np.float32)


def _ground_is_light(lit: _Lit) -> bool:
    """Whether flat ground that borders on detail is lighter than the middle between the envelopes there."""
    plane, above, below = (shrink(each, _VOTE_SIDE) for each in (lit.plane, lit.above, lit.below))
    contrast = above - below
    detail = contrast > max(FAINTEST_INK / 2, 0.35 * ink_level(contrast))
    size = max(3, int(min(plane.shape) * _WINDOW / 3) | 1)
    high = running_maximum(np.where(detail, above, -np.inf).astype(np.float32), size)
    low = running_minimum(np.where(detail, below, np.inf).astype(np.float32), size)
    ground = ~detail & np.isfinite(high)
    middle = np.where(np.isfinite(high), high, 0) / 2 + np.where(np.isfinite(low), low, 0) / 2
    if int(ground.sum()) < sum(plane.shape) / 4:  # detail everywhere: the picture's rim is ground more often than not
        ground = np.ones(plane.shape, dtype=bool)
        ground[1:-1, 1:-1] = False
    return float((plane > middle)[ground].mean()) >= 0.5


def _levelled(strength: Plane, unevenness: float) -> InkPlane:
    """Strength with the ground at 0: the envelopes ride on the crests of the noise, by a constant."""
    values = sample(strength)
    median = float(np.median(values))
    lower = values[values <= median]
    noise = float(np.sqrt(np.mean((lower - median) ** 2)))
    faintest = max(FAINTEST_INK, unevenness, _NOISE_FACTOR * noise)
    return InkPlane(np.maximum(strength - median, 0), noise, faintest)
