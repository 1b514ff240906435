"""The tables of a database: which there are by its migrations, what they hold, and all of them made anew."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .archive import Refused

# Worth nothing elsewhere: who is logged in, wrong passwords of the last minutes, links in e-mails, which processes run.
# No row that is kept may refer to one of these.
LEFT_OUT = {
    "account.emailconfirmation",
    "axes.accessattempt",
    "axes.accessattemptexpiration",
    "axes.accessfailurelog",
    "axes.accesslog",
    "publishing.heartbeat",
    "sessions.session",
}
# What a site has once it is set up, before anybody has worked on it.
MADE_BY_SET_UP = {"auth.permission", "contenttypes.contenttype"}

Node = tuple[str, str]  # a migration: app and name


class Schema(NamedTuple):
    """Migrations, and the models whose tables they made, by label."""

    nodes: set[Node]
    models: dict[str, type[Model]]


def schema(loader: MigrationLoader, nodes: set[Node]) -> Schema:
    """Take the models from the migrations and not from the code.

    They have the columns that the database has, and no attributes, managers or signals of translation libraries.
    """
    historical = loader.project_state(sorted(nodes)).apps.get_models(include_auto_created=True)
    stored = (model for model in historical if model._meta.managed and not model._meta.proxy)
    return Schema(nodes, {model._meta.label_lower: model for model in stored})


def present(connection: BaseDatabaseWrapper) -> Schema:
    loader = MigrationLoader(connection)
    return schema(loader, loader.graph.nodes.keys() & loader.applied_migrations.keys())


def known(migrations: Iterable[Node]) -> Schema:
    """Find a backup's migrations in this code, where some may have been squashed since. Raises Refused."""
    loader = MigrationLoader(None)
    wanted = set(migrations)
    nodes: set[Node] = set()
    covered: set[Node] = set()
    for node, migration in loader.graph.nodes.items():
        if node in wanted or (migration.replaces and wanted.issuperset(migration.replaces)):
            nodes.add(node)
            covered |= {node, *migration.replaces}
    needed = {earlier for node in nodes for earlier in loader.graph.forwards_plan(node)}
    if strange := (wanted - covered) | (needed - nodes):
        names = sorted(".".join(node) for node in strange)
        raise Refused(
            _(
                "The migrations of the backup are not those of this code (%(names)s). Restore it with the version "
                "of the code that wrote it, or with a newer one."
            )
            % {"names": ", ".join(names[:5])}
        )
    return schema(loader, nodes)


def tables(connection: BaseDatabaseWrapper) -> list[str]:
    """List every table, not only those of models: migrations may make others, such as an index of words."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM pragma_table_list WHERE type = 'shadow'")
            shadows = {name for (name,) in cursor.fetchall()}  # go with their virtual table
            names = [name for name in names if name not in shadows]
    return names


def contents(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """Count the rows that somebody would miss, under the names that people know."""
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    unmissed = {apps.get_model(label)._meta.db_table for label in LEFT_OUT | MADE_BY_SET_UP}
    unmissed.add(MigrationRecorder.Migration._meta.db_table)
    counts = {}
    with connection.cursor() as cursor:
        for table in tables(connection):
            if table in unmissed:
                continue
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - no values in it
            (count,) = cursor.fetchone()
            if count:
                counts[called(models.get(table), table)] = count
    return counts


def called(model: type[Model] | None, table: str) -> str:
    return str(capfirst(model._meta.verbose_name_plural)) if model else table


def drop_tables(connection: BaseDatabaseWrapper) -> None:
    with connection.schema_editor() as editor:
        for table in tables(connection):
            name = connection.ops.quote_name(table)
            editor.execute(editor.sql_delete_table % {"table": name})


def migrate_to(connection: BaseDatabaseWrapper, nodes: set[Node]) -> None:
    """Bring an empty database to exactly these migrations, all in the caller's transaction."""

    def settle(*_: Any) -> None:
        # PostgreSQL alters no table whose new rows wait for their foreign keys to be checked.
        connection.check_constraints()

    executor = MigrationExecutor(connection, settle)
    # Only the last of each app: an earlier one that is applied by then would mean "go back to it".
    nodes_of_graph = executor.loader.graph.node_map
    last = [
        node
        for node in sorted(nodes)
        if not any(
            child.key in nodes and child.key[0] == node[0]
            for child in nodes_of_graph[node].children
        )
    ]
    executor.migrate(last)
