"""T1: a PO file is read strictly and written so that nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.exchange import po
from workflow.exchange.po import Catalogue, Message, Unreadable

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
RICH = r"""# The file's own note
#, fuzzy
msgid ""
msgstr ""
"Project-Id-Version: site\n"
"X-Our-Own: kept\n"
"Plural-Forms: nplurals=1; plural=0;\n"

# A translator's note
#
#  with an indent
#. Translators: on the button
#: catalog/views.py
#: templates/a b.html
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
#~ msgstr "走了"
"""

REFUSED = [
    ("conflict-marker", 4, HEADER + "<<<<<<< ours\n" + 'msgid "a"\nmsgstr "b"\n'),
    (
        "conflict-marker",
        6,
        HEADER + 'msgid "a"\nmsgstr "b"\n=======\n',
    ),
    ("unterminated-string", 5, HEADER + 'msgid "a"\nmsgstr "b\n'),
    ("unterminated-string", 5, HEADER + 'msgid "a"\nmsgstr "b\\"\n'),
    ("unterminated-string", 5, HEADER + 'msgid "a"\nmsgstr "b"c"\n'),
    ("unknown-escape", 5, HEADER + 'msgid "a"\nmsgstr "\\q"\n'),
    ("unknown-line", 4, HEADER + "hello\n"),
    ("text-without-keyword", 4, HEADER.rstrip("\n") + '\n# note\n"text"\n'),
    ("repeated-keyword", 6, HEADER + 'msgid "a"\nmsgstr "b"\nmsgstr "c"\n'),
    ("msgid-missing", 5, HEADER + '# note\nmsgstr "b"\n'),
    ("msgstr-missing", 4, HEADER + 'msgid "a"\n'),
    ("msgstr-missing", 4, HEADER + 'msgid "a"\n\nmsgid "b"\nmsgstr "c"\n'),
    ("msgstr-missing", 6, HEADER + 'msgid "a"\nmsgid_plural "as"\nmsgstr[1] "b"\n'),
    ("msgstr-missing", 6, HEADER + 'msgid "a"\nmsgid_plural "as"\nmsgstr "b"\n'),
    ("duplicate", 6, HEADER + 'msgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "c"\n'),
    ("header-missing", 1, 'msgid "a"\nmsgstr "b"\n'),
    ("cut-off", 5, HEADER + 'msgid "a"\nmsgstr "b"'),
]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
one_line = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1)
messages = st.builds(
    Message,
    msgid=texts.filter(bool),
    context=st.none() | texts,
    msgstr=st.tuples(texts),
    comments=st.lists(one_line.map(" {}".format)).map(tuple),
)
plural_messages = st.builds(
    Message,
    msgid=texts.filter(bool),
    plural=texts,
    context=st.none() | texts,
    msgstr=st.lists(texts, min_size=1, max_size=4).map(tuple),
)
catalogues = st.lists(messages | plural_messages, unique_by=lambda message: message.key).map(
    lambda found: Catalogue(Message("", msgstr=("Language: zh\n",)), tuple(found))
)


def test_everything_in_a_file_comes_back():
    assert po.write(po.read(RICH.encode())).decode() == RICH.replace("a b.html", "a\n#: b.html")


def test_a_message_knows_its_context_plural_comments_flags_and_line():
    message = po.read(RICH.encode()).messages[0]

    assert (message.context, message.msgid, message.plural) == ("menu", "New %(n)s", "News %(n)s")
    assert message.msgstr == ("新闻 %(n)s",)
    assert message.extracted == ("Translators: on the button",)
    assert message.flags == ("fuzzy", "python-format", "our-flag")
    assert RICH.splitlines()[message.line - 1] == 'msgid "New %(n)s"'


def test_header_fields_are_found_whatever_their_case():
    assert po.read(RICH.encode()).header_field("plural-forms") == "nplurals=1; plural=0;"
    assert po.read(RICH.encode()).header_field("Unknown") == ""


def test_files_of_windows_editors_are_read():
    windows = b"\xef\xbb\xbf" + RICH.replace("\n", "\r\n").encode()

    assert po.read(windows) == po.read(RICH.encode())


@pytest.mark.parametrize(("code", "line", "text"), REFUSED)
def test_what_is_not_a_whole_po_file_is_refused_with_its_line(code, line, text):
    with pytest.raises(Unreadable) as refused:
        po.read(text.encode())

    assert (refused.value.code, refused.value.line) == (code, line)


def test_a_file_in_another_encoding_is_refused_with_its_line():
    with pytest.raises(Unreadable) as refused:
        po.read(HEADER.encode() + 'msgid "a"\nmsgstr "扁管"\n'.encode("gbk"))

    assert (refused.value.code, refused.value.line) == ("not-utf8", 5)


@given(catalogues)
def test_what_is_written_reads_back_the_same(catalogue):
    assert po.read(po.write(catalogue)) == catalogue


@given(st.integers(0, len(RICH.encode()) - 1))
def test_a_file_cut_anywhere_is_refused_or_is_one_of_whole_messages(length):
    whole = po.read(RICH.encode())
    try:
        rest = po.read(RICH.encode()[:length])
    except Unreadable:
        return

    assert (
        set(rest.messages[:-1]) < set(whole.messages)
        or rest.messages == whole.messages[: len(rest.messages)]
    )
