"""What people have typed into forms and not saved yet: private, kept until it is saved or discarded (E2)."""

from collections.abc import Mapping

from accounts.models import User

from .models import Typing

MOST_FORMS = 50
"""A person's oldest unsaved forms beyond this number are forgotten."""


def keep(person: User, form: str, fields: Mapping[str, str]) -> Typing:
    """Keep the fields of a form, in the place of what was kept of it before."""
    kept, _created = Typing.objects.update_or_create(
        person=person, form=form, defaults={"fields": dict(fields)}
    )
    newest = Typing.objects.filter(person=person).order_by("-at").values("pk")[:MOST_FORMS]
    Typing.objects.filter(person=person).exclude(pk__in=[row["pk"] for row in newest]).delete()
    return kept


def kept(person: User, form: str) -> Typing | None:
    """Return what a person typed into a form and did not save."""
    return Typing.objects.filter(person=person, form=form).first()


def drop(person: User, form: str) -> None:
    """Forget it: it was saved, or is not wanted."""
    Typing.objects.filter(person=person, form=form).delete()
