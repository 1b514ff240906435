"""The site's clock: what is due is done, by whichever process looks first.

Every serving process has one; with SITE_CLOCK=worker only `manage.py worker` does. What has to be done lies in rows
with times, so nothing is lost while no process runs, and each step asks the row again, so nothing is done twice.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone

from . import files, outbox, services
from .models import Heartbeat, Mail, Notice, Schedule, Typing

PERIOD = 20.0
"""Seconds between two looks: well within the minute that is promised."""
CLEANING = timedelta(hours=1)
AGES: tuple[tuple[Any, str, timedelta], ...] = (
    (Typing, "at", timedelta(days=30)),
    (Notice, "read_at", timedelta(days=180)),
    (Mail, "sent_at", timedelta(days=60)),
    (Heartbeat, "looked_at", timedelta(days=1)),
    (Session, "expire_date", timedelta(0)),
)
"""What is removed, by which of its times, at which age."""

logger = logging.getLogger(__name__)

Still = Callable[[], bool]
"""Tells whether to go on: a process that is to end finishes the step it is at."""


def tick(still: Still = outbox.always) -> list[str]:
    """Do what is due, but for sending mail; return what went wrong, for whoever looks after the site."""
    failures = carry_out_due(still) + put_files_right()
    outbox.gather()
    return failures


def carry_out_due(still: Still = outbox.always) -> list[str]:
    """Carry out the schedules that are due. One that cannot be tried keeps no other back."""
    failures = []
    pending = Schedule.objects.filter(
        outcome=Schedule.Outcome.PENDING, due_at__lte=timezone.now()
    ).order_by("due_at", "pk")
    for schedule_id in list(pending.values_list("pk", flat=True)):
        if not still():
            break
        try:
            services.carry_out(schedule_id)
        except (OperationalError, InterfaceError):
            raise  # the database is away: for all of them
        except Exception as error:
            logger.exception("Schedule %s could not be carried out", schedule_id)
            failures.append(f"{type(error).__name__}: {error}")
    return failures


def put_files_right() -> list[str]:
    """Take away or put what a killed publication left behind. A full disk keeps nothing else back."""
    try:
        files.sync()
    except OSError as error:
        logger.exception("Files could not be put right")
        return [f"{type(error).__name__}: {error}"]
    return []


def clean() -> None:
    """Remove what nobody will ask for again."""
    for model, field, age in AGES:
        model.objects.filter(**{f"{field}__lt": timezone.now() - age}).delete()


def beat(role: str, failures: list[str]) -> None:
    """Note that this process has looked at the clock, and what went wrong, if anything did."""
    now = timezone.now()
    failed = {"failed_at": now, "error": failures[0][:1000]} if failures else {}
    Heartbeat.objects.update_or_create(
        who=f"{socket.gethostname()}:{os.getpid()}",
        defaults={"role": role, "looked_at": now, **failed},
    )


class Clock:
    """Two threads: schedules wait for no mail server, however slowly it answers.

    ``prepare`` is called before each round.
    """

    def __init__(
        self, role: str, *, every: float = PERIOD, prepare: Callable[[], object] = bool
    ) -> None:
        self.role, self.every, self.prepare = role, every, prepare
        self.clean_at = timezone.now()
        self.stopped = threading.Event()
        rounds = {"clock": self._look, "mail": self._send}
        self.threads = [
            threading.Thread(target=self._repeat, args=(work,), name=name, daemon=True)
            for name, work in rounds.items()
        ]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def finish(self) -> None:
        """Let each thread end the step it is at."""
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def _repeat(self, work: Callable[[], None]) -> None:
        while not self.stopped.is_set():
            try:
                self.prepare()
                work()
            except Exception:
                logger.exception("The clock goes on after an error")
            finally:
                connections.close_all()  # so that a lost database is asked anew
            self.stopped.wait(self.every)

    def _still(self) -> bool:
        return not self.stopped.is_set()

    def _look(self) -> None:
        try:
            failures = tick(self._still)
        except Exception as error:
            beat(self.role, [f"{type(error).__name__}: {error}"])
            raise
        if timezone.now() >= self.clean_at:
            clean()
            self.clean_at = timezone.now() + CLEANING
        beat(self.role, failures)

    def _send(self) -> None:
        outbox.deliver(self._still)
