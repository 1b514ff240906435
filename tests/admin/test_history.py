"""History, restoring, the bin and unsaved typing: E2, E5."""

import csv
import io
import json

import pytest

from accounts.models import Role
from articles.models import Article
from multilingual import stores
from publishing import autosave, editions, services
from publishing.models import SHARED, Edition, Revision, Typing
from tests import factories
from tests.admin.people import address, administrator, desk, list_address, opened, person
from tests.costs import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return desk(administrator())


@pytest.fixture
def corrected():
    """An article whose English title was corrected after it was published."""
    article = factories.article()
    services.save_draft(article, "en", {"title": "A better title"}, by=None, note="typo")
    return article


def revisions(article, language="en"):
    return Edition.objects.get(item=article.item, language=language).revisions


def page(client, url):
    return client.get(url).content.decode()


def test_e5_history_tells_who_did_what_with_a_link_to_each_revision(chief, corrected):
    shown = page(chief, address(corrected, "history"))

    newest = revisions(corrected).first()
    assert "Draft saved" in shown
    assert "typo" in shown
    assert f"/admin/revision/{newest.pk}/" in shown


def test_e5_history_is_filtered_by_language(chief, corrected):
    url = address(corrected, "history")

    chinese = page(chief, f"{url}?language=zh-hans")

    assert "typo" not in chinese
    assert "Published" in chinese


def test_e5_any_two_revisions_are_compared(chief, corrected):
    third = services.save_draft(corrected, "en", {"summary": "Short"}, by=None)
    first = revisions(corrected).last()

    against_before = page(chief, f"/admin/revision/{third.pk}/")
    against_first = page(chief, f"/admin/revision/{third.pk}/?against={first.pk}")

    assert "<ins>Short</ins>" in against_before
    assert (
        "better"
        not in against_before.partition("The whole text")[0].partition("revision-changes")[2]
    )
    assert "better" in against_first


def test_e5_restoring_one_language_leaves_the_other_and_the_live_page(chief, corrected):
    first = revisions(corrected).last()
    chinese = Edition.objects.filter(item=corrected.item, language="zh-hans").values().get()

    chief.post(f"/admin/revision/{first.pk}/")

    assert editions.newest_texts(corrected, "en") == stores.read(corrected, "en")
    assert revisions(corrected).count() == 3
    assert Edition.objects.filter(item=corrected.item, language="zh-hans").values().get() == chinese


def test_restoring_needs_the_right_to_write_that_language(corrected):
    translator = desk(person("translator", (Role.TRANSLATOR, "zh-hans")))
    first = revisions(corrected).last()

    answer = translator.post(f"/admin/revision/{first.pk}/", follow=True)

    assert "right" in str(next(iter(answer.context["messages"])))
    assert revisions(corrected).count() == 2


def test_e5_the_log_is_exported_and_no_cell_is_a_formula(chief, corrected):
    services.save_draft(corrected, "en", {"title": "=1+1"}, by=None)

    answer = chief.get(f"/admin/log.csv?item={corrected.item_id}")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body)))

    assert rows[0][0] == "time"
    assert [row[2] for row in rows[1:]].count("draft saved") == 4
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_the_whole_log_is_exported_for_administrators_only(chief, corrected):
    editor = desk(person("editor", Role.EDITOR))

    assert chief.get("/admin/log.csv").status_code == 200
    assert editor.get("/admin/log.csv").status_code == 403


def test_an_item_moved_to_the_bin_leaves_the_site_and_the_lists_and_comes_back_whole(
    chief, corrected, client
):
    public = corrected.url_in("en")

    asked = page(chief, address(corrected, "delete"))
    chief.post(address(corrected, "delete"), {"post": "yes"})

    assert "A better title" in asked
    assert client.get(public).status_code == 404
    assert corrected not in chief.get(list_address(Article)).context["cl"].queryset
    assert "A better title" in page(chief, "/admin/bin/")

    chief.post(f"/admin/bin/{corrected.item_id}/take/", follow=True)  # tells it once

    assert "A better title" not in page(chief, "/admin/bin/")
    assert corrected in chief.get(list_address(Article)).context["cl"].queryset
    assert editions.newest_texts(corrected, "en")["title"] == "A better title"
    assert client.get(public).status_code == 404


def test_a_family_with_products_does_not_go_to_the_bin(chief):
    product = factories.product()

    answer = chief.post(address(product.family, "delete"), {"post": "yes"}, follow=True)

    assert editions.name_of(product) in str(next(iter(answer.context["messages"])))
    assert product.family.url_in("en")


def test_the_bin_costs_the_same_for_any_number_of_items(chief):
    for _ in range(2):
        services.move_to_bin(factories.article(), by=None)
    few = queries(lambda: chief.get("/admin/bin/"))
    for _ in range(5):
        services.move_to_bin(factories.article(), by=None)

    assert queries(lambda: chief.get("/admin/bin/")) == few


# Unsaved typing


def keep(client, form, fields):
    said = {"form": form, **({} if fields is None else {"fields": fields})}
    return client.post("/admin/typing/", json.dumps(said), content_type="application/json")


def test_e2_typing_is_kept_for_its_writer_alone_and_no_draft(corrected):
    hers, his = desk(person("her", Role.EDITOR)), desk(person("him", Role.EDITOR))
    form = f"articles.article:{corrected.pk}"
    before = Revision.objects.count()

    answer = keep(hers, form, {"title__en": "Half a thou"})

    assert answer.json()["at"]
    assert "Half a thou" in page(hers, address(corrected))
    assert "Half a thou" not in page(his, address(corrected))
    assert Revision.objects.count() == before


def test_e2_saving_the_form_or_discarding_forgets_what_was_typed(chief, corrected):
    form = f"articles.article:{corrected.pk}"
    keep(chief, form, {"title__en": "Half a thou"})

    chief.post(
        address(corrected), opened(chief, address(corrected)) | {"title__en": "A whole thought"}
    )

    assert not Typing.objects.exists()

    keep(chief, form, {"title__en": "Again"})
    keep(chief, form, None)

    assert not Typing.objects.exists()


def test_typing_of_many_forms_stays_bounded(django_user_model):
    writer = person("writer", Role.EDITOR)

    for number in range(autosave.MOST_FORMS + 3):
        autosave.keep(writer, f"articles.article:{number}", {"title__en": "x"})

    kept = set(Typing.objects.values_list("form", flat=True))
    assert len(kept) == autosave.MOST_FORMS
    assert "articles.article:0" not in kept


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"7", b'{"form": 1}', b'{"form": "a", "fields": {"b": 1}}', b"\xff"]
)
def test_typing_that_is_none_is_refused(chief, body):
    answer = chief.post("/admin/typing/", body, content_type="application/json")

    assert answer.status_code == 400
    assert not Typing.objects.exists()


def test_the_shared_part_has_its_own_revisions(chief):
    article = factories.article()
    form = opened(chief, address(article))

    chief.post(address(article), form | {"date": "2020-02-02"})

    assert Article.objects.get(pk=article.pk).date == factories.DAY
    assert opened(chief, address(article))["date"] == "2020-02-02"
    newest = revisions(article, SHARED).first()
    assert "2020-02-02" in page(chief, f"/admin/revision/{newest.pk}/")


def test_e6_hints_come_with_the_typing_and_stand_beside_the_text(chief):
    article = factories.article()
    texts = {"title__zh-hans": "全国最好的铝材,值得信赖", "title__en": "A plain title"}

    answer = keep(chief, f"articles.article:{article.pk}", texts)
    factories.rewrite(article, "zh-hans", {"title": texts["title__zh-hans"]})

    said = answer.json()["hints"]
    assert set(said) == {"title__zh-hans"}
    assert len(said["title__zh-hans"]) == 2
    assert all(sentence in page(chief, address(article)) for sentence in said["title__zh-hans"])
