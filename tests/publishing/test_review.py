"""Review: submitted, approved, sent back; nobody approves her own work unless allowed, and then the row says so."""

import pytest
from django.db import IntegrityError, transaction

from publishing import editions, services
from publishing.models import Event, Review, SelfApproval, State
from publishing.services import Refused
from tests import factories
from tests.admin.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(article, mei):
    """An English text of hers that waits for review."""
    services.save_draft(article, "en", {"title": "Hers"}, by=mei)
    services.submit(article, "en", by=mei)
    return article


def verdicts(obj):
    return Review.objects.filter(revision__edition__item=obj.item_id)


def state(obj, language="en"):
    return editions.of(type(obj).objects.get(pk=obj.pk), language).state


def test_a_text_is_submitted_approved_and_published(submitted, mei, lin):
    assert state(submitted) == State.REVIEW

    services.approve(submitted, "en", by=lin, comment="Good")
    assert state(submitted) == State.APPROVED

    services.publish(submitted, "en", by=mei)
    assert state(submitted) == State.NONE
    review = verdicts(submitted).get()
    assert (review.verdict, review.author, review.reviewer) == ("approved", mei, lin)
    assert (review.self_approved, review.comment) == (False, "Good")


def test_a_text_is_sent_back_with_a_comment_and_submitted_again(submitted, mei, lin):
    services.send_back(submitted, "en", "The second paragraph", by=lin)
    assert state(submitted) == State.SENT_BACK

    services.submit(submitted, "en", by=mei)
    assert state(submitted) == State.REVIEW
    assert verdicts(submitted).get().comment == "The second paragraph"


@pytest.mark.parametrize("comment", ["", " \n"])
def test_nothing_is_sent_back_without_saying_why(submitted, lin, comment):
    with pytest.raises(Refused, match="Say what is to be changed"):
        services.send_back(submitted, "en", comment, by=lin)

    assert state(submitted) == State.REVIEW


def test_an_approved_text_can_still_be_sent_back(submitted, mei, lin):
    services.approve(submitted, "en", by=lin)

    services.send_back(submitted, "en", "After all", by=lin)

    assert state(submitted) == State.SENT_BACK
    with pytest.raises(Refused, match="“sent back”"):
        services.publish(submitted, "en", by=mei)


def test_an_incomplete_text_is_not_submitted_and_the_refusal_names_what_is_missing(article, mei):
    services.save_draft(article, "en", {"body": ""}, by=mei)

    with pytest.raises(Refused, match=r"English is not complete: body is missing\."):
        services.submit(article, "en", by=mei)

    assert state(article) == State.DRAFT


def test_what_was_never_written_is_neither_submitted_nor_judged():
    obj = factories.Article.objects.create(category=factories.category(), date=factories.DAY)

    for act in (services.submit, services.approve):
        with pytest.raises(Refused, match="no text was saved"):
            act(obj, "en", by=None)


def test_nobody_approves_her_own_work(article):
    chief = person("chief", "administrator")
    services.save_draft(article, "en", {"title": "Hers"}, by=chief)
    services.submit(article, "en", by=chief)

    with pytest.raises(Refused, match=r"You wrote this revision.*you allow approval of own work"):
        services.approve(article, "en", by=chief)

    assert state(article) == State.REVIEW
    assert not verdicts(article).exists()


def test_nor_does_publishing_in_one_step_approve_it(article):
    chief = person("chief", "administrator")
    services.save_draft(article, "en", {"title": "Hers"}, by=chief)

    with pytest.raises(Refused, match="You wrote this revision"):
        services.push(article, "en", by=chief)

    assert state(article) == State.DRAFT  # not submitted either


def test_where_it_was_allowed_the_row_says_that_she_approved_her_own_work(article):
    hao = person("hao", "editor", "reviewer", "publisher")
    SelfApproval.objects.create(language="en")
    services.save_draft(article, "en", {"title": "His"}, by=hao)

    services.push(article, "en", by=hao)

    review = verdicts(article).get()
    assert (review.reviewer, review.author, review.self_approved) == (hao, hao, True)
    assert state(article) == State.NONE


def test_allowing_it_in_one_language_allows_it_in_no_other_and_not_for_the_shared_part(article):
    hao = person("hao", "editor", "reviewer", "publisher")
    SelfApproval.objects.create(language="en")
    services.save_draft(article, "zh-hans", {"title": "他的"}, by=hao)
    services.submit(article, "zh-hans", by=hao)

    with pytest.raises(Refused, match="somebody else has to approve it"):
        services.approve(article, "zh-hans", by=hao)
    assert not services.may_approve_own("")


def test_work_of_somebody_else_is_not_marked_as_own_where_it_is_allowed(submitted, lin):
    SelfApproval.objects.create(language="en")

    services.approve(submitted, "en", by=lin)

    assert not verdicts(submitted).get().self_approved


def test_the_database_refuses_an_approval_of_own_work_that_does_not_say_so(submitted, mei):
    revision = editions.of(submitted, "en").newest

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(revision=revision, verdict="approved", author=mei, reviewer=mei)


def test_each_step_is_logged_with_who_when_and_which_revision(submitted, mei, lin, clock):
    services.send_back(submitted, "en", "Why", by=lin)

    events = Event.objects.filter(item=submitted.item, language="en", person__isnull=False)
    revision = editions.of(submitted, "en").newest
    assert [(e.kind, e.person, e.revision, e.comment) for e in events.order_by("pk")] == [
        ("revision.saved", mei, revision, ""),
        ("revision.submitted", mei, revision, ""),
        ("revision.sent-back", lin, revision, "Why"),
    ]
    assert events.latest("pk").at == clock.time
