"""What header and footer of every public page show: data of the company and what is live in this language."""

from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from catalog.models import Family
from company.models import Link, Page, PageTranslation, Profile, Section
from multilingual import languages, links
from multilingual.languages import column


class Entry(NamedTuple):
    """One line of the navigation as the database gives it."""

    kind: str
    role: str
    menu: str
    title: str
    address: str
    position: int


class MenuLink(NamedTuple):
    title: str
    url: str


class Chrome:
    """Two queries, made when a template first asks: the profile, and all navigation at once."""

    def __init__(self, request: HttpRequest) -> None:
        self.path = request.path

    @cached_property
    def language(self) -> languages.Language:
        return languages.get(get_language() or languages.CODES[0])

    @cached_property
    def profile(self) -> Profile | None:
        return Profile.objects.first()

    @cached_property
    def entries(self) -> list[Entry]:
        code = self.language.code
        families = Family.objects.live_in(code)
        partners = Link.objects.live_in(code)
        pages = PageTranslation.objects.live_in(code)
        rows = (
            _entries(
                families, "family", F(column("name", code)), F(column("slug", code)), F("position")
            )
            .union(
                _entries(partners, "link", F(column("name", code)), F("url"), F("position")),
                _entries(
                    pages,
                    "page",
                    F("title"),
                    F("slug"),
                    F("master__position"),
                    F("master__role"),
                    F("master__menu"),
                ),
                all=True,
            )
            .order_by("place", "entry_title")
        )
        return [Entry(*row) for row in rows]

    def _of(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]

    @cached_property
    def families(self) -> list[MenuLink]:
        return [
            MenuLink(entry.title, links.url("catalog:family", self.language.code, entry.address))
            for entry in self._of("family")
        ]

    @cached_property
    def partners(self) -> list[MenuLink]:
        return [MenuLink(entry.title, entry.address) for entry in self._of("link")]

    @cached_property
    def pages(self) -> list[MenuLink]:
        """Every live page, for the HTML site map."""
        return [self._page(entry) for entry in self._of("page")]

    @cached_property
    def sections(self) -> dict[str, MenuLink]:
        """Where each section of the site stands in this language; one without a live page is absent."""
        code = self.language.code
        found = {
            Section.PRODUCTS.value: MenuLink(
                gettext("Products"), links.url("catalog:family-list", code)
            ),
            Section.NEWS.value: MenuLink(gettext("News"), links.url("articles:article-list", code)),
            Section.CERTIFICATES.value: MenuLink(
                gettext("Certificates"), links.url("company:certificates", code)
            ),
            Section.DOWNLOADS.value: MenuLink(
                gettext("Downloads"), links.url("company:downloads", code)
            ),
        }
        for entry in self._of("page"):
            if entry.role:
                found[entry.role] = self._page(entry)
        return found

    @cached_property
    def header(self) -> list[MenuLink]:
        fixed = [self.sections[name] for name in ("products", "certificates", "downloads", "news")]
        return fixed + self._menu(Page.Menu.HEADER)

    @cached_property
    def footer(self) -> list[MenuLink]:
        return self._menu(Page.Menu.FOOTER)

    def _menu(self, menu: str) -> list[MenuLink]:
        return [self._page(entry) for entry in self._of("page") if entry.menu == menu]

    def _page(self, entry: Entry) -> MenuLink:
        return MenuLink(entry.title, links.url("company:page", self.language.code, entry.address))


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``chrome``."""
    return {"chrome": Chrome(request)}


def _entries(
    rows: QuerySet[Any],
    kind: str,
    title: F,
    address: F,
    place: F,
    role: Any = None,
    menu: Any = None,
) -> Any:
    text = CharField()
    empty = Value("", output_field=text)
    return (
        rows.order_by()
        .annotate(
            entry_kind=Value(kind, output_field=text),
            entry_role=role or empty,
            entry_menu=menu or empty,
            entry_title=title,
            entry_address=address,
            place=place,
        )
        .values_list(
            "entry_kind", "entry_role", "entry_menu", "entry_title", "entry_address", "place"
        )
    )
