"""The inbox in the admin: what waits for a person, and the way to it."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from multilingual.paging import paginate

from . import editions, notices
from .models import SHARED, Notice

PER_PAGE = 50
ICONS = {
    Notice.Kind.REVIEW_ASKED: "rate_review",
    Notice.Kind.TRANSLATION_ASKED: "translate",
    Notice.Kind.SENT_BACK: "undo",
    Notice.Kind.APPROVED: "verified",
    Notice.Kind.PUBLISHED: "public",
    Notice.Kind.OUTDATED: "update",
    Notice.Kind.SCHEDULE_FAILED: "error",
}


def unread(request: HttpRequest) -> int:
    """How much waits for whoever looks; header and menu ask once for a page."""
    if not hasattr(request, "unread_notices"):
        request.unread_notices = notices.count_unread(request.user)
    return request.unread_notices


def inbox(request: HttpRequest) -> HttpResponse:
    page = paginate(notices.of(request.user), request.GET, PER_PAGE)
    context = {
        **admin.site.each_context(request),
        "title": _("Inbox"),
        "page": page,
        "entries": [_entry(notice) for notice in page.rows],
    }
    return TemplateResponse(request, "admin/publishing/inbox.html", context)


def _entry(notice: Notice) -> dict[str, Any]:
    return {
        **notices.line_of(notice)._asdict(),
        "pk": notice.pk,
        "kind": notice.kind,
        "icon": ICONS[Notice.Kind(notice.kind)],
        "is_unread": notice.read_at is None,
    }


def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the edition that a notice is about; it counts as read then. Mails lead here, too."""
    notice = _hers(request, pk)
    notices.read(notice)
    item = notice.event.item
    thing = editions.things_of([item]).get(item.pk)
    if thing is None or item.binned_at is not None:
        messages.warning(request, _("It is no longer here: it was moved to the bin or removed."))
        return HttpResponseRedirect(reverse("admin:inbox"))
    name = f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change"
    part = "" if notice.language == SHARED else f"#edition-{notice.language}"
    return HttpResponseRedirect(reverse(name, args=(thing.pk,)) + part)


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    notices.read(_hers(request, pk))
    return HttpResponseRedirect(reverse("admin:inbox"))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    count = notices.read_all(request.user)
    text = ngettext("%(count)s notice marked as read.", "%(count)s notices marked as read.", count)
    messages.success(request, text % {"count": count})
    return HttpResponseRedirect(reverse("admin:inbox"))


def _hers(request: HttpRequest, pk: int) -> Notice:
    found = Notice.objects.select_related("event__item")
    return get_object_or_404(found, pk=pk, person=request.user)
