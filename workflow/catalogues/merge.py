"""The messages of the code brought into a catalogue, without losing what translators wrote. No Django here."""

import re
from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher

from workflow.exchange import po
from workflow.exchange.po import Catalogue, Message, Previous

FORMAT_FLAGS = {"python-format", "python-brace-format"}
SIMILAR_ENOUGH = 0.8
DIGITS = re.compile(r"\d+")


def merge(catalogue: Catalogue, extracted: Iterable[Message], forms: int) -> Catalogue:
    wanted = {message.key: message for message in extracted}
    known = {message.key: message for message in (*catalogue.obsolete, *catalogue.messages)}
    vanished = [
        message
        for key, message in known.items()
        if key not in wanted and (any(message.msgstr) or message.comments)
    ]
    messages = [
        _kept(known[key], message, forms) if key in known else _guessed(message, vanished, forms)
        for key, message in wanted.items()
    ]
    header = [catalogue.header] if catalogue.header else []
    retired = map(_retired, vanished)
    return replace(catalogue, entries=(*header, *po.sort(messages), *po.sort(retired)))


def _kept(old: Message, new: Message, forms: int) -> Message:
    kept = replace(
        old,
        plural=new.plural,
        msgstr=_fitted(old.msgstr, new, forms),
        extracted=new.extracted,
        places=new.places,
        flags=_flags(old, new),
        is_obsolete=False,
    )
    return _doubtful(kept, old) if old.plural != new.plural and any(old.msgstr) else kept


def _guessed(new: Message, vanished: list[Message], forms: int) -> Message:
    """A text that was only reworded keeps its translation, marked fuzzy for a person to look at."""
    empty = replace(new, msgstr=_fitted((), new, forms))
    likeness, nearest = max(
        ((_likeness(old, new), old) for old in vanished),
        default=(0, empty),
        key=lambda pair: pair[0],
    )
    if likeness < SIMILAR_ENOUGH:
        return empty
    return _doubtful(replace(empty, msgstr=nearest.msgstr, comments=nearest.comments), nearest)


def _likeness(old: Message, new: Message) -> float:
    """Texts with other digits say something else however alike they look: 3003 is not 3103."""
    if old.context != new.context or (old.plural is None) != (new.plural is None):
        return 0
    if DIGITS.findall(old.msgid) != DIGITS.findall(new.msgid):
        return 0
    matcher = SequenceMatcher(a=old.msgid, b=new.msgid)
    return matcher.ratio() if matcher.quick_ratio() >= SIMILAR_ENOUGH else 0


def _doubtful(message: Message, was: Message) -> Message:
    return replace(
        message,
        previous=Previous(was.msgid, was.plural, was.context),
        flags=("fuzzy", *(flag for flag in message.flags if flag != "fuzzy")),
    )


def _fitted(texts: tuple[str, ...], message: Message, forms: int) -> tuple[str, ...]:
    size = 1 if message.plural is None else forms
    return (*texts, *[""] * size)[:size]


def _flags(old: Message, new: Message) -> tuple[str, ...]:
    refused = {flag.removeprefix("no-") for flag in old.flags if flag.startswith("no-")}
    kept = [flag for flag in old.flags if flag not in FORMAT_FLAGS]
    return (*kept, *(flag for flag in new.flags if flag not in refused))


def _retired(message: Message) -> Message:
    return replace(message, places=(), extracted=(), is_obsolete=True)
