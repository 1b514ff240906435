"""Distances from a point to simple solids. A negative distance lies within."""

from __future__ import annotations

from .field import Field, Scalar, clamp, greater, lesser, root
from .vectors import Vec


def box(point: Vec, half: tuple[float, float, float], rounding: float = 0.0) -> Field:
    """A box round the origin, its edges rounded or, at 0, sharp (and then the distance too small at corners)."""
    parts = [abs(value) - (size - rounding) for value, size in zip(point, half, strict=True)]
    if not rounding:
        return greater(greater(parts[0], parts[1]), parts[2])
    outside = [greater(part, 0.0) for part in parts]
    length = root(outside[0] * outside[0] + outside[1] * outside[1] + outside[2] * outside[2])
    return length + lesser(greater(greater(parts[0], parts[1]), parts[2]), 0.0) - rounding


def stadium(x: Field, y: Field, half_width: float, radius: float) -> Field:
    """A bar with round ends in a plane."""
    beyond = greater(abs(x) - (half_width - radius), 0.0)
    return root(beyond * beyond + y * y) - radius


def repeated(value: Field, period: float, first: int, last: int) -> tuple[Field, Field]:
    """The place within the nearest of the copies that stand at whole periods, and which copy that is."""
    copy = clamp((value / period + 0.5).rounded(), float(first), float(last))
    return value - copy * period, copy


def turned(a: Scalar, b: Scalar, cosine: float, sine: float) -> tuple[Scalar, Scalar]:
    return a * cosine + b * sine, b * cosine - a * sine
