"""The log, the slugs, and the addresses of the site before."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from unfold.admin import ModelAdmin
from unfold.decorators import display

from multilingual import languages

from . import addresses, editions, log, rights
from .admin_parts import ReadOnlyMixin, SharedAdmin
from .forms import CarefulForm
from .models import SHARED, Event, Item, MissedAddress, OldAddress, SelfApproval, Slug


class OfItemsMixin:
    """A list of rows that point to items: their titles come in a query for each kind, not for each row."""

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)  # type: ignore[misc]
        things = editions.things_of(row.item for row in changelist.result_list)
        for row in changelist.result_list:
            row.thing = things.get(row.item_id)
        return changelist

    @display(description=gettext_lazy("item"))
    def thing(self, row: Any) -> str:
        if row.thing is None:
            return _("removed")
        name = f"admin:{row.thing._meta.app_label}_{row.thing._meta.model_name}_change"
        return format_html(
            '<a href="{}">{}</a>', reverse(name, args=(row.thing.pk,)), editions.name_of(row.thing)
        )

    @display(description=gettext_lazy("kind"))
    def kind_name(self, row: Any) -> str:
        return kind_name(row.item)


def kind_name(item: Item) -> str:
    return capfirst(apps.get_model(item.kind)._meta.verbose_name)


@admin.register(Event)
class EventAdmin(OfItemsMixin, ReadOnlyMixin, ModelAdmin):
    list_display = ("moment", "who", "what", "thing", "kind_name", "language")
    list_display_links = None
    list_filter = ("language",)
    list_filter_sheet = False
    list_select_related = ("person", "item")
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.may_manage(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.may_manage(request.user)

    @display(description=gettext_lazy("time"), ordering="at")
    def moment(self, event: Event) -> str:
        return log.line_of(event).at

    @display(description=gettext_lazy("person"))
    def who(self, event: Event) -> str:
        return log.line_of(event).person

    @display(description=gettext_lazy("action"))
    def what(self, event: Event) -> str:
        return log.line_of(event).what


@admin.register(Slug)
class SlugAdmin(OfItemsMixin, ReadOnlyMixin, ModelAdmin):
    """Which addresses are taken, and by what."""

    list_display = ("slug", "language", "thing", "kind_name")
    list_display_links = None
    list_filter = ("language",)
    list_filter_sheet = False
    list_select_related = ("item",)
    search_fields = ("slug",)
    ordering = ("slug", "language")


@admin.register(SelfApproval)
class SelfApprovalAdmin(ModelAdmin):
    """In which languages people may approve their own work: an administrator says so."""

    list_display = ("__str__", "allowed_by", "moment")
    list_display_links = None
    list_before_template = "admin/publishing/self_approval.html"

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["choices"] = [(SHARED, _("Shared part")), *languages.CHOICES]
        kwargs["help_text"] = _("Authors may approve in it what they wrote themselves.")
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.may_manage(request.user)

    has_module_permission = has_view_permission = has_add_permission = _may
    has_delete_permission = _may

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.allowed_by = request.user
        super().save_model(request, obj, form, change)

    @display(description=gettext_lazy("allowed"), ordering="allowed_at")
    def moment(self, row: SelfApproval) -> str:
        return log.moment(row.allowed_at)


class OldAddressForm(CarefulForm):
    def clean_path(self) -> str:
        path = addresses.as_asked(self.cleaned_data["path"].strip())
        if not path.startswith("/"):
            raise forms.ValidationError(_("Write the path from the root: /news.asp?id=7"))
        if OldAddress.objects.filter(target=path).exists():
            raise forms.ValidationError(
                _("Another old address leads here: one hop must be enough.")
            )
        return path

    def clean_target(self) -> str:
        target = self.cleaned_data["target"].strip()
        if not _is_page_here(target):
            raise forms.ValidationError(_("This site has no page at that path."))
        if (
            target == self.cleaned_data.get("path")
            or OldAddress.objects.filter(path=target).exists()
        ):
            raise forms.ValidationError(_("That is an old address itself: one hop must be enough."))
        return target


def _is_page_here(path: str) -> bool:
    if not path.startswith("/") or path.startswith("//"):
        return False
    language = languages.canonical(path.split("/")[1])
    try:
        with override(language or languages.CODES[0]):
            resolve(path.partition("?")[0].partition("#")[0])
    except Resolver404:
        return False
    return True


@admin.register(OldAddress)
class OldAddressAdmin(SharedAdmin):
    form = OldAddressForm
    list_display = ("path", "target")
    search_fields = ("path", "target")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        addresses.forget_missing(obj.path)


@admin.register(MissedAddress)
class MissedAddressAdmin(ReadOnlyMixin, ModelAdmin):
    """Addresses that visitors asked for in vain, the most wanted first."""

    list_display = ("path", "count", "seen", "map_this")
    list_display_links = None
    search_fields = ("path",)
    list_per_page = 50

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.may_edit_shared(request.user)

    @display(description=gettext_lazy("last seen"), ordering="last_seen")
    def seen(self, missed: MissedAddress) -> str:
        return log.moment(missed.last_seen)

    @display(description="")
    def map_this(self, missed: MissedAddress) -> str:
        address = (
            reverse("admin:publishing_oldaddress_add") + "?" + urlencode({"path": missed.path})
        )
        return format_html(
            '<a class="desk-link" href="{}">{}</a>', address, _("Lead it somewhere…")
        )
