"""Fills a migrated site with a little of everything that a backup could get wrong; run by `manage.py shell`."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from unittest.mock import patch

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from accounts.models import Right, User
from catalog.models import Datasheet
from publishing.models import MissedAddress
from tests import factories

MOMENT = datetime(2018, 9, 5, 8, 30, 15, 123456, tzinfo=UTC)
NAMES = ("a/扁管 16×1.8.webp", "a/b/empty.bin", "large.bin")


@transaction.atomic
@patch(
    "django.utils.timezone.now", lambda: MOMENT
)  # else a restore today could pass for one that keeps times
def write():
    mei = User.objects.create_user("梅", "mei@example.com", "a password of her own")
    group = Group.objects.create(name="1")
    group.permissions.set(Permission.objects.all()[:3])
    mei.groups.add(group)
    Right.objects.create(person=mei, role="editor", language="en")
    Authenticator.objects.create(user=mei, type="totp", data={"secret": "秘", "list": [1, None]})
    LogEntry.objects.create(
        user=mei,
        content_type=ContentType.objects.get_for_model(User),
        object_id="1",
        object_repr="“quoted”\nand a second line\u2028",
        action_flag=CHANGE,
    )

    product = factories.product()
    width = factories.attribute(product.family)
    factories.spec(product, width, number=Decimal("16.0500"))
    Datasheet.objects.create(
        product=product, language="en", issued_on=factories.DAY, file=factories.pdf()
    )
    factories.publish(factories.product(live=["en"]), ["en"])
    MissedAddress.objects.create(path="/1", count=1, last_seen=MOMENT)

    Session.objects.create(session_key="k", session_data="d", expire_date=MOMENT + timedelta(9999))
    AccessAttempt.objects.create(username="mei", failures_since_start=4)

    for alias in ("default", "vault"):
        for name, content in zip(NAMES, (alias.encode(), b"", bytes(300_000)), strict=True):
            storages[alias].save(name, ContentFile(content))
