"""Who may do what, read from the rights of a person. Screens ask here, services ask again."""

from accounts.models import Role, User

WRITERS = (Role.EDITOR, Role.TRANSLATOR)


def may_read(person: User) -> bool:
    """Any right opens the screens."""
    return person.may_any(Role.values)


def may_write(person: User, language: str) -> bool:
    """Write the texts of one language."""
    return person.may_any(WRITERS, language)


def may_edit_shared(person: User) -> bool:
    """Change what an item has once for all languages: pictures, numbers, files, order."""
    return person.may(Role.EDITOR)


def may_publish(person: User, language: str) -> bool:
    """Publish and withdraw the edition of one language."""
    return person.may(Role.PUBLISHER, language)


def may_manage(person: User) -> bool:
    """Look after people and their rights, read the log, remove things."""
    return person.may(Role.ADMINISTRATOR)
