"""The rows of every table as lines of JSON that any database takes."""

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model
from django.db.models.query import QuerySet
from django.db.models.sql import InsertQuery
from django.utils.duration import duration_iso_string
from django.utils.translation import gettext as _

from .archive import Refused, damage_refused

SNAPSHOT = "snapshot"  # the alias of the connection that a backup reads from
CHUNK = 500


@contextmanager
def snapshot() -> Iterator[BaseDatabaseWrapper]:
    """Give a connection on which the database stands still while the site goes on writing to it."""
    connection = connections[DEFAULT_DB_ALIAS].copy(SNAPSHOT)
    options = connection.settings_dict["OPTIONS"]
    options.pop("pool", None)
    if connection.vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"  # to read; IMMEDIATE would keep all writers out
    connections[SNAPSHOT] = connection
    try:
        with transaction.atomic(using=SNAPSHOT):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield connection
    finally:
        connection.close()
        del connections[SNAPSHOT]


def columns(model: type[Model]) -> "list[Field[Any, Any]]":
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def lines(model: type[Model]) -> Iterator[bytes]:
    names = [field.attname for field in columns(model)]
    # Not by a manager: modeltranslation's would put another column in the place of some.
    rows: Any = QuerySet(model, using=SNAPSHOT).order_by("pk").values(*names)
    for row in rows.iterator(chunk_size=CHUNK):
        yield json.dumps(row, default=as_text, ensure_ascii=False).encode() + b"\n"


def as_text(value: Any) -> str:
    """Write what JSON has no form for so that the field's ``to_python`` reads it back, to the last microsecond."""
    match value:
        case date() | time() | datetime():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case Decimal() | UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode("ascii")
    raise TypeError(f"no form in a backup for {type(value)}")


def clear(connection: BaseDatabaseWrapper, models: Iterable[type[Model]]) -> None:
    """Take out what the migrations put in: the backup has it, as it was when it was made."""
    names = [model._meta.db_table for model in models]
    connection.ops.execute_sql_flush(
        connection.ops.sql_flush(no_style(), names, reset_sequences=False, allow_cascade=False)
    )


def load(connection: BaseDatabaseWrapper, model: type[Model], source: Iterable[bytes]) -> int:
    """Insert rows as they are: no default, no ``auto_now``, no signal. Return how many there were. Raises Refused."""
    fields = columns(model)
    size = min(CHUNK, connection.ops.bulk_batch_size(fields, range(CHUNK)))
    rows = (parsed(model, fields, line) for line in source)
    count = 0
    while batch := list(islice(rows, size)):
        query = InsertQuery(model)
        query.insert_values(fields, cast(Any, batch), raw=True)
        try:
            query.get_compiler(connection=connection).execute_sql()
        except Error as error:
            raise Refused(
                _("The database does not take the rows of %(table)s: %(reason)s")
                % {"table": model._meta.label_lower, "reason": str(error).strip()}
            ) from error
        count += len(batch)
    return count


def parsed(model: type[Model], fields: "list[Field[Any, Any]]", line: bytes) -> SimpleNamespace:
    with damage_refused():
        row = json.loads(line)
        if row.keys() == {field.attname for field in fields}:
            try:
                return SimpleNamespace(
                    **{field.attname: field.to_python(row[field.attname]) for field in fields}
                )
            except ValidationError as error:
                raise ValueError(str(error)) from error
    raise Refused(
        _(
            "The rows of %(table)s have other columns than the migrations of this code say. Restore the backup "
            "with the version of the code that wrote it."
        )
        % {"table": model._meta.label_lower}
    )


def analyse(connection: BaseDatabaseWrapper) -> None:
    """Let PostgreSQL count what came in: by what it knew before, it would read whole tables for a single row."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def reset_sequences(connection: BaseDatabaseWrapper, models: Iterable[type[Model]]) -> None:
    """New rows get numbers after those that came in. (SQLite sees to it by itself.)"""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
