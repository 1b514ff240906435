"""Promise 9: every rule about data is a database constraint; each is shown refusing one bad row."""

import datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.models import Right, User
from articles.models import Article, ArticleTranslation, Category, CategoryTranslation
from catalog.models import Attribute, Datasheet, Equivalent, Family, Product, Spec, Term, Vocabulary
from company.models import (
    Certificate,
    CertificateFile,
    Contact,
    Download,
    DownloadFile,
    Link,
    Page,
    PageTranslation,
    Profile,
    Slide,
)
from multilingual.languages import LANGUAGES
from publishing.models import (
    Edition,
    Event,
    Heartbeat,
    Item,
    Mail,
    Notice,
    OldAddress,
    Picture,
    Review,
    Revision,
    Schedule,
    SelfApproval,
    Slug,
    Typing,
)
from tests import factories
from tests.admin.people import person
from workflow.models import (
    Document,
    Generation,
    Import,
    NotApplied,
    Suggestion,
    Tally,
    Translation,
    Unit,
    UnitEvent,
)

OUR_APPS = ("accounts", "publishing", "catalog", "articles", "company", "workflow")
DAY = datetime.date(2026, 1, 1)

pytestmark = pytest.mark.django_db


def spec(**value):
    product = factories.product()
    width = factories.attribute(product.family)
    return Spec(product=product, attribute=width, **value)


def attribute(**columns):
    whole = {"code": "width", "kind": "number", "group": "dimensions", **columns}
    return Attribute(family=factories.family(), **whole)


def twice(make):
    make().save()
    return make()


def second_spec(**value):
    first = spec(number=1, **value)
    first.save()
    return Spec(product=first.product, attribute=first.attribute, number=2)


def second_term_spec():
    first = spec(term=factories.term())
    first.save()
    return Spec(product=first.product, attribute=first.attribute, term=first.term)


def second_edition(model, parent, **texts):
    whole = {} if model is CategoryTranslation else {"title": "Title", "body": "<p>Body</p>"}
    return model(**{"master": parent, "language_code": "en", **whole, **texts})


def same_column(make, field, language):
    first, second = make(), make(live=())
    column = f"{field}_{language.column}"
    setattr(second, column, getattr(first, column))
    return second


def without_text(make, language, field):
    obj = make(live=())
    setattr(obj, f"live_{language.column}", True)
    setattr(obj, f"{field}_{language.column}", None)
    return obj


def bare(model, language, **columns):
    """A row that claims to be live in a language and has no text in it."""
    return model(**columns, **{f"live_{language.column}": True})


def old_address(path, target):
    return OldAddress(path=path, target=target)


def file_twice(model, **parent):
    model(language="en", file=factories.pdf(), **parent).save()
    return model(language="en", file=factories.pdf(), **parent)


def certificate(**columns):
    return Certificate.objects.create(issued_on=DAY, **columns)


def edition(**columns):
    return Edition(item=Item.objects.create(kind="a"), **columns)


def with_revision(of, *, is_shown=False, **columns):
    """The edition, stored in order, with a revision of its own and then with these columns, which are not."""
    bad = {"withdrawn_at": of.withdrawn_at, **columns}
    of.withdrawn_at = None
    of.save()
    of.newest = Revision.objects.create(edition=of, number=1, content={}, digest="a")
    of.shown = of.newest if is_shown else None
    for name, value in bad.items():
        setattr(of, name, value)
    return of


def only_edition():
    return Edition.objects.get_or_create(
        item=Item.objects.get_or_create(kind="a")[0], language="en"
    )[0]


def revision(number=None):
    """One more of the only edition; stored, unless its number is given."""
    of = only_edition()
    made = Revision(edition=of, number=number, content={}, digest="a")
    if number is None:
        made.number = of.revisions.count() + 1
        made.save()
    return made


def schedule(**columns):
    return Schedule(edition=only_edition(), due_at=timezone.now(), **columns)


def notice(**columns):
    event = Event.objects.create(
        item=Item.objects.create(kind="a"), kind="revision.approved", language="en"
    )
    return Notice(
        **{
            "person": User.objects.create(username="a"),
            "event": event,
            "kind": "approved",
            "language": "en",
            **columns,
        }
    )


def second_notice():
    first = notice()
    first.save()
    return Notice(person=first.person, event=first.event, kind=first.kind, language=first.language)


def picture(name="prose/a-1x1.png"):
    return Picture(file=name, width=1, height=1, digest="a" * 64)


def again(row, **columns):
    """Another row that says the same."""
    row.pk = None
    row._state.adding = True  # noqa: SLF001 - as Django's documentation says to copy a row
    return changed(row, **columns)


def changed(row, **columns):
    for name, value in columns.items():
        setattr(row, name, value)
    return row


def document():
    return Document.objects.create(catalogue="djangojs")


def unit_of_item():
    """Approved: it was published in both languages."""
    item = factories.article().item_id
    return Unit.objects.filter(translation__document__item=item, target__gt="").first()


def by_one(name):
    who = person(name)
    return {"translator": who, "reviewer": who}


def suggestion():
    return Suggestion.objects.create(unit=unit_of_item(), base=1, target="Tube")


def tally(who):
    translation = Translation.objects.create(document=document(), language="zh-hans")
    counts = {"units": 1, "words": 1, "characters": 1}
    return Tally.objects.create(translation=translation, state="empty", person=who, **counts)


BAD_ROWS = {
    "picture_once": lambda: twice(picture),
    "picture_named_for_texts": lambda: picture("pictures/a.png"),
    "right_once": lambda: twice(
        lambda: Right(person=User.objects.get_or_create(username="a")[0], role="editor")
    ),
    "right_known_role": lambda: Right(person=User.objects.create(username="a"), role="king"),
    "right_known_language": lambda: Right(
        person=User.objects.create(username="a"), role="editor", language="xx"
    ),
    "user_known_language": lambda: User(username="a", language="xx"),
    "item_known_source_language": lambda: Item(kind="a", source_language="xx"),
    "edition_once_per_language": lambda: twice(
        lambda: Edition(item=Item.objects.get_or_create(kind="a")[0], language="en")
    ),
    "edition_known_language": lambda: edition(language="xx"),
    "edition_known_state": lambda: with_revision(edition(), state="lost"),
    "edition_state_is_of_a_revision": lambda: edition(state="draft"),
    "edition_shown_or_withdrawn": lambda: with_revision(
        edition(withdrawn_at=timezone.now()), is_shown=True
    ),
    "revision_once_per_number": lambda: revision(number=revision().number),
    "revision_number_from_one": lambda: revision(number=0),
    "review_known_verdict": lambda: Review(revision=revision(), verdict="perhaps"),
    "review_sent_back_says_why": lambda: Review(revision=revision(), verdict="sent-back"),
    "review_not_of_own_work": lambda: Review(
        revision=revision(),
        verdict="approved",
        author=User.objects.get_or_create(username="a")[0],
        reviewer=User.objects.get_or_create(username="a")[0],
    ),
    "schedule_known_outcome": lambda: schedule(outcome="lost", ended_at=timezone.now()),
    "schedule_ended_at_when_ended": lambda: schedule(outcome="done"),
    "schedule_one_publication_at_a_time": lambda: twice(lambda: schedule(revision=revision())),
    "schedule_one_end_at_a_time": lambda: twice(schedule),
    "self_approval_known_language": lambda: SelfApproval(language="xx"),
    "typing_once_per_form": lambda: twice(
        lambda: Typing(person=User.objects.get_or_create(username="a")[0], form="a", fields={})
    ),
    "slug_once_per_kind_and_language": lambda: twice(
        lambda: Slug(item=Item.objects.create(kind="a"), kind="a", language="en", slug="tube")
    ),
    "slug_not_empty": lambda: Slug(
        item=Item.objects.create(kind="a"), kind="a", language="en", slug=""
    ),
    "slug_known_language": lambda: Slug(
        item=Item.objects.create(kind="a"), kind="a", language="xx", slug="tube"
    ),
    "event_known_language": lambda: Event(
        item=Item.objects.create(kind="a"), kind="edition.changed", language="xx"
    ),
    "user_known_urgent_mail": lambda: User(username="a", urgent_mail="hourly"),
    "user_known_other_mail": lambda: User(username="a", other_mail=""),
    "mail_tried_before_sent": lambda: Mail(
        person=User.objects.create(username="a"), due_at=timezone.now(), sent_at=timezone.now()
    ),
    "notice_known_kind": lambda: notice(kind="gossip"),
    "notice_known_language": lambda: notice(language="xx"),
    "notice_once_per_event": second_notice,
    "heartbeat_known_role": lambda: Heartbeat(who="a", role="cron", looked_at=timezone.now()),
    "heartbeat_error_has_time": lambda: Heartbeat(
        who="a", role="worker", looked_at=timezone.now(), error="it broke"
    ),
    "old_address_path_from_root": lambda: old_address("news.asp", "/en/"),
    "old_address_target_here": lambda: old_address("/news.asp", "//elsewhere.example"),
    "old_address_leads_elsewhere": lambda: old_address("/en/", "/en/"),
    "vocabulary_has_code": lambda: Vocabulary(code=""),
    "term_once_per_vocabulary": lambda: Term(vocabulary=factories.term().vocabulary, code="3003"),
    "term_has_code": lambda: Term(vocabulary=factories.term().vocabulary, code=""),
    "equivalent_once_per_standard": lambda: twice(
        lambda: Equivalent(term=factories.term(), standard="AA", designation="3003")
    ),
    "equivalent_has_standard": lambda: Equivalent(
        term=factories.term(), standard="", designation="3003"
    ),
    "equivalent_has_designation": lambda: Equivalent(
        term=factories.term(), standard="AA", designation=""
    ),
    "family_has_code": lambda: Family(code=""),
    "family_known_drawing": lambda: Family(code="tube", drawing="sphere"),
    "attribute_has_code": lambda: attribute(code=""),
    "attribute_known_kind": lambda: attribute(kind="colour"),
    "attribute_known_unit": lambda: attribute(unit="inch"),
    "attribute_known_group": lambda: attribute(group=""),
    "attribute_once_per_family": lambda: Attribute(
        family=factories.attribute(factories.family()).family,
        code="width",
        kind="number",
        group="dimensions",
    ),
    "attribute_vocabulary_for_terms_only": lambda: attribute(
        vocabulary=factories.term().vocabulary
    ),
    "product_has_code": lambda: Product(family=factories.family(), code=""),
    "product_known_drawing": lambda: Product(
        family=factories.family(), code="FT", drawing="sphere"
    ),
    "spec_is_number_or_range_or_term": lambda: spec(number=1, low=1),
    "spec_low_not_above_high": lambda: spec(low=2, high=1),
    "spec_tolerance_whole_and_not_negative": lambda: spec(number=1, plus=1),
    "spec_once_per_attribute": second_spec,
    "spec_term_once_per_attribute": second_term_spec,
    "datasheet_once_per_language": lambda: file_twice(
        Datasheet, product=factories.product(), issued_on=DAY
    ),
    "datasheet_known_language": lambda: Datasheet(
        product=factories.product(), language="xx", file=factories.pdf(), issued_on=DAY
    ),
    "category_slug_once_per_language": lambda: second_edition(
        CategoryTranslation,
        Category.objects.create(),
        name="News",
        slug=factories.category().translations.get(language_code="en").slug,
    ),
    "category_once_per_language": lambda: second_edition(
        CategoryTranslation, factories.category(), name="News", slug="other"
    ),
    "category_has_slug": lambda: second_edition(
        CategoryTranslation, Category.objects.create(), name="News", slug=""
    ),
    "category_has_name": lambda: second_edition(
        CategoryTranslation, Category.objects.create(), name="", slug="a"
    ),
    "category_known_language": lambda: CategoryTranslation(
        master=Category.objects.create(), language_code="xx", name="News", slug="a"
    ),
    "article_source_has_name_and_language": lambda: Article(
        category=factories.category(), date=DAY, source_url="https://example.com/"
    ),
    "article_known_source_language": lambda: Article(
        category=factories.category(), date=DAY, source_name="Agency", source_language="xx"
    ),
    "article_slug_once_per_language": lambda: second_edition(
        ArticleTranslation,
        Article.objects.create(category=factories.category(), date=DAY),
        slug=factories.article().translations.get(language_code="en").slug,
    ),
    "article_once_per_language": lambda: second_edition(
        ArticleTranslation, factories.article(), slug="other"
    ),
    "article_has_slug": lambda: second_edition(
        ArticleTranslation, Article.objects.create(category=factories.category(), date=DAY), slug=""
    ),
    "article_has_texts": lambda: second_edition(
        ArticleTranslation,
        Article.objects.create(category=factories.category(), date=DAY),
        slug="a",
        body="",
    ),
    "article_known_language": lambda: second_edition(
        ArticleTranslation,
        Article.objects.create(category=factories.category(), date=DAY),
        language_code="xx",
        slug="a",
    ),
    "profile_only_one": lambda: Item.objects.create(kind="company.profile"),
    "contact_can_be_reached": Contact,
    "page_known_role": lambda: Page(role="imprint"),
    "page_known_menu": lambda: Page(menu="side"),
    "slide_known_section": lambda: Slide(section="jobs"),
    "page_slug_once_per_language": lambda: second_edition(
        PageTranslation,
        Page.objects.create(),
        slug=factories.page().translations.get(language_code="en").slug,
    ),
    "page_once_per_language": lambda: second_edition(
        PageTranslation, factories.page(), slug="other"
    ),
    "page_has_slug": lambda: second_edition(PageTranslation, Page.objects.create(), slug=""),
    "page_has_texts": lambda: second_edition(
        PageTranslation, Page.objects.create(), slug="a", title=""
    ),
    "page_known_language": lambda: second_edition(
        PageTranslation, Page.objects.create(), language_code="xx", slug="a"
    ),
    "certificate_expires_after_issue": lambda: Certificate(
        issued_on=DAY, expires_on=DAY - datetime.timedelta(days=1)
    ),
    "certificate_file_once_per_language": lambda: file_twice(
        CertificateFile, certificate=certificate()
    ),
    "certificate_file_known_language": lambda: CertificateFile(
        certificate=certificate(), language="xx", file=factories.pdf()
    ),
    "download_file_once_per_language": lambda: file_twice(
        DownloadFile, download=Download.objects.create()
    ),
    "download_file_known_language": lambda: DownloadFile(
        download=Download.objects.create(), language="xx", file=factories.pdf()
    ),
    "document_once_per_catalogue": lambda: again(Document.objects.create(catalogue="django")),
    "document_of_item_or_catalogue": Document,
    "translation_once_per_language": lambda: again(
        unit_of_item().translation, edition=None, revision=None
    ),
    "translation_known_language": lambda: Translation(document=document(), language="xx"),
    "translation_revision_is_of_an_edition": lambda: Translation(
        document=document(), language="en", revision=revision()
    ),
    "unit_once_per_key": lambda: again(unit_of_item()),
    "unit_known_state": lambda: changed(unit_of_item(), state="lost"),
    "unit_has_source": lambda: changed(unit_of_item(), source=""),
    "unit_empty_without_target": lambda: changed(unit_of_item(), target=""),
    "unit_reviewed_when_approved": lambda: changed(unit_of_item(), reviewed_at=None),
    "unit_not_reviewed_by_its_translator": lambda: changed(unit_of_item(), **by_one("wu")),
    "unit_own_work_is_of_one_person": lambda: changed(unit_of_item(), self_approved=True),
    "unit_event_once_per_version": lambda: again(unit_of_item().events.first()),
    "unit_event_known_state": lambda: UnitEvent(
        unit=unit_of_item(), version=9, kind="unit.added", state="lost"
    ),
    "unit_event_known_kind": lambda: UnitEvent(
        unit=unit_of_item(), version=9, kind="lost", state="empty"
    ),
    "suggestion_once_while_open": lambda: again(suggestion()),
    "suggestion_has_target": lambda: changed(suggestion(), target=""),
    "not_applied_known_outcome": lambda: NotApplied(
        report=Import.objects.create(name="x.po"), line=1, reason=[], outcome="lost"
    ),
    "tally_once_per_person": lambda: again(tally(person("wu"))),
    "tally_once_of_nobody": lambda: again(tally(None)),
    "tally_known_state": lambda: changed(tally(None), state="lost"),
    "generation_is_one": lambda: Generation(pk=2),
}

for _language in LANGUAGES:
    _ending = _language.column
    BAD_ROWS |= {
        f"family_slug_once_{_ending}": lambda language=_language: same_column(
            factories.family, "slug", language
        ),
        f"product_slug_once_{_ending}": lambda language=_language: same_column(
            factories.product, "slug", language
        ),
        f"family_live_has_texts_{_ending}": lambda language=_language: without_text(
            factories.family, language, "name"
        ),
        f"product_live_has_texts_{_ending}": lambda language=_language: without_text(
            factories.product, language, "slug"
        ),
        f"contact_live_has_texts_{_ending}": lambda language=_language: bare(
            Contact, language, phone="1"
        ),
        f"slide_live_has_texts_{_ending}": lambda language=_language: bare(Slide, language),
        f"certificate_live_has_texts_{_ending}": lambda language=_language: bare(
            Certificate, language, issued_on=DAY
        ),
        f"download_live_has_texts_{_ending}": lambda language=_language: bare(Download, language),
        f"link_live_has_texts_{_ending}": lambda language=_language: bare(
            Link, language, url="https://example.com/"
        ),
    }


def our_constraints():
    for app in OUR_APPS:
        for model in apps.get_app_config(app).get_models():
            for constraint in model._meta.constraints:
                yield constraint.name, model


def test_every_constraint_has_a_bad_row_here():
    assert {name for name, _model in our_constraints()} == set(BAD_ROWS)


@pytest.mark.parametrize("name", sorted(set(BAD_ROWS) - {"profile_only_one"}))
def test_the_constraint_refuses_its_bad_row(name):
    bad = BAD_ROWS[name]()

    with pytest.raises(IntegrityError, match=explained(name, bad)), transaction.atomic():
        bad.save()


def test_there_is_one_profile():
    factories.profile()

    with pytest.raises(IntegrityError), transaction.atomic():
        Profile.objects.bulk_create(
            [Profile(pk=2, item=Item.objects.create(kind="company.profile"))]
        )


def test_a_page_without_a_role_has_null_not_an_empty_one():
    """Else the second such page would collide with the first."""
    with pytest.raises(IntegrityError, match="page_known_role"), transaction.atomic():
        Page.objects.create(role="")


def explained(name, bad):
    """The database names a broken rule; SQLite names a unique rule by its columns."""
    rule = next(c for c in bad._meta.constraints if c.name == name)
    if isinstance(rule, models.UniqueConstraint) and rule.fields:
        columns = [bad._meta.get_field(field).column for field in rule.fields]
        return f"{name}|{', '.join(f'{bad._meta.db_table}.{column}' for column in columns)}"
    return name
