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


def plate(x: Field, y: Field, half_x: float, half_y: float, rounding: float) -> Field:
    """A rectangle in a plane."""
    dx, dy = abs(x) - (half_x - rounding), abs(y) - (half_y - rounding)
    outside_x, outside_y = greater(dx, 0.0), greater(dy, 0.0)
    corner = root(outside_x * outside_x + outside_y * outside_y)
    return corner + lesser(greater(dx, dy), 0.0) - rounding


def stadium(x: Field, y: Field, half_width: float, radius: float) -> Field:
    """A bar with round ends in a plane."""
    beyond = greater(abs(x) - (half_width - radius), 0.0)
    return root(beyond * beyond + y * y) - radius


def cylinder(a: Field, b: Field, along: Field, radius: float, half: float) -> Field:
    """Round in a and b, as long as twice half; the rims are sharp."""
    return greater(root(a * a + b * b) - radius, abs(along) - half)


def extruded(profile: Field, along: Field, half: float, rounding: float = 0.0) -> Field:
    ends = abs(along) - half
    if not rounding:
        return greater(profile, ends)
    a, b = profile + rounding, ends + rounding
    outside_a, outside_b = greater(a, 0.0), greater(b, 0.0)
    return (
        root(outside_a * outside_a + outside_b * outside_b) + lesser(greater(a, b), 0.0) - rounding
    )


def repeated(value: Field, period: float, first: int, last: int) -> tuple[Field, Field]:
    """The place within the nearest of the copies that stand at whole periods, and which copy that is."""
    copy = clamp((value / period + 0.5).rounded(), float(first), float(last))
    return value - copy * period, copy


def turned(a: Scalar, b: Scalar, cosine: float, sine: float) -> tuple[Scalar, Scalar]:
    return a * cosine + b * sine, b * cosine - a * sine
