"""The demo's content keeps to what the brief asks, and to its own glossary."""

import csv
import datetime
import re
from collections import Counter

import pytest
from PIL import Image

from catalog import drawings
from demo import reading
from multilingual.languages import CODES

HAN = re.compile(r"[⺀-鿿豈-﫿＀-￯]")
TAG = re.compile(r"<[^>]*>")


def texts_of(value, language):
    """Every text of a language in a file, however deep."""
    if isinstance(value, list):
        for part in value:
            yield from texts_of(part, language)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key == language:
                yield from strings_of(part)
            elif key not in CODES:
                yield from texts_of(part, language)


def strings_of(value):
    if isinstance(value, str):
        yield TAG.sub("", value)
    elif isinstance(value, list):
        for part in value:
            yield from strings_of(part)
    elif isinstance(value, dict):
        yield from strings_of(list(value.values()))


def all_texts(language):
    files = [reading.catalog(), reading.company(), reading.papers(), reading.articles()]
    return [text for file in files for text in texts_of(file, language)]


def glossary(status):
    with (reading.CONTENT / "glossary.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["status"] == status]


FORBIDDEN = [(code, row[code]) for row in glossary("forbidden") for code in CODES if row[code]]


def test_there_are_two_families_and_at_least_ten_products():
    assert {family["code"] for family in reading.catalog()["families"]} == {
        "flat-tube",
        "coil-stock",
    }
    assert len(reading.products()) >= 10


def test_there_are_at_least_fourteen_articles_two_only_in_chinese_and_one_only_in_english():
    articles = reading.articles()
    editions = Counter(tuple(sorted(article["live"])) for article in articles)

    assert len(articles) >= 14
    assert editions["zh-hans",] == 2
    assert editions["en",] == 1


def test_the_article_of_the_brief_is_there_in_both_languages_and_long():
    article = next(
        article for article in reading.articles() if article["key"] == "networked-manufacturing"
    )

    for code in CODES:
        assert article[code]["body"].count("<p>") >= 12


def test_there_are_three_slides():
    assert len(reading.company()["slides"]) == 3


def test_one_certificate_has_expired():
    expired = [
        certificate
        for certificate in reading.company()["certificates"]
        if certificate["expires_on"] < datetime.date(2026, 1, 1)
    ]

    assert len(expired) == 1


def test_the_company_is_the_one_of_the_brief():
    profile = reading.company()["profile"]

    assert profile["name"]["zh-hans"] == "山东创新金属科技股份有限公司"
    assert profile["slogan_1"]["en"] == "Survive with quality"
    assert profile["icp_number"] == "鲁ICP备18027609号-1"


def test_english_texts_hold_no_han_character():
    assert [text for text in all_texts("en") if HAN.search(text)] == []


def test_chinese_texts_are_chinese():
    """A designation needs no Han character; a sentence does."""
    sentences = [text for text in all_texts("zh-hans") if len(text) > 60]

    assert [text for text in sentences if not HAN.search(text)] == []


@pytest.mark.parametrize(("language", "term"), FORBIDDEN)
def test_a_forbidden_term_of_the_glossary_does_not_occur(language, term):
    bound = r"\b" if language == "en" else ""
    pattern = re.compile(f"{bound}{re.escape(term)}{bound}", re.IGNORECASE)

    assert [text for text in all_texts(language) if pattern.search(text)] == []


@pytest.mark.parametrize("product", reading.products(), ids=lambda product: product["code"])
def test_every_product_can_be_drawn_from_its_numbers(product):
    family = next(f for f in reading.catalog()["families"] if f["code"] == product["family"])

    kind = product.get("drawing", family["drawing"])
    drawing = drawings.for_product(kind, reading.numbers(product["specs"]))

    assert drawing is not None


@pytest.mark.parametrize("product", reading.products(), ids=lambda product: product["code"])
def test_every_product_has_its_picture_and_its_datasheets(product):
    code = product["code"].lower()

    with Image.open(reading.picture(code)) as picture:
        assert picture.size == (1280, 960)
    for language in product.get("datasheets", product["live"]):
        assert reading.pdf(code, language).read_bytes().startswith(b"%PDF-")


def test_one_datasheet_exists_in_the_other_language_only():
    assert any(
        set(product.get("datasheets", product["live"])) < set(product["live"])
        for product in reading.products()
    )


def test_every_article_has_a_cover_of_its_own():
    covers = [reading.picture(article["key"]) for article in reading.articles()]

    assert len({cover.read_bytes() for cover in covers}) == len(covers)


def test_pictures_and_papers_stay_small():
    pictures = list(reading.CONTENT.glob("pictures/*.webp"))
    papers = list(reading.CONTENT.glob("files/*.pdf"))

    assert sum(picture.stat().st_size for picture in pictures) < 6_000_000
    assert max(paper.stat().st_size for paper in papers) < 60_000


def test_no_picture_or_paper_is_left_over():
    keys = {slide["picture"] for slide in reading.company()["slides"]}
    keys |= {family["code"] for family in reading.catalog()["families"]}
    keys |= {product["code"].lower() for product in reading.products()}
    keys |= {article["key"] for article in reading.articles()}

    assert {path.stem for path in reading.CONTENT.glob("pictures/*.webp")} == keys
