"""People and their rights, for administrators."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from . import services
from .models import Right, Role, User

# Rights are rows of ours; addresses and second factors belong to their person's page.
for model in (Group, EmailAddress, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class AdministratorsOnly:
    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.may(Role.ADMINISTRATOR)

    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = _may

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)


class RightInline(AdministratorsOnly, TabularInline):
    model = Right
    extra = 0
    hide_title = True

    def _not_oneself(self, request: HttpRequest, obj: Any = None) -> bool:
        """An administrator who takes her own rights away locks herself out: another one does that."""
        return self._may(request) and obj != request.user

    has_add_permission = has_change_permission = has_delete_permission = _not_oneself


@admin.register(User)
class UserAdmin(AdministratorsOnly, DjangoUserAdmin, ModelAdmin):
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines = [RightInline]
    list_display = ("username", "name", "email", "rights_held", "has_second_factor", "is_active")
    list_filter = ("is_active", "rights__role", "rights__language")
    list_filter_sheet = False
    filter_horizontal = ()
    search_fields = ("username", "first_name", "last_name", "email")
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (
            gettext_lazy("Person"),
            {"fields": (("last_name", "first_name"), "email", "language", "is_active")},
        ),
        (gettext_lazy("Dates"), {"fields": (("last_login", "date_joined"),)}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "usable_password",
                    "password1",
                    "password2",
                    ("last_name", "first_name"),
                    "email",
                    "language",
                )
            },
        ),
    )
    actions = ["reset_second_factor", "unlock"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        found = super().get_queryset(request)
        return found.annotate(has_factor=Exists(factors)).prefetch_related("rights")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "is_active") if obj == request.user else fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request) and obj != request.user

    @display(description=gettext_lazy("name"))
    def name(self, person: User) -> str:
        return person.get_full_name()

    @display(description=gettext_lazy("rights"))
    def rights_held(self, person: User) -> str:
        if person.is_superuser:
            return str(Role.ADMINISTRATOR.label)
        return "; ".join(map(str, person.rights.all()))

    @display(description=gettext_lazy("second factor"), boolean=True)
    def has_second_factor(self, person: User) -> bool:
        return person.has_factor

    @admin.action(description=gettext_lazy("Reset the second factor"))
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet) -> None:
        count = sum(services.reset_second_factor(person, by=request.user) for person in queryset)
        text = ngettext(
            "%(count)s second factor removed.", "%(count)s second factors removed.", count
        )
        messages.success(request, text % {"count": count})

    @admin.action(description=gettext_lazy("Unlock after wrong passwords"))
    def unlock(self, request: HttpRequest, queryset: QuerySet) -> None:
        for person in queryset:
            services.unlock(person, by=request.user)
        messages.success(request, _("They may try to log in again."))
