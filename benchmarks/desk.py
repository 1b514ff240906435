"""What the desk costs at 1,000 and at 100,000 items, on a real PostgreSQL: python benchmarks/desk.py

Prints for each page (the whole answer: queries, template and all) the processor time of site and database at both
sizes, their ratio, that of the time on the clock at the best of the rounds, the queries, and the rows that the page
shows at both sizes: a page that is not full at 1,000 items costs less there. Processor time does not hang on
what else the machine does. Figures of one run are comparable with one another, not with another machine's.
"""

import os
import secrets
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.servers import created_database, postgresql, scratch_folder

SIZES = tuple(int(size) for size in os.environ.get("BENCH_SIZES", "1000,100000").split(","))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
LONGEST = 1.5

# One row of `n` is one item. What differs between items follows from n, so that both sizes have the same shares: of
# each state, and of what is missing, outdated, requested or withdrawn, one in 16, which fills a page at 1,000 too.
FILL = """
INSERT INTO accounts_user (id, username, password, is_superuser, is_staff, is_active, first_name, last_name, email,
                           language, date_joined)
SELECT p, 'person ' || p, '', p = 1, true, true, '', '', '', 'en', now() FROM generate_series(1, 5) p;

INSERT INTO publishing_item (id, kind, source_language, changed_at)
SELECT n, CASE WHEN n %% 10 = 0 THEN 'company.page' ELSE 'articles.article' END, 'zh-hans',
       now() - n * interval '7 minutes'
FROM generate_series(1, %(size)s) n;

INSERT INTO publishing_edition (id, item_id, language, state)
SELECT 3 * n - 2, n, '', 'none' FROM generate_series(1, %(size)s) n
UNION ALL SELECT 3 * n - 1, n, 'zh-hans', 'none' FROM generate_series(1, %(size)s) n
UNION ALL SELECT 3 * n, n, 'en', 'none' FROM generate_series(1, %(size)s) n WHERE n %% 16 <> 3;

-- One revision of the shared part, one or two of the Chinese, one of the English, made from the Chinese one shown.
INSERT INTO publishing_revision
    (id, edition_id, number, title, content, digest, author_id, at, note, source_id, beside_id)
SELECT n, 3 * n - 2, 1, '', '{"fields": {}, "rows": {}}', md5('s' || n), 1 + n %% 5, now() - n * interval '9 minutes',
       '', NULL, NULL FROM generate_series(1, %(size)s) n;
INSERT INTO publishing_revision
    (id, edition_id, number, title, content, digest, author_id, at, note, source_id, beside_id)
SELECT %(size)s + n + %(size)s * (k - 1), 3 * n - 1, k, '铝合金扁管与盘圆 ' || n || ' 号', %(text)s,
       md5('zh' || n || '/' || k),
       1 + n %% 5, now() - n * interval '8 minutes', '', NULL, n
FROM generate_series(1, %(size)s) n, generate_series(1, 2) k WHERE k = 1 OR n %% 2 = 0;
INSERT INTO publishing_revision
    (id, edition_id, number, title, content, digest, author_id, at, note, source_id, beside_id)
SELECT 3 * %(size)s + n, 3 * n, 1, 'Aluminium flat tube and coil stock, number ' || n, %(text)s, md5('en' || n),
       CASE WHEN n %% 16 = 14 AND n %% 64 <> 14 THEN 1 ELSE 1 + n %% 5 END, now() - n * interval '7 minutes', '',
       CASE WHEN n %% 2 = 0 AND n %% 16 <> 2 AND n %% 32 <> 10 THEN 2 * %(size)s + n ELSE %(size)s + n END, n
FROM generate_series(1, %(size)s) n WHERE n %% 16 <> 3;
SELECT setval('publishing_revision_id_seq', 5 * %(size)s), setval('publishing_edition_id_seq', 4 * %(size)s),
       setval('publishing_item_id_seq', 2 * %(size)s), setval('accounts_user_id_seq', 100);

UPDATE publishing_edition e SET newest_id = r.id, shown_id = r.id
FROM (SELECT DISTINCT ON (edition_id) edition_id, id FROM publishing_revision ORDER BY edition_id, number DESC) r
WHERE r.edition_id = e.id;
UPDATE publishing_edition SET state = 'draft', shown_id = NULL WHERE language = 'en' AND item_id %% 16 = 10;
UPDATE publishing_edition SET state = 'review', shown_id = NULL WHERE language = 'en' AND item_id %% 16 = 12;
UPDATE publishing_edition SET state = 'sent-back', shown_id = NULL WHERE language = 'en' AND item_id %% 16 = 14;
UPDATE publishing_edition SET state = 'approved', shown_id = NULL WHERE language = 'en' AND item_id %% 16 = 15;
UPDATE publishing_edition SET state = 'scheduled', shown_id = NULL WHERE language = 'en' AND item_id %% 16 = 13;
UPDATE publishing_edition SET withdrawn_at = now(), shown_id = NULL WHERE language = 'en' AND item_id %% 16 = 5
       AND shown_id IS NOT NULL;
UPDATE publishing_edition e SET requested_id = z.newest_id FROM publishing_edition z
WHERE z.item_id = e.item_id AND z.language = 'zh-hans' AND e.language = 'en' AND e.item_id %% 16 = 7;

INSERT INTO publishing_schedule (edition_id, revision_id, due_at, person_id, made_at, outcome, reason)
SELECT id, newest_id, now() + item_id * interval '1 minute', 1, now(), 'pending', '' FROM publishing_edition
WHERE state = 'scheduled';
INSERT INTO publishing_review (revision_id, verdict, author_id, reviewer_id, self_approved, comment, at)
SELECT e.newest_id, CASE e.state WHEN 'sent-back' THEN 'sent-back' ELSE 'approved' END, r.author_id,
       1 + r.author_id %% 5, false, 'The width of the tube is missing.', now()
FROM publishing_edition e JOIN publishing_revision r ON r.id = e.newest_id
WHERE e.state IN ('sent-back', 'approved', 'scheduled');
INSERT INTO publishing_event (kind, item_id, language, person_id, revision_id, comment, at)
SELECT k.kind, e.item_id, e.language, 1 + e.item_id %% 5, e.newest_id, '', now() - e.item_id * interval '7 minutes'
FROM publishing_edition e, (VALUES ('revision.saved'), ('revision.submitted'), ('revision.approved'),
     ('edition.published')) k (kind) WHERE e.newest_id IS NOT NULL;
"""
# As much text as a short article has: rows of history are wide.
TEXT = '{"title": "", "slug": "", "body": "' + "<p>Coil stock for heat exchangers.</p>" * 40 + '"}'


def fill(size: int) -> None:
    from django.db import connection  # noqa: PLC0415  settings come with the database

    with connection.cursor() as cursor:
        cursor.execute(FILL, {"size": size, "text": TEXT})
        cursor.execute("VACUUM ANALYZE")


def pages(size: int) -> Iterator[tuple[str, str]]:
    """What is measured: a name and an address."""
    from publishing import desk  # noqa: PLC0415

    yield "everything", "/admin/"
    yield "a kind", "/admin/?kind=company.page"
    for state in desk.STATES:
        yield state, f"/admin/?state={state}"
    yield "in review, English", "/admin/?state=review&language=en"
    for seen in ("nothing", "live", "withdrawn"):
        yield seen, f"/admin/?seen={seen}"
    for need in desk.NEEDS:
        yield need, f"/admin/?need={need}"
    yield "mine", "/admin/?mine=1"
    yield "mine, live, English", "/admin/?mine=1&seen=live&language=en"
    yield "draft and outdated", "/admin/?state=draft&need=outdated"
    yield "a common word", "/admin/?words=flat"
    yield "a common word, Chinese", "/admin/?words=扁管"
    yield "a rare word", f"/admin/?words={size - 1}"
    yield "no such word", "/admin/?words=nowhere"
    for waits in desk.WAITS:
        yield f"waits: {waits}", f"/admin/?waits={waits}"
    deep = desk.Cursor(*_place(size))
    yield "half way down", f"/admin/?after={deep}"
    yield "and back", f"/admin/?before={deep}"
    yield "outdated, deep", f"/admin/?need=outdated&after={deep}"


def _place(size: int) -> tuple[datetime, int]:
    from publishing.models import Item  # noqa: PLC0415

    changed, pk = Item.objects.values_list("changed_at", "pk").get(pk=size // 2)
    return changed.astimezone(UTC), pk


class Figures(NamedTuple):
    cpu: float  # milliseconds of site and database together, on average
    best: float  # milliseconds on the clock
    queries: int
    rows: int


def measure(size: int) -> dict[str, Figures]:
    """Fill a database and look at each page."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    fill(size)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(pk=1), backend="django.contrib.auth.backends.ModelBackend")
    client.get("/admin/")
    return {name: look_at(client, address) for name, address in pages(size)}


def look_at(client: Any, address: str) -> Figures:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        assert answer.status_code == 200, address
        queries, rows = len(captured), answer.content.count(b"matrix-item")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            server = psutil.Process(cursor.fetchone()[0])
    began, times = cpu_of(server), []
    for _ in range(ROUNDS):
        moment = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - moment)
    return Figures((cpu_of(server) - began) / ROUNDS * 1000, min(times) * 1000, queries, rows)


def cpu_of(server: psutil.Process) -> float:
    """Seconds of this process, of its database process, and of the helpers that this one had."""
    own, helpers = server.cpu_times(), server.parent().cpu_times()
    return (
        time.process_time()
        + own.user
        + own.system
        + helpers.children_user
        + helpers.children_system
    )


def measure_apart(url: str, size: int) -> dict[str, Figures]:
    """In this process: Django knows one database."""
    os.environ["SITE_DATABASE_URL"] = created_database(url, f"desk_{size}")
    import django  # noqa: PLC0415

    django.setup()
    return measure(size)


def main() -> None:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    with postgresql() as url, scratch_folder() as scratch:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="site_project.settings.test",
            SITE_DATA_DIR=str(scratch),
            SITE_SECRET_KEY=secrets.token_urlsafe(50),
        )
        figures = []
        for size in SIZES:
            with ProcessPoolExecutor(1) as apart:
                figures.append(apart.submit(measure_apart, url, size).result())
    small, large = figures[0], figures[-1]
    print(
        f"{'CPU ms':26}{SIZES[0]:>10,}{SIZES[-1]:>10,}{'ratio':>8}{'clock':>8}{'queries':>9}{'rows':>9}"
    )
    for name, before in small.items():
        after = large[name]
        ratio, clock = after.cpu / before.cpu, after.best / before.best
        mark = "" if ratio <= LONGEST else "  beyond"
        print(
            f"{name:26}{before.cpu:10.1f}{after.cpu:10.1f}{ratio:8.2f}{clock:8.2f}{after.queries:9}{before.rows:5}{after.rows:4}{mark}"
        )


if __name__ == "__main__":
    main()
