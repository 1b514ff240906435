"""The chores of catalogues, each over all languages and domains."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import NamedTuple

from babel.messages.plurals import get_plural
from django.utils.translation import to_locale

from workflow.exchange import po
from workflow.exchange.po import Catalogue, Message
from workflow.text import plurals

from . import literals
from .check import Finding, incomplete, read, read_sound
from .compile import compile_all, replace_files
from .merge import merge
from .places import DOMAINS, is_source, languages, po_path, template_path
from .stats import Counts, count
from .wanted import own_files, wanted


class Written(NamedTuple):
    path: Path
    messages: int
    is_changed: bool


def extract() -> list[Written]:
    """Templates for a language that is to come: every message that some language needs."""
    templates = {}
    for domain in DOMAINS:
        every = {message.key: message for found in wanted(domain).values() for message in found}
        messages = po.sort(map(_with_two_forms, every.values()))
        templates[template_path(domain)] = Catalogue((_new_header(), *messages))
    return _write(templates)


def update() -> tuple[list[Written], list[Finding]]:
    """The catalogues, or the reasons why none was changed."""
    catalogues, findings = {}, []
    for path in _paths():
        catalogue, problems = read(path) if path.exists() else (_new_catalogue(path), [])
        findings += problems
        if catalogue:
            catalogues[path] = catalogue
    return ([], findings) if findings else (_write(_updated(catalogues)), [])


def compile_catalogues() -> tuple[list[Path], list[Finding]]:
    return compile_all(list(_paths()))


def check() -> list[Finding]:
    """Messages are sought only where the code asks for them in a way that can be read."""
    findings = list(_misuses())
    found = {} if findings else {domain: wanted(domain) for domain in DOMAINS}
    for path, (language, domain) in _paths().items():
        catalogue, problems = read_sound(path)
        findings += problems
        if catalogue and found:
            messages = found[domain][language]
            findings += incomplete(path, catalogue, messages, is_source=is_source(language))
    return findings


def statistics() -> tuple[list[tuple[str, str, Counts]], list[Finding]]:
    rows, findings = [], []
    for path, (language, domain) in _paths().items():
        catalogue, problems = read(path)
        findings += problems
        if catalogue:
            rows.append((language, domain, count(catalogue, is_source=is_source(language))))
    return rows, findings


def _paths() -> dict[Path, tuple[str, str]]:
    pairs = product(languages(), DOMAINS)
    return {po_path(language, domain): (language, domain) for language, domain in pairs}


def _updated(catalogues: dict[Path, Catalogue]) -> dict[Path, Catalogue]:
    found = {domain: wanted(domain) for domain in DOMAINS}
    updated = {}
    for path, (language, domain) in _paths().items():
        forms = plurals.parse(catalogues[path].header_field("Plural-Forms")).forms
        updated[path] = merge(catalogues[path], found[domain][language], forms)
    return updated


def _misuses() -> Iterator[Finding]:
    for domain in DOMAINS:
        for source in own_files(domain):
            for line, problem in literals.in_file(source.path):
                yield Finding(source.path, line, problem)


def _write(catalogues: Mapping[Path, Catalogue]) -> list[Written]:
    contents = {path: po.write(catalogue) for path, catalogue in catalogues.items()}
    changed = {path: content for path, content in contents.items() if _content(path) != content}
    replace_files(changed)
    return [Written(path, len(catalogues[path].messages), path in changed) for path in contents]


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _new_catalogue(path: Path) -> Catalogue:
    language, _ = _paths()[path]
    locale = to_locale(language)
    plural_forms = get_plural(locale).plural_forms
    return Catalogue((_new_header(f"Language: {locale}", f"Plural-Forms: {plural_forms}"),))


def _new_header(*fields: str) -> Message:
    """No dates: a file whose texts did not change does not change."""
    encoding = (
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
    )
    return Message("", msgstr=("".join(f"{field}\n" for field in (*encoding, *fields)),))


def _with_two_forms(message: Message) -> Message:
    return message if message.plural is None else replace(message, msgstr=("", ""))
