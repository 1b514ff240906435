"""The languages of the site: their codes, the four spellings of each, and the fallback policy.

A language is always named by its Django code (``zh-hans``). The other spellings are derived from the row
here and nowhere else. To add a language, add a row and follow docs/how-to/add-a-language.md.
"""

from typing import NamedTuple


class Language(NamedTuple):
    code: str
    """Django's code, also the URL prefix: ``zh-hans``."""
    tag: str
    """BCP 47 tag for HTML, hreflang, XLIFF and Atom: ``zh-Hans``."""
    own_name: str
    """The language's name in itself, as its switcher link shows it."""
    aliases: tuple[str, ...]
    """URL prefixes people type, each redirected once to the canonical one."""
    open_graph: str
    """Open Graph's language_TERRITORY: ``zh_CN``."""
    comma: str
    """What stands between facts in one line: ``，``. CLDR knows it (localeSeparator), Babel does not."""

    @property
    def column(self) -> str:
        """Suffix of a modeltranslation column: ``zh_hans``."""
        return self.code.replace("-", "_")

    @property
    def locale(self) -> str:
        """Folder of the catalogue and Babel's locale: ``zh_Hans``."""
        return self.tag.replace("-", "_")


LANGUAGES = (
    Language(
        "zh-hans",
        "zh-Hans",
        "简体中文",
        ("zh", "zh-cn", "zh-sg", "zh-hans-cn", "cn"),
        "zh_CN",
        "，",
    ),
    Language("en", "en", "English", ("en-us", "en-gb"), "en_GB", ", "),
)

CODES = tuple(language.code for language in LANGUAGES)

# As Django's settings and fields want them: code and own name.
CHOICES = [(language.code, language.own_name) for language in LANGUAGES]

# No text is ever shown in place of another language's: a missing edition is a 404 with a link, never a silent stand-in.
FALLBACKS: dict[str, tuple[str, ...]] = dict.fromkeys(CODES, ())

_BY_CODE = {language.code: language for language in LANGUAGES}
_BY_ALIAS = {alias: language.code for language in LANGUAGES for alias in language.aliases}


def get(code: str) -> Language:
    """Return the language of a Django code; raises KeyError for a language the site does not have."""
    return _BY_CODE[code]


def column(field: str, code: str) -> str:
    """Name the modeltranslation column of a field: ``column("name", "zh-hans") == "name_zh_hans"``."""
    return f"{field}_{get(code).column}"


def canonical(prefix: str) -> str | None:
    """Return the code that a URL prefix stands for (``zh-CN`` -> ``zh-hans``), or None."""
    lowered = prefix.lower()
    return lowered if lowered in _BY_CODE else _BY_ALIAS.get(lowered)


def negotiate(accept_language: str) -> str | None:
    """Choose the visitor's language from an Accept-Language header (RFC 9110, 12.5.4), or None.

    A range matches by its longest known prefix: ``zh-TW`` reads Simplified Chinese rather than nothing.
    """
    wanted = []
    for order, part in enumerate(accept_language.split(",")):
        name, _, parameters = part.strip().partition(";")
        weight = _quality(parameters)
        if weight > 0:
            wanted.append((-weight, order, name.strip()))
    for _weight, _order, name in sorted(wanted):
        pieces = name.split("-")
        for length in range(len(pieces), 0, -1):
            if code := canonical("-".join(pieces[:length])):
                return code
    return None


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
