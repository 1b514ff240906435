"""What became of an item: its log, its revisions, how any two differ, the bin. Doors: they ask and print."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from multilingual import languages, stores

from . import diffs, editions, log, rights, services
from .models import SHARED, Event, HasItem, Item, Revision
from .moves import Refused

MOST_BINNED = 500


def history(request: HttpRequest, obj: HasItem) -> dict[str, Any]:
    """The log of one item, of one language where the request names it, newest first."""
    code = request.GET.get("language")
    events = log.events().filter(item_id=obj.item_id)
    if code in (*languages.CODES, SHARED):
        events = events.filter(language=code)
    return {
        "events": [log.line_of(event) for event in events[: log.LENGTH]],
        "languages": languages.LANGUAGES,
        "chosen": code,
        "export_url": f"{reverse('admin:log-export')}?item={obj.item_id}",
    }


def revision_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One revision whole, and how it differs from another of the same edition (GET) — or again the newest (POST)."""
    revision = get_object_or_404(Revision.objects.select_related("edition__item", "author"), pk=pk)
    obj = editions.thing_of(revision.edition.item)
    if request.method == "POST":
        return _restore(request, obj, revision)
    others = revision.edition.revisions.exclude(pk=pk).select_related("author").defer("content")
    against = _against(request, revision, list(others))
    language = revision.edition.language
    context = {
        **admin.site.each_context(request),
        "title": _("Revision %(number)s: %(name)s")
        % {"number": revision.number, "name": editions.name_of(obj)},
        "revision": revision,
        "moment": log.moment(revision.at),
        "language": languages.get(language) if language else None,
        "others": [(other, log.moment(other.at)) for other in others],
        "against": against,
        "changes": diffs.of_revisions(
            type(obj),
            against and Revision.objects.select_related("edition").get(pk=against.pk),
            revision,
        ),
        "texts": _texts(obj, revision) if language else [],
        "reviews": [
            (review, log.moment(review.at))
            for review in revision.reviews.select_related("reviewer")
        ],
        "is_newest": revision.pk == revision.edition.newest_id,
        "is_shown": revision.pk == revision.edition.shown_id,
        "may_restore": rights.may_write_part(request.user, language, obj),
        "form_url": change_url(obj),
        "history_url": change_url(obj, "history"),
    }
    return TemplateResponse(request, "admin/publishing/revision.html", context)


def _against(request: HttpRequest, revision: Revision, others: list[Revision]) -> Revision | None:
    asked = request.GET.get("against", "")
    for other in others:  # newest first
        if str(other.pk) == asked or (not asked and other.number < revision.number):
            return other
    return None


def _texts(obj: HasItem, revision: Revision) -> list[dict[str, Any]]:
    model = type(obj)
    rich = stores.rich_fields(model)
    return [
        {
            "label": stores.field(model, name).verbose_name,
            "text": revision.content.get(name, ""),
            "rich": name in rich,
        }
        for name in stores.fields(model)
        if revision.content.get(name)
    ]


def _restore(request: HttpRequest, obj: HasItem, revision: Revision) -> HttpResponse:
    try:
        again = services.restore(revision, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return HttpResponseRedirect(request.path)
    if again is None:
        messages.info(request, _("It is the newest revision already: nothing was changed."))
    else:
        messages.success(
            request,
            _("Revision %(number)s is the newest again. Visitors see it once it is published.")
            % {"number": revision.number},
        )
    return HttpResponseRedirect(change_url(obj))


def change_url(obj: HasItem, page: str = "change") -> str:
    """The page of an item in the admin."""
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{page}", args=(obj.pk,))


# The log as a table for other programs


class _Line:
    """What csv writes to: gives each line back."""

    def write(self, line: str) -> str:
        return line


def log_export(request: HttpRequest) -> HttpResponse:
    """The log of one item (``?item=``), or the whole one for administrators, as CSV, oldest first."""
    item = request.GET.get("item", "")
    if not item.isdecimal() and not rights.may_manage(request.user):
        raise PermissionDenied
    events = log.events().order_by("at", "pk")
    if item.isdecimal():
        events = events.filter(item_id=int(item[:18]))
    # A byte order mark: spreadsheets read Chinese rightly only with it.
    lines = _csv(events.iterator(chunk_size=2000))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="log.csv"'
    return response


def _csv(events: Iterable[Event]) -> Iterator[str]:
    writer = csv.writer(_Line())
    heads = (_("time"), _("person"), _("action"), _("kind"), _("item"), _("language"))
    yield "\ufeff"
    yield writer.writerow([*heads, _("revision"), _("comment")])
    for event in events:
        line = log.line_of(event)
        number = event.revision.number if event.revision else ""
        title = event.revision.title if event.revision else ""
        row = (
            event.at.isoformat(timespec="seconds"),
            line.person,
            line.what,
            event.item.kind,
            f"{event.item_id} {title}".strip(),
            line.language,
            number,
            event.comment,
        )
        yield writer.writerow([_harmless(str(cell)) for cell in row])


def _harmless(cell: str) -> str:
    """Spreadsheets run what looks like a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


# The bin


def bin_page(request: HttpRequest) -> HttpResponse:
    """What was moved to the bin, newest first."""
    items = Item.objects.exclude(binned_at=None).order_by("-binned_at")[:MOST_BINNED]
    things = editions.things_of(items)
    rows = [
        {
            "item": item,
            "name": editions.name_of(things[item.pk]),
            "kind": capfirst(things[item.pk]._meta.verbose_name or ""),
            "moment": log.moment(item.binned_at),
            "history_url": change_url(things[item.pk], "history"),
            "may_take_back": rights.may_edit_shared(request.user, things[item.pk]),
        }
        for item in items
        if item.pk in things and item.binned_at
    ]
    context = {**admin.site.each_context(request), "title": _("Bin"), "rows": rows}
    return TemplateResponse(request, "admin/publishing/bin.html", context)


@require_POST
def take_from_bin(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the bin for one item."""
    item = get_object_or_404(Item, pk=pk)
    obj = editions.thing_of(item)
    try:
        services.take_from_bin(obj, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:bin"))
    messages.success(
        request,
        _("Taken back: %(item)s. It is live in no language until it is published again.")
        % {"item": editions.name_of(obj)},
    )
    return HttpResponseRedirect(change_url(obj))
