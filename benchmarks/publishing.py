"""What publishing costs, on SQLite and PostgreSQL: make bench

Prints for each action the median time, also as a ratio to one plain row update committed in the same run, and its
queries; then what a revision takes in the database, beside the text that it holds. Figures of one run are comparable
with one another, not with another machine's.
"""

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.servers import PROJECT, created_database, postgresql, scratch_folder

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "40"))
SPECS = 20
REVISIONS = 200
SENTENCE = "联网工厂把机床、炉子和仓库的数据放在一处，计划员据此安排下一班的生产，而不必等到月底。"


def paragraph(n: int) -> str:
    """As long as one of the demo's longest; shuffled, for what repeats itself would be stored in next to nothing."""
    letters = list(SENTENCE * 4)
    random.Random(n).shuffle(letters)  # noqa: S311
    return f"<p>{''.join(letters)}</p>"


BODY = "".join(map(paragraph, range(12)))


def main() -> None:
    with scratch_folder() as scratch, postgresql() as url:
        server = created_database(url, "benchmark")
        for name, address in (("SQLite", ""), ("PostgreSQL", server)):
            environment = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "site_project.settings.base",
                "SITE_DATA_DIR": str(scratch),
                "SITE_SECRET_KEY": "of a benchmark",
                "SITE_DATABASE_URL": address or f"sqlite:///{scratch}/db.sqlite3",
            }
            print(f"\n{name}", flush=True)
            command = [sys.executable, __file__, "measure"]
            subprocess.run(command, cwd=PROJECT, env=environment, check=True)


def measure() -> None:
    import django  # noqa: PLC0415  settings come with the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    print(f"{'action':34}{'ms':>8}{'× row':>8}{'queries':>9}")
    row = None
    for name, act in actions():
        times, queries = timed(act)
        row = row or times
        print(f"{name:34}{times * 1000:8.2f}{times / row:8.1f}{queries:9}")
    size()


def timed(act: Callable[[int], object]) -> tuple[float, int]:
    """The median of many rounds, and the queries of one."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    times = []
    for n in range(ROUNDS):
        began = time.perf_counter()
        act(n)
        times.append(time.perf_counter() - began)
    with CaptureQueriesContext(connection) as captured:
        act(ROUNDS)
    return statistics.median(times), len(captured)


def actions() -> Iterator[tuple[str, Callable[[int], object]]]:
    """In the order of an article's life, so that each round finds what the one before prepared."""
    from articles.models import ArticleTranslation  # noqa: PLC0415
    from publishing import services  # noqa: PLC0415
    from publishing.models import SHARED  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    articles = [long_article() for _ in range(ROUNDS + 1)]
    rows = ArticleTranslation.objects.filter(language_code="en")
    masters = [article.pk for article in articles]

    yield (
        "update one row",
        lambda n: rows.filter(master=masters[n]).update(search_title=f"Title {n}"),
    )
    yield (
        "save a draft",
        lambda n: services.save_draft(articles[n], "en", {"title": f"Draft {n}"}, by=None),
    )
    yield "submit", lambda n: services.submit(articles[n], "en", by=None)
    yield "approve", lambda n: services.approve(articles[n], "en", by=None)
    yield "publish", lambda n: services.publish(articles[n], "en", by=None)
    yield "withdraw", lambda n: services.withdraw(articles[n], "en", by=None)
    yield "publish again", lambda n: services.publish(articles[n], "en", by=None)
    yield (
        "save, submit, approve, publish",
        lambda n: (
            services.save_draft(articles[n], "en", {"title": f"Again {n}"}, by=None),
            services.publish(articles[n], "en", by=None),
        ),
    )
    product = factories.product()
    width = [factories.attribute(product.family, f"a-{n}") for n in range(SPECS)]
    for attribute in width:
        factories.spec(product, attribute, number=1)
    services.keep_shared(product, by=None)

    def draft(n: int) -> None:
        content = services.shared_edition(product).newest.content
        for spec in content["rows"]["specs"]:
            spec["number"] = f"{n + 2}.0000"
        services.save_shared_draft(product, content, by=None)

    def publish(n: int) -> None:
        with prepared(lambda: draft(n)):
            services.publish(product, SHARED, by=None)

    yield f"draft and publish {SPECS} spec rows", publish


@contextmanager
def prepared(first: Callable[[], object]) -> Iterator[None]:
    first()
    yield


def long_article() -> object:
    """Live in both languages, as long as the demo's longest."""
    from publishing import services  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    article = factories.article()
    services.keep_shared(article, by=None)
    for language in ("zh-hans", "en"):
        services.save_draft(article, language, {"body": BODY}, by=None)
        services.publish(article, language, by=None)
    return article


def size() -> None:
    """What the database grows by when one article is saved again and again."""
    from publishing import services  # noqa: PLC0415

    article = long_article()
    before = used()
    for n in range(REVISIONS):
        services.save_draft(article, "en", {"title": f"Revision {n}"}, by=None)
    text = len(BODY.encode())
    grown = (used() - before) / REVISIONS
    print(f"a revision of {text / 1000:.1f} kB of text takes {grown / 1000:.1f} kB, log included")


def used() -> int:
    """The bytes of the site's tables, their free pages given back."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM FULL")
            cursor.execute("SELECT sum(pg_total_relation_size(relid)) FROM pg_stat_user_tables")
        else:
            cursor.execute("VACUUM")
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["measure"] else main()
