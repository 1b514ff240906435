"""Pages that belong to no app: the root, home, site maps, and what stands when something is wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy

from articles.models import ArticleTranslation
from catalog.models import Family
from company.models import Certificate, Slide
from multilingual import links
from multilingual.links import Place
from multilingual.middleware import preferred
from publishing.pages import NotInLanguage, PlacedView

from . import sitemaps

LATEST_NEWS = 3


def choose_language(request: HttpRequest) -> HttpResponse:
    """``/`` alone negotiates: cookie, Accept-Language, the site's language (V2)."""
    response = HttpResponseRedirect(f"/{preferred(request)}/")
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    response.headers["Cache-Control"] = "private"
    return response


class HomeView(PlacedView):
    template_name = "home.html"

    def get_place(self) -> Place:
        return links.home()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            slides=Slide.objects.live_in(self.language),
            certificates=Certificate.objects.live_in(self.language).valid(),
            families=Family.objects.live_in(self.language).in_order(),
            news=ArticleTranslation.objects.live_in(self.language)
            .newest_first()
            .for_cards()[:LATEST_NEWS],
            **kwargs,
        )


class SiteMapView(PlacedView):
    """The site map for people."""

    template_name = "site_map.html"

    def get_place(self) -> Place:
        return links.of_view("site-map", gettext_lazy("Site map"), links.home())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tree=sitemaps.tree(self.language), **kwargs)


def robots(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "robots.txt",
        {"sitemap": links.absolute("/sitemap.xml")},
        content_type="text/plain",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with links to the languages that have the item (V4)."""
    place = exception.place if isinstance(exception, NotInLanguage) else None
    return render(
        request, "404.html", {"place": place or links.nowhere(), "elsewhere": place}, status=404
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"place": links.nowhere()}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that needs neither database nor context."""
    return render(None, "500.html", status=500)  # type: ignore[arg-type]
