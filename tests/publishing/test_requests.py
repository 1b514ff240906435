"""A translation is asked for until there is one of what was asked, or somebody says that the one there is right."""

import pytest

from accounts.models import Role
from publishing import actions, editions, outdated, services
from publishing.models import Notice
from tests import factories
from tests.admin.people import person

pytestmark = pytest.mark.django_db

SOURCE, TRANSLATION = "zh-hans", "en"


@pytest.fixture
def ben():
    return person("ben", (Role.TRANSLATOR, TRANSLATION))


@pytest.fixture
def asked(article, ben):
    """An article whose source has a newer draft, of which a translation is asked for."""
    services.save_draft(article, SOURCE, {"title": "新的标题"}, by=None)
    services.request_translations(article, SOURCE, by=None)
    return article


def edition(obj, language=TRANSLATION):
    return editions.of(type(obj).objects.get(pk=obj.pk), language)


def unread(who):
    return [*Notice.objects.filter(person=who, read_at=None).values_list("kind", flat=True)]


def test_a_translation_of_what_was_asked_ends_the_request_and_a_mere_correction_does_not(asked):
    services.save_draft(asked, TRANSLATION, {"title": "Corrected"}, by=None)
    assert edition(asked).requested

    newest = edition(asked, SOURCE).newest
    services.save_draft(asked, TRANSLATION, {"title": "Translated"}, by=None, source=newest)
    assert edition(asked).requested is None


def test_who_finds_the_translation_right_answers_too_and_it_follows_what_was_asked(asked, ben):
    newest = edition(asked, SOURCE).newest
    assert "confirm" in actions.offered(asked, TRANSLATION, ben)

    services.confirm(asked, TRANSLATION, by=ben)

    assert edition(asked).requested is None
    assert editions.basis_of(edition(asked).newest).source == newest
    assert unread(ben) == []
    assert "confirm" not in actions.offered(type(asked).objects.get(pk=asked.pk), TRANSLATION, ben)
    services.publish(asked, SOURCE, by=None)
    assert outdated.of_edition(edition(asked)) is None


def test_what_is_no_translation_answers_by_its_next_revision(article):
    services.request_translations(article, TRANSLATION, by=None)
    assert edition(article, SOURCE).requested

    services.save_draft(article, SOURCE, {"title": "原文也改了"}, by=None)

    assert edition(article, SOURCE).requested is None


def test_a_first_translation_is_asked_for_until_it_is_written():
    obj = factories.Article.objects.create(category=factories.category(), date=factories.DAY)
    texts = {"title": "原文", "slug": f"original-{obj.pk}", "body": "<p>正文</p>"}
    services.save_draft(obj, SOURCE, texts, by=None)
    services.request_translations(obj, SOURCE, by=None)
    assert "confirm" not in actions.offered(obj, TRANSLATION, person("eve", "administrator"))

    services.save_draft(obj, TRANSLATION, {"title": "First"}, by=None)

    assert edition(obj).requested is None
