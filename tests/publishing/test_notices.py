"""Item 10 of the issue: who is told what, in the transaction of the action that it tells of."""

import pytest
from django.db import transaction
from django.utils import translation

from accounts.models import Right, Role
from publishing import notices, services
from publishing.models import Notice
from publishing.moves import Refused
from tests import factories
from tests.admin.people import administrator, person

pytestmark = pytest.mark.django_db

Kind = Notice.Kind


@pytest.fixture
def author():
    return person("author", Role.EDITOR)


@pytest.fixture
def reviewer():
    return person("reviewer", Role.REVIEWER)


@pytest.fixture
def article(author):
    made = factories.article(live=())
    services.save_draft(made, "en", {"title": "Tubes\nfor coolers"}, by=author)
    return made


def told(who, **fields):
    return [
        (notice.kind, notice.language)
        for notice in Notice.objects.filter(person=who, **fields).order_by("pk")
    ]


def test_a_review_is_asked_of_those_who_may_review_that_language_and_part_but_not_of_the_author(
    article, author, reviewer
):
    Right.objects.create(person=author, role=Role.REVIEWER)
    english = person("english", (Role.REVIEWER, "en"))
    chinese = person("chinese", (Role.REVIEWER, "zh-hans"))
    catalog = person("catalog")
    Right.objects.create(person=catalog, role=Role.REVIEWER, app="catalog")
    gone = person("gone", Role.REVIEWER)
    gone.is_active = False
    gone.save()

    services.submit(article, "en", by=author)

    assert told(reviewer) == told(english) == [(Kind.REVIEW_ASKED, "en")]
    assert told(author) == told(chinese) == told(catalog) == told(gone) == []


def test_administrators_are_asked_to_review_only_where_nobody_was_appointed(article, author):
    chief = administrator()
    services.submit(article, "en", by=author)
    assert told(chief) == [(Kind.REVIEW_ASKED, "en")]

    person("reviewer", Role.REVIEWER)
    services.save_draft(article, "en", {"title": "Again"}, by=author)
    services.submit(article, "en", by=author)

    assert told(chief, read_at=None) == []


def test_work_sent_back_is_told_to_its_author_with_the_comment(article, author, reviewer):
    services.submit(article, "en", by=author)
    services.send_back(article, "en", "Name the alloy.", by=reviewer)

    (notice,) = notices.of(author)
    line = notices.line_of(notice)

    assert notice.kind == Kind.SENT_BACK
    assert line.sentence.startswith("reviewer has sent your work back: “Tubes")
    assert line.quote == "Name the alloy."


def test_approval_and_publication_are_told_to_the_author_once_both_have_happened_only_the_last(
    article, author, reviewer
):
    chief = administrator()
    services.submit(article, "en", by=author)
    services.approve(article, "en", by=reviewer)
    assert told(author, read_at=None) == [(Kind.APPROVED, "en")]

    services.publish(article, "en", by=chief)

    assert told(author, read_at=None) == [(Kind.PUBLISHED, "en")]


def test_nobody_is_told_what_she_did_herself():
    chief = administrator()
    article = factories.article(live=())
    services.save_draft(article, "en", {"title": "Mine"}, by=chief)
    person("reviewer", Role.REVIEWER)
    services.submit(article, "en", by=chief)
    services.send_back(article, "en", "No.", by=chief)

    assert told(chief) == []


def outdate(article, by=None):
    services.save_draft(article, "zh-hans", {"title": "新的标题"}, by=by)
    services.publish(article, "zh-hans", by=None)


def test_an_outdated_translation_is_told_to_who_wrote_it_and_to_who_translates_that_language():
    article = factories.article(live=("zh-hans",))
    writer = person("writer", (Role.EDITOR, "en"))
    translator = person("translator", (Role.TRANSLATOR, "en"))
    other = person("other", (Role.TRANSLATOR, "zh-hans"))
    services.save_draft(article, "en", {"title": "Hers"}, by=writer)

    outdate(article)

    assert told(writer) == told(translator) == [(Kind.OUTDATED, "en")]
    assert told(other) == []


def test_a_translation_that_is_outdated_still_is_told_once():
    article = factories.article(live=("zh-hans",))
    translator = person("translator", (Role.TRANSLATOR, "en"))
    outdate(article)

    services.save_draft(article, "zh-hans", {"title": "更新的标题"}, by=None)
    services.publish(article, "zh-hans", by=None)

    assert told(translator) == [(Kind.OUTDATED, "en")]


def test_a_published_change_of_the_shared_part_outdates_translations_too():
    article = factories.article(live=("zh-hans", "en"))
    translator = person("translator", (Role.TRANSLATOR, "en"))
    services.shared_edition(article)
    factories.rewrite(article, "en", {"title": "Written beside it"})
    content = dict(services.shared_edition(article).newest.content)
    content["fields"] = {**content["fields"], "date": "2020-02-02"}
    services.save_shared_draft(article, content, by=None)

    services.publish(article, "", by=None)

    assert told(translator) == [(Kind.OUTDATED, "en")]


def test_a_draft_of_the_source_outdates_nothing():
    article = factories.article(live=("zh-hans", "en"))
    translator = person("translator", (Role.TRANSLATOR, "en"))

    services.save_draft(article, "zh-hans", {"title": "草稿"}, by=None)

    assert told(translator) == []


SETTLING = {
    "review asked, and somebody else approved": (
        lambda a, author, reviewer: services.approve(a, "en", by=reviewer),
        Kind.REVIEW_ASKED,
    ),
    "review asked, and the author went on writing": (
        lambda a, author, reviewer: services.save_draft(a, "en", {"title": "New"}, by=author),
        Kind.REVIEW_ASKED,
    ),
}


@pytest.mark.parametrize("name", SETTLING)
def test_what_somebody_else_has_done_meanwhile_waits_for_nobody(name, article, author, reviewer):
    act, kind = SETTLING[name]
    second = person("second", Role.REVIEWER)
    services.submit(article, "en", by=author)

    act(article, author, reviewer)

    assert told(second) == [(kind, "en")]
    assert told(second, read_at=None) == []


def test_an_outdated_translation_that_is_confirmed_or_published_anew_waits_for_nobody():
    translator = person("translator", (Role.TRANSLATOR, "en"))
    confirmed, republished = (factories.article(live=("zh-hans", "en")) for _ in range(2))
    for article in (confirmed, republished):
        outdate(article)
    assert len(told(translator, read_at=None)) == 2

    services.confirm(confirmed, "en", by=None)
    factories.rewrite(republished, "en", {"title": "New"})

    assert told(translator, read_at=None) == []


def test_what_is_in_the_bin_waits_for_nobody(article, author, reviewer):
    services.submit(article, "en", by=author)
    services.request_translations(article, "en", by=author)
    assert Notice.objects.filter(read_at=None).exists()

    services.move_to_bin(article, by=None)

    assert not Notice.objects.filter(read_at=None).exists()


def test_a_notice_stands_and_falls_with_its_action(article, author, reviewer):
    with transaction.atomic():
        services.submit(article, "en", by=author)
        assert told(reviewer)
        transaction.set_rollback(True)

    assert told(reviewer) == []


def test_a_refused_action_tells_nobody(article, author, reviewer):
    with pytest.raises(Refused):
        services.approve(article, "en", by=reviewer)

    assert Notice.objects.count() == 0


def test_a_translation_asked_for_is_told_to_the_translators_of_that_language_until_it_is_written(
    author,
):
    article = factories.article(live=("zh-hans",))
    translator = person("translator", (Role.TRANSLATOR, "en"))
    other = person("other", (Role.TRANSLATOR, "zh-hans"))

    services.request_translations(article, "zh-hans", by=author)
    assert told(translator, read_at=None) == [(Kind.TRANSLATION_ASKED, "en")]
    assert told(other) == []

    services.save_draft(article, "en", {"title": "Translated"}, by=translator)
    assert told(translator, read_at=None) == []


def test_a_notice_speaks_the_readers_language(article, author, reviewer):
    services.submit(article, "en", by=author)

    (notice,) = notices.of(reviewer)
    with translation.override("zh-hans"):
        sentence = notices.line_of(notice).sentence

    assert sentence.startswith("author 请您审核：“")


def test_unread_notices_come_first_then_what_was_read_last(article, author, reviewer):
    made = [factories.article(live=()) for _ in range(3)]
    for one in made:
        services.save_draft(one, "en", {"title": "New"}, by=author)
        services.submit(one, "en", by=author)
    oldest, middle, newest = Notice.objects.filter(person=reviewer).order_by("pk")

    notices.read(newest)
    assert list(notices.of(reviewer)) == [middle, oldest, newest]

    assert notices.read_all(reviewer) == 2
    assert notices.count_unread(reviewer) == 0
