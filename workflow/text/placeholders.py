"""What a translation must carry over unchanged: placeholders and HTML tags.

Python formats are compared as `msgfmt -c` compares them.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection
from string import Formatter
from typing import NamedTuple

from .problems import Problem

DIRECTIVE = re.compile(
    r"%(?:\((?P<name>[^()]*)\))?[-#0+]*\d*(?:\.\d+)?[hlL]?(?P<kind>[diouxXeEfFgGcrsa%])|%"
)
FAMILIES = {
    **dict.fromkeys("rsa", "text"),
    **dict.fromkeys("diouxX", "integer"),
    **dict.fromkeys("eEfFgG", "float"),
}
TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:\s[^<>]*)?)>")
SPOKEN_ATTRIBUTE = re.compile(r"""\b(title|alt|aria-label)\s*=\s*("[^"]*"|'[^']*')""")
VOID_TAGS = {"br", "hr", "img", "input", "wbr"}

Check = Callable[[str, str], list[Problem]]


class Format(NamedTuple):
    named: dict[str, str]  # by name, as written: %(name)s
    positional: tuple[str, ...]


def inspect(source: str, target: str, flags: Collection[str] = ()) -> list[Problem]:
    """Flags as gettext has them: `no-python-format` says that a % in the source is nothing but a sign."""
    checks = [check for check in CHECKS if NOT_WHEN_FLAGGED.get(check) not in flags]
    return [problem for check in checks for problem in check(source, target)]


def formats(text: str) -> tuple[str, ...]:
    """gettext's flags for a text; more careful than those of Babel and xgettext, who take "50% off" for a format."""
    is_percent = "%" in text and percent_format(text) is not None
    return ("python-format",) * is_percent + ("python-brace-format",) * bool(brace_fields(text))


def percent_placeholders(source: str, target: str) -> list[Problem]:
    expected, found = percent_format(source), percent_format(target)
    if "%" not in source or expected is None:
        return []
    if found is None:
        return [Problem("percent-broken")]
    if expected.positional != found.positional:
        return [Problem("placeholder-order", " ".join(expected.positional))]
    return _lost_and_added(expected.named, found.named)


def added_percent(source: str, target: str) -> list[Problem]:
    """Django formats template blocks but not other texts: no way to write the sign is right in both."""
    if "%" not in source and "%" in target:
        return [Problem("percent-added")]
    return []


def brace_placeholders(source: str, target: str) -> list[Problem]:
    expected, found = brace_fields(source), brace_fields(target)
    if not expected:
        return []
    if found is None:
        return [Problem("brace-broken")]
    return _lost_and_added(expected, found)


def html_tags(source: str, target: str) -> list[Problem]:
    expected, found = Counter(tags(source)), Counter(tags(target))
    problems = [Problem("tag-lost", tag) for tag in expected - found]
    problems += [Problem("tag-added", tag) for tag in found - expected]
    if not problems and nested(source) and not nested(target):
        problems.append(Problem("tag-nesting"))
    return problems


def edge_newlines(source: str, target: str) -> list[Problem]:
    same_start = source.startswith("\n") == target.startswith("\n")
    same_end = source.endswith("\n") == target.endswith("\n")
    return [] if same_start and same_end else [Problem("newline-differs")]


CHECKS: tuple[Check, ...] = (
    percent_placeholders,
    added_percent,
    brace_placeholders,
    html_tags,
    edge_newlines,
)
NOT_WHEN_FLAGGED: dict[Check, str] = {
    percent_placeholders: "no-python-format",
    added_percent: "no-python-format",
    brace_placeholders: "no-python-brace-format",
}


def percent_format(text: str) -> Format | None:
    """None when the text cannot be used with Python's % operator. Of `% o` nobody means an octal number."""
    named, positional = {}, []
    for directive in DIRECTIVE.finditer(text):
        name, kind = directive["name"], directive["kind"]
        if kind is None:
            return None
        if name is not None:
            named[name] = directive[0]
        elif kind != "%":
            positional.append(FAMILIES.get(kind, kind))
    return None if named and positional else Format(named, tuple(positional))


def brace_fields(text: str) -> dict[str, str] | None:
    """By name, as written; None when the text cannot be used with `str.format`."""
    try:
        fields = [field for _, field, _, _ in Formatter().parse(text) if field is not None]
    except ValueError:
        return None
    return {field: f"{{{field}}}" for field in fields}


def tags(text: str) -> list[str]:
    """Tags without the attributes that are read aloud or shown: those are for the translator."""
    return [SPOKEN_ATTRIBUTE.sub(r"\1", tag[0]) for tag in TAG.finditer(text)]


def nested(text: str) -> bool:
    opened = []
    for tag in TAG.finditer(text):
        name = tag["name"].lower()
        if tag["attributes"].endswith("/") or name in VOID_TAGS:
            continue
        if not tag["close"]:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def _lost_and_added(expected: dict[str, str], found: dict[str, str]) -> list[Problem]:
    problems = [
        Problem("placeholder-lost", expected[name]) for name in expected if name not in found
    ]
    problems += [
        Problem("placeholder-added", found[name]) for name in found if name not in expected
    ]
    both = [(text, found[name]) for name, text in expected.items() if name in found]
    problems += [
        Problem("placeholder-type", new) for old, new in both if _family(old) != _family(new)
    ]
    return problems


def _family(placeholder: str) -> str:
    return FAMILIES.get(placeholder[-1], placeholder[-1])
