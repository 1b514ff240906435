"""Which action leads an edition's newest revision from where to where, and why another is refused."""

from django.utils.translation import gettext_lazy as _

from .models import State


class Refused(Exception):
    """An action that is not allowed now; its text says why, in the active language."""


MOVES = {
    **{(state, "save"): State.DRAFT for state in State},
    (State.DRAFT, "submit"): State.REVIEW,
    (State.SENT_BACK, "submit"): State.REVIEW,
    (State.REVIEW, "approve"): State.APPROVED,
    (State.REVIEW, "send-back"): State.SENT_BACK,
    (State.APPROVED, "send-back"): State.SENT_BACK,
    (State.APPROVED, "schedule"): State.SCHEDULED,
    (State.NONE, "schedule"): State.SCHEDULED,  # again, after it was withdrawn
    (State.SCHEDULED, "cancel"): State.APPROVED,
    (State.APPROVED, "publish"): State.NONE,
    (State.SCHEDULED, "publish"): State.NONE,
    (State.NONE, "publish"): State.NONE,  # again, after it was withdrawn
    # What was approved before, whole or text by text, needs no second approval.
    **dict.fromkeys(
        [(state, "take-up") for state in (State.DRAFT, State.REVIEW, State.SENT_BACK)],
        State.APPROVED,
    ),
}

REFUSALS = {
    "submit": _("There is nothing to submit: the newest revision is “%(state)s”."),
    "approve": _("Only what is in review can be approved: the newest revision is “%(state)s”."),
    "send-back": _(
        "Only what is in review or approved can be sent back: the newest revision is “%(state)s”."
    ),
    "schedule": _(
        "Only an approved revision can be scheduled: the newest revision is “%(state)s”."
    ),
    "cancel": _("Nothing is scheduled: the newest revision is “%(state)s”."),
    "publish": _("Only an approved revision is published: the newest revision is “%(state)s”."),
}


def move(state: str, action: str) -> State:
    """Return the state that an action leads to. Raises Refused."""
    try:
        return MOVES[State(state), action]
    except KeyError:
        raise Refused(REFUSALS[action] % {"state": State(state).label}) from None
