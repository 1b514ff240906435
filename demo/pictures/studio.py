"""Which pictures there are, and how one becomes a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

from catalog.drawings import flat_tube
from demo import reading

from . import coils, exchangers, finishing, harbour, laboratory, stacks, tubes, works
from .coils import Coil
from .tracing import Scene, Tile, render

SLIDE, COVER, PRODUCT = (2240, 1260), (1600, 900), (1280, 960)
FINER = 1.5
"""So much larger is a picture traced than it is kept."""
TILE = 240
"""Side of the squares of pixels that are traced at a time; where nothing stands, a square is soon done."""
DENSITY = 2700 * 0.78
"""Of a coil, in kg/m³: aluminium and the air between its turns."""


class Picture(NamedTuple):
    key: str
    scene: Callable[[], Scene]
    size: tuple[int, int]
    exposure: float = 1.0
    bloom: float = 0.0
    sharp: tuple[float, float, float] | None = None
    """Distances between which it is sharp, and the blur beyond them in thousandths of its width."""

    @property
    def path(self) -> Path:
        return reading.picture(self.key)


SLIDES = (
    Picture("slide-tubes", stacks.wall_of_ends, SLIDE, sharp=(12.0, 20.0, 2.5)),
    Picture("slide-coils", coils.row, SLIDE),
    Picture("slide-drawing", stacks.drawn, SLIDE),
)
FAMILIES = (
    Picture("flat-tube", stacks.family, PRODUCT),
    Picture("coil-stock", coils.pair, PRODUCT),
)
COVERS = (
    Picture("networked-manufacturing", works.network, COVER, bloom=0.5),
    Picture("safety-month-2022", works.walkways, COVER, bloom=0.35),
    Picture("spring-festival-2026", works.evening, COVER, bloom=0.5),
    Picture("micro-channel-tube-extrusion", works.extrusion, COVER, bloom=0.5),
    Picture("recruitment-spring-2026", works.operator_desk, COVER, bloom=0.4),
    Picture("recycled-aluminium-in-wrought-alloys", works.furnace, COVER, bloom=0.6),
    Picture("choosing-3003-or-3102", stacks.two_sections, COVER),
    Picture("reading-a-flatness-tolerance", stacks.between_plates, COVER),
    Picture("exhibition-notice-2023", exchangers.stand, COVER),
    Picture("liquid-cooling-and-flat-tube", exchangers.plate, COVER),
    Picture("r32-r290-and-tube-wall", exchangers.corner, COVER),
    Picture("what-happens-in-a-brazing-furnace", exchangers.furnace, COVER, bloom=0.4),
    Picture("planning-orders-for-year-end", coils.store, COVER),
    Picture("what-temper-letters-mean", coils.labelled, COVER),
    Picture("winding-a-coil-that-unwinds", coils.turns, COVER),
    Picture("eddy-current-testing", laboratory.eddy_current, COVER, bloom=0.4),
    Picture("reading-a-mill-certificate", laboratory.certificate, COVER),
    Picture("when-a-standard-is-revised", laboratory.tensile_test, COVER, bloom=0.4),
    Picture("cbam-in-plain-words", harbour.yard, COVER, exposure=0.82),
    Picture("packing-coils-for-sea-freight", harbour.loading, COVER, exposure=0.82),
    Picture("shipping-notes-for-overseas-customers", harbour.quay, COVER, exposure=0.82),
)


def pictures() -> Iterator[Picture]:
    yield from SLIDES
    yield from FAMILIES
    for product in reading.products():
        yield Picture(product["code"].lower(), partial(of_product, product["specs"]), PRODUCT)
    yield from COVERS


def of_product(specs: dict[str, Any]) -> Scene:
    numbers = reading.numbers(specs)
    tube = flat_tube(numbers)
    return tubes.product(tube) if tube else coils.product(coil(numbers))


def coil(numbers: dict[str, Decimal]) -> Coil:
    """The coil of a product in metres; one of rod is as wide as its weight demands."""
    inner, outer = (float(numbers[f"{side}-diameter"]) / 1000 for side in ("inner", "outer"))
    if "width" in numbers:
        return Coil(inner, outer, float(numbers["width"]) / 1000, core=inner < 0.55)
    face = 3.1416 / 4 * (outer**2 - inner**2)
    width = float(numbers["coil-weight"]) / (face * DENSITY)
    return Coil(inner, outer, width, rod=float(numbers["diameter"]) / 1000)


def take(picture: Picture, size: tuple[int, int] | None = None) -> Image.Image:
    """Trace a picture at its size, or at a smaller one to look at."""
    wanted = size or picture.size
    width, height = round(wanted[0] * FINER), round(wanted[1] * FINER)
    scene = picture.scene()
    image, depth = Image.new("RGB", (width, height)), Image.new("F", (width, height))
    for tile in tiles(width, height):
        light, distance = render(scene, (width, height), tile)
        image.paste(finishing.developed(light, picture.exposure), tile[:2])
        depth.paste(distance.image, tile[:2])
    if picture.sharp:
        near, far, blur = picture.sharp
        image = finishing.defocused(image, depth, near, far, blur * width / 1000)
    if picture.bloom:
        image = finishing.bloomed(image, picture.bloom, width / 40)
    image = image.resize(wanted, Image.Resampling.LANCZOS)
    image = finishing.vignetted(image)
    return finishing.grained(image, seed=len(picture.key))


def tiles(width: int, height: int) -> Iterator[Tile]:
    for top in range(0, height, TILE):
        for left in range(0, width, TILE):
            yield left, top, min(width, left + TILE), min(height, top + TILE)


def make(picture: Picture) -> None:
    finishing.saved(take(picture), picture.path)
