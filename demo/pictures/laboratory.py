"""The laboratory: a tensile test, a tube in a test coil, a test piece on a mill certificate. Centimetres."""

from __future__ import annotations

from .field import (
    Field,
    clamp,
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
from .materials import Part, glowing, nearest, painted
from .shapes import box, stadium
from .tracing import Camera, Panel, Scene, Surface
from .tubes import choose
from .vectors import Vec, blend, colour

LIGHT = {
    "sky_low": colour("#8796a4"),
    "sky_high": colour("#2e3944"),
    "ground": colour("#5f6b76"),
    "panels": (
        Panel(Vec(-1.0, 0.55, 0.4), 0.9, Vec(1.9, 1.95, 2.05)),
        Panel(Vec(0.95, 0.35, 0.1), 0.94, Vec(1.3, 1.35, 1.45)),
        Panel(Vec(0.4, 0.3, 1.0), 0.94, Vec(0.9, 0.92, 0.95)),
    ),
    "sun": Vec(-0.5, 0.85, 0.55),
    "sun_light": Vec(0.8, 0.8, 0.8),
}
BLUE = Vec(0.25, 1.0, 1.8)


def _specimen(across: Field, along: Field, through: Field) -> Field:
    """A flat test piece: broad ends, a narrow middle, soft shoulders."""
    narrow = smooth(abs(along), 3.0, 4.6)
    half = mix(0.62, 1.0, narrow)
    return greater(greater((abs(across) - half) * 0.8, abs(along) - 8.0), abs(through) - 0.12)


def _screen(point: Vec, normal: Vec, curve: Field, x: Field, y: Field) -> Surface:
    """A dark screen with a fine grid and one bright line; x and y go from 0 to 1."""
    grid = smooth(lesser(wave(x, 0.125) * 0.125, wave(y, 0.2) * 0.2), 0.008, 0.002) * 0.06
    line = smooth(abs(y - curve), 0.022, 0.006) * step(x - 0.04) * step(0.96 - x)
    lit = glowing(normal, BLUE, grid + line)
    return lit._replace(
        albedo=Vec(*(constant(x.image.size, part) for part in colour("#0d1822"))),
        rough=constant(x.image.size, 0.15),
    )


def tensile_test() -> Scene:
    def columns(point: Vec) -> Field:
        x = abs(point.x) - 13.0
        return root(x * x + (point.z + 1.0) * (point.z + 1.0)) - 1.3

    def crossheads(point: Vec) -> Field:
        base = box(Vec(point.x, point.y - 1.6, point.z + 1.0), (17.0, 1.6, 5.0), 0.25)
        head = box(Vec(point.x, point.y - 25.5, point.z + 1.0), (17.0, 1.8, 3.2), 0.25)
        return lesser(base, head)

    def grips(point: Vec) -> Field:
        y = abs(point.y - 13.0)
        jaw = box(Vec(abs(point.x), y - 6.9, abs(point.z) - 1.1), (1.9, 1.7, 0.95), 0.15)
        block = box(Vec(point.x, y - 8.6, point.z), (2.5, 1.5, 2.3), 0.2)
        rod = greater(root(point.x * point.x + point.z * point.z) - 1.0, 9.0 - y)
        return least(jaw, block, rod)

    def piece(point: Vec) -> Field:
        return _specimen(point.x, point.y - 13.0, point.z)

    def gauge(point: Vec) -> Field:
        y = abs(point.y - 13.0) - 1.7
        arms = box(Vec(point.x - 2.4, y, point.z), (2.2, 0.13, 0.14))
        body = box(Vec(point.x - 5.2, point.y - 13.0, point.z), (0.9, 2.4, 0.7), 0.12)
        return lesser(arms, body)

    def monitor(point: Vec) -> Field:
        return box(Vec(point.x + 24.0, point.y - 15.0, point.z + 15.0), (9.0, 6.2, 0.6), 0.2)

    def distance(point: Vec) -> Field:
        return least(
            columns(point),
            crossheads(point),
            grips(point),
            piece(point),
            gauge(point),
            monitor(point),
        )

    def surface(point: Vec, normal: Vec) -> Surface:
        x, y = (point.x + 32.5) / 17.0, (point.y - 9.3) / 11.4
        left = clamp(1.0 - x * 1.12)
        fourth = left * left * left * left
        curve = (1.0 - fourth * fourth) * 0.72 + 0.08 - smooth(x, 0.82, 1.0) * 0.14
        front = step(normal.z - 0.7)
        display = choose(
            front, painted(normal, "#27313a", 0.4), _screen(point, normal, curve, x, y)
        )
        lines = noise(point.x * 14.0, 2.0) * 0.12 + 0.92
        return nearest(
            [
                Part(columns(point), painted(normal, "#ccd4da", 0.16, metal=1.0)),
                Part(crossheads(point), painted(normal, "#3d5a76", 0.35)),
                Part(grips(point), painted(normal, "#8d99a3", 0.3, metal=0.9)),
                Part(piece(point), painted(normal, "#b9c0c6", 0.4, metal=0.75, shade=lines)),
                Part(gauge(point), painted(normal, "#d08a24", 0.4)),
                Part(monitor(point), display),
                Part(point.y, painted(normal, "#a3adb5", 0.2)),
            ]
        )

    return Scene(
        distance,
        surface,
        Camera(Vec(15.0, 17.5, 44.0), Vec(-5.0, 13.2, 0.0), 3.1),
        far=420.0,
        fog=0.006,
        fog_start=70.0,
        reach=2.6,
        steps=100,
        **LIGHT,
    )


def eddy_current() -> Scene:
    def strand(point: Vec) -> Field:
        return greater(stadium(point.z, point.y - 8.0, 2.4, 0.45), abs(point.x) - 60.0)

    def ring(point: Vec) -> Field:
        y, z = point.y - 8.0, point.z
        radius = root(y * y + z * z)
        return greater(abs(radius - 3.9) - 1.3, abs(point.x) - 2.1)

    def winding(point: Vec) -> Field:
        y, z = point.y - 8.0, point.z
        radius = root(y * y + z * z)
        return greater(radius - 5.3, abs(point.x) - 1.4)

    def stand(point: Vec) -> Field:
        foot = box(Vec(point.x, point.y - 0.7, point.z), (4.2, 0.7, 5.0), 0.2)
        neck = box(Vec(point.x, point.y - 2.2, point.z), (1.6, 1.8, 2.4), 0.1)
        return lesser(foot, neck)

    def rollers(point: Vec) -> Field:
        x = abs(point.x) - 17.0
        y = point.y - 6.05
        wheel = greater(root(x * x + y * y) - 1.5, abs(point.z) - 3.2)
        post = box(Vec(x, point.y - 2.6, abs(point.z) - 3.6), (0.7, 3.4, 0.35), 0.1)
        return lesser(wheel, post)

    def monitor(point: Vec) -> Field:
        return box(Vec(point.x, point.y - 19.0, point.z + 12.0), (17.0, 5.6, 0.6), 0.2)

    def distance(point: Vec) -> Field:
        return least(
            strand(point), ring(point), winding(point), stand(point), rollers(point), monitor(point)
        )

    def surface(point: Vec, normal: Vec) -> Surface:
        x, y = (point.x + 16.5) / 33.0, (point.y - 13.8) / 10.4
        quiet = (noise(x * 70.0, 2.0) - 0.5) * 0.05 + 0.42
        up, down = clamp(1.0 - abs(x - 0.6) * 26.0), clamp(1.0 - abs(x - 0.665) * 22.0)
        curve = quiet + up * up * 0.42 - down * down * 0.26
        front = step(normal.z - 0.7)
        display = choose(
            front, painted(normal, "#27313a", 0.4), _screen(point, normal, curve, x, y)
        )
        turns = wave(point.x, 0.42)
        copper = painted(normal, "#b8743a", 0.3, metal=1.0, shade=turns * 0.7 + 0.4)
        lines = noise(point.z * 8.0 + point.y * 8.0, 2.0) * 0.14 + 0.9
        return nearest(
            [
                Part(strand(point), painted(normal, "#eceff0", 0.24, metal=1.0, shade=lines)),
                Part(ring(point), painted(normal, "#3d5a76", 0.35)),
                Part(winding(point), copper),
                Part(stand(point), painted(normal, "#4a5763", 0.4)),
                Part(rollers(point), painted(normal, "#b4bdc4", 0.25, metal=0.8)),
                Part(monitor(point), display),
                Part(point.y, painted(normal, "#a3adb5", 0.2)),
            ]
        )

    return Scene(
        distance,
        surface,
        Camera(Vec(-17.0, 17.0, 39.0), Vec(0.4, 11.6, 0.0), 2.45),
        far=420.0,
        fog=0.006,
        fog_start=70.0,
        reach=2.2,
        steps=100,
        **LIGHT,
    )


def certificate() -> Scene:
    """A sheet with a table, without a word on it, and a test piece lying across its corner."""

    def piece(point: Vec) -> Field:
        x, z = point.x - 7.4, point.z - 1.5
        across, along = x * 0.9 + z * 0.436, z * 0.9 - x * 0.436
        return _specimen(across, along, point.y - 0.3)

    def sheet(point: Vec) -> Field:
        return box(Vec(point.x + 1.0, point.y - 0.06, point.z), (10.5, 0.06, 14.85))

    def distance(point: Vec) -> Field:
        return lesser(piece(point), sheet(point))

    def surface(point: Vec, normal: Vec) -> Surface:
        x, z = point.x + 1.0, point.z
        size = x.image.size
        within = step(8.8 - abs(x))
        table = step(z + 5.0) * step(6.4 - z) * within
        rules = (
            smooth(lesser(wave(z + 5.0, 1.9) * 0.95, wave(x + 8.8, 4.4) * 2.2), 0.1, 0.03) * table
        )
        cells = (
            step(abs(wave(z + 5.0, 1.9) - 1.0) * -1.0 + 0.32)
            * step(wave(x + 8.8, 4.4) - 0.5)
            * table
        )
        lengths = noise((x * 0.227).rounded() * 3.1 + (z * 0.526).rounded() * 7.7, 1.0)
        text = (
            step(abs(wave(z, 1.0) - 1.0) * -1.0 + 0.34)
            * step(z - 8.0)
            * step(12.6 - z)
            * step(7.0 - x)
            * within
        )
        head = step(0.5 - abs(z + 11.5)) * step(-x + 1.0) * within
        under = step(0.16 - abs(z + 10.0)) * step(-x + 4.0) * within
        band = step(0.95 - abs(z + 4.05)) * within * 0.16
        stamp = smooth(abs(root((x - 5.6) * (x - 5.6) + (z - 10.3) * (z - 10.3)) - 1.7), 0.16, 0.06)
        paper = Vec(*(constant(size, part) for part in colour("#f3f4f3")))
        ink = Vec(*(constant(size, part) for part in colour("#43566a")))
        amber = Vec(*(constant(size, part) for part in colour("#c9761a")))
        marks = clamp(
            greater(
                greater(rules * 0.7, cells * (lengths * 0.4 + 0.3)),
                greater(text * 0.5, greater(head, under * 0.5)),
            )
            + band
        )
        inked = blend(blend(paper, ink, marks), amber, stamp * 0.8)
        page = Surface(inked, constant(size, 0.0), constant(size, 0.8), normal)
        lines = noise(x * 9.0 + z * 4.0, 2.0) * 0.12 + 0.92
        return nearest(
            [
                Part(piece(point), painted(normal, "#eef0f1", 0.26, metal=1.0, shade=lines)),
                Part(sheet(point), page),
                Part(point.y, painted(normal, "#5d6f80", 0.25)),
            ]
        )

    return Scene(
        distance,
        surface,
        Camera(Vec(10.0, 25.0, 29.0), Vec(0.6, 0.0, 0.4), 2.9),
        far=420.0,
        fog=0.006,
        fog_start=70.0,
        reach=1.2,
        steps=80,
        **LIGHT,
    )
