"""The charsets that the header of a PO file may name.

Source: the list of portable names in the GNU gettext manual, "Filling in the Header Entry"
(https://www.gnu.org/software/gettext/manual/html_node/Header-Entry.html); msgcat refuses every other name.
Python lacks three of them: EUC-TW, VISCII and GEORGIAN-PS. Within each that it has, a line break is the byte 10,
and what Python writes is as long as what it read.
"""

import re

UTF8 = "utf-8"
ASCII = "ascii"
TEMPLATE = "CHARSET"  # what programs write into a new template, where a translator is to name one

NAMES = re.compile(
    r"""ASCII | US-ASCII | ANSI_X3\.4-1968 | UTF-8 | ISO[-_]8859-(?:[1-9] | 13 | 14 | 15) | KOI8-[RTU]
    | CP(?:850 | 866 | 874 | 932 | 949 | 950 | 125[0-7]) | GB2312 | GBK | GB18030 | BIG5 | BIG5-HKSCS
    | EUC-JP | EUC-KR | SHIFT_JIS | JOHAB | TIS-620""",
    re.VERBOSE | re.IGNORECASE,
)
DECLARED = re.compile(r"charset=([^ \t\n]*)")


def declared(header: str) -> str | None:
    """The name as the header has it, which may be empty; None when it has none."""
    found = DECLARED.search(header)
    return found[1] if found else None


def codec(name: str) -> str | None:
    """What Python calls a charset; None for a name that PO files may not use, or that Python lacks."""
    if not NAMES.fullmatch(name):
        return None
    if name.upper() in ("ASCII", "US-ASCII", "ANSI_X3.4-1968"):
        return ASCII
    return name.lower()
