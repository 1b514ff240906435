"""System checks: the one fallback policy is the one that both libraries were given."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from . import languages


@register(Tags.translation)
def one_language_list(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """multilingual.E001: settings.LANGUAGES are the codes of multilingual.languages, in that order."""
    codes = tuple(code for code, _name in settings.LANGUAGES)
    if codes == languages.CODES:
        return []
    return [
        Error(
            f"LANGUAGES are {codes}, multilingual.languages has {languages.CODES}",
            id="multilingual.E001",
        )
    ]


@register(Tags.translation)
def no_fallback(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """multilingual.E002 and E003: modeltranslation and parler follow the policy of multilingual.languages."""
    problems: list[CheckMessage] = []
    given = settings.MODELTRANSLATION_FALLBACK_LANGUAGES
    expected = {"default": (), **languages.FALLBACKS}
    if given != expected:
        problems.append(
            Error(
                f"modeltranslation falls back as {given}, the policy is {expected}",
                id="multilingual.E002",
            )
        )
    rows = settings.PARLER_LANGUAGES.get(None, [])
    rows_given = {row["code"]: tuple(row["fallbacks"]) for row in rows}
    if rows_given != languages.FALLBACKS:
        problems.append(
            Error(
                f"parler falls back as {rows_given}, the policy is {languages.FALLBACKS}",
                id="multilingual.E003",
            )
        )
    return problems
