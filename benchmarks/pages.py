"""What public pages cost, next to an empty Django view on the same server: make bench

Prints for each page the requests per second of two workers, the server's CPU time per request, both as a ratio to the
empty view, the queries, and the size. Figures of one run are comparable with one another, not with another machine's.
"""

import http.client
import os
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.servers import Site, served_site

SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
CLIENTS = 4
EMPTY = "/empty/"


class Figures(NamedTuple):
    per_second: float
    cpu: float  # seconds of the server's processors per request
    size: int  # bytes, compressed


def measure(site: Site, path: str) -> Figures:
    """Ask for one page from several clients that keep their connections, for a fixed time."""
    server = server_process(urlsplit(site.url).port)
    counts: list[int] = []
    size = fetch(site, path)[0]
    cpu, began = cpu_of(server), time.perf_counter()
    clients = [
        threading.Thread(target=ask, args=(site, path, began + SECONDS, counts))
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    elapsed, total = time.perf_counter() - began, sum(counts)
    return Figures(total / elapsed, (cpu_of(server) - cpu) / total, size)


def ask(site: Site, path: str, until: float, counts: list[int]) -> None:
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc)
    done = 0
    while time.perf_counter() < until:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        response.read()
        assert response.status == 200, f"{path}: {response.status}"
        done += 1
    counts.append(done)


def fetch(site: Site, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    body = connection.getresponse().read()
    return len(body), path


def server_process(port: int | None) -> psutil.Process:
    """The oldest process that serves this port."""
    serving = [
        process
        for process in psutil.process_iter(["cmdline"])
        if str(port) in (process.info["cmdline"] or [])
        and "granian" in (process.info["cmdline"] or [])
    ]
    return min(serving, key=lambda process: process.create_time())


def cpu_of(server: psutil.Process) -> float:
    times = [process.cpu_times() for process in (server, *server.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def count_queries(site: Site, paths: list[str]) -> dict[str, int]:
    """What each page asks the same database, cold."""
    os.environ.update(site.environment)
    import django  # noqa: PLC0415  settings come with the site

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    counts = {}
    for path in paths:
        with CaptureQueriesContext(connection) as captured:
            Client(headers={"host": urlsplit(site.url).netloc}).get(path)
        counts[path] = len(captured)
    return counts


def sample_paths(site: Site) -> dict[str, str]:
    """One page of each kind, found as a visitor would: by the links of the page above it."""
    from tests.site.crawler import Visitor  # noqa: PLC0415  needs the development libraries

    visitor = Visitor(site.url)
    families = [
        p
        for p in visitor.get("/en/products/").links()
        if p.count("/") == 4 and p.startswith("/en/products/")
    ]
    products = [
        p
        for p in visitor.get(families[0]).links()
        if p.startswith(families[0]) and p.count("/") == 5
    ]
    news = [
        p
        for p in visitor.get("/en/news/").links()
        if p.startswith("/en/news/") and p.count("/") == 4
    ]
    return {
        "empty view": EMPTY,
        "home": "/en/",
        "product": products[0],
        "product list": families[0],
        "news list": "/en/news/",
        "article": next(p for p in news if not p.endswith("feed/")),
    }


def main() -> None:
    with served_site(DJANGO_SETTINGS_MODULE="benchmarks.settings") as site:
        paths = sample_paths(site)
        figures = {name: measure(site, path) for name, path in paths.items()}
        queries = count_queries(site, list(paths.values()))
        empty = figures["empty view"]
        print(f"{'page':14}{'req/s':>9}{'CPU ms':>9}{'× empty':>9}{'queries':>9}{'gzip kB':>9}")
        for name, one in figures.items():
            print(
                f"{name:14}{one.per_second:9.0f}{one.cpu * 1000:9.2f}{one.cpu / empty.cpu:9.1f}"
                f"{queries[paths[name]]:9}{one.size / 1000:9.1f}"
            )


if __name__ == "__main__":
    main()
