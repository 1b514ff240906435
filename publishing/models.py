"""What every published thing has: an identity, its slugs, its log; and the addresses of the site before and after."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from multilingual.constraints import known
from multilingual.languages import CHOICES, CODES
from multilingual.slugs import MAX_LENGTH


class Item(models.Model):
    """The identity of a product, an article, a page …: what editions, slugs and the log point to.

    It outlives the thing itself, so that a slug that was ever public is never given to another item.
    """

    kind = models.CharField(
        _("kind"), max_length=60, help_text=_("The model's label: catalog.product.")
    )

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class HasItem(models.Model):
    """A content model whose rows are items."""

    item = models.OneToOneField(
        Item,
        on_delete=models.PROTECT,
        related_name="%(app_label)s_%(class)s",
        editable=False,
        verbose_name=_("item"),
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            if self.item_id is None:
                self.item = Item.objects.create(kind=self._meta.label_lower)
            super().save(*args, **kwargs)


class Slug(models.Model):
    """Every slug an item ever had in a language. The live one stands with the item's texts."""

    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="slugs", verbose_name=_("item")
    )
    kind = models.CharField(_("kind"), max_length=60)
    language = models.CharField(_("language"), max_length=12, choices=CHOICES)
    slug = models.SlugField(_("slug"), max_length=MAX_LENGTH)

    class Meta:
        verbose_name = _("slug")
        verbose_name_plural = _("slugs")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "slug"], name="slug_once_per_kind_and_language"
            ),
            models.CheckConstraint(condition=~Q(slug=""), name="slug_not_empty"),
            known("slug", "language", CODES),
        ]

    def __str__(self) -> str:
        return self.slug


class Event(models.Model):
    """Who did what to which edition, when. Never edited."""

    kind = models.CharField(
        _("action"), max_length=40, help_text=_("Namespaced: edition.published.")
    )
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="events", verbose_name=_("item")
    )
    language = models.CharField(_("language"), max_length=12, choices=CHOICES)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["item", "-at"], name="event_by_item")]
        # No language: what concerns an item in all of them.
        constraints = [known("event", "language", ["", *CODES])]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id} {self.language}"


class OldAddress(models.Model):
    """A path of an earlier site and where it leads now, in one 301."""

    path = models.CharField(
        _("old path"),
        max_length=500,
        unique=True,
        help_text=_("With its query, as visitors had it: /news.asp?id=7"),
    )
    target = models.CharField(
        _("new path"), max_length=500, help_text=_("A path of this site: /en/news/")
    )

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(path__startswith="/"), name="old_address_path_from_root"
            ),
            # One slash: "//host" would lead to another site.
            models.CheckConstraint(
                condition=Q(target__startswith="/") & ~Q(target__startswith="//"),
                name="old_address_target_here",
            ),
            models.CheckConstraint(
                condition=~Q(path=models.F("target")), name="old_address_leads_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.path


class MissedAddress(models.Model):
    """A path that answered 404, and how often: what an editor may want to map."""

    path = models.CharField(_("path"), max_length=500, unique=True)
    count = models.PositiveIntegerField(_("times"), default=1)
    last_seen = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("missed address")
        verbose_name_plural = _("missed addresses")
        ordering = ["-count", "path"]

    def __str__(self) -> str:
        return self.path
