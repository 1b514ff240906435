"""manage.py files: compares what visitors can read with what they may, and puts it right."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import files

SENTENCES = {
    "unpublished": gettext_lazy("live, but visitors cannot read it: %(file)s"),
    "surplus": gettext_lazy("visitors can read it, though nothing live names it: %(file)s"),
    "lost": gettext_lazy("named by the content, and not in the archive: %(file)s"),
}


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Looks after the files that editors have uploaded.")
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser(
            "check", help=_("fail when a public or an archived file is not as it should be")
        )
        steps.add_parser("repair", help=_("make the public files those that visitors may read"))

    def handle(self, *args: Any, step: str, **options: Any) -> None:
        found = files.repair() if step == "repair" else files.check()
        for kind, names in found._asdict().items():
            for name in sorted(names):
                self.stdout.write(SENTENCES[kind] % {"file": name})
        if found.lost or (step == "check" and any(found)):
            raise CommandError(_("Not all files are as they should be."))
        self.stdout.write(_("All files are as they should be."))
