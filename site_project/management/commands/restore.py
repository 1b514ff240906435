from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from site_project import backup


class Command(BaseCommand):
    requires_system_checks = ()  # there may be no database to check yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Brings back the site that is in a backup: into an empty database, SQLite or PostgreSQL, whichever it "
            "came from."
        )
        parser.add_argument("file", type=Path, help=_("the backup"))
        parser.add_argument(
            "--replace",
            action="store_true",
            help=_("remove the content and the files that are here, after asking"),
        )
        parser.add_argument(
            "--no-input", "--noinput", action="store_true", help=_("replace without asking")
        )

    def handle(self, *args: Any, file: Path, replace: bool, no_input: bool, **options: Any) -> None:
        self.is_asking = not no_input
        try:
            backup.restore(
                file, may_replace=self.may_replace if replace else None, say=self.stdout.write
            )
        except backup.Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def may_replace(self, losses: backup.Losses) -> bool:
        self.stdout.write(_("This will be removed:"))
        for table, count in losses.rows.items():
            self.stdout.write(f"  {table}: {count}")
        if losses.files:
            self.stdout.write(
                "  " + _("Files that are not in the backup: %(count)s") % {"count": losses.files}
            )
        if not self.is_asking:
            return True
        try:
            return input(_("Type “yes” to go on: ")).strip() == "yes"
        except EOFError:  # nobody is there to answer
            return False
