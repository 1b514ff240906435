"""Rows for tests. Names tell the difference; texts are fixed."""

import datetime
import itertools

from django.core.files.base import ContentFile

from articles.models import Article, Category
from catalog.models import Attribute, Family, Product, Spec, Term, Vocabulary
from company.models import Page, Profile
from multilingual import stores
from multilingual.languages import CODES
from publishing import services

_numbers = itertools.count(1)

DAY = datetime.date(2018, 9, 5)
LATER = datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)
NAMES = {"zh-hans": "扁管", "en": "Flat tube"}


def number_from(n):
    """Where a process begins to number what it makes, on a database that others have filled."""
    global _numbers  # noqa: PLW0603  # the only state here
    _numbers = itertools.count(n)


def rewrite(obj, language, texts):
    """Change texts of an edition; visitors see them where it is live."""
    services.save_draft(obj, language, texts, by=None)
    if stores.is_live(type(obj).objects.get(pk=obj.pk), language):
        services.publish(obj, language, by=None)


def publish(obj, languages=CODES):
    for language in languages:
        services.publish(obj, language, by=None)
    return obj


def texts(language, n, **given):
    """A whole set of texts for one language; ``n`` keeps slugs apart."""
    word = NAMES.get(language, f"Text in {language}")
    return {"name": f"{word} {n}", "slug": f"{language}-{n}", **given}


def family(live=CODES, **columns):
    n = next(_numbers)
    obj = Family.objects.create(code=f"family-{n}", **columns)
    for language in CODES:
        services.save_draft(obj, language, texts(language, n), by=None)
    return publish(obj, live)


def product(of=None, live=CODES, **columns):
    n = next(_numbers)
    obj = Product.objects.create(family=of or family(), code=f"FT-{n}", **columns)
    for language in CODES:
        services.save_draft(obj, language, texts(language, n), by=None)
    return publish(obj, live)


def attribute(of, code="width", kind="number", unit="mm", **columns):
    columns = {"group": "dimensions", "filterable": True, **columns}
    obj = Attribute.objects.create(family=of, code=code, kind=kind, unit=unit, **columns)
    for language in CODES:
        stores.write(obj, language, {"name": f"{code} {language}"})
    return obj


def term(code="3003", vocabulary="alloy"):
    words, _created = Vocabulary.objects.get_or_create(code=vocabulary)
    return Term.objects.get_or_create(vocabulary=words, code=code)[0]


def spec(of, attribute, **value):
    return Spec.objects.create(product=of, attribute=attribute, **value)


def category(live=CODES):
    n = next(_numbers)
    obj = Category.objects.create()
    for language in CODES:
        services.save_draft(
            obj, language, {"name": f"News {language} {n}", "slug": f"news-{language}-{n}"}, by=None
        )
    return publish(obj, live)


def article(of=None, live=CODES, date=DAY, **columns):
    n = next(_numbers)
    obj = Article.objects.create(category=of or category(), date=date, **columns)
    for language in CODES:
        services.save_draft(
            obj,
            language,
            {
                "title": f"Title {language} {n}",
                "slug": f"article-{language}-{n}",
                "body": f"<p>Body {n}</p>",
            },
            by=None,
        )
    return publish(obj, live)


def page(live=CODES, **columns):
    n = next(_numbers)
    obj = Page.objects.create(**columns)
    for language in CODES:
        services.save_draft(
            obj,
            language,
            {
                "title": f"Page {language} {n}",
                "slug": f"page-{language}-{n}",
                "body": "<p>Prose</p>",
            },
            by=None,
        )
    return publish(obj, live)


def profile():
    obj = Profile.objects.create(
        phone="0543 0000000", email="sales@example.com", icp_number="鲁ICP备18027609号-1"
    )
    chinese = {"name": "山东创新金属科技股份有限公司", "short_name": "创新金属"}
    english = {"name": "Shandong Innovation Metal Technology", "short_name": "Innovation Metal"}
    for language, texts in (("zh-hans", chinese), ("en", english)):
        services.save_draft(obj, language, texts, by=None)
    return publish(obj, ("zh-hans", "en"))


def pdf(name="sheet.pdf"):
    return ContentFile(b"%PDF-1.4\n%%EOF\n", name=name)
