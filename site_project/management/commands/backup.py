from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from multilingual.formats import file_size
from site_project import backup


class Command(BaseCommand):
    requires_system_checks = ()  # a site with a fault is backed up all the more

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Writes the database and all uploaded files into one file, while the site goes on running. The secret "
            "key is not in it."
        )
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            help=_(
                "where to: a name that ends in .backup.zip, or a folder (default: backups in the data folder)"
            ),
        )
        parser.add_argument(
            "--keep",
            type=positive,
            metavar="N",
            help=_(
                "afterwards remove the oldest backups of that folder, so that this many are left"
            ),
        )

    def handle(self, *args: Any, file: Path | None, keep: int | None, **options: Any) -> None:
        try:
            made = backup.backup(file, keep=keep, say=self.stdout.write)
        except backup.Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{made.path} ({file_size(made.size, get_language() or settings.LANGUAGE_CODE)})"
        )


def positive(text: str) -> int:
    if text.isdecimal() and int(text):
        return int(text)
    raise ArgumentTypeError(_("A number from 1 on, not %(text)s") % {"text": text})
