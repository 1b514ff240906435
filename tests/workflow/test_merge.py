"""T1: messages of the code come into a catalogue, and nothing that a translator wrote is lost."""

from dataclasses import replace

import pytest

from workflow.catalogues.merge import merge
from workflow.exchange.po import Catalogue, Message, Previous

HEADER = Message("", msgstr=("X-Our-Own: kept\n",), comments=(" ours",))
TUBE = Message("Flat tube", msgstr=("扁管",), comments=(" see glossary",), places=("old.html",))

# old msgid, new msgid, whether the old translation is proposed
SIMILAR = [
    ("Flat tubes for exchangers", "Flat tubes for heat exchangers", True),
    ("Alloy 3003 is in stock", "Alloy 3103 is in stock", False),
    ("Alloy 3003 is in stock", "Alloy 3003 is in stock.", True),
    ("1 page of 10", "2 page of 10", False),
    ("Send enquiry", "Products", False),
]


def merged(old, new, *, obsolete=(), forms=1):
    return merge(Catalogue((HEADER, *old, *obsolete)), new, forms)


def test_a_known_message_keeps_its_translation_and_learns_where_it_stands_now():
    found = Message("Flat tube", places=("new.html",), extracted=("Translators: noun",))

    result = merged([TUBE], [found])

    assert result.messages == (replace(TUBE, places=("new.html",), extracted=found.extracted),)
    assert result.header == HEADER


def test_a_message_that_left_the_code_becomes_obsolete_and_comes_back_with_its_translation():
    gone = merged([TUBE], [])
    back = merged([], [Message("Flat tube")], obsolete=gone.obsolete)

    assert (gone.messages, gone.obsolete) == ((), (replace(TUBE, places=(), is_obsolete=True),))
    assert back.messages == (replace(TUBE, places=()),)
    assert back.obsolete == ()


def test_an_untranslated_message_that_left_the_code_is_dropped_unless_somebody_commented_on_it():
    asked = Message("What?", comments=(" asked the engineers",))

    assert merged([Message("Empty"), asked], []).obsolete == (replace(asked, is_obsolete=True),)


def test_contexts_are_messages_of_their_own():
    verb = Message("Open", context="verb", msgstr=("打开",))

    result = merged([verb], [Message("Open"), Message("Open", context="verb")])

    assert [message.msgstr for message in result.messages] == [("",), ("打开",)]


def test_messages_are_sorted():
    result = merged([], [Message("b"), Message("a", context="z"), Message("a")])

    assert [message.key for message in result.messages] == [(None, "a"), ("z", "a"), (None, "b")]


def test_flags_of_people_and_other_programs_are_kept():
    old = Message("%s a", msgstr=("%s",), flags=("our-flag", "python-format"))
    refused = Message("%s b", msgstr=("%s",), flags=("no-python-format",))
    found = [
        Message(old.msgid, flags=("python-format",)),
        Message(refused.msgid, flags=("python-format",)),
    ]

    result = merged([old, refused], found)

    assert [message.flags for message in result.messages] == [old.flags, refused.flags]


def test_a_changed_plural_asks_for_a_look_at_the_translation():
    old = Message("%(n)s tube", "%(n)s tubes", msgstr=("%(n)s 根管",))

    (message,) = merged([old], [replace(old, plural="%(n)s flat tubes", msgstr=("",))]).messages

    assert message.fuzzy
    assert message.msgstr == old.msgstr
    assert message.previous == Previous("%(n)s tube", "%(n)s tubes")


def test_a_new_plural_has_as_many_forms_as_the_language():
    (message,) = merged([], [Message("tube", "tubes")], forms=3).messages

    assert message.msgstr == ("", "", "")


@pytest.mark.parametrize(("old", "new", "is_proposed"), SIMILAR)
def test_a_reworded_text_proposes_its_old_translation_unless_a_digit_changed(old, new, is_proposed):
    (message,) = merged([Message(old, msgstr=("译文",))], [Message(new)]).messages

    assert message.fuzzy == is_proposed
    assert message.msgstr == (("译文",) if is_proposed else ("",))
    assert message.previous == (Previous(old) if is_proposed else None)


def test_only_texts_that_left_the_code_are_proposed_for_others():
    result = merged([TUBE], [Message("Flat tube"), Message("Flat tubes")])

    assert [message.msgstr for message in result.messages] == [("扁管",), ("",)]


def test_merging_again_changes_nothing():
    found = [Message("Flat tubes"), Message("New")]
    once = merged([TUBE, Message("Gone", msgstr=("走",))], found)

    assert merge(once, found, 1) == once
