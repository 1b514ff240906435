"""What is wrong with the translation of a message: placeholders, tags, the number of plural forms. No Django."""

from collections.abc import Collection, Iterator, Sequence

from . import plurals
from .placeholders import inspect
from .plurals import Plurals
from .problems import Problem


def problems(
    source: Sequence[str], target: Sequence[str], flags: Collection[str], rule: Plurals
) -> list[Problem]:
    """``source``: the msgid, and the msgid_plural where there is one; ``target``: the forms of the translation.

    A form that is empty has nothing wrong. ``flags`` as gettext has them, ``rule`` that of the target's language.
    """
    return [*_problems(source, target, flags, rule)]


def _problems(
    source: Sequence[str], target: Sequence[str], flags: Collection[str], rule: Plurals
) -> Iterator[Problem]:
    is_plural = len(source) > 1
    expected = rule.forms if is_plural else 1
    if len(target) != expected:
        yield Problem("plural-count", str(expected))
        return
    one_number = plurals.forms_of_one_number(rule) if is_plural else frozenset()
    for form, text in enumerate(target):
        if text:
            # The form of a single number may follow either text: "one item" or "%(count)s items".
            sources = [*source[::-1]] if form in one_number else [source[-1]]
            yield from min((inspect(one, text, flags) for one in sources), key=len)
