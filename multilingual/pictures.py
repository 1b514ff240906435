"""Pictures within rich text: how texts name them, and in which sizes they are shown. No Django.

A text says ``<img src="/media/prose/<digest>-<width>x<height>.png" …>``. All that a page needs follows from this name,
so that showing a text asks nothing.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from pathlib import PurePath
from typing import NamedTuple

PREFIX = "/media/"
"""How texts name files, wherever these are served from."""
FOLDER = "prose"
ENDINGS = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", "AVIF": ".avif"}

# Sizes for a column of this many pixels, on screens of one and of two dots a pixel.
CONTAINER = 800
COLUMNS = 2
DENSITIES = (1, 2)

_NAME = re.compile(
    rf"{FOLDER}/[0-9a-f]{{32}}-(?P<width>[1-9][0-9]{{0,4}})x(?P<height>[1-9][0-9]{{0,4}})\.(?:png|jpg|webp|avif)"
)
TAG = re.compile(r'<img(?:\s+[a-z]+="[^"]*")*\s*/?>')
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')


class Picture(NamedTuple):
    name: str
    """Of its file."""
    alt: str
    width: int
    height: int


def name(digest: str, width: int, height: int, ending: str) -> str:
    """Name the file of a picture with a hexadecimal digest of its content."""
    return f"{FOLDER}/{digest[:32]}-{width}x{height}{ending}"


def src(name: str) -> str:
    """How a text names a file."""
    return PREFIX + name


def of_tag(tag: str) -> Picture | None:
    """What an ``<img>`` shows; None when it is no picture of this site's texts."""
    attributes = {key: unescape(value) for key, value in _ATTRIBUTE.findall(tag)}
    prefix, _slash, name = attributes.get("src", "").partition(PREFIX)
    measures = _NAME.fullmatch(name)
    if prefix or measures is None:
        return None
    alt = " ".join(attributes.get("alt", "").split())
    return Picture(name, alt, int(measures["width"]), int(measures["height"]))


def within(html: str) -> Iterator[Picture]:
    """The pictures of a text, in order."""
    return (found for tag in TAG.findall(html) if (found := of_tag(tag)))


def written(picture: Picture) -> str:
    """The ``<img>`` of a picture, always written in the same way."""
    alt = escape(picture.alt)
    return f'<img src="{src(picture.name)}" alt="{alt}" width="{picture.width}" height="{picture.height}">'


def sizes(picture: Picture) -> dict[int, str]:
    """Name the files of its smaller sizes by their width, as django-pictures makes and names them."""
    steps = (CONTAINER * step // COLUMNS for step in range(1, COLUMNS + 1))
    widths = sorted({step * density for step in steps for density in DENSITIES})
    folder = PurePath(picture.name).with_suffix("")
    return {width: f"{folder}/{width}w.avif" for width in widths if width <= picture.width}
