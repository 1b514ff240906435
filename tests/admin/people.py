"""People with rights, and the admin as they meet it."""

import html5lib
from django.test import Client
from django.urls import reverse

from accounts.models import Right, Role, User

PASSWORD = "a long pass phrase"


def person(name, *rights, language="en"):
    """rights: roles, or (role, language) pairs."""
    made = User.objects.create_user(
        name, f"{name}@example.com", password=PASSWORD, language=language
    )
    for right in rights:
        role, of = (right, "") if isinstance(right, str) else right
        Right.objects.create(person=made, role=role, language=of)
    return made


def administrator(language="en"):
    return person(f"chief-{language}", Role.ADMINISTRATOR, language=language)


def desk(who):
    """A client in which somebody is logged in."""
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(obj, page="change"):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{page}", args=(obj.pk,))


def list_address(model, page="changelist"):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def opened(client, url):
    """What a browser would send back if nothing were typed: read from the form's own HTML."""
    page = html5lib.parse(client.get(url).content.decode(), namespaceHTMLElements=False)
    form = next(f for f in page.iter("form") if (f.get("id") or "").endswith("_form"))
    return dict(field for element in form.iter() if (field := _sent(element)))


def _sent(element):
    name, kind = element.get("name"), element.get("type")
    if not name or element.get("disabled") is not None or name == "csrfmiddlewaretoken":
        return None
    if element.tag == "textarea":
        return name, (element.text or "").replace("\n", "\r\n")
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [o for o in options if o.get("selected") is not None] or options[:1]
        return (name, chosen[0].get("value")) if chosen else None
    if element.tag != "input" or kind in ("file", "submit"):
        return None
    if kind in ("checkbox", "radio") and element.get("checked") is None:
        return None
    return name, element.get("value", "on" if kind == "checkbox" else "")
