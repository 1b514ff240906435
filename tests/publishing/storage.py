"""Every byte the database holds of an item, so that a test can say: nothing else has changed."""

from django.db import connection

from multilingual.languages import CODES, get
from publishing import snapshots
from publishing.models import SHARED, Edition, Revision, Schedule, Slug

PARTS = (*CODES, SHARED)


def stored(obj):
    """By language, and for the shared part: live values, edition, revisions, slugs and schedules."""
    return {part: {**live_values(obj, part), **_kept(obj, part)} for part in PARTS}


def others(found, *parts):
    """All but these parts."""
    return {part: rows for part, rows in found.items() if part not in parts}


def live_values(obj, part):
    """What visitors read of one part, as raw rows."""
    [own] = _rows(obj._meta.db_table, "id", obj.pk)
    if part != SHARED:
        texts = {name: value for name, value in own.items() if _language(name) == part}
        return {"columns": texts, "rows": _translations(obj, part)}
    shared = {name: value for name, value in own.items() if _language(name) is None}
    return {"columns": shared, **{name: _shared_rows(obj, name) for name in obj.SHARED_ROWS}}


def _translations(obj, part):
    if not hasattr(obj, "translations"):
        return []
    rows = _rows(obj.translations.model._meta.db_table, "master_id", obj.pk)
    return [row for row in rows if row["language_code"] == part]


def _shared_rows(obj, name):
    of = snapshots.relation(type(obj), name)
    return _rows(of.related_model._meta.db_table, of.field.column, obj.pk)


def _language(column):
    return next((code for code in CODES if column.endswith(f"_{get(code).column}")), None)


def _kept(obj, part):
    of = {"edition__item": obj.item_id, "edition__language": part}
    return {
        "edition": list(Edition.objects.filter(item=obj.item_id, language=part).values()),
        "revisions": list(Revision.objects.filter(**of).order_by("pk").values()),
        "schedules": list(Schedule.objects.filter(**of).order_by("pk").values()),
        "slugs": list(Slug.objects.filter(item=obj.item_id, language=part).values()),
    }


def _rows(table, column, value):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {column} = %s ORDER BY id", [value])  # noqa: S608  # names of ours
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
