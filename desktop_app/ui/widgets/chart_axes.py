"""Ticks and their texts."""

import math

NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


def nice_ticks(low: float, high: float, count: int) -> list[float]:
    """At most `count` + 1 round numbers from `low` to `high`; more where these would be fewer than two."""
    if not high > low:
        return [low]
    ticks = _ticks(low, high, count)
    while len(ticks) < 2:
        count += 1
        ticks = _ticks(low, high, count)
    return ticks


def whole_ticks(low: float, high: float, count: int) -> list[float]:
    """The whole ones among round numbers: there is no epoch 1.5. Far inside one epoch there are only its parts."""
    ticks = nice_ticks(low, high, count)
    whole = [tick for tick in ticks if tick == round(tick)]
    return whole if len(whole) > 1 or any(low < tick < high for tick in whole) else ticks


def _ticks(low: float, high: float, count: int) -> list[float]:
    rough = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(nice * power for nice in NICE if nice * power >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def log_ticks(low: float, high: float, count: int) -> list[float]:
    """Exponents of ten for an axis from 10**low to 10**high: whole ones, or 1-2-5 where there are too few."""
    whole = [float(power) for power in range(math.ceil(low), math.floor(high) + 1)]
    if len(whole) > 2:
        stride = -(-len(whole) // count)
        return whole[::stride]
    mantissas = [
        math.log10(factor) + power for power in range(math.floor(low), math.ceil(high) + 1) for factor in (1, 2, 5)
    ]
    inside = [tick for tick in mantissas if low <= tick <= high]
    return inside if len(inside) > 1 else nice_ticks(low, high, count)


def tick_text(value: float, ticks: list[float]) -> str:
    """`value` with as many decimals as the distance between `ticks` needs; large ones with k and M."""
    step = abs(ticks[1] - ticks[0]) if len(ticks) > 1 else abs(value) or 1.0
    if step >= 1e6:
        return f"{value / 1e6:g} M"
    if step >= 1e3 or (abs(value) >= 1e5 and step >= 1e2):
        return f"{value / 1e3:g} k" if value else "0"
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 0
    if step > 0 and round(step * 10**decimals, 6) % 1:
        decimals += 1  # steps of 2.5
    return f"{value:.{decimals}f}" if decimals < 7 else f"{value:.0e}"


def time_text(seconds: float) -> str:
    """Seconds as 0:41, 12:05 or 1:02:05."""
    whole = max(0, round(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def time_ticks(low: float, high: float, count: int) -> list[float]:
    """Round numbers of seconds, minutes or hours."""
    steps = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)
    rough = (high - low) / max(count, 1)
    step = next((step for step in steps if step >= rough), 86400 * math.ceil(rough / 86400))
    return [float(step * number) for number in range(math.ceil(low / step), math.floor(high / step) + 1)]
