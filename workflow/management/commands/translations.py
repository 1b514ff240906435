import json
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from multilingual import languages
from workflow import documents, exporting, importing, status
from workflow.catalogues.compile import replace_files
from workflow.catalogues.reasons import sentence
from workflow.exchange.po import Unreadable
from workflow.exporting import Wish
from workflow.importing import Report
from workflow.models import INTERFACE, State
from workflow.text.merge import Outcome


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.description = _(
            "Sends texts of the interface and of the site’s content to translators, and takes them back."
        )
        steps = parser.add_subparsers(required=True)

        export = steps.add_parser("export", help=_("write files for translators"))
        export.add_argument(
            "--to", required=True, choices=languages.CODES, help=_("the language to translate into")
        )
        export.add_argument(
            "--from", dest="source", choices=languages.CODES, help=_("the language of the source")
        )
        export.add_argument(
            "--scope", choices=[INTERFACE, *settings.CONTENT_APPS], help=_("one part of the site")
        )
        export.add_argument(
            "--item", type=item, metavar="LABEL:ID", help=_("one item: articles.article:12")
        )
        export.add_argument(
            "--state",
            action="append",
            choices=State.values,
            help=_("only units in this state; may be said more than once"),
        )
        export.add_argument(
            "-o", "--output", type=Path, default=Path(), help=_("the folder to write to")
        )
        export.set_defaults(run=self.export)

        take = steps.add_parser("import", help=_("take files back from translators"))
        take.add_argument("files", nargs="+", type=Path, metavar="FILE")
        take.add_argument("--dry-run", action="store_true", help=_("say what would happen"))
        take.add_argument("--as", dest="person", metavar="USER", help=_("whose work it is"))
        take.add_argument("--json", dest="as_json", action="store_true", help=_("answer in JSON"))
        take.set_defaults(run=self.take)

        count = steps.add_parser("status", help=_("count what is translated and what is left"))
        count.add_argument("--json", dest="as_json", action="store_true", help=_("answer in JSON"))
        count.set_defaults(run=self.status)

        refresh = steps.add_parser(
            "refresh", help=_("make units of what was published before there were any")
        )
        refresh.set_defaults(run=self.refresh)

    def handle(self, *args: Any, run: Callable[..., None], **options: Any) -> None:
        run(**options)

    def export(
        self,
        to: str,
        source: str | None,
        scope: str | None,
        item: tuple[str, int] | None,
        state: list[str] | None,
        output: Path,
        **_options: Any,
    ) -> None:
        wish = Wish(to, source, scope, item, state or State.values)
        found = exporting.files(wish)
        if not found:
            self.stdout.write(_("There is nothing to translate."))
        try:
            replace_files({output / file.name: file.content for file in found})
        except OSError as error:
            raise CommandError(_("Nothing was written: %(reason)s") % {"reason": error}) from error
        for file in found:
            self.stdout.write(f"{output / file.name}: {units(file.units)}")

    def take(
        self, files: list[Path], person: str | None, dry_run: bool, as_json: bool, **_options: Any
    ) -> None:
        by = self._person(person) if person else None
        reports, unreadable = [], []
        for path in files:
            try:
                reports.append(
                    importing.take(
                        path.name, path.read_bytes(), by=by, uploader=by, save=not dry_run
                    )
                )
            except Unreadable as error:
                unreadable.append(f"{path}:{error.line}: {sentence(error.problem)}")
            except OSError as error:
                unreadable.append(f"{path}: {error.strerror}")
        self._say(reports, as_json=as_json)
        if unreadable:
            raise CommandError("\n".join(unreadable))

    def _person(self, name: str) -> User:
        try:
            return User.objects.get(username=name)
        except User.DoesNotExist:
            raise CommandError(_("There is nobody called %(name)s.") % {"name": name}) from None

    def _say(self, reports: list[Report], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps([said(one) for one in reports], ensure_ascii=False))
            return
        for report in reports:
            for line in report.not_applied:
                why = " ".join(map(sentence, line.problems))
                label = str(OUTCOMES[line.outcome])
                self.stdout.write(f"{report.name}:{line.line}: {label}{': ' if why else ''}{why}")
            counts = ", ".join(
                f"{label} {report.count(outcome)}" for outcome, label in OUTCOMES.items()
            )
            self.stdout.write(f"{report.name}: {counts}")

    def status(self, as_json: bool, **_options: Any) -> None:
        rows = status.totals()
        if as_json:
            self.stdout.write(json.dumps([row._asdict() for row in rows]))
            return
        for row in rows:
            self.stdout.write(
                _(
                    "%(language)s %(part)s: %(units)s units, %(words)s words, %(characters)s characters %(state)s"
                )
                % row._asdict()
            )

    def refresh(self, **_options: Any) -> None:
        self.stdout.write(_("Units made for %(count)s items.") % {"count": documents.refresh()})


OUTCOMES = {
    Outcome.UNCHANGED.value: gettext_lazy("unchanged"),
    Outcome.APPLIED.value: gettext_lazy("applied"),
    Outcome.SOURCE_CHANGED.value: gettext_lazy("source changed since, needs work"),
    Outcome.CONFLICT.value: gettext_lazy("conflict, kept as a suggestion"),
    importing.REFUSED: gettext_lazy("refused"),
}


def said(report: Report) -> dict[str, Any]:
    """A report as JSON, with codes for programs and sentences for people."""
    return {
        "file": report.name,
        "counts": {outcome: report.count(outcome) for outcome in OUTCOMES},
        "not_applied": [
            {
                "line": line.line,
                "unit": line.unit,
                "outcome": line.outcome,
                "problems": [[*problem, sentence(problem)] for problem in line.problems],
                "target": line.target,
            }
            for line in report.not_applied
        ],
    }


def units(count: int) -> str:
    return ngettext("%(count)s unit", "%(count)s units", count) % {"count": count}


def item(text: str) -> tuple[str, int]:
    label, _colon, number = text.partition(":")
    if not number.isdigit():
        raise ArgumentTypeError(text)
    return label, int(number)
