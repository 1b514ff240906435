"""The real page of an item as it would be: made by the site's own view while drafts stand where live values do."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import override

from multilingual import formats, languages, stores
from publishing import editions, stage, storages
from publishing.models import SHARED, HasItem, Item, Revision, Seen, State
from publishing.moves import Refused
from publishing.snapshots import Content

from . import links
from .links import Preview
from .mode import Mode, Named, entered, file_address


class Gone(Exception):
    """What the link names is in the bin, or is no more."""


class Put(NamedTuple):
    """One draft and where it goes."""

    obj: HasItem
    language: str
    content: Content


def of_link(preview: Preview, until: datetime) -> HttpResponse:
    """The page that a link names. Raises Gone, Refused."""
    revisions = _revisions(preview.revisions)
    if len(revisions) != len(preview.revisions):
        raise Gone
    obj, puts = _things(preview.item, revisions)
    own = [r for r in revisions if r.edition.item_id == preview.item]
    shared = next((r for r in own if r.edition.language == SHARED), None)
    with override(preview.language):
        mode = Mode(
            until=until,
            ends=formats.moment(until, preview.language),
            revisions=tuple(named(revision, preview.language) for revision in own),
            switches={
                other.language: links.path_of(other, until)
                for other in links.others(obj, preview.language, shared)
            },
        )
    return _page(obj, preview.language, puts, mode)


def of_typing(obj: HasItem, language: str, texts: dict[str, str]) -> HttpResponse:
    """The page as it would be with these texts, and with what waits of the shared part. Raises Gone, Refused."""
    beside = links.to(obj, language, None, links.shared_draft(obj))
    obj, puts = _things(obj.item_id, _revisions(beside.revisions))
    typed = editions.newest_texts(obj, language) | texts
    return _page(obj, language, [*puts, Put(obj, language, typed)], Mode())


def _revisions(wanted: Iterable[int]) -> list[Revision]:
    found = Revision.objects.filter(pk__in=[*wanted])
    # The shared part before the texts, as it is published: nobody waits for anybody in a circle.
    return [*found.select_related("edition__item", "author").order_by("edition__language", "pk")]


def _things(item_id: int, revisions: list[Revision]) -> tuple[HasItem, list[Put]]:
    items = {revision.edition.item_id: revision.edition.item for revision in revisions}
    if item_id not in items:
        items.update(Item.objects.in_bulk([item_id]))
    things = editions.things_of(items.values())
    if (
        len(things) != len(items)
        or item_id not in things
        or any(i.binned_at for i in items.values())
    ):
        raise Gone
    puts = [Put(things[r.edition.item_id], r.edition.language, r.content) for r in revisions]
    return things[item_id], puts


def named(revision: Revision, reader: str) -> Named:
    """A revision as the bar calls it."""
    code = revision.edition.language
    return Named(
        part=languages.get(code).own_name if code else _("Shared part"),
        tag=languages.get(code).tag if code and code != reader else "",
        number=formats.number(revision.number, reader),
        at=formats.moment(revision.at, reader),
        author=str(revision.author or _("the site itself")),
        state=state_of(revision),
    )


def state_of(revision: Revision) -> str:
    """Where a revision stands, in the active language."""
    edition = revision.edition
    if revision.pk == edition.shown_id:
        return str(Seen.LIVE.label)
    if revision.pk != edition.newest_id:
        return _("earlier revision")
    return str(State(edition.state).label if edition.state != State.NONE else edition.seen.label)


def _page(obj: HasItem, language: str, puts: list[Put], mode: Mode) -> HttpResponse:
    try:
        with stage.taken_back(), override(language), entered(mode), _files(mode):
            _hold(obj, puts)
            for put in puts:
                stage.put(*put)
            response = _answer(_live(obj, language), language)
    except (IntegrityError, DataError) as error:
        raise Refused(_("These texts and the rest of the site do not go together.")) from error
    return response


def _files(mode: Mode) -> AbstractContextManager[None]:
    """Beside a form files have the addresses of the admin, as in the form itself."""
    if mode.until is None:
        return nullcontext()
    return storages.addressed(partial(file_address, until=mode.until))


def _hold(obj: HasItem, puts: list[Put]) -> None:
    """Whoever publishes or previews the same things at this moment waits, in the same order as everybody."""
    ids = {obj.item_id, *(put.obj.item_id for put in puts)}
    list(Item.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def _live(obj: HasItem, language: str) -> HasItem:
    """The thing as the stage has it; what it needs for a page and nobody has written yet is marked."""
    staged = editions.thing_of(obj.item)
    for thing in (*links.parents(staged), staged):
        if not stores.is_live(thing, language):
            stage.put(thing, language, {})
    return editions.thing_of(obj.item)


def _answer(obj: HasItem, language: str) -> HttpResponse:
    """Call the view behind the page, with a request that knows nothing of whoever asks."""
    path = obj.shown_on(language)
    if path is None:
        raise Refused(_("No page shows this."))
    match = resolve(path)
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"HTTP_HOST": settings.SITE_BASE_URL.partition("://")[2]}
    request.resolver_match = match
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        raise Refused(_("No page shows this.")) from None
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    if response.status_code != 200:
        raise Refused(_("No page shows this."))
    answer = HttpResponse(response.content)
    answer.headers["Content-Language"] = languages.get(language).tag
    return answer
