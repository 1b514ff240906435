"""manage.py demo: loads the demo content and creates its accounts."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from demo import accounts, loading, variants
from demo.models import Loaded
from publishing.models import Item


class Command(BaseCommand):
    help = gettext_lazy(
        "Loads the demo content and creates one account for each role. Only into an empty site, or into a demo; "
        "what was loaded before is left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        only = parser.add_mutually_exclusive_group()
        only.add_argument(
            "--content", action="store_true", help=_("Load the content, create no accounts.")
        )
        only.add_argument(
            "--accounts",
            action="store_true",
            help=_("Create the accounts only, and print their passwords again."),
        )

    def handle(self, *args: Any, content: bool, accounts: bool, **options: Any) -> None:
        self.refuse_outside_a_demo()
        if not accounts:
            self.load()
        if not content:
            self.create_accounts(again=accounts)

    def refuse_outside_a_demo(self) -> None:
        is_demo = Loaded.objects.exists()
        if not is_demo and (Item.objects.exists() or User.objects.exists()):
            raise CommandError(_("This site has content or accounts of its own: it is no demo."))
        if strangers := accounts.strangers():
            raise CommandError(
                _("This site has accounts of its own (%(names)s): it is no longer a demo.")
                % {"names": ", ".join(strangers[:5])}
            )

    def load(self) -> None:
        counts = loading.load()
        if not counts:
            self.stdout.write(_("The demo content is loaded already."))
        for kind, count in counts.items():
            things = apps.get_model(kind)._meta.verbose_name_plural
            self.stdout.write(
                _("Loaded %(things)s: %(count)d") % {"things": things, "count": count}
            )
        if made := variants.make():
            self.stdout.write(
                ngettext(
                    "Made the sizes of %(count)d picture.",
                    "Made the sizes of %(count)d pictures.",
                    made,
                )
                % {"count": made}
            )

    def create_accounts(self, *, again: bool) -> None:
        created = accounts.create()
        if not created and not again:
            self.stdout.write(_("The demo accounts exist already."))
            return
        self.stdout.write(_("Demo accounts, for the admin (name, password):"))
        for name, password in accounts.kept_passwords().items():
            self.stdout.write(f"  {name:<14} {password}")
        self.stdout.write(_("Kept in %(file)s") % {"file": accounts.password_file()})
