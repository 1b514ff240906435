"""The Plural-Forms line of a catalogue: how many forms there are, and which one a number takes."""

import gettext
import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

PLURAL_FORMS = re.compile(r"^\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+?)\s*;?\s*$")
TRIED_NUMBERS = range(1001)  # as many as msgfmt tries


class Plurals(NamedTuple):
    forms: int
    form_of: Callable[[int], int]


def parse(plural_forms: str) -> Plurals:
    """Raises ValueError when the line is broken or some number would take a form that does not exist."""
    match = PLURAL_FORMS.match(plural_forms)
    if not match:
        raise ValueError(plural_forms)
    plurals = Plurals(int(match[1]), gettext.c2py(match[2]))
    if any(not 0 <= plurals.form_of(number) < plurals.forms for number in TRIED_NUMBERS):
        raise ValueError(plural_forms)
    return plurals


def forms_of_one_number(plurals: Plurals) -> frozenset[int]:
    """The forms that only one number takes ("one item"): these may leave the number out."""
    uses = Counter(map(plurals.form_of, TRIED_NUMBERS))
    return frozenset(form for form, times in uses.items() if times == 1)
