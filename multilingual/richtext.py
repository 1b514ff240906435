"""The HTML an editor may write: a short list of formats, everything else is taken out. No Django."""

import re
from collections.abc import Iterator

import nh3

from . import pictures

TAGS = set(
    "p h2 h3 ul ol li strong em a blockquote table thead tbody tr th td br figure img figcaption".split()  # noqa: SIM905  read as a list
)
INLINE = {"strong", "em", "a", "br"}
SCHEMES = {"http", "https", "mailto", "tel"}
MAX_LENGTH = 200_000

_SPAN = re.compile(r"[0-9]{1,2}")
_LONE_PARAGRAPH = re.compile(r"<(li|td|th)([^>]*)><p>((?:(?!<p>|</\1>).)*)</p></\1>", re.DOTALL)
_HEADER_ROW = re.compile(r"<table><tbody>(<tr>(?:<th[^>]*>(?:(?!</th>).)*</th>)+</tr>)", re.DOTALL)
_NOTHING = re.compile(r"(?:<p>(?:<br>|&nbsp;|\s)*</p>|\s)*")
_FIGURES = re.compile(r"(</?figure>)")
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|td|th|blockquote|figcaption)>")
_CAPTION_TAG = re.compile(r"</?figcaption>")
_CAPTION = re.compile(r"<figcaption>((?:<(?:/?(?:strong|em|a)\b|br)[^>]*>|[^<])*)</figcaption>")
_TURNS = 9
_DEEPEST = 40
"""Formats within formats that people write stay far above this; each level costs every block within it."""
_WRITTEN_TAG = re.compile(r'<(/?)([a-z0-9]+)(?:\s[a-z]+="[^"]*")*>')
_PARAGRAPHS = {"li", "td", "th", "blockquote", "figcaption"}
_NEVER_DEEP = {"p", "h2", "h3", "br", "img", "a"}


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if name in ("colspan", "rowspan"):
        return value if _SPAN.fullmatch(value) and 1 < int(value) <= 50 else None
    return value


_ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "img": {"src", "alt"},
}
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_keep_attribute,
    url_schemes=SCHEMES,
    link_rel="noopener",
)
_inline = nh3.Cleaner(
    tags=INLINE, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener"
)


def clean(html: str) -> str:
    """Return safe HTML of the allowed formats, written in one way; "" when nothing can be read in it.

    Of pictures only this site's own stay; of formats within formats without end, the paragraphs. Cleaning twice changes
    nothing, so that a text which nobody edited is never a change.
    """
    html = html.replace("\r\n", "\n")
    for _turn in range(_TURNS):  # taking one thing out may change how the rest is read
        before, html = html, _cleaned_once(html)
        if html == before:
            break
    if _NOTHING.fullmatch(html):
        return ""
    # An editor wraps the text of every item and cell in a paragraph, and knows no head of a table.
    html = _LONE_PARAGRAPH.sub(r"<\1\2>\3</\1>", html)
    return _HEADER_ROW.sub(r"<table><thead>\1</thead><tbody>", html)


def _cleaned_once(html: str) -> str:
    html = _cleaner.clean(html)
    if _depth(html) > _DEEPEST:
        html = _cleaner.clean(_WRITTEN_TAG.sub(_flattened, html))
    html = pictures.TAG.sub(_own_picture, html)
    return "".join(_with_figures(html)).strip() if "<fig" in html else html.strip()


def _depth(html: str) -> int:
    """How many elements stand within one another at most, in HTML as the cleaner writes it."""
    deepest = depth = 0
    for end, tag in _WRITTEN_TAG.findall(html):
        if tag not in ("br", "img"):
            depth += -1 if end else 1
            deepest = max(deepest, depth)
    return deepest


def _flattened(tag: re.Match[str]) -> str:
    if tag[2] in _NEVER_DEEP:
        return tag[0]
    return "<p>" if tag[2] in _PARAGRAPHS and not tag[1] else ""


def _own_picture(tag: re.Match[str]) -> str:
    picture = pictures.of_tag(tag[0])
    return pictures.written(picture) if picture else ""


def _with_figures(html: str) -> Iterator[str]:
    """Each outermost figure becomes one for each of its pictures; captions stand nowhere else."""
    depth, inside = 0, ""
    for piece in _FIGURES.split(html):
        if piece == "<figure>":
            depth += 1
        elif piece == "</figure>":
            depth -= 1
            if not depth:
                yield _figure(inside)
                inside = ""
        elif depth:
            inside += piece
        else:
            yield _without_caption(piece)


def _figure(inside: str) -> str:
    shown = pictures.TAG.findall(inside)
    if not shown:  # of a table, say: that stays
        return _without_caption(inside)
    said = _inline.clean(_BLOCK_END.sub(" ", pictures.TAG.sub("", inside))).strip()
    ends = [""] * (len(shown) - 1) + [f"<figcaption>{said}</figcaption>" if said else ""]
    return "".join(f"<figure>{img}{end}</figure>" for img, end in zip(shown, ends, strict=True))


def _without_caption(html: str) -> str:
    return _CAPTION_TAG.sub("", _CAPTION.sub(r"<p>\1</p>", html))
