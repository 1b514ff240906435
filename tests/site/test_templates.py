"""What the public templates and their tags hold: V7 in markup, V16's blocks, V17's unbroken numbers."""

import json
import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django.utils.translation import override

from multilingual.templatetags import places, prose
from tests.servers import PROJECT

NB = "\u00a0"
PRIVATE = ("admin", "account", "mfa", "unfold")
RAW_FILTERS = re.compile(
    r"\|(date|time|intcomma|intword|naturaltime|pluralize|truncatewords|truncatechars|timesince|"
    r"timeuntil|floatformat|filesizeformat|localize)\b"
)


def public_templates():
    folder = PROJECT / "templates"
    files = [path for path in folder.rglob("*") if path.suffix in (".html", ".txt", ".xml")]
    return [path for path in files if path.relative_to(folder).parts[0] not in PRIVATE]


def test_v7_public_templates_write_nothing_past_cldr():
    used = {
        str(path.relative_to(PROJECT)): found
        for path in public_templates()
        if (found := RAW_FILTERS.findall(path.read_text()))
    }

    assert len(public_templates()) > 30
    assert used == {}


def test_v13_public_templates_have_no_inline_style_or_handler():
    inline = re.compile(r"\sstyle=|\son[a-z]+=|<style\b|javascript:")
    # Mails are no pages: their readers' programs know no other styles than inline ones.
    pages = [path for path in public_templates() if path.parent.name != "mail"]

    assert [path.name for path in pages if inline.search(path.read_text())] == []


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--", "a & b", "line\u2028end\u2029"]
)
def test_v16_nothing_in_structured_data_ends_its_block(text):
    block = places.json_ld({"name": text})

    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028\u2029") & set(inside)
    assert json.loads(inside) == {"name": text}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("9.5 mm rod", f"9.5{NB}mm rod"),
        ("flat tube 16 × 1.8 mm", f"flat tube 16{NB}×{NB}1.8{NB}mm"),
        ("直径9.5 mm，重120 kg", f"直径9.5{NB}mm，重120{NB}kg"),
        ("12 men, 3 halls", "12 men, 3 halls"),
        ("alloy 3003 in coils", "alloy 3003 in coils"),
    ],
)
def test_v17_a_number_stays_with_its_unit(text, kept):
    assert prose.kept_together(text) == kept


@pytest.mark.parametrize(("language", "name"), [("en", "Table"), ("zh-hans", "表格")])
def test_v14_a_wide_table_is_a_region_that_the_keyboard_reaches(language, name):
    with override(language):
        html = prose.prose(mark_safe("<table><thead><tr><th>A</th></tr></thead></table>"))

    assert f'role="region" tabindex="0" aria-label="{name}"' in html
    assert '<th scope="col">A</th>' in html


def test_a_prepared_e_mail_keeps_every_character():
    url = places.mailto("sales@example.com", "Enquiry: 16 × 1.8", "a & b\nc?")

    assert url == (
        "mailto:sales@example.com?subject=Enquiry%3A%2016%20%C3%97%201.8&body=a%20%26%20b%0Ac%3F"
    )


@pytest.mark.parametrize(
    ("query", "number", "link"),
    [
        ("alloy=3003&page=2", 3, "?alloy=3003&page=3"),
        ("alloy=3003&page=2", 1, "?alloy=3003"),
        ("page=2", 1, "./"),
    ],
)
def test_v8_pages_of_a_list_keep_its_filters(query, number, link):
    context = Context({"request": RequestFactory().get(f"/?{query}")})

    assert places.page_query(context, number) == link


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh-hans", "zh-Hans")])
def test_a_fault_is_told_without_context_or_query_in_the_language_of_the_address(
    language, tag, django_assert_num_queries
):
    with override(language), django_assert_num_queries(0):
        html = Template("{% extends '500.html' %}").render(Context())

    assert f'<html lang="{tag}">' in html
