"""Product families, products and their typed specification rows.

Names and texts are described in each language (modeltranslation, see translation.py). Numbers, units and
designations stand once, for all languages: a spec value is data, never text.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from pictures.models import PictureField

from multilingual import links, stores
from multilingual.constraints import live_needs, once_per_language
from multilingual.languages import CODES, column
from multilingual.models import LanguageFile
from multilingual.slugs import MAX_LENGTH
from publishing.models import HasItem


class Unit(models.TextChoices):
    """SI symbols, the same in every language."""

    NONE = "", _("no unit")
    MILLIMETRE = "mm", "mm"
    METRE = "m", "m"
    GRAM_PER_METRE = "g/m", "g/m"
    KILOGRAM = "kg", "kg"
    TONNE = "t", "t"
    MEGAPASCAL = "MPa", "MPa"
    PERCENT = "%", "%"
    CELSIUS = "°C", "°C"
    HARDNESS = "HV", "HV"


class Vocabulary(models.Model):
    """A list of terms that specifications choose from: alloys, tempers, surfaces."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name or self.code


class Term(models.Model):
    """One term: a designation printed alike everywhere (3003, H14), with a name where it has words."""

    vocabulary = models.ForeignKey(
        Vocabulary, on_delete=models.PROTECT, related_name="terms", verbose_name=_("vocabulary")
    )
    code = models.CharField(_("designation"), max_length=40)
    name = models.CharField(_("name"), max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["vocabulary", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "code"], name="term_once_per_vocabulary"),
            models.CheckConstraint(condition=~Q(code=""), name="term_has_code"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the active language where the term has words, else its designation."""
        return self.name or self.code


class Equivalent(models.Model):
    """What another standard calls a term: GB/T 3190, AA, EN 573-3."""

    term = models.ForeignKey(
        Term, on_delete=models.CASCADE, related_name="equivalents", verbose_name=_("term")
    )
    standard = models.CharField(_("standard"), max_length=40)
    designation = models.CharField(_("designation"), max_length=60)

    class Meta:
        verbose_name = _("equivalent")
        verbose_name_plural = _("equivalents")
        ordering = ["standard"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "standard"], name="equivalent_once_per_standard"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard} {self.designation}"


class Described(HasItem):
    """What families and products have alike: texts, slug and life per language, a picture, an order."""

    RICH_TEXT = ("description",)

    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(_("slug"), max_length=MAX_LENGTH, blank=True)
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    description = models.TextField(_("description"), blank=True)
    search_title = models.CharField(_("search title"), max_length=120, blank=True)
    search_description = models.CharField(_("search description"), max_length=300, blank=True)
    picture_alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    live = models.BooleanField(_("live"), default=False)
    picture = PictureField(
        _("picture"),
        upload_to="pictures/%Y/",
        blank=True,
        aspect_ratios=["4/3"],
        width_field="picture_width",
        height_field="picture_height",
    )
    picture_width = models.PositiveIntegerField(null=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name or next((text for text in map(self.title_in, CODES) if text), "")

    def title_in(self, language: str) -> str:
        return stores.read(self, language)["name"]

    def slug_in(self, language: str) -> str:
        return stores.read(self, language)["slug"]


class Drawing(models.TextChoices):
    """Drawings made to scale from a product's own numbers."""

    FLAT_TUBE = "flat-tube", _("cross-section of a flat tube")
    ROUND_COIL = "round-coil", _("coil of round rod")
    STRIP_COIL = "strip-coil", _("coil of strip")


class FamilyQuerySet(models.QuerySet["Family"]):
    def live_in(self, language: str) -> "FamilyQuerySet":
        return stores.live_in(self, language)

    def in_order(self) -> "FamilyQuerySet":
        return self.order_by("position", "pk")


class Family(Described):
    """A product family: flat tube, coil stock. Its attributes say what its products' specs consist of."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    drawing = models.CharField(
        _("drawing"),
        max_length=20,
        choices=Drawing.choices,
        blank=True,
        help_text=_("Drawn to scale from the product's own numbers."),
    )

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name = _("product family")
        verbose_name_plural = _("product families")
        ordering = ["position", "pk"]
        constraints = [*once_per_language("family", "slug"), *live_needs("family", "name", "slug")]

    def url_in(self, language: str) -> str | None:
        if not stores.is_live(self, language):
            return None
        return links.url("catalog:family", language, self.slug_in(language))


class Attribute(models.Model):
    """One column of a family's specification: what it measures, in which unit, how it is written."""

    class Kind(models.TextChoices):
        NUMBER = "number", _("number, with tolerance")
        RANGE = "range", _("range")
        TERM = "term", _("terms of a vocabulary")

    class Group(models.TextChoices):
        MATERIAL = "material", _("Material")
        DIMENSIONS = "dimensions", _("Dimensions")
        MECHANICAL = "mechanical", _("Mechanical properties")
        COMPOSITION = "composition", _("Chemical composition")
        SUPPLY = "supply", _("Supply")

    # What tells products of a family apart: what they are made of and how large they are.
    ON_CARDS = (Group.MATERIAL, Group.DIMENSIONS)

    family = models.ForeignKey(
        Family,
        on_delete=models.CASCADE,
        related_name="attributes",
        verbose_name=_("product family"),
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    vocabulary = models.ForeignKey(
        Vocabulary,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attributes",
        verbose_name=_("vocabulary"),
    )
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices, blank=True)
    group = models.CharField(_("table"), max_length=20, choices=Group.choices)
    filterable = models.BooleanField(_("filter"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ["family", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["family", "code"], name="attribute_once_per_family"),
            models.CheckConstraint(
                condition=Q(kind="term", vocabulary__isnull=False, unit="")
                | (~Q(kind="term") & Q(vocabulary__isnull=True)),
                name="attribute_vocabulary_for_terms_only",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class ProductQuerySet(models.QuerySet["Product"]):
    def live_in(self, language: str) -> "ProductQuerySet":
        """A product is public with its family: a page without the page above it would be a dead end."""
        return stores.live_in(self, language).filter(
            **{f"family__{column('live', language)}": True}
        )

    def in_order(self) -> "ProductQuerySet":
        return self.order_by("family__position", "position", "pk")

    def for_cards(self) -> "ProductQuerySet":
        """With the few spec rows that a card shows, as ``card_specs``."""
        shown = Spec.objects.in_order().filter(attribute__group__in=Attribute.ON_CARDS)
        return self.select_related("family").prefetch_related(
            models.Prefetch("specs", shown, to_attr="card_specs")
        )


class Product(Described):
    """One product. It exists once and is described in each language."""

    family = models.ForeignKey(
        Family, on_delete=models.PROTECT, related_name="products", verbose_name=_("product family")
    )
    code = models.CharField(_("product number"), max_length=60, unique=True)
    drawing = models.CharField(
        _("drawing"),
        max_length=20,
        choices=Drawing.choices,
        blank=True,
        help_text=_("Empty: as the family says."),
    )

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["family", "position", "pk"]
        constraints = [
            *once_per_language("product", "slug"),
            *live_needs("product", "name", "slug"),
            models.CheckConstraint(condition=~Q(code=""), name="product_has_code"),
        ]

    def url_in(self, language: str) -> str | None:
        if not (stores.is_live(self, language) and stores.is_live(self.family, language)):
            return None
        return links.url(
            "catalog:product", language, self.family.slug_in(language), self.slug_in(language)
        )


class SpecQuerySet(models.QuerySet["Spec"]):
    def in_order(self) -> "SpecQuerySet":
        return self.select_related("attribute", "term").order_by(
            "attribute__position", "attribute_id", "term__position", "pk"
        )


class Spec(models.Model):
    """One value: a number with its tolerance, a range (a bound may be open), or a term. Units are the attribute's."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="specs", verbose_name=_("product")
    )
    attribute = models.ForeignKey(
        Attribute, on_delete=models.PROTECT, related_name="specs", verbose_name=_("attribute")
    )
    number = models.DecimalField(
        _("number"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    plus = models.DecimalField(
        _("tolerance +"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    minus = models.DecimalField(
        _("tolerance −"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    low = models.DecimalField(_("from"), max_digits=12, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(_("to"), max_digits=12, decimal_places=4, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    term = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="specs",
        verbose_name=_("term"),
    )

    objects = SpecQuerySet.as_manager()

    class Meta:
        verbose_name = _("specification")
        verbose_name_plural = _("specifications")
        ordering = ["attribute__position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    number__isnull=False, low__isnull=True, high__isnull=True, term__isnull=True
                )
                | (
                    (Q(low__isnull=False) | Q(high__isnull=False))
                    & Q(number__isnull=True, term__isnull=True)
                )
                | Q(term__isnull=False, number__isnull=True, low__isnull=True, high__isnull=True),
                name="spec_is_number_or_range_or_term",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
                name="spec_low_not_above_high",
            ),
            models.CheckConstraint(
                condition=Q(plus__isnull=True, minus__isnull=True)
                | Q(
                    number__isnull=False,
                    plus__isnull=False,
                    minus__isnull=False,
                    plus__gte=0,
                    minus__gte=0,
                ),
                name="spec_tolerance_whole_and_not_negative",
            ),
            models.UniqueConstraint(
                fields=["product", "attribute"],
                condition=Q(term__isnull=True),
                name="spec_once_per_attribute",
            ),
            models.UniqueConstraint(
                fields=["product", "attribute", "term"], name="spec_term_once_per_attribute"
            ),
        ]
        indexes = [models.Index(fields=["attribute", "number"], name="spec_by_size")]

    def __str__(self) -> str:
        return f"{self.attribute_id}: {self.term_id or self.number or self.low or self.high}"


class ProductPicture(models.Model):
    """A further picture of a product, with what it shows in each language."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="pictures", verbose_name=_("product")
    )
    picture = PictureField(
        _("picture"),
        upload_to="pictures/%Y/",
        aspect_ratios=["4/3"],
        width_field="picture_width",
        height_field="picture_height",
    )
    picture_width = models.PositiveIntegerField(null=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, editable=False)
    picture_alt = models.CharField(_("what the picture shows"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.picture_alt or str(self.picture)


class Datasheet(LanguageFile):
    """The printed specification of a product, in one language."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="datasheets", verbose_name=_("product")
    )
    issued_on = models.DateField(_("issued on"))

    class Meta:
        verbose_name = _("datasheet")
        verbose_name_plural = _("datasheets")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "language"], name="datasheet_once_per_language"
            ),
            models.CheckConstraint(
                condition=Q(language__in=CODES), name="datasheet_known_language"
            ),
        ]
