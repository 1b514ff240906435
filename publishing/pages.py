"""Public pages of items: found by their live slug, led on from an old one, or honestly missing (V4, V10)."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import get_language
from django.views.generic import TemplateView

from multilingual import links, stores
from multilingual.links import Place

from .models import Slug


class NotInLanguage(Http404):
    """The item exists, not in the language asked for; its place leads to the languages that have it."""

    def __init__(self, place: Place) -> None:
        super().__init__("not published in this language")
        self.place = place


class PlacedView(TemplateView):
    """A public page that knows its place; ``place`` feeds breadcrumb, switcher and hreflang."""

    def get_place(self) -> Place:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(place=self.get_place(), **kwargs)

    @property
    def language(self) -> str:
        return get_language() or ""


class ItemView(PlacedView):
    """The page of one item. Subclasses say which items there are."""

    item_name = "object"

    def get_queryset(self) -> QuerySet[Any]:
        """Every item of this kind, live or not, with what its place needs."""
        raise NotImplementedError

    def find_live(self, slug: str) -> Any | None:
        """The item whose live slug in this language this is, or None."""
        return stores.live_with(self.get_queryset(), self.language, slug=slug).first()

    def place_of(self, item: Any) -> Place:
        raise NotImplementedError

    def get_place(self) -> Place:
        return self.place_of(self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.find_live(kwargs["slug"])
        if self.object is None:
            return self._led_on(kwargs["slug"])
        canonical = self.object.url_in(self.language)
        if canonical != request.path:
            return HttpResponsePermanentRedirect(canonical)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{self.item_name: self.object}, **kwargs)

    def _led_on(self, slug: str) -> HttpResponse:
        """Lead an old slug on in one hop; otherwise say which languages have the item. Raises Http404."""
        queryset = self.get_queryset()
        held = Slug.objects.filter(kind=queryset.model._meta.label_lower, slug=slug)
        for language in sorted(
            held.values_list("language", flat=True), key=lambda code: code != self.language
        ):
            item = queryset.filter(item__slugs__in=held.filter(language=language)).first()
            if item is None:
                continue
            url = item.url_in(self.language)
            if url and language == self.language:
                return HttpResponsePermanentRedirect(url)
            if links.urls_of(item):
                raise NotInLanguage(self.place_of(item))
        raise Http404
