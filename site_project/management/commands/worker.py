import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from publishing.clock import PERIOD
from site_project import clock

STOP = {signal.SIGTERM, signal.SIGINT}


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Publishes what is due and sends mail, until it is told to stop (SIGTERM, Ctrl-C). Set SITE_CLOCK=worker "
            "for the serving processes, which do the same otherwise."
        )
        parser.add_argument(
            "--every",
            type=float,
            default=PERIOD,
            metavar="N",
            help=_("seconds between two looks at what is due (default: %(default)s)"),
        )

    def handle(self, *args: Any, every: float, **options: Any) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP)  # before the threads, which inherit it
        running = clock.worker(every)
        running.start()
        self.stdout.write(_("Looking at what is due; Ctrl-C stops it."))
        self.stdout.flush()
        signal.sigwait(STOP)
        running.finish()
