"""Run in the process of another site: python -m tests.publishing.due make COUNT SECONDS, or: … result"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402 (models come after the set-up)

from accounts.models import MailTime  # noqa: E402
from publishing import notices, services  # noqa: E402
from publishing.models import Event, Heartbeat, Mail, Schedule  # noqa: E402
from tests import factories  # noqa: E402
from tests.admin.people import person  # noqa: E402


def make(count: int, seconds: float) -> None:
    """Schedule articles, each of an author of its own who wants her mail at once, all for the same moment."""
    category = factories.category()
    articles = []
    for n in range(count):
        author = person(f"author{n}", "editor")
        article = factories.article(category, live=())
        services.save_draft(article, "en", {"title": f"Due {n}"}, by=author)
        services.submit(article, "en", by=None)
        services.approve(article, "en", by=None)
        notices.read_all(author)
        author.other_mail = MailTime.AT_ONCE  # only now: of the approval nothing is mailed
        author.save()
        articles.append(article)
    due_at = timezone.now() + timedelta(seconds=seconds)
    for article in articles:
        services.schedule(article, "en", due_at, by=None)


def result() -> dict[str, object]:
    schedules = list(Schedule.objects.select_related("edition"))
    published = Event.objects.filter(kind="edition.published", language="en")
    return {
        "outcomes": [schedule.outcome for schedule in schedules],
        "late": [(s.ended_at - s.due_at).total_seconds() for s in schedules if s.ended_at],
        "published": [published.filter(item=s.edition.item_id).count() for s in schedules],
        "sent": Mail.objects.exclude(sent_at=None).count(),
        "processes": sorted(Heartbeat.objects.values_list("role", flat=True)),
        "errors": list(Heartbeat.objects.exclude(error="").values_list("error", flat=True)),
    }


if sys.argv[1] == "make":
    make(int(sys.argv[2]), float(sys.argv[3]))
else:
    print(json.dumps(result()))
