"""What header and footer of every public page show: data of the company and what is live in this language."""

from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from catalog.models import Family
from company import structured
from company.models import Link, Menu, PageTranslation, Profile, Role, Section
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
    current: str
    """The value of ``aria-current``: the page itself, a page below it, or ""."""


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
    def structured(self) -> list[dict[str, Any]]:
        """The company and its site, for search engines."""
        if self.profile is None:
            return []
        code = self.language.code
        return [
            structured.organization(self.profile, code),
            structured.website(self.profile, code),
        ]

    @cached_property
    def entries(self) -> list[Entry]:
        code = self.language.code
        # modeltranslation rewrites names and loses their order on the way, by which a union pairs its columns.
        families = Family.objects.live_in(code).rewrite(False)
        partners = Link.objects.live_in(code).rewrite(False)
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
            self._link(entry.title, "catalog:family", entry.address) for entry in self._of("family")
        ]

    @cached_property
    def partners(self) -> list[MenuLink]:
        return [MenuLink(entry.title, entry.address, "") for entry in self._of("link")]

    @cached_property
    def pages(self) -> list[MenuLink]:
        """Every live page, for the HTML site map."""
        return [self._page(entry) for entry in self._of("page")]

    @cached_property
    def sections(self) -> dict[str, MenuLink]:
        """Where each section of the site stands in this language; one without a live page is absent."""
        found = {
            Section.PRODUCTS.value: self._link(gettext("Products"), "catalog:family-list"),
            Section.NEWS.value: self._link(gettext("News"), "articles:article-list"),
            Section.CERTIFICATES.value: self._link(gettext("Certificates"), "company:certificates"),
            Section.DOWNLOADS.value: self._link(gettext("Downloads"), "company:downloads"),
        }
        for entry in self._of("page"):
            if entry.role:
                found[entry.role] = self._page(entry)
        return found

    @cached_property
    def header(self) -> list[MenuLink]:
        """The main menu. Contact stands apart, as its button."""
        pages = [
            self._page(entry)
            for entry in self._of("page")
            if entry.menu == Menu.HEADER and entry.role != Role.CONTACT
        ]
        first, *rest = [
            self.sections[name] for name in ("products", "certificates", "downloads", "news")
        ]
        return [first, *pages, *rest]

    @cached_property
    def footer(self) -> list[MenuLink]:
        return [self._page(entry) for entry in self._of("page") if entry.menu == Menu.FOOTER]

    @cached_property
    def site_map(self) -> MenuLink:
        return self._link(gettext("Site map"), "site-map")

    def _page(self, entry: Entry) -> MenuLink:
        return self._link(entry.title, "company:page", entry.address)

    def _link(self, title: str, name: str, *args: str) -> MenuLink:
        url = links.url(name, self.language.code, *args)
        current = "page" if self.path == url else "true" if self.path.startswith(url) else ""
        return MenuLink(title, url, current)


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
