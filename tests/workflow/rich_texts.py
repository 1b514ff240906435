"""Rich text by chance, for property tests: as an editor writes it, and as nobody should."""

from hypothesis import strategies as st

from multilingual.richtext import clean

DIGEST = "0123456789abcdef" * 2
SRC = f"/media/prose/{DIGEST}-1600x900.jpg"
OTHER_SRC = f"/media/prose/{DIGEST[::-1]}-300x200.png"

PICTURES = [
    f'<img src="{SRC}" alt="扁管 &quot;3003&quot;">',
    f"<img src='{OTHER_SRC}' alt=''>",
    f'<img src="{OTHER_SRC}" alt="coil">',
]
BLOCKS = [
    "p",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "blockquote",
]
INLINE = ["strong", "em", 'a href="/zh-hans/news/?a=1&b=2"', "a"]
SAID = [
    "甲",
    "b",
    " ",
    "\n",
    "\n\n",
    "&amp;",
    "&lt;1&gt;",
    "&nbsp;",
    "1.5 mm",
    "\N{IDEOGRAPHIC SPACE}",
    "<br>",
    "<",
    "&copy;",
    "'",
]

_TAGS = [*BLOCKS, *INLINE, "figure", "figcaption"]
_PARTS = [
    *SAID, *SAID, *PICTURES, *(f"<{tag}>" for tag in _TAGS), *(f"</{tag.split()[0]}>" for tag in _TAGS),
]  # fmt: skip

SOUPS = st.lists(st.sampled_from(_PARTS), max_size=30).map("".join)
"""Whatever: tags that cross, do not end or never began."""

CLEAN = SOUPS.map(clean)

_INLINE = st.recursive(
    st.sampled_from([*SAID[:9], *PICTURES]),
    lambda inner: st.tuples(st.sampled_from(INLINE), st.lists(inner, max_size=3)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0].split()[0]}>"
    ),
    max_leaves=5,
)
_INSIDE = st.lists(_INLINE, max_size=4).map("".join)


def _in(tag, *, of=_INSIDE):
    return of.map(lambda inside: f"<{tag}>{inside}</{tag}>")


def _several(tag, of):
    return _in(tag, of=st.lists(of, min_size=1, max_size=3).map("".join))


_ARTICLE_BLOCKS = st.one_of(
    _in("p"),
    _in("p"),
    _in("h2"),
    _several("ul", _in("li")),
    _several("ol", st.one_of(_in("li"), _several("li", _several("ul", _in("li"))))),
    _several("blockquote", _in("p")),
    _several("table", _several("tbody", _several("tr", st.one_of(_in("td"), _in("th"))))),
    st.builds("<figure>{}<figcaption>{}</figcaption></figure>".format, st.sampled_from(PICTURES), _INSIDE),
)  # fmt: skip

ARTICLES = st.lists(_ARTICLE_BLOCKS, max_size=8).map(lambda blocks: clean("\n".join(blocks)))
"""Well-formed, as the editor sends it."""
