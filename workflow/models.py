"""One list of units over interface and content: what is translated, how far, by whom, and all that ever stood there.

A text with plural forms is kept as its forms in one (``workflow.text.forms``).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from multilingual.constraints import known
from multilingual.languages import CHOICES, CODES
from publishing.models import Edition, Item, Kept, Revision

INTERFACE = "interface"
"""The part of the site that interface texts belong to, for rights and for exports; other parts are labels of apps."""


class Document(models.Model):
    """A thing that holds units: an interface catalogue, or one item."""

    catalogue = models.CharField(
        _("interface catalogue"),
        max_length=20,
        blank=True,
        help_text=_("Its gettext domain: django, djangojs."),
    )
    item = models.OneToOneField(
        Item,
        on_delete=models.PROTECT,
        null=True,
        related_name="document",
        verbose_name=_("item"),
    )
    source = models.ForeignKey(
        Revision,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("source revision"),
        help_text=_("The one that its units were cut from."),
    )
    keys = models.JSONField(
        _("keys"),
        default=dict,
        help_text=_("By field: the keys of the texts of the source revision, in order."),
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue"], condition=~Q(catalogue=""), name="document_once_per_catalogue"
            ),
            models.CheckConstraint(
                condition=Q(catalogue="", item__isnull=False)
                | (~Q(catalogue="") & Q(item__isnull=True, source__isnull=True)),
                name="document_of_item_or_catalogue",
            ),
        ]

    def __str__(self) -> str:
        return self.catalogue or f"item {self.item_id}"


class Translation(models.Model):
    """A document in one of the languages it is translated into."""

    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        related_name="translations",
        verbose_name=_("document"),
    )
    language = models.CharField(_("language"), max_length=12, choices=CHOICES)
    edition = models.OneToOneField(
        Edition,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("edition"),
    )
    revision = models.ForeignKey(
        Revision,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("revision"),
        help_text=_("The one of this language whose texts the units have."),
    )
    source = models.ForeignKey(
        Revision,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("source revision"),
        help_text=_("The one that the alignment is with."),
    )
    alignment = models.JSONField(
        _("alignment"),
        default=dict,
        help_text=_(
            "By field: for each text of the source, which blocks of the revision translate it."
        ),
    )

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language"], name="translation_once_per_language"
            ),
            known("translation", "language", CODES),
            models.CheckConstraint(
                condition=Q(edition__isnull=False) | Q(revision__isnull=True),
                name="translation_revision_is_of_an_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.language}"


class State(models.TextChoices):
    """How far a unit is. Outdated is none: it follows from revisions."""

    EMPTY = "empty", _("empty")
    NEEDS_WORK = "needs-work", _("needs work")
    TRANSLATED = "translated", _("translated")
    APPROVED = "approved", _("approved")


class UnitQuerySet(models.QuerySet["Unit"]):
    def present(self) -> "UnitQuerySet":
        """Those that stand in the source of today."""
        return self.filter(removed_at=None)


class Unit(models.Model):
    """The smallest text translated: a message of a catalogue, a field, or a block of rich text, into one language."""

    translation = models.ForeignKey(
        Translation,
        on_delete=models.PROTECT,
        related_name="units",
        verbose_name=_("translation"),
    )
    key = models.CharField(
        _("key"),
        max_length=120,
        help_text=_("Stays with the text when it moves: a field, with its block in rich text."),
    )
    position = models.PositiveIntegerField(_("position"))
    field = models.CharField(_("field"), max_length=60, blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, help_text=_("Message, text, paragraph, heading …")
    )
    about = models.JSONField(
        _("about it"), default=dict, help_text=_("What a translator is told: places, notes, tags.")
    )
    source = models.TextField(_("source"))
    target = models.TextField(_("target"), blank=True)
    previous_source = models.TextField(_("source before"), blank=True)
    previous_target = models.TextField(_("target before"), blank=True)
    words = models.PositiveIntegerField(_("words of the source"))
    characters = models.PositiveIntegerField(_("characters of the source"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.EMPTY)
    version = models.PositiveIntegerField(
        _("version"), default=1, help_text=_("Counts everything that happened to it.")
    )
    translator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("translator"),
    )
    translated_at = models.DateTimeField(_("translated"), null=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)
    self_approved = models.BooleanField(_("own work"), default=False)
    shipped = models.TextField(
        _("in the catalogue"),
        blank=True,
        help_text=_("What the file of the catalogue said when both last agreed."),
    )
    live = models.TextField(
        _("live"), blank=True, help_text=_("Of an interface text: what was approved last.")
    )
    removed_at = models.DateTimeField(_("removed from the source"), null=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["translation", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["translation", "key"], name="unit_once_per_key"),
            known("unit", "state", State.values),
            models.CheckConstraint(condition=~Q(source=""), name="unit_has_source"),
            models.CheckConstraint(
                condition=Q(state=State.EMPTY, target="") | (~Q(state=State.EMPTY) & ~Q(target="")),
                name="unit_empty_without_target",
            ),
            models.CheckConstraint(
                condition=Q(state=State.APPROVED, reviewed_at__isnull=False)
                | (
                    ~Q(state=State.APPROVED)
                    & Q(reviewed_at__isnull=True, reviewer__isnull=True, self_approved=False)
                ),
                name="unit_reviewed_when_approved",
            ),
            # NULL is nobody: the site itself.
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True)
                | Q(translator__isnull=True)
                | Q(self_approved=True)
                | ~Q(reviewer=F("translator")),
                name="unit_not_reviewed_by_its_translator",
            ),
            models.CheckConstraint(
                condition=Q(self_approved=False)
                | Q(reviewer__isnull=False, translator__isnull=False, reviewer=F("translator")),
                name="unit_own_work_is_of_one_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["translation", "state"],
                name="unit_by_state",
                condition=Q(removed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.translation_id}/{self.key}"


class UnitEvent(Kept):
    """What happened to a unit, and what it said afterwards. Never edited."""

    class Kind(models.TextChoices):
        ADDED = "unit.added", _("added")
        TRANSLATED = "unit.translated", _("translated")
        IMPORTED = "unit.imported", _("imported")
        WRITTEN = "unit.written", _("written in the form")
        APPROVED = "unit.approved", _("approved")
        SENT_BACK = "unit.sent-back", _("sent back")
        CONFIRMED = "unit.confirmed", _("still right")
        COMMENTED = "unit.commented", _("commented")
        SOURCE_CHANGED = "unit.source-changed", _("source changed")
        REMOVED = "unit.removed", _("removed from the source")
        RETURNED = "unit.returned", _("back in the source")
        SYNCED = "unit.synced", _("taken from the catalogue’s file")

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="events", verbose_name=_("unit")
    )
    version = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("action"), max_length=20, choices=Kind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    source = models.TextField(_("source"))
    target = models.TextField(_("target"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("event of a unit")
        verbose_name_plural = _("events of units")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "version"], name="unit_event_once_per_version"),
            known("unit_event", "state", State.values),
            known(
                "unit_event",
                "kind",
                [
                    "unit.added",
                    "unit.translated",
                    "unit.imported",
                    "unit.written",
                    "unit.approved",
                    "unit.sent-back",
                    "unit.confirmed",
                    "unit.commented",
                    "unit.source-changed",
                    "unit.removed",
                    "unit.returned",
                    "unit.synced",
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}.{self.version} {self.kind}"


class Suggestion(models.Model):
    """A text that did not take the place of a newer one: kept until somebody decides."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="suggestions", verbose_name=_("unit")
    )
    base = models.PositiveIntegerField(_("made from version"))
    target = models.TextField(_("target"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "target"],
                condition=Q(settled_at=None),
                name="suggestion_once_while_open",
            ),
            models.CheckConstraint(condition=~Q(target=""), name="suggestion_has_target"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.target[:40]}"


class Import(models.Model):
    """A file that came back, whose work it is, and what became of it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("translator"),
        help_text=_("Whose work it is."),
    )
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    name = models.CharField(_("file"), max_length=200)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    applied = models.PositiveIntegerField(_("applied"), default=0)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class NotApplied(models.Model):
    """A unit of a file that was not simply applied: where in the file, and why."""

    class Outcome(models.TextChoices):
        CONFLICT = "conflict", _("conflict")
        REFUSED = "refused", _("refused")
        SOURCE_CHANGED = "source-changed", _("source changed since")

    report = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="not_applied", verbose_name=_("import")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("unit")
    )
    line = models.PositiveIntegerField(_("line"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    reason = models.JSONField(
        _("reason"), help_text=_("A code and its details: said in the language of whoever reads.")
    )
    target = models.TextField(_("text in the file"), blank=True)

    class Meta:
        verbose_name = _("unit not applied")
        verbose_name_plural = _("units not applied")
        ordering = ["line"]
        constraints = [known("not_applied", "outcome", ["conflict", "refused", "source-changed"])]

    def __str__(self) -> str:
        return f"{self.line} {self.outcome}"


class Tally(models.Model):
    """How much of a translation stands in which state, written by whom: counted anew with each change of its units."""

    translation = models.ForeignKey(
        Translation,
        on_delete=models.CASCADE,
        related_name="tallies",
        verbose_name=_("translation"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("translator"),
    )
    units = models.PositiveIntegerField(_("units"))
    words = models.PositiveIntegerField(_("words"))
    characters = models.PositiveIntegerField(_("characters"))

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["translation", "state", "person"], name="tally_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["translation", "state"],
                condition=Q(person=None),
                name="tally_once_of_nobody",
            ),
            known("tally", "state", State.values),
        ]

    def __str__(self) -> str:
        return f"{self.translation_id} {self.state} {self.units}"


class Generation(models.Model):
    """Counts the changes of what visitors read of the interface: every process follows it. One row."""

    number = models.PositiveBigIntegerField(_("number"), default=0)

    class Meta:
        verbose_name = _("generation")
        verbose_name_plural = _("generations")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="generation_is_one")]

    def __str__(self) -> str:
        return str(self.number)
