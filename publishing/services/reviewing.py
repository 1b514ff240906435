"""A revision is submitted, approved or sent back; whose verdicts count."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from publishing import rights
from publishing.models import HasItem, Review, Revision, SelfApproval
from publishing.moves import Refused, move

from .steps import LATEST, edition_of, hold, log, moved, newest_of, refuse_incomplete, require


@transaction.atomic
def submit(obj: HasItem, language: str, *, by: User | None, based_on: int = LATEST) -> None:
    """Ask for a review of the newest revision. Raises Refused."""
    require(by, rights.may_write_part, obj, language)
    edition = edition_of(hold(obj), language)
    revision = newest_of(edition, based_on)
    state = move(edition.state, "submit")
    refuse_incomplete(obj, language, revision)
    moved(edition, "submit", state)
    log(obj.item_id, language, "revision.submitted", by, revision)


@transaction.atomic
def approve(
    obj: HasItem, language: str, *, by: User | None, based_on: int = LATEST, comment: str = ""
) -> None:
    """Find the newest revision right. Raises Refused."""
    require(by, rights.may_review, obj, language)
    edition = edition_of(hold(obj), language)
    revision = newest_of(edition, based_on)
    state = move(edition.state, "approve")
    own = by is not None and revision.author_id == by.pk
    if own and not may_approve_own(language):
        raise Refused(
            _("You wrote this revision: somebody else has to approve it.")
            if by is None or not rights.may_manage(by)
            else _(
                "You wrote this revision: somebody else has to approve it, or you allow approval of own work "
                "for this language (Administration)."
            )
        )
    judge(revision, Review.Verdict.APPROVED, by, comment, self_approved=own)
    moved(edition, "approve", state)
    log(obj.item_id, language, "revision.approved", by, revision, comment)


@transaction.atomic
def send_back(
    obj: HasItem, language: str, comment: str, *, by: User | None, based_on: int = LATEST
) -> None:
    """Give the newest revision back to its author, saying why. Raises Refused."""
    require(by, rights.may_review, obj, language)
    edition = edition_of(hold(obj), language)
    revision = newest_of(edition, based_on)
    state = move(edition.state, "send-back")
    if not comment.strip():
        raise Refused(_("Say what is to be changed: the author reads it."))
    judge(revision, Review.Verdict.SENT_BACK, by, comment)
    moved(edition, "send-back", state)
    log(obj.item_id, language, "revision.sent-back", by, revision, comment)


@transaction.atomic
def take_up(obj: HasItem, language: str, note: str) -> None:
    """Approve the newest revision, all of whose texts were approved before, each by somebody. Raises Refused."""
    edition = edition_of(hold(obj), language)
    revision = newest_of(edition, LATEST)
    state = move(edition.state, "take-up")
    judge(revision, Review.Verdict.APPROVED, None, note)
    moved(edition, "take-up", state)
    log(obj.item_id, language, "revision.approved", None, revision, note)


def judge(
    revision: Revision,
    verdict: Review.Verdict,
    by: User | None,
    comment: str,
    *,
    self_approved: bool = False,
) -> None:
    Review.objects.create(
        revision=revision,
        verdict=verdict,
        author_id=revision.author_id,
        reviewer=by,
        comment=comment,
        self_approved=self_approved,
    )


def may_approve_own(language: str) -> bool:
    """Tell whether an administrator allowed people to approve their own work in a language."""
    return SelfApproval.objects.filter(language=language).exists()


def is_approved(revision: Revision) -> bool:
    """Tell whether the last verdict on a revision is an approval."""
    last = revision.reviews.first()
    return last is not None and last.verdict == Review.Verdict.APPROVED
