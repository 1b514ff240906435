"""Puts the demo's content into the database. What was loaded once is left alone, whatever became of it since."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction

from articles.models import Article, Category
from catalog.models import (
    Attribute,
    Datasheet,
    Equivalent,
    Family,
    Kind,
    Product,
    Spec,
    Term,
    Vocabulary,
)
from company.models import (
    Certificate,
    CertificateFile,
    Contact,
    Download,
    DownloadFile,
    Link,
    Page,
    Profile,
    Slide,
)
from multilingual import stores
from multilingual.languages import CODES
from publishing import services
from publishing.models import HasItem

from . import reading
from .models import Loaded

Entry = Mapping[str, Any]
Fields = Mapping[str, str]
"""The word of the file by the name of the model's field."""

FOLDER = "demo"
"""Where the demo's files lie in the archive."""

DESCRIBED = {
    name: name
    for name in (
        "name",
        "slug",
        "summary",
        "description",
        "search_title",
        "search_description",
        "picture_alt",
    )
}
WRITTEN = {
    name: name
    for name in ("title", "slug", "summary", "body", "search_title", "search_description")
}


Add = Callable[[Entry, int], models.Model]
"""Adds one entry at a position and returns what it became."""


@transaction.atomic
def load() -> Counter[str]:
    """Load what was never loaded, all or nothing; return how many of each model that were."""
    catalog, company = reading.catalog(), reading.company()
    loader = Loader()
    loader.load("catalog.vocabulary", catalog["vocabularies"], "code", add_vocabulary)
    loader.load("catalog.family", catalog["families"], "code", add_family)
    loader.load("catalog.product", reading.products(), "code", add_product)
    loader.load("company.profile", [company["profile"]], "key", add_profile)
    loader.load("company.contact", company["contacts"], "key", add_contact)
    loader.load("company.slide", company["slides"], "picture", add_slide)
    loader.load("company.page", company["pages"], "key", add_page)
    loader.load("company.certificate", company["certificates"], "key", add_certificate)
    loader.load("company.download", company["downloads"], "key", add_download)
    loader.load("company.link", company["links"], "url", add_link)
    loader.load("articles.category", company["categories"], "key", add_category)
    loader.load("articles.article", reading.articles(), "key", add_article)
    return loader.counts


class Loader:
    def __init__(self) -> None:
        self.done = set(Loaded.objects.values_list("key", flat=True))
        self.counts: Counter[str] = Counter()

    def load(self, kind: str, entries: Iterable[Entry], name: str, add: Add) -> None:
        """Add the entries that were never loaded; ``name`` is the word under which an entry has its key."""
        for position, entry in enumerate(entries):
            key = f"{kind}:{entry[name]}"
            if key in self.done:
                continue
            added = add(entry, position)
            item_id = added.item_id if isinstance(added, HasItem) else None
            Loaded.objects.create(key=key, item_id=item_id)
            self.counts[kind] += 1


def add_vocabulary(entry: Entry, position: int) -> Vocabulary:
    vocabulary = Vocabulary(code=entry["code"])
    vocabulary.save()
    describe(vocabulary, entry, {"name": "name"})
    for at, row in enumerate(entry["terms"]):
        term = Term(vocabulary=vocabulary, code=row["code"], position=at)
        term.save()
        describe(term, row, {"name": "name"})
        Equivalent.objects.bulk_create(
            Equivalent(term=term, **equivalent) for equivalent in row.get("equivalents", ())
        )
    return vocabulary


def add_family(entry: Entry, position: int) -> Family:
    family = Family(code=entry["code"], drawing=entry["drawing"], position=position)
    family.picture = stored("pictures", reading.picture(entry["code"]))
    services.create(family, by=None)
    for at, row in enumerate(entry["attributes"]):
        is_term = row["kind"] == Kind.TERM
        attribute = Attribute(
            family=family,
            code=row["code"],
            kind=row["kind"],
            unit=row["unit"],
            group=row["group"],
            filterable=row["filterable"],
            position=at,
            vocabulary=Vocabulary.objects.get(code=row["code"]) if is_term else None,
        )
        attribute.save()
        describe(attribute, row, {"name": "name"})
    publish(family, entry, DESCRIBED)
    return family


def add_product(entry: Entry, position: int) -> Product:
    family = Family.objects.get(code=entry["family"])
    product = Product(
        family=family,
        code=entry["code"],
        drawing=entry.get("drawing", ""),
        position=position,
    )
    product.picture = stored("pictures", reading.picture(entry["code"].lower()))
    services.create(product, by=None)
    Spec.objects.bulk_create(specs(product, entry["specs"]))
    for language in entry.get("datasheets", entry["live"]):
        file = stored("datasheets", reading.pdf(entry["code"].lower(), language))
        Datasheet.objects.create(
            product=product, language=language, file=file, issued_on=entry["issued_on"]
        )
    publish(product, entry, DESCRIBED)
    return product


def specs(product: Product, values: Entry) -> list[Spec]:
    attributes = {attribute.code: attribute for attribute in product.family.attributes.all()}
    rows = []
    for code, value in values.items():
        attribute = attributes[code]
        if attribute.kind == Kind.TERM:
            terms = Term.objects.filter(vocabulary=attribute.vocabulary_id)
            rows += [
                Spec(product=product, attribute=attribute, term=terms.get(code=term))
                for term in value
            ]
        else:
            rows.append(Spec(product=product, attribute=attribute, **reading.values(value)))
    return rows


def add_profile(entry: Entry, position: int) -> Profile:
    profile = Profile(
        icp_number=entry["icp_number"],
        security_number=entry["public_security_number"],
        phone=entry["phone"],
        email=entry["email"],
        logo=stored("pictures", reading.logo()),
    )
    services.create(profile, by=None)
    fields = {
        "name": "name",
        "short_name": "short_name",
        "slogan_first": "slogan_1",
        "slogan_second": "slogan_2",
        "about": "about",
        "address": "address",
    }
    publish(profile, entry, fields)
    return profile


def add_contact(entry: Entry, position: int) -> Contact:
    contact = Contact(phone=entry["phone"], email=entry["email"], position=position)
    services.create(contact, by=None)
    fields = {"person": "name", "role": "role", "region": "region"}
    publish(contact, entry, fields, live="shown_in")
    return contact


def add_slide(entry: Entry, position: int) -> Slide:
    slide = Slide(section=entry["section"], position=position)
    slide.picture = stored("pictures", reading.picture(entry["picture"]))
    services.create(slide, by=None)
    fields = {"title": "title", "text": "text", "link_label": "link_label", "picture_alt": "alt"}
    publish(slide, entry, fields)
    return slide


def add_page(entry: Entry, position: int) -> Page:
    page = Page(role=entry["role"] or None, menu=entry["menu"], position=position)
    services.create(page, by=None)
    publish(page, entry, WRITTEN)
    return page


def add_certificate(entry: Entry, position: int) -> Certificate:
    certificate = Certificate(
        number=entry["number"],
        issued_on=entry["issued_on"],
        expires_on=entry["expires_on"],
        position=position,
    )
    services.create(certificate, by=None)
    for language in entry["files"]:
        file = stored("certificates", reading.pdf(entry["key"], language))
        CertificateFile.objects.create(certificate=certificate, language=language, file=file)
    publish(certificate, entry, {"name": "name", "issuer": "issuer", "scope": "scope"})
    return certificate


def add_download(entry: Entry, position: int) -> Download:
    download = Download(position=position)
    services.create(download, by=None)
    for language in entry["files"]:
        file = stored("downloads", reading.pdf(entry["key"], language))
        DownloadFile.objects.create(download=download, language=language, file=file)
    publish(download, entry, {"name": "title", "summary": "summary"})
    return download


def add_link(entry: Entry, position: int) -> Link:
    link = Link(url=entry["url"], position=position)
    services.create(link, by=None)
    publish(link, entry, {"name": "label"})
    return link


def add_category(entry: Entry, position: int) -> Category:
    category = Category(position=position)
    services.create(category, by=None)
    publish(category, entry, {"name": "name", "slug": "slug"})
    return category


def add_article(entry: Entry, position: int) -> Article:
    source = entry.get("source", {})
    article = Article(
        category=Category.objects.get(item__loaded__key=f"articles.category:{entry['category']}"),
        date=entry["date"],
        source_name=source.get("name", ""),
        source_url=source.get("url", ""),
        source_language=source.get("language", ""),
    )
    article.cover = stored("covers", reading.picture(entry["key"]))
    services.create(article, by=None)
    texts = {
        name: {code: entry[code][name] for code in entry["live"]}
        for name in (*WRITTEN, "cover_alt")
    }
    publish(article, {"live": entry["live"], **texts}, {**WRITTEN, "cover_alt": "cover_alt"})
    return article


def describe(obj: models.Model, entry: Entry, fields: Fields) -> None:
    """Write the texts of something that is no item: a term, an attribute."""
    for language in CODES:
        stores.write(obj, language, reading.texts_in(entry, language, fields))


def publish(obj: HasItem, entry: Entry, fields: Fields, live: str = "live") -> None:
    """Write an item's texts and publish the languages that ``live`` lists, else all in which it is written."""
    services.keep_shared(obj, by=None)
    for language in CODES:
        if texts := reading.texts_in(entry, language, fields):
            services.save_draft(obj, language, texts, by=None)
            if language in entry.get(live, CODES):
                services.publish(obj, language, by=None)


def stored(folder: str, path: Path) -> str:
    """Put a file into the archive; one that an interrupted run left there is used."""
    name, content = f"{FOLDER}/{folder}/{path.name}", path.read_bytes()
    if default_storage.exists(name):
        with default_storage.open(name) as left:
            if left.read() == content:
                return name
    return default_storage.save(name, ContentFile(content))
