"""Newly compiled catalogues taken into use by a running process, in one step and never within a page.

Django keeps what it has read for the life of the process. Emptying its caches would tear pages that are being made: so
new translations are built aside, from files read anew, and requests that begin later see them. A request sees the same
translations from beginning to end, however often it changes the language on its way.
"""

# ruff: noqa: SLF001 (the only way to reach what Django and gettext keep)

import functools
import gettext
import logging
import os
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from asgiref.local import Local
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import trans_real
from django.utils.translation.trans_real import DjangoTranslation

from .catalogues.places import DOMAINS, is_source, languages, mo_path

Stamp = tuple[tuple[int, int, int] | int | None, ...]

Overlay = dict[str, dict[str | tuple[str, int], str]]
"""By compiled file: texts as gettext keeps them, by msgid, of plurals by msgid and form."""

UNREADABLE = (OSError, ValueError, LookupError, struct.error)

logger = logging.getLogger(__name__)


class CatalogueReloadMiddleware:
    """First in the list: a request is answered with the catalogues that were compiled before it came."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        catalogues.refresh()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        catalogues.refresh()
        with catalogues.in_use.kept():
            return self.get_response(request)


class InUse:
    """Stands where Django has a dictionary: translation objects by language."""

    def __init__(self) -> None:
        self._newest: dict[str, DjangoTranslation] = {}
        self._kept = Local()

    @contextmanager
    def kept(self) -> Iterator[None]:
        self._kept.translations = self._newest
        try:
            yield
        finally:
            del self._kept.translations

    def replace(self, translations: dict[str, DjangoTranslation]) -> None:
        self._newest = translations

    def _seen(self) -> dict[str, DjangoTranslation]:
        return getattr(self._kept, "translations", self._newest)

    def __contains__(self, language: str) -> bool:
        return language in self._seen()

    def __getitem__(self, language: str) -> DjangoTranslation:
        return self._seen()[language]

    def __setitem__(self, language: str, translation: DjangoTranslation) -> None:
        self._seen()[language] = translation


class Catalogues:
    def __init__(self) -> None:
        self.in_use = InUse()
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self.generation = 0
        self.overlay: Overlay = {}
        """Texts that were approved since the catalogues were compiled."""

    def follow(self, generation: int, overlay: Overlay) -> None:
        """Show approved texts instead of those in the files, from the next request on."""
        with self._lock:
            self.overlay, self.generation = overlay, generation
        self.refresh()

    def refresh(self) -> None:
        if self._current() == self._stamp:
            return
        with self._lock:
            stamp = self._current()
            if stamp != self._stamp:
                self._refresh_to(stamp)

    def _current(self) -> Stamp:
        return (self.generation, *current_stamp())

    def _refresh_to(self, stamp: Stamp) -> None:
        try:
            self._take_into_use()
        except UNREADABLE:
            logger.exception("The compiled catalogues cannot be read; the ones in use stay.")
        self._stamp = stamp

    def _take_into_use(self) -> None:
        read = {path: _read(Path(path)) for path in compiled_files()}
        for path, texts in self.overlay.items():
            if catalogue := read.get(path):
                catalogue._catalog.update(texts)  # type: ignore[attr-defined]
        for path, catalogue in read.items():
            _replace_in_gettext(path, catalogue)
        default = FreshTranslation(settings.LANGUAGE_CODE)
        others = {
            language: FreshTranslation(language, default)
            for language in languages()
            if not is_source(language)
        }
        self.in_use.replace({settings.LANGUAGE_CODE: default, **others})
        trans_real._translations = self.in_use  # type: ignore[attr-defined]
        trans_real._default = default  # type: ignore[attr-defined]


catalogues = Catalogues()


class FreshTranslation(DjangoTranslation):
    """A translation that falls back to a given one instead of the one in use."""

    def __init__(self, language: str, default: DjangoTranslation | None = None) -> None:
        self._default = default
        super().__init__(language)

    def _add_fallback(self, localedirs: list[str] | None = None) -> None:
        if self._default is not None and not self.language().startswith("en"):
            self.add_fallback(self._default)


def current_stamp() -> Stamp:
    """Changes whenever a catalogue is compiled anew: whatever keeps translated pages can go by it."""
    return tuple(_file_stamp(path) for path in compiled_files())


def compiled_files() -> tuple[str, ...]:
    """As gettext names them; asked for with every request, so found once for each setting."""
    return _compiled_files(*settings.LOCALE_PATHS, *settings.LANGUAGES)


@functools.cache
def _compiled_files(*_settings: object) -> tuple[str, ...]:
    paths = (mo_path(language, domain) for language in languages() for domain in DOMAINS)
    # resolve() follows links, gettext does not
    return tuple(os.path.abspath(path) for path in paths)  # noqa: PTH100


def _file_stamp(path: str) -> tuple[int, int, int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116 (with every request)
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_ino, status.st_size


def _read(path: Path) -> gettext.GNUTranslations | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def _replace_in_gettext(path: str, catalogue: gettext.GNUTranslations | None) -> None:
    """Replaced, not dropped: a thread that was reading the old file could put it back."""
    known: dict[tuple[type, str], gettext.GNUTranslations] = gettext._translations  # type: ignore[attr-defined]
    key = (gettext.GNUTranslations, path)
    if catalogue is None:
        known.pop(key, None)
    else:
        known[key] = catalogue
