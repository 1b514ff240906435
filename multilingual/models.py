"""Abstract models that know about languages."""

from pathlib import PurePath
from typing import Any, Self

from django.db import models
from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from .languages import CHOICES, get


class LanguageFileQuerySet(models.QuerySet[Any]):
    def in_order_for(self, language: str) -> Self:
        """The reader's own language first; the rest is offered marked."""
        own = Case(When(language=language, then=Value(0)), default=Value(1))
        return self.order_by(own, "language")


class LanguageFile(models.Model):
    """A file made for readers of one language: a datasheet, a scanned certificate, a brochure."""

    language = models.CharField(
        _("language"),
        max_length=12,
        choices=CHOICES,
    )
    file = models.FileField(_("file"), upload_to="files/%Y/")
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)

    objects = LanguageFileQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_language_display()}, {PurePath(self.file.name or '').name}"

    def save(self, *args: object, **kwargs: Any) -> None:
        # The size is stored so that a list of downloads never asks the file storage.
        self.size = self.file.size
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "size"}
        super().save(*args, **kwargs)

    @property
    def tag(self) -> str:
        """The BCP 47 tag of the file's language, for ``hreflang``."""
        return get(self.language).tag

    @property
    def format_name(self) -> str:
        """The file's kind as people name it: ``PDF``."""
        return (self.file.name or "").rpartition(".")[2].upper()
