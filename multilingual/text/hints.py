"""Hints while writing (E6): what in a text is probably a slip, for whoever writes it to look at. No Django.

Pure functions over texts and a language. A hint bears a stable code; `publishing.hint_sentences` says it to people.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from . import claims, writing
from .blocks import Block, cut, plain
from .width import width
from .writing import CODES, Code, Found, Rule

__all__ = ["CODES", "WIDTHS", "Code", "Hint", "Width", "hints", "plain_text"]


class Hint(NamedTuple):
    code: Code
    field: str
    start: int
    end: int
    """Of the place in the field's text; in rich text, in its `plain_text`."""
    found: str
    parameters: Mapping[str, str | int]
    """What the sentence for people says besides."""


class Width(NamedTuple):
    """Bounds of display width, where Han counts two."""

    least: int
    most: int


# Google cuts a title at about 600 pixels, some 60 Latin letters, and a description at some 160, but promises no number
# (developers.google.com/search/docs/appearance: title-link, snippet). Baidu shows 63 bytes of a title in GBK, where Han
# takes two, and advises descriptions of about 50 Han. What is much shorter wastes the room.
WIDTHS: Mapping[str, Width] = MappingProxyType(
    {"search_title": Width(6, 60), "search_description": Width(50, 160)}
)

RULES: dict[str, tuple[Rule, ...]] = {
    "zh": (*writing.CHINESE, claims.chinese_superlatives),
    "en": (*writing.ENGLISH, claims.english_superlatives),
}

# A link should say where it leads when it is read out by itself (WCAG 2.4.4). So should no web address.
BARE_LINKS = {
    *("click", "click here", "here", "this", "this link", "this page", "link", "details", "download"),
    *("more", "read more", "learn more", "see more", "find out more"),
    *("点击", "点击这里", "点击此处", "点击查看", "点击下载", "点这里", "点此", "这里", "此处", "链接"),
    *("更多", "了解更多", "查看更多", "阅读更多", "详情", "查看详情", "查看", "下载"),
}  # fmt: skip

MANY = 50  # findings of one rule in one text: nobody reads more

_IMAGE = re.compile(r"<img\b[^<>]*>")
_ALT = re.compile(r"""\salt\s*=\s*(?:"\s*[^"\s]|'\s*[^'\s])""")
_LINK = re.compile(r"<a\b[^<>]*>(.*?)</a>", re.DOTALL)
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


def hints(
    texts: Mapping[str, str],
    language: str,
    *,
    rich: Collection[str] = (),
    pictures: Collection[str] = (),
    widths: Mapping[str, Width] = WIDTHS,
) -> list[Hint]:
    """Return the hints on the texts of one item in one language, by field and by place.

    ``rich`` names the fields that hold rich text, ``pictures`` the fields of alt texts whose picture is there, and
    ``widths`` has the bounds of fields that search engines cut.
    """
    found = [
        hint
        for field, text in texts.items()
        for hint in _on_field(field, text, language, field in rich)
    ]
    found += [
        _hint(result, field, texts[field])
        for field in widths.keys() & texts.keys()
        for result in _outside(widths[field], texts[field])
    ]
    without_alt = (field for field in pictures if not texts.get(field, "").strip())
    found += [Hint("alt-missing", field, 0, 0, "", {}) for field in without_alt]
    order = {field: place for place, field in enumerate(texts)}
    return sorted(
        found, key=lambda hint: (order.get(hint.field, len(order)), hint.start, hint.end, hint.code)
    )


def plain_text(html: str) -> str:
    """The text of rich text in which a hint's place is counted: a line for each block."""
    return "\n".join(block.text for block in cut(html))


def _on_field(field: str, text: str, language: str, rich: bool) -> Iterator[Hint]:
    blocks = cut(text) if rich else []
    read = "\n".join(block.text for block in blocks) if rich else text
    found = [result for rule in _rules(language) for result in islice(rule(read), MANY)]
    for result in (*found, *islice(_in_blocks(blocks), MANY)):
        yield _hint(result, field, read)


def _rules(language: str) -> tuple[Rule, ...]:
    return (*writing.EITHER, *RULES.get(re.split("[-_]", language)[0], ()))


def _hint(found: Found, field: str, text: str) -> Hint:
    return Hint(
        found.code, field, found.start, found.end, text[found.start : found.end], found.parameters
    )


def _outside(bounds: Width, text: str) -> Iterator[Found]:
    """An empty text is none too short: the site then takes another in its place."""
    shown = width(text.strip())
    parameters = {"width": shown, "least": bounds.least, "most": bounds.most}
    if 0 < shown < bounds.least:
        yield Found("too-short", 0, len(text), parameters)
    elif shown > bounds.most:
        yield Found("too-long", 0, len(text), parameters)


# Rich text


def _in_blocks(blocks: Sequence[Block]) -> Iterator[Found]:
    start, level = 0, 1  # the page's title is its h1
    for block in blocks:
        for found in (*_images(block), *_links(block), *_heading(block, level)):
            yield found._replace(start=start + found.start, end=start + found.end)
        if block.kind == "heading":
            level = _level(block)
        start += len(block.text) + 1


def _images(block: Block) -> Iterator[Found]:
    for image in _IMAGE.finditer(block.html):
        if not _ALT.search(image[0]):
            at = len(plain(block.html[: image.start()]))
            yield Found("alt-missing", at, at)


def _links(block: Block) -> Iterator[Found]:
    for link in _LINK.finditer(block.html):
        said = plain(link[1])
        if said.casefold() in BARE_LINKS or _WEB_ADDRESS.fullmatch(said):
            at = block.text.find(said, len(plain(block.html[: link.start()])))
            yield Found("bare-link", at, at + len(said))


def _heading(block: Block, level: int) -> Iterator[Found]:
    if block.kind == "heading" and _level(block) > level + 1:
        parameters = {"level": _level(block), "expected": level + 1}
        yield Found("heading-skipped", 0, len(block.text), parameters)


def _level(block: Block) -> int:
    return int(next(tag for tag in reversed(block.path) if re.fullmatch("h[1-6]", tag))[1])
