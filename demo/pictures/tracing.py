"""A camera, a march along its rays, and light on what they meet: whole tiles of pixels at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from .field import Field, clamp, constant, greater, lesser, mix, ramp, smooth, step
from .vectors import Vec, blend

Distance = Callable[[Vec], Field]
Tile = tuple[int, int, int, int]
"""Left, top, right, bottom."""


class Surface(NamedTuple):
    """What a material does with light. ``metal`` mirrors in its own colour, the rest is dull with a thin gloss."""

    albedo: Vec
    metal: Field
    rough: Field
    normal: Vec
    glow: Vec | None = None


@dataclass(frozen=True)
class Camera:
    position: Vec
    target: Vec
    zoom: float
    """Focal length over half the height of the picture."""

    def rays(self, size: tuple[int, int], tile: Tile) -> Vec:
        """Directions through the pixels of a tile of a picture."""
        width, height = size
        left, top, right, bottom = tile
        shape = (right - left, bottom - top)
        x = ramp(shape, (left + 0.5 - width / 2) * 2 / height, 2 / height)
        y = ramp(shape, (height / 2 - top - 0.5) * 2 / height, -2 / height, upright=True)
        forward = self.target.minus(self.position).unit()
        right = forward.cross(Vec(0.0, 1.0, 0.0)).unit()
        up = right.cross(forward)
        forward = forward.times(self.zoom)
        return Vec(
            *(x * r + (y * u + f) for r, u, f in zip(right, up, forward, strict=True))
        ).unit()


@dataclass(frozen=True)
class Panel:
    """A soft window or lamp far away: bright where a direction lies near its own."""

    direction: Vec
    cosine: float
    """Of the angle from its middle to its edge."""
    light: Vec


@dataclass(frozen=True)
class Scene:
    distance: Distance
    surface: Callable[[Vec, Vec], Surface]
    camera: Camera
    sky_low: Vec
    sky_high: Vec
    ground: Vec
    sun: Vec
    sun_light: Vec
    panels: tuple[Panel, ...] = ()
    far: float = 100.0
    steps: int = 64
    first: float = 0.0
    """Nothing stands nearer to the camera than this."""
    reach: float = 1.0
    """Size of the crevices in which it gets dark."""
    mirror: bool = True
    fog: float = 0.0
    """How fast things fade into the sky, from fog_start on."""
    fog_start: float = 0.0
    shrink: float = 1.0
    """How much of a step is safe, for distances that are not exact."""
    sun_softness: float = 8.0
    lamps: tuple[tuple[Vec, Vec, float], ...] = ()
    """Glowing points: place, light, and the distance at which it has fallen to half."""
    floor: bool = True
    """A level floor at height 0, met without marching."""

    def gap(self, point: Vec) -> Field:
        """Distance to the next thing, the floor included."""
        gap = self.distance(point)
        return lesser(gap, point.y) if self.floor else gap


def render(scene: Scene, size: tuple[int, int], tile: Tile) -> tuple[Vec, Field]:
    """Return the light of a tile of pixels and how far away what they show is."""
    direction = scene.camera.rays(size, tile)
    shape = direction.x.image.size
    origin = Vec(*(constant(shape, value) for value in scene.camera.position))
    return seen(scene, origin, direction, scene.first, 1 if scene.mirror else 0, primary=True)


def seen(
    scene: Scene, origin: Vec, direction: Vec, first: float, bounces: int, *, primary: bool = False
) -> tuple[Vec, Field]:
    steps = scene.steps if primary else scene.steps // 2
    travelled = march(scene, origin, direction, first, steps)
    if scene.floor:
        down = lesser(direction.y, -1e-6)
        travelled = lesser(travelled, lesser(-origin.y / down, scene.far))
    away = step(travelled - scene.far * 0.98)
    # Lamps are for metal to mirror; the camera looks past them.
    behind = _sky(scene, direction) if primary else environment(scene, direction, None)
    if away.extremes()[0] > 0.5:
        return behind, travelled
    point = origin.plus(direction.times(travelled))
    light = shaded(scene, point, direction, travelled, bounces)
    if scene.fog:
        haze = clamp((travelled - scene.fog_start) * scene.fog)
        haze = haze * (2.0 - haze)
        light = blend(light, _sky(scene, direction), haze)
    return blend(light, behind, away), travelled


def march(scene: Scene, origin: Vec, direction: Vec, first: float, steps: int) -> Field:
    shape = direction.x.image.size
    travelled = constant(shape, first) + 0.0
    for turn in range(steps):
        gap = scene.distance(origin.plus(direction.times(travelled)))
        travelled = lesser(travelled + gap * scene.shrink, scene.far)
        if turn % 6 == 5 and lesser(gap, scene.far - travelled).extremes()[1] < 5e-4 * scene.reach:
            break
    return travelled


def normal_at(scene: Scene, point: Vec, width: Field) -> Vec:
    """By differences at the corners of a tetrahedron as wide as a pixel is there."""
    total = Vec(0.0, 0.0, 0.0)
    for x, y, z in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        near = Vec(point.x + width * x, point.y + width * y, point.z + width * z)
        gap = scene.gap(near)
        total = Vec(total.x + gap * x, total.y + gap * y, total.z + gap * z)
    return total.unit()


def shaded(scene: Scene, point: Vec, direction: Vec, travelled: Field, bounces: int) -> Vec:
    width = travelled * (0.0006 / scene.camera.zoom)
    smooth_normal = normal_at(scene, point, width)
    surface = scene.surface(point, smooth_normal)
    normal = surface.normal
    lifted = point.plus(smooth_normal.times(width * 4.0))
    open_ = openness(scene, lifted, smooth_normal)
    sun = scene.sun.unit()
    facing = clamp(normal.dot(sun))
    lit = shadow(scene, lifted, sun) * facing
    upward = normal.y * 0.5 + 0.5
    dull = Vec(
        *(
            (mix(low, high, upward) * open_ + lit * sunlight) * 0.9
            for low, high, sunlight in zip(
                scene.ground, scene.sky_high, scene.sun_light, strict=True
            )
        )
    )
    for place, light, half in scene.lamps:
        dull = dull.plus(_lamp(lifted, normal, place, light, half))
    back = direction.mirrored(normal)
    grazing = 1.0 - clamp(-normal.dot(direction))
    fresnel = grazing * grazing * grazing * grazing * grazing
    if bounces:
        mirrored, _ = seen(scene, lifted, back, scene.reach * 0.02, bounces - 1)
        blurred = environment(scene, back, surface.rough)
        blurred = blurred.times(open_ * 0.75 + 0.25)
        sharp = smooth(surface.rough, 0.75, 0.1)
        gloss = blend(blurred, mirrored, sharp)
    else:
        gloss = environment(scene, back, surface.rough).times(open_)
    metal = surface.metal
    tint = surface.albedo
    rough_loss = 1.0 - surface.rough * 0.8
    share_dull = fresnel * rough_loss * 0.6 + 0.035
    as_metal = gloss.by(tint).times(0.82).plus(dull.by(tint).times(0.16))
    as_metal = blend(as_metal, gloss, fresnel * rough_loss)
    as_dull = blend(dull.by(tint), gloss, share_dull)
    light = blend(as_dull, as_metal, metal)
    return light.plus(surface.glow) if surface.glow else light


def openness(scene: Scene, point: Vec, normal: Vec) -> Field:
    """How much of the sky a point sees, told from the room above it."""
    hidden: Field | float = 0.0
    weight = 1.0
    for part in (0.08, 0.25, 0.6, 1.2):
        height = part * scene.reach
        gap = scene.gap(point.plus(normal.times(height)))
        hidden = clamp(1.0 - gap / height) * weight + hidden
        weight *= 0.75
    return 1.0 - clamp(hidden * 0.42)


def shadow(scene: Scene, point: Vec, towards: Vec) -> Field:
    lit = constant(point.x.image.size, 1.0)
    travelled = constant(point.x.image.size, scene.reach * 0.05)
    for _ in range(20):
        gap = scene.gap(Vec(*(p + travelled * d for p, d in zip(point, towards, strict=True))))
        lit = lesser(lit, clamp(gap * scene.sun_softness / travelled))
        travelled = travelled + greater(gap, scene.reach * 0.03)
    return lit * lit * (3.0 - lit * 2.0)


def _lamp(point: Vec, normal: Vec, place: Vec, light: Vec, half: float) -> Vec:
    way = Vec(*(there - here for here, there in zip(point, place, strict=True)))
    square = way.dot(way)
    strength = (clamp(way.unit().dot(normal)) * 0.8 + 0.2) / (square / (half * half) + 1.0)
    return Vec(*(strength * part for part in light))


def environment(scene: Scene, direction: Vec, rough: Field | None) -> Vec:
    """The light from far away in a direction; a rough surface sees it blurred."""
    light = _sky(scene, direction)
    for panel in scene.panels:
        towards = direction.dot(panel.direction.unit())
        if rough is None:
            share = smooth(towards, panel.cosine - 0.02, panel.cosine + 0.02)
        else:
            blur = rough * 0.55 + 0.02
            share = clamp((towards - panel.cosine) / blur * 0.5 + 0.5)
            share = share * share * (3.0 - share * 2.0) * (1.0 - rough * 0.55)
        light = light.plus(Vec(*(share * part for part in panel.light)))
    return light


def _sky(scene: Scene, direction: Vec) -> Vec:
    height = direction.y
    above = smooth(height, 0.0, 0.9)
    below = smooth(height, 0.06, -0.12)
    sky = Vec(
        *(mix(low, high, above) for low, high in zip(scene.sky_low, scene.sky_high, strict=True))
    )
    return Vec(*(mix(one, other, below) for one, other in zip(sky, scene.ground, strict=True)))
