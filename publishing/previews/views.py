"""The doors of previews: public by link, and for the forms of the admin."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from multilingual import languages, stores
from multilingual import links as places
from publishing import editions
from publishing.file_views import kept_file
from publishing.forms import text_field
from publishing.models import Item, Revision
from publishing.moves import Refused

from . import links, mode, pages, tokens


@require_safe
def show(request: HttpRequest, token: str) -> HttpResponseBase:
    """A preview, for whoever has its link."""
    try:
        return _private(pages.of_link(*links.read(token)))
    except Refused as refusal:
        return _notice(request, str(refusal), status=409)
    except (tokens.Forged, tokens.Expired, pages.Gone) as problem:
        return _no_more(request, problem)


@require_safe
def show_file(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A picture or file of a preview, public or not."""
    try:
        stored = mode.file_named(token, name)
    except (tokens.Forged, tokens.Expired) as problem:
        return _no_more(request, problem)
    try:
        return _private(kept_file(stored))
    except Http404:
        return _notice(request, _("The file is no more."), status=410)


def _no_more(request: HttpRequest, problem: Exception) -> HttpResponse:
    status = 404 if isinstance(problem, tokens.Forged) else 410
    return _notice(request, _reason(problem), status=status)


def _reason(problem: Exception) -> str:
    if isinstance(problem, tokens.Forged):
        return _("This is not a link that this site made. Was it copied whole?")
    if isinstance(problem, tokens.Expired):
        return _("The time of this link is over. Ask whoever sent it for a new one.")
    return _("What it showed was removed.")


def _notice(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    context = {"place": places.nowhere(), "reason": reason, "number": str(status)}
    return _private(render(request, "previews/notice.html", context, status=status))


def _private(response: Any) -> Any:
    """For nobody but who has the link: no index, no cache, and no site that a link leads to learns of it."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@admin.site.admin_view
@require_safe
def open_revision(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the preview of a revision, by a new link."""
    revision = get_object_or_404(Revision.objects.select_related("edition__item"), pk=pk)
    preview = links.of_revision(revision, with_shared_draft="with_shared" in request.GET)
    response = HttpResponseRedirect(links.path_of(preview, links.end_of(links.DEFAULT_DAYS)))
    return _private(response)


@admin.site.admin_view
@require_POST
def show_typing(request: HttpRequest, item: int, language: str) -> HttpResponse:
    """The page as it would be with what stands in a form; nothing is kept. What is wrong is said in a sentence."""
    obj = editions.thing_of(get_object_or_404(Item, pk=item, binned_at=None))
    try:
        languages.get(language)
        return _private(pages.of_typing(obj, language, _typed(request, type(obj), language)))
    except ValidationError as error:
        problem = " ".join(error.messages)
    except pages.Gone as gone:
        problem = _reason(gone)
    except (Refused, KeyError) as refusal:
        problem = str(refusal)
    return _private(HttpResponse(problem, status=422, content_type="text/plain; charset=utf-8"))


def _typed(request: HttpRequest, model: Any, language: str) -> dict[str, str]:
    """The texts of one language as they would be saved. The slug stays: an address is tried by saving it."""
    texts = {}
    for name in stores.fields(model):
        key = f"{name}__{language}"
        if name != "slug" and key in request.POST:
            texts[name] = text_field(model, name, language).clean(request.POST[key])
    return stores.cleaned(model, texts)
