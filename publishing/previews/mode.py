"""What code deep within a page may ask: is this a preview, and where are its files then?"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import PurePath
from typing import NamedTuple

from django.core.files.storage import storages
from django.urls import reverse

from multilingual import languages
from multilingual.languages import Language

from . import tokens


class Named(NamedTuple):
    """One revision as the bar of a preview calls it, in the page's language."""

    part: str
    """A language's own name, or the shared part."""
    tag: str
    """The language of that name, for ``lang``; "" in the page's own."""
    number: str
    at: str
    author: str
    state: str


class Mode(NamedTuple):
    """A preview that is being made."""

    until: datetime | None = None
    """When its link ends; None beside a form, which says itself what it shows."""
    ends: str = ""
    """The same as people read it."""
    revisions: tuple[Named, ...] = ()
    switches: Mapping[str, str] = {}
    """The path of the preview of the newest revision in each other language that has one."""

    @property
    def beside_form(self) -> bool:
        return self.until is None

    @property
    def others(self) -> list[tuple[Language, str]]:
        return [(languages.get(code), path) for code, path in self.switches.items()]


_current: ContextVar[Mode | None] = ContextVar("preview", default=None)


def current() -> Mode | None:
    """The preview that is being made; None on every other page."""
    return _current.get()


@contextmanager
def entered(mode: Mode) -> Iterator[None]:
    before = _current.set(mode)
    try:
        yield
    finally:
        _current.reset(before)


def file_address(name: str, until: datetime) -> str:
    """Where the reader of a preview gets a file: with all other visitors, or by a link that ends with the preview."""
    public = storages["public"]
    if public.exists(name):
        return public.url(name)
    token = tokens.sealed(name, until, purpose="file")
    return reverse("preview-file", args=(token, PurePath(name).name))


def file_named(token: str, shown_name: str) -> str:
    """Return the name in the storage of a file that ``file_address`` led to. Raises Forged, Expired."""
    name, _until = tokens.opened(token, purpose="file")
    if PurePath(name).name != shown_name:
        raise tokens.Forged
    return str(name)
