import pytest

from tests.site.crawler import Visitor


@pytest.fixture(scope="session")
def visitor(site_server):
    return Visitor(site_server.url)


@pytest.fixture(scope="session")
def crawled(visitor):
    """Everything a visitor can reach from the two home pages, asked for once."""
    return visitor.crawl("/zh-hans/", "/en/")


@pytest.fixture(scope="session")
def pages(crawled):
    """The HTML pages among them, by path."""
    return {path: answer for path, answer in crawled.items() if answer.is_page}
