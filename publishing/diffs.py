"""What changed between two revisions of an edition, for people to read."""

from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _

from multilingual import languages, stores
from multilingual.text import diff

from . import snapshots
from .models import SHARED, HasItem, Revision
from .snapshots import Content


class FieldDiff(NamedTuple):
    """One field that changed: pieces of a plain text, or the blocks of a rich one (one of the two is empty)."""

    name: str
    """The field's or the rows' name in the model."""
    label: str
    tag: str
    """The BCP 47 tag of the text's language; "" for numbers and names."""
    pieces: list[diff.Piece]
    blocks: list[diff.BlockChange]


def of_revisions(model: type[HasItem], old: Revision | None, new: Revision) -> list[FieldDiff]:
    """What a revision changed against an earlier one (None: everything is new) of the same edition."""
    language = new.edition.language
    if language == SHARED:
        before = old.content if old else {"fields": {}, "rows": {}}
        return _of_shared(model, before, new.content)
    return _of_texts(model, language, old.content if old else {}, new.content)


def of_pair(model: type[HasItem], pair: tuple[Revision, Revision]) -> list[FieldDiff]:
    """The same of two revisions whose contents were not brought along."""
    whole = Revision.objects.select_related("edition").in_bulk([revision.pk for revision in pair])
    old, new = (whole[revision.pk] for revision in pair)
    return of_revisions(model, old, new)


def _of_texts(model: type[HasItem], language: str, old: Content, new: Content) -> list[FieldDiff]:
    tag, rich = languages.get(language).tag, stores.rich_fields(model)
    found = []
    for name in stores.fields(model):
        before, after = old.get(name, ""), new.get(name, "")
        if before == after:
            continue
        label = _label(stores.field(model, name))
        if name in rich:
            blocks = diff.block_changes(before, after, language)
            found.append(FieldDiff(name, label, tag, [], blocks))
        else:
            found.append(FieldDiff(name, label, tag, diff.changes(before, after, language), []))
    return found


def _of_shared(model: type[HasItem], old: Content, new: Content) -> list[FieldDiff]:
    found = [
        _change(
            field.name, _label(field), _shown(field, old["fields"]), _shown(field, new["fields"])
        )
        for field in stores.shared_fields(model)
        if old["fields"].get(field.name) != new["fields"].get(field.name)
        and field.name not in _SIZES
    ]
    for name in model.SHARED_ROWS:
        found += _of_rows(model, name, old["rows"].get(name, []), new["rows"].get(name, []))
    return found


# Follow from a picture, and say nothing to a reader.
_SIZES = {"picture_width", "picture_height", "cover_width", "cover_height"}


def _of_rows(
    model: type[HasItem], name: str, old: list[Content], new: list[Content]
) -> list[FieldDiff]:
    relation = snapshots.relation(model, name)
    label = str(relation.related_model._meta.verbose_name)
    before, after = ({row["pk"]: row for row in rows} for rows in (old, new))
    return [
        _change(name, label, _row(relation, before.get(pk)), _row(relation, after.get(pk)))
        for pk in {**before, **after}
        if before.get(pk) != after.get(pk)
    ]


def _row(relation: Any, row: Content | None) -> str:
    if row is None:
        return ""
    fields = snapshots.row_fields(relation)
    parts = ((field, _shown(field, row)) for field in fields if field.name not in _SIZES)
    return ", ".join(f"{_label(field)} {text}" for field, text in parts if text)


def _change(name: str, label: str, old: str, new: str) -> FieldDiff:
    pieces = (diff.Piece("removed", old), diff.Piece("added", new))
    return FieldDiff(name, label, "", [piece for piece in pieces if piece.text], [])


def _label(field: "models.Field[Any, Any]") -> str:
    return str(field.verbose_name)


def _shown(field: "models.Field[Any, Any]", content: Content) -> str:
    """A stored value as people read it: a choice or another thing by its name."""
    value = content.get(field.name)
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        thing = models.QuerySet(field.related_model).filter(pk=value).first()
        return str(thing) if thing else str(value)
    if isinstance(field, models.DecimalField):
        return format(field.to_python(value).normalize(), "f")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    names = {str(key): str(name) for key, name in field.flatchoices}
    return names.get(str(value), str(value))
