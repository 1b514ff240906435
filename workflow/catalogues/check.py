"""Whether catalogues may be compiled (sound) and whether nothing is left to do (complete)."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from workflow.exchange import charsets, po
from workflow.exchange.po import Catalogue, Message, Unreadable
from workflow.text import messages, plurals
from workflow.text.problems import Problem

from .stats import is_missing


class Finding(NamedTuple):
    path: Path
    line: int
    problem: Problem


def read(path: Path) -> tuple[Catalogue | None, list[Finding]]:
    """More is asked of a catalogue of ours than of any PO file: a header, UTF-8, whole lines, a rule for plurals."""
    try:
        content = path.read_bytes()
        catalogue = po.read(content)
    except FileNotFoundError:
        return None, [Finding(path, 1, Problem("no-catalogue"))]
    except Unreadable as refused:
        return None, [Finding(path, refused.line, refused.problem)]
    findings = [Finding(path, *found) for found in _unfit(content, catalogue)]
    return (None if findings else catalogue), findings


def read_sound(path: Path) -> tuple[Catalogue | None, list[Finding]]:
    """Without texts that would be broken where they are shown. For a missing or doubtful one the msgid is."""
    catalogue, findings = read(path)
    findings += _broken(path, catalogue) if catalogue else []
    return (None if findings else catalogue), findings


def incomplete(
    path: Path, catalogue: Catalogue, wanted: Iterable[Message], *, is_source: bool
) -> Iterator[Finding]:
    known = {message.key for message in catalogue.messages}
    in_code = {message.key: message for message in wanted}
    for key, message in in_code.items():
        if key not in known:
            detail = f"{message.places[0]}: {message.msgid}"
            yield Finding(path, 1, Problem("not-in-catalogue", detail))
    for message in catalogue.messages:
        if message.key not in in_code:
            yield Finding(path, message.line, Problem("not-in-code", message.msgid))
        elif message.fuzzy:
            yield Finding(path, message.line, Problem("fuzzy", message.msgid))
        elif is_missing(message, is_source=is_source):
            yield Finding(path, message.line, Problem("untranslated", message.msgid))


def _unfit(content: bytes, catalogue: Catalogue) -> Iterator[tuple[int, Problem]]:
    if catalogue.header is None:
        yield 1, Problem("header-missing")
        return
    if not content.endswith(b"\n"):
        yield content.count(b"\n") + 1, Problem("cut-off")
    if catalogue.charset != charsets.UTF8:
        yield catalogue.header.line, Problem("not-utf8")
    try:
        plurals.parse(catalogue.header_field("Plural-Forms"))
    except ValueError:
        yield catalogue.header.line, Problem("plural-forms")


def _broken(path: Path, catalogue: Catalogue) -> Iterator[Finding]:
    rule = plurals.parse(catalogue.header_field("Plural-Forms"))
    for message in catalogue.messages:
        if not message.fuzzy:
            for problem in messages.problems(message.sources, message.msgstr, message.flags, rule):
                yield Finding(path, message.line, problem)
