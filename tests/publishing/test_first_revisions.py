"""A site as it was before revisions gets its first ones: what is live stays as it is, the rest becomes drafts."""

import json
import os
import sys

import pytest

from multilingual.languages import CODES
from publishing.models import SHARED
from tests.servers import created_database, run, scratch_folder


@pytest.fixture(scope="module")
def migrated():
    """What was stored before, and what every edition is after."""
    with scratch_folder() as scratch:
        environment = {**os.environ, "SITE_DATA_DIR": str(scratch)}
        if url := os.environ.get("SITE_DATABASE_URL"):
            environment["SITE_DATABASE_URL"] = created_database(url, f"before_{os.getpid()}")
        said = run([sys.executable, "-m", "tests.publishing.before_revisions"], env=environment)
    return json.loads(said)


@pytest.fixture
def before(migrated):
    return {name: told["texts"] for name, told in migrated["before"].items()}


@pytest.fixture
def after(migrated):
    return migrated["after"]


def written(before):
    return [(name, code, texts) for name, own in before.items() for code, texts in own.items()]


def test_every_live_language_has_a_first_revision_equal_to_the_live_values(before, after):
    live = [(n, code, texts) for n, code, texts in written(before) if texts.get("live", True)]

    assert len(live) == 13
    for name, code, texts in live:
        edition = after[name]["editions"][code]
        assert (edition["number"], edition["seen"], edition["state"]) == (1, "live", "none"), name
        assert edition["shown is newest"]
        assert edition["approved"]
        assert edition["content"] == after[name]["live values"][code]
        assert after[name]["live"][code]
        assert edition["digest is right"]
        for field, text in texts.items():
            assert field == "live" or edition["content"][field] == text


def test_texts_that_were_not_live_are_drafts_and_stand_in_live_values_no_more(before, after):
    drafts = [(n, code, texts) for n, code, texts in written(before) if not texts.get("live", True)]

    assert len(drafts) == 4
    for name, code, texts in drafts:
        edition = after[name]["editions"][code]
        assert (edition["number"], edition["seen"], edition["state"]) == (1, "nothing", "draft")
        assert not edition["approved"]
        assert edition["digest is right"]
        for field, text in texts.items():
            assert field == "live" or edition["content"][field] == text
        assert not after[name]["live"][code]
        assert not any(after[name]["live values"][code].values())


def test_a_language_without_a_text_has_no_edition(before, after):
    for name, found in after.items():
        assert {code for code in CODES if found["editions"][code]} == set(before[name])


def test_the_shared_part_s_first_revision_is_what_the_database_holds_rows_included(after):
    for name, found in after.items():
        edition = found["editions"][SHARED]
        assert edition["content"] == found["shared part"], name
        assert (edition["seen"], edition["state"]) == ("live", "none")
        assert edition["digest is right"]
    rows = after["product in both"]["shared part"]["rows"]
    assert [row["number"] for row in rows["specs"]] == ["16.5000", None]
    assert [row["file"] for row in rows["datasheets"]] == ["files/a.pdf"]
    assert [row["name_en"] for row in after["family"]["shared part"]["rows"]["attributes"]] == [
        "Width",
        None,
    ]


def test_the_language_written_first_is_the_source_that_the_other_translates(before, after):
    assert after["product in both"]["source language"] == "zh-hans"
    assert after["article in English only"]["source language"] == "en"
    assert after["product without a text"]["source language"] == ""
    for name, code, _texts in written(before):
        edition = after[name]["editions"][code]
        source = after[name]["source language"]
        assert edition["source"] == (None if source == code else source)
        assert edition["beside"] == SHARED


def test_every_slug_is_kept(before, after):
    for name, own in before.items():
        slugs = sorted([code, texts["slug"]] for code, texts in own.items() if texts.get("slug"))
        assert after[name]["slugs"] == slugs
