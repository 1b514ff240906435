"""Slugs proposed from titles: pinyin for Chinese, plain ASCII for the rest. No Django model is known here."""

from django.utils.text import slugify

MAX_LENGTH = 80


def propose(title: str, language: str) -> str:
    """Return a slug of at most 80 ASCII letters, digits and hyphens; "" when the title has none to offer."""
    slug = slugify(pinyin(title) if language.startswith("zh") else title)
    if len(slug) <= MAX_LENGTH:
        return slug
    return slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]


def pinyin(title: str) -> str:
    # Its dictionaries load for half a second: a third of every start, for a function that few starts call.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return " ".join(lazy_pinyin(title))
