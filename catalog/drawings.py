"""Technical drawings of products, to scale, from their own numbers. Pure: no Django, no language.

One unit of a drawing is one millimetre on paper; its ``width`` and ``height`` say so, so that a print is to scale.
Colours are ``currentColor`` and its tints, given as attributes (a strict policy refuses inline styles); the classes
``drawing-metal``, ``drawing-line``, ``drawing-measure`` and ``drawing-number`` are for the stylesheet.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import NamedTuple

Numbers = Mapping[str, Decimal]
Write = Callable[[Decimal], str]

# The room a part of a drawing has, so that the whole fits the width of an A4 page within its margins.
TUBE_ROOM = 130
ROD_ROOM = 60
STRIP_ROOM = 12
COIL_ROOM = 100
LARGEST = Decimal(10_000)
MOST_PORTS = 200
# Preferred scales of ISO 5455.
SCALES = tuple(
    Fraction(scale)
    for scale in ("50", "20", "10", "5", "2", "1", "1/2", "1/5", "1/10", "1/20", "1/50", "1/100")
)

TEXT = 3.5
ARROW = 2.0
GAP = 8.0
"""From an outline to its dimension line."""


class Box(NamedTuple):
    """A rectangle with its upper left corner, in millimetres on paper."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


class Label(NamedTuple):
    """A number beside a dimension line; ``sign`` stands before it (Ø)."""

    x: float
    y: float
    value: Decimal
    anchor: str = "middle"
    sign: str = ""


@dataclass(frozen=True)
class Drawing:
    """What is drawn, at which scale. ``coil_scale`` is that of the whole coil where one stands beside its section."""

    width: float
    height: float
    shapes: tuple[str, ...]
    labels: tuple[Label, ...]
    scale: str
    coil_scale: str = ""

    def svg(self, *, title: str, description: str, write: Write) -> str:
        """Return the drawing as inline SVG. ``write`` puts a size in millimetres as the reader's language does."""
        texts = [_text(label, write) for label in self.labels]
        return (
            f'<svg class="drawing" role="img" viewBox="0 0 {_n(self.width)} {_n(self.height)}" '
            f'width="{_n(self.width)}mm" height="{_n(self.height)}mm" '
            'fill="none" stroke="currentColor" stroke-width="0.25">'
            f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
            f"{''.join(self.shapes)}{''.join(texts)}</svg>"
        )


def for_product(code: str, numbers: Numbers) -> Drawing | None:
    """Draw a product of a kind of drawing from its numbers (``width``, ``wall``, ``inner-diameter`` …).

    A coil is drawn as what its numbers tell it to be, so that a family may hold both kinds. None when a number
    is missing or the numbers cannot be those of such a thing.
    """
    sound = {name: value for name, value in numbers.items() if _is_sound(value)}
    drawings = (draw(sound) for draw in DRAWERS.get(code, ()))
    return next((drawing for drawing in drawings if drawing), None)


def _is_sound(value: Decimal) -> bool:
    return value.is_finite() and 0 < value <= LARGEST


# Flat tube


class FlatTube(NamedTuple):
    """The section of a flat tube, in its own millimetres. Its narrow sides and those of the end ports are round."""

    width: Decimal
    height: Decimal
    wall: Decimal
    web: Decimal
    ports: int

    @property
    def port_height(self) -> Decimal:
        return self.height - 2 * self.wall

    @property
    def port_width(self) -> Decimal:
        inner = self.width - 2 * self.wall - (self.ports - 1) * self.web
        return inner / self.ports

    def port_starts(self) -> list[Decimal]:
        """The left edge of each port, from the left edge of the tube."""
        return [self.wall + at * (self.port_width + self.web) for at in range(self.ports)]

    def is_possible(self) -> bool:
        """The end ports hold their round side, and metal and port are both there."""
        round_part = self.port_height / 2 * (2 if self.ports == 1 else 1)
        return (
            self.width > self.height
            and self.port_height > 0
            and self.port_width > 0
            and self.port_width >= round_part
        )


def flat_tube(numbers: Numbers) -> FlatTube | None:
    """Return the tube of these numbers, or None. Without a web of its own the tube's webs are as thick as its wall."""
    if not {"width", "height", "wall", "ports"} <= numbers.keys():
        return None
    ports = numbers["ports"]
    if ports != ports.to_integral_value() or ports > MOST_PORTS:
        return None
    wall = numbers["wall"]
    tube = FlatTube(numbers["width"], numbers["height"], wall, numbers.get("web", wall), int(ports))
    return tube if tube.is_possible() else None


def _draw_flat_tube(numbers: Numbers) -> Drawing | None:
    tube = flat_tube(numbers)
    if not tube:
        return None
    scale = _scale_for(tube.width, TUBE_ROOM)
    margin_left, margin_right, above = 27.0, 23.0, 6.0
    outline = Box(margin_left, above, _paper(tube.width, scale), _paper(tube.height, scale))
    line = outline.bottom + GAP
    shapes = [
        _section(tube, outline, scale),
        *_between(outline.x, outline.right, line, outline.bottom),
        *_beside(outline.y, outline.bottom, outline.x - GAP, outline.x),
        *_wall_measure(tube, outline, scale),
    ]
    labels = (
        Label((outline.x + outline.right) / 2, line + 4.4, tube.width),
        Label(outline.x - GAP - 1.5, _middle(outline.y, outline.bottom), tube.height, "end"),
        Label(outline.right + 5.5, outline.y - 2.2, tube.wall, "start"),
    )
    return Drawing(outline.right + margin_right, line + 7, tuple(shapes), labels, _ratio(scale))


def _section(tube: FlatTube, outline: Box, scale: Fraction) -> str:
    """Outline and ports as one path: the even-odd rule leaves the ports open."""
    parts = [_rounded(outline, outline.height / 2, outline.height / 2)]
    height = _paper(tube.port_height, scale)
    width = _paper(tube.port_width, scale)
    last = tube.ports - 1
    for at, start in enumerate(tube.port_starts()):
        port = Box(
            outline.x + _paper(start, scale), outline.y + _paper(tube.wall, scale), width, height
        )
        parts.append(_rounded(port, height / 2 if at == 0 else 0, height / 2 if at == last else 0))
    return (
        '<path class="drawing-metal" fill="currentColor" fill-opacity="0.22" fill-rule="evenodd" '
        f'stroke-width="0.35" d="{"".join(parts)}"/>'
    )


def _wall_measure(tube: FlatTube, outline: Box, scale: Fraction) -> list[str]:
    """Two arrows pressing the upper wall from outside, at the right end, with a line to the number."""
    x = outline.right + 3
    wall = outline.y + _paper(tube.wall, scale)
    reach = outline.right - outline.height / 2
    return [
        _line(reach, outline.y, x + 1, outline.y),
        _line(reach, wall, x + 1, wall),
        _line(x, outline.y - 4, x, wall + 4),
        _arrow(x, outline.y, "down"),
        _arrow(x, wall, "up"),
    ]


# Coils


class Section(NamedTuple):
    """What is drawn of the rod or strip itself, and down to where."""

    box: Box
    bottom: float
    scale: Fraction
    shapes: list[str]
    labels: list[Label]


class Coil(NamedTuple):
    inner: Decimal
    outer: Decimal
    width: Decimal | None


def _coil(numbers: Numbers, width: Decimal | None = None) -> Coil | None:
    inner, outer = numbers.get("inner-diameter"), numbers.get("outer-diameter")
    if inner is None or outer is None or inner >= outer:
        return None
    return Coil(inner, outer, width)


def _draw_round_coil(numbers: Numbers) -> Drawing | None:
    """The section of the rod and, where both diameters are known, the face of its coil."""
    diameter = numbers.get("diameter")
    if diameter is None:
        return None
    scale = _scale_for(diameter, ROD_ROOM)
    size = _paper(diameter, scale)
    circle = Box(12, 8, size, size)
    line = circle.bottom + GAP
    shapes = [
        (
            '<circle class="drawing-metal" fill="currentColor" fill-opacity="0.22" stroke-width="0.35" '
            f'cx="{_n(circle.x + size / 2)}" cy="{_n(circle.y + size / 2)}" r="{_n(size / 2)}"/>'
        ),
        *_cross(circle),
        *_between(circle.x, circle.right, line, circle.y + size / 2),
    ]
    labels = [Label(circle.x + size / 2, line + 4.4, diameter, sign="Ø ")]
    return _with_coil(Section(circle, line, scale, shapes, labels), _coil(numbers))


def _draw_strip_coil(numbers: Numbers) -> Drawing | None:
    """The edge of the strip, broken off, and its coil in two views where both diameters are known."""
    thickness, width = numbers.get("thickness"), numbers.get("width")
    if thickness is None or width is None or thickness >= width:
        return None
    scale = _scale_for(thickness, STRIP_ROOM)
    strip = Box(12, 24, 30, _paper(thickness, scale))
    x = strip.x - 4
    shapes = [
        _broken_strip(strip),
        _line(x - 1.5, strip.y, strip.x, strip.y),
        _line(x - 1.5, strip.bottom, strip.x, strip.bottom),
        _line(x, strip.y - 6, x, strip.bottom + 6),
        _arrow(x, strip.y, "down"),
        _arrow(x, strip.bottom, "up"),
    ]
    labels = [Label(x + 1.5, strip.y - 4, thickness, "start")]
    section = Section(strip, strip.bottom + 12, scale, shapes, labels)
    return _with_coil(section, _coil(numbers, width))


def _broken_strip(strip: Box) -> str:
    """The strip's section; its right end is a break line, for the strip goes on."""
    third = strip.height / 3
    break_line = (
        f"C{_n(strip.right + 3)} {_n(strip.y + third)} {_n(strip.right - 3)} {_n(strip.bottom - third)} "
        f"{_n(strip.right)} {_n(strip.bottom)}"
    )
    return (
        '<path class="drawing-metal" fill="currentColor" fill-opacity="0.22" stroke-width="0.35" '
        f'd="M{_n(strip.right)} {_n(strip.y)}{break_line}H{_n(strip.x)}V{_n(strip.y)}Z"/>'
    )


def _with_coil(section: Section, coil: Coil | None) -> Drawing:
    """Finish a coil's drawing: its section alone, or with the coil to the right of it."""
    box, bottom, scale, shapes, labels = section
    if not coil:
        return Drawing(box.right + 16, bottom + 7, tuple(shapes), tuple(labels), _ratio(scale))
    coil_scale = _scale_for(coil.outer + (coil.width or 0), COIL_ROOM)
    size, hole = _paper(coil.outer, coil_scale), _paper(coil.inner, coil_scale)
    face = Box(box.right + 18, 10, size, size)
    middle, level = face.x + size / 2, face.y + size / 2
    inner_line, outer_line = face.bottom + GAP, face.bottom + 2 * GAP
    shapes += [
        *_coil_face(coil, face, coil_scale),
        *_between(middle - hole / 2, middle + hole / 2, inner_line, level),
        *_between(face.x, face.right, outer_line, level),
    ]
    labels += [
        Label(middle, inner_line + 4.4, coil.inner, sign="Ø "),
        Label(middle, outer_line + 4.4, coil.outer, sign="Ø "),
    ]
    right = face.right
    if coil.width is not None:
        side = Box(face.right + 12, face.y, _paper(coil.width, coil_scale), size)
        middle = side.x + side.width / 2
        shapes += [*_coil_side(side), *_between(side.x, side.right, inner_line, side.bottom)]
        labels.append(Label(middle, inner_line + 4.4, coil.width))
        right = max(side.right, middle + 10)
    return Drawing(
        right + 8,
        max(bottom, outer_line) + 7,
        tuple(shapes),
        tuple(labels),
        _ratio(scale),
        _ratio(coil_scale),
    )


def _coil_face(coil: Coil, face: Box, scale: Fraction) -> list[str]:
    """A ring with a few of its turns."""
    radius, hole = face.width / 2, _paper(coil.inner, scale) / 2
    x, y = face.x + radius, face.y + radius
    turns = 6
    rings = [
        f'<circle class="drawing-line" stroke-opacity="0.45" stroke-width="0.18" cx="{_n(x)}" cy="{_n(y)}" '
        f'r="{_n(hole + (radius - hole) * at / turns)}"/>'
        for at in range(1, turns)
    ]
    ring = _circle_path(x, y, radius) + _circle_path(x, y, hole)
    metal = (
        '<path class="drawing-metal" fill="currentColor" fill-opacity="0.12" fill-rule="evenodd" '
        f'stroke-width="0.35" d="{ring}"/>'
    )
    return [metal, *rings]


def _coil_side(side: Box) -> list[str]:
    middle = side.y + side.height / 2
    return [
        (
            '<rect class="drawing-metal" fill="currentColor" fill-opacity="0.12" stroke-width="0.35" '
            f'x="{_n(side.x)}" y="{_n(side.y)}" width="{_n(side.width)}" height="{_n(side.height)}"/>'
        ),
        _axis(side.x - 3, middle, side.right + 3, middle),
    ]


# Marks


def _between(left: float, right: float, y: float, edge: float) -> list[str]:
    """A level dimension line below an outline whose edge stands at ``edge``."""
    return [
        _line(left, edge, left, y + 1.5),
        _line(right, edge, right, y + 1.5),
        *_across(left, right, y),
    ]


def _across(left: float, right: float, y: float) -> list[str]:
    """A level line between arrows; where it is short they press from outside."""
    if right - left >= 4 * ARROW:
        return [_line(left, y, right, y), _arrow(left, y, "left"), _arrow(right, y, "right")]
    return [
        _line(left - 6, y, right + 6, y),
        _arrow(left, y, "right"),
        _arrow(right, y, "left"),
    ]


def _beside(top: float, bottom: float, x: float, edge: float) -> list[str]:
    """An upright dimension line left of an outline; its arrows press from outside where it is short."""
    inside = bottom - top >= 4 * ARROW
    reach = 0 if inside else 6
    edge += (bottom - top) / 2  # the narrow side is round: the lines reach over it
    return [
        _line(x - 1.5, top, edge, top),
        _line(x - 1.5, bottom, edge, bottom),
        _line(x, top - reach, x, bottom + reach),
        _arrow(x, top, "up" if inside else "down"),
        _arrow(x, bottom, "down" if inside else "up"),
    ]


def _cross(circle: Box) -> list[str]:
    x, y = circle.x + circle.width / 2, circle.y + circle.height / 2
    return [
        _axis(circle.x - 3, y, circle.right + 3, y),
        _axis(x, circle.y - 3, x, circle.bottom + 3),
    ]


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path class="drawing-measure" stroke-width="0.18" d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}"/>'


def _axis(x1: float, y1: float, x2: float, y2: float) -> str:
    return (
        '<path class="drawing-measure" stroke-width="0.18" stroke-opacity="0.6" stroke-dasharray="4 1 0.6 1" '
        f'd="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}"/>'
    )


def _arrow(x: float, y: float, points: str) -> str:
    """A filled head whose tip touches (x, y)."""
    dx, dy = {"left": (1, 0), "right": (-1, 0), "up": (0, 1), "down": (0, -1)}[points]
    back_x, back_y, half = x + dx * ARROW, y + dy * ARROW, ARROW / 6
    return (
        '<path class="drawing-measure" fill="currentColor" stroke="none" '
        f'd="M{_n(x)} {_n(y)}L{_n(back_x + dy * half)} {_n(back_y + dx * half)}'
        f'L{_n(back_x - dy * half)} {_n(back_y - dx * half)}Z"/>'
    )


def _text(label: Label, write: Write) -> str:
    return (
        f'<text class="drawing-number" x="{_n(label.x)}" y="{_n(label.y)}" text-anchor="{label.anchor}" '
        f'font-size="{TEXT}" fill="currentColor" stroke="none">{label.sign}{escape(write(label.value))}</text>'
    )


def _rounded(box: Box, left: float, right: float) -> str:
    """A closed path: a rectangle whose left and right sides are rounded by these radii."""
    arcs = {
        side: f"A{_n(radius)} {_n(radius)} 0 0 1 " if radius else "L"
        for side, radius in (("left", left), ("right", right))
    }
    return (
        f"M{_n(box.x + left)} {_n(box.y)}H{_n(box.right - right)}"
        f"{arcs['right']}{_n(box.right - right)} {_n(box.bottom)}H{_n(box.x + left)}"
        f"{arcs['left']}{_n(box.x + left)} {_n(box.y)}Z"
    )


def _circle_path(x: float, y: float, radius: float) -> str:
    r = _n(radius)
    return f"M{_n(x - radius)} {_n(y)}a{r} {r} 0 1 0 {_n(2 * radius)} 0a{r} {r} 0 1 0 {_n(-2 * radius)} 0Z"


def _middle(top: float, bottom: float) -> float:
    """The height of a base line whose text stands in the middle."""
    return (top + bottom) / 2 + TEXT * 0.35


def _scale_for(length: Decimal, room: int) -> Fraction:
    """The largest preferred scale at which a length finds room; lengths are bounded, so there is one."""
    return next(scale for scale in SCALES if Fraction(length) * scale <= room)


def _paper(length: Decimal, scale: Fraction) -> float:
    return float(Fraction(length) * scale)


def _ratio(scale: Fraction) -> str:
    return f"{scale.numerator}:{scale.denominator}"


def _n(value: float) -> str:
    """A number as short as it can be to the hundredth of a millimetre."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


DRAWERS: Mapping[str, tuple[Callable[[Numbers], Drawing | None], ...]] = {
    "flat-tube": (_draw_flat_tube,),
    "round-coil": (_draw_round_coil, _draw_strip_coil),
    "strip-coil": (_draw_strip_coil, _draw_round_coil),
}
