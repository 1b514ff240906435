"""Why a file cannot be read: its words are gone through one by one until one stands where the grammar has no place."""

import re
from typing import NamedTuple

from .po_syntax import STRING
from .po_values import Unreadable

CONFLICT_MARKER = re.compile(rb"[ \t\r\f\v]*(<{7}|={7}|>{7}|\|{7})([ \r]|$)")
WRONG_ESCAPE = re.compile(rb'"(?:[^"\\\n]|\\(?:[abfnrtv"\\0-7\n]|x[0-9A-Fa-f]))*+(\\[^\n]?)')
WORD = re.compile(
    rb"""(?P<newline>\n) | [\ \t\r\f\v]++ | (?P<mark>\#~\|?|\#\|) | (?P<comment>\#[^\n]*+)
    | (?P<string>%s) | (?P<form>msgstr[\ \t\r\f\v\n]*+\[[\ \t\r\f\v\n]*+(?P<number>[0-9]++)[\ \t\r\f\v\n]*+\])
    | (?P<keyword>(?:msgctxt|msgid_plural|msgid|msgstr|domain)(?![A-Za-z0-9_$])) | (?P<other>.)"""
    % STRING.encode().replace(b" ", b"\\ "),
    re.VERBOSE,
)
# which keyword may follow which texts of a message
FOLLOWERS = {
    "": ("msgctxt", "msgid", "domain"),
    "msgctxt": ("msgid",),
    "msgid": ("msgstr", "msgid_plural"),
    "msgid_plural": ("form",),
    "form": ("form", "msgctxt", "msgid", "domain"),
    "msgstr": ("msgctxt", "msgid", "domain"),
    "domain": ("msgctxt", "msgid", "domain"),
}
COMPLETE = ("", "msgstr", "form", "domain")


class _Keyword(NamedTuple):
    name: str
    line: int
    mark: bytes


NONE = _Keyword("", 0, b"")


def fault(text: bytes, position: int, line: int) -> Unreadable:
    """Of a text that stops being PO with the entry at this position."""
    return _Walk(text, position, line).fault()


class _Walk:
    def __init__(self, text: bytes, position: int, line: int) -> None:
        self.text, self.position, self.line = text, position, line
        self.mark = b""
        self.last = NONE  # the keyword before
        self.has_text = True  # it has its string
        self.msgid = ""
        self.is_repeated = position > 0  # a keyword right after a whole message repeats one of it

    def fault(self) -> Unreadable:
        """What this walk lets pass and the grammar does not is so odd that the last line must do."""
        while found := WORD.match(self.text, self.position):
            if wrong := self._take(found):
                return wrong
            self.line += found[0].count(b"\n")
            self.position = found.end()
        return self._unfinished() or Unreadable(self.line, "unknown-line")

    def _take(self, found: re.Match[bytes]) -> Unreadable | None:
        kind = found.lastgroup
        if kind == "newline":
            self.mark = b""
        elif kind == "mark":
            self.mark = found[0]
        elif kind == "comment":
            self.is_repeated = False
            return self._unfinished()
        elif kind == "string":
            return self._string(found[0])
        elif kind == "other":
            return self._other(found[0])
        elif kind in ("keyword", "form"):
            return self._keyword(found["keyword"].decode() if kind == "keyword" else "form")
        return None

    def _string(self, string: bytes) -> Unreadable | None:
        if self.last == NONE or (self.last.name == "domain" and self.has_text):
            return Unreadable(self.line, "text-without-keyword")
        if self.mark != self.last.mark:
            return Unreadable(self.line, "obsolete-mixed")
        if self.last.name == "msgid" and not self.has_text:
            self.msgid = string[1:-1].decode(errors="replace")
        self.has_text = True
        return None

    def _keyword(self, name: str) -> Unreadable | None:
        if not self.has_text:
            return Unreadable(self.last.line, "text-missing", self._last_name())
        is_previous = self.mark.endswith(b"|")
        if self.last.mark.endswith(b"|") and not is_previous:
            return self._after_previous(name)
        if wrong := self._out_of_order(name, is_previous=is_previous):
            return wrong
        begins = name in ("msgctxt", "msgid") and self.last.name in COMPLETE
        if not begins and self.last.mark != self.mark:
            return Unreadable(self.line, "obsolete-mixed")
        self._open(name)
        return None

    def _after_previous(self, name: str) -> Unreadable | None:
        """The message itself follows its previous source, obsolete or not as that is."""
        if self.last.name == "msgctxt" or name not in ("msgctxt", "msgid"):
            return Unreadable(self.last.line, "previous-alone")
        if self.last.mark.startswith(b"#~") != self.mark.startswith(b"#~"):
            return Unreadable(self.line, "obsolete-mixed")
        self._open(name)
        return None

    def _out_of_order(self, name: str, *, is_previous: bool) -> Unreadable | None:
        if is_previous and name not in ("msgctxt", "msgid", "msgid_plural"):
            return Unreadable(self.line, "unknown-line", self._shown())
        if name in FOLLOWERS[self.last.name]:
            return None
        if self.last.name in ("msgid", "msgid_plural"):
            return self._instead_of_msgstr(name)
        if name == self.last.name or (self.last == NONE and self.is_repeated):
            return Unreadable(self.line, "repeated-keyword", self._shown())
        return Unreadable(self.line, "msgid-missing")

    def _instead_of_msgstr(self, name: str) -> Unreadable:
        if name in ("msgid", "msgctxt"):
            return Unreadable(self.last.line, "msgstr-missing", self.msgid)
        if name == "form":
            return Unreadable(self.line, "plural-missing")
        if name == self.last.name:
            return Unreadable(self.line, "repeated-keyword", self._shown())
        return Unreadable(self.line, "msgstr-missing", self.msgid)

    def _open(self, name: str) -> None:
        self.last, self.has_text = _Keyword(name, self.line, self.mark), False

    def _other(self, first: bytes) -> Unreadable:
        if CONFLICT_MARKER.match(self._line_bytes()):
            return Unreadable(self.line, "conflict-marker")
        before = self.text[self.text.rfind(b"\n", 0, self.position) + 1 : self.position]
        if before.rstrip().endswith(b'"'):
            return Unreadable(self.line, "quote-inside")
        if first == b'"':
            return self._broken_string()
        return Unreadable(self.line, "unknown-line", self._shown())

    def _broken_string(self) -> Unreadable:
        wrong = WRONG_ESCAPE.match(self.text, self.position)
        end = self._line_end()
        if not wrong or wrong.start(1) + 1 >= end:
            return Unreadable(self.line, "unterminated-string")
        line = self.line + self.text.count(b"\n", self.position, wrong.start(1))
        escape = self.text[wrong.start(1) : wrong.start(1) + 5].decode(errors="ignore")[:2]
        return Unreadable(line, "unknown-escape", escape)

    def _unfinished(self) -> Unreadable | None:
        """At a comment or the end, where a message has to be whole."""
        if not self.has_text:
            return Unreadable(self.last.line, "text-missing", self._last_name())
        if self.last.mark.endswith(b"|"):
            return Unreadable(self.last.line, "previous-alone")
        if self.last.name == "msgctxt":
            return Unreadable(self.last.line, "msgid-missing")
        if self.last.name not in COMPLETE:
            return Unreadable(self.last.line, "msgstr-missing", self.msgid)
        return None

    def _last_name(self) -> str:
        return "msgstr" if self.last.name == "form" else self.last.name

    def _line_end(self) -> int:
        end = self.text.find(b"\n", self.position)
        return end if end >= 0 else len(self.text)

    def _line_bytes(self) -> bytes:
        return self.text[self.text.rfind(b"\n", 0, self.position) + 1 : self._line_end()]

    def _shown(self) -> str:
        return self._line_bytes()[:160].decode(errors="replace").strip()[:40]
