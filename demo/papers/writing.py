"""The demo's papers: datasheets, specimens of certificates, and what can be downloaded. Each is one page of PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from reportlab.lib.colors import Color
from reportlab.lib.units import mm

from catalog import drawings
from demo import reading
from multilingual import formats

from .page import ACCENT, HEIGHT, INK, MARGIN, QUIET, STEEL, WIDTH, Page

Entry = Mapping[str, Any]
GROUPS = (("material", "dimensions", "supply"), ("mechanical", "composition"))


class Writer:
    """Everything the papers say, in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.catalog, self.company = reading.catalog(), reading.company()
        self.texts = reading.papers()
        self.families = {family["code"]: family for family in self.catalog["families"]}
        self.terms = {
            (vocabulary["code"], term["code"]): term
            for vocabulary in self.catalog["vocabularies"]
            for term in vocabulary["terms"]
        }

    def word(self, name: str, **parts: str) -> str:
        return self.texts["words"][name][self.language].format(**parts)

    @property
    def name(self) -> str:
        return self.company["profile"]["name"][self.language]

    def page(self, title: str, kind: str) -> Page:
        page = Page(self.language, title, self.name)
        page.heading(self.name, kind)
        return page

    # Values

    def value(self, attribute: Entry, spec: Any) -> str:
        if attribute["kind"] == "term":
            terms = (self.term(attribute["code"], code) for code in spec)
            return capfirst(formats.enumeration(terms, self.language))
        numbers = {name: Decimal(spec[name]) for name in reading.NUMBERS if name in spec}
        if "number" not in numbers:
            return formats.span(
                numbers.get("low"), numbers.get("high"), attribute["unit"], self.language
            )
        written = formats.number(numbers["number"], self.language)
        if "plus" in numbers:
            written += formats.NO_BREAK + formats.tolerance(
                numbers["plus"], numbers["minus"], self.language
            )
        return formats.quantity(written, attribute["unit"], self.language)

    def term(self, vocabulary: str, code: str) -> str:
        return self.terms[vocabulary, code].get("name", {}).get(self.language, code)

    def length(self, value: Decimal) -> str:
        return formats.quantity(value, "mm", self.language)

    # Papers

    def datasheet(self, product: Entry) -> bytes:
        family, name = self.families[product["family"]], product["name"][self.language]
        page = self.page(name, self.word("datasheet"))
        page.paragraph(name, size=17, lead=1.6, bold=True)
        page.paragraph(product["summary"][self.language], size=9.5, colour=QUIET)
        page.y -= 6 * mm
        self.draw(page, product, family)
        top, width = page.y - 4 * mm, (WIDTH - 2 * MARGIN - 10 * mm) / 2
        for column, groups in enumerate(GROUPS):
            y, x = top, MARGIN + column * (width + 10 * mm)
            for group in groups:
                if rows := self.rows(product, family, group):
                    y = page.pairs(x, y, width, self.word(group), rows)
        issued = formats.date(product["issued_on"], self.language)
        page.footer(
            f"{product['code']}  ·  {self.word('issued', date=issued)}  ·  {self.word('note')}"
        )
        return page.finished()

    def rows(self, product: Entry, family: Entry, group: str) -> list[tuple[str, str]]:
        return [
            (
                attribute["name"][self.language],
                self.value(attribute, product["specs"][attribute["code"]]),
            )
            for attribute in family["attributes"]
            if attribute["group"] == group and attribute["code"] in product["specs"]
        ]

    def draw(self, page: Page, product: Entry, family: Entry) -> None:
        numbers = reading.numbers(product["specs"])
        drawing = drawings.for_product(product.get("drawing", family["drawing"]), numbers)
        if not drawing:
            return
        svg = drawing.svg(title="", description="", write=self.length)
        page.y -= page.drawing(svg, MARGIN, page.y, WIDTH - 2 * MARGIN)
        scales = [self.word("scale", scale=drawing.scale)]
        if drawing.coil_scale:
            scales.append(self.word("coil_scale", scale=drawing.coil_scale))
        page.text(
            WIDTH / 2,
            page.y - 3 * mm,
            formats.joined([self.word("section"), *scales], self.language),
            size=8,
            colour=QUIET,
            anchor="middle",
        )
        page.y -= 9 * mm

    def certificate(self, entry: Entry) -> bytes:
        name = entry["name"][self.language]
        page = Page(self.language, name, self.name)
        canvas = page.canvas
        for inset, width in ((12 * mm, 2.2), (14.5 * mm, 0.5)):
            canvas.setStrokeColor(STEEL)
            canvas.setLineWidth(width)
            canvas.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)
        self.rosette(page)
        middle = WIDTH / 2
        page.mark(middle - 9 * mm, HEIGHT - 60 * mm, 18 * mm)
        page.text(
            middle,
            HEIGHT - 78 * mm,
            self.word("certificate"),
            size=26,
            bold=True,
            colour=STEEL,
            anchor="middle",
        )
        page.text(
            middle,
            HEIGHT - 96 * mm,
            self.word("certifies"),
            size=10.5,
            colour=QUIET,
            anchor="middle",
        )
        y = HEIGHT - 108 * mm
        for words, size in ((self.name, 13), (name, 15)):
            for line in page.lines(words, size, 150 * mm, bold=True):
                page.text(middle, y, line, size=size, bold=True, anchor="middle")
                y -= size * 1.6
            y -= 8 * mm
        rows = [
            (self.word("number"), entry["number"]),
            (self.word("issuer"), entry["issuer"][self.language]),
            (self.word("issued_on"), formats.date(entry["issued_on"], self.language)),
            (self.word("expires_on"), formats.date(entry["expires_on"], self.language)),
        ]
        page.pairs(middle - 55 * mm, 105 * mm, 110 * mm, "", rows)
        page.text(middle, 34 * mm, self.word("not_valid"), size=9.5, colour=ACCENT, anchor="middle")
        self.specimen(page)
        return page.finished()

    def rosette(self, page: Page) -> None:
        """Fine circles behind the words, as such papers have."""
        canvas = page.canvas
        canvas.setLineWidth(0.25)
        canvas.setStrokeColor(Color(STEEL.red, STEEL.green, STEEL.blue, 0.16))
        for turn in range(36):
            canvas.saveState()
            canvas.translate(WIDTH / 2, HEIGHT / 2 + 6 * mm)
            canvas.rotate(turn * 10)
            canvas.circle(34 * mm, 0, 34 * mm, stroke=1, fill=0)
            canvas.restoreState()

    def specimen(self, page: Page) -> None:
        page.canvas.saveState()
        page.canvas.translate(WIDTH / 2, HEIGHT / 2)
        page.canvas.rotate(38)
        tint = Color(ACCENT.red, ACCENT.green, ACCENT.blue, 0.3)
        words = self.word("specimen")
        size = 96 if len(words) > 4 else 170
        page.text(0, -size * 0.35, words, size=size, colour=tint, anchor="middle")
        page.canvas.restoreState()

    def download(self, entry: Entry) -> bytes:
        title = entry["title"][self.language]
        page = self.page(title, "")
        page.paragraph(title, size=17, lead=1.6, bold=True)
        page.paragraph(entry["summary"][self.language], size=9.5, colour=QUIET)
        page.y -= 2 * mm
        if entry["key"] == "product-range":
            self.products_table(page)
        elif entry["key"] == "alloys-and-tempers":
            self.terms_table(page)
        else:
            self.prose(page, self.texts[entry["key"]])
        page.footer(self.word("note"))
        return page.finished()

    def products_table(self, page: Page) -> None:
        rows = [
            [
                product["code"],
                *(self.terms_of(product, code) for code in ("alloy", "temper")),
                self.size(product),
            ]
            for product in self.catalog["products"]
            if self.language in product["live"]
        ]
        columns = [
            (self.word(name), at)
            for name, at in (("product", 0), ("alloy", 50), ("temper", 82), ("size", 108))
        ]
        page.table(columns, rows)

    def terms_of(self, product: Entry, code: str) -> str:
        return formats.enumeration(product["specs"][code], self.language)

    def size(self, product: Entry) -> str:
        numbers = {
            name: formats.number(number, self.language)
            for name, number in reading.numbers(product["specs"]).items()
        }
        kind = next(
            kind
            for kind, needed in (("flat", "ports"), ("rod", "diameter"), ("strip", "thickness"))
            if needed in numbers
        )
        return self.texts["size"][kind][self.language].format(**numbers)

    def terms_table(self, page: Page) -> None:
        rows = []
        for vocabulary in self.catalog["vocabularies"]:
            for term in vocabulary["terms"]:
                named = [
                    f"{one['standard']}: {one['designation']}"
                    for one in term.get("equivalents", ())
                ]
                if named:
                    kind = vocabulary["code"]
                    rows.append([self.word(kind), term["code"], *([*named, "", ""])[:3]])
        columns = [("", 0), (self.word("designation"), 20), ("", 44), ("", 80), ("", 114)]
        page.table(columns, rows)

    def prose(self, page: Page, text: Entry) -> None:
        headings = text["headings"][self.language]
        for words in text[self.language]:
            if words in headings:
                page.y -= 4 * mm
                page.paragraph(words, size=11.5, bold=True, colour=STEEL)
            else:
                page.paragraph(words, size=10, colour=INK)
                page.y -= 1.5 * mm


def papers() -> Iterator[tuple[str, str, bytes]]:
    """Key, language and content of every paper."""
    writers = {code: Writer(code) for code in ("zh-hans", "en")}
    for product in reading.products():
        for language in product.get("datasheets", product["live"]):
            yield product["code"].lower(), language, writers[language].datasheet(product)
    company = reading.company()
    for entry in company["certificates"]:
        for language in entry["files"]:
            yield entry["key"], language, writers[language].certificate(entry)
    for entry in company["downloads"]:
        for language in entry["files"]:
            yield entry["key"], language, writers[language].download(entry)
