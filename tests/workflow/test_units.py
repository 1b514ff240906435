"""Units of an item: cut from its source, one text with the form of its translation, one review for both."""

import pytest

from publishing import services as publishing
from publishing.models import State as Standing
from tests import factories
from tests.admin.people import person
from tests.workflow.acts import CHINESE, ENGLISH, edition, rewritten, sources, units, write
from workflow import services
from workflow.models import State, UnitEvent
from workflow.services import Refused, Wanted
from workflow.text.merge import Outcome

pytestmark = pytest.mark.django_db


def test_a_published_source_is_cut_into_units_for_each_other_language(article):
    assert sources(article) == list(ENGLISH)
    assert [unit.kind for unit in units(article)] == ["text", "heading", "paragraph", "paragraph"]
    assert {unit.state for unit in units(article)} == {State.EMPTY}


def test_a_draft_of_the_source_makes_no_units_until_it_is_submitted(article):
    publishing.save_draft(article, "zh-hans", {"body": "<p>新的。</p>"}, by=None)
    assert sources(article) == list(ENGLISH)

    publishing.submit(article, "zh-hans", by=None)
    assert sources(article) == ["扁管的材料", "新的。"]


def test_units_that_are_written_write_a_draft_of_the_edition(article, wu):
    answers = write(article, ENGLISH, wu)

    assert {answer.outcome for answer in answers} == {Outcome.APPLIED}
    draft = edition(article).newest
    assert draft.content["title"] == "What flat tubes are made of"
    assert draft.content["body"] == (
        "<h2>Material</h2><p>Alloy <strong>3003</strong> is used for flat tubes.</p>"
        '<p>Please <a href="/zh-hans/contact/" rel="noopener">contact us</a>.</p>'
    )
    assert (draft.author, draft.source.edition.language) == (wu, "zh-hans")
    assert {(unit.state, unit.translator) for unit in units(article)} == {(State.TRANSLATED, wu)}


def test_the_last_approval_of_units_approves_the_edition_and_publishes_nothing(article, wu, lin):
    write(article, ENGLISH, wu)
    ids = [unit.pk for unit in units(article)]

    services.approve(ids[:-1], by=lin)
    assert edition(article).state == Standing.DRAFT

    services.approve(ids[-1:], by=lin)
    assert (edition(article).state, edition(article).shown) == (Standing.APPROVED, None)


def test_t8_nobody_approves_her_own_translation(article, wu):
    wu.rights.create(role="reviewer", language="en")
    wu = type(wu).objects.get(pk=wu.pk)
    write(article, ENGLISH, wu)

    with pytest.raises(Refused, match="somebody else has to approve it"):
        services.approve([units(article)[0].pk], by=wu)

    assert {unit.state for unit in units(article)} == {State.TRANSLATED}


def test_t8_editing_an_approved_unit_withdraws_its_approval(article, wu, lin):
    write(article, ENGLISH, wu)
    services.approve([unit.pk for unit in units(article)], by=lin)

    write(article, {"材料": "Materials"}, wu)

    changed = units(article)[1]
    assert (changed.state, changed.reviewer) == (State.TRANSLATED, None)
    assert edition(article).state == Standing.DRAFT


def test_t4_only_the_unit_of_a_changed_paragraph_needs_work(article, wu, lin):
    write(article, ENGLISH, wu)
    services.approve([unit.pk for unit in units(article)], by=lin)

    rewritten(article, CHINESE.replace("用于扁管", "用于扁管和铝卷"))

    changed = units(article)[2]
    assert [unit.state for unit in units(article)] == [
        State.APPROVED,
        State.APPROVED,
        State.NEEDS_WORK,
        State.APPROVED,
    ]
    assert changed.previous_source == "合金<1>3003</1>用于扁管。"
    assert changed.target == ENGLISH[changed.previous_source]


def test_t4_white_space_flags_nothing(article, wu):
    write(article, ENGLISH, wu)

    rewritten(article, CHINESE.replace("<p>", "\n<p>").replace("用于", "用于 "))

    assert {unit.state for unit in units(article)} == {State.TRANSLATED}


def test_a_paragraph_that_moves_keeps_its_translation(article, wu):
    write(article, ENGLISH, wu)
    heading, alloy, contact = (
        "<h2>材料</h2>",
        "<p>合金<strong>3003</strong>用于扁管。</p>",
        '<p>请<a href="/zh-hans/contact/" rel="noopener">联系我们</a>。</p>',
    )
    rewritten(article, contact + heading + alloy)

    assert [unit.target for unit in units(article)] == [
        ENGLISH["扁管的材料"],
        "Please <1>contact us</1>.",
        "Material",
        "Alloy <1>3003</1> is used for flat tubes.",
    ]


def test_a_removed_paragraph_that_comes_back_has_its_translation(article, wu):
    write(article, ENGLISH, wu)

    rewritten(article, "<h2>材料</h2>")
    assert sources(article) == ["扁管的材料", "材料"]

    rewritten(article, CHINESE)
    assert [unit.target for unit in units(article)] == list(ENGLISH.values())


def test_a_text_saved_in_the_form_is_the_text_of_its_unit(article, wu):
    mei = person("mei", "editor")
    write(article, ENGLISH, wu)
    body = edition(article).newest.content["body"]

    publishing.save_draft(article, "en", {"body": body.replace("Material", "Materials")}, by=mei)

    heading = units(article)[1]
    assert (heading.target, heading.state, heading.translator) == (
        "Materials",
        State.TRANSLATED,
        mei,
    )
    assert [unit.translator for unit in units(article)] == [wu, mei, wu, wu]


def test_a_paragraph_that_only_the_translation_has_stays(article, wu):
    write(article, ENGLISH, wu)
    body = edition(article).newest.content["body"] + "<p>Delivered worldwide.</p>"
    publishing.save_draft(article, "en", {"body": body}, by=None)

    write(article, {"材料": "Materials"}, wu)

    assert edition(article).newest.content["body"] == body.replace("Material", "Materials")


def test_approving_the_edition_in_its_form_approves_its_units(article, wu, lin):
    write(article, ENGLISH, wu)
    publishing.submit(article, "en", by=wu)

    publishing.approve(article, "en", by=lin)

    assert {(unit.state, unit.reviewer) for unit in units(article)} == {(State.APPROVED, lin)}


def test_t3_two_people_on_one_unit_lose_no_word(article, wu):
    hu = person("hu", ("translator", "en"))
    unit = units(article)[1]
    services.write([Wanted(unit.pk, unit.version, "Material")], by=wu)

    [answer] = services.write([Wanted(unit.pk, unit.version, "Materials")], by=hu)

    assert answer.outcome == Outcome.CONFLICT
    unit.refresh_from_db()
    assert (unit.target, unit.translator) == ("Material", wu)
    suggestion = unit.suggestions.get()
    assert (suggestion.target, suggestion.person) == ("Materials", hu)

    services.settle(suggestion.pk, take=True, by=wu)
    unit.refresh_from_db()
    assert (unit.target, unit.translator) == ("Materials", hu)


def test_everything_that_a_unit_ever_said_is_kept(article, wu):
    write(article, {"材料": "Material"}, wu)
    write(article, {"材料": "Materials"}, wu)

    said = UnitEvent.objects.filter(unit=units(article)[1]).order_by("version")
    assert list(said.values_list("kind", "target")) == [
        ("unit.added", ""),
        ("unit.translated", "Material"),
        ("unit.translated", "Materials"),
    ]


def test_who_may_not_write_the_language_changes_nothing(article):
    other = person("other", ("translator", "zh-hans"))

    [answer] = write(article, {"材料": "Material"}, other)

    assert (answer.outcome, answer.problems[0].code) == (None, "no-right")
    assert units(article)[1].target == ""


def test_a_broken_tag_is_kept_and_cannot_be_approved(article, wu, lin):
    broken = {"请<1>联系我们</1>。": "Please contact us."}

    write(article, broken, wu)
    unit = units(article)[3]
    assert (unit.target, unit.state) == ("Please contact us.", State.NEEDS_WORK)

    with pytest.raises(Refused):
        services.approve([unit.pk], by=lin)


def test_an_import_refuses_a_broken_tag(article, wu):
    [answer] = write(article, {"请<1>联系我们</1>。": "Please contact us."}, wu, strict=True)

    assert (answer.outcome, answer.problems[0].code) == (None, "tag-missing")
    assert units(article)[3].target == ""


def test_a_trial_run_says_the_same_and_writes_nothing(article, wu):
    answers = write(article, ENGLISH, wu, save=False)

    assert {answer.outcome for answer in answers} == {Outcome.APPLIED}
    assert {unit.target for unit in units(article)} == {""}
    assert edition(article).newest is None


def test_what_was_published_in_both_languages_is_translated_and_approved():
    obj = factories.article()

    assert {(unit.state, bool(unit.target)) for unit in units(obj)} == {(State.APPROVED, True)}


def test_two_formats_of_one_kind_are_no_edit_when_the_form_is_saved(article, wu):
    rewritten(article, "<p>厚<strong>2</strong>宽<strong>20</strong>。</p>")
    write(article, {"扁管的材料": "Sizes", "厚<1>2</1>宽<2>20</2>。": "<2>20</2> by <1>2</1>."}, wu)

    publishing.save_draft(article, "en", {"title": "Sizes of tubes"}, by=None)

    body = units(article)[1]
    assert (body.target, body.translator) == ("<2>20</2> by <1>2</1>.", wu)
