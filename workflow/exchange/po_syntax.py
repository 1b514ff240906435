r"""The grammar of PO files as regular expressions, and the escapes of their strings.

The grammar is that of GNU gettext (po-lex.c, po-gram-gen.y; manual, "The Format of PO Files"): a file is a row of
words and strings, white space between them means nothing, and "#~", "#|" and "#~|" colour the rest of their line.
Within strings and comments a backslash before a line break joins the lines.

Every repetition is possessive: an expression never tries a second way through what it has read, so that a broken
file is refused in the time that a sound one takes.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

BLANK = r"[ \t\r\f\v]*+"
STRING = r'"[^"\\\n]*+(?:\\(?:[abfnrtv"\\0-7\n]|x[0-9A-Fa-f])[^"\\\n]*+)*+"'
MARK = r"#(?:~\|?|\|)"
REST = r"[^\n]*+(?:(?<=\\)\n[^\n]*+)*+"
COMMENT = rf"#(?![~|]){REST}"
OBSOLETE_COMMENT = (
    rf"#~{BLANK}{COMMENT}(?=\n{BLANK}(?:\n|#~|\Z)|\Z)"  # it colours the next line, too
)
SPACE = r"[ \t\r\f\v\n]*+"
NOTHING = rf"{SPACE}(?:{MARK}{BLANK}(?=\n|\Z){SPACE})*+"
DIRECTIVE = rf"domain{NOTHING}{STRING}"
LEAD = rf"(?:[ \t\r\f\v\n]++|{COMMENT}|{OBSOLETE_COMMENT}|{MARK}{BLANK}(?=\n|\Z)|(?P<domain>{DIRECTIVE}))*+"


def _between_lines(mark: str) -> str:
    """Between two words of a message whose lines begin with a mark."""
    return rf"(?:[ \t\r\f\v]++|(?:\n{NOTHING})?+{mark})*+"


GAP = NOTHING
OBSOLETE = r"#~(?!\|)"
GAPS = {
    "": GAP,
    "#~": _between_lines(OBSOLETE),
    "#|": _between_lines(r"#\|"),
    "#~|": _between_lines(r"#~\|"),
}


def _text(gap: str) -> str:
    return rf"(?:{gap}{STRING})++"


def _body(gap: str, prefix: str) -> str:
    text = _text(gap)
    forms = rf"(?:{gap}msgstr{gap}\[{gap}[0-9]++{gap}\]{text})++"
    return (
        rf"(?:msgctxt(?P<{prefix}context>{text}){gap})?+msgid(?P<{prefix}msgid>{text}){gap}"
        rf"(?:msgstr(?P<{prefix}msgstr>{text})|(?P<{prefix}plural>msgid_plural){text}{forms})"
    )


def _previous(gap: str) -> str:
    text = _text(gap)
    return rf"(?:msgctxt{text}{gap})?+msgid{text}(?:{gap}msgid_plural{text})?+{gap}\n{NOTHING}"


ACTIVE_ENTRY = rf"(?P<previous>#\|{GAPS['#|']}{_previous(GAPS['#|'])})?+(?P<body>{_body(GAP, '')})"
OBSOLETE_ENTRY = (
    rf"(?P<old_previous>#~\|{GAPS['#~|']}{_previous(GAPS['#~|'])})?+"
    rf"(?P<old_body>{OBSOLETE}{GAPS['#~']}{_body(GAPS['#~'], 'old_')})"
)
ENTRY = rf"{LEAD}(?:{ACTIVE_ENTRY}|{OBSOLETE_ENTRY}){BLANK}\n?+"


def _part(gap: str) -> str:
    number = rf"(?:{gap}\[{gap}([0-9]++){gap}\])?+"
    return rf"(msg(?:ctxt|id_plural|id|str)){number}({_text(gap)})"


ENTRY_BYTES = re.compile(ENTRY.encode())
LEAD_BYTES = re.compile(LEAD.encode())
ENTRY_TEXT = re.compile(ENTRY)
LEAD_ITEM = re.compile(rf"(?:#~{BLANK})?+#(?![~|])([.:,]?+)({REST})|({DIRECTIVE})")
PARTS = {mark: re.compile(_part(gap)) for mark, gap in GAPS.items()}
CONTENT = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL)
CONTENT_BYTES = re.compile(CONTENT.pattern.encode(), re.DOTALL)

ESCAPE = re.compile(r"\\(.)", re.DOTALL)
UNESCAPED = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    '"': '"', "\\": "\\", "\n": "",
}  # fmt: skip
ESCAPED = str.maketrans(
    {character: f"\\{letter}" for letter, character in UNESCAPED.items() if character}
)
BYTE_ESCAPES = re.compile(rb"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]++)|(.))", re.DOTALL)
NUMERIC_ESCAPE = re.compile(r"\\[0-7x]")
CONTEXT_SEPARATOR = "\x04"  # between context and msgid in a compiled catalogue
IMPOSSIBLE = re.compile(
    "[\0\x04]"
)  # in strings: msgcat cuts them at the first and refuses the second


class Part(NamedTuple):
    name: str  # msgctxt, msgid, msgid_plural, msgstr, msgstr[0]…
    text: str
    start: int
    end: int


def parts(text: str, start: int, end: int, mark: str, charset: str) -> Iterator[Part]:
    """The texts of a message between two places of a well-formed entry."""
    for found in PARTS[mark].finditer(text, start, end):
        name, number, strings = found.groups()
        if number is not None:
            name = f"{name}[{number.lstrip('0') or '0'}]"
        yield Part(name, unquoted(strings, charset), *found.span())


def unquoted(strings: str, charset: str) -> str:
    if "\\" not in strings and strings.count('"') == 2:
        return strings[strings.index('"') + 1 : -1]
    contents = CONTENT.findall(strings)
    if NUMERIC_ESCAPE.search(strings):
        joined = b"".join(_bytes(content, charset) for content in contents)
        return joined.decode(charset, "surrogateescape")
    content = "".join(contents)
    return ESCAPE.sub(_letter, content) if "\\" in content else content


def unquoted_bytes(strings: bytes) -> bytes:
    """The same for a text that is not decoded yet."""
    if b"\\" not in strings and strings.count(b'"') == 2:
        return strings[strings.index(b'"') + 1 : -1]
    return b"".join(BYTE_ESCAPES.sub(_byte, content) for content in CONTENT_BYTES.findall(strings))


def _letter(escape: re.Match[str]) -> str:
    return UNESCAPED[escape[1]]


def _bytes(content: str, charset: str) -> bytes:
    """Octal and hexadecimal escapes stand for bytes of the file's charset: several may make one letter."""
    return BYTE_ESCAPES.sub(_byte, content.encode(charset, "surrogateescape"))


def _byte(escape: re.Match[bytes]) -> bytes:
    octal, hexadecimal, letter = escape.groups()
    if octal:
        return bytes([int(octal, 8) & 0xFF])
    if hexadecimal:
        return bytes([int(hexadecimal[-2:], 16)])
    return UNESCAPED[letter.decode("latin-1")].encode()


def quoted(text: str) -> str:
    return f'"{text.translate(ESCAPED)}"'
