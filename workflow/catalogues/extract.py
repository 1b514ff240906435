"""The messages of source files: exactly those that Django looks up at run time.

Babel finds them in Python and in scripts; of a template Django's own `templatize` makes Python first.
"""

import ast
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract
from django.utils.translation import templatize

from workflow.exchange.po import Key, Message
from workflow.text.placeholders import formats

from .literals import KEYWORDS, python_calls

TRANSLATORS_MARK = ("Translators",)
WIDE_SPACE = re.compile(r"[^\S\n\r\t ]")  # Python's tokenizer takes none but ASCII white space

Extracted = tuple[int, str | tuple[str, ...], list[str], str | None]


class Source(NamedTuple):
    path: Path
    place: str  # how the catalogue names it


def from_files(sources: Iterable[Source]) -> list[Message]:
    """One message per context and msgid, naming every file it is in; a plural anywhere makes it plural."""
    groups: dict[Key, list[Message]] = defaultdict(list)
    for source in sources:
        for message in from_file(source):
            groups[message.key].append(message)
    return [_joined(group) for group in groups.values()]


def from_file(source: Source) -> Iterator[Message]:
    for _, texts, comments, context in _found_by_babel(source.path):
        msgid, plural = texts if isinstance(texts, tuple) else (texts, None)
        flags = _each_once((formats(msgid), formats(plural or "")))
        yield Message(
            msgid, plural, context, extracted=tuple(comments), places=(source.place,), flags=flags
        )


def _found_by_babel(path: Path) -> Iterator[Extracted]:
    source = path.read_bytes()
    if path.suffix == ".js":
        return _babel("javascript", source)
    if path.suffix == ".map":  # the only place where a bundled script still says `gettext`
        scripts = filter(None, json.loads(source).get("sourcesContent", []))
        return _babel("javascript", "\n".join(scripts).encode())
    if path.suffix == ".py":
        written = {call.texts for call in python_calls(ast.parse(source))}
        return (found for found in _babel("python", source) if _texts(found) in written)
    code = WIDE_SPACE.sub(" ", templatize(path.read_text(encoding="utf-8"), origin=str(path)))
    return _babel(
        "python", f"({code}\n)".encode()
    )  # within brackets line breaks and indents mean nothing


def _babel(method: str, source: bytes) -> Iterator[Extracted]:
    return extract(method, io.BytesIO(source), KEYWORDS, TRANSLATORS_MARK)


def _texts(found: Extracted) -> tuple[str, ...]:
    """As the call has them. Babel also takes the words of `gettext(row["name"])`, which nobody looks up."""
    _, texts, _, context = found
    texts = texts if isinstance(texts, tuple) else (texts,)
    return texts if context is None else (context, *texts)


def _joined(group: list[Message]) -> Message:
    return Message(
        msgid=group[0].msgid,
        plural=next((message.plural for message in group if message.plural is not None), None),
        context=group[0].context,
        extracted=_each_once(message.extracted for message in group),
        places=tuple(sorted(_each_once(message.places for message in group))),
        flags=_each_once(message.flags for message in group),
    )


def _each_once(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for group in groups for text in group))
