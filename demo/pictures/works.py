"""The works: a hall in one-point perspective, the front of an extrusion press, a furnace. Metres."""

from __future__ import annotations

from .field import (
    Field,
    clamp,
    constant,
    greater,
    least,
    lesser,
    noise,
    root,
    smooth,
    step,
    wave,
)
from .materials import Part, glowing, nearest, painted
from .shapes import box, repeated
from .tracing import Camera, Panel, Scene, Surface
from .tubes import choose
from .vectors import Vec, colour

HALF_WIDTH, HEIGHT, LENGTH, BAY = 12.0, 11.0, 72.0, 6.0


def _moved(point: Vec, x: float, y: float, z: float) -> Vec:
    return Vec(point.x - x, point.y - y, point.z - z)


def _frame(point: Vec) -> Field:
    """Columns, roof beams and the rails of the crane."""
    z, _ = repeated(point.z, BAY, -20, 0)
    x = abs(point.x)
    columns = box(Vec(x - 11.4, point.y - 5.0, z), (0.22, 5.0, 0.3))
    beams = box(Vec(point.x, point.y - 9.9, z), (12.0, 0.14, 0.16))
    lower = box(Vec(point.x, point.y - 9.0, z), (12.0, 0.09, 0.1))
    slope = wave(point.x, 3.0) * 0.9 + 9.0
    braces = greater(abs(point.y - slope) * 0.8 - 0.06, abs(z) - 0.07)
    rails = box(Vec(x - 10.8, point.y - 7.6, point.z), (0.25, 0.35, 90.0))
    return least(columns, beams, lower, greater(braces, point.y - 9.95), rails)


def _machines(point: Vec) -> tuple[Field, Field]:
    """A row of lines on the left: bodies, and their darker heads."""
    z, _ = repeated(point.z + 4.0, 12.0, -5, 0)
    body = box(Vec(point.x + 7.6, point.y - 1.1, z), (1.7, 1.1, 4.0), 0.06)
    head = least(
        box(Vec(point.x + 7.4, point.y - 2.75, z - 2.2), (1.2, 0.6, 1.1), 0.05),
        box(Vec(point.x + 7.9, point.y - 2.45, z + 1.6), (1.0, 0.3, 1.6), 0.05),
        box(Vec(point.x + 5.6, point.y - 0.8, z + 0.4), (0.35, 0.8, 0.5), 0.03),
    )
    return body, head


def _goods(point: Vec) -> Field:
    """Coils that stand in a row on the right, their axes across the hall."""
    z, _ = repeated(point.z + 1.0, 1.75, -36, 0)
    y = point.y - 0.78
    radius = root(y * y + z * z)
    ring = abs(radius - 0.49) - 0.26
    first = greater(ring, abs(point.x - 6.4) - 0.42)
    return lesser(first, greater(ring, abs(point.x - 8.4) - 0.42))


def hall(
    *, network: bool = False, evening: bool = False, x: float = 0.0, height: float = 2.5
) -> Scene:
    crane_z = -26.0

    def crane(point: Vec) -> Field:
        return lesser(
            box(_moved(point, 0.0, 8.2, crane_z), (10.9, 0.42, 0.5)),
            box(_moved(point, 2.6, 7.5, crane_z), (0.8, 0.35, 0.7)),
        )

    def lines(point: Vec) -> Field:
        z, _ = repeated(point.z + 4.0, 12.0, -5, 0)
        along = root((point.x + 5.2) * (point.x + 5.2) + (point.y - 5.6) * (point.y - 5.6)) - 0.035
        down_x, down_z = point.x + 6.6, z - 2.2
        down = root(down_x * down_x + down_z * down_z) - 0.03
        drops = greater(down, greater(3.3 - point.y, point.y - 5.6))
        cross = root((point.y - 5.6) * (point.y - 5.6) + down_z * down_z) - 0.03
        arms = greater(cross, abs(point.x + 5.9) - 0.7)
        across = root((point.y - 5.6) * (point.y - 5.6) + z * z) - 0.03
        return least(along, drops, arms, greater(across, abs(point.x - 0.4) - 5.6))

    def walls(point: Vec) -> Field:
        return least(HALF_WIDTH - abs(point.x), HEIGHT - point.y, point.z + LENGTH)

    def distance(point: Vec) -> Field:
        body, head = _machines(point)
        parts = [walls(point), _frame(point), body, head, _goods(point), crane(point)]
        if network:
            parts.append(lines(point))
        return least(*parts)

    daylight = Vec(0.42, 0.6, 0.95) if evening else Vec(2.7, 2.85, 3.0)
    lamp = Vec(1.7, 1.25, 0.8)

    def surface(point: Vec, normal: Vec) -> Surface:
        body, head = _machines(point)
        size = normal.y.image.size
        bays = wave(point.z, BAY)
        panes = step(wave(point.z, 1.0) - 0.08) * step(wave(point.y, 1.25) - 0.06)
        window = (
            smooth(normal.x * normal.x, 0.5, 0.9)
            * step(2.0 - abs(point.y - 6.3))
            * step(bays - 0.16)
            * panes
        )
        roof_light = (
            smooth(-normal.y, 0.5, 0.9)
            * step(1.35 - abs(abs(point.x) - 5.2))
            * step(wave(point.z, 2.0) - 0.05)
        )
        gate = step(normal.z - 0.5) * step(3.0 - abs(point.x)) * step(5.0 - point.y)
        open_ = clamp(window + roof_light + gate)
        wall = painted(normal, "#a9b3bb", 0.7)
        if evening:
            lamps = (
                smooth(-normal.y, 0.5, 0.9)
                * step(0.35 - abs(abs(point.x) - 2.4))
                * step(wave(point.z, BAY) - 0.6)
            )
            wall = choose(lamps, wall, glowing(normal, lamp))
        wall = choose(open_, wall, glowing(normal, daylight))
        ways = step(0.07 - abs(abs(point.x) - 2.6))
        joints = step(0.012 - abs(wave(point.z, BAY) * BAY / 2)) * 0.2
        stain = noise(point.x * 0.9 + noise(point.z * 0.5) * 3.0) * 0.1
        floor = choose(
            ways,
            painted(normal, "#87929b", 0.12, shade=1.02 - joints - stain),
            painted(normal, "#d79a2b", 0.3),
        )
        parts = [
            Part(walls(point), wall),
            Part(_frame(point), painted(normal, "#53677a", 0.5)),
            Part(body, painted(normal, "#dfe4e8", 0.35)),
            Part(head, painted(normal, "#3c5b78", 0.35)),
            Part(_goods(point), painted(normal, "#dfe3e6", 0.3, metal=0.9)),
            Part(crane(point), painted(normal, "#d79a2b", 0.45)),
            Part(point.y, floor),
        ]
        if network:
            parts.append(Part(lines(point), glowing(normal, Vec(0.35, 1.5, 2.6))))
        found = nearest(parts)
        return found._replace(metal=lesser(found.metal, constant(size, 1.0)))

    low, high = ("#5d6a7c", "#2a3442") if evening else ("#c4cfd8", "#9eabb6")
    return Scene(
        distance,
        surface,
        Camera(Vec(x, height, 1.5), Vec(x * 0.25, 3.5, -28.0), 1.35),
        sky_low=colour(low),
        sky_high=colour(high),
        ground=colour("#4a535b" if evening else "#8a959e"),
        sun=Vec(0.35, 0.9, 0.2),
        sun_light=Vec(0.0, 0.0, 0.0),
        far=90.0,
        fog=0.009,
        fog_start=14.0,
        reach=1.4,
        steps=110,
        shrink=0.9,
        lamps=(
            (Vec(0.0, 9.0, -8.0), lamp if evening else Vec(0.35, 0.36, 0.38), 6.0),
            (Vec(0.0, 9.0, -30.0), lamp if evening else Vec(0.35, 0.36, 0.38), 8.0),
        ),
    )


def daylight() -> Scene:
    return hall(x=1.2)


def network() -> Scene:
    return hall(network=True, x=1.6, height=3.4)


def walkways() -> Scene:
    return hall(x=-0.6, height=1.7)


def evening() -> Scene:
    return hall(evening=True, x=0.8, height=2.2)


# The press


def press(*, side: float = 2.6, high: float = 2.35, back: float = 6.4) -> Scene:
    """The front platen with its tie rods; a flat tube runs out of the die towards us over rollers."""
    warm = Vec(3.4, 1.25, 0.32)

    def platen(point: Vec) -> Field:
        plate = box(_moved(point, 0.0, 1.9, -1.0), (1.75, 1.6, 0.55), 0.08)
        x, y = point.x, point.y - 1.6
        bore = root(x * x + y * y) - 0.46
        return greater(plate, -bore)

    def ring(point: Vec) -> Field:
        x, y = point.x, point.y - 1.6
        radius = root(x * x + y * y)
        rim = greater(abs(radius - 0.52) - 0.09, abs(point.z + 0.42) - 0.1)
        bolts_x, bolts_y = abs(x) - 0.5, abs(y) - 0.5
        bolts = greater(
            root(bolts_x * bolts_x + bolts_y * bolts_y) - 0.05, abs(point.z + 0.42) - 0.1
        )
        return lesser(rim, bolts)

    def die(point: Vec) -> Field:
        x, y = point.x, point.y - 1.6
        return greater(root(x * x + y * y) - 0.46, abs(point.z + 1.1) - 0.25)

    def rods(point: Vec) -> Field:
        x, y = abs(point.x) - 1.28, abs(point.y - 1.9) - 1.12
        radius = root(x * x + y * y)
        rod = greater(radius - 0.2, abs(point.z + 2.0) - 2.0)
        nut = greater(radius - 0.31, abs(point.z + 0.27) - 0.2)
        return lesser(rod, nut)

    def table(point: Vec) -> tuple[Field, Field]:
        z, _ = repeated(point.z - 0.6, 0.42, 0, 24)
        y = point.y - 1.36
        rollers = greater(root(y * y + z * z) - 0.09, abs(point.x) - 0.55)
        cheeks = box(
            Vec(abs(point.x) - 0.66, point.y - 1.28, point.z - 5.4), (0.07, 0.16, 5.2), 0.02
        )
        legs_z, _ = repeated(point.z - 1.0, 1.8, 0, 6)
        legs = box(Vec(abs(point.x) - 0.66, point.y - 0.6, legs_z), (0.06, 0.6, 0.08))
        return rollers, lesser(cheeks, legs)

    def strand(point: Vec) -> Field:
        return box(_moved(point, 0.0, 1.475, 4.0), (0.3, 0.022, 5.2), 0.02)

    def console(point: Vec) -> Field:
        return lesser(
            box(_moved(point, -2.6, 0.6, 0.6), (0.4, 0.6, 0.28), 0.04),
            box(_moved(point, -2.6, 1.35, 0.5), (0.42, 0.24, 0.08), 0.03),
        )

    def distance(point: Vec) -> Field:
        rollers, frame = table(point)
        return least(
            platen(point),
            ring(point),
            die(point),
            rods(point),
            rollers,
            frame,
            strand(point),
            console(point),
        )

    def surface(point: Vec, normal: Vec) -> Surface:
        rollers, frame = table(point)
        heat = clamp(1.0 - (point.z + 1.0) / 2.2)
        metal = painted(normal, "#e6e9eb", 0.22, metal=1.0)
        hot = metal._replace(glow=Vec(*(heat * heat * part * 0.35 for part in warm)))
        x, y = point.x, point.y - 1.6
        glow = clamp(1.0 - root(x * x + y * y) / 0.46)
        slit = step(0.34 - abs(point.x)) * step(0.05 - abs(point.y - 1.475))
        die_ = painted(normal, "#5d5650", 0.5, metal=0.7)
        die_ = die_._replace(glow=Vec(*((glow * glow * 0.3 + slit * 1.2) * part for part in warm)))
        screen = (
            step(0.34 - abs(point.x + 2.6))
            * step(0.17 - abs(point.y - 1.37))
            * step(normal.z - 0.6)
        )
        desk = choose(screen, painted(normal, "#cfd6dc", 0.4), glowing(normal, Vec(0.25, 0.6, 0.9)))
        tiles = noise(point.x * 0.8 + noise(point.z * 0.6) * 2.0) * 0.08
        return nearest(
            [
                Part(platen(point), painted(normal, "#44627f", 0.32)),
                Part(ring(point), painted(normal, "#b9c2c9", 0.25, metal=1.0)),
                Part(die(point), die_),
                Part(rods(point), painted(normal, "#cdd4d9", 0.18, metal=1.0)),
                Part(rollers, painted(normal, "#8d979f", 0.3, metal=0.8)),
                Part(frame, painted(normal, "#39495a", 0.45)),
                Part(strand(point), hot),
                Part(console(point), desk),
                Part(point.y, painted(normal, "#7d8891", 0.14, shade=1.0 - tiles)),
            ]
        )

    return Scene(
        distance,
        surface,
        Camera(Vec(side, high, back), Vec(-0.05, 1.55, -0.2), 2.7),
        sky_low=colour("#8494a3"),
        sky_high=colour("#2c3742"),
        ground=colour("#59646e"),
        panels=(
            Panel(Vec(-0.8, 0.7, 0.4), 0.9, Vec(1.7, 1.8, 1.9)),
            Panel(Vec(0.9, 0.5, 0.2), 0.93, Vec(1.2, 1.25, 1.3)),
            Panel(Vec(0.1, 0.8, -0.7), 0.95, Vec(1.2, 1.25, 1.3)),
        ),
        sun=Vec(-0.4, 0.85, 0.6),
        sun_light=Vec(0.75, 0.78, 0.82),
        far=60.0,
        fog=0.045,
        fog_start=9.0,
        reach=0.35,
        steps=90,
        lamps=((Vec(0.0, 1.75, -0.3), Vec(2.2, 0.9, 0.28), 0.55),),
    )


def extrusion() -> Scene:
    return press()


def operator_desk() -> Scene:
    return press(side=-4.3, high=2.2, back=5.6)


# The furnace


def furnace() -> Scene:
    """An open furnace door, molten metal in the launder in front of it, ingots waiting."""
    warm = Vec(5.5, 2.1, 0.5)

    def house(point: Vec) -> Field:
        body = box(_moved(point, 0.0, 1.9, -3.0), (3.4, 1.9, 1.6), 0.1)
        mouth = box(_moved(point, 0.0, 1.75, -1.8), (1.35, 0.8, 1.4), 0.08)
        return greater(body, -mouth)

    def frame(point: Vec) -> Field:
        edge = box(_moved(point, 0.0, 1.75, -1.38), (1.6, 1.05, 0.12), 0.03)
        hole = box(_moved(point, 0.0, 1.75, -1.38), (1.35, 0.8, 0.4), 0.08)
        door = box(_moved(point, 0.0, 3.3, -1.25), (1.5, 0.5, 0.12), 0.04)
        return lesser(greater(edge, -hole), door)

    def launder(point: Vec) -> tuple[Field, Field]:
        trough = box(_moved(point, 0.0, 0.62, 1.2), (0.42, 0.3, 2.9), 0.04)
        channel = box(_moved(point, 0.0, 0.88, 1.2), (0.28, 0.22, 4.0), 0.05)
        bath = box(_moved(point, 0.0, 0.7, 1.2), (0.3, 0.08, 2.88))
        return greater(trough, -channel), bath

    def ingots(point: Vec) -> Field:
        x, _ = repeated(point.x - 2.35, 0.42, 0, 3)
        y, _ = repeated(point.y - 0.14, 0.27, 0, 4)
        return box(Vec(x, y, point.z - 0.4), (0.185, 0.115, 0.8), 0.05)

    def distance(point: Vec) -> Field:
        trough, bath = launder(point)
        return least(house(point), frame(point), trough, bath, ingots(point))

    def surface(point: Vec, normal: Vec) -> Surface:
        trough, bath = launder(point)
        inside = step(-1.35 - point.z) * step(1.4 - abs(point.x)) * step(0.85 - abs(point.y - 1.75))
        deep = clamp((-1.2 - point.z) / 1.8)
        bricks = noise(point.x * 6.0 + noise(point.y * 5.0) * 2.0) * 0.25 + 0.75
        oven = choose(
            inside,
            painted(normal, "#4b6176", 0.5),
            glowing(normal, warm, (deep * 0.75 + 0.12) * bricks),
        )
        film = noise(point.z * 5.0 + noise(point.x * 9.0) * 1.4) * 0.5 + 0.5
        cool = clamp(1.0 - (point.z + 1.4) / 6.0)
        bent = Vec(normal.x + (film - 0.75) * 0.12, normal.y, normal.z + (film - 0.75) * 0.1).unit()
        melt = painted(bent, "#f1e4d6", 0.1, metal=1.0)
        melt = melt._replace(glow=Vec(*(film * cool * part * 0.3 for part in warm)))
        tiles = noise(point.x * 0.8 + noise(point.z * 0.6) * 2.0) * 0.1
        return nearest(
            [
                Part(house(point), oven),
                Part(frame(point), painted(normal, "#2f3a44", 0.45, metal=0.4)),
                Part(trough, painted(normal, "#8a8f92", 0.7)),
                Part(bath, melt),
                Part(ingots(point), painted(normal, "#dde1e4", 0.3, metal=1.0)),
                Part(point.y, painted(normal, "#6f7981", 0.16, shade=1.0 - tiles)),
            ]
        )

    return Scene(
        distance,
        surface,
        Camera(Vec(-2.7, 2.35, 6.2), Vec(0.3, 1.35, -0.6), 2.3),
        sky_low=colour("#66737f"),
        sky_high=colour("#1f2831"),
        ground=colour("#3c444b"),
        panels=(
            Panel(Vec(0.8, 0.7, 0.4), 0.9, Vec(1.3, 1.4, 1.55)),
            Panel(Vec(-0.8, 0.6, 0.6), 0.93, Vec(0.8, 0.85, 0.95)),
        ),
        sun=Vec(0.45, 0.85, 0.6),
        sun_light=Vec(0.45, 0.5, 0.58),
        far=60.0,
        fog=0.04,
        fog_start=9.0,
        reach=0.4,
        steps=90,
        lamps=(
            (Vec(0.0, 1.7, -1.0), Vec(4.5, 1.8, 0.5), 0.8),
            (Vec(0.0, 1.1, 1.6), Vec(1.2, 0.5, 0.16), 0.5),
        ),
    )
