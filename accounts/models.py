"""People and their rights: a right is a row (person, role, language)."""

from collections.abc import Iterable

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


class User(AbstractUser):
    """A person who works on the site; visitors have no account."""

    language = models.CharField(
        _("language of the screens"),
        max_length=12,
        choices=CHOICES,
        blank=True,
        help_text=_("Also the language of e-mails. Empty: as the browser asks."),
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [known("user", "language", ["", *CODES])]

    def may(self, role: str, language: str | None = None) -> bool:
        """Tell whether this person holds a role for a language (for any language when None).

        An administrator holds every role; a right without a language counts for all languages.
        """
        if not self.is_active:
            return False
        if self.is_superuser:
            return True
        return any(
            right.role in (role, Role.ADMINISTRATOR)
            and language in (None, right.language or language)
            for right in self._rights()
        )

    def may_any(self, roles: Iterable[str], language: str | None = None) -> bool:
        """Tell whether this person holds at least one of the roles."""
        return any(self.may(role, language) for role in roles)

    def _rights(self) -> list["Right"]:
        if not hasattr(self, "_rights_read"):
            self._rights_read = list(self.rights.all())
        return self._rights_read


class Right(models.Model):
    """One role of one person, for one language or for all."""

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

    class Meta:
        verbose_name = _("right")
        verbose_name_plural = _("rights")
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "language"], name="right_once"),
            known("right", "role", Role.values),
            known("right", "language", ["", *CODES]),
        ]

    def __str__(self) -> str:
        language = self.get_language_display() or gettext("every language")
        return f"{self.get_role_display()} · {language}"
