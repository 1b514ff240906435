"""Heat exchangers: flat tubes, folded fins between them, header pipes. Millimetres."""

from __future__ import annotations

from .field import Field, constant, greater, least, lesser, noise, root, step, wave
from .shapes import repeated, stadium
from .tracing import Camera, Panel, Scene, Surface
from .tubes import STUDIO, choose, studio_floor
from .vectors import Vec, colour

PITCH, TUBE, DEPTH, FOLD = 10.0, 2.0, 16.0, 4.4
HALF = 120.0
HEADER = 11.0


def core_parts(point: Vec, rows: int, fins: bool = True) -> tuple[Field, Field, Field]:
    """Distances to tubes, fins and header pipes; the lowest tube lies half a pitch over the floor."""
    y = point.y - 8.0
    high = rows * PITCH
    local, _ = repeated(y, PITCH, 0, rows)
    tubes = greater(stadium(point.z, local, DEPTH / 2, TUBE / 2), abs(point.x) - HALF)
    beside = abs(point.x) - HALF
    radius = root(beside * beside + point.z * point.z)
    headers = greater(radius - HEADER, abs(y - high / 2) - (high / 2 + 9.0))
    if not fins:
        return tubes, tubes + 1000.0, headers
    between, _ = repeated(y - PITCH / 2, PITCH, 0, rows - 1)
    gap = PITCH - TUBE
    slope = 2 * gap / FOLD
    sheet = abs(between - (wave(point.x, FOLD) * gap - gap / 2)) / (1 + slope**2) ** 0.5 - 0.16
    walls = greater(
        abs(between) - gap / 2, greater(abs(point.z) - DEPTH / 2 + 0.5, beside + HEADER)
    )
    return tubes, greater(sheet, walls), headers


def _metal(point: Vec, normal: Vec) -> Surface:
    size = point.x.image.size
    lines = noise(point.y * 9.0 + point.z * 4.0, 2.0) - 0.5
    tint = Vec(*(lines * 0.08 + part for part in colour("#e2e6e9")))
    return Surface(tint, constant(size, 1.0), constant(size, 0.32), normal)


def scene(
    camera: Camera, rows: int, *, fins: bool = True, floor: str = "#7f8d9a", warm: bool = False
) -> Scene:
    def distance(point: Vec) -> Field:
        parts = core_parts(point, rows, fins)
        return least(*parts) if fins else lesser(parts[0], parts[2])

    def surface(point: Vec, normal: Vec) -> Surface:
        gap = distance(point)
        on_floor = step(gap - point.y)
        return choose(on_floor, _metal(point, normal), studio_floor(point, normal, floor))

    light = dict(STUDIO)
    if warm:
        light |= {
            "sky_low": colour("#6b5a4e"),
            "sky_high": colour("#2a2f36"),
            "ground": colour("#4a4644"),
            "sun_light": Vec(0.55, 0.4, 0.28),
        }
        light["panels"] = (
            Panel(Vec(-0.9, 0.2, -0.5), 0.85, Vec(2.6, 1.15, 0.35)),
            Panel(Vec(0.9, 0.5, 0.5), 0.92, Vec(1.0, 1.1, 1.25)),
            Panel(Vec(0.1, 1.0, 0.2), 0.93, Vec(0.9, 0.7, 0.5)),
        )
    return Scene(
        distance,
        surface,
        camera,
        far=1400.0,
        fog=0.0016,
        fog_start=420.0,
        reach=7.0,
        steps=130,
        shrink=0.8 if fins else 0.9,
        **light,
    )


def corner() -> Scene:
    return scene(Camera(Vec(-128.0, 74.0, 128.0), Vec(-78.0, 58.0, 0.0), 2.9), 11)


def stand() -> Scene:
    return scene(Camera(Vec(120.0, 140.0, 380.0), Vec(2.0, 52.0, 0.0), 3.7), 11)


def plate() -> Scene:
    return scene(Camera(Vec(-200.0, 120.0, 170.0), Vec(-44.0, 34.0, 0.0), 3.0), 7, fins=False)


def furnace() -> Scene:
    return scene(Camera(Vec(150.0, 84.0, 235.0), Vec(22.0, 44.0, 0.0), 2.6), 9, warm=True)
