"""Log-in attempts are counted by person and network address; these functions tell axes which."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The address that connected; behind our own proxy, what that proxy wrote last, which a visitor cannot forge."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SITE_BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def attempted_name(
    request: HttpRequest | None, credentials: Mapping[str, str] | None = None
) -> str | None:
    """The name that was typed: log-in and re-authentication call it differently."""
    given = credentials or (request.POST if request else {})
    name = given.get("username") or given.get("email") or given.get("login")
    return name.strip().lower() if name else None
