"""Coils of round rod and of strip, in their true proportions, alone and in rows. Lengths in metres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .field import (
    Field,
    constant,
    greater,
    least,
    lesser,
    mix,
    noise,
    root,
    smooth,
    step,
    wave,
)
from .shapes import turned
from .tracing import Camera, Panel, Scene, Surface
from .tubes import choose, studio_floor
from .vectors import Vec, blend, colour

ALUMINIUM = colour("#e4e7ea")
STRAP = colour("#33475a")
CORE = colour("#b08a5e")


class Coil(NamedTuple):
    inner: float
    outer: float
    width: float
    rod: float = 0.0
    """Diameter of the rod; 0 for strip."""
    x: float = 0.0
    z: float = 0.0
    cosine: float = 1.0
    sine: float = 0.0
    """How its axis is turned from the z axis."""
    lying: bool = False
    core: bool = False
    relief: float = 0.65
    """How deep the grooves between its turns look; less for one far away, where they would flicker."""
    label: bool = False

    def local(self, point: Vec) -> tuple[Field, Field, Field]:
        """Two coordinates across the axis and the one along it."""
        x, z = turned(point.x - self.x, point.z - self.z, self.cosine, self.sine)
        if self.lying:
            return x, z, point.y - self.width / 2
        return x, point.y - self.outer / 2, z

    def distance(self, point: Vec) -> Field:
        a, b, along = self.local(point)
        radius = root(a * a + b * b)
        middle, half = (self.outer + self.inner) / 4, (self.outer - self.inner) / 4
        soft = self.rod * 0.5 + 0.002
        across, ends = abs(radius - middle) - (half - soft), abs(along) - (self.width / 2 - soft)
        beyond_a, beyond_b = greater(across, 0.0), greater(ends, 0.0)
        corner = root(beyond_a * beyond_a + beyond_b * beyond_b)
        return corner + lesser(greater(across, ends), 0.0) - soft

    def surface(self, point: Vec, normal: Vec) -> Surface:
        a, b, along = self.local(point)
        radius = root(a * a + b * b)
        out_a, out_b = a / radius, b / radius
        on_face = smooth(self._axis_part(normal), 0.6, 0.8)
        if self.rod:
            return self._wound(normal, (out_a, out_b), (a, b, along, radius), on_face)
        rolled = self._rolled(normal, (out_a, out_b), (along, radius), on_face)
        return self._labelled(rolled, normal, a, b, on_face) if self.label else rolled

    def _labelled(
        self, rolled: Surface, normal: Vec, a: Field, b: Field, on_face: Field
    ) -> Surface:
        """A paper on the face: a frame, lines that stand for words, one of them in colour."""
        x, y = a + 0.02, b - 0.47
        paper = step(0.17 - abs(x)) * step(0.105 - abs(y)) * on_face
        lines = step(wave(y - 0.105, 0.042) - 0.55) * step(0.13 - abs(x + 0.02)) * step(0.05 - y)
        head = step(0.15 - abs(x)) * step(0.017 - abs(y - 0.075))
        size = a.image.size
        white = Vec(*(constant(size, part) for part in colour("#f4f5f4")))
        ink = Vec(*(constant(size, part) for part in colour("#5a6a78")))
        accent = Vec(*(constant(size, part) for part in colour("#d08a24")))
        sheet = Surface(
            blend(blend(white, ink, lines * 0.85), accent, head),
            constant(size, 0.0),
            constant(size, 0.6),
            normal,
        )
        return choose(paper, rolled, sheet)

    def _axis_part(self, normal: Vec) -> Field:
        if self.lying:
            return abs(normal.y)
        _, along = turned(normal.x, normal.z, self.cosine, self.sine)
        return abs(along)

    def _back(self, a: Field, b: Field, along: Field) -> Vec:
        """From the coil's own directions to those of the scene."""
        if self.lying:
            x, z = turned(a, b, self.cosine, -self.sine)
            return Vec(x, along, z)
        x, z = turned(a, along, self.cosine, -self.sine)
        return Vec(x, b, z)

    def _wound(
        self,
        normal: Vec,
        out: tuple[Field, Field],
        place: tuple[Field, Field, Field, Field],
        on_face: Field,
    ) -> Surface:
        a, b, along, radius = place
        wander = noise(a * 5.0 + b * 3.0, 3.0) * 0.5 + noise(b * 9.0 - a * 4.0, 9.0) * 0.25
        outside = along / self.rod + wander
        layers = radius / (self.rod * 0.9) + wander * 0.8 + noise(a * 31.0 + b * 17.0, 5.0) * 0.12
        turn = mix(outside, layers, on_face)
        across = (turn - turn.rounded()) * 2.0 - 1.0
        which = noise(turn.rounded() * 7.3, 2.0)
        tilt = across * self.relief
        flat_side = 1.0 - on_face
        lean = self._back(out[0] * (tilt * on_face), out[1] * (tilt * on_face), tilt * flat_side)
        bent = normal.plus(lean).unit()
        groove = across * across
        shade = (1.0 - groove * groove * (self.relief * 0.85)) * (which * 0.16 + 0.88)
        tint = Vec(*(shade * part for part in ALUMINIUM))
        size = radius.image.size
        coil = Surface(tint, constant(size, 1.0), constant(size, 0.26) + groove * 0.1, bent)
        band = lesser(abs(a), abs(b))
        strap = Surface(
            Vec(*(constant(size, part) for part in STRAP)),
            constant(size, 0.55),
            constant(size, 0.35),
            normal,
        )
        return choose(step(0.017 - band), coil, strap)

    def _rolled(
        self, normal: Vec, out: tuple[Field, Field], place: tuple[Field, Field], on_face: Field
    ) -> Surface:
        along, radius = place
        layers = (noise(radius * 900.0, 1.0) - 0.5) * 0.5 + (noise(radius * 260.0, 4.0) - 0.5) * 0.6
        streaks = noise(along * 160.0, 6.0) - 0.5
        shade = 1.0 + layers * on_face * 0.4 + streaks * (1.0 - on_face) * 0.05
        tint = Vec(*(shade * part for part in ALUMINIUM))
        size = radius.image.size
        rough = mix(0.16, 0.4, on_face)
        tilt = layers * on_face * 0.55
        bent = normal.plus(self._back(out[0] * tilt, out[1] * tilt, tilt * 0.0)).unit()
        sheet = Surface(tint, constant(size, 1.0), rough, bent)
        if not self.core:
            return sheet
        tube = Surface(
            Vec(*(constant(size, part) for part in CORE)),
            constant(size, 0.0),
            constant(size, 0.8),
            normal,
        )
        return choose(step(self.inner / 2 + 0.012 - radius), sheet, tube)


DAYLIGHT = {
    "sky_low": colour("#aab6c0"),
    "sky_high": colour("#3c4751"),
    "ground": colour("#6d7882"),
    "panels": (
        Panel(Vec(-1.0, 0.5, 0.35), 0.9, Vec(1.9, 1.95, 2.0)),
        Panel(Vec(0.95, 0.3, 0.1), 0.93, Vec(1.2, 1.25, 1.3)),
        Panel(Vec(0.45, 0.25, 1.0), 0.93, Vec(0.9, 0.92, 0.95)),
        Panel(Vec(-0.1, 1.0, 0.15), 0.9, Vec(1.6, 1.62, 1.65)),
    ),
    "sun": Vec(-0.5, 0.85, 0.55),
    "sun_light": Vec(0.85, 0.83, 0.8),
}


def group(
    coils: Sequence[Coil], camera: Camera, *, size: float, floor: str = "#8b99a6", far: float = 14.0
) -> Scene:
    """Coils on a floor; ``size`` is that of the largest."""

    def distance(point: Vec) -> Field:
        return least(*(coil.distance(point) for coil in coils))

    def surface(point: Vec, normal: Vec) -> Surface:
        nearest, found = coils[0].distance(point), coils[0].surface(point, normal)
        for coil in coils[1:]:
            gap = coil.distance(point)
            found = choose(step(nearest - gap), found, coil.surface(point, normal))
            nearest = lesser(nearest, gap)
        on_floor = step(nearest - point.y)
        return choose(on_floor, found, studio_floor(point, normal, floor))

    return Scene(
        distance,
        surface,
        camera,
        far=far * size,
        fog=0.13 / size,
        fog_start=size * 3.6,
        reach=size * 0.18,
        steps=72,
        **DAYLIGHT,
    )


def product(coil: Coil) -> Scene:
    """One coil, seen a little from above; narrow ones lie on their side."""
    size = max(coil.outer, coil.width)
    if coil.width < coil.outer * 0.25:
        lying = coil._replace(lying=True)
        camera = Camera(
            Vec(size * 0.75, size * 1.15, size * 2.2), Vec(0.0, coil.width * 0.3, size * 0.02), 3.9
        )
        return group([lying], camera, size=size)
    turned_ = coil._replace(cosine=0.875, sine=0.484)
    camera = Camera(
        Vec(-size * 0.15, size * 1.0, size * 3.0), Vec(size * 0.02, coil.outer * 0.47, 0.0), 4.2
    )
    return group([turned_], camera, size=size)


def _view(
    coils: Sequence[Coil], position: Vec, target: Vec, zoom: float, *, far: float = 14.0
) -> Scene:
    return group(coils, Camera(position, target, zoom), size=1.5, far=far)


ROD = Coil(0.6, 1.4, 0.8, rod=0.0095)
STRIP = Coil(0.508, 1.3, 0.6, core=True)


def pair() -> Scene:
    coils = [
        ROD._replace(x=-0.85, cosine=0.93, sine=0.368),
        STRIP._replace(x=0.95, z=0.15, cosine=0.93, sine=0.368),
    ]
    return _view(coils, Vec(-0.5, 1.75, 5.6), Vec(0.1, 0.62, 0.0), 3.6)


def row() -> Scene:
    """Coils one behind the other, their faces turned to us."""
    coils = [
        ROD._replace(x=-0.9 + 1.25 * at, z=0.5 - 1.15 * at, cosine=0.88, sine=0.475, relief=relief)
        for at, relief in enumerate((0.8, 0.7, 0.55, 0.4))
    ]
    return _view(coils, Vec(-1.3, 1.35, 5.2), Vec(0.35, 0.72, 0.0), 3.0, far=20.0)


def store() -> Scene:
    coils = [
        ROD._replace(x=x + 0.3 * lane, z=-lane * 1.9, cosine=0.96, sine=0.28, rod=0.016, relief=0.5)
        for lane in range(3)
        for x in (-2.3, -0.6, 1.1, 2.8)
    ]
    return _view(coils, Vec(-2.6, 2.5, 6.2), Vec(-0.1, 0.55, -0.8), 2.9, far=20.0)


def labelled() -> Scene:
    coils = [
        STRIP._replace(x=-0.5, cosine=0.92, sine=0.392, label=True),
        STRIP._replace(x=1.0, z=-0.8, outer=1.1, cosine=0.92, sine=0.392),
    ]
    return _view(coils, Vec(-0.9, 1.25, 4.7), Vec(0.16, 0.62, -0.2), 4.0)


def turns() -> Scene:
    """So near that each turn is seen."""
    coil = ROD._replace(cosine=0.78, sine=0.626, rod=0.014, relief=0.85)
    return _view([coil], Vec(-0.2, 1.75, 2.5), Vec(0.3, 1.02, 0.25), 5.2)
