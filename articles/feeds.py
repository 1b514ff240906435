"""Atom feeds, one per language and one per category of a language (V9)."""

from datetime import datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext

from multilingual import formats, languages, links

from .models import ArticleTranslation, CategoryTranslation

MOST = 30


class NewsFeed(Feed):
    """The newest articles of one language."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"language": get_language(), "path": request.path}

    def title(self, obj: dict[str, Any]) -> str:
        return gettext("News")

    def link(self, obj: dict[str, Any]) -> str:
        return links.absolute(links.url("articles:article-list", obj["language"]))

    def feed_url(self, obj: dict[str, Any]) -> str:
        return links.absolute(obj["path"])

    feed_guid = feed_url

    @property
    def language(self) -> str:
        return languages.get(get_language() or "").tag

    def articles(self, obj: dict[str, Any]) -> Any:
        return ArticleTranslation.objects.live_in(obj["language"])

    def items(self, obj: dict[str, Any]) -> Any:
        return self.articles(obj).newest_first().for_cards()[:MOST]

    def item_title(self, item: ArticleTranslation) -> str:
        return item.title

    def item_description(self, item: ArticleTranslation) -> str:
        return item.summary

    def item_link(self, item: ArticleTranslation) -> str:
        return links.absolute(item.get_absolute_url())

    def item_guid(self, item: ArticleTranslation) -> str:
        """Stays when the slug changes (RFC 4287, 4.2.6): the article and its language name it."""
        return links.absolute(f"/#article-{item.master_id}-{languages.get(item.language_code).tag}")

    def item_pubdate(self, item: ArticleTranslation) -> datetime:
        return datetime.combine(item.master.date, time(), tzinfo=formats.SITE_ZONE)

    def item_updateddate(self, item: ArticleTranslation) -> datetime:
        return item.changed_at


class CategoryFeed(NewsFeed):
    """The newest articles of one category of one language."""

    def get_object(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        obj = super().get_object(request)
        found = (
            CategoryTranslation.objects.live_in(obj["language"]).filter(slug=kwargs["slug"]).first()
        )
        if found is None:
            raise Http404
        return {**obj, "category": found}

    def title(self, obj: dict[str, Any]) -> str:
        return obj["category"].name

    def link(self, obj: dict[str, Any]) -> str:
        return links.absolute(obj["category"].get_absolute_url())

    def articles(self, obj: dict[str, Any]) -> Any:
        return super().articles(obj).filter(master__category=obj["category"].master_id)
