"""T3: an edit changes the lines it is about, in the way of the file, and no others."""

import difflib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from multilingual.text.width import width
from workflow.exchange import po
from workflow.exchange.po import Catalogue, Message, Previous, Unreadable
from workflow.exchange.po_layout import wrapped
from workflow.exchange.roundtrip import Outcome, round_trip

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
LONG = (
    "Flat tubes are packed on pallets, wrapped in film and shipped within three weeks of the order."
)
WRAPPED = f"""{HEADER}msgid ""
"A text that is so long that its lines are broken here and there although it "
"has no line break of its own"
msgstr ""
"译文也很长，所以它的每一行都在某处折断，尽管它自己并没有换行符，只是因为一行放不下"
"这么多的字"

msgid "Tube"
msgstr "管"
"""
UNWRAPPED = HEADER + f'msgid "{LONG} {LONG}"\nmsgstr ""\n\nmsgid "Tube"\nmsgstr "管"\n'
FULL = f"""{HEADER}# by hand
#. of the programmer
#: a.py:1 b.py:2
#, fuzzy, python-format
#| msgid ""
#| "Old %s of the "
#| "pipes"
msgctxt "menu"
msgid   "%s of the tubes"
msgid_plural "%s of all the tubes"
msgstr[0]   "odd   spacing"
msgstr[1]   "stays"

#~ msgid "gone"
#~ msgstr ""
#~ "one "
#~ "two"
"""

# of FULL: what is edited, which lines go, which come
EDITS = [
    ({"msgstr": ("new", "stays")}, ['msgstr[0]   "odd   spacing"'], ['msgstr[0] "new"']),
    ({"flags": ("python-format",)}, ["#, fuzzy, python-format"], ["#, python-format"]),
    ({"flags": ()}, ["#, fuzzy, python-format"], []),
    ({"comments": (" by hand", " and again")}, [], ["# and again"]),
    ({"comments": ()}, ["# by hand"], []),
    ({"comments": ("~ no mark", ", no flag\\")}, ["# by hand"], ["# ~ no mark", "# , no flag\\ "]),
    ({"comments": (" two\nlines",)}, ["# by hand"], ["# two", "#lines"]),
    ({"extracted": ()}, ["#. of the programmer"], []),
    ({"places": ("c.py", "d.py")}, ["#: a.py:1 b.py:2"], ["#: c.py d.py"]),
    (
        {"previous": None},
        ['#| msgid ""', '#| "Old %s of the "', '#| "pipes"'],
        [],
    ),
    (
        {"previous": Previous("Old")},
        ['#| msgid ""', '#| "Old %s of the "', '#| "pipes"'],
        ['#| msgid "Old"'],
    ),
    (
        {"previous": Previous("Old %s of the pipes", "Olds")},
        [],
        ['#| msgid_plural "Olds"'],
    ),
    ({"context": None}, ['msgctxt "menu"'], []),
    ({"msgstr": ("odd   spacing",)}, ['msgstr[1]   "stays"'], []),
    (
        {"msgstr": ("odd   spacing", "stays", "third")},
        [],
        ['msgstr[2] "third"'],
    ),
    ({"msgstr": ("odd   spacing", "stays")}, [], []),
]


def edited(content, number, **changes):
    catalogue = po.read(content)
    entries = list(catalogue.entries)
    entries[number] = replace(entries[number], **changes)
    return po.write(replace(catalogue, entries=tuple(entries)))


def difference(before, after):
    lines = difflib.ndiff(before.decode().splitlines(), after.decode().splitlines())
    changed = [line for line in lines if line[0] in "+-"]
    return [line[2:] for line in changed if line[0] == "-"], [
        line[2:] for line in changed if line[0] == "+"
    ]


@pytest.mark.parametrize(("changes", "gone", "come"), EDITS)
def test_an_edit_changes_its_own_lines(changes, gone, come, msgcat):
    content = FULL.encode()

    result = edited(content, 1, **changes)

    assert difference(content, result) == (gone, come)
    assert po.read(result).messages[0].msgstr == changes.get("msgstr", ("odd   spacing", "stays"))
    assert msgcat(result) == ""


def test_what_an_entry_had_none_of_comes_in_its_place(msgcat):
    content = (HEADER + 'msgid "a"\nmsgstr "b"\n').encode()

    result = edited(
        content,
        1,
        comments=(" c",),
        extracted=("e",),
        places=("p.py", "q.py"),
        flags=("fuzzy",),
        previous=Previous("old"),
        context="x",
    )

    assert result.decode() == (
        HEADER + "# c\n#. e\n#: p.py\n#: q.py\n#, fuzzy\n"
        '#| msgid "old"\nmsgctxt "x"\nmsgid "a"\nmsgstr "b"\n'
    )
    assert msgcat(result) == ""


def test_an_edit_of_an_obsolete_message_keeps_its_marks():
    content = FULL.encode()

    result = edited(content, 2, msgstr=("one\ntwo\n",), previous=Previous("went"))

    assert difference(content, result) == (
        ['#~ "one "', '#~ "two"'],
        ['#~| msgid "went"', '#~ "one\\n"', '#~ "two\\n"'],
    )


def test_a_message_becomes_obsolete_and_comes_back():
    content = FULL.encode()

    gone = edited(content, 1, is_obsolete=True)
    back = edited(gone, 1, is_obsolete=False)

    assert '#~| msgid "Old %s of the pipes"\n#~ msgctxt "menu"\n' in gone.decode()
    assert tuple(po.read(back).entries) == tuple(po.read(content).entries)


def test_a_windows_file_gets_windows_lines():
    content = FULL.replace("\n", "\r\n").encode()

    result = edited(content, 1, msgstr=("one\ntwo", "stays"), comments=(" a", " b"))

    assert result.count(b"\n") == result.count(b"\r\n") == content.count(b"\r\n") + 3


def test_a_new_message_stands_apart_also_where_the_last_line_was_open():
    content = (HEADER + 'msgid "a"\nmsgstr "b"').encode()
    catalogue = po.read(content)

    result = po.write(replace(catalogue, entries=(*catalogue.entries, Message("c"))))

    assert result == content + b'\n\nmsgid "c"\nmsgstr ""\n'


def test_a_file_that_breaks_long_lines_gets_them_broken():
    result = edited(WRAPPED.encode(), 2, msgstr=(LONG,))

    assert result.decode().endswith(
        'msgid "Tube"\nmsgstr ""\n'
        '"Flat tubes are packed on pallets, wrapped in film and shipped within three "\n'
        '"weeks of the order."\n'
    )


def test_a_file_that_breaks_no_line_gets_none_broken_but_after_a_line_break_of_the_text():
    for text in (UNWRAPPED, HEADER + 'msgid "a"\nmsgstr "b"\n\nmsgid "Tube"\nmsgstr "管"\n'):
        result = edited(text.encode(), 2, msgstr=(f"{LONG}\n{LONG}",))

        assert result.decode().endswith(f'msgstr ""\n"{LONG}\\n"\n"{LONG}"\n')


LINES = [
    ("one two three", 8, ["one two ", "three"]),
    ("unbreakable-word two", 8, ["unbreakable-word ", "two"]),
    ("扁管用于换热器", 8, ["扁管用于", "换热器"]),
    ("扁管用于，换热器", 8, ["扁管用", "于，换热", "器"]),
    ("扁管（微通道）好", 8, ["扁管（微", "通道）好"]),
    ("扁管扁（微通道）", 8, ["扁管扁", "（微通", "道）"]),
    ('一"二"三', 5, ['一"', '二"', "三"]),
    ("3003合金", 4, ["3003", "合金"]),
    ("", 8, [""]),
]


@pytest.mark.parametrize(("text", "room", "lines"), LINES)
def test_lines_are_broken_by_the_width_of_letters_and_not_before_a_closing_mark(text, room, lines):
    assert list(wrapped(text, room)) == lines


@given(st.text(max_size=200), st.integers(4, 40))
def test_breaking_lines_loses_nothing(text, room):
    assert "".join(wrapped(text, room)) == text


@given(st.text("管扁 ab，（", min_size=1, max_size=200))
def test_a_line_is_too_wide_only_when_it_cannot_be_broken(text):
    for line in wrapped(text, 20):
        assert width(line) <= 20 or len(list(wrapped(line, 1))) == 1 or " " * 2 in line


# Any file, any edit, and msgcat as the judge

letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0\x04")
texts = st.text(letters, max_size=30)
inline = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\\"), max_size=20
)
words = st.text("abc-é扁", min_size=1, max_size=8)
newlines = st.sampled_from(["\n", "\r\n"])


@st.composite
def strings(draw, keyword, text, mark):
    """A text cut anywhere into quoted pieces, on lines of any look."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=3)))
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    between = draw(st.sampled_from([" ", "\t", f"\n{mark}", f"\n{mark} "]))
    return f"{keyword}{between}" + between.join(map(po_quoted, pieces))


def po_quoted(text):
    escapes = {"\n": "\\n", "\\": "\\\\", '"': '\\"', "\r": "\\r"}
    return '"' + "".join(escapes.get(letter, letter) for letter in text) + '"'


@st.composite
def blocks(draw, number):
    is_obsolete = draw(st.booleans())
    mark, before = ("#~ ", "#~| ") if is_obsolete else ("", "#| ")
    lines = draw(
        st.lists(
            inline.map("# {}".format)
            | inline.map("#. {}".format)
            | words.map("#: {}".format)
            | st.sampled_from(["#, fuzzy", "#, c-format,  our", "#", "", "  "]),
            max_size=5,
        )
    )
    if draw(st.booleans()):
        lines.append(before + draw(strings("msgid", draw(texts), before)))
    if draw(st.booleans()):
        lines.append(mark + draw(strings("msgctxt", draw(texts), mark)))
    lines.append(mark + draw(strings("msgid", f"{number} {draw(texts)}", mark)))
    if draw(st.booleans()):
        lines.append(mark + draw(strings("msgid_plural", draw(texts), mark)))
        for form in range(draw(st.integers(1, 3))):
            lines.append(mark + draw(strings(f"msgstr[{form}]", draw(texts), mark)))
    else:
        lines.append(mark + draw(strings("msgstr", draw(texts), mark)))
    return "\n".join(lines)


@st.composite
def files(draw):
    header = HEADER.strip("\n")
    number = draw(st.integers(1, 5))
    text = "\n\n".join([header, *(draw(blocks(place)) for place in range(number))])
    text += draw(st.sampled_from(["", "\n", "\n\n", "\n# the end", "\n#~\n"]))
    return text.replace("\n", draw(newlines)).encode()


@given(files())
def test_any_file_comes_back_byte_for_byte(content):
    assert po.write(po.read(content)) == content
    assert round_trip(content).outcome == Outcome.EXACT


@given(files(), st.data(), texts)
def test_editing_one_translation_changes_only_its_lines(content, data, text):
    entries = list(po.read(content).entries)
    number = data.draw(st.integers(1, len(entries) - 1))
    entry = entries[number]
    form = data.draw(st.integers(0, len(entry.msgstr) - 1))
    msgstr = (*entry.msgstr[:form], text, *entry.msgstr[form + 1 :])

    result = edited(content, number, msgstr=msgstr)

    expected = [*entries[:number], replace(entry, msgstr=msgstr), *entries[number + 1 :]]
    assert list(po.read(result).entries) == expected
    keyword = "msgstr" if entry.plural is None else f"msgstr[{form}]"
    raw = entry.raw.content
    before, after = content.index(raw), len(content) - content.index(raw) - len(raw)
    assert result[:before] == content[:before]
    assert result[len(result) - after :] == content[len(content) - after :]
    kept = raw[: raw.index(keyword.encode(), raw.index(b"msgid"))]
    assert result[before:].startswith(kept)


entry_edits = st.fixed_dictionaries(
    {},
    optional={
        "comments": st.lists(inline.map(" {}".format), max_size=3).map(tuple),
        "extracted": st.lists(words, max_size=3).map(tuple),
        "places": st.lists(words, max_size=3).map(tuple),
        "flags": st.lists(words, max_size=3, unique=True).map(tuple),
        "previous": st.none() | st.builds(Previous, texts, st.none() | texts, st.none() | texts),
        "is_obsolete": st.booleans(),
        "context": st.none() | texts,
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(files(), st.data(), entry_edits)
def test_any_edit_is_read_back_and_msgcat_takes_it(msgcat, content, data, changes):
    entries = list(po.read(content).entries)
    number = data.draw(st.integers(1, len(entries) - 1))

    result = edited(content, number, **changes)

    expected = [*entries[:number], replace(entries[number], **changes), *entries[number + 1 :]]
    assert list(po.read(result).entries) == [stripped(entry) for entry in expected]
    assert msgcat(result) == ""


def stripped(entry):
    """White space at the end of a comment is not kept."""
    return replace(entry, comments=tuple(text.rstrip(" ") for text in entry.comments))


messages = st.builds(
    Message,
    msgid=texts.filter(bool),
    plural=st.none(),
    context=st.none() | texts,
    msgstr=st.tuples(texts),
    comments=st.lists(words.map(" {}".format), max_size=3).map(tuple),
    previous=st.none() | st.builds(Previous, texts, st.none() | texts, st.none() | texts),
    is_obsolete=st.booleans(),
)
plural_messages = st.builds(
    Message,
    msgid=texts.filter(bool),
    plural=texts,
    context=st.none() | texts,
    msgstr=st.lists(texts, min_size=1, max_size=4).map(tuple),
)
catalogues = st.lists(
    messages | plural_messages, max_size=6, unique_by=lambda message: message.key
).map(lambda found: Catalogue((po.read(HEADER.encode()).header, *found)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(catalogues)
def test_what_is_written_reads_back_the_same_also_by_msgcat(msgcat, catalogue):
    content = po.write(catalogue)

    assert tuple(po.read(content).entries) == catalogue.entries
    assert msgcat(content) == ""


insertions = st.sampled_from(
    [
        '"',
        "\n",
        " ",
        "\\",
        "#",
        "~",
        "|",
        "#~ ",
        "#| ",
        "msgid ",
        "msgstr ",
        "msgstr[1] ",
        "[",
        "x",
        '"x"',
        "\\x41",
    ]
).map(str.encode) | st.binary(min_size=1, max_size=3)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200
)
@given(files(), st.data(), insertions)
def test_what_msgcat_refuses_of_a_broken_file_is_refused(msgcat, content, data, wrong):
    place = data.draw(st.integers(0, len(content) - 1))
    cut = data.draw(st.integers(0, 8))
    broken = content[:place] + data.draw(st.sampled_from([wrong, b""])) + content[place + cut :]

    done = round_trip(broken)

    if msgcat(broken):
        assert done.outcome == Outcome.REFUSED
        assert 1 <= done.line <= broken.count(b"\n") + 1
    else:
        assert done.outcome in (Outcome.EXACT, Outcome.REFUSED)


@given(files(), st.data())
def test_a_file_cut_anywhere_is_refused_or_is_one_of_whole_messages(content, data):
    whole = po.read(content)
    try:
        rest = po.read(content[: data.draw(st.integers(0, len(content)))])
    except Unreadable:
        return

    entries = list(rest.entries)
    assert all(entry.key in {one.key for one in whole.entries} for entry in entries[:-1])
    assert entries[:-1] == list(whole.entries)[: len(entries[:-1])]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    assert round_trip(content).outcome in (Outcome.EXACT, Outcome.REFUSED)
