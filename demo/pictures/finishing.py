"""From light to a picture: exposure, a soft roll-off of what is too bright, bloom, grain; and the file."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from .field import Field, clamp
from .vectors import Vec


def developed(light: Vec, exposure: float = 1.0) -> Image.Image:
    """Light as eight-bit colour. A film's shoulder: highlights bend towards white instead of breaking off."""
    bands = []
    for part in light:
        exposed = clamp(part * exposure, 0.0, 60.0)
        toned = (exposed * (exposed * 2.51 + 0.03)) / (exposed * (exposed * 2.43 + 0.59) + 0.14)
        shown = clamp(toned) ** (1 / 2.2)
        bands.append(shown.scaled(255, 0.5).image.convert("L"))
    return Image.merge("RGB", bands)


def bloomed(picture: Image.Image, strength: float, radius: float, over: int = 215) -> Image.Image:
    """Let what is very bright shine over its surroundings."""
    bright = picture.point(lambda value: max(0, value - over) * 255 // (255 - over))
    small = bright.resize((picture.width // 4, picture.height // 4), Image.Resampling.BOX)
    halo = small.filter(ImageFilter.GaussianBlur(radius / 4)).resize(
        picture.size, Image.Resampling.BICUBIC
    )
    halo = halo.point(lambda value: int(value * strength))
    return ImageChops.screen(picture, halo)


def defocused(
    picture: Image.Image, depth: Image.Image, near: float, far: float, radius: float
) -> Image.Image:
    """Blur what lies outside the sharp distances, in three grades."""
    result = picture
    spread = far - near
    for grade, part in ((0.35, 0.25), (0.7, 0.6), (1.0, 1.0)):
        soft = picture.filter(ImageFilter.GaussianBlur(radius * grade))
        over = Field(depth)
        beyond = clamp((over - (far + spread * part)) / (spread * 0.5))
        before = clamp((near - spread * part - over) / (spread * 0.5))
        mask = clamp(beyond + before).scaled(255, 0).image.convert("L")
        mask = mask.filter(ImageFilter.GaussianBlur(radius * grade * 0.5))
        result = Image.composite(soft, result, mask)
    return result


def grained(picture: Image.Image, seed: int, strength: float = 2.2) -> Image.Image:
    """A breath of grain, so that soft gradients show no steps."""
    chance = random.Random(seed)  # noqa: S311 - for looks
    tile = Image.frombytes(
        "L",
        (256, 256),
        bytes(min(255, max(0, int(chance.gauss(128, strength)))) for _ in range(256 * 256)),
    )
    grain = Image.new("L", picture.size)
    for y in range(0, picture.height, 256):
        for x in range(0, picture.width, 256):
            grain.paste(tile.rotate(90 * chance.randrange(4)), (x, y))
    grain = Image.merge("RGB", [grain] * 3)
    return ImageChops.add(picture, grain, 1, -128)


def vignetted(picture: Image.Image, strength: float = 0.18) -> Image.Image:
    mask = Image.radial_gradient("L").resize(picture.size, Image.Resampling.BICUBIC)
    mask = mask.point(lambda value: int(255 - max(0, value - 110) * strength * 1.7))
    return ImageChops.multiply(picture, Image.merge("RGB", [mask] * 3))


def saved(picture: Image.Image, path: Path, quality: int = 82) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, "WEBP", quality=quality, method=6)
