"""V15: readings are counted by a beacon, whole, and only those of people outside the house."""

import pytest
from django.urls import reverse

from articles.models import ViewCount
from publishing import services
from tests import factories
from tests.admin.people import administrator, desk

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def article():
    return factories.article()


def read(client, article, agent=BROWSER):
    return client.post(reverse("count-view", args=(article.pk,)), headers={"user-agent": agent})


def counted(article):
    return ViewCount.objects.filter(article=article).values_list("count", flat=True).first()


def test_v15_each_reading_adds_one_for_all_languages_together(client, article):
    for _reading in range(3):
        assert read(client, article).status_code == 204

    assert counted(article) == 3


@pytest.mark.parametrize("agent", ["", "curl/8.5", "Mozilla/5.0 (compatible; Baiduspider/2.0)"])
def test_v15_a_robot_counts_nothing(client, article, agent):
    read(client, article, agent)

    assert counted(article) is None


def test_v15_the_people_of_the_house_count_nothing(article):
    read(desk(administrator()), article)

    assert counted(article) is None


def test_v15_an_article_that_nobody_can_read_counts_nothing(client, article):
    for language in ("zh-hans", "en"):
        services.withdraw(article, language, by=None)

    read(client, article)

    assert counted(article) is None


def test_v15_a_page_does_not_count_by_being_asked_for(client, article):
    assert client.get(article.url_in("en")).status_code == 200
    assert client.get(reverse("count-view", args=(article.pk,))).status_code == 405

    assert counted(article) is None
