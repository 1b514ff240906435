"""Which translations no longer follow their source: computed from revisions, never stored (promise 5).

A translation is outdated when visitors read a newer revision of its source, or of the shared part, than the one it was
made from or confirmed for, and the two differ in more than white space.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from .models import SHARED, Confirmation, Edition, Revision


class Outdated(NamedTuple):
    """Why a translation is outdated: from which revision to which; None where that part has not changed."""

    source: tuple[Revision, Revision] | None
    shared: tuple[Revision, Revision] | None

    def __bool__(self) -> bool:
        return self.source is not None or self.shared is not None


def condition() -> Q:
    """The condition on editions that they are outdated."""
    last = Confirmation.objects.filter(revision=OuterRef("pk")).order_by("-pk")
    # What visitors read is overtaken by nothing: said first, for it is so nearly always and quickly found.
    overtaken = Revision.objects.exclude(edition__shown=F("pk")).filter(
        ~Q(edition__shown__digest=F("digest")), edition__shown__number__gt=F("number")
    )
    translation = Revision.objects.filter(
        pk=Coalesce(OuterRef("shown"), OuterRef("newest")), source__isnull=False
    ).annotate(
        basis=Coalesce(Subquery(last.values("source")[:1]), F("source")),
        basis_beside=Coalesce(Subquery(last.values("beside")[:1]), F("beside")),
    )
    # Each by its own key: with an OR between the two, PostgreSQL reads all revisions for each translation.
    source, beside = (Exists(overtaken.filter(pk=OuterRef(b))) for b in ("basis", "basis_beside"))
    return Q(~Q(language=SHARED), Exists(translation.filter(source | beside)))


def of_editions(editions: Iterable[Edition]) -> dict[int, Outdated]:
    """Why each edition is outdated, by its primary key; those that are not are absent. Two queries for any number."""
    asked = {
        revision_id: edition.pk
        for edition in editions
        if edition.language != SHARED and (revision_id := edition.shown_id or edition.newest_id)
    }
    shown = ("source__edition__shown", "beside__edition__shown")
    translations = (
        Revision.objects.filter(pk__in=asked, source__isnull=False)
        .select_related("source", "beside", *shown)
        .defer(
            "content", "source__content", "beside__content", *(f"{name}__content" for name in shown)
        )
    )
    confirmed: dict[int, Confirmation] = {}
    for confirmation in (
        Confirmation.objects.filter(revision__in=asked)
        .order_by("pk")
        .select_related("source", "beside", *shown)
        .defer("source__content", "beside__content", *(f"{name}__content" for name in shown))
    ):
        confirmed[confirmation.revision_id] = confirmation
    found = {}
    for translation in translations:
        basis = confirmed.get(translation.pk, translation)
        reason = Outdated(_newer(basis.source), _newer(basis.beside))
        if reason:
            found[asked[translation.pk]] = reason
    return found


def of_edition(edition: Edition | None) -> Outdated | None:
    """Why one edition is outdated; None when it is not."""
    return of_editions([edition]).get(edition.pk) if edition else None


def _newer(basis: Revision | None) -> tuple[Revision, Revision] | None:
    shown = basis.edition.shown if basis else None
    if basis is None or shown is None:
        return None
    if shown.number <= basis.number or shown.digest == basis.digest:
        return None
    return basis, shown
