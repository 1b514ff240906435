"""Arithmetic on whole images: a Field is one number for each pixel of a tile, kept by Pillow as 32-bit floats.

Pillow's ImageMath is the only engine; tiles are small enough to stay in the processor's cache.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Union

from PIL import Image, ImageMath

Size = tuple[int, int]
Scalar = Union["Field", float]
BIG = 1e6


class Field:
    __slots__ = ("image",)

    def __init__(self, image: Image.Image) -> None:
        self.image = image

    def __add__(self, other: Scalar) -> Field:
        if isinstance(other, Field):
            return self._with(other, lambda names: names["a"] + names["b"])
        return self.scaled(1, other)

    __radd__ = __add__

    def __sub__(self, other: Scalar) -> Field:
        if isinstance(other, Field):
            return self._with(other, lambda names: names["a"] - names["b"])
        return self.scaled(1, -other)

    def __rsub__(self, other: float) -> Field:
        return self.scaled(-1, other)

    def __mul__(self, other: Scalar) -> Field:
        if isinstance(other, Field):
            return self._with(other, lambda names: names["a"] * names["b"])
        return self.scaled(other, 0)

    __rmul__ = __mul__

    def __truediv__(self, other: Scalar) -> Field:
        if isinstance(other, Field):
            return self._with(other, lambda names: names["a"] / names["b"])
        return self.scaled(1 / other, 0)

    def __rtruediv__(self, other: float) -> Field:
        return constant(self.image.size, other) / self

    def __neg__(self) -> Field:
        return self.scaled(-1, 0)

    def __abs__(self) -> Field:
        return Field(ImageMath.lambda_eval(lambda names: abs(names["a"]), a=self.image))

    def __pow__(self, power: float) -> Field:
        """Of numbers that are not negative."""
        exponent = constant(self.image.size, power)
        return self._with(exponent, lambda names: names["a"] ** names["b"])

    def scaled(self, factor: float, offset: float) -> Field:
        return Field(self.image.point(lambda value: value * factor + offset))

    def rounded(self) -> Field:
        """To the next whole number below or at; numbers above -65536 only."""
        whole = (self + 65536.0).image.convert("I").convert("F")
        return Field(whole).scaled(1, -65536.0)

    def extremes(self) -> tuple[float, float]:
        return self.image.getextrema()  # type: ignore[return-value]

    def _with(self, other: Field, operation: Callable[[dict[str, Any]], Any]) -> Field:
        return Field(ImageMath.lambda_eval(operation, a=self.image, b=other.image))


@lru_cache(maxsize=512)
def constant(size: Size, value: float) -> Field:
    return Field(Image.new("F", size, value))


def ramp(size: Size, start: float, step: float, *, upright: bool = False) -> Field:
    """Numbers that grow from left to right, or from top to bottom."""
    count = size[1] if upright else size[0]
    numbers = array("f", [start + step * at for at in range(count)])
    shape = (1, count) if upright else (count, 1)
    line = Image.frombytes("F", shape, numbers.tobytes())
    return Field(line.resize(size, Image.Resampling.NEAREST))


def lesser(a: Scalar, b: Scalar) -> Field:
    one, other = _pair(a, b)
    return Field(
        ImageMath.lambda_eval(
            lambda names: names["min"](names["a"], names["b"]), a=one.image, b=other.image
        )
    )


def greater(a: Scalar, b: Scalar) -> Field:
    one, other = _pair(a, b)
    return Field(
        ImageMath.lambda_eval(
            lambda names: names["max"](names["a"], names["b"]), a=one.image, b=other.image
        )
    )


def least(*fields: Field) -> Field:
    result = fields[0]
    for field in fields[1:]:
        result = lesser(result, field)
    return result


def clamp(field: Field, low: float = 0.0, high: float = 1.0) -> Field:
    return lesser(greater(field, low), high)


def root(field: Field) -> Field:
    return greater(field, 0.0) ** 0.5


def step(field: Field) -> Field:
    """1 where the number is positive, else 0."""
    return clamp(field * BIG)


def smooth(field: Field, low: float, high: float) -> Field:
    """0 below low, 1 above high, and a soft passage between."""
    part = clamp((field - low) / (high - low))
    return part * part * (3.0 - part * 2.0)


def mix(a: Scalar, b: Scalar, share: Field) -> Field:
    """a where share is 0, b where it is 1."""
    return share * (b - a) + a


def wave(field: Field, period: float = 1.0) -> Field:
    """A triangle that goes from 0 at whole periods to 1 at half ones."""
    turns = field / period
    return 1.0 - abs((turns - turns.rounded()) * 2.0 - 1.0)


def hashed(field: Field, seed: float = 0.0) -> Field:
    """A number between 0 and 1 for each whole number, without order: what grain and brushed metal are made of."""
    turned = (field + seed) * 0.754877666
    turned = (turned - turned.rounded()) * 437.585453
    turned = turned * (turned + 1.618034)
    return turned - turned.rounded()


def noise(field: Field, seed: float = 0.0) -> Field:
    """Random heights at whole numbers, with soft passages between."""
    low = field.rounded()
    part = field - low
    part = part * part * (3.0 - part * 2.0)
    return mix(hashed(low, seed), hashed(low + 1.0, seed), part)


def _pair(a: Scalar, b: Scalar) -> tuple[Field, Field]:
    if isinstance(a, Field):
        return a, b if isinstance(b, Field) else constant(a.image.size, b)
    assert isinstance(b, Field)
    return constant(b.image.size, a), b
