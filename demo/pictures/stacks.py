"""Flat tubes close up: their ends in rows, two sections side by side, one between gauge plates. Millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from catalog.drawings import FlatTube

from .field import Field, constant, greater, hashed, least, lesser, smooth, step, wave
from .shapes import box, repeated, turned
from .tracing import Camera, Scene, Surface
from .tubes import STUDIO, choose, finish, profile, studio_floor
from .vectors import Vec, blend, colour


def tube(width: str, height: str, wall: str, web: str, ports: int) -> FlatTube:
    return FlatTube(Decimal(width), Decimal(height), Decimal(wall), Decimal(web), ports)


def rows(section: FlatTube, camera: Camera, *, gap: float = 0.12) -> Scene:
    """A stack of equal tubes whose ends stand out by different lengths."""
    width, height = float(section.width), float(section.height)
    across, upward = width + gap * 3, height + gap
    furthest = height * 0.6

    def placed(point: Vec) -> tuple[Field, Field, Field]:
        y, row = repeated(point.y - height / 2, upward, -20, 20)
        shift = wave(row, 2.0) * across * 0.5
        x, column = repeated(point.x + shift, across, -6, 6)
        out = hashed(row * 13.0 + column * 5.0, 0.2) * furthest
        return x, y, out

    def distance(point: Vec) -> Field:
        x, y, out = placed(point)
        gap = greater(profile(section, x, y), point.z + out)
        # A neighbour may stand out further: where ends can be, steps stay short enough not to miss it.
        behind_ends = step(-point.z - furthest) * width
        return lesser(gap, greater(point.z, 0.0) + height * 0.07 + behind_ends)

    def surface(point: Vec, normal: Vec) -> Surface:
        x, y, out = placed(point)
        return finish(Vec(x, y, point.z + out), normal, width)

    return Scene(
        distance,
        surface,
        camera,
        far=width * 6,
        reach=height * 0.9,
        steps=110,
        shrink=0.8,
        floor=False,
        **STUDIO,
    )


class Piece(NamedTuple):
    section: FlatTube
    x: float
    y: float
    front: float
    length: float

    def distance(self, point: Vec) -> Field:
        section = profile(self.section, point.x - self.x, point.y - self.y)
        z = point.z - self.front
        return greater(section, greater(z, -z - self.length))


def pieces(
    tubes: Sequence[Piece], camera: Camera, *, size: float, plates: Sequence[tuple[Vec, Vec]] = ()
) -> Scene:
    """Pieces of tubes on a floor, and steel plates (middle, half size) where they are given."""

    def steel(point: Vec) -> Field:
        return least(
            *(box(point.minus(middle), tuple(half), 0.05 * size / 16) for middle, half in plates)
        )

    def metal(point: Vec) -> Field:
        return least(*(piece.distance(point) for piece in tubes))

    def distance(point: Vec) -> Field:
        return lesser(metal(point), steel(point)) if plates else metal(point)

    def surface(point: Vec, normal: Vec) -> Surface:
        found = finish(point, normal, size, seed=3.0)
        nearest = metal(point)
        if plates:
            of_steel = steel(point)
            share = step(nearest - of_steel)
            found = choose(share, found, _ground_steel(point, normal))
            nearest = lesser(nearest, of_steel)
        return choose(step(nearest - point.y), found, studio_floor(point, normal, "#8b99a6"))

    return Scene(
        distance,
        surface,
        camera,
        far=size * 12,
        fog=0.16 / size,
        fog_start=size * 2.8,
        reach=size * 0.1,
        steps=110,
        **STUDIO,
    )


def _ground_steel(point: Vec, normal: Vec) -> Surface:
    size = normal.y.image.size
    return Surface(
        Vec(*(constant(size, part) for part in colour("#93a4b3"))),
        constant(size, 0.85),
        constant(size, 0.3),
        normal,
    )


FINE = tube("16.00", "1.80", "0.35", "0.25", 10)
DENSE = tube("20.00", "1.30", "0.25", "0.22", 20)
STRONG = tube("25.40", "2.00", "0.40", "0.30", 16)
TALL = tube("38.00", "5.00", "0.80", "0.80", 8)


def wall_of_ends() -> Scene:
    return rows(FINE, Camera(Vec(-7.5, 5.5, 15.0), Vec(1.2, 0.4, 0.0), 2.5))


def family() -> Scene:
    tubes = [
        Piece(TALL, -3.0, 2.5, -8.0, 40.0),
        Piece(STRONG, 2.0, 6.02, -4.0, 40.0),
        Piece(DENSE, -6.0, 7.68, -1.0, 40.0),
        Piece(FINE, 6.0, 7.94, 2.0, 40.0),
        Piece(STRONG, 32.0, 1.0, -6.0, 40.0),
        Piece(DENSE, 31.0, 2.66, -1.5, 40.0),
    ]
    return pieces(tubes, Camera(Vec(32.0, 25.0, 62.0), Vec(13.5, 2.2, -6.0), 2.6), size=38.0)


def two_sections() -> Scene:
    tubes = [Piece(FINE, -9.2, 0.9, 0.0, 34.0), Piece(DENSE, 10.4, 0.65, 0.0, 34.0)]
    return pieces(tubes, Camera(Vec(7.0, 12.0, 30.0), Vec(2.6, 0.4, -4.0), 2.65), size=20.0)


def between_plates() -> Scene:
    tubes = [Piece(STRONG, 0.0, 4.0, 3.0, 60.0)]
    plates = [
        (Vec(0.0, 1.5, -27.0), Vec(19.0, 1.5, 27.0)),
        (Vec(0.0, 6.6, -29.0), Vec(17.0, 1.5, 24.0)),
    ]
    return pieces(
        tubes, Camera(Vec(25.0, 15.0, 41.0), Vec(1.0, 2.6, -8.0), 3.5), size=25.4, plates=plates
    )


def drawn() -> Scene:
    """A piece of tube on the sheet on which its section is drawn, with its measures."""
    section, size = TALL, 60.0
    turn = (0.94, 0.342)
    scale, sheet_z = 0.62, 26.0
    half, high = 19.0 / scale, 2.5 / scale

    def piece(point: Vec) -> Field:
        x, z = turned(point.x - 3.0, point.z + 4.0, *turn)
        return greater(profile(section, x, point.y - 2.5), greater(z - 8.0, -z - 40.0))

    def stroke(gap: Field, width: float = 0.22) -> Field:
        return smooth(gap, width + 0.12, width - 0.04)

    def lines(point: Vec) -> tuple[Field, Field]:
        """Shares of the two inks on the sheet."""
        x, z = point.x * scale, (point.z - sheet_z) * scale
        shape = abs(profile(section, x, z)) / scale
        outline = stroke(shape, 0.26)
        hatch = (
            step(-profile(section, x, z)) * stroke(wave(point.x + point.z, 1.9) * 0.95, 0.1) * 0.7
        )
        ax, az = abs(point.x), point.z - sheet_z
        axis = stroke(greater(abs(az), ax - half - 5.0), 0.1) * step(wave(point.x, 6.0) - 0.16)
        level = az - high - 9.0
        across = greater(abs(level), ax - half)
        ends = greater(abs(ax - half), abs(level + 4.0) - 5.4)
        heads = greater(abs(level) * 3.6 - (half - ax), half - ax - 2.6)
        beside = point.x + half + 8.0
        upright = greater(abs(beside), abs(az) - high - 5.0)
        reach = greater(abs(abs(az) - high), abs(beside - 4.2) - 5.6)
        tips = greater(abs(beside) * 3.6 - (abs(az) - high), abs(az) - high - 2.6)
        wall_x = point.x - half - 5.0
        wall = 0.8 / scale
        inner = least(abs(az + high), abs(az + high - wall))
        wall_ends = greater(inner, abs(wall_x + 2.4) - 3.6)
        wall_line = greater(abs(wall_x), abs(az + high - wall / 2) - 5.0)
        outer = greater(-(az + high), az + high - wall)
        wall_tips = greater(abs(wall_x) * 3.6 - outer, outer - 2.6)
        thin = least(across, ends, upright, reach, wall_ends, wall_line)
        measure = greater(stroke(thin, 0.12), stroke(least(heads, tips, wall_tips), 0.05))
        return greater(greater(outline, hatch), axis), measure

    def surface(point: Vec, normal: Vec) -> Surface:
        x, z = turned(point.x - 3.0, point.z + 4.0, *turn)
        leaned_x, leaned_z = turned(normal.x, normal.z, *turn)
        metal = finish(Vec(x, point.y, z), Vec(leaned_x, normal.y, leaned_z), 38.0, seed=3.0)
        back_x, back_z = turned(metal.normal.x, metal.normal.z, turn[0], -turn[1])
        metal = metal._replace(normal=Vec(back_x, metal.normal.y, back_z))
        ink, accent = lines(point)
        size_ = ink.image.size
        grid = stroke(least(wave(point.x, 5.0), wave(point.z, 5.0)) * 2.5, 0.03) * 0.1
        paper = Vec(*(constant(size_, part) for part in colour("#aebac5")))
        blue = Vec(*(constant(size_, part) for part in colour("#274662")))
        amber = Vec(*(constant(size_, part) for part in colour("#c9761a")))
        inked = blend(blend(blend(paper, blue, grid), blue, ink), amber, accent)
        sheet = Surface(inked, constant(size_, 0.0), constant(size_, 0.85), normal)
        return choose(step(piece(point) - point.y), metal, sheet)

    return Scene(
        piece,
        surface,
        Camera(Vec(-20.0, 62.0, 92.0), Vec(0.5, 0.0, 10.0), 3.15),
        far=size * 14,
        fog=0.1 / size,
        fog_start=size * 3.2,
        reach=3.0,
        steps=100,
        **STUDIO,
    )
