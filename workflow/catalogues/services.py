"""The chores of catalogues, each over all languages and domains."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from babel.messages.plurals import get_plural
from django.utils.translation import to_locale

from workflow.exchange import po
from workflow.exchange.po import Catalogue, Message
from workflow.text import plurals

from . import literals, stats
from .check import Finding, incomplete, unreadable, unsound
from .compile import compile_all, write
from .merge import merge
from .places import DOMAINS, is_source, languages, po_path, template_path
from .stats import Counts
from .wanted import own_files, wanted


class Written(NamedTuple):
    path: Path
    messages: int
    is_changed: bool


def extract() -> Iterator[Written]:
    """Templates for a language that is to come: every message that some language needs."""
    for domain in DOMAINS:
        every = {
            message.key: message for messages in wanted(domain).values() for message in messages
        }
        template = Catalogue(_new_header(), po.sort(map(_with_two_forms, every.values())))
        yield _written(template_path(domain), template)


def update() -> Iterator[Written]:
    """Of catalogues that can be read, which `unreadable` tells."""
    for domain in DOMAINS:
        for language, messages in wanted(domain).items():
            path = po_path(language, domain)
            catalogue = (
                po.read(path.read_bytes()) if path.exists() else Catalogue(_new_header(language))
            )
            forms = plurals.parse(catalogue.header_field("Plural-Forms")).forms
            yield _written(path, merge(catalogue, messages, forms))


def unreadable_catalogues() -> list[Finding]:
    return [finding for path in _paths() if path.exists() for finding in unreadable(path)]


def compile_catalogues() -> tuple[list[Path], list[Finding]]:
    return compile_all(_paths())


def check() -> list[Finding]:
    findings = list(_misuses())
    is_extractable = not findings
    for domain in DOMAINS:
        messages = wanted(domain) if is_extractable else {}
        for language in languages():
            path = po_path(language, domain)
            broken = unsound(path)
            findings += broken
            if not broken and messages:
                findings += incomplete(path, messages[language], is_source=is_source(language))
    return findings


def statistics() -> Iterator[tuple[str, str, Counts]]:
    for language in languages():
        for domain in DOMAINS:
            catalogue = po.read(po_path(language, domain).read_bytes())
            yield language, domain, stats.count(catalogue, is_source=is_source(language))


def _misuses() -> Iterator[Finding]:
    for domain in DOMAINS:
        for source in own_files(domain):
            for line, problem in literals.in_file(source.path):
                yield Finding(source.path, line, problem)


def _paths() -> list[Path]:
    return [po_path(language, domain) for language in languages() for domain in DOMAINS]


def _written(path: Path, catalogue: Catalogue) -> Written:
    return Written(path, len(catalogue.messages), write(path, po.write(catalogue)))


def _new_header(language: str = "") -> Message:
    """No dates: a file whose texts did not change does not change."""
    fields = [
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    if language:
        fields += [
            f"Language: {to_locale(language)}",
            f"Plural-Forms: {get_plural(to_locale(language)).plural_forms}",
        ]
    return Message("", msgstr=("".join(f"{field}\n" for field in fields),))


def _with_two_forms(message: Message) -> Message:
    return message if message.plural is None else replace(message, msgstr=("", ""))
