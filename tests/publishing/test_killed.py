"""R3: killed before any statement of a publication, or between commit and announcement: old or new, never half."""

import pytest

MOST = 400


def publish_with_shared(processes):
    product = processes.do("make_product")
    return product, {"of": product, "with_shared": True}


def publish_article(processes):
    article = processes.do("make", live=["zh-hans"])
    processes.do("approved", of=article)
    return article, {"of": article}


def withdraw(processes):
    article = processes.do("make", live=["zh-hans", "en"])
    return article, {"of": article}


def carry_out(processes):
    article = processes.do("make", live=["zh-hans"])
    processes.do("approved", of=article)
    return article, {"schedule": processes.do("due", of=article)}


@pytest.mark.parametrize(
    ("prepare", "act", "fewest"),
    [
        (publish_with_shared, "publish", 40),
        (publish_article, "publish", 15),
        (withdraw, "withdraw", 8),
        (carry_out, "carry_out", 20),
    ],
    ids=["text and shared part with rows", "text", "withdrawal", "schedule"],
)
def test_r3_a_kill_between_any_two_steps_leaves_old_or_new(processes, prepare, act, fewest):
    item, arguments = prepare(processes)
    old = processes.do("everything", of=item)
    assert old["problems"] == []

    for step in range(1, MOST):
        was_killed = processes.killed_before(step, act, **arguments)
        found = processes.do("everything", of=item)
        assert found["problems"] == []
        if found["kept"] != old["kept"]:
            break

    assert step >= fewest
    assert was_killed  # after the commit, before the announcement
    processes.do(act, **arguments)  # the next one finds it done
    assert processes.do("everything", of=item) == found


def test_r3_a_publication_killed_is_simply_made_again(processes):
    item, arguments = publish_with_shared(processes)
    assert processes.killed_before(30, "publish", **arguments)

    processes.do("publish", **arguments)

    assert processes.do("look", of=item)["live"]["name"] == "New"
