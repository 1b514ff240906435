"""What a form offers of previews, for templates/admin/publishing/preview_links.html."""

from typing import Any

from django.urls import reverse

from multilingual import links as places
from publishing.models import HasItem

from . import links
from .links import Preview


def of_language(obj: HasItem | None, language: str) -> dict[str, Any] | None:
    """Previews of the newest revision of a language, with what waits of the shared part, and of what is being typed.

    None for what is not stored yet.
    """
    if obj is None or obj.pk is None:
        return None
    offer: dict[str, Any] = {
        "links": [],
        "typing": reverse("preview-typing", args=(obj.item_id, language)),
    }
    if newest := links.newest(obj, language):
        preview = links.to(obj, language, newest, links.shared_draft(obj))
        opening = reverse("preview-revision", args=(newest.pk,)) + "?with_shared"
        offer |= {"opening": opening, "links": _copies(preview)}
    return offer


def of_shared(obj: HasItem | None) -> dict[str, Any] | None:
    """Previews of what waits of the shared part; None when nothing does."""
    draft = links.shared_draft(obj) if obj is not None and obj.pk is not None else None
    if obj is None or draft is None:
        return None
    opening = reverse("preview-revision", args=(draft.pk,))
    return {"typing": "", "opening": opening, "links": _copies(links.of_shared(obj, draft))}


def _copies(preview: Preview) -> list[tuple[str, str]]:
    """How long, and the link that works so long."""
    return [
        (str(label), places.absolute(links.path_of(preview, links.end_of(days))))
        for days, label in links.LIFETIMES.items()
    ]
