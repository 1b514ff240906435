"""Addresses that are no more: the old site's lead on, the unknown ones are counted for the editors."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from .models import MissedAddress, OldAddress

# A scanner can ask for any number of paths; the list stays readable and the table small.
MOST_MISSED = 5_000
KEPT = timedelta(days=90)
MAX_LENGTH = 500


def as_asked(path: str) -> str:
    """Return a path as browsers ask for it: /新闻.asp is sent as /%E6%96%B0%E9%97%BB.asp."""
    return iri_to_uri(path) or ""


def target_of(path: str) -> str | None:
    """Return where an old path (with its query) leads now, or None."""
    return OldAddress.objects.filter(path=path).values_list("target", flat=True).first()


def note_missing(path: str) -> None:
    """Count one 404 answer for a path. Paths too long to store and those beyond the table's limit are not kept."""
    if len(path) > MAX_LENGTH:
        return
    now = timezone.now()
    if MissedAddress.objects.filter(path=path).update(count=F("count") + 1, last_seen=now):
        return
    if MissedAddress.objects.count() >= MOST_MISSED:
        MissedAddress.objects.filter(last_seen__lt=now - KEPT).delete()
        return
    try:
        with transaction.atomic():
            MissedAddress.objects.create(path=path, last_seen=now)
    except IntegrityError:  # another request was first
        MissedAddress.objects.filter(path=path).update(count=F("count") + 1)


def forget_missing(path: str) -> None:
    """Drop a path from the missed ones: it leads somewhere now."""
    MissedAddress.objects.filter(path=path).delete()
