"""Public pages of the news centre."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from multilingual import links
from multilingual.links import Place
from multilingual.paging import paginate
from publishing.pages import ItemView, PlacedView

from . import services, structured
from .models import Article, ArticleTranslation, Category, CategoryTranslation


def news_place() -> Place:
    return links.of_view("articles:article-list", gettext_lazy("News"), links.home())


class NewsMixin:
    """What every news page shows: the categories of this language, and cards of articles."""

    per_page = 13  # a large card and four rows of three

    def cards(self, articles: QuerySet[ArticleTranslation]) -> dict[str, Any]:
        categories = {
            row.master_id: row for row in CategoryTranslation.objects.live_in(self.language)
        }
        page = paginate(articles.newest_first().for_cards(), self.request.GET, self.per_page)
        return {
            "categories": list(categories.values()),
            "page": page,
            "cards": [
                (article, categories.get(article.master.category_id)) for article in page.rows
            ],
        }


class ArticleListView(NewsMixin, PlacedView):
    template_name = "articles/article_list.html"

    def get_place(self) -> Place:
        return news_place()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        articles = ArticleTranslation.objects.live_in(self.language)
        feed = links.url("articles:feed", self.language)
        return super().get_context_data(feed=feed, **self.cards(articles), **kwargs)


class CategoryView(NewsMixin, ItemView):
    template_name = "articles/category.html"
    item_name = "category"

    def get_queryset(self) -> QuerySet[Category]:
        return Category.objects.prefetch_related("translations")

    def place_of(self, item: Category) -> Place:
        return links.of_item(item, news_place())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        articles = ArticleTranslation.objects.live_in(self.language).of_category(self.object)
        feed = links.url("articles:category-feed", self.language, self.kwargs["slug"])
        return super().get_context_data(feed=feed, **self.cards(articles), **kwargs)


class ArticleView(ItemView):
    template_name = "articles/article.html"
    item_name = "article"

    def get_queryset(self) -> QuerySet[Article]:
        return Article.objects.select_related("category", "views").prefetch_related(
            "translations", "category__translations"
        )

    def place_of(self, item: Article) -> Place:
        return links.of_item(item, links.of_item(item.category, news_place()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        article = self.object
        edition = next(
            row for row in article.translations.all() if row.language_code == self.language
        )
        older, newer = ArticleTranslation.objects.neighbours(edition)
        return super().get_context_data(
            edition=edition,
            older=older,
            newer=newer,
            structured=structured.article(article, edition),
            **kwargs,
        )


@csrf_exempt
@require_POST
def count_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Count one reading; called by the page's script, so that the page itself can be cached."""
    services.count_view(
        pk, agent=request.headers.get("User-Agent", ""), is_staff=request.user.is_authenticated
    )
    return HttpResponse(status=204)
