"""Points, directions and colours: three Fields or three numbers."""

from __future__ import annotations

from typing import Any, NamedTuple

from .field import Field, Scalar, root


class Vec(NamedTuple):
    """Each part is a Field or a number; Any, for arithmetic mixes the two."""

    x: Any
    y: Any
    z: Any

    def plus(self, other: Vec) -> Vec:
        return Vec(self.x + other.x, self.y + other.y, self.z + other.z)

    def minus(self, other: Vec) -> Vec:
        return Vec(self.x - other.x, self.y - other.y, self.z - other.z)

    def times(self, factor: Scalar) -> Vec:
        return Vec(self.x * factor, self.y * factor, self.z * factor)

    def by(self, other: Vec) -> Vec:
        return Vec(self.x * other.x, self.y * other.y, self.z * other.z)

    def dot(self, other: Vec) -> Any:
        return self.x * other.x + self.y * other.y + self.z * other.z

    def cross(self, other: Vec) -> Vec:
        return Vec(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )

    def unit(self) -> Vec:
        square = self.dot(self)
        length = root(square + 1e-12) if isinstance(square, Field) else square**0.5
        return Vec(self.x / length, self.y / length, self.z / length)

    def mirrored(self, normal: Vec) -> Vec:
        return self.minus(normal.times(self.dot(normal) * 2.0))


def blend(a: Vec, b: Vec, share: Field) -> Vec:
    """a where share is 0, b where it is 1."""
    return Vec(*(one + share * (other - one) for one, other in zip(a, b, strict=True)))


def colour(code: str) -> Vec:
    """Light of a colour written as on the web (#2f4a63), in linear numbers."""
    return Vec(*(_linear(int(code[at : at + 2], 16) / 255) for at in (1, 3, 5)))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
