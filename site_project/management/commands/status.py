import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from site_project import status


class Command(BaseCommand):
    requires_system_checks = ()  # a site with a fault is asked all the more

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Says how the site is running, and what to do about each fault. Exit code 1: there is one."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lines = status.lines()
        for line in lines:
            mark = "!" if line.is_fault else " "
            self.stdout.write(f"{mark} {line.name}: {line.says}")
            if line.remedy:
                self.stdout.write(f"    {line.remedy}")
        if any(line.is_fault for line in lines):
            sys.exit(1)
