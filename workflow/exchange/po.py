"""PO files: `read` makes values of bytes, `write` bytes of values; what was not edited comes back byte for byte.

Ours because no library does: see docs/decisions/our-own-po-codec.md. The parts: `po_values` what a file holds,
`po_syntax` its grammar, `po_reading`, `po_faults` why a file is refused, `po_entry` one message taken apart,
`po_writing`, `po_layout` how new text is broken into lines, `charsets`.
"""

from collections.abc import Iterable

from .po_reading import read
from .po_values import Catalogue, Key, Message, Previous, Raw, Unreadable, Unwritable
from .po_writing import write

__all__ = [
    "Catalogue", "Key", "Message", "Previous", "Raw", "Unreadable", "Unwritable", "read", "sort", "write",
]  # fmt: skip


def sort(messages: Iterable[Message]) -> tuple[Message, ...]:
    return tuple(sorted(messages, key=lambda message: (message.msgid, message.context or "")))
