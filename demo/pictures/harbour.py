"""The port: stacked containers, a ship at the quay, a container being loaded. Metres."""

from __future__ import annotations

from .field import (
    Field,
    clamp,
    constant,
    greater,
    hashed,
    least,
    lesser,
    noise,
    root,
    smooth,
    step,
    wave,
)
from .materials import Part, nearest, painted
from .shapes import box, repeated
from .tracing import Camera, Scene, Surface
from .tubes import choose
from .vectors import Vec, blend, colour

LONG, WIDE, HIGH = 12.2, 2.44, 2.6
PALETTE = ("#3f5f7d", "#8796a3", "#c9d0d5", "#2b4056", "#b9722c", "#6b8299")

SKY = {
    "sky_low": colour("#dfe3e3"),
    "sky_high": colour("#7e98b0"),
    "ground": colour("#77828b"),
    "sun": Vec(-0.62, 0.55, 0.6),
    "sun_light": Vec(1.75, 1.6, 1.4),
}


def stack(point: Vec, tiers: int, columns: int, rows: int) -> tuple[Field, Field]:
    """Containers along x, stacked along y, in rows along z; and a number of each for its colour."""
    x, column = repeated(point.x, LONG + 0.35, 0, columns - 1)
    y, tier = repeated(point.y - HIGH / 2, HIGH + 0.04, 0, tiers - 1)
    z, row = repeated(-point.z, WIDE + 0.3, 0, rows - 1)
    number = hashed(column * 7.0 + tier * 3.0 + row * 11.0, 0.37)
    return box(Vec(x, y, z), (LONG / 2, HIGH / 2, WIDE / 2), 0.05), number


def container(point: Vec, normal: Vec, number: Field) -> Surface:
    """Painted steel with upright corrugations."""
    share = number * len(PALETTE)
    size = number.image.size
    tint = Vec(*(constant(size, part) for part in colour(PALETTE[0])))
    for at, code in enumerate(PALETTE[1:], 1):
        other = Vec(*(constant(size, part) for part in colour(code)))
        tint = blend(tint, other, step(share - at))
    sides = 1.0 - smooth(abs(normal.y), 0.5, 0.8)
    ribs = wave(point.x + point.z, 0.56)
    lean = (smooth(ribs, 0.25, 0.45) - smooth(ribs, 0.55, 0.75) * 1.0) * sides
    groove = 1.0 - smooth(ribs, 0.35, 0.65) * sides * 0.22
    bent = Vec(
        normal.x + lean * normal.z * 0.35, normal.y, normal.z + lean * normal.x * 0.35
    ).unit()
    worn = noise(point.y * 1.7 + point.x * 0.6, 3.0) * 0.14 + 0.9
    return Surface(
        Vec(*(part * groove * worn for part in tint)),
        constant(size, 0.0),
        constant(size, 0.5),
        bent,
    )


def crane(point: Vec, x: float, z: float) -> Field:
    """A gantry over the quay, its arm out over the water."""
    local = Vec(point.x - x, point.y, point.z - z)
    legs = box(Vec(abs(local.x) - 9.0, local.y - 17.0, abs(local.z) - 10.0), (0.7, 17.0, 0.7))
    sills = box(Vec(abs(local.x) - 9.0, abs(local.y - 19.0) - 15.0, local.z), (0.6, 0.7, 10.0))
    ties = box(Vec(local.x, local.y - 33.0, abs(local.z) - 10.0), (9.0, 0.8, 0.6))
    arm = box(Vec(abs(local.x) - 2.2, local.y - 35.5, local.z + 16.0), (0.5, 1.1, 46.0))
    mast = box(Vec(abs(local.x) - 2.2, local.y - 42.0, local.z + 10.0), (0.5, 8.0, 0.5))
    house = box(Vec(local.x, local.y - 37.5, local.z - 16.0), (2.6, 1.8, 5.0))
    rise = abs((local.y - 36.0) * 0.92 - (1.0 - abs(local.z + 10.0) / 48.0) * 13.0) * 0.9 - 0.14
    stays = greater(rise, greater(abs(abs(local.x) - 2.2) - 0.16, abs(local.z + 10.0) - 46.0))
    return least(legs, sills, ties, arm, mast, house, stays)


def _ground(normal: Vec, point: Vec) -> Surface:
    patches = noise(point.x * 0.25 + noise(point.z * 0.2) * 3.0) * 0.12
    lines = smooth(abs(abs(point.z - 6.5) - 1.6), 0.12, 0.06)
    bare = painted(normal, "#8a9299", 0.55, shade=1.0 - patches)
    return choose(lines, bare, painted(normal, "#d0a24a", 0.6))


def yard() -> Scene:
    def boxes(point: Vec) -> tuple[Field, Field]:
        return stack(Vec(point.x + 14.0, point.y, point.z + 2.0), 4, 4, 3)

    def cranes(point: Vec) -> Field:
        return lesser(crane(point, 2.0, -60.0), crane(point, 46.0, -66.0))

    def distance(point: Vec) -> Field:
        return lesser(boxes(point)[0], cranes(point))

    def surface(point: Vec, normal: Vec) -> Surface:
        gap, number = boxes(point)
        return nearest(
            [
                Part(gap, container(point, normal, number)),
                Part(cranes(point), painted(normal, "#4d6880", 0.5)),
                Part(point.y, _ground(normal, point)),
            ]
        )

    return Scene(
        distance,
        surface,
        Camera(Vec(-23.0, 3.1, 17.0), Vec(3.0, 6.1, -6.0), 1.75),
        far=420.0,
        fog=0.0042,
        fog_start=30.0,
        reach=2.2,
        mirror=False,
        steps=90,
        shrink=0.9,
        **SKY,
    )


def quay() -> Scene:
    """A ship alongside, seen from the water's edge."""

    def hull(point: Vec) -> Field:
        x, z = point.x - 20.0, point.z + 32.0
        narrow = smooth(x, -44.0, -78.0) * 10.0
        flare = clamp((9.0 - point.y) / 14.0) * 3.0
        side = (abs(z) - (15.0 - narrow - flare)) * 0.8
        return greater(greater(side, point.y - 9.0), abs(x + 4.0) - 82.0)

    def cargo(point: Vec) -> tuple[Field, Field]:
        return stack(Vec(point.x + 36.0, point.y - 9.3, point.z + 22.0), 5, 6, 8)

    def bridge(point: Vec) -> Field:
        return lesser(
            box(Vec(point.x - 50.0, point.y - 21.0, point.z + 32.0), (5.0, 12.0, 13.0), 0.3),
            box(Vec(point.x - 50.0, point.y - 32.0, point.z + 32.0), (4.0, 1.6, 15.5), 0.3),
        )

    def cranes(point: Vec) -> Field:
        return lesser(crane(point, -16.0, 4.0), crane(point, 30.0, 4.0))

    def wall(point: Vec) -> Field:
        return box(Vec(point.x, point.y + 0.6, point.z - 24.0), (400.0, 2.2, 38.0))

    def distance(point: Vec) -> Field:
        return least(hull(point), cargo(point)[0], bridge(point), cranes(point), wall(point))

    def surface(point: Vec, normal: Vec) -> Surface:
        gap, number = cargo(point)
        size = number.image.size
        line = step(2.2 - point.y)
        side = choose(line, painted(normal, "#2f4a63", 0.4), painted(normal, "#8c4a33", 0.5))
        decks = step(wave(point.y, 2.6) - 0.45) * step(abs(normal.y) * -1.0 + 0.5)
        house = choose(
            decks * 0.55, painted(normal, "#e8eaea", 0.5), painted(normal, "#30404e", 0.2)
        )
        swell = noise(point.x * 0.33 + noise(point.z * 0.5) * 2.2) - 0.5
        small = noise(point.z * 1.3 + noise(point.x * 0.7, 5.0) * 2.0, 2.0) - 0.5
        wet = Vec(normal.x + swell * 0.05 + small * 0.03, normal.y, normal.z + small * 0.06).unit()
        return nearest(
            [
                Part(hull(point), side),
                Part(gap, container(point, normal, number)),
                Part(bridge(point), house),
                Part(cranes(point), painted(normal, "#4d6880", 0.5)),
                Part(wall(point), _ground(normal, Vec(point.x, point.y, point.z + 4.0))),
                Part(point.y, painted(wet, "#33505f", 0.06)._replace(metal=constant(size, 0.12))),
            ]
        )

    return Scene(
        distance,
        surface,
        Camera(Vec(-104.0, 15.0, -4.0), Vec(-4.0, 13.5, -28.0), 1.9),
        far=900.0,
        fog=0.0016,
        fog_start=90.0,
        reach=4.0,
        steps=90,
        shrink=0.9,
        **SKY,
    )


def loading() -> Scene:
    """An open container; coils on pallets stand in it and in front of it."""

    def shell(point: Vec) -> Field:
        outer = box(Vec(point.x, point.y - 1.45, point.z + 4.0), (1.24, 1.3, 6.0), 0.03)
        inner = box(Vec(point.x, point.y - 1.47, point.z + 3.0), (1.16, 1.2, 6.4))
        return greater(outer, -inner)

    def doors(point: Vec) -> Field:
        x, z = abs(point.x) - 1.24, point.z - 2.0
        along, across = x * 0.5 + z * 0.866, z * 0.5 - x * 0.866
        leaf = box(Vec(along - 0.62, point.y - 1.45, across), (0.6, 1.24, 0.04), 0.01)
        rod = (
            root((along - 0.4) * (along - 0.4) + (abs(across) - 0.07) * (abs(across) - 0.07))
            - 0.025
        )
        return lesser(leaf, greater(rod, abs(point.y - 1.45) - 1.2))

    def pallets(point: Vec) -> tuple[Field, Field]:
        inside_z, _ = repeated(point.z + 1.4, 1.35, -3, 0)
        places = ((0.0, 0.26, inside_z), (-2.7, 0.0, point.z - 3.4), (2.75, 0.0, point.z - 3.0))
        goods, wood = [], []
        for x0, y0, z in places:
            x, y = point.x - x0, point.y - y0
            slats_x, _ = repeated(x, 0.22, -2, 2)
            top = box(Vec(slats_x, y - 0.15, z), (0.085, 0.018, 0.56))
            blocks = box(Vec(abs(x) - 0.42, y - 0.07, abs(z) - 0.42), (0.08, 0.065, 0.1))
            skids = box(Vec(abs(x) - 0.42, y - 0.02, z), (0.08, 0.02, 0.56))
            wood.append(least(top, blocks, skids))
            radius = root(x * x + z * z)
            ring = abs(radius - 0.36) - 0.16
            goods += [greater(ring, abs(y - base - 0.18) - 0.17) for base in (0.17, 0.55)]
        return least(*goods), least(*wood)

    def distance(point: Vec) -> Field:
        return least(shell(point), doors(point), *pallets(point))

    def surface(point: Vec, normal: Vec) -> Surface:
        goods, wood = pallets(point)
        size = goods.image.size
        blue = constant(size, 0.02)
        within = step(1.17 - abs(point.x)) * step(2.3 - point.z)
        side = choose(within, container(point, normal, blue), painted(normal, "#66727c", 0.6))
        turns = noise(root(point.x * point.x + point.z * point.z) * 300.0) * 0.2 + 0.85
        return nearest(
            [
                Part(shell(point), side),
                Part(doors(point), container(point, normal, blue)),
                Part(goods, painted(normal, "#e6e9eb", 0.26, metal=1.0, shade=turns)),
                Part(wood, painted(normal, "#b08a5e", 0.8)),
                Part(point.y, _ground(normal, point)),
            ]
        )

    return Scene(
        distance,
        surface,
        Camera(Vec(3.6, 2.4, 10.2), Vec(0.1, 1.15, 0.6), 3.1),
        far=200.0,
        fog=0.01,
        fog_start=16.0,
        reach=0.7,
        mirror=False,
        steps=90,
        shrink=0.9,
        **{**SKY, "sun": Vec(0.35, 0.75, 0.75)},
    )
