"""allauth's forms with labels that say what to type; its placeholders repeat them and are left out."""

from typing import Any

from allauth.account import forms
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as keys
from cryptography.exceptions import InvalidSignature
from django.forms import ModelForm, RadioSelect
from django.utils.translation import gettext_lazy as _

from .models import User


class LoginForm(forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        _without_placeholders(self)


class ResetPasswordForm(forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        _without_placeholders(self)


class AddKeyForm(keys.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("name")


class LoginKeyForm(keys.LoginWebAuthnForm):
    def clean_credential(self) -> Any:
        """Anybody sends anything here: what is no answer of a key is a wrong one."""
        try:
            return super().clean_credential()
        except (LookupError, AttributeError, TypeError, ValueError, InvalidSignature) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class RenameKeyForm(keys.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("name")


class MailForm(ModelForm):
    """When a person's notices go to her by mail."""

    class Meta:
        model = User
        fields = ("urgent_mail", "other_mail")
        widgets = dict.fromkeys(fields, RadioSelect)


def _without_placeholders(form: Any) -> None:
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
