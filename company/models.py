"""The company: profile, contacts, slides, pages, certificates, downloads and links. All of header and footer is data.

Things described in each language have modeltranslation columns (translation.py); pages are written per language
and have parler rows.
"""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from parler.fields import TranslationsForeignKey
from parler.managers import TranslatableManager
from parler.models import TranslatableModel, TranslatedFieldsModel
from pictures.models import PictureField

from multilingual import links, stores
from multilingual.constraints import has, known, live_needs
from multilingual.languages import CODES
from multilingual.models import LanguageFile
from multilingual.slugs import MAX_LENGTH
from publishing.models import HasItem


class LiveQuerySet(models.QuerySet[Any]):
    def live_in(self, language: str) -> Self:
        return stores.live_in(self, language)


class Profile(HasItem):
    """Whose site this is. There is one."""

    ONLY = 1

    name = models.CharField(_("company name"), max_length=150)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    slogan_first = models.CharField(_("slogan, first line"), max_length=80, blank=True)
    slogan_second = models.CharField(_("slogan, second line"), max_length=80, blank=True)
    about = models.TextField(_("the company in a sentence or two"), max_length=500, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    logo = models.FileField(_("logo (SVG or PNG)"), upload_to="pictures/", blank=True)
    icp_number = models.CharField(
        _("ICP filing"),
        max_length=60,
        blank=True,
        help_text=_("As registered, with the province's prefix."),
    )
    security_number = models.CharField(_("public-security filing"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("company profile")
        verbose_name_plural = _("company profile")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="profile_only_one")]

    def __str__(self) -> str:
        return self.name or ""

    def save(self, *args: object, **kwargs: object) -> None:
        self.pk = self.ONLY
        super().save(*args, **kwargs)


class Contact(HasItem):
    """A person to write to or call, shown in the languages that person serves."""

    person = models.CharField(_("person"), max_length=80)
    role = models.CharField(_("position held"), max_length=100, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    live = models.BooleanField(_("live"), default=False)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    wechat_qr = models.ImageField(_("WeChat QR code"), upload_to="pictures/", blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = LiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["position", "pk"]
        constraints = [
            *live_needs("contact", "person"),
            models.CheckConstraint(condition=~Q(phone="", email=""), name="contact_can_be_reached"),
        ]

    def __str__(self) -> str:
        return self.person or ""

    def shown_on(self, language: str) -> str | None:
        page = Page.objects.filter(role=Role.CONTACT).first()
        return (page and page.url_in(language)) or super().shown_on(language)


class Section(models.TextChoices):
    """Pages every site of this kind has; a slide or button leads to one of them."""

    PRODUCTS = "products", _("Products")
    NEWS = "news", _("News")
    ABOUT = "about", _("About us")
    CERTIFICATES = "certificates", _("Certificates")
    DOWNLOADS = "downloads", _("Downloads")
    CONTACT = "contact", _("Contact")


class Slide(HasItem):
    """One picture of the home page with its words."""

    UNSEEN = ("section", "position", "picture_width", "picture_height")

    title = models.CharField(_("title"), max_length=80)
    text = models.CharField(_("text"), max_length=200, blank=True)
    link_label = models.CharField(_("words of the link"), max_length=40, blank=True)
    picture_alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    live = models.BooleanField(_("live"), default=False)
    section = models.CharField(_("leads to"), max_length=20, choices=Section.choices, blank=True)
    picture = PictureField(
        _("picture"),
        upload_to="pictures/%Y/",
        aspect_ratios=["16/9"],
        container_width=1600,
        width_field="picture_width",
        height_field="picture_height",
    )
    picture_width = models.PositiveIntegerField(null=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = LiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("slide")
        verbose_name_plural = _("slides")
        ordering = ["position", "pk"]
        constraints = [
            *live_needs("slide", "title"),
            known("slide", "section", ["", *Section.values]),
        ]

    def __str__(self) -> str:
        return self.title or ""


class Role(models.TextChoices):
    """What the site itself uses a page for."""

    ABOUT = "about", _("About us")
    CONTACT = "contact", _("Contact")
    PRIVACY = "privacy", _("Privacy")


class Menu(models.TextChoices):
    """Where the link to a page stands."""

    NONE = "", _("in no menu")
    HEADER = "header", _("in the header")
    FOOTER = "footer", _("in the footer")


class Page(HasItem, TranslatableModel):
    """A page of prose: about, contact, privacy, or any other."""

    RICH_TEXT = ("body",)
    PAGE_VIEW = "company:page"
    UNSEEN = ("role", "menu", "position")

    role = models.CharField(
        _("role"),
        max_length=20,
        choices=Role.choices,
        null=True,
        blank=True,
        unique=True,
        help_text=_("What the site itself uses this page for; empty for any other page."),
    )
    menu = models.CharField(_("menu"), max_length=10, choices=Menu.choices, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = TranslatableManager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "pk"]
        constraints = [
            known("page", "role", Role.values),
            known("page", "menu", Menu.values),
        ]

    def __str__(self) -> str:
        return self.safe_translation_getter("title", any_language=True) or ""

    def title_in(self, language: str) -> str:
        return stores.read(self, language)["title"]

    def url_in(self, language: str) -> str | None:
        if not stores.is_live(self, language):
            return None
        return links.url("company:page", language, stores.read(self, language)["slug"])


class PageTranslationQuerySet(models.QuerySet["PageTranslation"]):
    def live_in(self, language: str) -> Self:
        return self.filter(language_code=language)


class PageTranslation(TranslatedFieldsModel):
    """One live edition of a page."""

    master = TranslationsForeignKey(Page, on_delete=models.CASCADE, related_name="translations")
    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(_("slug"), max_length=MAX_LENGTH)
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    body = models.TextField(_("body"))
    search_title = models.CharField(_("search title"), max_length=120, blank=True)
    search_description = models.CharField(_("search description"), max_length=300, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = PageTranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of a page")
        verbose_name_plural = _("editions of pages")
        constraints = [
            models.UniqueConstraint(
                fields=["language_code", "slug"], name="page_slug_once_per_language"
            ),
            models.UniqueConstraint(
                fields=["language_code", "master"], name="page_once_per_language"
            ),
            has("page", "slug"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="page_has_texts"),
            models.CheckConstraint(
                condition=Q(language_code__in=CODES), name="page_known_language"
            ),
        ]


class CertificateQuerySet(LiveQuerySet):
    def valid(self) -> Self:
        return self.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=timezone.localdate()))


class Certificate(HasItem):
    """A certificate the company holds or held."""

    SHARED_ROWS = ("files",)
    SHOWN_ON = "company:certificates"

    name = models.CharField(_("name"), max_length=150)
    issuer = models.CharField(_("issued by"), max_length=150, blank=True)
    scope = models.CharField(_("scope"), max_length=250, blank=True)
    live = models.BooleanField(_("live"), default=False)
    number = models.CharField(_("certificate number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["position", "pk"]
        constraints = [
            *live_needs("certificate", "name"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="certificate_expires_after_issue",
            ),
        ]

    def __str__(self) -> str:
        return self.name or ""

    def has_expired(self, today: datetime.date | None = None) -> bool:
        return self.expires_on is not None and self.expires_on < (today or timezone.localdate())


class CertificateFile(LanguageFile):
    certificate = models.ForeignKey(
        Certificate, on_delete=models.CASCADE, related_name="files", verbose_name=_("certificate")
    )

    class Meta:
        verbose_name = _("file of a certificate")
        verbose_name_plural = _("files of certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "language"], name="certificate_file_once_per_language"
            ),
            known("certificate_file", "language", CODES),
        ]


class Download(HasItem):
    """Something to take away: a brochure, a guide."""

    SHARED_ROWS = ("files",)
    SHOWN_ON = "company:downloads"

    name = models.CharField(_("name"), max_length=150)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    live = models.BooleanField(_("live"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = LiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        ordering = ["position", "pk"]
        constraints = [*live_needs("download", "name")]

    def __str__(self) -> str:
        return self.name or ""


class DownloadFile(LanguageFile):
    download = models.ForeignKey(
        Download, on_delete=models.CASCADE, related_name="files", verbose_name=_("download")
    )

    class Meta:
        verbose_name = _("file of a download")
        verbose_name_plural = _("files of downloads")
        constraints = [
            models.UniqueConstraint(
                fields=["download", "language"], name="download_file_once_per_language"
            ),
            known("download_file", "language", CODES),
        ]


class Link(HasItem):
    """A link to another site, in the footer."""

    name = models.CharField(_("name"), max_length=100)
    live = models.BooleanField(_("live"), default=False)
    url = models.URLField(_("address"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = LiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["position", "pk"]
        constraints = [*live_needs("link", "name")]

    def __str__(self) -> str:
        return self.name or ""
