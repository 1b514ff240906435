"""Public pages of the catalogue."""

from typing import Any

from django.db.models import Case, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy

from multilingual import links, stores
from multilingual.links import Place
from multilingual.paging import paginate
from publishing.pages import ItemView, PlacedView

from . import specs, structured
from .filters import ProductFilter
from .models import Datasheet, Family, Product, Spec
from .sections import section


def families_place() -> Place:
    return links.of_view("catalog:family-list", gettext_lazy("Products"), links.home())


class FamilyListView(PlacedView):
    template_name = "catalog/family_list.html"

    def get_place(self) -> Place:
        return families_place()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        families = Family.objects.live_in(self.language).in_order()
        return super().get_context_data(families=families, **kwargs)


class FamilyView(ItemView):
    template_name = "catalog/family.html"
    item_name = "family"
    per_page = 24

    def get_queryset(self) -> QuerySet[Family]:
        return Family.objects.all()

    def place_of(self, item: Family) -> Place:
        return links.of_item(item, families_place())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        products = Product.objects.live_in(self.language).filter(family=self.object)
        filters = ProductFilter.for_products(products, self.request.GET, self.language)
        page = paginate(
            filters.apply(products).in_order().for_cards(), self.request.GET, self.per_page
        )
        cards = [
            (product, specs.highlights(product.card_specs, self.language)) for product in page.rows
        ]
        return super().get_context_data(filters=filters, page=page, cards=cards, **kwargs)


class ProductView(ItemView):
    template_name = "catalog/product.html"
    item_name = "product"
    most_siblings = 3

    def get_queryset(self) -> QuerySet[Product]:
        return Product.objects.select_related("family")

    def find_live(self, slug: str) -> Product | None:
        """The product and, in the same query, a few others of its family."""
        live = Product.objects.live_in(self.language)
        wanted = stores.live_with(live, self.language, slug=slug)
        found = (
            live.filter(family__in=Subquery(wanted.values("family")))
            .annotate(
                other=Case(
                    When(pk__in=Subquery(wanted.values("pk")), then=Value(0)), default=Value(1)
                )
            )
            .select_related("family")
            .order_by("other", "position", "pk")
        )
        product, *self.siblings = [*found[: self.most_siblings + 1]] or [None]
        return product

    def place_of(self, item: Product) -> Place:
        return links.of_item(item, links.of_item(item.family, families_place()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        product = self.object
        rows, equivalents = specs.with_equivalents(Spec.objects.filter(product=product))
        tables = specs.tables(rows, self.language)
        return super().get_context_data(
            tables=tables,
            equivalents=equivalents,
            section=section(product, rows, self.language),
            datasheets=Datasheet.objects.filter(product=product).in_order_for(self.language),
            pictures=product.pictures.all(),
            siblings=self.siblings,
            structured=structured.product(product, tables, self.language),
            **kwargs,
        )
