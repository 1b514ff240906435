"""Drafts of texts and of the shared part: kept whole, merged with what others wrote, restored."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from django.core import validators
from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from multilingual import stores
from publishing import editions, files, pictures, rights, slugs, snapshots
from publishing.editions import Basis
from publishing.models import SHARED, Edition, HasItem, Review, Revision, State
from publishing.moves import Refused
from publishing.snapshots import Content

from .publication import end_overtaken
from .reviewing import is_approved, judge, take_up
from .steps import (
    LATEST,
    Conflict,
    add,
    announce,
    as_stored,
    edition_of,
    hold,
    log,
    moved,
    require,
    whole,
)
from .translations import answered


class Problem(NamedTuple):
    """Why a text cannot be stored, in the active language."""

    field: str
    sentence: str


@transaction.atomic
def create(obj: HasItem, *, by: User | None) -> None:
    """Store a new item. Nothing of it is public before one of its languages is. Raises Refused."""
    require(by, rights.may_write_part, obj, SHARED)
    obj.save()
    log(obj.item_id, SHARED, "item.created", by)


@transaction.atomic
def keep_shared(obj: HasItem, *, by: User | None) -> Edition:
    """Record the shared part as the database holds it: of a new item, or after an import. Raises Refused."""
    require(by, rights.may_write_part, obj, SHARED)
    edition = edition_of(hold(obj), SHARED)
    content = snapshots.read_shared(obj)
    if edition.shown is None or edition.shown.content != content:
        if edition.shown is not None:  # visitors read it already
            require(by, rights.may_publish, as_stored(obj), SHARED)
        before = edition.shown.content if edition.shown else None
        files.follow(obj, files.named_by_content(type(obj), before) if before else set())
        revision = add(obj, edition, content, by=by)
        judge(revision, Review.Verdict.APPROVED, None, "")  # as all that visitors read
        edition.newest = edition.shown = revision
        edition.state = State.NONE
        edition.save()
        end_overtaken(edition, revision, by)
        log(obj.item_id, SHARED, "edition.published", by, revision)
        announce(obj, SHARED, "published")
    return edition


@transaction.atomic
def save_draft(
    obj: HasItem,
    language: str,
    texts: Mapping[str, str],
    *,
    by: User | None,
    based_on: int | None = LATEST,
    source: Revision | None = None,
    note: str = "",
) -> Revision | None:
    """Keep those texts of one language that differ as a new draft, with a slug made of the title where none is given.

    ``based_on`` is the primary key of the revision that the writer had before her (None: there was none). Fields that
    somebody else changed since are kept; the same field changed twice is a Conflict. ``source`` is the revision this
    one translates; without it, what the revision before translated. Returns None when nothing differs. Raises Refused.
    """
    require(by, rights.may_write, obj, language)
    edition = edition_of(hold(obj), language)
    texts = _merged(obj, edition, stores.cleaned(type(obj), texts), based_on)
    return _keep_texts(obj, edition, texts, by=by, note=note, source=source)


def _keep_texts(
    obj: HasItem,
    edition: Edition,
    texts: Mapping[str, str],
    *,
    by: User | None,
    note: str,
    source: Revision | None = None,
    basis: Basis | None = None,
) -> Revision | None:
    language = edition.language
    changed = changed_texts(obj, language, texts)
    if not changed:
        return None
    if problems := problems_of(obj, language, changed):
        raise Refused(" ".join(problem.sentence for problem in problems))
    content = editions.newest_texts(obj, language) | changed
    basis = basis or _basis(edition, source)
    revision = add(obj, edition, content, by=by, note=note, basis=basis)
    if slug := content.get("slug"):
        slugs.reserve(obj, language, slug)
    answered(edition, revision)
    moved(edition, "save", newest=revision)
    log(obj.item_id, language, "revision.saved", by, revision, note)
    return revision


def _merged(
    obj: HasItem, edition: Edition, texts: Mapping[str, str], based_on: int | None
) -> Mapping[str, str]:
    newest = edition.newest
    if based_on == LATEST or newest is None or newest.pk == based_on:
        return texts
    base = dict.fromkeys(stores.fields(type(obj)), "")
    if based_on is not None:
        try:
            base |= edition.revisions.get(pk=based_on).content
        except ObjectDoesNotExist:
            raise Refused(_("The revision this was based on is not of this edition.")) from None
    mine = {name: text for name, text in texts.items() if text != base[name]}
    theirs = {**dict.fromkeys(base, ""), **newest.content}
    twice = [
        name for name, text in mine.items() if theirs[name] != base[name] and theirs[name] != text
    ]
    if twice:
        raise Conflict(newest, mine, twice)
    return mine


@transaction.atomic
def save_shared_draft(
    obj: HasItem,
    content: Content,
    *,
    by: User | None,
    based_on: int | None = LATEST,
    note: str = "",
) -> Revision | None:
    """Keep a shared part as a new draft. Returns None when nothing differs. Raises Refused, Conflict."""
    require(by, rights.may_write_part, obj, SHARED)
    edition = shared_edition(obj)
    newest = edition.newest
    assert newest is not None
    content = snapshots.numbered(content, _known_rows(edition))
    if content == newest.content:
        return None
    if based_on not in (LATEST, newest.pk):
        raise Conflict(newest, content, content["fields"])
    revision = add(obj, edition, content, by=by, note=note)
    moved(edition, "save", newest=revision)
    log(obj.item_id, SHARED, "revision.saved", by, revision, note)
    return revision


@transaction.atomic
def shared_edition(obj: HasItem) -> Edition:
    """The shared part's edition; its first revision is what the database holds."""
    edition = edition_of(hold(obj), SHARED)
    return edition if edition.newest_id else keep_shared(obj, by=None)


def _known_rows(edition: Edition) -> Content:
    rows: dict[str, list[Content]] = {}
    for content in edition.revisions.values_list("content", flat=True):
        for name, found in content["rows"].items():
            rows.setdefault(name, []).extend(found)
    return {"fields": {}, "rows": rows}


def changed_texts(obj: HasItem, language: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Return those texts that differ from the newest ones, as they would be stored, with a proposed slug."""
    before = editions.newest_texts(obj, language)
    after = before | stores.cleaned(type(obj), texts)
    if after != before and after.get("slug") == "":
        after["slug"] = slugs.propose(
            obj._meta.label_lower,
            language,
            after[stores.name_field(type(obj))],
            item_id=obj.item_id,
        )
    return {name: text for name, text in after.items() if text != before[name]}


def problems_of(obj: HasItem, language: str, changed: Mapping[str, str]) -> list[Problem]:
    """Say why changed texts cannot be stored; nothing, when they can."""
    after = {**editions.newest_texts(obj, language), **changed}
    name = stores.name_field(type(obj))
    if not after[name].strip():
        return [Problem(name, _("Nothing is stored without this text."))]
    if after.get("slug") == "":
        return [Problem("slug", _("Write a slug: no letters or digits were found to make one of."))]
    if problems := [*_unfit(type(obj), changed)]:
        return problems
    for rich in {*stores.rich_fields(type(obj))} & {*changed}:
        if pictures.unknown([changed[rich]]):
            sentence = _("A picture in this text was never stored here: insert it again.")
            return [Problem(rich, sentence)]
    if "slug" in changed and (sentence := slugs.problem_of(obj, language, changed["slug"])):
        return [Problem("slug", sentence)]
    return []


def _unfit(model: type[HasItem], texts: Mapping[str, str]) -> Iterator[Problem]:
    """What could not be published: too long for its place, or a slug that is none."""
    for name, text in texts.items():
        field = stores.field(model, name)
        longest = field.max_length
        if longest and len(text) > longest:
            yield Problem(
                name,
                _("“%(field)s” is too long: %(length)d characters of at most %(longest)d.")
                % {"field": field.verbose_name, "length": len(text), "longest": longest},
            )
        elif name == "slug" and not validators.slug_re.match(text):
            yield Problem(name, str(validators.validate_slug.message))


@transaction.atomic
def restore(revision: Revision, *, by: User | None) -> Revision | None:
    """Make an earlier revision the newest again, following what it followed; it stays approved when it was.

    Returns None when the newest says the same. Raises Refused.
    """
    language = revision.edition.language
    obj = editions.thing_of(revision.edition.item)
    require(by, rights.may_write_part, obj, language)
    edition = edition_of(hold(obj), language)
    note = _("Revision %(number)s again.") % {"number": revision.number}
    if language == SHARED:
        again = save_shared_draft(obj, revision.content, by=by, note=note)
    else:
        texts, basis = whole(obj, revision), editions.basis_of(revision)
        again = _keep_texts(obj, edition, texts, by=by, note=note, basis=basis)
    if again is not None and again.digest == revision.digest and is_approved(revision):
        take_up(obj, language, note)
    return again


def _basis(edition: Edition, source: Revision | None) -> Basis:
    """What a new revision follows: a source that is named, or what the one before followed.

    A mere correction says nothing about what changed since; whoever names her source saw the shared part of today.
    """
    shared = edition_of(edition.item, SHARED).newest  # which forms show
    if source is None and edition.newest is not None:
        before = editions.basis_of(edition.newest)
        return Basis(before.source, before.beside or shared)
    return Basis(_source(edition, source), shared)


def _source(edition: Edition, given: Revision | None) -> Revision | None:
    """What a first revision translates: what is said, else what visitors read in the source language."""
    item = edition.item
    if given is not None:
        if given.edition.item_id != item.pk or given.edition.language in (edition.language, SHARED):
            raise Refused(_("A translation is made from another language of the same item."))
        return given
    if not item.source_language:
        item.source_language = edition.language
        item.save(update_fields=["source_language"])
    if item.source_language == edition.language:
        return None
    source = edition_of(item, item.source_language)
    return source.shown or source.newest


def stored_fields(obj: models.Model, fields: Iterable[str]) -> list[str]:
    """Name the columns to write for some fields: a picture is stored with its width and height."""
    found = [obj._meta.get_field(name) for name in fields]
    sizes = [
        getattr(field, size, None) for field in found for size in ("width_field", "height_field")
    ]
    return [field.name for field in found] + [name for name in sizes if name]
