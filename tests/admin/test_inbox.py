"""The inbox in the admin, its count in the header, and each person's choice of mail."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import MailTime, Role
from multilingual.languages import CODES
from publishing import admin_inbox, notices, services
from publishing.models import Item, Notice
from tests import factories
from tests.admin.people import address, administrator, desk, person
from tests.costs import queries

pytestmark = pytest.mark.django_db

INBOX = reverse("admin:inbox")
MAIL = reverse("account_mail")


@pytest.fixture
def author():
    return person("author", Role.EDITOR)


def told(author, count=1):
    """Work sent back to her."""
    articles = []
    for n in range(count):
        article = factories.article(live=())
        services.save_draft(article, "en", {"title": f"<Tube> {n}"}, by=author)
        services.submit(article, "en", by=None)
        services.send_back(article, "en", "Which alloy?\nWhich temper?", by=None)
        articles.append(article)
    return articles


def test_what_is_unread_stands_first_with_what_was_said(author):
    told(author, 2)
    first, second = Notice.objects.filter(person=author).order_by("pk")
    notices.read(second)

    page = desk(author).get(INBOX).content.decode()

    assert page.index(f"/inbox/{first.pk}/") < page.index(f"/inbox/{second.pk}/")
    assert page.count('class="inbox-new"') == 1
    assert "Which alloy?<br>Which temper?" in page
    assert "<Tube>" not in page


def test_a_notice_leads_to_the_edition_it_is_about_and_is_read_then(author):
    (article,) = told(author)
    notice = Notice.objects.get(person=author)

    answer = desk(author).get(reverse("admin:inbox-open", args=(notice.pk,)))

    assert answer.url == address(article) + "#edition-en"
    assert notices.count_unread(author) == 0


def test_a_notice_of_an_item_in_the_bin_says_so(author):
    (article,) = told(author)
    notice = Notice.objects.get(person=author)
    services.move_to_bin(article, by=None)
    assert Item.objects.get(pk=article.item_id).binned_at

    page = desk(author).get(reverse("admin:inbox-open", args=(notice.pk,)), follow=True)

    assert page.redirect_chain[-1][0] == INBOX
    assert "moved to the bin" in page.content.decode()


def test_notices_are_marked_as_read_one_by_one_or_all_by_post_alone(author):
    told(author, 3)
    client, one = desk(author), Notice.objects.filter(person=author).first()
    read_one, read_all = (
        reverse("admin:inbox-read", args=(one.pk,)),
        reverse("admin:inbox-read-all"),
    )
    assert client.get(read_one).status_code == client.get(read_all).status_code == 405

    client.post(read_one)
    assert notices.count_unread(author) == 2
    client.post(read_all)
    assert notices.count_unread(author) == 0


@pytest.mark.parametrize("name", ["admin:inbox-open", "admin:inbox-read"])
def test_nobody_reads_what_another_was_told(author, name):
    told(author)
    notice = Notice.objects.get(person=author)
    stranger = desk(administrator())

    answers = {stranger.get(reverse(name, args=(notice.pk,))).status_code}
    answers.add(stranger.post(reverse(name, args=(notice.pk,))).status_code)

    assert answers <= {404, 405}
    assert notices.count_unread(author) == 1


def test_header_and_menu_count_what_is_unread_in_one_query(author):
    client = desk(author)
    told(author, 2)
    page = client.get(reverse("admin:articles_article_changelist")).content.decode()
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("admin:articles_article_changelist"))

    assert "<b>2</b>" in page
    asked = [query["sql"] for query in captured if "publishing_notice" in query["sql"]]
    assert len(asked) == 1


def test_the_inbox_costs_the_same_for_any_number_of_notices(author):
    client = desk(author)
    told(author, 2)
    client.get(INBOX)
    few = queries(lambda: client.get(INBOX))
    told(author, 9)

    assert queries(lambda: client.get(INBOX)) == few


def test_a_long_inbox_is_paged(author, monkeypatch):
    monkeypatch.setattr(admin_inbox, "PER_PAGE", 2)
    told(author, 5)
    client = desk(author)

    pages = [client.get(INBOX, {"page": page}) for page in (1, 2, 3, 4)]

    assert [page.content.decode().count('<li class="inbox-entry') for page in pages] == [2, 2, 1, 0]
    assert pages[-1].status_code == 404


@pytest.mark.parametrize("language", CODES)
def test_who_was_told_nothing_is_told_what_will_come(language):
    page = desk(person("new", Role.EDITOR, language=language)).get(INBOX).content.decode()

    assert {"en": "Nothing has come yet.", "zh-hans": "还没有通知。"}[language] in page


# Mail


def test_each_person_chooses_her_own_mail(author):
    client = desk(author)
    other = person("other", Role.EDITOR)
    page = client.get(MAIL).content.decode()
    assert author.email in page

    answer = client.post(MAIL, {"urgent_mail": MailTime.DAILY, "other_mail": MailTime.NEVER})

    assert answer.url == MAIL
    author.refresh_from_db()
    other.refresh_from_db()
    assert (author.urgent_mail, author.other_mail) == (MailTime.DAILY, MailTime.NEVER)
    assert (other.urgent_mail, other.other_mail) == (MailTime.AT_ONCE, MailTime.DAILY)


def test_a_choice_that_there_is_not_is_refused(author):
    page = desk(author).post(MAIL, {"urgent_mail": "hourly", "other_mail": MailTime.NEVER})

    assert "hourly" in page.content.decode()
    author.refresh_from_db()
    assert author.other_mail == MailTime.DAILY


def test_who_has_no_address_is_told_whom_to_ask(author):
    type(author).objects.filter(pk=author.pk).update(email="")

    assert "an administrator can add it" in desk(author).get(MAIL).content.decode()


def test_the_choice_of_mail_is_for_people_who_are_logged_in(client):
    assert client.get(MAIL).url.startswith(reverse("account_login"))
