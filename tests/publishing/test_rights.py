"""Rights are rows, and the services ask for them, whatever a screen showed."""

import pytest

from accounts.models import Role
from articles.models import Article
from multilingual import stores
from publishing import services
from publishing.services import Refused
from tests import factories
from tests.admin.people import person

pytestmark = pytest.mark.django_db

ALLOWED = {
    "write English": lambda item, who: services.save_texts(item, "en", {"title": "New"}, by=who),
    "write Chinese": lambda item, who: services.save_texts(
        item, "zh-hans", {"title": "新"}, by=who
    ),
    "publish English": lambda item, who: services.publish(item, "en", by=who),
    "withdraw Chinese": lambda item, who: services.withdraw(item, "zh-hans", by=who),
    "change the shared part": lambda item, who: services.save_shared(item, by=who, fields=["date"]),
}

ROLES = [
    ((Role.EDITOR, "en"), {"write English", "change the shared part"}),
    ((Role.EDITOR, ""), {"write English", "write Chinese", "change the shared part"}),
    ((Role.TRANSLATOR, "en"), {"write English"}),
    ((Role.REVIEWER, ""), set()),
    ((Role.PUBLISHER, "en"), {"publish English"}),
    ((Role.PUBLISHER, ""), {"publish English", "withdraw Chinese"}),
    ((Role.ADMINISTRATOR, ""), set(ALLOWED)),
]


@pytest.mark.parametrize(("right", "allowed"), ROLES)
@pytest.mark.parametrize("action", ALLOWED)
def test_a_right_allows_its_actions_in_its_language_and_no_other(right, allowed, action):
    item = factories.article(live=("zh-hans",))
    who = person("somebody", right)

    if action in allowed:
        ALLOWED[action](item, who)
    else:
        with pytest.raises(Refused):
            ALLOWED[action](item, who)


def test_somebody_without_rights_or_no_longer_active_may_do_nothing():
    item, stranger = factories.article(), person("stranger")
    former = person("former", Role.ADMINISTRATOR)
    former.is_active = False

    for who in (stranger, former):
        for act in ALLOWED.values():
            with pytest.raises(Refused):
                act(item, who)


def test_an_editor_removes_what_visitors_do_not_see_and_an_administrator_anything():
    editor, chief = person("editor", Role.EDITOR), person("chief", Role.ADMINISTRATOR)
    draft, live = factories.article(live=()), factories.article(live=("en",))

    services.remove(draft, by=editor)
    with pytest.raises(Refused):
        services.remove(live, by=editor)
    services.remove(live, by=chief)

    assert not Article.objects.exists()


def test_a_refused_action_changes_nothing():
    item = factories.article(live=())

    with pytest.raises(Refused):
        services.publish(item, "en", by=person("reader", Role.REVIEWER))

    assert not stores.is_live(Article.objects.get(pk=item.pk), "en")
