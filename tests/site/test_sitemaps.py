"""Site maps for machines, as sitemaps.org wants them: V4, V5, promise 8."""

import re
from xml.etree import ElementTree

import pytest

from articles.models import Article
from multilingual import languages
from multilingual.slugs import MAX_LENGTH
from site_project import sitemaps
from tests import factories
from tests.costs import queries

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ADDRESS = re.compile(r"https?://[^/]+(/sitemap-\d+\.xml)")
FIXED = len(sitemaps.STATIC)


@pytest.fixture
def few_pages_a_file(monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_PAGES", 4)


@pytest.fixture
def site():
    """A page of each kind, some of them in one language only."""
    factories.product()
    factories.product(live=("en",))
    factories.page()
    category = factories.category()
    for live in (("zh-hans",), ("en",), languages.CODES):
        factories.article(category, live=live)


def root(client, path):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return ElementTree.fromstring(response.content)


def locs(client, path):
    return [loc.text for loc in root(client, path).iter(f"{SITEMAP}loc")]


def entries(client, path):
    """Addresses with their alternates, as they are written."""
    return [ElementTree.tostring(url) for url in root(client, path)]


def parts(client):
    """The paths of the files that the index lists."""
    return [ADDRESS.fullmatch(loc)[1] for loc in locs(client, "/sitemap.xml")]


def test_a_site_that_fits_in_one_file_has_one(client, site):
    assert root(client, "/sitemap.xml").tag == f"{SITEMAP}urlset"
    assert client.get("/sitemap-1.xml").status_code == 404


def test_as_many_pages_as_fit_in_one_file_make_no_index(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_PAGES", FIXED)
    assert root(client, "/sitemap.xml").tag == f"{SITEMAP}urlset"

    factories.page()

    assert root(client, "/sitemap.xml").tag == f"{SITEMAP}sitemapindex"


def test_v5_the_files_of_a_large_site_hold_together_what_one_file_would(client, site, monkeypatch):
    whole = entries(client, "/sitemap.xml")

    monkeypatch.setattr(sitemaps, "MOST_PAGES", 4)

    assert [entry for part in parts(client) for entry in entries(client, part)] == whole


def test_no_file_is_empty_or_holds_more_than_its_share(client, site, few_pages_a_file):
    sizes = [len(locs(client, part)) for part in parts(client)]

    assert len(sizes) == 4
    assert all(0 < size <= 4 * len(languages.CODES) for size in sizes)


def test_v4_what_is_live_nowhere_takes_no_room(client, site, few_pages_a_file):
    before = parts(client)

    for _ in range(9):
        factories.article(Article.objects.first().category, live=())

    assert parts(client) == before


@pytest.mark.parametrize(
    "number", ["0", "5", "-1", "99999999999999999999", "9" * 5000, "1e1", "１"]
)
def test_r4_a_file_that_the_index_does_not_list_is_404(client, site, few_pages_a_file, number):
    assert len(parts(client)) == 4

    assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_a_file_costs_as_many_queries_on_a_larger_site(client, site, few_pages_a_file):
    few = [queries(lambda path=path: client.get(path)) for path in ("/sitemap.xml", *parts(client))]
    for _ in range(20):
        factories.article(Article.objects.first().category)

    where = ["/sitemap.xml", *parts(client)]
    many = [queries(lambda path=path: client.get(path)) for path in where]

    assert len(many) == len(few) + 5
    assert many[: len(few)] == few
    assert set(many[len(few) :]) == {few[-1]}


def test_the_longest_addresses_in_a_dozen_languages_fit_in_the_fifty_megabytes_of_the_protocol(
    client, settings
):
    settings.SITE_BASE_URL = "https://www.a-company-of-a-long-name.example"
    product = factories.product()
    for obj in (product.family, product):
        for code in languages.CODES:
            factories.rewrite(obj, code, {"slug": "a" * MAX_LENGTH})

    longest = max(client.get("/sitemap.xml").content.splitlines(), key=len)

    assert product.url_in("zh-hans").encode() in longest
    # Beside its alternates an entry has its own address and the default's.
    one_address = len(longest) / (len(languages.CODES) + 2)
    assert one_address * (12 + 2) * sitemaps.MOST_ADDRESSES < 50 * 1024**2
    assert sitemaps.MOST_ADDRESSES <= 50_000
