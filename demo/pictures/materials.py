"""What things are made of, apart from aluminium."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .field import Field, Scalar, constant, lesser, step
from .tracing import Surface
from .tubes import choose
from .vectors import Vec, colour


class Part(NamedTuple):
    """A solid with its material, chosen where it is the nearest."""

    gap: Field
    surface: Surface


def painted(
    normal: Vec, code: str, rough: float = 0.5, metal: float = 0.0, shade: Scalar = 1.0
) -> Surface:
    size = normal.y.image.size
    return Surface(
        Vec(*(constant(size, part) * shade for part in colour(code))),
        constant(size, metal),
        constant(size, rough),
        normal,
    )


def glowing(normal: Vec, light: Vec, strength: Scalar = 1.0) -> Surface:
    size = normal.y.image.size
    black = painted(normal, "#101010", 0.9)
    return black._replace(glow=Vec(*(constant(size, part) * strength for part in light)))


def nearest(parts: Sequence[Part]) -> Surface:
    gap, found = parts[0]
    for part in parts[1:]:
        found = choose(step(gap - part.gap), found, part.surface)
        gap = lesser(gap, part.gap)
    return found
