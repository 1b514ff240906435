"""The editor's desk: where every item stands and why, what waits for whom, what is due, and many items at once."""

import datetime
import re

import html5lib
import pytest
from django.utils import timezone

from accounts.models import Right, Role
from multilingual.languages import CODES
from publishing import desk as desk_rows
from publishing import services
from publishing.desk import Cursor, Filters
from publishing.models import SHARED, Edition, Item, Schedule, Seen, State
from tests import factories
from tests.admin.people import administrator, desk, person
from tests.costs import queries

pytestmark = pytest.mark.django_db

CHINESE, ENGLISH = "zh-hans", "en"


@pytest.fixture
def chief():
    return administrator()


@pytest.fixture
def li():
    return person("Li", Role.EDITOR)


@pytest.fixture
def wang():
    return person("Wang", Role.REVIEWER)


def written(by=None, language=ENGLISH, title="Written lately", obj=None):
    """An article with a draft in one language."""
    obj = obj or factories.article(live=(CHINESE,))
    services.save_draft(obj, language, {"title": title}, by=by)
    return obj


def submitted(by, language=ENGLISH, **given):
    obj = written(by, language, **given)
    services.submit(obj, language, by=by)
    return obj


def sent_back(by, reviewer, comment="The width is missing."):
    obj = submitted(by)
    services.send_back(obj, ENGLISH, comment, by=reviewer)
    return obj


def approved(by, reviewer):
    obj = submitted(by)
    services.approve(obj, ENGLISH, by=reviewer)
    return obj


def scheduled(by, reviewer, due_at=None):
    obj = approved(by, reviewer)
    services.schedule(obj, ENGLISH, due_at or timezone.now() + datetime.timedelta(days=40), by=None)
    return obj


def ending():
    obj = factories.article()
    services.schedule_end(obj, ENGLISH, timezone.now() + datetime.timedelta(days=40), by=None)
    return obj


def outdated():
    """Its Chinese source was published anew after the English was."""
    obj = factories.article()
    factories.rewrite(obj, CHINESE, {"title": "新的标题"})
    return obj


def requested(by=None):
    obj = factories.article(live=(CHINESE,))
    services.request_translations(obj, CHINESE, by=by)
    return obj


def withdrawn():
    obj = factories.article()
    services.withdraw(obj, ENGLISH, by=None)
    return obj


def untranslated():
    """Nothing was ever written in English."""
    obj = factories.Article.objects.create(category=factories.category(), date=factories.DAY)
    texts = {"title": "只有中文", "slug": f"only-{obj.pk}", "body": "<p>正文</p>"}
    services.save_draft(obj, CHINESE, texts, by=None)
    return factories.publish(obj, (CHINESE,))


def found(filters, person):
    return {item.pk for item in desk_rows.page(filters, person).items}


def page_of(client, address="/admin/"):
    return html5lib.parse(client.get(address).content.decode(), namespaceHTMLElements=False)


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def cell_of(client, obj, part=ENGLISH):
    """The words in the cell of one edition."""
    link = f"/admin/item/{obj.item_id}/#edition-{part or 'shared'}"
    cells = [a for a in page_of(client).iter("a") if a.get("href") == link]
    return text_of(next(a for a in cells if "cell" in (a.get("class") or "").split()))


# Filters


MATCHING = {
    "nothing written": (Filters(state="missing"), lambda li, wang: untranslated()),
    "a draft": (Filters(state="draft"), lambda li, wang: written(li)),
    "in review": (Filters(state="review"), lambda li, wang: submitted(li)),
    "sent back": (Filters(state="sent-back"), sent_back),
    "approved": (Filters(state="approved"), approved),
    "scheduled": (Filters(state="scheduled"), scheduled),
    "withdrawn": (Filters(seen="withdrawn"), lambda li, wang: withdrawn()),
    "not published": (Filters(seen="nothing"), lambda li, wang: factories.article(live=("en",))),
    "never written, so not published": (Filters(seen="nothing"), lambda li, wang: untranslated()),
    "outdated": (Filters(need="outdated"), lambda li, wang: outdated()),
    "translation requested": (Filters(need="requested"), lambda li, wang: requested()),
    "with a schedule": (Filters(need="due"), scheduled),
    "with the schedule of an end": (Filters(need="due"), lambda li, wang: ending()),
    "mine": (Filters(mine=True), lambda li, wang: written(li)),
    "words of the title": (
        Filters(words="zinc GAMMA"),
        lambda li, wang: written(title="Gamma zinc"),
    ),
    "Chinese words": (Filters(words="喷锌"), lambda li, wang: written(None, CHINESE, "扁管喷锌")),
    "a kind": (Filters(kind="company.page"), lambda li, wang: factories.page()),
    "of the shared part": (
        Filters(language=SHARED, state="draft"),
        lambda li, wang: drafted_shared(li),
    ),
    "two facts of one edition": (
        Filters(state="draft", seen="live"),
        lambda li, wang: written(li, obj=factories.article()),
    ),
    "a language and a fact": (
        Filters(language=CHINESE, state="draft"),
        lambda li, wang: written(li, CHINESE),
    ),
}


def drafted_shared(by):
    obj = factories.article()
    services.keep_shared(obj, by=None)
    content = services.shared_edition(obj).newest.content
    services.save_shared_draft(
        obj, {**content, "fields": {**content["fields"], "date": "2024-01-02"}}, by=by
    )
    return obj


@pytest.mark.parametrize("case", MATCHING)
def test_a_filter_finds_what_matches_and_nothing_else(case, li, wang):
    filters, make = MATCHING[case]
    others = [factories.article()]
    if filters.language == CHINESE:
        others.append(written(li, ENGLISH))

    obj = make(li, wang)

    seen = found(filters, li)
    assert obj.item_id in seen
    assert not seen & {other.item_id for other in others}


def test_live_is_found_in_the_language_that_is_asked_for(li):
    live, not_live = factories.article(), factories.article(live=(CHINESE,))

    seen = found(Filters(language=ENGLISH, seen="live", kind="articles.article"), li)

    assert live.item_id in seen
    assert not_live.item_id not in seen


def test_conditions_hold_for_one_edition_and_not_for_two_of_the_same_item(li):
    """English is a draft, Chinese is live: no edition is both."""
    obj = written(li)

    assert obj.item_id not in found(Filters(state="draft", seen="live"), li)


def test_what_is_in_the_bin_is_not_on_the_desk(li):
    obj = untranslated()
    services.move_to_bin(obj, by=None)

    assert obj.item_id not in found(Filters(), li)


def test_filters_survive_paging_and_unknown_ones_are_not_asked(chief, monkeypatch):
    monkeypatch.setattr(desk_rows, "PER_PAGE", 2)
    for _ in range(3):
        written()

    page = page_of(desk(chief), "/admin/?state=draft&kind=articles.article&seen=surely")

    older = next(a.get("href") for a in page.iter("a") if a.get("rel") == "next")
    assert "state=draft" in older
    assert "kind=articles.article" in older
    assert "surely" not in older


def test_the_switch_of_the_screens_language_keeps_the_filters(chief):
    page = page_of(desk(chief), "/admin/?state=draft&words=tube")

    kept = {i.get("value") for i in page.iter("input") if i.get("name") == "next"}
    assert "/admin/?state=draft&words=tube" in kept


# Pages


def test_pages_go_from_what_was_changed_last_to_what_was_changed_first_and_back(li, monkeypatch):
    monkeypatch.setattr(desk_rows, "PER_PAGE", 2)
    for _ in range(5):
        factories.page()
    Item.objects.update(changed_at=timezone.now())  # the same moment: the number decides
    ids = list(Item.objects.order_by("-pk").values_list("pk", flat=True))

    def shown(**place):
        page = desk_rows.page(Filters(), li, **place)
        return page, [item.pk for item in page.items]

    first, first_ids = shown()
    second, second_ids = shown(after=first.older)
    third, third_ids = shown(after=second.older)
    _back, back_ids = shown(before=third.newer)

    assert [first_ids, second_ids, third_ids] == [ids[:2], ids[2:4], ids[4:]]
    assert (third.older, first.newer) == (None, None)
    assert back_ids == second_ids
    assert shown(before=second.newer)[1] == first_ids


def test_what_is_computed_is_looked_for_among_so_many_items_at_a_time(li, monkeypatch):
    old = outdated()
    for _ in range(3):
        factories.page()
    monkeypatch.setattr(desk_rows, "WINDOW", 2)
    newer = Item.objects.filter(changed_at__gt=Item.objects.get(pk=old.item_id).changed_at)

    page = desk_rows.page(Filters(need="outdated"), li)
    looks = [page]
    while page.older:
        page = desk_rows.page(Filters(need="outdated"), li, after=page.older)
        looks.append(page)

    assert looks[0].looked_until is not None
    assert looks[0].total is None
    assert len(looks) > newer.count() // 2
    assert [item.pk for look in looks for item in look.items] == [old.item_id]


def test_many_items_are_not_counted_to_the_end(chief, monkeypatch):
    monkeypatch.setattr(desk_rows, "MOST_COUNTED", 3)
    monkeypatch.setattr(desk_rows, "PER_PAGE", 2)
    for _ in range(4):
        factories.page()

    assert "3+ items" in text_of(next(page_of(desk(chief)).iter("caption")))


@pytest.mark.parametrize(
    "text", ["", "x", "1-", "-1", "1-x", "9" * 30 + "-1", "1-" + "9" * 30, "²-1"]
)
def test_r4_a_place_that_nobody_can_read_is_the_beginning(text, chief):
    assert Cursor.read(text) is None
    assert desk(chief).get("/admin/", {"after": text}).status_code == 200


# Why


def test_each_state_says_why(chief, li, wang):
    cases = {
        "Written by Li today": written(li),
        "Submitted by Li today": submitted(li),
        "Sent back by Wang: The width is missing.": sent_back(li, wang),
        "Approved by Wang today": approved(li, wang),
        "Translation asked for by Li today": requested(li),
        "Outdated: the Chinese source changed today": outdated(),
        "Withdrawn by the site itself today": withdrawn(),
        "Published by the site itself today": factories.article(),
        "Nothing written": untranslated(),
    }

    client = desk(chief)
    told = {sentence: cell_of(client, obj) for sentence, obj in cases.items()}

    assert {sentence for sentence, cell in told.items() if sentence not in cell} == set()


def test_a_schedule_says_when_as_people_say_it(chief, li, wang):
    tomorrow = timezone.now().astimezone(datetime.timezone(datetime.timedelta(hours=8)))
    tomorrow = (tomorrow + datetime.timedelta(days=1)).replace(hour=9, minute=0)
    soon = scheduled(li, wang, tomorrow)
    later = factories.article()
    services.schedule_end(
        later, ENGLISH, datetime.datetime(2099, 3, 1, 2, tzinfo=datetime.UTC), by=None
    )
    client = desk(chief)

    assert "Goes live tomorrow at 09:00" in cell_of(client, soon)
    assert "To be withdrawn on Mar 1, 2099 at 10:00" in cell_of(client, later)


def test_both_facts_of_an_edition_stand_together(chief, li):
    obj = written(li, obj=factories.article())

    cell = cell_of(desk(chief), obj)

    assert "live" in cell
    assert "draft" in cell


def test_the_shared_part_has_its_cell(chief, li):
    cell = cell_of(desk(chief), drafted_shared(li), SHARED)

    assert "draft" in cell
    assert "Written by Li today" in cell


def test_a_change_of_the_shared_part_that_outdates_is_named(chief):
    obj = factories.article(live=())
    services.keep_shared(obj, by=None)
    texts = {"title": "T", "slug": f"t-{obj.pk}", "body": "<p>B</p>"}
    services.save_draft(obj, ENGLISH, texts, by=None)
    factories.publish(obj)
    drafted_shared_of(obj)

    assert "Outdated: the shared part changed today" in cell_of(desk(chief), obj)


def drafted_shared_of(obj):
    content = services.shared_edition(obj).newest.content
    changed = {**content, "fields": {**content["fields"], "date": "2024-01-02"}}
    services.save_shared_draft(obj, changed, by=None)
    services.publish(obj, SHARED, by=None)


def test_a_row_is_called_by_the_language_of_the_screen_else_by_the_first_it_has(chief):
    both, one = factories.article(), untranslated()
    chinese = administrator("zh-hans")

    english_page, chinese_page = page_of(desk(chief)), page_of(desk(chinese))

    def name(page, obj):
        return next(a for a in page.iter("a") if a.get("id") == f"item-{obj.item_id}")

    assert text_of(name(english_page, both)).startswith("Title en")
    assert text_of(name(chinese_page, both)).startswith("Title zh-hans")
    assert text_of(name(english_page, one)) == "只有中文"
    assert next(name(english_page, one).iter("span")).get("lang") == "zh-Hans"


def test_v6_the_desk_speaks_chinese(li, wang):
    obj = sent_back(li, wang, "宽度缺失。")
    cell = cell_of(desk(administrator("zh-hans")), obj)

    assert "Wang退回：宽度缺失。" in cell
    assert "已退回" in cell


def test_r4_what_people_wrote_is_shown_and_not_obeyed(chief, li, wang):
    obj = submitted(li, title="<script>alert(1)</script>")
    services.send_back(obj, ENGLISH, "<img src=x onerror=alert(2)>", by=wang)

    page = desk(chief).get("/admin/?words=<script>").content.decode()

    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_cell_leads_to_the_form_of_the_thing(chief):
    obj = factories.product()

    answer = desk(chief).get(f"/admin/item/{obj.item_id}/")

    assert answer.headers["Location"] == f"/admin/catalog/product/{obj.pk}/change/"
    assert desk(chief).get("/admin/item/999999/").status_code == 404


# What waits


def waits(person):
    return {one.name: one.number for one in desk_rows.waiting_for(person)}


def test_a_reviewer_waits_for_what_others_submitted_in_her_language(li):
    reviewer = person("reviewer", (Role.REVIEWER, ENGLISH), Role.EDITOR)
    submitted(li)
    submitted(li, CHINESE)
    submitted(reviewer)

    assert waits(reviewer)["review"] == 1


def test_an_author_waits_for_what_was_sent_back_to_her(li, wang):
    sent_back(li, wang)
    sent_back(person("other", Role.EDITOR), wang)

    assert waits(li)["sent-back"] == 1
    assert "sent-back" not in waits(wang)


def test_a_translator_waits_for_what_is_requested_missing_or_outdated_in_her_language(li):
    translator = person("translator", (Role.TRANSLATOR, ENGLISH))
    other = person("other", (Role.TRANSLATOR, CHINESE))
    requested(li)
    untranslated()
    outdated()

    assert waits(translator) == {"requested": 1, "missing": 1, "outdated": 1}
    assert waits(other) == {}


def test_a_publisher_waits_for_what_is_approved(li, wang):
    publisher = person("publisher", (Role.PUBLISHER, ENGLISH))
    approved(li, wang)
    scheduled(li, wang)

    assert waits(publisher) == {"approved": 1}


def test_rights_for_one_part_of_the_site_show_that_part(li):
    reviewer = person("reviewer")
    Right.objects.create(person=reviewer, role=Role.REVIEWER, app="company")
    submitted(li)
    page = factories.page(live=(CHINESE,))
    services.save_draft(page, ENGLISH, {"title": "Words"}, by=li)
    services.submit(page, ENGLISH, by=li)

    found_items = found(Filters(waits="review"), reviewer)

    assert waits(reviewer) == {"review": 1}
    assert found_items == {page.item_id}


def test_for_whom_nothing_waits_nothing_is_listed(chief):
    reader = person("reader", (Role.REVIEWER, ENGLISH))

    assert "Nothing waits for you" in desk(reader).get("/admin/").content.decode()


def test_what_is_due_is_listed_and_can_be_cancelled_by_who_may_publish(chief, li, wang):
    obj = scheduled(li, wang)
    schedule = Schedule.objects.get()

    def offered(who):
        buttons = page_of(desk(who)).iter("button")
        return [b for b in buttons if b.get("name") == "cancel"]

    assert offered(wang) == []
    assert len(offered(chief)) == 1
    desk(chief).post("/admin/", {"cancel": schedule.pk})
    schedule.refresh_from_db()
    assert schedule.outcome == Schedule.Outcome.CANCELLED
    assert Edition.objects.get(item=obj.item_id, language=ENGLISH).state == State.APPROVED


def test_who_may_not_cancel_is_refused_and_told(li, wang):
    scheduled(li, wang)

    answer = desk(wang).post("/admin/", {"cancel": Schedule.objects.get().pk}, follow=True)

    assert "You do not have the right" in answer.content.decode()
    assert Schedule.objects.get().outcome == Schedule.Outcome.PENDING


# Many items at once


def do(who, action, *objects, address="/admin/", **said):
    posted = {"action": action, "item": [obj.item_id for obj in objects]}
    return desk(who).post(address, posted | {f"act-{name}": value for name, value in said.items()})


def state_of(obj, part=ENGLISH):
    edition = Edition.objects.get(item=obj.item_id, language=part)
    return edition.seen, edition.state


def report_of(answer):
    """The sentence for each item, and which are still ticked."""
    page = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
    report = next(s for s in page.iter("section") if s.get("role") == "alert")
    ticked = {
        int(box.get("value"))
        for box in page.iter("input")
        if box.get("name") == "item" and box.get("checked") is not None
    }
    return [text_of(line) for line in report.iter("li")], ticked


def test_many_are_submitted_and_each_is_reported(li):
    one, two = written(li, title="One"), written(li, title="Two")

    answer = do(li, "submit:en", one, two)
    told = desk(li)

    assert answer.status_code == 302
    assert state_of(one)[1] == state_of(two)[1] == State.REVIEW
    assert told.get("/admin/").status_code == 200


def test_what_is_done_is_said_item_by_item(li):
    one, two = written(li, title="One thing"), written(li, title="Two things")
    client = desk(li)

    answer = client.post(
        "/admin/", {"action": "submit:en", "item": [one.item_id, two.item_id]}, follow=True
    )

    page = answer.content.decode()
    assert "English: Submitted for review. One thing, Two things" in page.replace(" and", ",")


def test_what_is_refused_is_said_item_by_item_and_stays_ticked(li, chief):
    ready, not_ready = written(li, title="Ready"), factories.article()
    services.withdraw(not_ready, ENGLISH, by=None)

    answer = do(li, "submit:en", ready, not_ready)

    lines, ticked = report_of(answer)
    assert len(lines) == 2
    assert any("Ready" in line and "Submitted for review." in line for line in lines)
    assert any("There is nothing to submit" in line for line in lines)
    assert ticked == {not_ready.item_id}
    assert state_of(ready)[1] == State.REVIEW
    chosen = re.search(r'value="submit:en"[^>]* selected', answer.content.decode())
    assert chosen


def test_what_is_refused_and_not_on_this_page_can_be_ticked_in_the_report(li):
    refused = factories.article()

    answer = do(li, "submit:en", refused, address="/admin/?state=draft")

    assert report_of(answer)[1] == {refused.item_id}


def test_many_are_approved_published_withdrawn_and_requested(chief, li):
    objects = submitted(li, title="One"), submitted(li, title="Two")

    do(chief, "approve:en", *objects)
    assert {state_of(obj)[1] for obj in objects} == {State.APPROVED}
    do(chief, "publish:en", *objects)
    assert {state_of(obj) for obj in objects} == {(Seen.LIVE, State.NONE)}
    do(chief, "request:en", *objects)
    assert all(
        Edition.objects.get(item=obj.item_id, language=CHINESE).requested_id for obj in objects
    )
    do(chief, "withdraw:en", *objects)
    assert {state_of(obj) for obj in objects} == {(Seen.WITHDRAWN, State.NONE)}


@pytest.mark.parametrize("action", ["approve:en", "together:en"])
def test_what_was_saved_since_the_desk_was_opened_is_refused_and_stays_ticked(chief, li, action):
    seen, unseen = submitted(li, title="Seen"), submitted(li, title="Unseen")
    client = desk(chief)
    looked = dict(
        re.findall(r'name="(seen-\d+)" value="(\d+)"', client.get("/admin/").content.decode())
    )
    services.save_draft(unseen, ENGLISH, {"title": "Other words"}, by=li)
    services.submit(unseen, ENGLISH, by=li)

    ticked = {"action": action, "item": [seen.item_id, unseen.item_id]}
    lines, still = report_of(client.post("/admin/", ticked | looked))

    assert any(
        "Other words" in x and "Li has saved a newer revision meanwhile." in x for x in lines
    )
    assert unseen.item_id in still
    assert state_of(unseen)[1] == State.REVIEW


def test_many_are_scheduled_at_one_time_in_the_sites_zone(chief, li, wang):
    objects = approved(li, wang), approved(li, wang)

    do(chief, "schedule:en", *objects, due_at="2099-01-02T09:00")

    due = set(Schedule.objects.values_list("due_at", flat=True))
    assert due == {datetime.datetime(2099, 1, 2, 1, tzinfo=datetime.UTC)}


def test_without_a_time_nothing_is_scheduled_and_all_stay_ticked(chief, li, wang):
    obj = approved(li, wang)

    lines, ticked = report_of(do(chief, "schedule:en", obj))

    assert "Say when" in lines[0]
    assert ticked == {obj.item_id}


def test_all_are_published_together_or_none(chief, li, wang):
    ready, own = approved(li, wang), submitted(chief, title="Own work")

    answer = do(chief, "together:en", ready, own)

    lines, ticked = report_of(answer)
    assert ticked == {ready.item_id, own.item_id}
    assert all("Not published, because all were to be published together." in x for x in lines)
    assert "Own work" in lines[1]
    assert state_of(ready) == (Seen.NOTHING, State.APPROVED)
    services.approve(own, ENGLISH, by=wang)
    assert do(chief, "together:en", ready, own).status_code == 302
    assert {state_of(obj)[0] for obj in (ready, own)} == {Seen.LIVE}


def test_every_language_that_waits_is_published_together(chief, li, wang):
    obj = approved(li, wang)
    submitted(li, CHINESE, obj=obj, title="中文标题")
    services.approve(obj, CHINESE, by=wang)

    do(chief, "together:every", obj)

    assert {state_of(obj, code) for code in CODES} == {(Seen.LIVE, State.NONE)}


def test_the_shared_part_goes_along_by_explicit_choice_only(chief, li, wang):
    obj = drafted_shared(li)
    services.submit(obj, SHARED, by=li)
    services.approve(obj, SHARED, by=wang)
    submitted(li, obj=obj)
    services.approve(obj, ENGLISH, by=wang)

    do(chief, "publish:en", obj)
    assert state_of(obj, SHARED)[1] == State.APPROVED
    submitted(li, obj=obj, title="Again")
    services.approve(obj, ENGLISH, by=wang)
    do(chief, "publish:en", obj, with_shared="on")
    assert state_of(obj, SHARED)[1] == State.NONE


def test_actions_are_offered_as_rights_say(chief):
    factories.article()
    reviewer = person("reviewer", (Role.REVIEWER, ENGLISH))
    translator = person("translator", (Role.TRANSLATOR, CHINESE))

    def offered(who):
        options = [o.get("value") for o in page_of(desk(who)).iter("option")]
        return [value for value in options if value and ":" in value]

    assert offered(reviewer) == ["approve:en", "approve:shared"]
    assert offered(translator) == ["submit:zh-hans", "request:zh-hans"]
    assert "withdraw:shared" not in offered(chief)


WRONG = {
    "nothing chosen": ({"item": ["1"]}, "Choose what is to be done."),
    "nothing ticked": ({"action": "submit:en"}, "Tick the items first."),
    "an action that is not offered": (
        {"action": "withdraw:shared", "item": ["1"]},
        "Choose what is to be done.",
    ),
    "a time that is none": (
        {"action": "schedule:en", "item": ["1"], "act-due_at": "soon"},
        "Enter a valid date/time.",
    ),
    "numbers that are none": (
        {"action": "submit:en", "item": ["x", "²"]},
        "Tick the items first.",
    ),
    "an item that is no more": (
        {"action": "submit:en", "item": ["999999"]},
        "It is no longer there.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_r4_what_cannot_be_done_is_said(case, chief):
    posted, sentence = WRONG[case]

    answer = desk(chief).post("/admin/", posted)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()


# What it costs


def test_the_desk_costs_the_same_for_any_number_of_items(chief, li, wang):
    def some():
        for make in (untranslated, outdated, withdrawn, requested):
            make()
        written(li), submitted(li), sent_back(li, wang), approved(li, wang), scheduled(li, wang)
        factories.product()

    some()
    client = desk(chief)
    few = queries(lambda: client.get("/admin/"))
    for _ in range(3):
        some()

    assert queries(lambda: client.get("/admin/")) == few


def test_a_report_costs_no_more_queries_for_more_refusals(chief):
    few = [factories.article() for _ in range(2)]
    many = few + [factories.article() for _ in range(6)]
    client = desk(chief)

    def refused(objects):
        posted = {"action": "nothing", "item": [obj.item_id for obj in objects]}
        return queries(lambda: client.post("/admin/", posted))

    assert refused(many) == refused(few)
