"""The HTML an editor may write: a short list of formats, everything else is taken out. No Django."""

import re

import nh3

TAGS = set(
    "p h2 h3 ul ol li strong em a blockquote table thead tbody tr th td br".split()  # noqa: SIM905  read as a list
)
SCHEMES = {"http", "https", "mailto", "tel"}
MAX_LENGTH = 200_000

_SPAN = re.compile(r"[0-9]{1,2}")
_LONE_PARAGRAPH = re.compile(r"<(li|td|th)([^>]*)><p>((?:(?!<p>|</\1>).)*)</p></\1>", re.DOTALL)
_HEADER_ROW = re.compile(r"<table><tbody>(<tr>(?:<th[^>]*>(?:(?!</th>).)*</th>)+</tr>)", re.DOTALL)
_NOTHING = re.compile(r"(?:<p>(?:<br>|&nbsp;|\s)*</p>|\s)*")


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if name in ("colspan", "rowspan"):
        return value if _SPAN.fullmatch(value) and 1 < int(value) <= 50 else None
    return value


_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
    attribute_filter=_keep_attribute,
    url_schemes=SCHEMES,
    link_rel="noopener",
)


def clean(html: str) -> str:
    """Return safe HTML of the allowed formats, written in one way; "" when nothing can be read in it.

    Cleaning twice changes nothing, so that a text which nobody edited is never a change.
    """
    html = _cleaner.clean(html.replace("\r\n", "\n")).strip()
    if _NOTHING.fullmatch(html):
        return ""
    # An editor wraps the text of every item and cell in a paragraph, and knows no head of a table.
    html = _LONE_PARAGRAPH.sub(r"<\1\2>\3</\1>", html)
    return _HEADER_ROW.sub(r"<table><thead>\1</thead><tbody>", html)
