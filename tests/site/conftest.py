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


@pytest.fixture(scope="session")
def page_types(visitor):
    """One page of each kind, by name, in a language; found by links as a visitor finds them."""
    found = {}

    def of(language):
        if language not in found:
            found[language] = _page_types(visitor, language)
        return found[language]

    return of


def _page_types(visitor, language):
    home = f"/{language}/"

    def below(path, depth):
        links = visitor.get(path).links()
        return [link for link in links if link.startswith(path) and link.count("/") == depth]

    family = below(f"{home}products/", 4)[0]
    news = visitor.get(f"{home}news/").links()
    articles = [link for link in below(f"{home}news/", 4) if not link.endswith("/feed/")]
    fixed = {
        f"{home}{name}/" for name in ("products", "news", "certificates", "downloads", "sitemap")
    }
    prose = sorted({link for link in below(home, 3) if link not in fixed})
    return {
        "home": home,
        "families": f"{home}products/",
        "family": family,
        "empty family": f"{family}?width-from=9000",
        "product": below(family, 5)[0],
        "news": f"{home}news/",
        "category": next(link for link in news if "/category/" in link),
        "article": articles[0],
        "certificates": f"{home}certificates/",
        "downloads": f"{home}downloads/",
        "site map": f"{home}sitemap/",
        "not found": f"{home}no/such/page/",
        **{f"page {link}": link for link in prose},
    }
