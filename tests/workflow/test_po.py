"""T1, T3: a PO file is read strictly, and comes back byte for byte."""

import time
from dataclasses import replace

import pytest

from workflow.exchange import charsets, po
from workflow.exchange.po import Catalogue, Message, Previous, Unreadable, Unwritable
from workflow.exchange.roundtrip import Outcome, round_trip

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENTRY = 'msgid "a"\nmsgstr "b"\n'
RICH = r"""# The file's own note
#, fuzzy
msgid ""
msgstr ""
"Project-Id-Version: site\n"
"Content-Type: text/plain; charset=UTF-8\n"
"X-Our-Own: kept\n"
"Plural-Forms: nplurals=1; plural=0;\n"

# A translator's note
#
#  with an indent
#. Translators: on the button
#: catalog/views.py
#: templates/a.html templates/b.html
#, fuzzy, python-format, our-flag
#| msgctxt "old"
#| msgid "Old %(n)s"
msgctxt "menu"
msgid "New %(n)s"
msgid_plural "News %(n)s"
msgstr[0] "新闻 %(n)s"


msgid "tab\tquote\" back\\slash"
msgstr ""
"一\n"
"二"

# Why it went
#, fuzzy
#~| msgid "Older"
#~ msgid "Gone"
#~ msgstr ""
#~ "走"
#~ "了"
# The last word
"""

# every shape that gettext's grammar allows, however rare
EXACT = {
    "nothing": "",
    "comments only": "# nothing yet\n\n",
    "no header": ENTRY,
    "header that is not first": ENTRY + "\n" + HEADER,
    "no final newline": HEADER + ENTRY.rstrip("\n"),
    "blank lines of all kinds": "\n\n" + HEADER + "\n \t\n" + ENTRY + "\n\n\n",
    "white space within lines": HEADER + '  msgid\t"a"  \n\tmsgstr "b"\f\n',
    "one line": HEADER + 'msgid "a" msgstr "b" msgid "c" msgstr "d"\n',
    "no white space": HEADER + 'msgid"a"msgstr"b"',
    "texts on lines of their own": HEADER + 'msgid\n"a" "b"\nmsgstr\n"c"\n',
    "spaced plural forms": HEADER
    + 'msgid "a"\nmsgid_plural "b"\nmsgstr [ 0 ] "c"\nmsgstr[01] "d"\n',
    "escapes": HEADER
    + 'msgid "\\a\\b\\f\\n\\r\\t\\v\\\\\\""\nmsgstr "\\x41\\101\\xe6\\x89\\x81"\n',
    "joined lines": HEADER + '# path C:\\\nof Windows\nmsgid "a\\\nb"\nmsgstr "c"\n',
    "comment without space": HEADER + "#note\n#.note\n#:place\n#,fuzzy\n" + ENTRY,
    "comment after a text": HEADER + 'msgid "a"\nmsgstr "b" # c\n',
    "unknown kinds of comment": HEADER + "#= x\n#! y\n#\n" + ENTRY,
    "previous source on one line": HEADER + '#| msgid "x" msgid_plural "y"\n' + ENTRY,
    "empty marks": HEADER + '#~\n#~ msgid "a"\n#~\n#~ msgstr "b"\n#|\n#~',
    "comment behind a mark": HEADER + '#~ #: x.py\n#~ msgid "a"\n#~ msgstr "b"\n',
    "domains": HEADER + 'domain "one"\n' + ENTRY + '\ndomain "two"\n' + ENTRY,
    "context with an empty msgid": HEADER + 'msgctxt "c"\nmsgid ""\nmsgstr "b"\n',
    "everything": RICH,
}

REFUSED = [
    ("conflict-marker", 4, HEADER + "<<<<<<< ours\n" + ENTRY),
    ("conflict-marker", 6, HEADER + ENTRY + "=======\n"),
    ("conflict-marker", 5, HEADER + 'msgid "a"\n||||||| base\nmsgstr "b"\n'),
    ("unterminated-string", 5, HEADER + 'msgid "a"\nmsgstr "b\n'),
    ("unterminated-string", 5, HEADER + 'msgid "a"\nmsgstr "b'),
    ("unterminated-string", 5, HEADER + 'msgid "a"\nmsgstr "b\\"\n'),
    ("quote-inside", 5, HEADER + 'msgid "a"\nmsgstr "b"c"\n'),
    ("quote-inside", 4, HEADER + 'msgid "a"b"\nmsgstr "c"\n'),
    ("unknown-escape", 5, HEADER + 'msgid "a"\nmsgstr "\\q"\n'),
    ("unknown-escape", 5, HEADER + 'msgid "a"\nmsgstr "\\xg"\n'),
    ("unknown-line", 4, HEADER + "hello\n"),
    ("unknown-line", 4, HEADER + "MSGID " + ENTRY),
    ("unknown-line", 4, HEADER + "#~ hello\n"),
    ("text-without-keyword", 4, HEADER.rstrip("\n") + '\n# note\n"text"\n'),
    ("text-missing", 5, HEADER + 'msgid "a"\nmsgstr\n'),
    ("repeated-keyword", 6, HEADER + 'msgid "a"\nmsgstr "b"\nmsgstr "c"\n'),
    ("repeated-keyword", 5, HEADER + 'msgctxt "a"\nmsgctxt "b"\n' + ENTRY),
    ("msgid-missing", 5, HEADER + '# note\nmsgstr "b"\n'),
    ("msgid-missing", 5, HEADER + 'msgctxt "a"\nmsgstr "b"\n'),
    ("msgstr-missing", 4, HEADER + 'msgid "a"\n'),
    ("msgstr-missing", 4, HEADER + 'msgid "a"\n\nmsgid "b"\nmsgstr "c"\n'),
    ("msgstr-missing", 4, HEADER + 'msgid "a"\n# note\nmsgstr "c"\n'),
    ("msgstr-missing", 6, HEADER + 'msgid "a"\nmsgid_plural "as"\nmsgstr "b"\n'),
    ("plural-numbers", 6, HEADER + 'msgid "a"\nmsgid_plural "as"\nmsgstr[1] "b"\n'),
    ("plural-missing", 5, HEADER + 'msgid "a"\nmsgstr[0] "b"\n'),
    ("previous-alone", 4, HEADER + '#| msgid "x"\n# note\n' + ENTRY),
    ("previous-alone", 4, HEADER + '#| msgctxt "x"\n' + ENTRY),
    ("obsolete-mixed", 5, HEADER + '#~ msgid "a"\nmsgstr "b"\n'),
    ("obsolete-mixed", 5, HEADER + '#| msgid "x"\n#~ msgid "a"\n#~ msgstr "b"\n'),
    ("letter-impossible", 5, HEADER + 'msgid "a"\nmsgstr "b\x04"\n'),
    ("letter-impossible", 4, HEADER + 'msgid "a\\004"\nmsgstr "b"\n'),
    ("duplicate", 6, HEADER + 'msgid "A"\nmsgstr "b"\nmsgid "\\x41"\nmsgstr "c"\n'),
    ("duplicate", 7, HEADER + ENTRY + '\n#~ msgid "a"\n#~ msgstr "c"\n'),
    ("duplicate", 4, HEADER + HEADER),
    ("charset-missing", 2, 'msgid "a"\nmsgstr "扁管"\n'),
    ("charset-missing", 6, HEADER + 'domain "d"\nmsgid "a"\nmsgstr "扁管"\n'),
    ("charset-unknown", 1, HEADER.replace("UTF-8", "utf8")),
    ("charset-unknown", 1, HEADER.replace("UTF-8", "CHARSET")),
]


def refusal(content, **options):
    with pytest.raises(Unreadable) as refused:
        po.read(content, **options)
    return refused.value.problem.code, refused.value.line


@pytest.mark.parametrize("text", EXACT.values(), ids=EXACT)
def test_what_was_not_edited_comes_back_byte_for_byte(text):
    assert po.write(po.read(text.encode())) == text.encode()
    assert round_trip(text.encode()).outcome == Outcome.EXACT
    assert round_trip(b"\xef\xbb\xbf" + text.encode()).outcome == Outcome.EXACT


@pytest.mark.parametrize("name", [name for name in EXACT if name != "joined lines"])
def test_so_does_a_file_of_a_windows_editor(name):
    content = b"\xef\xbb\xbf" + EXACT[name].replace("\n", "\r\n").encode()

    assert po.write(po.read(content)) == content
    assert round_trip(content).outcome == Outcome.EXACT


@pytest.mark.parametrize("text", EXACT.values(), ids=EXACT)
def test_msgcat_reads_what_we_read(text, msgcat):
    assert msgcat(text.encode()) == ""


@pytest.mark.parametrize(("code", "line", "text"), REFUSED)
def test_what_is_not_a_whole_po_file_is_refused_with_its_line(code, line, text, msgcat):
    assert refusal(text.encode()) == (code, line)
    assert msgcat(text.encode())


def test_a_message_knows_its_context_plural_comments_flags_previous_source_and_line():
    message = po.read(RICH.encode()).messages[0]

    assert message.key == ("menu", "New %(n)s")
    assert (message.plural, message.msgstr) == ("News %(n)s", ("新闻 %(n)s",))
    assert message.comments == (" A translator's note", "", "  with an indent")
    assert message.extracted == ("Translators: on the button",)
    assert message.places == ("catalog/views.py", "templates/a.html", "templates/b.html")
    assert message.flags == ("fuzzy", "python-format", "our-flag")
    assert message.previous == Previous("Old %(n)s", context="old")
    assert RICH.splitlines()[message.line - 1] == 'msgid "New %(n)s"'


def test_texts_are_read_whatever_their_lines_and_escapes():
    text = HEADER + 'msgid "a" "\\x4a""1"\n\nmsgstr ""\n"\\xe6\\x89\\x81\\t"\n"one \\\ntext"\n'

    (message,) = po.read(text.encode()).messages

    assert (message.msgid, message.msgstr) == ("aJ1", ("扁\tone text",))


def test_obsolete_messages_are_read_with_their_comments_and_previous_source():
    (gone,) = po.read(RICH.encode()).obsolete

    assert (gone.msgid, gone.msgstr, gone.comments) == ("Gone", ("走了",), (" Why it went",))
    assert (gone.previous, gone.fuzzy) == (Previous("Older"), True)


def test_header_fields_are_found_whatever_their_case():
    assert po.read(RICH.encode()).header_field("plural-forms") == "nplurals=1; plural=0;"
    assert po.read(RICH.encode()).header_field("Unknown") == ""
    assert po.read(ENTRY.encode()).header_field("Plural-Forms") == ""


def test_files_of_windows_editors_hold_the_same_messages():
    windows = b"\xef\xbb\xbf" + RICH.replace("\n", "\r\n").encode()

    assert tuple(po.read(windows).entries) == tuple(po.read(RICH.encode()).entries)


# Charsets

NAMES = """
ascii US-ASCII ANSI_X3.4-1968 ISO_8859-1 utf-8 UTF8 KOI8-R KOI8-U KOI8-T CP850 CP866 CP874 CP932 CP949 CP950 GB2312
CP437 EUC-JP EUC-KR EUC-CN BIG5 BIG5-HKSCS GBK GB18030 SHIFT_JIS SJIS JOHAB TIS-620 UTF-16 LATIN1 ISO-2022-JP MACROMAN
"""


@pytest.mark.parametrize(
    ("charset", "letters"),
    [
        ("ISO-8859-15", "Œuvre à 5 €"),
        ("KOI8-R", "Плоская труба"),
        ("GB2312", "扁管"),
        ("GBK", "扁管，盤圓"),
        ("GB18030", "扁管，盤圓 𠮷"),
        ("BIG5", "功能，許蓋"),  # their second bytes are backslashes
        ("SHIFT_JIS", "ソ表能"),
        ("EUC-JP", "アルミ"),
    ],
)
def test_a_file_comes_back_in_the_charset_that_it_declares(charset, letters, msgcat):
    """(msgcat knows the charset only after the first comment that follows the header.)"""
    text = HEADER.replace("UTF-8", charset) + "# first\n"
    text += f'# {letters}\nmsgid "a"\nmsgstr "{letters}\\n"\n'
    content = (text + "\n" + ENTRY.replace('"a"', '"b"')).encode(charset)

    catalogue = po.read(content)

    assert catalogue.messages[0].msgstr == (f"{letters}\n",)
    assert round_trip(content).outcome == Outcome.EXACT
    assert msgcat(content) == ""
    assert edited(content, "b", msgstr=(letters,)) == content.replace(
        b'"b"\nmsgstr "b"', b'"b"\nmsgstr "' + letters.encode(charset) + b'"'
    )


@pytest.mark.parametrize("name", ["BIG5", "CP950", "SHIFT_JIS", "CP932", "EUC-JP", "BIG5-HKSCS"])
def test_letters_that_a_charset_has_twice_come_back_as_they_were(name):
    twice = []
    for pair in range(0x8140, 0xFF00):
        letter = pair.to_bytes(2, "big")
        if pair & 0xFF < 0x40 or b"\\" in letter:
            continue
        try:
            if len(letter.decode(name)) == 1:
                twice.append(letter)
        except UnicodeDecodeError:
            continue
    head = HEADER.replace("UTF-8", name).encode()
    content = head + b"".join(b'msgid "%d"\nmsgstr "%s"\n\n' % pair for pair in enumerate(twice))

    assert round_trip(content).outcome == Outcome.EXACT


def test_every_charset_that_msgcat_takes_is_known_but_for_three(msgcat):
    names = [f"ISO-8859-{number}" for number in range(1, 17)]
    names += [f"CP125{number}" for number in range(10)] + NAMES.split()

    taken = [name for name in names if not msgcat((HEADER.replace("UTF-8", name) + ENTRY).encode())]

    assert [name for name in names if charsets.codec(name)] == taken
    assert all("".encode(charsets.codec(name)) == b"" for name in taken)
    for name in ("EUC-TW", "VISCII", "GEORGIAN-PS"):
        assert refusal(HEADER.replace("UTF-8", name).encode()) == ("charset-unknown", 1)


def test_letters_of_another_charset_are_refused_with_their_line(msgcat):
    content = HEADER.encode() + 'msgid "a"\nmsgstr ""\n"扁管"\n'.encode("gbk")

    assert refusal(content) == ("undecodable", 6)
    assert msgcat(content)


def test_comments_of_another_charset_come_back_as_they_were(msgcat):
    content = HEADER.encode() + "# first\n# émigré\n".encode("latin-1") + ENTRY.encode()

    assert round_trip(content).outcome == Outcome.EXACT
    assert po.read(content).messages[0].comments == (" first", " \ufffdmigr\ufffd")
    assert msgcat(content) == ""
    assert edited(content, "a", msgstr=("c",)) == content.replace(b'"b"', b'"c"')


def test_the_reader_may_say_what_a_file_is_that_names_no_charset():
    content = 'msgid "a"\nmsgstr "扁管"\n'.encode()

    assert po.read(content, undeclared="UTF-8").messages[0].msgstr == ("扁管",)
    assert po.write(po.read(content, undeclared="UTF-8")) == content
    assert po.read(b"\xef\xbb\xbf" + content).messages[0].msgstr == ("扁管",)


def test_a_template_may_leave_its_charset_open():
    content = (HEADER.replace("UTF-8", "CHARSET") + ENTRY).encode()

    assert round_trip(content, is_template=True).outcome == Outcome.EXACT


def test_a_letter_that_the_charset_has_not_is_refused_when_written():
    content = (HEADER.replace("UTF-8", "ISO-8859-1") + ENTRY).encode()

    with pytest.raises(Unwritable) as refused:
        edited(content, "a", msgstr=("扁管",))
    assert refused.value.problem == ("not-in-charset", "扁 (iso-8859-1)")


@pytest.mark.parametrize("letter", ["\0", "\x04", "\ud800"])
def test_a_letter_that_no_po_file_can_hold_is_refused_when_written(letter):
    with pytest.raises(Unwritable) as refused:
        po.write(Catalogue((Message("a", msgstr=(letter,)),)))
    assert refused.value.problem.code == "letter-impossible"


# Size


HOSTILE = {
    "quotation marks": b'msgid "a"\nmsgstr ""\n' + b'""\n' * 300_000,
    "an open string": b'msgid "a"\nmsgstr "' + b"a" * 1_000_000,
    "backslashes": b'msgid "a"\nmsgstr "' + b"\\" * 1_000_001,
    "comments": b"#\n" * 500_000,
    "blank lines before a fault": b"\n" * 1_000_000 + b"x",
    "blank lines within a message": b'msgid "a"\n' + b"\n" * 1_000_000 + b"x",
    "marks": b"#~" * 500_000,
    "marks on lines": b"#~\n" * 300_000 + b"x",
    "marks within a message": b'#~ msgid "a"\n' + b"#~\n" * 300_000 + b"x",
    "brackets": b'msgid "a"\nmsgid_plural "b"\nmsgstr' + b"[" * 1_000_000,
    "a long number": b'msgid "a"\nmsgid_plural "b"\nmsgstr[' + b"9" * 100_000 + b'] "c"\n',
    "domains": b'domain "a"\n' * 100_000,
    "one line": b" ".join(b'msgid "%d" msgstr "b"' % number for number in range(50_000)),
    "bytes": bytes(range(256)) * 4000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_no_file_takes_long_or_ends_in_another_error(content):
    begun = time.process_time()

    outcome = round_trip(content).outcome

    assert outcome in (Outcome.EXACT, Outcome.REFUSED)
    assert time.process_time() - begun < 5


def edited(content, msgid, **changes):
    catalogue = po.read(content)
    entries = tuple(
        replace(entry, **changes) if entry.msgid == msgid else entry for entry in catalogue.entries
    )
    return po.write(replace(catalogue, entries=entries))
