"""A text with plural forms as one string, and its words and characters counted. No Django."""

import re

SEPARATOR = "\x1e"
"""ASCII's record separator: no text holds it, for XML and HTML do not allow it."""

_TAG = re.compile(r"</?\d+/?>")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")
_WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*")


def join(forms: "tuple[str, ...] | list[str]") -> str:
    """Return the forms of a text as one string; ``""`` when every form is empty."""
    return SEPARATOR.join(forms) if any(forms) else ""


def split(text: str) -> list[str]:
    """Return the forms of a text, at least one."""
    return text.split(SEPARATOR)


def words(text: str) -> int:
    """Count words as translators are paid by them: each Han character is one, and what no space parts."""
    without_tags = _TAG.sub(" ", split(text)[0])
    return len(_HAN.findall(without_tags)) + len(_WORD.findall(_HAN.sub(" ", without_tags)))


def characters(text: str) -> int:
    """Count characters without white space and tags."""
    return sum(not character.isspace() for character in _TAG.sub("", split(text)[0]))
