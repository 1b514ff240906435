"""T3: a text that comes back while the same one may have changed here. Tables, and what holds for any texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.text import forms
from workflow.text.merge import Merged, Outcome, Text, merge

OLD, NEW = "扁管", "扁管和铝卷"

TABLE = [
    # base, ours, theirs, outcome, what stands
    ("", "", "Tube", Outcome.APPLIED, "Tube"),
    ("", "Tube", "Tube", Outcome.UNCHANGED, "Tube"),
    ("", "Tube", "Pipe", Outcome.CONFLICT, "Tube"),
    ("Tube", "Tube", "", Outcome.UNCHANGED, "Tube"),
    ("Tube", "Tube", "Tube", Outcome.UNCHANGED, "Tube"),
    ("Tube", "Pipe", "Tube", Outcome.UNCHANGED, "Pipe"),
    ("Tube", "Tube", "Pipe", Outcome.APPLIED, "Pipe"),
    ("Tube", "", "Tube", Outcome.UNCHANGED, ""),
    ("Tube", "", "Pipe", Outcome.CONFLICT, ""),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "outcome", "stands"), TABLE)
def test_a_text_is_merged_three_ways(base, ours, theirs, outcome, stands):
    merged = merge(Text(OLD, base), Text(OLD, ours), Text(OLD, theirs))

    assert (merged.outcome, merged.target) == (outcome, stands)


def test_a_translation_of_a_source_that_changed_since_is_taken_as_needing_work():
    merged = merge(Text(OLD, ""), Text(NEW, ""), Text(OLD, "Tube"))

    assert merged == Merged(Outcome.SOURCE_CHANGED, "Tube", True)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "stands"),
    [
        (True, True, False, False),  # the translator found it right
        (False, False, True, True),  # or wrong
        (True, False, True, False),  # found right here meanwhile
        (False, True, False, True),  # found wrong here meanwhile
    ],
)
def test_whether_a_text_is_finished_is_merged_as_well(base, ours, theirs, stands):
    texts = (Text(OLD, "Tube", doubtful) for doubtful in (base, ours, theirs))

    assert merge(*texts).doubtful is stands


def test_a_mark_taken_off_a_text_whose_source_changed_meanwhile_finishes_nothing():
    merged = merge(Text(OLD, "Tube", True), Text(NEW, "Tube", True), Text(OLD, "Tube", False))

    assert merged == Merged(Outcome.UNCHANGED, "Tube", True)


WORDS = st.sampled_from(["", "Tube", "Pipe", "Coil"])
SOURCES = st.sampled_from([OLD, NEW])
TEXTS = st.builds(Text, SOURCES, WORDS, st.booleans())


@given(base=TEXTS, ours=TEXTS, target=WORDS, doubtful=st.booleans())
def test_no_word_is_lost_and_doing_it_again_changes_nothing(base, ours, target, doubtful):
    theirs = Text(base.source, target, doubtful)

    merged = merge(base, ours, theirs)

    if merged.outcome == Outcome.CONFLICT:
        assert merged.target == ours.target
        assert base.target not in (ours.target, target)
    elif merged.outcome == Outcome.UNCHANGED:
        assert (merged.target, merged.doubtful) == (ours.target, ours.doubtful)
        assert target in ("", base.target, ours.target)
    else:
        assert merged.target == target
        assert ours.target in (base.target, target)
        again = merge(base, Text(ours.source, merged.target, merged.doubtful), theirs)
        assert again == Merged(Outcome.UNCHANGED, merged.target, merged.doubtful)


@given(base=WORDS, one=WORDS, other=WORDS)
def test_whoever_comes_first_both_texts_are_kept(base, one, other):
    def both(first, second):
        stands = merge(Text(OLD, base), Text(OLD, base), Text(OLD, first))
        then = merge(Text(OLD, base), Text(OLD, stands.target), Text(OLD, second))
        suggested = {second} if then.outcome == Outcome.CONFLICT else set()
        return {then.target} | suggested

    assert both(one, other) == both(other, one)


@pytest.mark.parametrize(
    ("text", "words", "characters"),
    [
        ("", 0, 0),
        ("Flat tubes", 2, 9),
        ("合金<1>3003</1>用于扁管。", 7, 11),
        ("3003-H14, 1.5 mm", 3, 14),
        ("the customer’s own", 3, 16),
        (forms.join(["one tube", "many tubes"]), 2, 7),
    ],
)
def test_words_and_characters_are_counted_as_translators_are_paid(text, words, characters):
    assert (forms.words(text), forms.characters(text)) == (words, characters)


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\x1e")), min_size=1))
def test_forms_come_back_as_they_were_joined(texts):
    if any(texts):
        assert forms.split(forms.join(texts)) == texts
