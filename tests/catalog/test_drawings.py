"""Drawings are to scale, fit together, and are left out when the numbers cannot be true."""

import itertools
import re
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from catalog import drawings

TUBE = {"width": "16.00", "height": "1.80", "wall": "0.35", "web": "0.25", "ports": "10"}
ROD = {"diameter": "9.50", "inner-diameter": "600", "outer-diameter": "1400"}
STRIP = {"thickness": "0.30", "width": "120", "inner-diameter": "405", "outer-diameter": "1000"}


def numbers(**texts):
    return {name.replace("_", "-"): Decimal(text) for name, text in texts.items()}


def drawn(code, texts):
    return drawings.for_product(code, {name: Decimal(text) for name, text in texts.items()})


def parsed(drawing):
    svg = drawing.svg(
        title="Cross-section", description="Of a tube", write=lambda value: f"{value} mm"
    )
    return ET.fromstring(svg)


def subpaths(drawing):
    metal = next(path for path in parsed(drawing) if path.get("class") == "drawing-metal")
    return [part for part in metal.get("d").split("M") if part]


def span(subpath):
    """How far a path made of M, H and A reaches from left to right, its round ends included."""
    radii = [float(radius) for radius in re.findall(r"A([\d.]+) ", subpath)]
    start = float(subpath.split(" ")[0])
    end = float(re.search(r"H([\d.]+)", subpath)[1])
    left = radii[-1] if "A" in subpath.split("H")[2] else 0
    right = radii[0] if "A" in subpath.split("H")[1] else 0
    return start - left, end + right


def test_a_flat_tube_is_as_wide_as_its_number_says_times_the_scale():
    drawing = drawn("flat-tube", TUBE)

    left, right = span(subpaths(drawing)[0])

    assert drawing.scale == "5:1"
    assert right - left == pytest.approx(16 * 5)


def test_ports_lie_apart_by_the_web_and_within_the_wall():
    outline, *ports = map(span, subpaths(drawn("flat-tube", TUBE)))

    assert len(ports) == 10
    assert ports[0][0] - outline[0] == pytest.approx(0.35 * 5, abs=0.02)
    assert outline[1] - ports[-1][1] == pytest.approx(0.35 * 5, abs=0.02)
    for one, next_one in itertools.pairwise(ports):
        assert next_one[0] - one[1] == pytest.approx(0.25 * 5, abs=0.02)


def test_the_metal_of_the_section_weighs_what_the_product_says():
    tube = drawings.flat_tube(numbers(**TUBE))
    outer = tube.width * tube.height - _corners(tube.height)
    ports = tube.ports * tube.port_width * tube.port_height - _corners(tube.port_height)

    grams_per_metre = (outer - ports) * Decimal("2.73")

    assert grams_per_metre == pytest.approx(Decimal("38.2"), abs=Decimal("0.1"))


def _corners(height):
    """What two half circles leave out of the rectangle around them."""
    return height**2 * (1 - Decimal("0.7853981634"))


def test_without_a_web_of_its_own_a_tube_has_webs_as_thick_as_its_wall():
    tube = drawings.flat_tube(numbers(width="22", height="3", wall="0.5", ports="2"))

    assert tube.web == tube.wall


def test_a_coil_is_drawn_with_its_section_at_a_scale_of_its_own():
    drawing = drawn("round-coil", ROD)

    assert (drawing.scale, drawing.coil_scale) == ("5:1", "1:20")


def test_a_coil_of_unknown_diameters_shows_its_section_alone():
    drawing = drawn("round-coil", {"diameter": "9.50"})

    assert (drawing.scale, drawing.coil_scale) == ("5:1", "")


def test_a_family_of_rod_and_strip_draws_each_product_as_what_it_is():
    strip = drawn("round-coil", STRIP)

    assert strip == drawn("strip-coil", STRIP)
    assert strip != drawn("round-coil", ROD)


@pytest.mark.parametrize(
    ("code", "texts"), [("flat-tube", TUBE), ("round-coil", ROD), ("strip-coil", STRIP)]
)
def test_a_drawing_fits_an_a4_page(code, texts):
    assert drawn(code, texts).width <= 190


@pytest.mark.parametrize(
    ("code", "texts"), [("flat-tube", TUBE), ("round-coil", ROD), ("strip-coil", STRIP)]
)
def test_every_shape_lies_within_the_drawing(code, texts):
    drawing = drawn(code, texts)

    for text in parsed(drawing).iter("text"):
        assert 0 <= float(text.get("x")) <= drawing.width
        assert 0 <= float(text.get("y")) <= drawing.height


def test_a_drawing_has_a_name_and_a_description_for_those_who_do_not_see_it():
    svg = parsed(drawn("flat-tube", TUBE))

    assert svg.get("role") == "img"
    assert [(child.tag, child.text) for child in svg][:2] == [
        ("title", "Cross-section"),
        ("desc", "Of a tube"),
    ]


def test_texts_of_the_caller_cannot_end_the_drawing():
    svg = drawn("flat-tube", TUBE).svg(
        title="</title><script>", description="a & b", write=lambda value: "<b>"
    )

    assert "<script" not in svg
    assert "<b>" not in svg


@pytest.mark.parametrize(
    ("code", "texts"), [("flat-tube", TUBE), ("round-coil", ROD), ("strip-coil", STRIP)]
)
def test_a_strict_policy_finds_nothing_to_refuse(code, texts):
    svg = drawn(code, texts).svg(title="", description="", write=str)

    assert "style" not in svg
    assert " id=" not in svg


@pytest.mark.parametrize(
    ("code", "texts"), [("flat-tube", TUBE), ("round-coil", ROD), ("strip-coil", STRIP)]
)
def test_colours_follow_the_page_in_light_and_dark(code, texts):
    svg = parsed(drawn(code, texts))
    painted = {
        value
        for element in svg.iter()
        for name in ("fill", "stroke")
        if (value := element.get(name))
    }

    assert painted <= {"currentColor", "none"}


@pytest.mark.parametrize("missing", ["width", "height", "wall", "ports"])
def test_a_tube_with_a_number_missing_is_not_drawn(missing):
    assert drawn("flat-tube", {k: v for k, v in TUBE.items() if k != missing}) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": "0"},
        {"width": "-16"},
        {"width": "1e30"},
        {"width": "NaN"},
        {"height": "Infinity"},
        {"height": "17"},
        {"wall": "0.9"},
        {"web": "2"},
        {"ports": "0"},
        {"ports": "2.5"},
        {"ports": "1000000"},
    ],
)
def test_a_tube_that_cannot_be_is_not_drawn(wrong):
    assert drawn("flat-tube", TUBE | wrong) is None


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("", TUBE),
        ("pyramid", TUBE),
        ("round-coil", {}),
        ("round-coil", {"diameter": "0"}),
        ("strip-coil", {"thickness": "5", "width": "4"}),
    ],
)
def test_what_is_no_product_of_ours_is_not_drawn(code, texts):
    assert drawn(code, texts) is None


def test_a_coil_whose_hole_is_larger_than_itself_is_left_out():
    assert drawn("round-coil", ROD | {"inner-diameter": "1400"}).coil_scale == ""
