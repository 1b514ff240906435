"""Item 10 of the issue: mail goes out after commit, to a real server, in its reader's language; nothing is lost."""

import datetime
import socket

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import MailTime, Role
from multilingual.formats import SITE_ZONE
from publishing import notices, outbox, services
from publishing.models import Mail, Notice
from tests import factories
from tests.admin.people import person
from tests.mailserver import HOST, mail_server
from tests.servers import free_port

pytestmark = pytest.mark.django_db

Kind = Notice.Kind


def use(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, port


@pytest.fixture
def postbox(settings):
    with mail_server() as (postbox, port):
        use(settings, port)
        yield postbox


@pytest.fixture
def li():
    return person("li", Role.EDITOR, language="zh-hans")


@pytest.fixture
def reviewer():
    return person("reviewer", Role.REVIEWER)


def written(author, title="Flat tube", language="en"):
    article = factories.article(live=())
    services.save_draft(article, language, {"title": title}, by=author)
    services.submit(article, language, by=author)
    return article


def sent_back(author, reviewer, title="Flat tube", comment="Name the alloy."):
    article = written(author, title)
    services.send_back(article, "en", comment, by=reviewer)
    return article


def look():
    outbox.gather()
    outbox.deliver()


def part(message, kind):
    return message.get_body((kind,)).get_content()


def aged(who, moment):
    Notice.objects.filter(person=who).update(at=moment)


def at(hour, day=5):
    return datetime.datetime(2018, 9, day, hour, tzinfo=SITE_ZONE)


# What a mail is


def test_a_mail_is_in_its_readers_language_as_text_and_html_with_whole_links(
    postbox, li, reviewer, settings
):
    sent_back(li, reviewer, comment="Say <which> alloy & temper.")

    look()

    (message,) = postbox.to(li)
    (notice,) = Notice.objects.filter(person=li)
    assert message["Subject"].strip().startswith("reviewer 退回了您的稿件：“")
    assert message["Content-Language"] == "zh-Hans"
    text, html = part(message, "plain"), part(message, "html")
    assert "Say <which> alloy & temper." in text
    assert "Say &lt;which&gt; alloy &amp; temper." in html
    assert '<html lang="zh-Hans">' in html
    for link in (f"/admin/inbox/{notice.pk}/", "/accounts/mail/"):
        assert settings.SITE_BASE_URL + link in text
        assert f'href="{settings.SITE_BASE_URL}{link}"' in html
    assert "接收哪些邮件、何时接收，可在此设置" in text
    assert "Your inbox" not in text + html


def test_who_chose_no_language_is_written_to_in_the_sites(postbox, reviewer, settings):
    nobody = person("nobody", Role.EDITOR, language="")
    settings.SITE_LANGUAGE = "zh-hans"
    sent_back(nobody, reviewer)

    look()

    assert "退回" in postbox.to(nobody)[0]["Subject"]


def test_a_subject_is_one_line_of_bearable_length_whatever_the_title(postbox, li, reviewer):
    sent_back(li, reviewer, title="Tube\r\nBcc: everybody@example.com\n" + "x" * 150)

    look()

    (message,) = postbox.messages
    assert message["Bcc"] is None
    assert "\n" not in message["Subject"]
    assert len(message["Subject"]) < 170


# When


def test_work_sent_back_is_told_at_once_and_the_rest_once_a_day(postbox, li, reviewer):
    sent_back(li, reviewer)

    look()

    assert len(postbox.to(li)) == 1
    assert postbox.to(reviewer) == []
    assert outbox.due(timezone.now() + datetime.timedelta(days=1)).count() == 0  # settled

    written(li, "Another")
    assert outbox.due(timezone.now()).count() == 0
    assert outbox.due(timezone.now() + datetime.timedelta(days=1)).count() == 1


@pytest.mark.parametrize(
    ("noticed", "now", "is_due"),
    [
        (at(7), at(7), False),
        (at(7), at(8), True),
        (at(9), at(23), False),
        (at(9), at(7, day=6), False),
        (at(9), at(8, day=6), True),
        (at(9), at(20, day=9), True),  # the machine stood still
    ],
)
def test_daily_mail_is_due_at_eight_in_the_morning_on_the_sites_clock(
    li, reviewer, noticed, now, is_due
):
    written(li)
    aged(reviewer, noticed)

    assert outbox.due(now).exists() == is_due


def test_a_day_of_notices_is_one_mail(postbox, li, reviewer):
    for title in ("First", "Second", "Third"):
        written(li, title)
    aged(reviewer, timezone.now() - datetime.timedelta(days=1))

    look()
    look()

    (message,) = postbox.to(reviewer)
    assert message["Subject"] == "3 notices in your inbox"
    assert part(message, "plain").count("asks for a review") == 3


@pytest.mark.parametrize(
    ("urgent", "other", "urgent_due", "other_due"),
    [
        (MailTime.AT_ONCE, MailTime.AT_ONCE, True, True),
        (MailTime.DAILY, MailTime.NEVER, False, False),
        (MailTime.NEVER, MailTime.AT_ONCE, False, True),
    ],
)
def test_each_person_chooses_at_once_daily_or_never(
    li, reviewer, urgent, other, urgent_due, other_due
):
    li.urgent_mail, li.other_mail = urgent, other
    li.save()
    sent_back(li, reviewer)
    article = written(li, "Approved")
    services.approve(article, "en", by=reviewer)

    due = set(outbox.due(timezone.now()).filter(person=li).values_list("kind", flat=True))

    assert due == {Kind.SENT_BACK: urgent_due, Kind.APPROVED: other_due}.keys() & {
        kind
        for kind, is_due in ((Kind.SENT_BACK, urgent_due), (Kind.APPROVED, other_due))
        if is_due
    }


def test_what_was_read_in_the_inbox_is_not_mailed(postbox, li, reviewer):
    sent_back(li, reviewer)
    outbox.gather()
    notices.read_all(li)

    outbox.deliver()

    assert postbox.messages == []
    assert not Mail.objects.exists()


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_who_has_no_address_or_has_left_gets_no_mail_and_holds_nobody_up(
    postbox, li, reviewer, change
):
    second = person("second", Role.EDITOR)
    sent_back(li, reviewer)
    sent_back(second, reviewer)
    outbox.gather()
    type(li).objects.filter(pk=li.pk).update(**change)

    outbox.deliver()
    look()

    assert [message["To"] for message in postbox.messages] == [second.email]
    assert Notice.objects.filter(person=li, read_at=None).exists()


def test_notices_of_last_year_stay_in_the_inbox(li, reviewer):
    sent_back(li, reviewer)
    aged(li, timezone.now() - datetime.timedelta(days=365))

    assert not outbox.due(timezone.now()).exists()


# Nothing lost


def test_a_dead_mail_server_loses_nothing_and_is_asked_at_growing_intervals(settings, li, reviewer):
    port = free_port()
    use(settings, port)
    sent_back(li, reviewer)

    pauses = []
    for _ in range(9):
        look()
        mail = Mail.objects.get()
        pauses.append(round((mail.due_at - timezone.now()).total_seconds() / 60))
        assert "refused" in mail.error
        Mail.objects.update(due_at=timezone.now())

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    with mail_server(port) as (postbox, _port):
        outbox.deliver()
        assert [message["To"] for message in postbox.messages] == [li.email]
    assert Mail.objects.get().sent_at
    assert Mail.objects.get().error == ""


def test_a_dead_mail_server_is_asked_once_a_round_not_once_a_mail(settings, reviewer):
    use(settings, free_port())
    for n in range(3):
        sent_back(person(f"author{n}", Role.EDITOR), reviewer)

    look()

    assert sorted(Mail.objects.values_list("tries", flat=True)) == [0, 0, 1]


def test_one_address_that_is_refused_keeps_no_other_mail_back(postbox, li, reviewer):
    second = person("second", Role.EDITOR)
    postbox.unknown.add(li.email)
    sent_back(li, reviewer)
    sent_back(second, reviewer)

    look()
    outbox.deliver()

    assert [message["To"] for message in postbox.messages] == [second.email]
    assert "no such mailbox" in Mail.objects.get(person=li).error


def test_a_server_that_never_answers_is_given_up_in_time(settings, li, reviewer):
    settings.EMAIL_TIMEOUT = 0.2
    with socket.create_server((HOST, 0)) as silent:
        use(settings, silent.getsockname()[1])
        sent_back(li, reviewer)

        look()

    assert "timed out" in Mail.objects.get().error


def test_a_mail_tried_again_carries_the_same_id_so_that_mailboxes_show_it_once(
    postbox, li, reviewer
):
    """A process that dies after the server's word and before its own note."""
    sent_back(li, reviewer)
    look()
    Mail.objects.update(sent_at=None, due_at=timezone.now())

    outbox.deliver()

    first, second = postbox.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_nothing_is_mailed_of_an_action_that_was_rolled_back(postbox, li, reviewer):
    with transaction.atomic():
        sent_back(li, reviewer)
        transaction.set_rollback(True)

    look()

    assert postbox.messages == []
