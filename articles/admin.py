from typing import Any

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from publishing import log
from publishing.admin_items import ItemAdmin
from publishing.admin_parts import ThingFilter
from publishing.forms import EditionsForm

from .models import Article, Category


class ArticleForm(EditionsForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        has_source = cleaned.get("source_name") or cleaned.get("source_url")
        for field in ("source_name", "source_language"):
            if has_source and not cleaned.get(field) and not self.has_error(field):
                self.add_error(
                    field, forms.ValidationError(_("A source has a name and its language."))
                )
        return cleaned


@admin.register(Article)
class ArticleAdmin(ItemAdmin):
    form = ArticleForm
    shared = (
        ("category", "date"),
        "cover",
        ("source_name", "source_language"),
        "source_url",
    )
    list_columns = ("category", "day")
    list_filter = (("category", ThingFilter),)

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related("category__translations")

    def get_changeform_initial_data(self, request: Any) -> dict[str, Any]:
        return {"date": timezone.localdate()} | super().get_changeform_initial_data(request)

    @display(description=gettext_lazy("date"), ordering="date")
    def day(self, article: Article) -> str:
        return log.day(article.date)


@admin.register(Category)
class CategoryAdmin(ItemAdmin):
    shared = ("position",)
    list_columns = ("position",)
