"""Which messages the catalogues must hold, by the settings: those of our code and some of third parties."""

import gettext
from collections.abc import Container, Iterator
from importlib.util import find_spec
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.template import engines
from django.utils.translation import to_locale

from workflow.exchange.po import Key, Message

from . import extract
from .extract import Source
from .places import is_source, languages

SUFFIXES = {"django": {".html", ".txt", ".xml", ".py"}, "djangojs": {".js", ".map"}}
NOT_SHOWN = {"django": {"locale", "tests"}, "djangojs": {"locale", "tests", "templates"}}


def own_files(domain: str) -> Iterator[Source]:
    own_apps = {
        Path(app.path)
        for app in apps.get_app_configs()
        if Path(app.path).parent == settings.BASE_DIR
    }
    templates = {Path(place) for engine in engines.all() for place in engine.dirs}
    scripts = {Path(place) for place in settings.STATICFILES_DIRS}
    for place in sorted(own_apps | templates | scripts):
        yield from _files(domain, place, settings.BASE_DIR)


def third_party_files(domain: str) -> Iterator[Source]:
    """Not those of apps that are not installed, nor minified scripts: in these `_("x")` can be a call of anything."""
    installed = {Path(app.path) for app in apps.get_app_configs()}
    for package in settings.MESSAGES_THIRD_PARTY:
        place = _package_folder(package)
        unused = {app.parent for app in place.rglob("apps.py")} - installed
        for source in _files(domain, place, place.parents[package.count(".")]):
            if unused.isdisjoint(source.path.parents) and not source.path.name.endswith(".min.js"):
                yield source


def wanted(domain: str) -> dict[str, list[Message]]:
    """What each catalogue must hold: the messages of our code, and those that third parties leave untranslated."""
    own = {message.key for message in extract.from_files(own_files(domain))}
    every = extract.from_files([*own_files(domain), *third_party_files(domain)])
    shipped = {language: _shipped(language, domain) for language in languages()}
    return {
        language: [message for message in every if message.key in own or message.key not in keys]
        for language, keys in shipped.items()
    }


def _shipped(language: str, domain: str) -> Container[Key]:
    """What Django finds in a language without our catalogue. In the source language every msgid is its own text."""
    if is_source(language):
        return _Everything()
    folders = [Path(django.__file__).parent / "conf" / "locale"]
    folders += [Path(app.path) / "locale" for app in apps.get_app_configs()]
    files = [gettext.find(domain, str(place), [to_locale(language)]) for place in folders]
    return {key for file in files if file for key in _keys(Path(file))}


class _Everything(Container[Key]):
    def __contains__(self, key: object) -> bool:
        return True


def _keys(path: Path) -> Iterator[Key]:
    """By gettext itself: Babel's reader leaves contexts undecoded."""
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # noqa: SLF001
    for key in catalogue:
        context, separator, msgid = (key[0] if isinstance(key, tuple) else key).rpartition("\x04")
        yield (context if separator else None), msgid


def _files(domain: str, place: Path, root: Path) -> list[Source]:
    files = [path for path in place.rglob("*") if path.suffix in SUFFIXES[domain]]
    shown = [path for path in files if NOT_SHOWN[domain].isdisjoint(path.relative_to(place).parts)]
    return [Source(path, path.relative_to(root).as_posix()) for path in sorted(shown)]


def _package_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent
