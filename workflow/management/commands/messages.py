from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflow import interface
from workflow.catalogues import services
from workflow.catalogues.check import Finding
from workflow.catalogues.reasons import sentence
from workflow.catalogues.services import Written


class Command(BaseCommand):
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.description = _("Looks after the catalogues of the interface.")
        steps = parser.add_subparsers(required=True)
        for name, run, explanation in (
            (
                "extract",
                self.extract,
                _("write templates (.pot) with every message, for a new language"),
            ),
            ("update", self.update, _("bring the messages of the code into the catalogues (.po)")),
            (
                "compile",
                self.compile,
                _("compile the catalogues (.mo); a running site takes them into use by itself"),
            ),
            (
                "check",
                self.check_all,
                _("fail when a catalogue or a call of gettext is wrong, or a text is missing"),
            ),
            ("stats", self.stats, _("count what is translated and what is left")),
        ):
            step = steps.add_parser(name, help=explanation, description=explanation)
            step.set_defaults(run=run)
        explanation = _(
            "bring the catalogues and the units of the workflow together; what both changed is listed"
        )
        sync = steps.add_parser("sync", help=explanation, description=explanation)
        sync.add_argument(
            "-o",
            "--output",
            type=Path,
            help=_("write the catalogues into this folder and leave those of the site as they are"),
        )
        sync.set_defaults(run=self.sync)

    def handle(self, *args: Any, run: Callable[..., None], **options: Any) -> None:
        if "output" in options:
            run(options["output"])
        else:
            run()

    def sync(self, output: Path | None) -> None:
        done, findings = interface.sync(output)
        self.refuse(findings)
        for path, taken, given, conflicts in done:
            for message in conflicts:
                self.stdout.write(
                    _("%(file)s:%(line)s: changed here and in the workflow: %(text)s")
                    % {"file": shown(path), "line": message.line, "text": message.msgid}
                )
            self.stdout.write(
                _("%(file)s: %(taken)s taken, %(given)s given, %(conflicts)s conflicts")
                % {
                    "file": shown(path),
                    "taken": taken,
                    "given": given,
                    "conflicts": len(conflicts),
                }
            )

    def extract(self) -> None:
        self.report(services.extract())

    def update(self) -> None:
        files, findings = services.update()
        self.refuse(findings)
        self.report(files)

    def compile(self) -> None:
        compiled, findings = services.compile_catalogues()
        self.refuse(findings)
        for path in compiled:
            self.stdout.write(_("%(file)s compiled") % {"file": shown(path)})

    def check_all(self) -> None:
        self.refuse(services.check())
        self.stdout.write(_("The catalogues are sound and complete."))

    def stats(self) -> None:
        rows, findings = services.statistics()
        for language, domain, counts in rows:
            line = _(
                "%(language)s %(domain)s: %(translated)s of %(messages)s translated, "
                "%(fuzzy)s fuzzy, %(missing)s missing, %(words_left)s words left, "
                "%(obsolete)s obsolete"
            )
            self.stdout.write(line % {"language": language, "domain": domain, **counts._asdict()})
        self.refuse(findings)

    def report(self, files: Iterable[Written]) -> None:
        for path, messages, is_changed in files:
            state = _("written") if is_changed else _("unchanged")
            count = ngettext("%(count)s message", "%(count)s messages", messages) % {
                "count": messages
            }
            self.stdout.write(f"{shown(path)}: {count}, {state}")

    def refuse(self, findings: list[Finding]) -> None:
        if not findings:
            return
        for path, line, problem in findings:
            self.stderr.write(f"{shown(path)}:{line}: {sentence(problem)}")
        text = ngettext(
            "%(count)s problem. Nothing was written.",
            "%(count)s problems. Nothing was written.",
            len(findings),
        )
        raise CommandError(text % {"count": len(findings)})


def shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
