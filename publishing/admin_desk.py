"""The desk as a page: reads what was asked and ticked, calls desk and actions, says what came of each item."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from multilingual import formats, languages

from . import actions, desk, editions, rights, services
from .forms import ActionForm
from .models import SHARED, Edition, HasItem, Item, Schedule, Seen, State
from .moves import Refused
from .reasons import Reasons, day_of, on_day, reader, sentence_of

SHARED_KEY = "shared"
"""The shared part in addresses and forms, where "" would mean nothing chosen."""
EVERY = "every"
"""Every language, where parts are chosen for an action."""
TOGETHER = "together"
MOST_TICKED = 200

# Actions that make sense for many items at once, each with the right it needs.
BULK = {
    "submit": rights.may_write_part,
    "approve": rights.may_review,
    "publish": rights.may_publish,
    TOGETHER: rights.may_publish,
    "schedule": rights.may_publish,
    "withdraw": rights.may_publish,
    "request": rights.may_write,
}
NOT_OF_SHARED = ("withdraw", "request")
TOGETHER_LABEL = gettext_lazy("Publish all together, or none")

SEEN_ICONS = {Seen.LIVE: "visibility", Seen.WITHDRAWN: "visibility_off", Seen.NOTHING: "remove"}


# What was asked


def read_filters(query: Mapping[str, str]) -> desk.Filters:
    """Read an address; what nobody knows is not asked."""

    def one_of(name: str, known: Iterable[str]) -> str:
        value = query.get(name, "")
        return value if value in known else ""

    language = one_of("language", (*languages.CODES, SHARED_KEY))
    return desk.Filters(
        language=_part(language) if language else None,
        kind=one_of("kind", [m._meta.label_lower for ms in desk.kinds().values() for m in ms]),
        state=one_of("state", desk.STATES),
        seen=one_of("seen", Seen.values),
        need=one_of("need", desk.NEEDS),
        waits=one_of("waits", desk.WAITS),
        mine=bool(query.get("mine")),
        words=" ".join(query.get("words", "").split())[:100],
    )


def address_of(filters: desk.Filters, **place: object) -> str:
    """The address at which these filters, and a place in the list, are asked."""
    said = filters._asdict() | {
        "language": _key(filters.language) if filters.language is not None else "",
        "mine": "1" if filters.mine else "",
    }
    query = urlencode({name: value for name, value in {**said, **place}.items() if value})
    return reverse("admin:index") + (f"?{query}" if query else "")


def _part(key: str) -> str:
    return SHARED if key == SHARED_KEY else key


def _key(part: str) -> str:
    return part or SHARED_KEY


# The page


def context(request: HttpRequest, icons: Mapping[str, str], said: "Said | None") -> dict[str, Any]:
    """Everything on the desk; ``said`` is what was just refused there."""
    filters = read_filters(request.GET)
    found = desk.page(
        filters,
        request.user,
        after=desk.Cursor.read(request.GET.get("after", "")),
        before=desk.Cursor.read(request.GET.get("before", "")),
    )
    waiting, due = desk.waiting_for(request.user), desk.due()
    ids = [item.pk for item in found.items]
    refused = [outcome.item for outcome in said.outcomes] if said else []
    named = {*ids, *(pk for one in waiting for pk in one.first), *refused}
    known = desk.editions_of(named | {schedule.edition.item_id for schedule in due})
    reasons = Reasons((e for pk in ids for e in known[pk].values()), ids)
    return {
        "desk": {
            "parts": [*languages.LANGUAGES, None],
            "rows": [_row(item, known[item.pk], reasons, icons, said) for item in found.items],
            "page": found,
            "count": found.total is not None
            and formats.number(found.total, reader()) + ("+" if found.is_more else ""),
            "looked_until": found.looked_until and day_of(found.looked_until),
            "newer": found.newer and address_of(filters, before=found.newer),
            "older": found.older and address_of(filters, after=found.older),
            "first": address_of(filters),
            "filters": filters,
            "language_key": "" if filters.language is None else _key(filters.language),
            "chips": _chips(filters),
            "kinds": _kinds(),
            "is_filtered": filters != desk.Filters(),
            "waits": desk.WAITS[filters.waits].label if filters.waits else "",
            "clear": reverse("admin:index"),
            "waiting": [_waiting(one, known) for one in waiting],
            "due": [_due(one, known, request.user) for one in due[: desk.MOST_DUE]],
            "more_due": len(due) > desk.MOST_DUE and address_of(desk.Filters(need=desk.DUE)),
            "actions": _offered(request.user),
            "said": said,
            "form": said.form if said else ActionForm(prefix="act"),
            "elsewhere": _elsewhere(said, ids, known),
        }
    }


def _row(
    item: desk.Row,
    known: dict[str, Edition],
    reasons: Reasons,
    icons: Mapping[str, str],
    said: "Said | None",
) -> dict[str, Any]:
    last = reasons.last_event(item.pk)
    return {
        "id": item.pk,
        "name": desk.name_of(known),
        "kind": capfirst(apps.get_model(item.kind)._meta.verbose_name),
        "icon": icons.get(item.kind, "draft"),
        "url": _open(item.pk),
        "changed": _changed(item, last),
        "cells": [_cell(item.pk, part, known, reasons) for part in (*languages.CODES, SHARED)],
        "ticked": said is not None and item.pk in said.ticked,
        "seen": actions.newest_in(known.values()),
    }


def _changed(item: desk.Row, last: Any) -> str:
    who = last.person if last else None
    given = {"day": on_day(item.changed_at), "person": who}
    return (_("Changed %(day)s by %(person)s") if who else _("Changed %(day)s")) % given


def _cell(item: int, part: str, known: dict[str, Edition], reasons: Reasons) -> dict[str, Any]:
    edition = known.get(part)
    seen = edition.seen if edition else Seen.NOTHING
    state = State(edition.state) if edition else State.NONE
    return {
        "language": languages.get(part) if part else None,
        "seen": seen,
        "seen_icon": SEEN_ICONS[seen],
        "state": state,
        "is_pending": state != State.NONE,
        "is_missing": edition is None or edition.newest_id is None,
        "is_outdated": edition is not None and reasons.is_outdated(edition),
        "reasons": reasons.of(item, part),
        "url": _open(item, part),
    }


def _open(item: int, part: str | None = None) -> str:
    anchor = "" if part is None else f"#edition-{_key(part)}"
    return reverse("admin:open-item", args=(item,)) + anchor


def open_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the form of the article, product … that an item is."""
    item = get_object_or_404(Item, pk=pk)
    model: Any = apps.get_model(item.kind)
    thing = model._default_manager.filter(item=item).values_list("pk", flat=True).first()
    if thing is None:
        raise Http404
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    return HttpResponseRedirect(reverse(name, args=(thing,)))


def _chips(filters: desk.Filters) -> list[list[dict[str, Any]]]:
    """One click to a filter and one away from it; of one group only one is chosen."""
    groups: list[tuple[str, Iterable[tuple[Any, Any]]]] = [
        ("state", desk.STATES.items()),
        ("seen", Seen.choices),
        ("need", desk.NEEDS.items()),
        ("mine", [(True, _("written by me"))]),
    ]
    return [
        [
            {
                "name": name,
                "value": value,
                "label": label,
                "is_on": (is_on := getattr(filters, name) == value),
                "url": address_of(
                    filters._replace(
                        waits="", **{name: desk.Filters._field_defaults[name] if is_on else value}
                    )
                ),
            }
            for value, label in choices
        ]
        for name, choices in groups
    ]


def _kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            str(apps.get_app_config(app).verbose_name),
            [(m._meta.label_lower, capfirst(str(m._meta.verbose_name_plural))) for m in models],
        )
        for app, models in desk.kinds().items()
    ]


def _waiting(one: desk.Waiting, known: dict[int, dict[str, Edition]]) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": one.label,
        "count": formats.number(one.number, reader()) + ("+" if one.is_more else ""),
        "among": one.among and formats.number(one.among, reader()),
        "first": [(desk.name_of(known[pk]), _open(pk)) for pk in one.first],
        "url": address_of(desk.Filters(waits=one.name)),
    }


def _due(schedule: Schedule, known: dict[int, dict[str, Edition]], person: Any) -> dict[str, Any]:
    edition = schedule.edition
    app = edition.item.kind.partition(".")[0]
    return {
        "id": schedule.pk,
        "name": desk.name_of(known[edition.item_id]),
        "url": _open(edition.item_id, edition.language),
        "language": languages.get(edition.language) if edition.language else None,
        "sentence": sentence_of(schedule, edition),
        "may_cancel": rights.may_publish(person, edition.language, app),
    }


# Many items at once


class Offer(NamedTuple):
    value: str
    label: Any
    action: str


def _offered(person: Any) -> list[tuple[Any, list[Offer]]]:
    """What a person may do to many items at once, by language; services ask for each item again."""
    groups: list[tuple[Any, list[Offer]]] = []
    for part in (*languages.CODES, SHARED):
        offers = [
            Offer(f"{action}:{_key(part)}", _label(action), action)
            for action, may in BULK.items()
            if may(person, part) and not (part == SHARED and action in NOT_OF_SHARED)
        ]
        groups.append((languages.get(part).own_name if part else _("The shared part"), offers))
    if any(rights.may_publish(person, code) for code in languages.CODES):
        every = Offer(f"{TOGETHER}:{EVERY}", TOGETHER_LABEL, TOGETHER)
        groups.append((_("All languages"), [every]))
    return [(name, offers) for name, offers in groups if offers]


def _label(action: str) -> Any:
    return TOGETHER_LABEL if action == TOGETHER else actions.LABELS[action]


class Outcome(NamedTuple):
    """What came of one item."""

    item: int
    sentence: str
    is_done: bool


class Said(NamedTuple):
    """What was refused: shown with the ticks and choices that led there."""

    form: ActionForm
    chosen: str = ""
    ticked: frozenset[int] = frozenset()
    outcomes: tuple[Outcome, ...] = ()
    problem: str = ""


def act(request: HttpRequest) -> Said | None:
    """Do what was ticked and chosen. Returns None when all of it was done, with messages that say so."""
    if "cancel" in request.POST:
        _cancel(request)
        return None
    chosen, ticked = request.POST.get("action", ""), _ticked(request.POST)
    refused = Said(ActionForm(request.POST, prefix="act"), chosen, frozenset(ticked))
    if problem := _problem(request.user, refused):
        return refused._replace(problem=problem)
    action, _colon, key = chosen.partition(":")
    seen = {pk: actions.read_seen(request.POST.get(f"seen-{pk}", "")) for pk in ticked}
    said = actions.Said(**refused.form.cleaned_data)
    outcomes = _act_on(ticked, action, key, request.user, said, seen)
    failed = frozenset(outcome.item for outcome in outcomes if not outcome.is_done)
    if failed:
        return refused._replace(ticked=failed, outcomes=tuple(outcomes))
    _tell(request, key, outcomes)
    return None


def _problem(person: Any, said: Said) -> str:
    """Why nothing can be begun with what was chosen."""
    offers = {offer.value for _name, offers in _offered(person) for offer in offers}
    if said.chosen not in offers:
        return _("Choose what is to be done.")
    if not said.ticked:
        return _("Tick the items first.")
    if len(said.ticked) > MOST_TICKED:
        return _("These are too many at once.")
    return " ".join(sentence for found in said.form.errors.values() for sentence in found)


def _ticked(posted: QueryDict) -> list[int]:
    numbers = (text for text in posted.getlist("item") if text.isdecimal() and len(text) < 19)
    return list(dict.fromkeys(int(text) for text in numbers))


def _act_on(
    ticked: list[int],
    action: str,
    key: str,
    person: Any,
    said: actions.Said,
    seen: Mapping[int, int | None],
) -> list[Outcome]:
    items = Item.objects.filter(pk__in=ticked, binned_at=None)
    things = editions.things_of(items)
    gone = [Outcome(pk, _("It is no longer there."), False) for pk in ticked if pk not in things]
    there = [things[pk] for pk in ticked if pk in things]
    if action == TOGETHER:
        # All or none: with one of them gone, nothing is done.
        return gone + _together(there, key, person, said, seen, stop=bool(gone))
    return gone + [
        _act_on_one(obj, action, _part(key), person, said._replace(seen=seen[obj.item_id]))
        for obj in there
    ]


def _act_on_one(obj: HasItem, action: str, part: str, person: Any, said: actions.Said) -> Outcome:
    try:
        actions.act(action, obj, part, by=person, said=said)
    except Refused as refusal:
        return Outcome(obj.item_id, str(refusal), False)
    return Outcome(obj.item_id, str(_done(action)), True)


def _together(
    things: list[HasItem],
    key: str,
    person: Any,
    said: actions.Said,
    seen: Mapping[int, int | None],
    *,
    stop: bool,
) -> list[Outcome]:
    found = {obj.item_id: _pending(obj, key) for obj in things}
    parts = [part for pending in found.values() for part in pending]
    reason = ""
    try:
        if not stop:
            services.publish_together(parts, by=person, with_shared=said.with_shared, seen=seen)
    except Refused as refusal:
        reason = str(refusal)
    if stop or reason:
        sentence = _("Not published, because all were to be published together.")
        return [Outcome(pk, f"{sentence} {reason}".strip(), False) for pk in found]
    return [
        Outcome(pk, str(_done("publish")) if pending else _("Nothing was waiting here."), True)
        for pk, pending in found.items()
    ]


def _pending(obj: HasItem, key: str) -> list[services.Part]:
    """The part that was named; of every language, those whose newest revision visitors do not see yet."""
    if key != EVERY:
        return [services.Part(obj, _part(key))]
    return [
        services.Part(obj, edition.language)
        for edition in obj.item.editions.all()
        if edition.language != SHARED and edition.newest_id not in (None, edition.shown_id)
    ]


DONE = {
    "submit": gettext_lazy("Submitted for review."),
    "approve": gettext_lazy("Approved."),
    "publish": gettext_lazy("Published."),
    "schedule": gettext_lazy("Scheduled."),
    "withdraw": gettext_lazy("Withdrawn."),
    "request": gettext_lazy("Translation requested."),
}


def _done(action: str) -> Any:
    return DONE[action]


def _tell(request: HttpRequest, key: str, outcomes: list[Outcome]) -> None:
    known = desk.editions_of(outcome.item for outcome in outcomes)
    names: dict[str, list[str]] = {}
    for outcome in outcomes:
        names.setdefault(outcome.sentence, []).append(shown_name(known[outcome.item]))
    part = "" if key == EVERY else _("the shared part")
    if key in languages.CODES:
        part = languages.get(key).own_name
    for sentence, found in names.items():
        given = {
            "done": sentence,
            "items": formats.enumeration(found, reader()),
            "part": part,
        }
        told = _("%(part)s: %(done)s %(items)s") if part else _("%(done)s %(items)s")
        messages.success(request, told % given)


def shown_name(known: dict[str, Edition]) -> str:
    return desk.name_of(known).text or _("Untitled")


def _elsewhere(
    said: Said | None, ids: list[int], known: dict[int, dict[str, Edition]]
) -> list[dict[str, Any]]:
    """The report, item by item; what is not on this page can be ticked here."""
    if said is None:
        return []
    return [
        {
            "id": outcome.item,
            "name": desk.name_of(known[outcome.item]),
            "url": _open(outcome.item),
            "sentence": outcome.sentence,
            "is_done": outcome.is_done,
            "is_elsewhere": not outcome.is_done and outcome.item not in ids,
        }
        for outcome in said.outcomes
    ]


def _cancel(request: HttpRequest) -> None:
    pk = request.POST["cancel"]
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    schedule = get_object_or_404(Schedule.objects.select_related("edition__item"), pk=pk)
    try:
        services.cancel(schedule, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The schedule is cancelled."))
