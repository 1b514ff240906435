"""News: an article is written and published in each language on its own (parler rows)."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from parler.fields import TranslationsForeignKey
from parler.managers import TranslatableManager
from parler.models import TranslatableModel, TranslatedFieldsModel
from pictures.models import PictureField

from multilingual import links, stores
from multilingual.constraints import has, known
from multilingual.languages import CHOICES, CODES
from multilingual.slugs import MAX_LENGTH
from publishing.models import HasItem


class Category(HasItem, TranslatableModel):
    """A section of the news centre."""

    PAGE_VIEW = "articles:category"

    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = TranslatableManager()

    class Meta:
        verbose_name = _("news category")
        verbose_name_plural = _("news categories")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.safe_translation_getter("name", any_language=True) or ""

    def title_in(self, language: str) -> str:
        return stores.read(self, language)["name"]

    def url_in(self, language: str) -> str | None:
        if not stores.is_live(self, language):
            return None
        return links.url("articles:category", language, stores.read(self, language)["slug"])


class CategoryTranslationQuerySet(models.QuerySet["CategoryTranslation"]):
    def live_in(self, language: str) -> Self:
        return self.filter(language_code=language, live=True).order_by(
            "master__position", "master_id"
        )


class CategoryTranslation(TranslatedFieldsModel):
    master = TranslationsForeignKey(Category, on_delete=models.CASCADE, related_name="translations")
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=MAX_LENGTH)
    live = models.BooleanField(_("live"), default=False)

    objects = CategoryTranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of a news category")
        verbose_name_plural = _("editions of news categories")
        constraints = [
            models.UniqueConstraint(
                fields=["language_code", "slug"], name="category_slug_once_per_language"
            ),
            models.UniqueConstraint(
                fields=["language_code", "master"], name="category_once_per_language"
            ),
            has("category", "slug"),
            has("category", "name"),
            models.CheckConstraint(
                condition=Q(language_code__in=CODES), name="category_known_language"
            ),
        ]

    def get_absolute_url(self) -> str:
        return links.url("articles:category", self.language_code, self.slug)


class Article(HasItem, TranslatableModel):
    """What an article has once, for all its languages."""

    RICH_TEXT = ("body",)
    PAGE_VIEW = "articles:article"

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="articles", verbose_name=_("news category")
    )
    date = models.DateField(_("date"))
    cover = PictureField(
        _("cover"),
        upload_to="pictures/%Y/",
        blank=True,
        aspect_ratios=["16/9"],
        width_field="cover_width",
        height_field="cover_height",
    )
    cover_width = models.PositiveIntegerField(null=True, editable=False)
    cover_height = models.PositiveIntegerField(null=True, editable=False)
    source_name = models.CharField(_("source"), max_length=150, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)
    source_language = models.CharField(
        _("language of the source's name"),
        max_length=12,
        choices=CHOICES,
        blank=True,
    )

    objects = TranslatableManager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["-date", "-id"], name="article_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(source_name="", source_url="", source_language="")
                | (~Q(source_name="") & ~Q(source_language="")),
                name="article_source_has_name_and_language",
            ),
            known("article", "source_language", ["", *CODES]),
        ]

    def __str__(self) -> str:
        return self.safe_translation_getter("title", any_language=True) or ""

    def title_in(self, language: str) -> str:
        return stores.read(self, language)["title"]

    def url_in(self, language: str) -> str | None:
        if not stores.is_live(self, language):
            return None
        return links.url("articles:article", language, stores.read(self, language)["slug"])


class ArticleTranslationQuerySet(models.QuerySet["ArticleTranslation"]):
    def live_in(self, language: str) -> Self:
        return self.filter(language_code=language, live=True)

    def newest_first(self) -> Self:
        return self.order_by("-master__date", "-master_id")

    def of_category(self, category: Category) -> Self:
        return self.filter(master__category=category)

    def neighbours(
        self, edition: "ArticleTranslation"
    ) -> "tuple[ArticleTranslation | None, ArticleTranslation | None]":
        """The live editions before and after one, in its language; one query for both."""
        date, pk = edition.master.date, edition.master_id
        others = self.live_in(edition.language_code).select_related("master")
        before = others.filter(Q(master__date__lt=date) | Q(master__date=date, master_id__lt=pk))
        after = others.filter(Q(master__date__gt=date) | Q(master__date=date, master_id__gt=pk))
        nearest = Q(pk__in=before.newest_first().values("pk")[:1]) | Q(
            pk__in=after.order_by("master__date", "master_id").values("pk")[:1]
        )
        older = newer = None
        for found in others.filter(nearest):
            if (found.master.date, found.master_id) < (date, pk):
                older = found
            else:
                newer = found
        return older, newer

    def for_cards(self) -> Self:
        return self.select_related("master")


class ArticleTranslation(TranslatedFieldsModel):
    """One edition of an article. Public lists start here, so that one query finds what is live in a language."""

    master = TranslationsForeignKey(Article, on_delete=models.CASCADE, related_name="translations")
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=MAX_LENGTH)
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    body = models.TextField(_("body"))
    cover_alt = models.CharField(_("what the cover shows"), max_length=200, blank=True)
    search_title = models.CharField(_("search title"), max_length=120, blank=True)
    search_description = models.CharField(_("search description"), max_length=300, blank=True)
    live = models.BooleanField(_("live"), default=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ArticleTranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of an article")
        verbose_name_plural = _("editions of articles")
        constraints = [
            models.UniqueConstraint(
                fields=["language_code", "slug"], name="article_slug_once_per_language"
            ),
            models.UniqueConstraint(
                fields=["language_code", "master"], name="article_once_per_language"
            ),
            has("article", "slug"),
            models.CheckConstraint(
                condition=Q(live=False) | (~Q(title="") & ~Q(body="")),
                name="article_live_has_texts",
            ),
            models.CheckConstraint(
                condition=Q(language_code__in=CODES), name="article_known_language"
            ),
        ]

    def get_absolute_url(self) -> str:
        return links.url("articles:article", self.language_code, self.slug)


class ViewCount(models.Model):
    """How often an article was opened, all languages together; apart, so that counting touches no content."""

    article = models.OneToOneField(
        Article,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="views",
        verbose_name=_("article"),
    )
    count = models.PositiveIntegerField(_("views"), default=0)

    class Meta:
        verbose_name = _("view count")
        verbose_name_plural = _("view counts")

    def __str__(self) -> str:
        return str(self.count)
