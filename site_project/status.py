"""How the site is running: one line for each thing that can go wrong unseen, each fault with its remedy.

The admin shows the lines to administrators, `manage.py status` prints them. Sentences are in the active language.
"""

import shutil
import stat
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from multilingual import formats, languages
from publishing import log, notices, outbox
from publishing.models import Event, Heartbeat, Schedule

from . import backup

SILENCE = timedelta(minutes=2)
"""Longer than any clock is silent that runs."""
FAILED_LATELY = timedelta(days=30)
BACKUP_AGE = timedelta(days=2)
"""A daily backup may be late by a day."""
ROOM = 1_000_000_000
KEY_LENGTH = 50


class Line(NamedTuple):
    """What is so. A fault has a remedy; a remedy without a fault is a piece of advice."""

    name: str
    says: str
    remedy: str = ""
    is_fault: bool = False


def fault(name: str, says: str, remedy: str) -> Line:
    return Line(name, says, remedy, is_fault=True)


def lines() -> list[Line]:
    """Everything, in the order in which it should be mended. Without its database a site has one fault."""
    if line := database():
        return [line, disk()]
    found = [migrations()]
    if not found[0].is_fault:
        found += [look() for look in (clock, schedules, mail)]
    return [*found, backups(), disk(), address(), secret_key()]


def database() -> Line | None:
    """A fault, where it cannot be asked."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return fault(
            _("Database"),
            _("It does not answer: %(error)s") % {"error": error},
            _("Start it, or correct SITE_DATABASE_URL."),
        )
    return None


def migrations() -> Line:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        count = ngettext(
            "%(count)s migration has not been run.",
            "%(count)s migrations have not been run.",
            len(missing),
        )
        return fault(_("Database"), count % {"count": len(missing)}, _("Run manage.py migrate."))
    says = _("%(database)s, up to date with this code.") % {"database": connection.display_name}
    return Line(_("Database"), says)


# What is to be done in time


def clock() -> Line:
    name = _("Clock")
    alive = Heartbeat.objects.filter(looked_at__gt=timezone.now() - SILENCE)
    if not alive.exists():
        last = Heartbeat.objects.order_by("looked_at").last()
        says = (
            _("Nobody has looked at what is due since %(time)s.")
            % {"time": log.moment(last.looked_at)}
            if last
            else _("Nobody has ever looked at what is due.")
        )
        return fault(name, says, _start_the_clock())
    failing = alive.filter(failed_at__gte=F("looked_at")).first()
    if failing:
        return fault(
            name,
            _("%(process)s fails: %(error)s") % {"process": failing.who, "error": failing.error},
            _("The log of that process says more; what is due is tried again all the time."),
        )
    reader = get_language() or languages.CODES[0]
    kinds = [
        str(Heartbeat.Role(role).label)
        for role in sorted(set(alive.values_list("role", flat=True)))
    ]
    return Line(
        name,
        _("It is running, kept by the %(processes)s.")
        % {"processes": formats.enumeration(kinds, reader)},
    )


def _start_the_clock() -> str:
    if settings.SITE_CLOCK == "worker":
        return _("Start manage.py worker, or unset SITE_CLOCK so that the serving processes do it.")
    return _("Start the site, or manage.py worker; if it runs, restart it.")


def schedules() -> Line:
    name = _("Schedules")
    pending = Schedule.objects.filter(outcome=Schedule.Outcome.PENDING)
    late = pending.filter(due_at__lt=timezone.now() - SILENCE).first()
    if late:
        return fault(
            name,
            _("%(item)s was due at %(time)s.")
            % {"item": _item(late), "time": log.moment(late.due_at)},
            _start_the_clock(),
        )
    if failed := failed_schedules().first():
        return fault(
            name,
            _("%(item)s was not done: %(reason)s")
            % {"item": _item(failed), "reason": failed.reason},
            _("Open it, mend what is said, and publish or schedule it again."),
        )
    count = pending.count()
    due = ngettext("%(count)s is due later.", "%(count)s are due later.", count)
    return Line(name, due % {"count": count})


def failed_schedules() -> Any:
    """Those after which nothing was done to the edition: whoever publishes it anew has mended them, or binned it."""
    mending = ["edition.published", "edition.withdrawn", "edition.scheduled"]
    done = Event.objects.filter(
        Q(kind="item.binned") | Q(kind__in=mending, language=OuterRef("edition__language")),
        item=OuterRef("edition__item"),
        at__gt=OuterRef("ended_at"),
    )
    return Schedule.objects.filter(
        ~Exists(done),
        outcome=Schedule.Outcome.FAILED,
        ended_at__gt=timezone.now() - FAILED_LATELY,
    ).order_by("-ended_at")


def _item(schedule: Schedule) -> str:
    return notices.edition_name(schedule.edition.item, schedule.edition.language)


def mail() -> Line:
    name = _("Mail")
    waiting = outbox.waiting()
    failing = waiting.exclude(error="").order_by("made_at").select_related("person")
    if first := failing.first():
        return fault(
            name,
            _("It is not taken since %(time)s; %(count)s waiting. To %(person)s: %(error)s")
            % {
                "time": log.moment(first.made_at),
                "count": waiting.count(),
                "person": first.person,
                "error": first.error,
            },
            _(
                "Nothing is lost, it is tried again until it is taken. Look whether the mail server runs, whether "
                "SITE_EMAIL_URL is right, and whether the address of that person is."
            ),
        )
    late = waiting.filter(due_at__lt=timezone.now() - SILENCE).order_by("due_at").first()
    if late:
        says = _("Nobody has tried to send what was due at %(time)s.")
        return fault(name, says % {"time": log.moment(late.due_at)}, _start_the_clock())
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        says = _("It is not sent, but written into files in %(folder)s.") % {
            "folder": getattr(settings, "EMAIL_FILE_PATH", "")
        }
        remedy = _("Set SITE_EMAIL_URL, such as smtp+tls://user:password@mail.example.com:587")
        return Line(name, says, remedy, is_fault=not _is_local())
    return Line(name, _("Sent by %(server)s.") % {"server": settings.EMAIL_HOST})


# The machine


def backups() -> Line:
    name = _("Backup")
    last = backup.last_backup()
    remedy = _("Run manage.py backup every day, and keep copies on another machine.")
    if last is None:
        says = _("There is none in %(folder)s.") % {"folder": backup.folder()}
        return fault(name, says, remedy)
    if last.at < timezone.now() - BACKUP_AGE:
        says = _("The last one is old: %(time)s.") % {"time": log.moment(last.at)}
        return fault(name, says, remedy)
    says = _("The last one is of %(time)s (%(size)s).") % {
        "time": log.moment(last.at),
        "size": formats.file_size(last.size, get_language() or languages.CODES[0]),
    }
    return Line(name, says)


def disk() -> Line:
    name = _("Disk")
    usage = shutil.disk_usage(_existing(Path(settings.DATA_DIR)))
    reader = get_language() or languages.CODES[0]
    says = _("%(free)s of %(total)s are free where the data lies.") % {
        "free": formats.file_size(usage.free, reader),
        "total": formats.file_size(usage.total, reader),
    }
    if usage.free < ROOM:
        return fault(name, says, _("Make room, or move the data to a larger disk (SITE_DATA_DIR)."))
    return Line(name, says)


def _existing(path: Path) -> Path:
    return next(p for p in (path.resolve(), *path.resolve().parents) if p.exists())


def address() -> Line:
    name = _("Address")
    url = urlsplit(settings.SITE_BASE_URL)
    says = _("Links lead to %(address)s.") % {"address": settings.SITE_BASE_URL}
    if settings.DEBUG:
        return fault(
            name,
            _("Errors are shown to visitors, with the code around them."),
            _(
                "Serve it with site_project.settings.base: those for working on the code are not for visitors."
            ),
        )
    if not _is_local() and url.scheme != "https":
        remedy = _(
            "Set SITE_BASE_URL to https://…, where passwords and cookies are safe on the way."
        )
        return fault(name, says, remedy)
    if url.hostname not in settings.ALLOWED_HOSTS and not _is_allowed(url.hostname or ""):
        remedy = _("Add %(host)s to SITE_ALLOWED_HOSTS: without it every request is refused.")
        return fault(name, says, remedy % {"host": url.hostname})
    return Line(name, says)


def _is_local() -> bool:
    host = urlsplit(settings.SITE_BASE_URL).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_allowed(host: str) -> bool:
    return any(
        pattern == "*" or (pattern.startswith(".") and f".{host}".endswith(pattern))
        for pattern in settings.ALLOWED_HOSTS
    )


def secret_key() -> Line:
    name = _("Secret key")
    path = Path(settings.DATA_DIR) / "secret_key"
    if len(settings.SECRET_KEY) < KEY_LENGTH:
        remedy = _(
            "Set SITE_SECRET_KEY to 50 random characters or more. Everybody then has to log in again."
        )
        return fault(name, _("It is short enough to be guessed."), remedy)
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        says = _("Others on this machine can read %(file)s.") % {"file": path}
        return fault(name, says, _("Run: chmod 600 %(file)s") % {"file": path})
    return Line(name, _("It is long, and nobody else on this machine can read it."))
