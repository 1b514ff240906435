"""What an administrator does for people who cannot get in."""

from allauth.mfa.models import Authenticator
from axes.utils import reset
from django.core.exceptions import PermissionDenied
from django.db import transaction

from .models import Role, User


@transaction.atomic
def reset_second_factor(person: User, *, by: User) -> int:
    """Forget the second factors of a person who lost them; tell how many there were."""
    _require_administrator(by)
    count, _by_model = Authenticator.objects.filter(user=person).delete()
    return count


def unlock(person: User, *, by: User) -> int:
    """Let a person try again at once after too many wrong passwords; tell how many locks were lifted."""
    _require_administrator(by)
    names = {person.get_username().lower(), person.email.lower()} - {""}
    return sum(reset(username=name) for name in names)


def _require_administrator(by: User) -> None:
    if not by.may(Role.ADMINISTRATOR):
        raise PermissionDenied
