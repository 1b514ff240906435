"""Two processes at once, on real connections: no work is lost, nothing happens twice, and nobody is locked out."""

import pytest

ROUNDS = range(4)

pytestmark = pytest.mark.parametrize("round_", ROUNDS)


def outcomes(answers):
    return sorted(next(iter(answer)) for answer in answers)


@pytest.fixture
def article(processes):
    return processes.do("make")


def newest(processes, article):
    return processes.do("look", of=article)["newest"]


def test_of_two_who_save_the_same_field_one_is_told_of_the_other(processes, article, round_):
    base = newest(processes, article)

    answers = processes.race(
        ("save", {"of": article, "texts": {"title": "Hers"}, "by": "ann", "based_on": base}),
        ("save", {"of": article, "texts": {"title": "His"}, "by": "bo", "based_on": base}),
    )

    assert outcomes(answers) == ["conflict", "done"]
    kept = processes.do("look", of=article)["texts"]["title"]
    [told] = [answer for answer in answers if "conflict" in answer]
    assert {told["conflict"]["title"], told["mine"]["title"]} == {"Hers", "His"}
    assert kept == told["conflict"]["title"]


def test_two_who_save_different_fields_both_keep_their_work(processes, article, round_):
    base = newest(processes, article)

    answers = processes.race(
        ("save", {"of": article, "texts": {"title": "Hers"}, "by": "ann", "based_on": base}),
        ("save", {"of": article, "texts": {"summary": "His"}, "by": "bo", "based_on": base}),
    )

    assert outcomes(answers) == ["done", "done"]
    texts = processes.do("look", of=article)["texts"]
    assert (texts["title"], texts["summary"]) == ("Hers", "His")


def test_nobody_approves_what_was_rewritten_at_that_moment(processes, article, round_):
    processes.do("submit", of=article)
    read = newest(processes, article)

    answers = processes.race(
        ("approve", {"of": article, "by": "bo", "based_on": read}),
        ("save", {"of": article, "texts": {"title": "Rewritten"}, "by": "ann"}),
    )

    assert outcomes(answers) in (["done", "done"], ["conflict", "done"])
    found = processes.do("look", of=article)
    assert (found["state"], found["approved"]) == ("draft", False)


def test_what_is_published_while_somebody_writes_was_approved(processes, article, round_):
    processes.do("approved", of=article)

    answers = processes.race(
        ("publish", {"of": article, "by": "bo"}),
        ("save", {"of": article, "texts": {"title": "Newer"}, "by": "ann"}),
        ("publish", {"of": article, "by": "ann"}),
    )

    found = processes.do("look", of=article)
    assert "done" in answers[1]
    assert found["state"] == "draft"
    assert found["shown approved"] in (True, None)
    assert found["is live"] == (found["shown"] is not None)
    assert found["published"] == (1 if found["shown"] else 0)
    assert found["live"]["title"] != "Newer"


def test_two_who_publish_at_once_publish_once(processes, article, round_):
    processes.do("approved", of=article)

    answers = processes.race(
        ("publish", {"of": article, "by": "ann"}), ("publish", {"of": article, "by": "bo"})
    )

    assert outcomes(answers) == ["done", "done"]
    found = processes.do("look", of=article)
    assert (found["published"], found["is live"]) == (1, True)


def test_e4_of_two_workers_one_carries_out_a_schedule(processes, article, round_):
    processes.do("approved", of=article)
    schedule = processes.do("due", of=article)

    answers = processes.race(*[("carry_out", {"schedule": schedule})] * 3)

    assert sorted(answer["done"] for answer in answers) == [False, False, True]
    found = processes.do("look", of=article)
    assert (found["published"], found["is live"]) == (1, True)


def test_a_schedule_and_a_withdrawal_at_once_leave_one_of_the_two(processes, article, round_):
    processes.do("publish", of=article)
    processes.do("save", of=article, texts={"title": "Scheduled"})
    processes.do("approved", of=article)
    schedule = processes.do("due", of=article)

    answers = processes.race(("carry_out", {"schedule": schedule}), ("withdraw", {"of": article}))

    assert outcomes(answers) == ["done", "done"]
    found = processes.do("look", of=article)
    assert found["is live"] == (found["shown"] is not None)
    assert not found["is live"] or found["live"] == found["shown texts"]


def test_overlapping_lists_published_in_opposite_order_wait_for_one_another(
    processes, article, round_
):
    others = [processes.do("make") for _ in range(2)]
    product = processes.do("make", kind="product")
    parts = [
        [of, language] for of in (article, *others, product) for language in ("en", "zh-hans", "")
    ]

    answers = processes.race(
        ("publish_together", {"parts": parts}),
        ("publish_together", {"parts": parts[::-1]}),
        ("publish_together", {"parts": parts[3:] + parts[:3]}),
    )

    assert outcomes(answers) == ["done"] * 3
    for of in (article, *others, product):
        assert processes.do("look", of=of)["published"] == 1


def test_one_of_two_items_gets_a_slug_that_both_want(processes, article, round_):
    other = processes.do("make")
    wanted = {"slug": f"wanted-{round_}"}

    answers = processes.race(
        ("save", {"of": article, "texts": wanted}), ("save", {"of": other, "texts": wanted})
    )

    assert outcomes(answers) == ["done", "refused"]
    slugs = [processes.do("look", of=of)["texts"]["slug"] for of in (article, other)]
    assert slugs.count(wanted["slug"]) == 1


def test_nothing_is_live_in_the_bin_whoever_publishes_meanwhile(processes, article, round_):
    answers = processes.race(("publish", {"of": article}), ("move_to_bin", {"of": article}))

    assert "done" in answers[1]
    found = processes.do("look", of=article)
    assert (found["binned"], found["is live"]) == (True, False)
