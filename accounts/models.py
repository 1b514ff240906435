"""People and their rights: a right is a row (person, role, language)."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from multilingual.constraints import known
from multilingual.languages import CHOICES, CODES


class Role(models.TextChoices):
    EDITOR = "editor", _("editor")
    TRANSLATOR = "translator", _("translator")
    REVIEWER = "reviewer", _("reviewer")
    PUBLISHER = "publisher", _("publisher")
    ADMINISTRATOR = "administrator", _("administrator")


class MailTime(models.TextChoices):
    """When notices go to a person by mail."""

    AT_ONCE = "at-once", _("at once")
    DAILY = "daily", _("once a day, in the morning")
    NEVER = "never", _("never: only in the inbox")


class User(AbstractUser):
    """A person who works on the site; visitors have no account."""

    language = models.CharField(
        _("language of the screens"),
        max_length=12,
        choices=CHOICES,
        blank=True,
        help_text=_("Also the language of e-mails. Empty: as the browser asks."),
    )
    urgent_mail = models.CharField(
        _("work sent back to you, and schedules that failed"),
        max_length=10,
        choices=MailTime.choices,
        default=MailTime.AT_ONCE,
    )
    other_mail = models.CharField(
        _("everything else: reviews asked, approvals, publications, outdated translations"),
        max_length=10,
        choices=MailTime.choices,
        default=MailTime.DAILY,
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            known("user", "language", ["", *CODES]),
            known("user", "urgent_mail", MailTime.values),
            known("user", "other_mail", MailTime.values),
        ]

    @property
    def language_of_mails(self) -> str:
        """Mails ask no browser: who chose no language reads the site's."""
        return self.language or settings.SITE_LANGUAGE

    def may(self, role: str, language: str | None = None, app: str | None = None) -> bool:
        """Tell whether this person holds a role for a language and a part of the site (None: for any).

        An administrator holds every role; a right without a language or part counts for all of them. People and their
        rights are of the whole site: who is an administrator of a language or part only does not look after them.
        """
        if role == Role.ADMINISTRATOR:
            language, app = language or "", app or ""
        if not self.is_active:
            return False
        if self.is_superuser:
            return True
        return any(
            right.role in (role, Role.ADMINISTRATOR)
            and language in (None, right.language or language)
            and app in (None, right.app or app)
            for right in self._rights()
        )

    def may_any(
        self, roles: Iterable[str], language: str | None = None, app: str | None = None
    ) -> bool:
        """Tell whether this person holds at least one of the roles."""
        return any(self.may(role, language, app) for role in roles)

    def _rights(self) -> list["Right"]:
        if not hasattr(self, "_rights_read"):
            self._rights_read = list(self.rights.all())
        return self._rights_read


def content_apps() -> list[tuple[str, Any]]:
    """The parts of the site for which rights are given: labels and names of the apps with content."""
    return [(label, apps.get_app_config(label).verbose_name) for label in settings.CONTENT_APPS]


class Right(models.Model):
    """One role of one person, for one language or for all, in one part of the site or in all."""

    person = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="rights", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    language = models.CharField(
        _("language"),
        max_length=12,
        choices=CHOICES,
        blank=True,
        help_text=_("Empty: every language."),
    )
    app = models.CharField(
        _("part of the site"),
        max_length=40,
        choices=content_apps,
        blank=True,
        help_text=_("Empty: every part."),
    )

    class Meta:
        verbose_name = _("right")
        verbose_name_plural = _("rights")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "language", "app"], name="right_once"
            ),
            known("right", "role", Role.values),
            known("right", "language", ["", *CODES]),
        ]

    def __str__(self) -> str:
        language = self.get_language_display() or gettext("every language")
        parts = [self.get_role_display(), language, self.get_app_display()]
        return " · ".join(part for part in parts if part)
