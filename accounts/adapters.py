"""What this site wants of allauth: accounts are made by administrators, and e-mails speak the reader's language."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.translation import get_language, override


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by axes alone, so that an administrator can lift a lock; codes by allauth."""

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """An administrator may cause a message to somebody who reads another language than hers."""
        reader = context.get("user")
        with override(getattr(reader, "language", "") or get_language()):
            return super().render_mail(template_prefix, email, context, headers)
