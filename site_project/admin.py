"""The admin as a whole: who comes in, its menu, and its first page."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.sites import UnfoldAdminSite

from company.models import Profile
from publishing import admin_desk, admin_history, admin_inbox, log, rights
from publishing.models import MissedAddress
from publishing.views import keep_typing

from . import status

# Title, then icon (Material Symbols, served by Unfold itself) and model of each line.
MENU = (
    (
        gettext_lazy("News and pages"),
        (
            ("newspaper", "articles.article"),
            ("label", "articles.category"),
            ("description", "company.page"),
            ("slideshow", "company.slide"),
        ),
    ),
    (
        gettext_lazy("Products"),
        (
            ("category", "catalog.family"),
            ("inventory_2", "catalog.product"),
            ("dictionary", "catalog.vocabulary"),
            ("sell", "catalog.term"),
        ),
    ),
    (
        gettext_lazy("Company"),
        (
            ("domain", "company.profile"),
            ("contact_phone", "company.contact"),
            ("workspace_premium", "company.certificate"),
            ("download", "company.download"),
            ("link", "company.link"),
        ),
    ),
    (
        gettext_lazy("Addresses"),
        (
            ("alt_route", "publishing.oldaddress"),
            ("wrong_location", "publishing.missedaddress"),
            ("tag", "publishing.slug"),
        ),
    ),
    (
        gettext_lazy("Administration"),
        (
            ("group", "accounts.user"),
            ("how_to_reg", "publishing.selfapproval"),
            ("history", "publishing.event"),
        ),
    ),
)

ICONS = {label: icon for _title, lines in MENU for icon, label in lines}


class SiteAdmin(UnfoldAdminSite):
    enable_nav_sidebar = True
    index_title = gettext_lazy("Desk")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        count = admin_inbox.unread(request) if self.has_permission(request) else 0
        return {**super().each_context(request), "inbox_count": count}

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and rights.may_read(request.user)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        return super().get_app_list(request, app_label) if self.has_permission(request) else []

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Everybody comes in by the one door that asks for the second factor."""
        if request.user.is_authenticated:
            raise PermissionDenied
        query = urlencode({"next": request.GET.get("next") or reverse("admin:index")})
        return HttpResponseRedirect(f"{reverse('account_login')}?{query}")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return LogoutView.as_view(next_page="account_login")(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_change_password")

    def get_urls(self) -> list[Any]:
        own = (
            ("typing/", keep_typing, "keep-typing"),
            ("item/<int:pk>/", admin_desk.open_item, "open-item"),
            ("revision/<int:pk>/", admin_history.revision_page, "revision"),
            ("log.csv", admin_history.log_export, "log-export"),
            ("bin/", admin_history.bin_page, "bin"),
            ("bin/<int:pk>/take/", admin_history.take_from_bin, "bin-take"),
            ("inbox/", admin_inbox.inbox, "inbox"),
            ("inbox/read/", admin_inbox.read_all, "inbox-read-all"),
            ("inbox/<int:pk>/", admin_inbox.open_notice, "inbox-open"),
            ("inbox/<int:pk>/read/", admin_inbox.read, "inbox-read"),
            ("status/", status_page, "status"),
        )
        urls = [path(route, self.admin_view(view), name=name) for route, view, name in own]
        return urls + super().get_urls()

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The desk. What was refused there is shown again with its ticks; what was done leads to a fresh page."""
        said = admin_desk.act(request) if request.method == "POST" else None
        if request.method == "POST" and said is None:
            return HttpResponseRedirect(request.get_full_path())
        found = admin_desk.context(request, ICONS, said)
        return super().index(request, {**dashboard(request), **found, **(extra_context or {})})


def desk(request: HttpRequest) -> dict[str, Any]:
    """Log-in, password and second factor look like the admin: a context processor."""
    return admin.site.each_context(request) if request.path.startswith("/accounts/") else {}


def account_links(request: HttpRequest) -> list[dict[str, str]]:
    return [
        {"title": _("Change password"), "link": reverse("account_change_password")},
        {"title": _("Second factor"), "link": reverse("mfa_index")},
        {"title": _("Mail"), "link": reverse("account_mail")},
    ]


def company_name(request: HttpRequest) -> str:
    """Whose desk this is, in the language of the screen; every page asks twice."""
    if not hasattr(request, "desk_name"):
        profile = Profile.objects.first()
        name = (profile.short_name or profile.name) if profile else ""
        request.desk_name = name or _("Editors’ desk")
    return request.desk_name


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The side menu: what this person may see."""
    home = _page_line(request, _("Desk"), "space_dashboard", "admin:index")
    inbox = _page_line(request, _("Inbox"), "inbox", "admin:inbox")
    inbox["badge"] = admin_inbox.unread(request)
    trash = _page_line(request, _("Bin"), "delete", "admin:bin")
    groups = [{"title": "", "items": [home, inbox, trash]}]
    for title, entries in MENU:
        items = [_menu_line(request, icon, label) for icon, label in entries]
        groups.append({"title": title, "items": [item for item in items if item]})
    if rights.may_manage(request.user):
        groups[-1]["items"].append(
            _page_line(request, _("Status of the site"), "monitor_heart", "admin:status")
        )
    return [group for group in groups if group["items"]]


def _page_line(request: HttpRequest, title: str, icon: str, name: str) -> dict[str, Any]:
    url = reverse(name)
    return {"title": title, "icon": icon, "link": url, "active": request.path == url}


def _menu_line(request: HttpRequest, icon: str, label: str) -> dict[str, Any] | None:
    model = apps.get_model(label)
    if not admin.site.get_model_admin(model).has_view_permission(request):
        return None
    return {"title": plural_name(model), "icon": icon, "link": _list_url(model)}


def plural_name(model: type[models.Model]) -> str:
    return capfirst(str(model._meta.verbose_name_plural))


def _list_url(model: type[models.Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def status_page(request: HttpRequest) -> HttpResponse:
    """How the site is running, for administrators."""
    if not rights.may_manage(request.user):
        raise PermissionDenied
    lines = status.lines()
    context = {
        **admin.site.each_context(request),
        "title": _("Status of the site"),
        "lines": lines,
        "faults": sum(line.is_fault for line in lines),
    }
    return TemplateResponse(request, "admin/status.html", context)


def dashboard(request: HttpRequest) -> dict[str, Any]:
    """What stands below the desk: what happened last, and addresses asked for in vain."""
    return {
        "missed": MissedAddress.objects.all()[:5],
        "events": log.latest(8),
        "may_read_log": rights.may_manage(request.user),
    }
