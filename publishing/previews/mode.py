"""What code deep within a page may ask: is this a preview, and where are its files then? No models."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import PurePath
from typing import NamedTuple

from django.urls import reverse

from multilingual import languages
from multilingual.languages import Language
from publishing import storages

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

    until: datetime
    ends: str = ""
    """``until`` as people read it."""
    beside_form: bool = False
    """Of what is being typed: the form around it says what it is."""
    revisions: tuple[Named, ...] = ()
    switches: Mapping[str, str] = {}
    """The path of the preview of the newest revision in each other language that has one."""

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
        with storages.addressed(lambda name: file_url(name) or ""):
            yield
    finally:
        _current.reset(before)


def file_url(name: str) -> str | None:
    """Where the reader of this preview gets a file that may not be public; None outside of previews."""
    mode = current()
    if mode is None:
        return None
    token = tokens.sealed(name, mode.until, purpose="file")
    return reverse("preview-file", args=(token, PurePath(name).name))


def file_named(token: str, shown_name: str) -> str:
    """Return the name in the storage of a file that ``file_url`` led to. Raises Forged, Expired."""
    name, _until = tokens.opened(token, purpose="file")
    if PurePath(name).name != shown_name:
        raise tokens.Forged
    return str(name)
