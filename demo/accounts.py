"""The demo's people: one for each role, with passwords made at random and kept for the next start to print."""

import os
import secrets
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from accounts.models import Right, Role, User

from .models import Loaded

KEY = "accounts.user:"


class Person(NamedTuple):
    """A demo account is named after its role; ``language`` limits the right ("": every language)."""

    role: Role
    language: str = ""


PEOPLE = (
    Person(Role.EDITOR),
    Person(Role.TRANSLATOR, "en"),
    Person(Role.REVIEWER),
    Person(Role.PUBLISHER),
    Person(Role.ADMINISTRATOR),
)


def create() -> list[str]:
    """Create the accounts that were never created; return their names.

    The passwords are written before the accounts, so that no account is ever left with a password nobody knows.
    """
    names = set(Loaded.objects.filter(key__startswith=KEY).values_list("key", flat=True))
    new = [person for person in PEOPLE if f"{KEY}{person.role.value}" not in names]
    if not new:
        return []
    passwords = kept_passwords()
    for person in new:
        passwords.setdefault(person.role.value, secrets.token_urlsafe(12))
    keep(passwords)
    with transaction.atomic():
        for person in new:
            add(person, passwords[person.role.value])
    return [person.role.value for person in new]


def add(person: Person, password: str) -> None:
    name = person.role.value
    user = User.objects.create_user(
        name,
        f"{name}@example.com",
        password,
        is_staff=True,
        is_superuser=person.role == Role.ADMINISTRATOR,
    )
    Right.objects.create(person=user, role=person.role, language=person.language)
    Loaded.objects.create(key=f"{KEY}{name}")


def strangers() -> list[str]:
    """The names of people who are not of the demo."""
    demo = Loaded.objects.filter(key__startswith=KEY).values_list("key", flat=True)
    names = [key.removeprefix(KEY) for key in demo]
    return list(User.objects.exclude(username__in=names).values_list("username", flat=True))


def password_file() -> Path:
    return Path(settings.DATA_DIR) / "demo-accounts"


def kept_passwords() -> dict[str, str]:
    """The password of each demo account by its name, as first made; whoever changed one since knows it."""
    try:
        lines = password_file().read_text().splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split(" ", 1) for line in lines)


def keep(passwords: dict[str, str]) -> None:
    """Whole or not at all, readable by the site's own user only."""
    path = password_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with os.fdopen(os.open(unfinished, flags, 0o600), "w") as file:
        file.writelines(f"{name} {password}\n" for name, password in passwords.items())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
