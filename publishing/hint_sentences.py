"""Hints while writing, said to people."""

from django.utils.translation import gettext_lazy as _

from multilingual.text.hints import Hint

SENTENCES = {
    "half-width-punctuation": _("“%(found)s”: Chinese takes full-width punctuation."),
    "full-width-punctuation": _("“%(found)s” is Chinese punctuation in an English text."),
    "full-width-letters": _("“%(found)s” is written in full-width characters: write “%(better)s”."),
    "han-characters": _("“%(found)s”: Chinese characters in an English text."),
    "straight-quotes": _("%(found)s is a typewriter’s quotation mark: Chinese takes “ ” and ‘ ’."),
    "mixed-quotes": _("%(found)s: this text has both straight and curly quotation marks."),
    "reversed-quotes": _("%(found)s: the quotation mark is turned the wrong way."),
    "ellipsis": _("“%(found)s”: an ellipsis in Chinese is ……, six dots."),
    "doubled-punctuation": _("“%(found)s”: a punctuation mark too many."),
    "unbalanced": _("%(found)s has no partner, or one of another width."),
    "space-at-punctuation": _("A space beside a punctuation mark that takes none."),
    "doubled-space": _("Two spaces in a row."),
    "edge-space": _("A space at the beginning or end of a line."),
    "unit-space": _("“%(found)s”: a space belongs between number and unit, as in “%(better)s”."),
    "unit-character": _(
        "“%(found)s” is a single character: write “%(better)s”, which searches find."
    ),
    "range-hyphen": _("“%(found)s”: a range takes a dash, as in “%(better)s”."),
    "repeated-word": _("“%(found)s”: a word twice in a row."),
    "invisible-character": _(
        "An invisible character (%(name)s), which often comes with pasted text."
    ),
    "superlative": _(
        "“%(found)s”: the Advertising Law bars superlatives for goods. Say what can be measured."
    ),
    "too-short": _(
        "Short for a search result: %(width)s wide, better from %(least)s to %(most)s. A Chinese character is 2 wide."
    ),
    "too-long": _(
        "Search engines will cut this: %(width)s wide, better at most %(most)s. A Chinese character is 2 wide."
    ),
    "alt-missing": _("The picture has no alternative text for those who cannot see it."),
    "heading-skipped": _(
        "“%(found)s” is a heading of level %(level)s, where level %(expected)s should come first."
    ),
    "bare-link": _("“%(found)s” does not say where the link leads."),
}


def sentence(hint: Hint) -> str:
    """Say a hint in the language of the person who is logged in."""
    return str(SENTENCES[hint.code]) % {"found": hint.found, **hint.parameters}
