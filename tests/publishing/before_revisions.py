"""Run by test_first_revisions.py: a database as it was before there were revisions, filled, then migrated.

Prints as JSON what was stored before, and what each edition is afterwards.
"""

import datetime
import json
import sys

import django

django.setup()

from django.db import connection, models  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from multilingual.languages import CODES, column  # noqa: E402

BEFORE = [
    ("publishing", "0002_known_language"),
    ("articles", "0002_known_source_language"),
    ("catalog", "0002_known_choices_and_codes"),
    ("company", "0002_known_choices"),
]
DAY = datetime.date(2018, 9, 5)
ZH, EN = CODES


class Site:
    """Models as they were, and what is written into them."""

    def __init__(self, apps):
        self.apps = apps
        self.before = {}

    def add(self, name, label, texts=None, **fields):
        """A thing with an item; texts by language, each with its ``live``."""
        model = self.apps.get_model(label)
        item = self.apps.get_model("publishing.Item").objects.create(kind=label.lower())
        obj = model(item=item, **fields)
        rows = self._rows(label)
        if not rows:
            for code, own in (texts or {}).items():
                for field, value in own.items():
                    setattr(obj, column(field, code), value)
        models.QuerySet(model).bulk_create([obj])
        if rows:
            for code, own in (texts or {}).items():
                rows.objects.create(master=obj, language_code=code, **own)
        for code, own in (texts or {}).items():
            if own.get("slug"):
                self.apps.get_model("publishing.Slug").objects.create(
                    item=item, kind=label.lower(), language=code, slug=own["slug"]
                )
        self.before[name] = {"label": label, "pk": obj.pk, "texts": texts or {}}
        return obj

    def row(self, label, **fields):
        return self.apps.get_model(label).objects.create(**fields)

    def _rows(self, label):
        try:
            return self.apps.get_model(f"{label}Translation")
        except LookupError:
            return None


def fill(site):
    tube = site.add(
        "family",
        "catalog.Family",
        {
            ZH: {"name": "扁管", "slug": "bian-guan", "live": True},
            EN: {"name": "Flat tube", "slug": "flat-tube", "live": True},
        },
        code="flat-tube",
    )
    width = site.row(
        "catalog.Attribute",
        family=tube,
        code="width",
        kind="number",
        unit="mm",
        group="dimensions",
        **{column("name", ZH): "宽度", column("name", EN): "Width"},
    )
    words = site.row("catalog.Vocabulary", code="alloy")
    term = site.row("catalog.Term", vocabulary=words, code="3003")
    alloy = site.row(
        "catalog.Attribute",
        family=tube,
        code="alloy",
        kind="term",
        vocabulary=words,
        group="material",
    )
    product = site.add(
        "product in both",
        "catalog.Product",
        {
            ZH: {
                "name": "扁管 16",
                "slug": "bian-guan-16",
                "description": "<p>说明</p>",
                "live": True,
            },
            EN: {"name": "Flat tube 16", "slug": "flat-tube-16", "live": True},
        },
        family=tube,
        code="FT-16",
        position=3,
    )
    site.row("catalog.Spec", product=product, attribute=width, number="16.5", decimals=1)
    site.row("catalog.Spec", product=product, attribute=alloy, term=term)
    site.row(
        "catalog.Datasheet", product=product, language=ZH, file="files/a.pdf", size=5, issued_on=DAY
    )
    site.add(
        "product whose English is not live",
        "catalog.Product",
        {
            ZH: {"name": "扁管 18", "slug": "bian-guan-18", "live": True},
            EN: {"name": "Flat tube 18", "slug": "flat-tube-18", "live": False},
        },
        family=tube,
        code="FT-18",
    )
    site.add("product without a text", "catalog.Product", family=tube, code="FT-20")
    news = site.add(
        "category",
        "articles.Category",
        {
            ZH: {"name": "新闻", "slug": "xin-wen", "live": True},
            EN: {"name": "News", "slug": "news-en", "live": True},
        },
    )
    site.add(
        "article whose English is half written",
        "articles.Article",
        {
            ZH: {"title": "标题", "slug": "biao-ti", "body": "<p>文</p>", "live": True},
            EN: {"title": "Title", "slug": "title", "body": "", "live": False},
        },
        category=news,
        date=DAY,
        source_name="Agency",
        source_language=EN,
    )
    site.add(
        "article in English only",
        "articles.Article",
        {EN: {"title": "Only", "slug": "only", "body": "<p>Text</p>", "live": True}},
        category=news,
        date=DAY,
    )
    site.add(
        "article that is live nowhere",
        "articles.Article",
        {ZH: {"title": "草稿", "slug": "cao-gao", "body": "<p>文</p>", "live": False}},
        category=news,
        date=DAY,
    )
    site.add(
        "page",
        "company.Page",
        {ZH: {"title": "关于", "slug": "guan-yu", "body": "<p>文</p>", "live": True}},
        role="about",
    )
    site.add(
        "profile",
        "company.Profile",
        {ZH: {"name": "公司", "slogan_first": "质量"}, EN: {"name": "Company"}},
        pk=1,
        phone="1",
    )
    certificate = site.add(
        "certificate",
        "company.Certificate",
        {ZH: {"name": "证书", "live": True}, EN: {"name": "Certificate", "live": False}},
        issued_on=DAY,
        expires_on=None,
    )
    site.row(
        "company.CertificateFile", certificate=certificate, language=ZH, file="files/b.pdf", size=7
    )


def after(before):
    from django.apps import apps  # noqa: PLC0415  # migrated now

    from multilingual import stores  # noqa: PLC0415
    from publishing import editions, services, snapshots  # noqa: PLC0415
    from publishing.models import SHARED, Slug  # noqa: PLC0415

    def edition(obj, code):
        found = editions.of(obj, code)
        if found is None:
            return None
        revision = found.newest
        return {
            "state": found.state,
            "seen": found.seen,
            "number": revision.number,
            "title": revision.title,
            "content": revision.content,
            "digest is right": revision.digest
            == snapshots.digest(type(obj), code, revision.content),
            "approved": services.is_approved(revision),
            "shown is newest": found.shown_id == found.newest_id,
            "source": revision.source and revision.source.edition.language,
            "beside": revision.beside and revision.beside.edition.language,
        }

    result = {}
    for name, told in before.items():
        obj = models.QuerySet(apps.get_model(told["label"])).get(pk=told["pk"])
        result[name] = {
            "source language": obj.item.source_language,
            "live": {code: stores.is_live(obj, code) for code in CODES},
            "live values": {code: stores.read(obj, code) for code in CODES},
            "editions": {code: edition(obj, code) for code in (*CODES, SHARED)},
            "shared part": snapshots.read_shared(obj),
            "slugs": sorted(Slug.objects.filter(item=obj.item).values_list("language", "slug")),
        }
    return result


def main():
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    site = Site(executor.loader.project_state(BEFORE).apps)
    fill(site)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    json.dump({"before": site.before, "after": after(site.before)}, sys.stdout)


main()
