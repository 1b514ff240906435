"""What people are told about a unit, in the active language: where it stands, what its tags are, how long it may be."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from multilingual import links, stores
from publishing import editions
from publishing.models import HasItem
from publishing.previews import links as previews

from .documents import tags_of
from .models import Unit
from .text import tags

KINDS = {
    "paragraph": gettext_lazy("paragraph"),
    "heading": gettext_lazy("heading"),
    "item": gettext_lazy("item of a list"),
    "cell": gettext_lazy("cell of a table"),
    "quote": gettext_lazy("quotation"),
    "caption": gettext_lazy("caption"),
    "figure": gettext_lazy("text at a figure"),
    "alt": gettext_lazy("alternative text of a picture"),
}

TAGS = {
    "bold": gettext_lazy("%(tag)s is bold"),
    "emphasis": gettext_lazy("%(tag)s is emphasised"),
    "line-break": gettext_lazy("%(tag)s is a line break"),
    "link": gettext_lazy("%(tag)s is a link to %(detail)s"),
    "picture": gettext_lazy("%(tag)s is the picture %(detail)s"),
    "other": gettext_lazy("%(tag)s is a format: %(detail)s"),
}

PREVIEW_DAYS = 30


def of_thing(obj: HasItem, source: str) -> Iterator[str]:
    """Say which item it is, and where its source can be read."""
    yield f"{obj._meta.verbose_name}: {editions.name_of(obj)}"
    if address := address_of(obj, source):
        yield address


def address_of(obj: HasItem, language: str) -> str:
    """Where the text of a language can be read: its page, or a preview that ends where nothing is published."""
    if stores.is_live(obj, language):
        return links.absolute(obj.shown_on(language) or "/")
    if revision := previews.newest(obj, language):
        preview = previews.to(obj, language, revision, previews.shared_draft(obj))
        # To the day: exported twice on one day, the file is the same.
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return links.absolute(previews.path_of(preview, today + timedelta(days=PREVIEW_DAYS)))
    return ""


def of_text(unit: Unit, obj: HasItem) -> Iterator[str]:
    """Say which text of an item it is, how long it may be and what its tags are."""
    field = stores.field(type(obj), unit.field)
    kind = KINDS.get(unit.kind)
    yield " · ".join(map(str, [field.verbose_name, *([kind] if kind else [])]))
    if field.max_length and unit.kind == "text":
        yield _("At most %(count)s characters.") % {"count": field.max_length}
    for tag in tags_of(unit):
        shown = f"<{tag.number}/>" if tag.is_single else f"<{tag.number}>"
        description = tags.describe(tag)
        yield str(TAGS[description.code]) % {"tag": shown, "detail": description.detail}


def of_message(unit: Unit) -> Iterator[str]:
    """Say where an interface text stands, and what programmers say about it."""
    if (context := unit.about.get("context")) is not None:
        yield _("Context: %(context)s") % {"context": context}
    yield from unit.about.get("notes", ())
    if places := unit.about.get("places"):
        yield _("In %(places)s") % {"places": ", ".join(places)}
