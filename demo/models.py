"""What the demo has put into the database, by key, so that it never puts it there twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Item


class Loaded(models.Model):
    """One thing that was loaded. Whoever changed or deleted it since has the last word."""

    key = models.CharField(_("key"), max_length=150, unique=True)
    item = models.OneToOneField(
        Item,
        on_delete=models.CASCADE,
        null=True,
        related_name="loaded",
        verbose_name=_("item"),
    )

    class Meta:
        verbose_name = _("loaded demo item")
        verbose_name_plural = _("loaded demo items")

    def __str__(self) -> str:
        return self.key
