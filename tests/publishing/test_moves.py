"""The table of moves: where each action leads from each state, and the sentence that refuses any other."""

import pytest

from publishing.models import State
from publishing.moves import Refused, move

LEADS = {
    "save": dict.fromkeys(State, State.DRAFT),
    "submit": {State.DRAFT: State.REVIEW, State.SENT_BACK: State.REVIEW},
    "approve": {State.REVIEW: State.APPROVED},
    "send-back": {State.REVIEW: State.SENT_BACK, State.APPROVED: State.SENT_BACK},
    "schedule": {
        State.APPROVED: State.SCHEDULED,
        State.NONE: State.SCHEDULED,  # again, after it was withdrawn
    },
    "cancel": {State.SCHEDULED: State.APPROVED},
    "publish": {
        State.APPROVED: State.NONE,
        State.SCHEDULED: State.NONE,
        State.NONE: State.NONE,  # again, after it was withdrawn
    },
}
REFUSALS = {
    "submit": "There is nothing to submit: the newest revision is “{}”.",
    "approve": "Only what is in review can be approved: the newest revision is “{}”.",
    "send-back": "Only what is in review or approved can be sent back: the newest revision is “{}”.",
    "schedule": "Only an approved revision can be scheduled: the newest revision is “{}”.",
    "cancel": "Nothing is scheduled: the newest revision is “{}”.",
    "publish": "Only an approved revision is published: the newest revision is “{}”.",
}
ALL = [(state, action) for action in LEADS for state in State]


@pytest.mark.parametrize(("state", "action"), [(s, a) for s, a in ALL if s in LEADS[a]])
def test_a_move_leads_where_the_table_says(state, action):
    assert move(state, action) == LEADS[action][state]


@pytest.mark.parametrize(("state", "action"), [(s, a) for s, a in ALL if s not in LEADS[a]])
def test_any_other_move_is_refused_and_the_refusal_says_where_it_stands(state, action):
    with pytest.raises(Refused) as refusal:
        move(state, action)

    assert str(refusal.value) == REFUSALS[action].format(state.label)
