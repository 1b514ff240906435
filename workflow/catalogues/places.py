"""Where the catalogues lie: a folder per language, a file per domain."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import to_locale

DOMAINS = ("django", "djangojs")


def languages() -> list[str]:
    return [code for code, _ in settings.LANGUAGES]


def is_source(language: str) -> bool:
    return language == settings.LANGUAGE_CODE


def po_path(language: str, domain: str) -> Path:
    return _folder() / to_locale(language) / "LC_MESSAGES" / f"{domain}.po"


def mo_path(language: str, domain: str) -> Path:
    return po_path(language, domain).with_suffix(".mo")


def template_path(domain: str) -> Path:
    return _folder() / f"{domain}.pot"


def _folder() -> Path:
    return Path(settings.LOCALE_PATHS[0])
