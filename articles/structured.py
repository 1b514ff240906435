"""What an article page tells search engines (schema.org NewsArticle)."""

from typing import Any

from multilingual import languages, links

from .models import Article, ArticleTranslation


def article(article: Article, edition: ArticleTranslation) -> dict[str, Any]:
    """Describe a live edition in its own language."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": edition.title,
        "datePublished": article.date.isoformat(),
        "dateModified": edition.changed_at.isoformat(),
        "inLanguage": languages.get(edition.language_code).tag,
        "mainEntityOfPage": links.absolute(edition.get_absolute_url()),
    }
    if edition.summary:
        data["description"] = edition.summary
    if article.cover:
        data["image"] = links.absolute(article.cover.url)
    return data
