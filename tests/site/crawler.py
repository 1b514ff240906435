"""Visits every public page of a served site, as a reader who follows every link in every language."""

import http.client
import re
from collections import deque
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e\u3000-\u303f]")
# Read by people though they are no text: accessible names, titles, what forms say.
SPOKEN = (
    "alt",
    "title",
    "aria-label",
    "placeholder",
    "content",
    "value",
    "label",
    "aria-description",
)
SILENT = {"script", "style", "template"}
# Of all that a head says, these are shown to people: in results of searches and where a link is shared.
SHOWN = ("description", "og:title", "og:description", "og:site_name")


def is_code(element: Element, attribute: str) -> bool:
    """Values for programs: of hidden and ticked fields, and most of a page's head."""
    if element.tag == "meta":
        return element.get("name", element.get("property")) not in SHOWN
    return attribute == "value" and element.get("type") in ("hidden", "checkbox", "radio")


@dataclass
class Answer:
    """What the server said to one GET without cookies."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes

    @cached_property
    def is_page(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/html")

    @cached_property
    def root(self) -> Element:
        """The parsed page; html5lib's strict parser raises on any error."""
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        return parser.parse(self.body, transport_encoding="utf-8")

    def all(self, path: str) -> list[Element]:
        return self.root.findall(f".//{path}")

    @property
    def language(self) -> str:
        return self.root.get("lang", "")

    def links(self) -> list[str]:
        """Paths (with query) of this site that the page links to."""
        own = urlsplit(self.url)
        found = []
        for anchor in self.all("a[@href]"):
            target = urlsplit(urljoin(self.url, anchor.get("href", "")))
            if (target.scheme, target.netloc) == (own.scheme, own.netloc):
                found.append(target.path + (f"?{target.query}" if target.query else ""))
        return found

    def texts(self, element: Element | None = None, lang: str = ""):
        """Every text a person reads, with the language it is marked as, and the element's name."""
        element = self.root if element is None else element
        if not isinstance(element.tag, str) or element.tag in SILENT:
            return
        lang = element.get("lang", lang)
        if element.text and element.text.strip():
            yield lang, element.tag, element.text.strip()
        for name in SPOKEN:
            value = element.get(name)
            if value and not is_code(element, name):
                yield lang, f"{element.tag}[{name}]", value
        for child in element:
            yield from self.texts(child, lang)
            if child.tail and child.tail.strip():
                yield lang, element.tag, child.tail.strip()


class Visitor:
    """A client without cookies, which follows no redirect by itself."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.host = urlsplit(base_url).netloc

    def get(self, path: str, **headers: str) -> Answer:
        return self.request("GET", path, **headers)

    def request(self, method: str, path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            connection.request(
                method, path, headers={name.replace("_", "-"): v for name, v in headers.items()}
            )
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(self.base_url + path, response.status, found, response.read())
        finally:
            connection.close()

    def crawl(self, *starts: str) -> dict[str, Answer]:
        """Every page of this site that links reach from here, by its path; other files are asked for and kept too."""
        seen: dict[str, Answer] = {}
        waiting = deque(starts)
        while waiting:
            path = waiting.popleft()
            if path in seen:
                continue
            seen[path] = answer = self.get(path)
            if answer.is_page and answer.status == 200:
                waiting.extend(link for link in answer.links() if link not in seen)
        return seen
