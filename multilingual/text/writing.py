"""How a text is written in a language: punctuation, spaces, quotes, units. Each rule finds places in a text. No Django.

The rules follow GB/T 15834-2011 (punctuation), GB 3101-93 and the SI brochure, 5.4.3 (a space between number and unit).
About spaces beside full-width marks guides to Chinese copy agree (sparanoid/chinese-copywriting-guidelines, zhlint). No
rule asks for a space between Han and Latin: style sheets set it (`text-autospace`).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple, get_args

Code = Literal[
    "half-width-punctuation",
    "full-width-punctuation",
    "full-width-letters",
    "han-characters",
    "straight-quotes",
    "mixed-quotes",
    "reversed-quotes",
    "ellipsis",
    "doubled-punctuation",
    "unbalanced",
    "space-at-punctuation",
    "doubled-space",
    "edge-space",
    "unit-space",
    "unit-character",
    "range-hyphen",
    "repeated-word",
    "invisible-character",
    "superlative",
    "too-short",
    "too-long",
    "alt-missing",
    "heading-skipped",
    "bare-link",
]
"""Stable ids, for `publishing.hint_sentences` and for whoever remembers that a hint was dismissed."""

CODES: tuple[Code, ...] = get_args(Code)


class Found(NamedTuple):
    code: Code
    start: int
    end: int
    parameters: Mapping[str, str | int] = {}


Rule = Callable[[str], Iterator[Found]]

HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>”’，。；：！？、（）《》]+"
    r"|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+\.[A-Za-z0-9.-]*[A-Za-z0-9]"
)


def masked(text: str) -> str:
    """The text with web and e-mail addresses made illegible, for their punctuation is nobody's choice."""
    return _ADDRESS.sub(lambda address: "x" * len(address[0]), text)


def _all(code: Code, pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    for match in pattern.finditer(text):
        yield Found(code, match.start(), match.end())


# Punctuation of either language in the other's text

# After Han or what closes, but not the point of ".pdf". Before Han, but not the point of "1.概述".
_HALF_WIDTH = re.compile(
    rf"(?<=[{HAN}”’》）】])(?:[,;:!?]|\.(?![.0-9A-Za-z]))"
    rf"|(?<=[0-9A-Za-z%])[,;:!?](?=\x20?[{HAN}“《（])"
)
_IN_BRACKETS = re.compile(r"\([^()\n]*\)")
_NO_REMARK = re.compile(
    r"(?<![0-9A-Za-z])\(\w{1,3}\)|(?<=[0-9A-Za-z])\(.*\)"
)  # "(1)", and that of Al(OH)3
_FULL_WIDTH = re.compile(
    "[、。〈〉《》「」『』【】\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+"
)
_FULL_WIDTH_LETTERS = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
_HAN = re.compile(rf"[{HAN}]+")


def half_width_punctuation(text: str) -> Iterator[Found]:
    text = masked(text)
    yield from _all("half-width-punctuation", _HALF_WIDTH, text)
    for match in _IN_BRACKETS.finditer(text):
        after_han = _HAN.match(text, match.start() - 1) if match.start() else None
        before_han = _HAN.match(text, match.end()) and not _NO_REMARK.match(text, match.start())
        if _HAN.search(match[0]) or after_han or before_han:
            yield Found("half-width-punctuation", *match.span())


def full_width_punctuation(text: str) -> Iterator[Found]:
    return _all("full-width-punctuation", _FULL_WIDTH, text)


def full_width_letters(text: str) -> Iterator[Found]:
    for match in _FULL_WIDTH_LETTERS.finditer(text):
        plain = unicodedata.normalize("NFKC", match[0])
        yield Found("full-width-letters", *match.span(), {"better": plain})


def han_characters(text: str) -> Iterator[Found]:
    return _all("han-characters", _HAN, text)


# Quotes and brackets

_LINE = re.compile(r"[^\n]+")
_DOUBLE = re.compile("[“”]")
_SINGLE = re.compile("‘|(?<![A-Za-z])’|’(?![A-Za-z])")
_CURLY = re.compile("[“”‘’]")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])'")
_BRACKET = re.compile(r"[()\[\]{}（）［］｛｝《》〈〉【】「」『』]")
_OPENED_BY = dict(zip(")]}）］｝》〉】」』", "([{（［｛《〈【「『", strict=True))
_NUMBERED = re.compile(r"(?:^|[\s，。；：、,;:])[0-9A-Za-z]{1,3}$")  # "1)" and "iv)" open nothing


def straight_quotes(text: str) -> Iterator[Found]:
    """Quotes of a typewriter in Chinese."""
    for line in _LINE.finditer(text):
        if _HAN.search(line[0]):
            yield from (Found("straight-quotes", at, at + 1) for at in _straight(line))
    for match in re.finditer(rf"(?<=[{HAN}])'|'(?=[{HAN}])", text):
        yield Found("straight-quotes", *match.span())


def mixed_quotes(text: str) -> Iterator[Found]:
    """English takes straight or curly ones, but not both in one text; those that are fewer are found."""
    straight = [at for line in _LINE.finditer(text) for at in _straight(line)]
    straight += [match.start() for match in _APOSTROPHE.finditer(masked(text))]
    curly = [match.start() for match in _CURLY.finditer(text)]
    if straight and curly:
        fewer = min(straight, curly, key=len)
        yield from (Found("mixed-quotes", at, at + 1) for at in sorted(fewer))


def _straight(line: re.Match[str]) -> Iterator[int]:
    """Places of straight quotes; a mark after a figure that closes nothing says inch."""
    opened = False
    for match in re.finditer('"', line[0]):
        at = match.start()
        if not opened and line[0][at - 1 : at].isdecimal():
            continue
        opened = not opened
        yield line.start() + at


def quotes_in_order(text: str) -> Iterator[Found]:
    """Curly quotes open and close by turns."""
    for line in _LINE.finditer(text):
        for quote, opening in ((_DOUBLE, "“"), (_SINGLE, "‘")):
            marks = list(quote.finditer(line[0]))
            wrong = [
                mark for turn, mark in enumerate(marks) if (mark[0] == opening) == bool(turn % 2)
            ]
            if len(marks) % 2:
                yield _in(line, "unbalanced", (wrong or marks[-1:])[0])
            else:
                yield from (_in(line, "reversed-quotes", mark) for mark in wrong)


def double_quotes_in_order(text: str) -> Iterator[Found]:
    """In English a single quote may be an apostrophe."""
    return quotes_in_order(re.sub("[‘’]", "'", text))


def brackets_in_pairs(text: str) -> Iterator[Found]:
    """Every bracket has its partner on the same line, of the same width."""
    for line in _LINE.finditer(masked(text)):
        opened: list[re.Match[str]] = []
        for mark in _BRACKET.finditer(line[0]):
            if mark[0] not in _OPENED_BY:
                opened.append(mark)
            elif opened and _narrow(opened[-1][0]) == _narrow(_OPENED_BY[mark[0]]):
                if opened.pop()[0] != _OPENED_BY[mark[0]]:
                    yield _in(line, "unbalanced", mark)
            elif not _NUMBERED.search(line[0][max(0, mark.start() - 4) : mark.start()]):
                yield _in(line, "unbalanced", mark)
        yield from (_in(line, "unbalanced", mark) for mark in opened)


def _narrow(bracket: str) -> str:
    return unicodedata.normalize("NFKC", bracket)


def _in(line: re.Match[str], code: Code, mark: re.Match[str]) -> Found:
    return Found(code, line.start() + mark.start(), line.start() + mark.end())


# Repetition

_ELLIPSIS = re.compile(
    rf"(?<=[{HAN}，。、”）])\.{{3,}}|(?<!\.)\.{{3,}}(?=[{HAN}，。、“（])|。{{3,}}|(?<=[{HAN}，、])…(?!…)"
)
_DOUBLED = re.compile(r"[，。；：、！？]{2,}|([,;:!?])\1+|(?<![./])\.\.(?![./])")
_RIGHTLY_DOUBLED = re.compile("？！|！？|。{3,}")  # the last is an ellipsis gone wrong
_REPEATED = re.compile(r"\b([A-Za-z]+)[ \u00a0]+\1\b", re.IGNORECASE)
_RIGHTLY_REPEATED = {"had", "that"}


def ellipsis(text: str) -> Iterator[Found]:
    """GB/T 15834 4.11: six dots, two characters."""
    return _all("ellipsis", _ELLIPSIS, text)


def doubled_punctuation(text: str) -> Iterator[Found]:
    for match in _DOUBLED.finditer(masked(text)):
        if not _RIGHTLY_DOUBLED.fullmatch(match[0]):
            yield Found("doubled-punctuation", *match.span())


def repeated_word(text: str) -> Iterator[Found]:
    for match in _REPEATED.finditer(text):
        if match[1].lower() not in _RIGHTLY_REPEATED:
            yield Found("repeated-word", *match.span())


# Spaces and what cannot be seen

_SPACE = "[ \u00a0\u3000]"
_AT_FULL_WIDTH = re.compile(
    rf"(?<=\S){_SPACE}+(?=[，。；：！？、）》】])|(?<=[，。；：！？、（《【]){_SPACE}+(?=\S)"
)
_BEFORE_PUNCTUATION = re.compile(rf"(?<=[\w)”\"%]){_SPACE}+(?=[,;:!?.](?:\s|$))")
_DOUBLED_SPACE = re.compile(rf"(?<=\S){_SPACE}{{2,}}(?=\S)")
_EDGE_SPACE = re.compile(r"^[^\S\r\n]+|(?<![^\S\r\n])[^\S\r\n]+(?=\r?$)", re.MULTILINE)
# A joiner within one picture sign ("woman" and "laptop") is no fault.
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001ffff])\u200d"
)


def space_at_full_width(text: str) -> Iterator[Found]:
    return _all("space-at-punctuation", _AT_FULL_WIDTH, text)


def space_before_punctuation(text: str) -> Iterator[Found]:
    return _all("space-at-punctuation", _BEFORE_PUNCTUATION, text)


def doubled_space(text: str) -> Iterator[Found]:
    return _all("doubled-space", _DOUBLED_SPACE, text)


def edge_space(text: str) -> Iterator[Found]:
    return _all("edge-space", _EDGE_SPACE, text)


def invisible(text: str) -> Iterator[Found]:
    for match in _INVISIBLE.finditer(text):
        name = f"U+{ord(match[0]):04X} {unicodedata.name(match[0])}"
        yield Found("invisible-character", *match.span(), {"name": name})


# Numbers and units

# Not A, K, N, s: 1050A and 3A are designations, 4N a purity, 5S a method, the 1990s years.
_UNITS = (
    "[kcdmμµn]?m|[kmμµ]?g|t|[kMG]?Pa|k?N·?m|kN|[kM]?W|kWh|[km]?V|mA|[kMG]?Hz|dB"
    "|m?L|min|h|ms|k?J|mol|bar|rpm|°C|℃"
)
_WITHOUT_SPACE = re.compile(
    rf"(?<![A-WYZa-wyz0-9._])[0-9]+(?:\.[0-9]+)?(?P<unit>{_UNITS})(?![0-9A-Za-z_-])"
)
_UNIT_CHARACTER = re.compile("[\u3371-\u3376\u3380-\u33df\u33ff]")
_COUNTED = (
    "%|days?|weeks?|months?|years?|hours?|minutes?|tonnes?|tons?|pieces|percent|per cent"
    "|[个天日周月年吨米件人]|小时|分钟|毫米|公斤"
)
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_RANGE = re.compile(
    rf"(?<![\w.,/-])(?P<low>{_NUMBER})\x20?-\x20?(?P<high>{_NUMBER})"
    rf"(?=[ \u00a0]?(?:{_UNITS}|{_COUNTED})(?![A-Za-z]))"
    r"|(?<![\w./-])(?<![A-Z/]\x20)(?P<from>(?:19|20)[0-9]{2})-(?P<to>(?:19|20)[0-9]{2})(?![\w-])"
)


def unit_without_space(text: str) -> Iterator[Found]:
    for match in _WITHOUT_SPACE.finditer(masked(text)):
        number = match[0].removesuffix(match["unit"])
        yield Found("unit-space", *match.span(), {"better": f"{number} {match['unit']}"})


def unit_character(text: str) -> Iterator[Found]:
    """One character for a unit, as ㎜: not every font has it, and nobody finds it who searches for mm."""
    for match in _UNIT_CHARACTER.finditer(text):
        plain = unicodedata.normalize("NFKC", match[0]).replace("2", "²").replace("3", "³")
        yield Found("unit-character", *match.span(), {"better": plain})


def range_with_hyphen(text: str) -> Iterator[Found]:
    """Only before a unit or between years: 3003-14 is a designation, 543-000 a telephone number."""
    for match in _RANGE.finditer(masked(text)):
        low, high = match["low"] or match["from"], match["high"] or match["to"]
        if float(low) < float(high):
            dash = "～" if _HAN.search(text) else "–"
            yield Found("range-hyphen", *match.span(), {"better": f"{low}{dash}{high}"})


EITHER: tuple[Rule, ...] = (
    full_width_letters,
    brackets_in_pairs,
    doubled_punctuation,
    doubled_space,
    edge_space,
    invisible,
    unit_without_space,
    unit_character,
    range_with_hyphen,
)
CHINESE: tuple[Rule, ...] = (
    half_width_punctuation,
    straight_quotes,
    quotes_in_order,
    ellipsis,
    space_at_full_width,
)
ENGLISH: tuple[Rule, ...] = (
    full_width_punctuation,
    han_characters,
    mixed_quotes,
    double_quotes_in_order,
    space_before_punctuation,
    repeated_word,
)
