"""Values to bytes. Of a message that was read, what was not edited comes back as it was."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from workflow.text.problems import Problem

from .po_entry import SPACE, Comment, Shape, message, shape
from .po_layout import PAGE_WIDTH, Layout, seen_in, text_lines
from .po_reading import Entries
from .po_syntax import IMPOSSIBLE, Part
from .po_values import Catalogue, Message, Previous, Raw, Unwritable

HALF_LETTER = re.compile("[\ud800-\udfff]")
KINDS = ("#", "#.", "#:", "#,")  # in this order
Texts = list[tuple[str, str]]  # keyword and string


class Change(NamedTuple):
    start: int
    end: int
    text: str


def write(catalogue: Catalogue) -> bytes:
    """Raises Unwritable where a text has letters that the file's charset has not, or that no PO file can hold."""
    entries = catalogue.entries
    pieces = entries.pieces() if isinstance(entries, Entries) else _pieces(catalogue)
    return b"".join((catalogue.head, *pieces, catalogue.tail))


def _pieces(catalogue: Catalogue) -> Iterator[bytes]:
    raws = [entry.raw for entry in catalogue.entries if entry.raw]
    layout = cache(lambda: seen_in(raw.content for raw in raws))
    before, end_line = b"\n", 0
    for number, entry in enumerate(catalogue.entries):
        piece = _piece(entry, catalogue.charset, layout)
        is_on_same_line = entry.raw is not None and entry.raw.line == end_line
        if not before.endswith(b"\n") and not is_on_same_line:
            yield layout().newline.encode()
        if number and entry.raw is None:
            yield layout().newline.encode()
        yield piece
        before = piece
        end_line = entry.raw.line + entry.raw.content.count(b"\n") if entry.raw else 0


def _piece(entry: Message, charset: str, layout: Callable[[], Layout]) -> bytes:
    raw = entry.raw
    if raw is None:
        return _encoded(_block(entry, layout()), charset)
    if entry.is_as_read and raw.charset == charset:
        return raw.content
    return _encoded(_edited(raw, message(raw), entry, layout()), charset)


def _encoded(text: str, charset: str) -> bytes:
    try:
        return text.encode(charset, "surrogateescape")
    except UnicodeEncodeError as error:
        letter = text[error.start]
        raise Unwritable(Problem("not-in-charset", f"{letter} ({charset})")) from None


# New messages


def _block(entry: Message, layout: Layout) -> str:
    previous, mark = _marks(entry.is_obsolete)
    lines = [line for kind in KINDS for line in _comment_lines(kind, entry, is_filled=False)]
    lines += _string_lines(_previous_texts(entry.previous), layout, previous)
    lines += _string_lines(_texts(entry), layout, mark)
    return "".join(f"{line}{layout.newline}" for line in lines)


def _marks(is_obsolete: bool) -> tuple[str, str]:
    return ("#~| ", "#~ ") if is_obsolete else ("#| ", "")


def _string_lines(texts: Texts, layout: Layout, mark: str) -> Iterator[str]:
    for keyword, text in texts:
        for line in text_lines(keyword, _writable(text), layout, len(mark)):
            yield mark + line


def _texts(entry: Message) -> Texts:
    texts = [("msgctxt", entry.context), ("msgid", entry.msgid), ("msgid_plural", entry.plural)]
    names = (
        ["msgstr"] if entry.plural is None else [f"msgstr[{n}]" for n in range(len(entry.msgstr))]
    )
    return [
        *((name, text) for name, text in texts if text is not None),
        *zip(names, entry.msgstr, strict=True),
    ]


def _previous_texts(previous: Previous | None) -> Texts:
    if previous is None:
        return []
    msgid, plural, context = previous
    texts = [("msgctxt", context), ("msgid", msgid), ("msgid_plural", plural)]
    return [(name, text) for name, text in texts if text is not None]


def _comment_lines(kind: str, entry: Message, *, is_filled: bool) -> list[str]:
    if kind == "#":
        return [f"#{_safe(line)}" for text in entry.comments for line in text.split("\n")]
    if kind == "#.":
        return [
            f"#. {_safe(line)}".rstrip(SPACE)
            for text in entry.extracted
            for line in text.split("\n")
        ]
    if kind == "#,":
        return [f"#, {', '.join(map(_writable, entry.flags))}"] if entry.flags else []
    return _place_lines(entry.places, is_filled=is_filled)


def _place_lines(places: tuple[str, ...], *, is_filled: bool) -> list[str]:
    lines: list[str] = []
    for place in map(_writable, places):
        if is_filled and lines and len(lines[-1]) + 1 + len(place) <= PAGE_WIDTH:
            lines[-1] += f" {place}"
        else:
            lines.append(f"#: {place}")
    return lines


def _safe(comment: str) -> str:
    """No comment may turn into another kind of line, or swallow the next one by a backslash at its end."""
    text = _writable(comment)
    return (
        (" " if text.startswith(tuple("~|.,:=!")) else "")
        + text
        + (" " if text.endswith("\\") else "")
    )


def _writable(text: str) -> str:
    if found := IMPOSSIBLE.search(text) or HALF_LETTER.search(text):
        raise Unwritable(Problem("letter-impossible", f"U+{ord(found[0]):04X}"))
    return text


# Edited messages


def _edited(raw: Raw, was: Message, entry: Message, layout: Layout) -> str:
    text = raw.text
    old = shape(text, raw.charset)
    changes = [
        change for kind in KINDS for change in _comment_changes(kind, old, text, was, entry, layout)
    ]
    if was.is_obsolete == entry.is_obsolete:
        changes += _previous_changes(old, text, was, entry, layout)
        changes += _text_changes(old, text, was, entry, layout)
    else:
        bare = replace(entry, comments=(), extracted=(), places=(), flags=())
        changes.append(Change(old.previous_start, len(text), _block(bare, layout)))
    return _changed(text, changes)


def _changed(text: str, changes: list[Change]) -> str:
    pieces, position = [], 0
    for start, end, new in sorted(changes, key=lambda change: change.start):
        pieces += [text[position:start], new]
        position = end
    return "".join((*pieces, text[position:]))


def _comment_changes(
    kind: str, old: Shape, text: str, was: Message, entry: Message, layout: Layout
) -> Iterator[Change]:
    """Lines that stay keep their own look; the first of the old ones shows where the new ones go."""
    if _notes(kind, was) == _notes(kind, entry):
        return
    comments = [comment for comment in old.comments if f"#{comment.kind}" == kind]
    is_filled = any(len(comment.text.split()) > 1 for comment in comments)
    known = {_plain(comment): text[comment.start : comment.end] for comment in comments}
    lines = _comment_lines(kind, entry, is_filled=is_filled)
    new = "".join(known.get(line, line + layout.newline) for line in lines)
    if not comments:
        place = _place(kind, old, text)
        yield Change(place, place, new)
    for number, comment in enumerate(comments):
        yield Change(comment.start, comment.end, "" if number else new)


def _notes(kind: str, entry: Message) -> tuple[str, ...]:
    return {
        "#": entry.comments, "#.": entry.extracted, "#:": entry.places, "#,": entry.flags,
    }[kind]  # fmt: skip


def _plain(comment: Comment) -> str:
    """As this module would write it."""
    if not comment.kind:
        return f"#{comment.text}"
    return f"#{comment.kind} {comment.text.strip(SPACE)}".rstrip(SPACE)


def _place(kind: str, old: Shape, text: str) -> int:
    later = KINDS[KINDS.index(kind) + 1 :]
    starts = [comment.start for comment in old.comments if f"#{comment.kind}" in later]
    return starts[0] if starts else text.rfind("\n", 0, old.previous_start) + 1


def _previous_changes(
    old: Shape, text: str, was: Message, entry: Message, layout: Layout
) -> Iterator[Change]:
    mark, _ = _marks(entry.is_obsolete)
    if was.previous == entry.previous:
        return
    if entry.previous is None:
        yield Change(old.previous_start, old.body_start, "")
    elif was.previous is None:
        lines = _string_lines(_previous_texts(entry.previous), layout, mark)
        new = "".join(f"{line}{layout.newline}" for line in lines)
        yield Change(old.previous_start, old.previous_start, new)
    else:
        texts = _previous_texts(was.previous), _previous_texts(entry.previous)
        yield from _string_changes(old.previous, text, *texts, layout, mark)


def _text_changes(
    old: Shape, text: str, was: Message, entry: Message, layout: Layout
) -> Iterator[Change]:
    _, mark = _marks(entry.is_obsolete)
    return _string_changes(old.parts, text, _texts(was), _texts(entry), layout, mark)


def _string_changes(
    parts: list[Part], text: str, was: Texts, texts: Texts, layout: Layout, mark: str
) -> Iterator[Change]:
    """Where there are more or fewer strings than before, those that stay are copied."""
    joint = layout.newline + mark
    new = [joint.join(text_lines(name, _writable(t), layout, len(mark))) for name, t in texts]
    if [name for name, _ in was] == [name for name, _ in texts]:
        for part, before, after, written in zip(parts, was, texts, new, strict=True):
            if before != after:
                yield Change(part.start, part.end, written)
        return
    known = dict(zip(was, (text[part.start : part.end] for part in parts), strict=True))
    copied = [known.get(pair, written) for pair, written in zip(texts, new, strict=True)]
    yield Change(parts[0].start, parts[-1].end, joint.join(copied))
