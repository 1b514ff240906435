"""One A4 page: text in two scripts, tables, technical drawings. reportlab is a tool of requirements-dev.txt."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from demo.pictures import logo
from multilingual import languages

INK, QUIET, STEEL, ACCENT = map(HexColor, ("#1d2a36", "#5b6a77", "#27506f", "#c9761a"))
RULE = HexColor("#cfd7dd")
MARGIN = 18 * mm
WIDTH, HEIGHT = A4
HAN = "STSong-Light"
HALF_CIRCLE = 0.5523

pdfmetrics.registerFont(UnicodeCIDFont(HAN))

NUMBER = r"-?\d+(?:\.\d+)?"
STEPS = re.compile(rf"([MLHVACaZ])((?:\s*{NUMBER})*)")


class Page:
    def __init__(self, language: str, title: str, author: str) -> None:
        self.language = language
        self.bytes = BytesIO()
        # invariant: the same content makes the same file, to the byte.
        self.canvas = Canvas(self.bytes, pagesize=A4, invariant=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setCatalogEntry("Lang", languages.get(language).tag)
        self.y = HEIGHT - MARGIN

    def finished(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self.bytes.getvalue()

    # Text

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 9,
        bold: bool = False,
        colour: Color = INK,
        anchor: str = "start",
    ) -> None:
        """One line. Latin stands in Helvetica, Han in the reader's own Song face, which no PDF file needs to carry."""
        width = self.width_of(words, size, bold)
        x -= {"start": 0, "middle": width / 2, "end": width}[anchor]
        self.canvas.setFillColor(colour)
        for font, run in runs(words, bold):
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, y, run)
            if bold and font == HAN:  # the face has no bold: a second stroke thickens it
                self.canvas.drawString(x + size * 0.02, y, run)
            x += pdfmetrics.stringWidth(run, font, size)

    def width_of(self, words: str, size: float, bold: bool = False) -> float:
        return sum(pdfmetrics.stringWidth(run, font, size) for font, run in runs(words, bold))

    def paragraph(
        self,
        words: str,
        *,
        size: float = 10,
        lead: float = 1.55,
        width: float | None = None,
        **style,
    ) -> None:
        for line in self.lines(words, size, width or WIDTH - 2 * MARGIN, style.get("bold", False)):
            self.y -= size * lead
            self.text(MARGIN, self.y, line, size=size, **style)

    def lines(self, words: str, size: float, width: float, bold: bool = False) -> Iterator[str]:
        """Break at spaces in Latin and between characters in Han, never before a closing mark."""
        line = ""
        for piece in re.findall(r"[^\s⺀-￯]+\s*|[⺀-￯][，。；：、）”]*", words):
            if line and self.width_of((line + piece).rstrip(), size, bold) > width:
                yield line.rstrip()
                line = ""
            line += piece
        yield line.rstrip()

    # Parts of a page

    def heading(self, company: str, kind: str) -> None:
        """The mark, the company, and what kind of paper it is."""
        top = HEIGHT - MARGIN
        self.mark(MARGIN, top - 7 * mm, 8 * mm)
        self.text(MARGIN + 11 * mm, top - 4 * mm, company, size=10, bold=True, colour=STEEL)
        self.text(WIDTH - MARGIN, top - 4 * mm, kind, size=10, colour=QUIET, anchor="end")
        self.rule(top - 8.5 * mm, STEEL, 0.8)
        self.y = top - 11 * mm

    def mark(self, x: float, y: float, width: float) -> None:
        """The logo, its lower left corner at x and y."""
        self.canvas.saveState()
        self.canvas.translate(x, y + width)
        self.canvas.scale(width / logo.SIDE, -width / logo.SIDE)
        for at, tube in enumerate(logo.tubes()):
            self._bar(tube, logo.STEEL)
            for number, port in enumerate(logo.ports(tube)):
                self._port(port, number, logo.ACCENT if (at, number) == (1, 2) else "#ffffff")
        self.canvas.restoreState()

    def _bar(self, box: logo.Box, colour: str) -> None:
        left, top, right, bottom = box
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.roundRect(
            left, top, right - left, bottom - top, (bottom - top) / 2, stroke=0, fill=1
        )

    def _port(self, box: logo.Box, number: int, colour: str) -> None:
        left, top, right, bottom = box
        high = bottom - top
        self.canvas.setFillColor(HexColor(colour))
        if number == 0:
            self.canvas.wedge(left, top, left + high, bottom, 90, 180, stroke=0, fill=1)
            left += high / 2
        if number == 2:
            self.canvas.wedge(right - high, top, right, bottom, 270, 180, stroke=0, fill=1)
            right -= high / 2
        self.canvas.rect(left, top, right - left, high, stroke=0, fill=1)

    def rule(
        self,
        y: float,
        colour: Color = RULE,
        width: float = 0.4,
        *,
        x: float = MARGIN,
        to: float = WIDTH - MARGIN,
    ) -> None:
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width)
        self.canvas.line(x, y, to, y)

    def footer(self, words: str) -> None:
        self.rule(MARGIN - 2 * mm)
        self.text(MARGIN, MARGIN - 6 * mm, words, size=7.5, colour=QUIET)

    def pairs(
        self, x: float, y: float, width: float, title: str, rows: Sequence[tuple[str, str]]
    ) -> float:
        """A small table of names and values; returns where it ends."""
        self.text(x, y, title, size=9.5, bold=True, colour=STEEL)
        y -= 2 * mm
        self.rule(y, STEEL, 0.6, x=x, to=x + width)
        for name, value in rows:
            y -= 5.1 * mm
            self.text(x, y, name, size=8.3, colour=QUIET)
            self.text(x + width, y, value, size=8.3, anchor="end")
            self.rule(y - 1.6 * mm, x=x, to=x + width)
        return y - 8.5 * mm

    def table(self, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]]) -> None:
        """A wide table; a column is its title and its place in millimetres from the margin."""
        self.y -= 8 * mm
        for title, at in columns:
            self.text(MARGIN + at * mm, self.y, title, size=8.5, bold=True, colour=STEEL)
        self.rule(self.y - 2 * mm, STEEL, 0.6)
        self.y -= 2.2 * mm
        for row in rows:
            self.y -= 5.6 * mm
            for cell, (_, at) in zip(row, columns, strict=True):
                self.text(MARGIN + at * mm, self.y, cell, size=8.3)
            self.rule(self.y - 1.8 * mm)

    # Drawings

    def drawing(self, svg: str, x: float, top: float, width: float) -> float:
        """Set an SVG of catalog.drawings, made smaller where it is too wide; returns its height."""
        root = ET.fromstring(svg)  # noqa: S314 - written by catalog.drawings
        box = [float(part) for part in root.get("viewBox").split()]
        scale = min(mm, width / box[2])
        self.canvas.saveState()
        self.canvas.translate(x + (width - box[2] * scale) / 2, top)
        self.canvas.scale(scale, -scale)
        for element in root.iter():
            self._element(element)
        self.canvas.restoreState()
        return box[3] * scale

    def _element(self, element: ET.Element) -> None:
        get = element.get
        kind = element.tag
        if kind == "text":
            self._svg_text(element)
            return
        if kind not in ("path", "circle", "rect"):
            return
        self.canvas.setLineWidth(float(get("stroke-width", "0.25")))
        self.canvas.setStrokeColor(
            Color(INK.red, INK.green, INK.blue, float(get("stroke-opacity", "1")))
        )
        self.canvas.setFillColor(
            Color(INK.red, INK.green, INK.blue, float(get("fill-opacity", "1")))
        )
        dash = [float(part) for part in get("stroke-dasharray", "").split()]
        self.canvas.setDash(dash)
        paint = {"stroke": get("stroke") != "none", "fill": get("fill") == "currentColor"}
        if kind == "circle":
            self.canvas.circle(float(get("cx")), float(get("cy")), float(get("r")), **paint)
        elif kind == "rect":
            self.canvas.rect(*(float(get(name)) for name in ("x", "y", "width", "height")), **paint)
        else:
            self.canvas.drawPath(self._path(get("d")), fillMode=0, **paint)

    def _path(self, steps: str):
        path, x, y = self.canvas.beginPath(), 0.0, 0.0
        for letter, numbers in STEPS.findall(steps):
            values = [float(number) for number in re.findall(NUMBER, numbers)]
            if letter == "M":
                x, y = values
                path.moveTo(x, y)
            elif letter in "LHV":
                x = values[0] if letter in "LH" else x
                y = values[-1] if letter in "LV" else y
                path.lineTo(x, y)
            elif letter == "C":
                path.curveTo(*values)
                x, y = values[-2:]
            elif letter in "Aa":
                end = (values[5], values[6]) if letter == "A" else (x + values[5], y + values[6])
                self._half_circle(path, (x, y), end, clockwise=values[4] == 1)
                x, y = end
            else:
                path.close()
        return path

    def _half_circle(self, path, start, end, *, clockwise: bool) -> None:
        """Every arc of our drawings is one; two curves make it."""
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        out = (start[0] - middle[0], start[1] - middle[1])
        side = (-out[1], out[0]) if clockwise else (out[1], -out[0])
        top = (middle[0] + side[0], middle[1] + side[1])
        k = HALF_CIRCLE
        path.curveTo(
            start[0] + side[0] * k,
            start[1] + side[1] * k,
            top[0] + out[0] * k,
            top[1] + out[1] * k,
            *top,
        )
        path.curveTo(
            top[0] - out[0] * k,
            top[1] - out[1] * k,
            end[0] + side[0] * k,
            end[1] + side[1] * k,
            *end,
        )

    def _svg_text(self, element: ET.Element) -> None:
        self.canvas.saveState()
        self.canvas.translate(float(element.get("x")), float(element.get("y")))
        self.canvas.scale(1, -1)
        self.text(
            0,
            0,
            element.text or "",
            size=float(element.get("font-size")),
            anchor=element.get("text-anchor"),
        )
        self.canvas.restoreState()


def runs(words: str, bold: bool) -> Iterator[tuple[str, str]]:
    latin = "Helvetica-Bold" if bold else "Helvetica"
    for is_han, characters in groupby(words, key=lambda character: ord(character) >= 0x2E80):
        yield (HAN if is_han else latin), "".join(characters)
