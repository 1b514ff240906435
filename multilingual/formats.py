"""Dates, numbers, quantities, ranges and lists as CLDR writes them, by Babel. No Django.

Every function takes values and a language code and returns text for people. Three places where Babel's Chinese needs
a hand: ``format_unit``'s default length falls through to the unit's id, compact decimals fail with ``long``, and the
catalogue of a trade writes ``1.5 mm`` in Chinese too (GB 3101: a space between number and unit symbol).
"""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers

from . import languages
from .text.width import width

SITE_ZONE = ZoneInfo("Asia/Shanghai")
NO_BREAK = "\N{NO-BREAK SPACE}"
EN_DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"

Number = int | Decimal


@cache
def locale(language: str) -> Locale:
    """Return Babel's locale of a language code."""
    return Locale.parse(languages.get(language).locale)


def date(value: datetime.date, language: str) -> str:
    """``2018年9月5日`` / ``Sep 5, 2018``; a moment is dated in Asia/Shanghai in every language."""
    if isinstance(value, datetime.datetime):
        value = value.astimezone(SITE_ZONE)
    return dates.format_date(value, "medium", locale=locale(language))


def day_of_year(value: datetime.date, language: str) -> str:
    """A day without its year: ``9月5日`` / ``Sep 5``; a moment is dated in Asia/Shanghai."""
    if isinstance(value, datetime.datetime):
        value = value.astimezone(SITE_ZONE)
    return dates.format_skeleton("MMMd", value, locale=locale(language))


def moment(value: datetime.datetime, language: str) -> str:
    """Date and time of day, in Asia/Shanghai: ``2018年9月5日 08:30`` / ``Sep 5, 2018, 08:30``."""
    local = value.astimezone(SITE_ZONE)
    joined = str(dates.get_datetime_format("medium", locale=locale(language)))
    return joined.format(local.strftime("%H:%M"), date(local, language))


def number(value: Number, language: str) -> str:
    """Group and point as the language does, keeping every digit that was given (``16.00`` stays ``16.00``)."""
    decimals = max(0, -int(Decimal(value).as_tuple().exponent))
    return numbers.format_decimal(value, format=_pattern(decimals), locale=locale(language))


@cache
def _pattern(decimals: int) -> numbers.NumberPattern:
    return numbers.parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


def compact(value: int, language: str) -> str:
    """``1.2亿`` / ``120M``: for counts that are read at a glance."""
    return numbers.format_compact_decimal(
        value, format_type="short", locale=locale(language), fraction_digits=1
    )


def quantity(value: Number | str, unit: str, language: str) -> str:
    """A number (or an already written one) with its unit symbol, never parted: ``1.5 mm``, ``0.6%``."""
    text = value if isinstance(value, str) else number(value, language)
    if not unit:
        return text
    return text + ("" if unit == "%" else NO_BREAK) + unit


def span(low: Number | None, high: Number | None, unit: str, language: str) -> str:
    """A range with the unit once: ``95–135 MPa``, ``≥ 20%``, ``≤ 0.6%``; raises ValueError without a bound."""
    if low is None and high is None:
        raise ValueError("a range needs a bound")
    if low is not None and high is not None:
        written = number(low, language)
        if low != high:
            written += EN_DASH + number(high, language)
    elif low is not None:
        written = f"≥{NO_BREAK}{number(low, language)}"
    elif high is not None:
        written = f"≤{NO_BREAK}{number(high, language)}"
    return quantity(written, unit, language)


def tolerance(plus: Decimal, minus: Decimal, language: str) -> str:
    """``±0.05``, or ``+0.05/−0.08`` when the two differ; both are given as magnitudes."""
    if plus == minus:
        return f"±{number(plus, language)}"
    signed = [
        f"{sign}{number(size, language)}" if size else "0"
        for sign, size in (("+", plus), (MINUS, minus))
    ]
    return "/".join(signed)


def enumeration(words: Iterable[str], language: str) -> str:
    """``3003、3A21和1060`` / ``3003, 3A21, and 1060``."""
    return lists.format_list(list(words), style="standard", locale=locale(language))


def file_size(size: int, language: str) -> str:
    """``1.2 MB``, ``340 kB``: SI thousands, one decimal at most."""
    value = Decimal(size)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    shown = value.quantize(Decimal(1) if value >= 10 or unit == "B" else Decimal("0.1"))
    return quantity(shown, unit, language)


def language_name(code: str, language: str) -> str:
    """A language as another names it: ``Chinese``, ``英语``; the script is told where two of one tongue are offered."""
    tongue = locale(code).language
    alone = sum(locale(other).language == tongue for other in languages.CODES) == 1
    shown = Locale.parse(tongue) if alone else locale(code)
    return shown.get_display_name(locale(language)) or code


def truncate(text: str, limit: int) -> str:
    """Cut text to a width at which a Han character counts two and a Latin letter one, at a word's end in Latin."""
    used = 0
    for at, char in enumerate(text):
        used += width(char)
        if used > limit:
            return _to_word_end(text[:at], char).rstrip(" ,;:，、；：") + "…"
    return text


def _to_word_end(head: str, following: str) -> str:
    if following.isascii() and following.isalnum() and " " in head:
        return head[: head.rindex(" ")]
    return head


def joined(parts: Sequence[str], language: str) -> str:
    """Join short facts in one line, as the language's comma does: ``PDF，1.2 MB`` / ``PDF, 1.2 MB``."""
    return languages.get(language).comma.join(parts)
