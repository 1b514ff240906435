"""What every published thing has: an identity, its editions and their revisions, its slugs and its log.

An edition is an item in one language; the shared part (numbers, pictures, dates) is kept like one, under language "".
"""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pictures.models import PictureField

from multilingual import links, pictures
from multilingual.constraints import known
from multilingual.languages import CHOICES, CODES
from multilingual.slugs import MAX_LENGTH

SHARED = ""
"""The "language" of what an item has once for all languages."""

KNOWN_PARTS = [*CODES, SHARED]


class Item(models.Model):
    """The identity of a product, an article, a page …: what editions, slugs and the log point to."""

    kind = models.CharField(
        _("kind"), max_length=60, help_text=_("The model's label: catalog.product.")
    )
    source_language = models.CharField(
        _("source language"),
        max_length=12,
        choices=CHOICES,
        blank=True,
        help_text=_("The language in which it was first written."),
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    binned_at = models.DateTimeField(_("moved to the bin"), null=True, editable=False)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [
            known("item", "source_language", KNOWN_PARTS),
        ]
        # The desk goes from the item changed last backwards, of every kind or of one.
        indexes = [
            models.Index(
                fields=["-changed_at", "-id"],
                name="item_on_desk",
                condition=Q(binned_at__isnull=True),
            ),
            models.Index(
                fields=["kind", "-changed_at", "-id"],
                name="item_on_desk_by_kind",
                condition=Q(binned_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class HasItem(models.Model):
    """A content model whose rows are items."""

    SHARED_ROWS: tuple[str, ...] = ()
    """Related names of the rows that belong to the shared part: specifications, pictures, files."""
    UNSEEN: tuple[str, ...] = ("position",)
    """Fields of the shared part that say nothing a translation could be wrong about."""
    SHOWN_ON = "home"
    """The view whose page shows things of a kind that has no pages of its own."""

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

    def shown_on(self, language: str) -> str | None:
        """The path at which visitors of a language meet it: its own page, else the one that shows its kind."""
        own = getattr(self, "url_in", None)
        return own(language) if own else links.url(self.SHOWN_ON, language)


class KeptQuerySet(models.QuerySet[Any]):
    """Rows that are history: added, never changed."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are never changed")


class Kept(models.Model):
    """A row of history: saved once."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError(f"{type(self).__name__} rows are never changed")
        super().save(*args, **kwargs)


class State(models.TextChoices):
    """Where the newest revision of an edition stands; NONE: nothing waits, it is what visitors see or last saw."""

    NONE = "none", _("nothing pending")
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    SENT_BACK = "sent-back", _("sent back")
    APPROVED = "approved", _("approved")
    SCHEDULED = "scheduled", _("scheduled")


class Seen(models.TextChoices):
    """What visitors see of an edition."""

    NOTHING = "nothing", _("not published")
    LIVE = "live", _("live")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Edition(models.Model):
    """One item in one language, or its shared part: where its newest revision stands, and which one visitors read."""

    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="editions", verbose_name=_("item")
    )
    language = models.CharField(_("language"), max_length=12, choices=CHOICES, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NONE)
    newest = models.ForeignKey(
        "Revision",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("newest revision"),
    )
    shown = models.ForeignKey(
        "Revision",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("revision that visitors read"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    requested = models.ForeignKey(
        "Revision",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("revision to be translated"),
        help_text=_("Somebody asked for its translation into this language."),
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(fields=["item", "language"], name="edition_once_per_language"),
            known("edition", "language", KNOWN_PARTS),
            known("edition", "state", State.values),
            models.CheckConstraint(
                condition=Q(state=State.NONE) | Q(newest__isnull=False),
                name="edition_state_is_of_a_revision",
            ),
            models.CheckConstraint(
                condition=Q(shown__isnull=True) | Q(withdrawn_at__isnull=True),
                name="edition_shown_or_withdrawn",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "language", "item"], name="edition_by_state"),
            models.Index(
                fields=["state", "-newest"],
                name="edition_pending",
                condition=~Q(state=State.NONE),
            ),
            models.Index(
                fields=["language", "item"],
                name="edition_withdrawn",
                condition=Q(withdrawn_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.language or 'shared'}"

    @property
    def seen(self) -> Seen:
        if self.shown_id is not None:
            return Seen.LIVE
        return Seen.WITHDRAWN if self.withdrawn_at else Seen.NOTHING


class Revision(Kept):
    """One state of an edition's texts, or of the shared part: whole, and never changed."""

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="revisions", verbose_name=_("edition")
    )
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    content = models.JSONField(
        _("content"), help_text=_("Texts by field; of the shared part, its fields and rows.")
    )
    digest = models.CharField(
        _("digest"), max_length=64, help_text=_("Equal where only white space differs.")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("author"),
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    source = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="translations",
        verbose_name=_("translated from"),
    )
    beside = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("shared part it was written beside"),
    )

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="revision_once_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.number}"


class Review(Kept):
    """One verdict on one revision."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("approved")
        SENT_BACK = "sent-back", _("sent back")

    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("revision")
    )
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("author"),
        help_text=_("Copied from the revision, so that the database can compare."),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    self_approved = models.BooleanField(_("own work"), default=False)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-pk"]
        constraints = [
            known("review", "verdict", ["approved", "sent-back"]),
            models.CheckConstraint(
                condition=Q(verdict="approved") | ~Q(comment=""), name="review_sent_back_says_why"
            ),
            # NULL is nobody: the site itself, which approves for nobody.
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True)
                | Q(author__isnull=True)
                | Q(self_approved=True)
                | Q(verdict="sent-back")
                | ~Q(reviewer=F("author")),
                name="review_not_of_own_work",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.verdict}"


class Confirmation(Kept):
    """A translation that is still right after its source or the shared part changed a little."""

    revision = models.ForeignKey(
        Revision,
        on_delete=models.PROTECT,
        related_name="confirmations",
        verbose_name=_("translation"),
    )
    source = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("source")
    )
    beside = models.ForeignKey(
        Revision,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("shared part it was written beside"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.revision_id} = {self.source_id}"


class Schedule(models.Model):
    """A revision that becomes public, or an edition that ends, at a time."""

    class Outcome(models.TextChoices):
        PENDING = "pending", _("due later")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="schedules", verbose_name=_("edition")
    )
    revision = models.ForeignKey(
        Revision,
        on_delete=models.PROTECT,
        null=True,
        related_name="schedules",
        verbose_name=_("revision"),
        help_text=_("Empty: the publication ends."),
    )
    due_at = models.DateTimeField(_("due"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.PENDING
    )
    ended_at = models.DateTimeField(_("ended"), null=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        ordering = ["due_at", "pk"]
        constraints = [
            known("schedule", "outcome", ["pending", "done", "cancelled", "failed"]),
            models.CheckConstraint(
                condition=Q(outcome="pending", ended_at__isnull=True)
                | (~Q(outcome="pending") & Q(ended_at__isnull=False)),
                name="schedule_ended_at_when_ended",
            ),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(outcome="pending", revision__isnull=False),
                name="schedule_one_publication_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(outcome="pending", revision__isnull=True),
                name="schedule_one_end_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["outcome", "due_at"], name="schedule_by_due")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.due_at:%Y-%m-%d %H:%M}"


class SelfApproval(models.Model):
    """A language in which people may approve their own work."""

    language = models.CharField(
        _("language"),
        max_length=12,
        choices=CHOICES,
        blank=True,
        unique=True,
        help_text=_("Empty: the shared part."),
    )
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("allowed by"),
    )
    allowed_at = models.DateTimeField(_("allowed"), auto_now_add=True)

    class Meta:
        verbose_name = _("approval of own work")
        verbose_name_plural = _("approval of own work")
        constraints = [
            known("self_approval", "language", KNOWN_PARTS),
        ]

    def __str__(self) -> str:
        return self.get_language_display() or str(_("the shared part"))


class Typing(models.Model):
    """What a person has typed into a form and not saved yet: private, and gone when it is saved."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    form = models.CharField(_("form"), max_length=100)
    fields = models.JSONField(_("fields"))
    at = models.DateTimeField(_("time"), auto_now=True)

    class Meta:
        verbose_name = _("unsaved typing")
        verbose_name_plural = _("unsaved typing")
        constraints = [
            models.UniqueConstraint(fields=["person", "form"], name="typing_once_per_form"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.form}"


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


class Event(Kept):
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
    revision = models.ForeignKey(
        Revision,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("revision"),
    )
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["item", "-at"], name="event_by_item"),
            models.Index(fields=["-at", "-id"], name="event_by_time"),
        ]
        # No language: what concerns an item in all of them.
        constraints = [known("event", "language", KNOWN_PARTS)]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id} {self.language}"


class Picture(models.Model):
    """A picture in rich text, stored once however often it is used. What it shows is said by the texts."""

    file = PictureField(
        _("file"),
        width_field="width",
        height_field="height",
        container_width=pictures.CONTAINER,
        grid_columns=pictures.COLUMNS,
        pixel_densities=list(pictures.DENSITIES),
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    digest = models.CharField(_("digest"), max_length=64, help_text=_("SHA-256 of the file."))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)
    editions = models.ManyToManyField(
        Edition,
        related_name="pictures",
        verbose_name=_("editions"),
        help_text=_("In which visitors see it."),
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="picture_once"),
            models.CheckConstraint(
                condition=Q(file__startswith=f"{pictures.FOLDER}/"), name="picture_named_for_texts"
            ),
        ]

    def __str__(self) -> str:
        return self.file.name or ""


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


class Mail(models.Model):
    """A mail to one person about her notices, until it is sent and for a while after; its text is made on sending."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    due_at = models.DateTimeField(
        _("next try"), help_text=_("Ahead while somebody is trying, so that nobody else does.")
    )
    tries = models.PositiveIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True)
    error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(tries__gte=1), name="mail_tried_before_sent"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None), name="mail_unsent_by_due")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at:%Y-%m-%d %H:%M}"


class Notice(models.Model):
    """Something that a person should know or that waits for her: her inbox."""

    class Kind(models.TextChoices):
        REVIEW_ASKED = "review-asked", _("review asked")
        TRANSLATION_ASKED = "translation-asked", _("translation asked")
        SENT_BACK = "sent-back", _("sent back")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", _("published")
        OUTDATED = "outdated", _("outdated")
        SCHEDULE_FAILED = "schedule-failed", _("schedule failed")

    URGENT = (Kind.SENT_BACK, Kind.SCHEDULE_FAILED)

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="notices", verbose_name=_("event")
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        choices=CHOICES,
        blank=True,
        help_text=_("Of the edition it is about: an outdated translation is not the event's own."),
    )
    at = models.DateTimeField(_("time"), default=timezone.now)
    read_at = models.DateTimeField(_("read, or settled meanwhile"), null=True)
    mail = models.ForeignKey(
        Mail,
        on_delete=models.SET_NULL,
        null=True,
        related_name="notices",
        verbose_name=_("mail"),
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            known(
                "notice",
                "kind",
                [
                    "review-asked",
                    "translation-asked",
                    "sent-back",
                    "approved",
                    "published",
                    "outdated",
                    "schedule-failed",
                ],
            ),
            known("notice", "language", KNOWN_PARTS),
            models.UniqueConstraint(
                fields=["event", "person", "kind", "language"], name="notice_once_per_event"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="notice_by_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=["at"], condition=Q(read_at=None, mail=None), name="notice_not_mailed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Heartbeat(models.Model):
    """That a process looks at the clock, and what went wrong there last."""

    class Role(models.TextChoices):
        EMBEDDED = "embedded", _("serving process")
        WORKER = "worker", _("worker")

    who = models.CharField(_("process"), max_length=300, unique=True)
    role = models.CharField(_("kind"), max_length=10, choices=Role.choices)
    looked_at = models.DateTimeField(_("last time"))
    failed_at = models.DateTimeField(_("last error at"), null=True)
    error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        constraints = [
            known("heartbeat", "role", ["embedded", "worker"]),
            models.CheckConstraint(
                condition=Q(error="", failed_at__isnull=True)
                | (~Q(error="") & Q(failed_at__isnull=False)),
                name="heartbeat_error_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.who
