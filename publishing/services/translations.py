"""A translation is asked for, and found still right."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from multilingual import languages
from publishing import editions, rights
from publishing.models import SHARED, Confirmation, Edition, HasItem, Revision
from publishing.moves import Refused

from .steps import LATEST, edition_of, hold, log, newest_of, require


@transaction.atomic
def request_translations(obj: HasItem, language: str, *, by: User | None) -> list[str]:
    """Ask for translations of the newest revision of one language, draft or live, into every other.

    Returns the languages that were asked. Raises Refused.
    """
    require(by, rights.may_write, obj, language)
    item = hold(obj)
    revision = newest_of(edition_of(item, language), LATEST)
    asked = [code for code in languages.CODES if code != language]
    for code in asked:
        edition = edition_of(item, code)
        edition.requested = revision
        edition.save()
        log(item.pk, code, "translation.requested", by, revision)
    return asked


def answered(edition: Edition, revision: Revision) -> None:
    """A request ends with a translation of that revision or a later one, and with any text that is no translation."""
    asked, source = edition.requested, revision.source
    if asked and source and source.edition_id == asked.edition_id and source.number < asked.number:
        return
    edition.requested = None


@transaction.atomic
def confirm(obj: HasItem, language: str, *, by: User | None) -> None:
    """Say that a translation is still right after a small change of its source or shared part, and as it was asked for.

    Raises Refused.
    """
    require(by, rights.may_confirm, obj, language)
    held = hold(obj)
    edition = edition_of(held, language)
    revision = edition.shown or edition.newest
    if revision is None or editions.basis_of(revision).source is None:
        raise Refused(_("There is no translation to confirm."))
    shared = edition_of(held, SHARED).shown
    _confirm(edition, revision, shared, by)
    if edition.newest is not None and edition.newest != revision:
        _confirm(edition, edition.newest, shared, by)  # a draft of the same text
    edition.requested = None
    edition.save()
    log(obj.item_id, language, "translation.confirmed", by, revision)


def _confirm(
    edition: Edition, revision: Revision, shared: Revision | None, by: User | None
) -> None:
    basis = editions.basis_of(revision)
    source, asked = basis.source, edition.requested
    if source is not None:
        is_asked = asked is not None and asked.edition_id == source.edition_id
        source = _latest(source, source.edition.shown, asked if is_asked else None)
    Confirmation.objects.create(
        revision=revision, source=source, beside=_latest(basis.beside, shared), person=by
    )


def _latest(*revisions: Revision | None) -> Revision | None:
    """Of revisions of one edition the newest: who follows a draft does not fall behind by confirming."""
    return max(filter(None, revisions), key=lambda revision: revision.number, default=None)
