"""What keeps a text from being approved: it would be broken where it is shown. All else only warns.

Placeholders, tags, links and the number of plural forms (acceptance, T5).
"""

import functools

from babel.messages.plurals import get_plural

from multilingual import languages

from .catalogues.reasons import sentence
from .documents import tags_of
from .models import Unit
from .text import forms, messages, plurals, tags
from .text.plurals import Plurals
from .text.problems import Problem

__all__ = ["problems", "rule_of", "sentence"]


def problems(unit: Unit, target: str) -> list[Problem]:
    """Say what would be broken if ``target`` stood in the unit."""
    if unit.translation.document.catalogue:
        return messages.problems(
            forms.split(unit.source),
            forms.split(target),
            unit.about.get("flags", ()),
            rule_of(unit.translation.language),
        )
    found = tags.problems(tags_of(unit), target, own=tags_of(unit, "own"))
    return [problem for problem in found if problem.code in tags.BLOCKING]


@functools.cache
def rule_of(language: str) -> Plurals:
    """The plural rule of a language (CLDR's, by Babel)."""
    return plurals.parse(get_plural(languages.get(language).locale).plural_forms)
