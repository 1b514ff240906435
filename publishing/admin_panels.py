"""What the form of an item shows of each edition: where it stands, its fields or texts, what this person may do."""

from typing import Any

from multilingual import languages, stores

from . import actions, diffs, editions, log, outdated, rights, services
from .forms import EditionsForm
from .models import SHARED, HasItem, Schedule, Seen, State

# Proposed by the site, or needed by few: folded away (E3).
FOLDED = ("slug", "search_title", "search_description", "picture_alt", "cover_alt", "link_label")


def edition_panel(
    model: type[HasItem],
    obj: HasItem | None,
    form: EditionsForm,
    language: languages.Language,
    person: Any,
) -> dict[str, Any]:
    code = language.code
    names = form.text_names.get(code, {})
    parts = _fields(form, names) if names else _texts(model, obj, code)
    return {
        **_standing(obj, code, person),
        "language": language,
        "main": [part for name, part in parts if name not in FOLDED],
        "folded": [part for name, part in parts if name in FOLDED],
        "has_folded_errors": any(form.has_error(names[n]) for n in names if n in FOLDED),
        "url": obj.url_in(code) if obj and hasattr(obj, "url_in") else None,
        "may_write": bool(names),
    }


def shared_panel(obj: HasItem | None, person: Any) -> dict[str, Any]:
    return {
        **_standing(obj, SHARED, person),
        "may_write": rights.may_edit_shared(person, obj),
        "pages": live_pages(obj) if obj else [],
    }


def live_pages(obj: HasItem) -> list[tuple[languages.Language, str]]:
    """The live pages of an item itself: what a publication of its shared part changes first."""
    found = ((language, _url(obj, language.code)) for language in languages.LANGUAGES)
    return [(language, url) for language, url in found if url]


def _url(obj: HasItem, code: str) -> str | None:
    return obj.url_in(code) if hasattr(obj, "url_in") else None


def _standing(obj: HasItem | None, code: str, person: Any) -> dict[str, Any]:
    edition = editions.of(obj, code) if obj else None
    if obj is None or edition is None:
        return {"seen": Seen.NOTHING, "state": State.NONE, "offers": [], "code": code}
    pending = edition.schedules.filter(outcome=Schedule.Outcome.PENDING)
    last = edition.newest.reviews.first() if edition.newest else None
    why = outdated.of_edition(edition)
    return {
        "code": code,
        "seen": edition.seen,
        "state": State(edition.state),
        "newest": edition.newest,
        "schedules": [(s, log.moment(s.due_at)) for s in pending],
        "verdict": last if edition.state in (State.SENT_BACK, State.APPROVED) else None,
        "outdated": why and diffs.of_outdated(obj, why),
        "offers": [
            {"name": name, "label": actions.LABELS[name]}
            for name in actions.offered(obj, code, person)
        ],
        "may_push": actions.may_push_own(obj, code, person),
    }


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
    texts = editions.newest_texts(obj, code) if obj else {}
    rich = stores.rich_fields(model)
    return [
        (
            name,
            {"label": stores.field(model, name).verbose_name, "text": text, "rich": name in rich},
        )
        for name, text in texts.items()
    ]
