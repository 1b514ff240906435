"""Links that nobody can make or lengthen: what they name and until when they work is in them, signed."""

from datetime import UTC, datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils import timezone


class Forged(Exception):
    """Not a link that this site made."""


class Expired(Exception):
    """A link of this site whose time is over."""


def sealed(value: Any, until: datetime, *, purpose: str) -> str:
    """Return a token for an address. The end is signed with the value, for each link has its own."""
    return _signer(purpose).sign_object([int(until.timestamp()), value])


def opened(token: str, *, purpose: str) -> tuple[Any, datetime]:
    """Return what was sealed, and until when it works. Raises Forged, Expired."""
    try:
        seconds, value = _signer(purpose).unsign_object(token)
    except (BadSignature, ValueError):
        raise Forged from None
    until = datetime.fromtimestamp(seconds, UTC)
    if until <= timezone.now():
        raise Expired
    return value, until


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"publishing.previews.{purpose}", sep=".")
