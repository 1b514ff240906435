"""Numbered tags: the inline tags of rich text as a translator sees them, ``<1>…</1>`` and ``<2/>``.

A text of a unit says ``<`` and ``&`` as they are. Only what would read as a numbered tag is written otherwise: a
literal ``<1>`` is ``&lt;1>``, a literal ``&lt;`` is ``&amp;lt;``. Anything else means itself, so that whatever a
translator types is text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from typing import Literal, NamedTuple

from multilingual.text.blocks import SPACES, VOID

from .problems import Problem

NUMBERED = re.compile(r"<(?P<end>/?)(?P<number>[1-9][0-9]{0,5})(?P<alone>/?)>")
PARAGRAPHS = re.compile(r"\n[ \t\r\f]*\n\s*")
"""A blank line in the translation of rich text begins another paragraph."""

# What a translation may leave out or say twice: "very <1>thin</1>" may be one word, and a line may end elsewhere.
# XLIFF 2 lets translators do so with any inline code unless told otherwise (canCopy, canDelete, canReorder).
FREE = {"strong", "em", "b", "i", "br", "wbr"}

BLOCKING = {
    "tag-missing",
    "tag-unknown",
    "tag-open",
    "tag-crossed",
    "tag-doubled",
    "tag-nested",
}
"""Codes of problems that forbid to approve a translation; ``tag-left-out`` only warns."""

_ESCAPED = re.compile("&(amp|lt|gt);")
_AMBIGUOUS = re.compile("&(?=(?:amp|lt|gt);)|<(?=/?[1-9][0-9]{0,5}/?>)")
_CHARACTERS = {"&": "&amp;", "<": "&lt;", "amp": "&", "lt": "<", "gt": ">"}


class Tag(NamedTuple):
    """An inline element of a text, by its number."""

    number: int
    name: str
    written: str
    """The tag that begins it, as it stands in the HTML."""

    @property
    def is_single(self) -> bool:
        return self.name in VOID

    @property
    def ending(self) -> str:
        return "" if self.is_single else f"</{self.name}>"

    def get(self, attribute: str) -> str:
        """Return the value of an attribute; "" when there is none."""
        found = _attribute(attribute).search(self.written)
        return unescape(found["text"] or found["other"] or "") if found else ""

    def having(self, attribute: str, value: str) -> "Tag":
        """The same with another value of an attribute that it has."""
        said = f'{attribute}="{escape(value)}"'
        return self._replace(written=_attribute(attribute).sub(lambda _: said, self.written, 1))

    @property
    def substance(self) -> tuple[str, str, str]:
        """What makes it another element: its name, where it leads, which picture it shows."""
        return self.name, self.get("href"), self.get("src")


class Description(NamedTuple):
    code: Literal["bold", "emphasis", "link", "line-break", "picture", "other"]
    detail: str = ""
    """Where a link leads, what a picture shows (or else the name of its file), the name of another tag."""


def describe(tag: Tag) -> Description:
    """Say what a numbered tag is; sentences are made where people read them."""
    match tag.name:
        case "strong" | "b":
            return Description("bold")
        case "em" | "i":
            return Description("emphasis")
        case "br":
            return Description("line-break")
        case "a":
            return Description("link", tag.get("href"))
        case "img":
            return Description("picture", tag.get("alt") or tag.get("src").rpartition("/")[2])
    return Description("other", tag.name)


def literal(text: str) -> str:
    """Write a text so that nothing in it reads as a numbered tag."""
    return _AMBIGUOUS.sub(lambda found: _CHARACTERS[found[0]], text)


def said(text: str) -> str:
    """Return what a text without numbered tags says: the other way round of `literal`."""
    return _ESCAPED.sub(lambda found: _CHARACTERS[found[1]], text)


def plain(text: str) -> str:
    """Return what is read in a text of a unit."""
    return said(NUMBERED.sub("", text))


def html(text: str, tags: Iterable[Tag]) -> str:
    """Write one paragraph of a unit's text as HTML, always with its elements properly closed.

    An unknown tag becomes text, an end without a beginning nothing.
    """
    known = {tag.number: tag for tag in tags}
    written: list[str] = []
    elements = _Elements()
    at = 0
    text = SPACES.sub(" ", text).strip(" ")
    for mark in NUMBERED.finditer(text):
        written.append(_escaped(text[at : mark.start()]))
        at = mark.end()
        tag = known.get(int(mark["number"]))
        if tag is None:
            written.append(_escaped(mark[0]))
        elif mark["end"]:
            written += [ended.ending for ended in elements.end(tag)]
        elif mark["alone"]:
            written += [tag.written, tag.ending]
        else:
            written.append(tag.written)
            elements.begin(tag)
    return "".join([*written, _escaped(text[at:]), *(tag.ending for tag in elements.rest())])


def problems(source: Sequence[Tag], target: str, *, own: Sequence[Tag] = ()) -> list[Problem]:
    """Return what is wrong with the numbered tags of a translation; ``own`` are tags that only the translation has.

    Tags may stand in any order. Codes: ``tag-missing`` (a link or a picture), ``tag-left-out`` (bold, emphasis, a line
    break), ``tag-unknown``, ``tag-open`` (begun and not ended in its paragraph, or ended and not begun),
    ``tag-crossed``, ``tag-doubled`` (a picture) and ``tag-nested`` (a link within a link). The detail is the number.
    """
    known = {tag.number: tag for tag in (*source, *own)}
    times = Counter(int(mark["number"]) for mark in NUMBERED.finditer(target) if not mark["end"])
    found = [
        Problem("tag-left-out", str(tag.number))
        if tag.name in FREE
        else Problem("tag-missing", str(tag.number))
        for tag in source
        if not times[tag.number]
    ]
    found += [
        Problem("tag-doubled", str(tag.number))
        for tag in known.values()
        if tag.name == "img" and times[tag.number] > 1
    ]
    for paragraph in PARAGRAPHS.split(target):
        found += _disorder(paragraph, known)
    return list(dict.fromkeys(found))


def _disorder(paragraph: str, known: Mapping[int, Tag]) -> list[Problem]:
    found: list[Problem] = []
    elements = _Elements()
    crossed: set[Tag] = set()
    for mark in NUMBERED.finditer(paragraph):
        tag = known.get(int(mark["number"]))
        if tag is None:
            found.append(Problem("tag-unknown", mark["number"]))
        elif mark["end"]:
            ended = elements.end(tag)
            crossed.update(ended[:-1])
            found += [Problem("tag-crossed", str(other.number)) for other in ended[:-1]]
            if not ended and tag not in crossed:
                found.append(Problem("tag-open", mark["number"]))
        elif mark["alone"] and not tag.is_single:
            found.append(Problem("tag-open", mark["number"]))
        else:
            if tag.name == "a" and elements.times["a"]:
                found.append(Problem("tag-nested", mark["number"]))
            elements.begin(tag)
    return found + [Problem("tag-open", str(tag.number)) for tag in elements.rest()]


class _Elements:
    """The open elements of a text."""

    def __init__(self) -> None:
        self.open: list[Tag] = []
        self.times = Counter[int | str]()  # by number and by name

    def begin(self, tag: Tag) -> None:
        if not tag.is_single:
            self.open.append(tag)
            self.times.update((tag.number, tag.name))

    def end(self, tag: Tag) -> list[Tag]:
        """Return the elements that end with this one, which comes last; none when it was not begun."""
        if not self.times[tag.number]:
            return []
        ended: list[Tag] = []
        while not ended or ended[-1].number != tag.number:
            ended.append(self.open.pop())
            self.times.subtract((ended[-1].number, ended[-1].name))
        return ended

    def rest(self) -> list[Tag]:
        return self.open[::-1]


def _escaped(text: str) -> str:
    return escape(said(text), quote=False).replace("\N{NO-BREAK SPACE}", "&nbsp;")


def _attribute(name: str) -> re.Pattern[str]:
    return re.compile(rf"""(?<=\s){name}\s*=\s*(?:"(?P<text>[^"]*)"|'(?P<other>[^']*)')""")
