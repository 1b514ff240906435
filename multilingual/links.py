"""Where a page stands in every language: breadcrumb, switcher, hreflang and sitemap come from here and agree.

A place knows its own address in each language in which it is published, and its parent. The switcher leads to the
same item where it exists and else to the nearest parent that does, saying so.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy, override

from . import languages
from .languages import Language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Localized(Protocol):
    """What an item must answer to have a place."""

    def url_in(self, language: str) -> str | None:
        """Its public path in a language, None where it is not live."""

    def title_in(self, language: str) -> str:
        """Its name in a language."""


@dataclass(frozen=True)
class Place:
    """A public page: path by language (only where published), name by language, and the page above it."""

    urls: Mapping[str, str]
    title: Callable[[str], str]
    parent: "Place | None" = None

    def chain(self) -> Iterator["Place"]:
        """This place and those above it, nearest first."""
        place: Place | None = self
        while place:
            yield place
            place = place.parent


def of_view(
    name: str, title: "StrOrPromise", parent: Place | None = None, *, args: tuple[object, ...] = ()
) -> Place:
    """The place of a view that exists in every language; its title is a lazy translation."""
    return Place(urls=_view_urls(name, args), title=lambda code: _in(code, title), parent=parent)


def of_item(item: Localized, parent: Place | None = None) -> Place:
    """The place of one item."""
    return Place(urls=urls_of(item), title=item.title_in, parent=parent)


def urls_of(item: Localized) -> dict[str, str]:
    """Public path of an item by language, only where it is live."""
    found = ((code, item.url_in(code)) for code in languages.CODES)
    return {code: url for code, url in found if url}


def url(name: str, language: str, *args: object) -> str:
    """The path of a named view in a language, whatever language is active."""
    with override(language):
        return reverse(name, args=args)


def absolute(path: str) -> str:
    """The address of a path as other sites see it."""
    return settings.SITE_BASE_URL + path


class Crumb(NamedTuple):
    title: str
    url: str


def breadcrumb(place: Place, language: str) -> list[Crumb]:
    """From the home page down to this place, in one language."""
    crumbs = [
        Crumb(step.title(language), step.urls[language])
        for step in place.chain()
        if language in step.urls
    ]
    return crumbs[::-1]


class Switch(NamedTuple):
    """One link of the language switcher; ``where`` names the page it leads to when that is not the same item."""

    language: Language
    url: str
    where: str


def switches(place: Place, current: str, query: QueryDict | None = None) -> list[Switch]:
    """Links to every other language: the same item with its filters, else the nearest published parent."""
    return [_switch(place, code, query) for code in languages.CODES if code != current]


def _switch(place: Place, code: str, query: QueryDict | None) -> Switch:
    for step in place.chain():
        if target := step.urls.get(code):
            exact = step is place
            where = "" if exact else step.title(code)
            return Switch(languages.get(code), target + (_kept(query) if exact else ""), where)
    raise LookupError(f"no page above {place.urls} exists in {code}")


def _kept(query: QueryDict | None) -> str:
    """Filters survive a switch; the page number does not, for lists differ between languages."""
    if not query:
        return ""
    kept = query.copy()
    kept.pop("page", None)
    return f"?{kept.urlencode()}" if kept else ""


class Alternate(NamedTuple):
    hreflang: str
    href: str


def alternates(urls: Mapping[str, str]) -> list[Alternate]:
    """hreflang links of a page: itself, every published sibling, and x-default; absolute. Page head and sitemap."""
    rows = [Alternate(languages.get(code).tag, absolute(path)) for code, path in urls.items()]
    default = urls.get(settings.SITE_LANGUAGE) or next(iter(urls.values()))
    return [*rows, Alternate("x-default", absolute(default))]


def _view_urls(name: str, args: tuple[object, ...]) -> dict[str, str]:
    return {code: url(name, code, *args) for code in languages.CODES}


def _in(code: str, lazy: "StrOrPromise") -> str:
    with override(code):
        return str(lazy)


def home() -> Place:
    """The top of every breadcrumb."""
    return of_view("home", gettext_lazy("Home"))


def nowhere() -> Place:
    """The place of an answer that is no page, such as a 404: the switcher leads home and says so."""
    return Place(urls={}, title=lambda code: "", parent=home())
