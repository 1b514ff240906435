"""What the form of an item shows of each edition: where it stands, its fields or texts, what this person may do."""

from typing import Any

from multilingual import languages, stores

from . import actions, diffs, editions, hinting, log, outdated, rights, services
from .forms import EditionsForm
from .models import SHARED, Edition, HasItem, Revision, Schedule, Seen, State
from .previews import offers

# Proposed by the site, or needed by few: folded away (E3).
FOLDED = ("slug", "search_title", "search_description", "picture_alt", "cover_alt", "link_label")


def edition_panel(
    model: type[HasItem],
    obj: HasItem | None,
    form: EditionsForm,
    language: languages.Language,
    person: Any,
) -> dict[str, Any]:
    """One language of an item."""
    code = language.code
    names = form.text_names.get(code, {})
    parts = _fields(form, names) if names else _texts(model, obj, code)
    panel = _standing(obj, code, person) | _source(obj, code)
    changes = panel["source_changes"]
    texts = {name: _value(part) for name, part in parts}
    hints = hinting.sentences(model, obj, code, texts) if any(texts.values()) else {}
    for name, part in parts:
        part["source"] = changes.get(name)
        part["hints"] = hints.get(name, [])
    return {
        **panel,
        "language": language,
        "main": [part for name, part in parts if name not in FOLDED],
        "folded": [part for name, part in parts if name in FOLDED],
        "is_unfolded": any(form.has_error(names[n]) for n in names if n in FOLDED)
        or any(name in FOLDED for name in changes),
        "url": _url(obj, code) if obj else None,
        "may_write": bool(names),
        "may_push": bool(names) and actions.may_push_own(obj or model, code, person),
        "preview": offers.of_language(obj, code),
    }


def shared_panel(obj: HasItem | None, person: Any) -> dict[str, Any]:
    """The shared part, with the live pages that its publication changes."""
    return {
        **_standing(obj, SHARED, person),
        "may_write": obj is None or rights.may_edit_shared(person, obj),
        "may_push": obj is not None and actions.may_push_own(obj, SHARED, person),
        "pages": live_pages(obj) if obj else [],
        "changes": _shared_changes(obj) if obj else [],
        "preview": offers.of_shared(obj),
    }


def live_pages(obj: HasItem) -> list[tuple[languages.Language, str]]:
    """The live pages of an item itself: what a publication of its shared part changes first."""
    found = ((language, _url(obj, language.code)) for language in languages.LANGUAGES)
    return [(language, url) for language, url in found if url]


def _url(obj: HasItem, code: str) -> str | None:
    return obj.url_in(code) if hasattr(obj, "url_in") else None


def _shared_changes(obj: HasItem) -> list[diffs.FieldDiff]:
    edition = editions.shared_of(obj)
    if edition is None or edition.newest_id in (None, edition.shown_id):
        return []
    revisions = Revision.objects.select_related("edition")
    shown = edition.shown_id and revisions.get(pk=edition.shown_id)
    return diffs.of_revisions(type(obj), shown or None, revisions.get(pk=edition.newest_id))


def _standing(obj: HasItem | None, code: str, person: Any) -> dict[str, Any]:
    edition = editions.of(obj, code) if obj else None
    panel = {"code": code, "key": code or "shared", "is_shared": code == SHARED}
    if obj is None or edition is None:
        return {**panel, "seen": Seen.NOTHING, "state": State.NONE, "offers": {}}
    offered = actions.offered(obj, code, person)
    return {
        **panel,
        "seen": edition.seen,
        "state": State(edition.state),
        "edition": edition,
        "newest": edition.newest,
        "written": edition.newest and log.moment(edition.newest.at),
        "requested": edition.requested_id is not None,
        "schedules": _schedules(edition),
        "verdict": _verdict(edition),
        "is_own_review": _is_own_review(edition, person),
        "may_manage": rights.may_manage(person),
        # Templates reach no name with a hyphen.
        "offers": {name.replace("-", "_"): actions.LABELS[name] for name in offered},
    }


def _schedules(edition: Edition) -> list[tuple[Schedule, str]]:
    pending = edition.schedules.filter(outcome=Schedule.Outcome.PENDING).select_related("revision")
    return [(schedule, log.moment(schedule.due_at)) for schedule in pending]


def _is_own_review(edition: Edition, person: Any) -> bool:
    """She would approve it, had she not written it."""
    return (
        edition.state == State.REVIEW
        and edition.newest is not None
        and edition.newest.author_id == person.pk
        and not services.may_approve_own(edition.language)
    )


def _verdict(edition: Edition) -> Any:
    if edition.state not in (State.SENT_BACK, State.APPROVED) or edition.newest is None:
        return None
    return edition.newest.reviews.select_related("reviewer").first()


def _source(obj: HasItem | None, code: str) -> dict[str, Any]:
    """What a translation follows, and what changed there since: shown with each field."""
    empty: dict[str, Any] = {"source_changes": {}, "follows": None, "outdated": None}
    edition = editions.of(obj, code) if obj else None
    if obj is None:
        return empty
    if edition is None or edition.newest is None:
        first = editions.of(obj, obj.item.source_language) if obj.item.source_language else None
        return empty | {"follows": first and first.newest_id}
    basis = editions.basis_of(edition.shown or edition.newest).source
    if basis is None:
        return empty
    newest = basis.edition.newest
    why = outdated.of_edition(edition)
    return {
        "follows": newest and newest.pk,
        "outdated": why,
        "source_language": languages.get(basis.edition.language),
        "source_changes": _changes(obj, basis, newest),
        "shared_changes": diffs.of_pair(type(obj), why.shared) if why and why.shared else [],
    }


def _changes(obj: HasItem, basis: Revision, newest: Revision | None) -> dict[str, diffs.FieldDiff]:
    if newest is None or newest.digest == basis.digest:
        return {}
    found = diffs.of_pair(type(obj), (basis, newest))
    return {change.name: change for change in found if change.name != "slug"}


def _value(part: dict[str, Any]) -> str:
    return str(part["field"].value() or "") if "field" in part else part["text"]


def _fields(form: EditionsForm, names: Any) -> list[tuple[str, dict[str, Any]]]:
    rich = stores.rich_fields(form._meta.model)
    return [
        (
            name,
            {
                "field": form[key],
                "needed": name in services.NEEDED and name != "slug",
                "stored": form.stored_meanwhile.get(key),
                "rich": name in rich,
            },
        )
        for name, key in names.items()
    ]


def _texts(
    model: type[HasItem], obj: HasItem | None, code: str
) -> list[tuple[str, dict[str, Any]]]:
    texts = editions.newest_texts(obj, code) if obj else dict.fromkeys(stores.fields(model), "")
    rich = stores.rich_fields(model)
    return [
        (
            name,
            {"label": stores.field(model, name).verbose_name, "text": text, "rich": name in rich},
        )
        for name, text in texts.items()
    ]
