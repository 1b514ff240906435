from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Count, Model, QuerySet
from django.forms import Field
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from multilingual import languages, stores
from publishing.admin_items import ItemAdmin
from publishing.admin_parts import SharedAdmin, TableInline, ThingFilter

from . import specs
from .forms import AttributeForm, SpecForm, SpecTable
from .models import (
    Attribute,
    Datasheet,
    Equivalent,
    Family,
    Product,
    ProductPicture,
    Spec,
    Term,
    Vocabulary,
)


def in_every_language(field: str) -> tuple[str, ...]:
    return tuple(languages.column(field, code) for code in languages.CODES)


class AttributeInline(TableInline):
    model = Attribute
    form = AttributeForm
    fields = (
        *in_every_language("name"),
        "code",
        "kind",
        "unit",
        "vocabulary",
        "group",
        "filterable",
        "position",
    )
    ordering_field = "position"
    hide_ordering_field = True


@admin.register(Family)
class FamilyAdmin(ItemAdmin):
    inlines = [AttributeInline]
    shared = (("code", "position"), "drawing", "picture")
    list_columns = ("code", "position")


class SpecInline(TableInline):
    model = Spec
    form = SpecForm
    formset = SpecTable
    template_before = "admin/catalog/spec_kinds.html"
    product: Product | None = None
    readonly_fields = ("value",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return SpecForm.Meta.fields if self.may_change(request, obj) else ("attribute", "value")

    @display(description=gettext_lazy("value"))
    def value(self, spec: Spec) -> str:
        write = specs.term_label if spec.term_id else specs.written
        return write(spec, get_language() or languages.CODES[0])

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        self.product = obj if isinstance(obj, Product) else None
        return super().get_formset(request, obj, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).in_order()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "attribute":
            kwargs["queryset"] = self._attributes()
        elif db_field.name == "term":
            kwargs["queryset"] = Term.objects.filter(
                vocabulary__attributes__in=self._attributes()
            ).distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in ("attribute", "term"):
            # Read once for the whole table: a choice field asks the database in every row.
            choices = [("", "—"), *((row.pk, str(row)) for row in field.queryset)]
            field.widget = UnfoldAdminSelectWidget(choices=choices)
            field.iterator = lambda _field: choices
        return field

    def _attributes(self) -> QuerySet:
        family = self.product.family_id if self.product else None
        return Attribute.objects.filter(family=family).order_by("position", "pk")

    @property
    def kinds(self) -> dict[str, Any]:
        """For the script: which cells an attribute has, and which terms."""
        rows = self._attributes().values_list("pk", "kind", "unit", "vocabulary")
        terms = Term.objects.filter(vocabulary__attributes__in=self._attributes())
        return {
            "attributes": {
                str(pk): {"kind": kind, "unit": unit, "vocabulary": vocabulary}
                for pk, kind, unit, vocabulary in rows
            },
            "terms": {
                str(pk): vocabulary for pk, vocabulary in terms.values_list("pk", "vocabulary")
            },
        }


class PictureInline(TableInline):
    model = ProductPicture
    fields = ("picture", *in_every_language("picture_alt"), "position")
    ordering_field = "position"
    hide_ordering_field = True
    verbose_name_plural = gettext_lazy("further pictures")


class DatasheetInline(TableInline):
    model = Datasheet


@admin.register(Product)
class ProductAdmin(ItemAdmin):
    inlines = [SpecInline, PictureInline, DatasheetInline]
    shared = (("code", "family"), ("drawing", "position"), "picture")
    list_columns = ("code", "family")
    list_filter = (("family", ThingFilter),)
    list_select_related = ("family",)
    search_fields = ("code",)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Sequence[Any]:
        """Which specifications there are follows from the family: first it is chosen and stored."""
        return self.inlines if obj else [PictureInline, DatasheetInline]


class EquivalentInline(TableInline):
    model = Equivalent


@admin.register(Term)
class TermAdmin(SharedAdmin):
    inlines = [EquivalentInline]
    fields = (("vocabulary", "code"), in_every_language("name"), "position")
    list_display = ("code", "named", "vocabulary", "equivalents_written")
    list_filter = ("vocabulary",)
    list_select_related = ("vocabulary",)
    search_fields = ("code", *stores.lookups(Term, "name"))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("equivalents")

    @display(description=gettext_lazy("name"))
    def named(self, term: Term) -> str:
        return term.name or ""

    @display(description=gettext_lazy("equivalents"))
    def equivalents_written(self, term: Term) -> str:
        return " · ".join(map(str, term.equivalents.all()))


class TermInline(TableInline):
    model = Term
    fields = ("code", *in_every_language("name"), "position")
    ordering_field = "position"
    hide_ordering_field = True
    show_change_link = True


@admin.register(Vocabulary)
class VocabularyAdmin(SharedAdmin):
    inlines = [TermInline]
    fields = ("code", in_every_language("name"))
    list_display = ("__str__", "code", "number_of_terms")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(number=Count("terms"))

    @display(description=gettext_lazy("terms"))
    def number_of_terms(self, vocabulary: Vocabulary) -> int:
        return vocabulary.number
