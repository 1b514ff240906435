"""What a revision holds: the texts of a language, or the shared part with the rows that belong to it, as JSON.

The shared part is ``{"fields": {name: value}, "rows": {relation: [{"pk": …, name: value}]}}``. Values are written as
Django's serializers write them: numbers and dates as text, files by name, relations by primary key.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ProtectedError
from django.db.models.fields.files import FileField
from django.utils.translation import gettext as _

from multilingual import stores
from multilingual.text import diff

from .models import SHARED, HasItem
from .moves import Refused

Content = dict[str, Any]

# A row that lives in a draft only has its number already, so that it is the same row when it is published. Numbers up
# to 2^52 are exact in JavaScript too, and far beyond what a sequence gives.
_LOWEST, _HIGHEST = 2**40, 2**52


def digest(model: type[HasItem], language: str, content: Content) -> str:
    """Return the same value for contents that differ in white space, slug or what no reader sees."""
    folded = _visible(model, content) if language == SHARED else _folded(model, content)
    written = json.dumps(folded, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _folded(model: type[HasItem], texts: Mapping[str, str]) -> dict[str, str]:
    rich = stores.rich_fields(model)
    return {
        name: diff.fold_html(text) if name in rich else diff.fold(text)
        for name, text in texts.items()
        if name != "slug"
    }


def _visible(model: type[HasItem], content: Content) -> Content:
    fields = {n: v for n, v in content["fields"].items() if n not in model.UNSEEN}
    unseen = (*model.UNSEEN, "pk")
    rows = {
        name: sorted(
            ({n: v for n, v in row.items() if n not in unseen} for row in found),
            key=lambda row: json.dumps(row, sort_keys=True),
        )
        for name, found in content["rows"].items()
    }
    return {"fields": fields, "rows": rows}


def read_shared(obj: HasItem) -> Content:
    """Return the shared part of an item as the database holds it."""
    stored = _plain(type(obj)).get(pk=obj.pk)
    rows = {name: [*_rows_of(obj, name)] for name in type(obj).SHARED_ROWS}
    return {"fields": values(stored, stores.shared_fields(type(obj))), "rows": rows}


def _rows_of(obj: HasItem, name: str) -> Iterator[Content]:
    of = relation(type(obj), name)
    for row in _plain(of.related_model).filter(**{of.field.name: obj.pk}).order_by("pk"):
        yield {"pk": row.pk, **values(row, row_fields(of))}


def numbered(content: Content, known: Content) -> Content:
    """Give each row that no revision knew before, or that another has already, a number that it keeps."""
    before = {name: {row["pk"] for row in rows} for name, rows in known["rows"].items()}
    rows = {
        name: [*_numbered(found, before.get(name, set()))]
        for name, found in content["rows"].items()
    }
    return {"fields": content["fields"], "rows": rows}


def _numbered(rows: list[Content], known: set[int]) -> Iterator[Content]:
    left = set(known)
    for row in rows:
        yield row if row["pk"] in left else {**row, "pk": _new_number()}
        left.discard(row["pk"])


def _new_number() -> int:
    return _LOWEST + secrets.randbelow(_HIGHEST - _LOWEST)


def write_shared(obj: HasItem, content: Content) -> None:
    """Make the database hold a shared part: its fields, and exactly its rows. Raises Refused."""
    model = type(obj)
    fields = stores.shared_fields(model)
    _refuse_dangling(fields, [content["fields"]])
    _plain(model).filter(pk=obj.pk).update(**_parsed(fields, content["fields"]))
    for name in model.SHARED_ROWS:
        _write_rows(obj, relation(model, name), content["rows"].get(name, []))
    obj.refresh_from_db()


def _write_rows(obj: HasItem, of: Any, wanted: list[Content]) -> None:
    model, fields = of.related_model, row_fields(of)
    _refuse_dangling(fields, wanted)
    of_item = _plain(model).filter(**{of.field.name: obj.pk})
    before = {row.pk: {"pk": row.pk, **values(row, fields)} for row in of_item}
    after = {row["pk"]: row for row in wanted}
    changed = [row for pk, row in after.items() if before.get(pk) != row]
    gone = set(before) - set(after)
    if not _is_pointed_at(model):  # two rows may have swapped what has to be unique
        gone |= {row["pk"] for row in changed}
    try:
        of_item.filter(pk__in=gone).delete()
    except ProtectedError as error:
        raise Refused(
            _("“%(row)s” is still in use and cannot be removed.")
            % {"row": next(iter(error.protected_objects))}
        ) from error
    kept = set(before) - gone
    for row in changed:
        if row["pk"] in kept:
            of_item.filter(pk=row["pk"]).update(**_parsed(fields, row))
    new = [
        model(pk=row["pk"], **{of.field.name: obj}, **_parsed(fields, row))
        for row in changed
        if row["pk"] not in kept
    ]
    _plain(model).bulk_create(new)


def _refuse_dangling(fields: "list[models.Field[Any, Any]]", found: list[Content]) -> None:
    """A draft may name a category or term that was removed, or moved to the bin, since."""
    for field in fields:
        if not isinstance(field, models.ForeignKey):
            continue
        wanted = {row[field.name] for row in found if row.get(field.name) is not None}
        there = _plain(field.related_model).filter(pk__in=wanted)
        if issubclass(field.related_model, HasItem):
            there = there.filter(item__binned_at=None)
        if there.count() != len(wanted):
            raise Refused(
                _("“%(field)s” names something that is no more: choose again.")
                % {"field": field.verbose_name}
            )


def files_of(model: type[HasItem], content: Content) -> set[str]:
    """Name the files that a shared part holds."""
    names = {content["fields"].get(f.name) for f in stores.shared_fields(model) if _is_file(f)}
    for name in model.SHARED_ROWS:
        files = [f.name for f in row_fields(relation(model, name)) if _is_file(f)]
        names |= {row.get(file) for row in content["rows"].get(name, []) for file in files}
    return {name for name in names if name}


def instances(model: type[HasItem], content: Content) -> "Iterator[models.Model]":
    """What a shared part holds as objects that are not stored: the thing itself, then its rows. Raises Refused."""
    yield model(**_parsed(stores.shared_fields(model), content["fields"]))
    for name in model.SHARED_ROWS:
        of = relation(model, name)
        for row in content["rows"].get(name, []):
            yield of.related_model(**_parsed(row_fields(of), row))


def _is_file(field: "models.Field[Any, Any]") -> bool:
    return isinstance(field, FileField)


def _plain(model: type[models.Model]) -> "models.QuerySet[Any]":
    """Rows as they are: no library rewrites names, no manager hides anything."""
    return models.QuerySet(model)


def relation(model: type[models.Model], name: str) -> Any:
    """The relation by which rows belong to a shared part."""
    return model._meta.get_field(name)


def row_fields(of: Any) -> "list[models.Field[Any, Any]]":
    """What a row holds, texts of every language included, without the thing it belongs to."""
    fields = stores.shared_fields(of.related_model, texts=True)
    return [field for field in fields if field.name != of.field.name]


def _is_pointed_at(model: type[models.Model]) -> bool:
    return bool(model._meta.related_objects)


def values(obj: models.Model, fields: "list[models.Field[Any, Any]]") -> Content:
    """Return the stored values of some fields as a revision holds them."""
    return {field.name: _written(field, obj) for field in fields}


def _written(field: "models.Field[Any, Any]", obj: models.Model) -> Any:
    value = field.value_from_object(obj)
    if value is None or isinstance(value, bool | int | str):
        return value
    return field.value_to_string(obj)


def _parsed(fields: "list[models.Field[Any, Any]]", content: Content) -> dict[str, Any]:
    try:
        return {
            field.attname: field.to_python(content[field.name])
            for field in fields
            if field.name in content
        }
    except ValidationError as error:  # written by another version of the site
        raise Refused(" ".join(error.messages)) from error
