"""Flat tubes: one product on a studio floor, and stacks of them close up."""

from __future__ import annotations

from catalog.drawings import FlatTube

from .field import Field, clamp, constant, greater, mix, noise, smooth, step
from .shapes import repeated, stadium
from .tracing import Camera, Panel, Scene, Surface
from .vectors import Vec, blend, colour

METAL = colour("#e3e6e8")
FACE = colour("#f2f3f3")


def profile(tube: FlatTube, x: Field, y: Field) -> Field:
    """Distance to the section of a tube, its middle at the origin."""
    width, height, wall, web = map(float, tube[:4])
    port = float(tube.port_width)
    outline = stadium(x, y, width / 2, height / 2)
    bore = outline + wall
    if tube.ports > 1:
        pitch = port + web
        first = -(tube.ports - 2) / 2
        off, _ = repeated(x - first * pitch, pitch, 0, tube.ports - 2)
        bore = _rounded_out(bore, web / 2 - abs(off), wall * 0.35)
    return greater(outline, -bore)


def _rounded_out(bore: Field, rib: Field, radius: float) -> Field:
    """The greater of both, with a fillet where they meet."""
    part = clamp((bore - rib) / (2 * radius) + 0.5)
    return mix(rib, bore, part) + part * (1.0 - part) * radius


def finish(point: Vec, normal: Vec, size: float, seed: float = 0.0) -> Surface:
    """Extruded aluminium: fine lines along the sides, the sawn end dull and bright, dark within the ports."""
    facing = smooth(normal.z, 0.75, 0.95)
    grain = noise(point.x * (46.0 / size) + point.y * (97.0 / size), seed) - 0.5
    fine = noise(point.x * (230.0 / size) + point.y * (410.0 / size), seed + 7.0) - 0.5
    saw = noise(point.y * (240.0 / size) + point.x * (9.0 / size), seed + 3.0) - 0.5
    tilt = (grain * 0.05 + fine * 0.05) * (1.0 - facing)
    bent = Vec(
        normal.x + tilt + saw * facing * 0.03, normal.y + tilt * 0.6 + saw * facing * 0.1, normal.z
    ).unit()
    rough = mix(0.3, 0.58, facing) + grain * 0.08
    shade = 1.0 + saw * facing * 0.1 + fine * 0.05
    tint = Vec(*(mix(side, face, facing) * shade for side, face in zip(METAL, FACE, strict=True)))
    return Surface(tint, mix(1.0, 0.5, facing), rough, bent)


def studio_floor(point: Vec, normal: Vec, tone: str) -> Surface:
    size = normal.y.image.size
    return Surface(
        Vec(*(constant(size, value) for value in colour(tone))),
        constant(size, 0.0),
        constant(size, 0.42),
        normal,
    )


def choose(share: Field, one: Surface, other: Surface) -> Surface:
    """The first surface where share is 0, the other where it is 1."""
    glow = None
    if one.glow or other.glow:
        dark = Vec(0.0, 0.0, 0.0)
        first, second = one.glow or dark, other.glow or dark
        glow = Vec(*(share * (b - a) + a for a, b in zip(first, second, strict=True)))
    return Surface(
        blend(one.albedo, other.albedo, share),
        mix(one.metal, other.metal, share),
        mix(one.rough, other.rough, share),
        blend(one.normal, other.normal, share),
        glow,
    )


STUDIO = {
    "sky_low": colour("#a9b5bf"),
    "sky_high": colour("#39434d"),
    "ground": colour("#717d88"),
    "panels": (
        Panel(Vec(-1.0, 0.5, 0.3), 0.9, Vec(1.9, 1.95, 2.0)),
        Panel(Vec(0.95, 0.25, -0.1), 0.94, Vec(1.3, 1.35, 1.4)),
        Panel(Vec(0.6, 0.3, 1.0), 0.9, Vec(1.5, 1.52, 1.55)),
        Panel(Vec(-0.55, 0.34, -0.9), 0.95, Vec(1.35, 1.4, 1.45)),
    ),
    "sun": Vec(-0.5, 0.85, 0.5),
    "sun_light": Vec(0.9, 0.88, 0.84),
}


def product(tube: FlatTube, *, zinc: bool = False) -> Scene:
    """A piece of one tube, seen from above and aside, its section towards the camera."""
    width, height = float(tube.width), float(tube.height)
    length = width * 1.5

    def metal(point: Vec) -> Field:
        section = profile(tube, point.x, point.y - height / 2)
        return greater(section, greater(point.z, -point.z - length))

    def surface(point: Vec, normal: Vec) -> Surface:
        on_floor = step(metal(point) - point.y)
        return choose(
            on_floor,
            finish(point, normal, width, seed=width),
            studio_floor(point, normal, "#8b99a6"),
        )

    camera = Camera(
        Vec(width * 0.7, width * 0.5 + height, width * 1.5),
        Vec(width * 0.06, height * 0.2, -width * 0.2),
        3.1,
    )
    return Scene(
        metal,
        surface,
        camera,
        far=width * 12,
        fog=0.16 / width,
        fog_start=width * 2.6,
        first=width * 0.7,
        reach=height * 0.8,
        steps=96,
        **STUDIO,
    )
