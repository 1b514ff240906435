"""Slugs proposed from titles: pinyin for Chinese, plain ASCII for the rest. No Django model is known here."""

from django.utils.text import slugify
from pypinyin import lazy_pinyin

MAX_LENGTH = 80


def propose(title: str, language: str) -> str:
    """Return a slug of at most 80 ASCII letters, digits and hyphens; "" when the title has none to offer."""
    text = " ".join(lazy_pinyin(title)) if language.startswith("zh") else title
    slug = slugify(text)
    if len(slug) <= MAX_LENGTH:
        return slug
    return slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]
