"""Notices that go to people by mail: gathered by person when they are due, sent, and sent again until they are taken.

``gather`` and ``deliver`` may run in several processes at once: nobody gets a notice twice. Only a process that dies
between the mail server's word and its own note lets a mail be sent again, under the same Message-ID.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from accounts.models import MailTime
from multilingual import formats, languages, links

from . import notices
from .models import Mail, Notice

DIGEST_HOUR = 8  # on the site's clock
NO_LONGER_NEWS = timedelta(days=30)
"""Notices older than this stay in the inbox only: a person who turns mail on is not told what was years ago."""
LEASE = timedelta(minutes=15)
"""How long one process may try before another does."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
AT_A_TIME = 100
SUBJECT_WIDTH = 150

logger = logging.getLogger(__name__)


def always() -> bool:
    return True


# Gathering


def last_digest(now: datetime) -> datetime:
    """The last moment at which daily mail was due."""
    local = timezone.localtime(now)
    today = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return today if today <= local else today - timedelta(days=1)


def due(now: datetime) -> "models.QuerySet[Notice]":
    """The notices that should be in a mail by now, by what each person prefers today, and are not."""
    is_urgent = Q(kind__in=Notice.URGENT)
    wanted = is_urgent & _wanted("urgent_mail", now) | ~is_urgent & _wanted("other_mail", now)
    waiting = Notice.objects.filter(wanted, mail=None, read_at=None, at__gte=now - NO_LONGER_NEWS)
    return waiting.filter(person__is_active=True).exclude(person__email="")


def _wanted(preference: str, now: datetime) -> Q:
    return Q(**{f"person__{preference}": MailTime.AT_ONCE}) | Q(
        **{f"person__{preference}": MailTime.DAILY}, at__lt=last_digest(now)
    )


def gather() -> None:
    """Put what is due into a mail for each person."""
    now = timezone.now()
    people = due(now).order_by().values_list("person", flat=True).distinct()
    for person_id in people:
        _gather_for(person_id, now)


@transaction.atomic
def _gather_for(person_id: int, now: datetime) -> None:
    held = notices.free(due(now).filter(person=person_id))
    if held:
        mail = Mail.objects.create(person_id=person_id, due_at=now)
        Notice.objects.filter(pk__in=held).update(mail=mail)


# Sending


def waiting() -> "models.QuerySet[Mail]":
    return Mail.objects.filter(sent_at=None)


def deliver(may_go_on: Callable[[], bool] = always) -> None:
    """Send what is due. After a failure the rest waits for the next round: the server is probably away."""
    found = waiting().filter(due_at__lte=timezone.now()).order_by("due_at", "pk")
    for mail in found.select_related("person")[:AT_A_TIME]:
        if not may_go_on() or not _deliver(mail):
            return


def _deliver(mail: Mail) -> bool:
    """Try to send one mail; tell whether others may be tried."""
    if not _claim(mail):
        return True
    try:
        message = message_of(mail)
        if message is None:
            mail.delete()
            return True
        message.send()
    except Exception as error:
        logger.exception("A mail to person %s was not sent", mail.person_id)
        _postpone(mail, error)
        return False
    mail.sent_at, mail.error = timezone.now(), ""
    mail.save(update_fields=["sent_at", "error"])
    return True


def _claim(mail: Mail) -> bool:
    """Be the one who tries: whoever else read the same row finds it changed."""
    unchanged = waiting().filter(pk=mail.pk, due_at=mail.due_at)
    mail.due_at, mail.tries = timezone.now() + LEASE, mail.tries + 1
    return unchanged.update(due_at=mail.due_at, tries=mail.tries) == 1


def _postpone(mail: Mail, error: Exception) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(mail.tries - 1, 10), LONGEST_PAUSE)
    mail.due_at = timezone.now() + pause
    mail.error = f"{type(error).__name__}: {error}"[:1000]
    mail.save(update_fields=["due_at", "error"])


# What a mail says


def message_of(mail: Mail) -> EmailMultiAlternatives | None:
    """A mail in its reader's language; None when nothing of it is news any more, or nobody reads it."""
    person = mail.person
    news = notices.told_in(mail.notices.filter(read_at=None)).order_by("at", "pk")
    if not (news and person.is_active and person.email):
        return None
    with override(person.language_of_mails):
        return _written(mail, [(notices.line_of(notice), _address(notice)) for notice in news])


def _written(mail: Mail, told: list[tuple[notices.Line, str]]) -> EmailMultiAlternatives:
    person = mail.person
    language = languages.get(person.language_of_mails)
    context = {
        "told": [{**line._asdict(), "url": url} for line, url in told],
        "language": language,
        "inbox": links.absolute(reverse("admin:inbox")),
        "settings": links.absolute(reverse("account_mail")),
    }
    message = EmailMultiAlternatives(
        subject=_subject([line for line, _url in told]),
        body=render_to_string("mail/notices.txt", context),
        to=[person.email],
        headers={
            "Message-ID": _message_id(mail),
            "Auto-Submitted": "auto-generated",
            "Content-Language": language.tag,
        },
    )
    message.attach_alternative(render_to_string("mail/notices.html", context), "text/html")
    return message


def _subject(lines: list[notices.Line]) -> str:
    """One line, whatever stands in the title of an item."""
    text = lines[0].sentence
    if len(lines) > 1:
        count = ngettext(
            "%(count)s notice in your inbox", "%(count)s notices in your inbox", len(lines)
        )
        text = count % {"count": len(lines)}
    return formats.truncate(" ".join(text.split()), SUBJECT_WIDTH)


def _address(notice: Notice) -> str:
    return links.absolute(reverse("admin:inbox-open", args=(notice.pk,)))


def _message_id(mail: Mail) -> str:
    host = urlsplit(settings.SITE_BASE_URL).hostname or "localhost"
    return f"<notices-{mail.pk}-{mail.made_at:%Y%m%d%H%M%S}@{host}>"
