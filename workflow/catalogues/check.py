"""Whether catalogues may be compiled (sound) and whether nothing is left to do (complete)."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from workflow.exchange import po
from workflow.exchange.po import Catalogue, Message, Unreadable
from workflow.text import plurals
from workflow.text.placeholders import inspect
from workflow.text.plurals import Plurals
from workflow.text.problems import Problem

from .stats import is_missing


class Finding(NamedTuple):
    path: Path
    line: int
    problem: Problem


def unreadable(path: Path) -> list[Finding]:
    try:
        catalogue = po.read(path.read_bytes())
        plurals.parse(catalogue.header_field("Plural-Forms"))
    except FileNotFoundError:
        return [Finding(path, 1, Problem("no-catalogue"))]
    except Unreadable as error:
        return [Finding(path, error.line, Problem(error.code, error.detail))]
    except ValueError:
        return [Finding(path, catalogue.header.line, Problem("plural-forms"))]
    return []


def unsound(path: Path) -> list[Finding]:
    """What would show visitors a broken text. A missing or doubtful text does not: they see the msgid."""
    return unreadable(path) or list(_broken(path, po.read(path.read_bytes())))


def incomplete(path: Path, wanted: Iterable[Message], *, is_source: bool) -> list[Finding]:
    """Of a sound catalogue."""
    catalogue = po.read(path.read_bytes())
    known = {message.key: message for message in catalogue.messages}
    missing = [message for message in wanted if message.key not in known]
    superfluous = known.keys() - {message.key for message in wanted}
    findings = [
        Finding(path, 1, Problem("not-in-catalogue", f"{new.places[0]}: {new.msgid}"))
        for new in missing
    ]
    for message in catalogue.messages:
        if message.key in superfluous:
            findings.append(Finding(path, message.line, Problem("not-in-code", message.msgid)))
        if message.fuzzy:
            findings.append(Finding(path, message.line, Problem("fuzzy", message.msgid)))
        elif is_missing(message, is_source=is_source):
            findings.append(Finding(path, message.line, Problem("untranslated", message.msgid)))
    return findings


def _broken(path: Path, catalogue: Catalogue) -> Iterator[Finding]:
    rule = plurals.parse(catalogue.header_field("Plural-Forms"))
    one_number = plurals.forms_of_one_number(rule)
    for message in catalogue.messages:
        if not message.fuzzy:
            for problem in _problems(message, rule, one_number):
                yield Finding(path, message.line, problem)


def _problems(message: Message, rule: Plurals, one_number: frozenset[int]) -> Iterator[Problem]:
    if message.plural is not None and len(message.msgstr) != rule.forms:
        yield Problem("plural-count", str(rule.forms))
        return
    for form, text in enumerate(message.msgstr):
        if text:
            yield from _best(text, _sources(message, form in one_number), message.flags)


def _sources(message: Message, is_one_number: bool) -> list[str]:
    """The form of a single number may follow either text: "one item" or "%(count)s items"."""
    if message.plural is None:
        return [message.msgid]
    return [message.plural, message.msgid] if is_one_number else [message.plural]


def _best(text: str, sources: list[str], flags: tuple[str, ...]) -> list[Problem]:
    return min((inspect(source, text, flags) for source in sources), key=len)
