"""Who may do what, read from the rights of a person. Screens ask here, services ask again.

``of`` is a thing, its class, or an app's label; None asks whether there is any app in which the person may.
"""

from typing import Any

from accounts.models import Role, User
from multilingual import languages, stores

from .models import SHARED, HasItem

WRITERS = (Role.EDITOR, Role.TRANSLATOR)


def may_read(person: User) -> bool:
    """Any right opens the screens."""
    return person.may_any(Role.values)


def may_write(person: User, language: str, of: Any = None) -> bool:
    """Write the texts of one language."""
    return person.may_any(WRITERS, language, _app(of))


def may_write_any(person: User) -> bool:
    """Write some language of something."""
    return person.may_any(WRITERS)


def may_edit_shared(person: User, of: Any = None) -> bool:
    """Change what an item has once for all languages: pictures, numbers, files, order."""
    return person.may(Role.EDITOR, None, _app(of))


def may_write_part(person: User, language: str, of: Any = None) -> bool:
    """Write one language, or the shared part."""
    if language == SHARED:
        return may_edit_shared(person, of)
    return may_write(person, language, of)


def may_review(person: User, language: str, of: Any = None) -> bool:
    """Approve or send back the texts of one language; of the shared part, whoever reviews any language."""
    return person.may(Role.REVIEWER, language or None, _app(of))


def may_confirm(person: User, language: str, of: Any = None) -> bool:
    """Say that a translation is still right: whoever writes or reviews it."""
    return may_write(person, language, of) or may_review(person, language, of)


def may_publish(person: User, language: str, of: Any = None) -> bool:
    """Publish and withdraw the edition of one language; the shared part, where it changes no page of a language
    in which the person may not publish."""
    app = _app(of)
    if language != SHARED:
        return person.may(Role.PUBLISHER, language, app)
    live = [c for c in languages.CODES if isinstance(of, HasItem) and stores.is_live(of, c)]
    if not live:
        return person.may(Role.PUBLISHER, None, app)
    return all(person.may(Role.PUBLISHER, code, app) for code in live)


def may_manage(person: User) -> bool:
    """Look after people and their rights, read the log, remove things."""
    return person.may(Role.ADMINISTRATOR)


def _app(of: Any) -> str | None:
    return of if of is None or isinstance(of, str) else str(of._meta.app_label)
