"""The logo: two flat tubes, one on the other, seen from their ends. As SVG, and as the icon of a home screen."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from demo import reading

STEEL, ACCENT, PAPER = "#2f6690", "#d9822b", "#f5f7f8"
SIDE, TALL, GAP = 64.0, 29.0, 6.0
WALL, WEB, ROUND = 6.5, 5.0, 2.5
STATIC = Path(__file__).resolve().parents[2] / "static"

Box = tuple[float, float, float, float]


def tubes() -> list[Box]:
    """Left, top, right, bottom of each tube."""
    return [(0, top, SIDE, top + TALL) for top in (0, TALL + GAP)]


def ports(tube: Box) -> list[Box]:
    left, top, right, bottom = tube
    inner = right - left - 2 * WALL - 2 * WEB
    width = inner / 3
    starts = [left + WALL + at * (width + WEB) for at in range(3)]
    return [(start, top + WALL, start + width, bottom - WALL) for start in starts]


def svg() -> str:
    """Holes are holes: the page shows through them, in light and dark."""
    paths = []
    accent = ""
    for at, tube in enumerate(tubes()):
        holes = ports(tube)
        if at == 1:
            accent = f'<path fill="{ACCENT}" d="{_path(holes.pop(), "right")}"/>'
        sides = ["left", "", "right"][: len(holes)]
        paths.append(_bar(tube) + "".join(map(_path, holes, sides)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE:g} {SIDE:g}" width="64" height="64">'
        f'<path fill="{STEEL}" fill-rule="evenodd" d="{"".join(paths)}"/>{accent}</svg>\n'
    )


def _bar(box: Box) -> str:
    left, top, right, bottom = box
    radius = (bottom - top) / 2
    return (
        f"M{left + radius:g} {top:g}H{right - radius:g}a{radius:g} {radius:g} 0 0 1 0 {2 * radius:g}"
        f"H{left + radius:g}a{radius:g} {radius:g} 0 0 1 0 {-2 * radius:g}Z"
    )


def _path(box: Box, side: str) -> str:
    """A port; those at the ends are round on the outside."""
    left, top, right, bottom = box
    high = bottom - top
    a = high / 2 if side == "left" else ROUND
    b = high / 2 if side == "right" else ROUND
    return (
        f"M{left + a:g} {top:g}H{right - b:g}a{b:g} {b:g} 0 0 1 {b:g} {b:g}v{high - 2 * b:g}"
        f"a{b:g} {b:g} 0 0 1 {-b:g} {b:g}H{left + a:g}a{a:g} {a:g} 0 0 1 {-a:g} {-a:g}v{2 * a - high:g}"
        f"a{a:g} {a:g} 0 0 1 {a:g} {-a:g}Z"
    )


def icon(size: int) -> Image.Image:
    """On paper, with room around it, for home screens."""
    finer = 4
    scale = size * finer / (SIDE * 1.5)
    image = Image.new("RGB", (size * finer, size * finer), PAPER)
    pen = ImageDraw.Draw(image)
    for at, tube in enumerate(tubes()):
        pen.rounded_rectangle(_placed(tube, scale), scale * TALL / 2, fill=STEEL)
        for number, port in enumerate(ports(tube)):
            fill = ACCENT if (at, number) == (1, 2) else PAPER
            _draw_port(pen, port, number, scale, fill)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _draw_port(pen: ImageDraw.ImageDraw, port: Box, number: int, scale: float, fill: str) -> None:
    left, top, right, bottom = port
    high = bottom - top
    if number == 0:
        pen.pieslice(_placed((left, top, left + high, bottom), scale), 90, 270, fill=fill)
        left += high / 2
    if number == 2:
        pen.pieslice(_placed((right - high, top, right, bottom), scale), 270, 90, fill=fill)
        right -= high / 2
    pen.rectangle(_placed((left, top, right, bottom), scale), fill=fill)


def _placed(box: Box, scale: float) -> Box:
    shift = SIDE * 0.25
    return tuple((value + shift) * scale for value in box)  # type: ignore[return-value]


def make() -> None:
    STATIC.mkdir(exist_ok=True)
    for path in (reading.logo(), STATIC / "favicon.svg"):
        path.write_text(svg())
    icon(192).save(STATIC / "icon-192.png", optimize=True)


if __name__ == "__main__":
    make()
