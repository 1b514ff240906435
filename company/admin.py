from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from publishing import log
from publishing.admin_items import ItemAdmin
from publishing.admin_parts import TableInline
from publishing.forms import EditionsForm

from .models import (
    Certificate,
    CertificateFile,
    Contact,
    Download,
    DownloadFile,
    Link,
    Page,
    Profile,
    Slide,
)


@admin.register(Profile)
class ProfileAdmin(ItemAdmin):
    """There is one: the menu leads straight to it."""

    shared = (("phone", "email"), "logo", ("icp_number", "security_number"))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        found = Profile.objects.first()
        if found is None:
            return HttpResponseRedirect(reverse("admin:company_profile_add"))
        return HttpResponseRedirect(reverse("admin:company_profile_change", args=(found.pk,)))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Profile.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ContactForm(EditionsForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = any(cleaned.get(name) or self.has_error(name) for name in ("phone", "email"))
        if not given:
            self.add_error("phone", _("Write a telephone number or an e-mail address."))
        return cleaned


@admin.register(Contact)
class ContactAdmin(ItemAdmin):
    form = ContactForm
    shared = (("phone", "email"), "wechat_qr", "position")
    list_columns = ("phone", "email")


@admin.register(Slide)
class SlideAdmin(ItemAdmin):
    shared = ("picture", ("section", "position"))
    list_columns = ("section", "position")


@admin.register(Page)
class PageAdmin(ItemAdmin):
    shared = (("role", "menu"), "position")
    list_columns = ("role", "menu", "position")
    list_filter = ("menu",)


class CertificateForm(EditionsForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        issued, expires = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error(
                "expires_on", forms.ValidationError(_("It cannot expire before it was issued."))
            )
        return cleaned


class CertificateFileInline(TableInline):
    model = CertificateFile


@admin.register(Certificate)
class CertificateAdmin(ItemAdmin):
    form = CertificateForm
    inlines = [CertificateFileInline]
    shared = ("number", ("issued_on", "expires_on"), "position")
    list_columns = ("number", "expires", "is_valid")

    @display(description=gettext_lazy("expires on"), ordering="expires_on")
    def expires(self, certificate: Certificate) -> str:
        return log.day(certificate.expires_on) if certificate.expires_on else _("never")

    @display(description=gettext_lazy("valid"), boolean=True)
    def is_valid(self, certificate: Certificate) -> bool:
        return not certificate.has_expired()


class DownloadFileInline(TableInline):
    model = DownloadFile


@admin.register(Download)
class DownloadAdmin(ItemAdmin):
    inlines = [DownloadFileInline]
    shared = ("position",)
    list_columns = ("position",)


@admin.register(Link)
class LinkAdmin(ItemAdmin):
    shared = (("url", "position"),)
    list_columns = ("url", "position")
