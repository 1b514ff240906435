"""What the processes of processes.py do: acts by name, with arguments and answers that JSON can hold."""

import datetime

from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.utils import timezone

from accounts.models import Right, User
from multilingual import stores
from publishing import services, snapshots
from publishing.models import SHARED, Edition, Event, Schedule, Slug
from publishing.services import LATEST, Part
from tests import factories
from tests.publishing.storage import stored


def migrate():
    call_command("migrate", verbosity=0)
    for name in ("ann", "bo"):
        person = User.objects.create(username=name)
        for role in ("editor", "reviewer", "publisher"):
            Right.objects.create(person=person, role=role)


def make(kind="article", live=()):
    factories.number_from(Slug.objects.count() + 1)
    obj = getattr(factories, kind)(live=live)
    services.keep_shared(obj, by=None)
    return {"kind": obj._meta.label, "pk": obj.pk}


def make_product():
    """Live in both languages; shared part and English text wait, approved, beside a schedule that they overtake."""
    factories.number_from(Slug.objects.count() + 1)
    obj = factories.product()
    width, depth, alloy = (
        factories.attribute(obj.family, "width"),
        factories.attribute(obj.family, "depth"),
        factories.attribute(
            obj.family, "alloy", "term", "", vocabulary=factories.term().vocabulary
        ),
    )
    factories.spec(obj, width, number=1)
    factories.spec(obj, alloy, term=factories.term())
    services.keep_shared(obj, by=None)
    services.save_draft(obj, "en", {"name": "Scheduled"}, by=None)
    _approved(obj, "en")
    services.schedule(obj, "en", timezone.now() + datetime.timedelta(days=1), by=None)
    content = services.shared_edition(obj).newest.content
    content["fields"]["code"] = f"NEW-{obj.pk}"
    changed, removed = content["rows"]["specs"]
    changed["number"] = "2.0000"
    content["rows"]["specs"].remove(removed)
    content["rows"]["specs"].append({**changed, "pk": 1, "attribute": depth.pk})
    services.save_shared_draft(obj, content, by=None)
    _approved(obj, SHARED)
    services.save_draft(obj, "en", {"name": "New", "slug": f"new-{obj.pk}"}, by=None)
    _approved(obj, "en")
    return {"kind": obj._meta.label, "pk": obj.pk}


def approved(of, language="en"):
    _approved(_thing(of), language)


def _approved(obj, language):
    services.submit(obj, language, by=None)
    services.approve(obj, language, by=None)


def due(of, language="en"):
    """A schedule whose time has come."""
    now, hour = timezone.now(), datetime.timedelta(hours=1)
    schedule = services.schedule(_thing(of), language, now + hour, by=None)
    Schedule.objects.filter(pk=schedule.pk).update(due_at=now)
    return schedule.pk


def save(of, texts, language="en", by=None, based_on=LATEST):
    revision = services.save_draft(_thing(of), language, texts, by=_person(by), based_on=based_on)
    return revision and revision.pk


def submit(of, language="en"):
    services.submit(_thing(of), language, by=None)


def approve(of, by, language="en", based_on=LATEST):
    services.approve(_thing(of), language, by=_person(by), based_on=based_on)


def publish(of, by=None, language="en", with_shared=False):
    services.publish(_thing(of), language, by=_person(by), with_shared=with_shared)


def publish_together(parts):
    services.publish_together([Part(_thing(of), language) for of, language in parts], by=None)


def withdraw(of, language="en"):
    services.withdraw(_thing(of), language, by=None)


def carry_out(schedule):
    return services.carry_out(schedule) is not None


def move_to_bin(of):
    services.move_to_bin(_thing(of), by=None)


def look(of, language="en"):
    """Where an edition stands."""
    edition = Edition.objects.select_related("newest", "shown").get(
        item=_thing(of).item, language=language
    )
    newest, shown = edition.newest, edition.shown
    return {
        "state": edition.state,
        "newest": newest and newest.pk,
        "texts": newest and newest.content,
        "approved": newest and services.is_approved(newest),
        "shown": shown and shown.pk,
        "shown approved": shown and services.is_approved(shown),
        "live": stores.read(_thing(of), language),
        "is live": stores.is_live(_thing(of), language),
        "shown texts": shown and shown.content,
        "published": Event.objects.filter(
            item=edition.item, language=language, kind="edition.published"
        ).count(),
        "binned": edition.item.binned_at is not None,
    }


def everything(of):
    """All that is stored of an item, as text; and whether its parts fit together."""
    obj = _thing(of)
    kept = {
        "stored": repr(stored(obj)),
        "events": repr(list(Event.objects.filter(item=obj.item).order_by("pk").values())),
        "binned": repr(obj.item.binned_at),
    }
    return {"kept": kept, "problems": [*_problems(obj)]}


def _problems(obj):
    for edition in Edition.objects.filter(item=obj.item).select_related("shown"):
        if edition.language == SHARED:
            if snapshots.read_shared(obj) != edition.shown.content:
                yield "the shared part is not what is shown"
            continue
        shown = edition.shown
        if stores.is_live(obj, edition.language) != (shown is not None):
            yield f"{edition.language}: live is not shown"
        elif shown and stores.read(obj, edition.language) != shown.content:
            yield f"{edition.language}: live is not what is shown"
        said = Event.objects.filter(item=obj.item, language=edition.language)
        last = said.filter(kind__in=("edition.published", "edition.withdrawn")).first()
        if shown and (last is None or last.revision != shown):
            yield f"{edition.language}: the log does not tell"


def _thing(of):
    return models.QuerySet(apps.get_model(of["kind"])).get(pk=of["pk"])


def _person(name):
    return name and User.objects.get(username=name)
