"""How far a catalogue is. No Django here."""

import re
from typing import NamedTuple

from workflow.exchange.po import Catalogue, Message

WORD = re.compile(r"\w+")


class Counts(NamedTuple):
    messages: int
    translated: int
    fuzzy: int
    missing: int
    obsolete: int
    words_left: int


def count(catalogue: Catalogue, *, is_source: bool) -> Counts:
    """In the source language an empty text means the msgid, so nothing is missing."""
    fuzzy = [message for message in catalogue.messages if message.fuzzy]
    missing = [
        message
        for message in catalogue.messages
        if not message.fuzzy and is_missing(message, is_source=is_source)
    ]
    total = len(catalogue.messages)
    return Counts(
        messages=total,
        translated=total - len(fuzzy) - len(missing),
        fuzzy=len(fuzzy),
        missing=len(missing),
        obsolete=len(catalogue.obsolete),
        words_left=sum(len(WORD.findall(message.msgid)) for message in (*fuzzy, *missing)),
    )


def is_missing(message: Message, *, is_source: bool) -> bool:
    if is_source and not any(message.msgstr):
        return False
    return not message.translated
