"""The compiled form of a catalogue (GNU MO), the same bytes for the same messages.

Babel's writer puts today's date into every header and the msgid into empty plurals.
"""

import struct

from .po import Catalogue, Message

MAGIC = 0x950412DE
HEADER_SIZE = 7 * 4
ENTRY_SIZE = 2 * 4


def write(catalogue: Catalogue) -> bytes:
    """Leaves out what is not translated or in doubt: Django then shows the msgid."""
    header = [catalogue.header] if catalogue.header else []
    shown = [message for message in catalogue.messages if message.translated and not message.fuzzy]
    entries = sorted(
        (_key(message), "\0".join(message.msgstr).encode()) for message in (*header, *shown)
    )
    keys = [key for key, _ in entries]
    texts = [text for _, text in entries]
    keys_at = HEADER_SIZE
    texts_at = keys_at + ENTRY_SIZE * len(entries)
    strings_at = texts_at + ENTRY_SIZE * len(entries)
    table = _table(keys + texts, strings_at)
    start = struct.pack("<7I", MAGIC, 0, len(entries), keys_at, texts_at, 0, strings_at)
    return start + table + b"".join(string + b"\0" for string in keys + texts)


def _key(message: Message) -> bytes:
    context = "" if message.context is None else f"{message.context}\x04"
    plural = "" if message.plural is None else f"\0{message.plural}"
    return f"{context}{message.msgid}{plural}".encode()


def _table(strings: list[bytes], position: int) -> bytes:
    table = b""
    for string in strings:
        table += struct.pack("<2I", len(string), position)
        position += len(string) + 1
    return table
