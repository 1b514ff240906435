"""Everything that happens to editions: written, reviewed, scheduled, published, withdrawn. Atomic, logged, announced.

``language`` is a Django code, or SHARED ("") for the shared part. ``by`` is the person who acts, whose rights are asked
here whatever the screen showed; None is the site itself. Only ``publish`` writes what visitors read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.core import validators
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from multilingual import languages, stores

from . import editions, files, notices, pictures, rights, slugs, snapshots
from .editions import Basis
from .models import (
    SHARED,
    Confirmation,
    Edition,
    Event,
    HasItem,
    Item,
    Review,
    Revision,
    Schedule,
    SelfApproval,
    State,
)
from .moves import Refused, move
from .signals import edition_changed
from .snapshots import Content

# An edition is published with these texts at least, where its model has them.
NEEDED = ("name", "title", "person", "slug", "body")

NOTHING_FOLLOWED = Basis(None, None)

NOTHING_SEEN: Mapping[int, int | None] = MappingProxyType({})

LATEST = -1
"""Based on whatever is stored now: the caller has just read it, and holds the item."""


class Problem(NamedTuple):
    """Why a text cannot be stored, in the active language."""

    field: str
    sentence: str


class Conflict(Refused):
    """Somebody else saved meanwhile; nothing was stored, and both texts are here."""

    def __init__(self, theirs: Revision, mine: Mapping[str, Any], fields: Iterable[str]) -> None:
        super().__init__(
            _("%(person)s has saved a newer revision meanwhile.")
            % {"person": theirs.author or _("The site itself")}
        )
        self.theirs, self.mine, self.fields = theirs, mine, tuple(fields)


# Writing


@transaction.atomic
def create(obj: HasItem, *, by: User | None) -> None:
    """Store a new item. Nothing of it is public before one of its languages is. Raises Refused."""
    _require(by, rights.may_write_part, obj, SHARED)
    obj.save()
    _log(obj.item_id, SHARED, "item.created", by)


@transaction.atomic
def keep_shared(obj: HasItem, *, by: User | None) -> Edition:
    """Record the shared part as the database holds it: of a new item, or after an import. Raises Refused."""
    _require(by, rights.may_write_part, obj, SHARED)
    edition = _edition(_hold(obj), SHARED)
    content = snapshots.read_shared(obj)
    if edition.shown is None or edition.shown.content != content:
        if edition.shown is not None:  # visitors read it already
            _require(by, rights.may_publish, _as_stored(obj), SHARED)
        before = edition.shown.content if edition.shown else None
        files.follow(obj, files.named_by_content(type(obj), before) if before else set())
        revision = _add(obj, edition, content, by=by)
        _judge(revision, Review.Verdict.APPROVED, None, "")  # as all that visitors read
        edition.newest = edition.shown = revision
        edition.state = State.NONE
        edition.save()
        _end_overtaken(edition, revision, by)
        _log(obj.item_id, SHARED, "edition.published", by, revision)
        _announce(obj, SHARED, "published")
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
    _require(by, rights.may_write, obj, language)
    edition = _edition(_hold(obj), language)
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
    revision = _add(obj, edition, content, by=by, note=note, basis=basis)
    if slug := content.get("slug"):
        slugs.reserve(obj, language, slug)
    _answered(edition, revision)
    _moved(edition, "save", newest=revision)
    _log(obj.item_id, language, "revision.saved", by, revision, note)
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
    _require(by, rights.may_write_part, obj, SHARED)
    edition = shared_edition(obj)
    newest = edition.newest
    assert newest is not None
    content = snapshots.numbered(content, _known_rows(edition))
    if content == newest.content:
        return None
    if based_on not in (LATEST, newest.pk):
        raise Conflict(newest, content, content["fields"])
    revision = _add(obj, edition, content, by=by, note=note)
    _moved(edition, "save", newest=revision)
    _log(obj.item_id, SHARED, "revision.saved", by, revision, note)
    return revision


@transaction.atomic
def shared_edition(obj: HasItem) -> Edition:
    """The shared part's edition; its first revision is what the database holds."""
    edition = _edition(_hold(obj), SHARED)
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
    _require(by, rights.may_write_part, obj, language)
    edition = _edition(_hold(obj), language)
    note = _("Revision %(number)s again.") % {"number": revision.number}
    if language == SHARED:
        again = save_shared_draft(obj, revision.content, by=by, note=note)
    else:
        texts, basis = _whole(obj, revision), editions.basis_of(revision)
        again = _keep_texts(obj, edition, texts, by=by, note=note, basis=basis)
    if again is not None and again.digest == revision.digest and is_approved(revision):
        _judge(again, Review.Verdict.APPROVED, None, note)
        _moved(_edition(_hold(obj), language), "take-up")
        _log(obj.item_id, language, "revision.approved", None, again, note)
    return again


# Review


@transaction.atomic
def request_translations(obj: HasItem, language: str, *, by: User | None) -> list[str]:
    """Ask for translations of the newest revision of one language, draft or live, into every other.

    Returns the languages that were asked. Raises Refused.
    """
    _require(by, rights.may_write, obj, language)
    item = _hold(obj)
    revision = _newest(_edition(item, language), LATEST)
    asked = [code for code in languages.CODES if code != language]
    for code in asked:
        edition = _edition(item, code)
        edition.requested = revision
        edition.save()
        _log(item.pk, code, "translation.requested", by, revision)
    return asked


def _answered(edition: Edition, revision: Revision) -> None:
    """A request ends with a translation of that revision or a later one, and with any text that is no translation."""
    asked, source = edition.requested, revision.source
    if asked and source and source.edition_id == asked.edition_id and source.number < asked.number:
        return
    edition.requested = None


@transaction.atomic
def submit(obj: HasItem, language: str, *, by: User | None, based_on: int = LATEST) -> None:
    """Ask for a review of the newest revision. Raises Refused."""
    _require(by, rights.may_write_part, obj, language)
    edition = _edition(_hold(obj), language)
    revision = _newest(edition, based_on)
    state = move(edition.state, "submit")
    _refuse_incomplete(obj, language, revision)
    _moved(edition, "submit", state)
    _log(obj.item_id, language, "revision.submitted", by, revision)


@transaction.atomic
def approve(
    obj: HasItem, language: str, *, by: User | None, based_on: int = LATEST, comment: str = ""
) -> None:
    """Find the newest revision right. Raises Refused."""
    _require(by, rights.may_review, obj, language)
    edition = _edition(_hold(obj), language)
    revision = _newest(edition, based_on)
    state = move(edition.state, "approve")
    own = by is not None and revision.author_id == by.pk
    if own and not may_approve_own(language):
        raise Refused(
            _("You wrote this revision: somebody else has to approve it.")
            if by is None or not rights.may_manage(by)
            else _(
                "You wrote this revision: somebody else has to approve it, or you allow approval of own work "
                "for this language (Administration)."
            )
        )
    _judge(revision, Review.Verdict.APPROVED, by, comment, self_approved=own)
    _moved(edition, "approve", state)
    _log(obj.item_id, language, "revision.approved", by, revision, comment)


@transaction.atomic
def send_back(
    obj: HasItem, language: str, comment: str, *, by: User | None, based_on: int = LATEST
) -> None:
    """Give the newest revision back to its author, saying why. Raises Refused."""
    _require(by, rights.may_review, obj, language)
    edition = _edition(_hold(obj), language)
    revision = _newest(edition, based_on)
    state = move(edition.state, "send-back")
    if not comment.strip():
        raise Refused(_("Say what is to be changed: the author reads it."))
    _judge(revision, Review.Verdict.SENT_BACK, by, comment)
    _moved(edition, "send-back", state)
    _log(obj.item_id, language, "revision.sent-back", by, revision, comment)


def may_approve_own(language: str) -> bool:
    """Tell whether an administrator allowed people to approve their own work in a language."""
    return SelfApproval.objects.filter(language=language).exists()


def is_approved(revision: Revision) -> bool:
    """Tell whether the last verdict on a revision is an approval."""
    last = revision.reviews.first()
    return last is not None and last.verdict == Review.Verdict.APPROVED


def _judge(
    revision: Revision,
    verdict: Review.Verdict,
    by: User | None,
    comment: str,
    *,
    self_approved: bool = False,
) -> None:
    Review.objects.create(
        revision=revision,
        verdict=verdict,
        author_id=revision.author_id,
        reviewer=by,
        comment=comment,
        self_approved=self_approved,
    )


# Publication


class Part(NamedTuple):
    """One edition to publish: an item and a language, or SHARED."""

    obj: HasItem
    language: str


@transaction.atomic
def publish(
    obj: HasItem,
    language: str,
    *,
    by: User | None,
    revision: Revision | None = None,
    with_shared: bool = False,
) -> None:
    """Let visitors read an approved revision (None: the newest) of one language, or of the shared part.

    Every other edition stays as it was, and so does the shared part unless ``with_shared`` is said. Raises Refused.
    """
    item = _hold(obj)
    if with_shared and _has_pending_shared(obj):
        publish(obj, SHARED, by=by)
    _require(by, rights.may_publish, _as_stored(obj) if language == SHARED else obj, language)
    edition = _edition(item, language)
    chosen = _chosen(edition, revision)
    if chosen.pk == edition.shown_id:
        return
    is_newest = chosen.pk == edition.newest_id
    if by is None and is_newest and not is_approved(chosen):
        _judge(chosen, Review.Verdict.APPROVED, None, "")  # the site's own: demo, imports
        edition.state = State.APPROVED
    state = move(edition.state, "publish") if is_newest else State(edition.state)
    if not is_newest and not is_approved(chosen):
        raise Refused(_("Only an approved revision is published."))
    with files.followed(obj):
        _show(obj, edition, chosen)
    edition.state, edition.shown, edition.withdrawn_at = state, chosen, None
    edition.save()
    _end_overtaken(edition, chosen, by)
    _log(obj.item_id, language, "edition.published", by, chosen)
    _announce(obj, language, "published")


def _chosen(edition: Edition, revision: Revision | None) -> Revision:
    """The revision to publish, now or later: the one that is named, else the newest."""
    chosen = revision or edition.newest
    if chosen is None:
        raise Refused(_("There is nothing to publish: no text was saved."))
    if chosen.edition_id != edition.pk:
        raise Refused(_("This revision is not of this edition."))
    if chosen.pk not in (edition.newest_id, edition.shown_id) and _was_overtaken(edition, chosen):
        raise Refused(
            _("Visitors have read a newer revision since: restore this one, and it is the newest.")
        )
    return chosen


def _was_overtaken(edition: Edition, revision: Revision) -> bool:
    later = Event.objects.filter(
        kind="edition.published",
        item=edition.item_id,
        revision__edition=edition,
        revision__number__gt=revision.number,
    )
    return later.exists()


def _show(obj: HasItem, edition: Edition, revision: Revision) -> None:
    language = edition.language
    try:
        with transaction.atomic():
            if language == SHARED:
                snapshots.write_shared(obj, revision.content)
            else:
                _refuse_incomplete(obj, language, revision)
                if slug := revision.content.get("slug"):
                    slugs.reserve(obj, language, slug)
                stores.write(obj, language, _whole(obj, revision))
                pictures.show(edition, obj, revision.content)
    except IntegrityError as error:
        raise Refused(
            _("Not published: another item already has what must be unique, such as a number.")
        ) from error


def _whole(obj: HasItem, revision: Revision) -> dict[str, str]:
    return {name: revision.content.get(name, "") for name in stores.fields(type(obj))}


def _refuse_incomplete(obj: HasItem, language: str, revision: Revision) -> None:
    if language == SHARED:
        return
    texts = _whole(obj, revision)
    missing = [name for name in NEEDED if name in texts and not texts[name].strip()]
    if missing:
        raise Refused(
            _("%(language)s is not complete: %(fields)s is missing.")
            % {
                "language": languages.get(language).own_name,
                "fields": ", ".join(_labels(obj, missing)),
            }
        )


def _end_overtaken(edition: Edition, published: Revision, by: User | None) -> None:
    """A revision that was to come later must not take visitors back behind the one published now."""
    older = edition.schedules.filter(
        outcome=Schedule.Outcome.PENDING, revision__number__lte=published.number
    )
    for schedule in older:
        _finish(schedule, Schedule.Outcome.CANCELLED, _("Overtaken by a publication."))
        _log(edition.item_id, edition.language, "schedule.cancelled", by, schedule.revision)


def _has_pending_shared(obj: HasItem) -> bool:
    return (
        Edition.objects.filter(item=obj.item_id, language=SHARED).exclude(state=State.NONE).exists()
    )


@transaction.atomic
def publish_together(
    parts: Iterable[Part],
    *,
    by: User | None,
    with_shared: bool = False,
    seen: Mapping[int, int | None] = NOTHING_SEEN,
) -> None:
    """Publish several editions, all or none: both languages of an item, or a whole list. Raises Refused.

    ``seen`` names, by item, the newest revision that the person saw: see ``refuse_newer``.
    """
    ordered = sorted(parts, key=lambda part: (part.obj.item_id, part.language))
    for item_id in sorted({part.obj.item_id for part in ordered}):
        _hold_item(item_id)
    for part in ordered:
        try:
            if (known := seen.get(part.obj.item_id)) is not None:
                refuse_newer(part.obj, (part.language, SHARED), than=known)
            push(part.obj, part.language, by=by, with_shared=with_shared)
        except Refused as refusal:
            raise Refused(
                _("%(item)s: %(reason)s") % {"item": editions.name_of(part.obj), "reason": refusal}
            ) from refusal


@transaction.atomic
def push(obj: HasItem, language: str, *, by: User | None, with_shared: bool = False) -> None:
    """Publish the newest revision, on the way submitting and approving it where that is still to do. Raises Refused.

    Each step asks for its own right, so that nobody approves her own work this way either.
    """
    if by is not None:
        if with_shared and _has_pending_shared(obj):
            push(obj, SHARED, by=by)
        for state, step in (
            (State.DRAFT, submit),
            (State.SENT_BACK, submit),
            (State.REVIEW, approve),
        ):
            if _edition(_hold(obj), language).state == state:
                step(obj, language, by=by)
    publish(obj, language, by=by, with_shared=with_shared)


@transaction.atomic
def withdraw(obj: HasItem, language: str, *, by: User | None) -> None:
    """End the public life of one language of an item; its revisions stay. Raises Refused."""
    _require(by, rights.may_publish, obj, language)
    if language == SHARED or not stores.has_life(type(obj)):
        raise Refused(_("This is always shown: change its text instead."))
    _withdraw(obj, _edition(_hold(obj), language), by)


def _withdraw(obj: HasItem, edition: Edition, by: User | None) -> None:
    language, revision = edition.language, edition.shown
    if revision is None:
        return
    with files.followed(obj):
        stores.erase(obj, language)
        pictures.show(edition, obj, {})
    edition.shown, edition.withdrawn_at = None, timezone.now()
    edition.save()
    for schedule in edition.schedules.filter(outcome=Schedule.Outcome.PENDING, revision=None):
        _finish(schedule, Schedule.Outcome.CANCELLED, _("Withdrawn before."))
        _log(obj.item_id, language, "schedule.cancelled", by)
    _log(obj.item_id, language, "edition.withdrawn", by, revision)
    _announce(obj, language, "withdrawn")


@transaction.atomic
def confirm(obj: HasItem, language: str, *, by: User | None) -> None:
    """Say that a translation is still right after a small change of its source or shared part, and as it was asked for.

    Raises Refused.
    """
    _require(by, rights.may_confirm, obj, language)
    held = _hold(obj)
    edition = _edition(held, language)
    revision = edition.shown or edition.newest
    if revision is None or editions.basis_of(revision).source is None:
        raise Refused(_("There is no translation to confirm."))
    shared = _edition(held, SHARED).shown
    _confirm(edition, revision, shared, by)
    if edition.newest is not None and edition.newest != revision:
        _confirm(edition, edition.newest, shared, by)  # a draft of the same text
    edition.requested = None
    edition.save()
    _log(obj.item_id, language, "translation.confirmed", by, revision)


def _confirm(
    edition: Edition, revision: Revision, shared: Revision | None, by: User | None
) -> None:
    basis = editions.basis_of(revision)
    source, asked = basis.source, edition.requested
    if source is not None:
        is_asked = asked is not None and asked.edition_id == source.edition_id
        source = _latest(source, source.edition.shown, asked if is_asked else None)
    Confirmation.objects.create(
        revision=revision, source=source, beside=_latest(basis.beside, shared), person=by
    )


def _latest(*revisions: Revision | None) -> Revision | None:
    """Of revisions of one edition the newest: who follows a draft does not fall behind by confirming."""
    return max(filter(None, revisions), key=lambda revision: revision.number, default=None)


# Schedules


@transaction.atomic
def schedule(
    obj: HasItem,
    language: str,
    due_at: datetime,
    *,
    by: User | None,
    revision: Revision | None = None,
) -> Schedule:
    """Publish an approved revision (None: the newest) at a time, whatever is written until then. Raises Refused."""
    _require(by, rights.may_publish, obj, language)
    _refuse_past(due_at)
    edition = _edition(_hold(obj), language)
    chosen = _chosen(edition, revision)
    if chosen.pk == edition.shown_id:
        raise Refused(_("Visitors read this revision already."))
    _refuse_second(edition, revision__isnull=False)
    if chosen.pk == edition.newest_id:
        _moved(edition, "schedule")
    elif not is_approved(chosen):
        raise Refused(_("Only an approved revision is published."))
    _refuse_incomplete(obj, language, chosen)
    made = Schedule.objects.create(edition=edition, revision=chosen, due_at=due_at, person=by)
    _log(obj.item_id, language, "edition.scheduled", by, chosen)
    return made


@transaction.atomic
def schedule_end(obj: HasItem, language: str, due_at: datetime, *, by: User | None) -> Schedule:
    """Withdraw an edition at a time. Raises Refused."""
    _require(by, rights.may_publish, obj, language)
    _refuse_past(due_at)
    if language == SHARED or not stores.has_life(type(obj)):
        raise Refused(_("This is always shown: change its text instead."))
    edition = _edition(_hold(obj), language)
    _refuse_second(edition, revision__isnull=True)
    _refuse_end_before_publication(edition, due_at)
    made = Schedule.objects.create(edition=edition, due_at=due_at, person=by)
    _log(obj.item_id, language, "edition.end-scheduled", by)
    return made


@transaction.atomic
def cancel(schedule: Schedule, *, by: User | None) -> None:
    """Call a schedule off. Raises Refused."""
    edition = schedule.edition
    obj = editions.thing_of(edition.item)
    _require(by, rights.may_publish, obj, edition.language)
    _cancel(schedule, _edition(_hold(obj), edition.language), by)


def _cancel(schedule: Schedule, edition: Edition, by: User | None) -> None:
    schedule = Schedule.objects.select_for_update().get(pk=schedule.pk)
    if schedule.outcome != Schedule.Outcome.PENDING:
        raise Refused(
            _("It is no longer pending: it is %(outcome)s.")
            % {"outcome": schedule.get_outcome_display()}
        )
    _finish(schedule, Schedule.Outcome.CANCELLED)
    _unscheduled(edition, schedule)
    _log(edition.item_id, edition.language, "schedule.cancelled", by, schedule.revision)


def carry_out(schedule_id: int) -> Schedule | None:
    """Do what a schedule says, once, whoever else tries; None when another was first or it is not due.

    What is refused now stays refused: the schedule has failed, and says why to whoever made it, in her language.
    """
    with transaction.atomic():
        edition = Edition.objects.select_related("item").get(schedules=schedule_id)
        _hold_item(edition.item_id)
        schedule = Schedule.objects.select_for_update().get(pk=schedule_id)
        if schedule.outcome != Schedule.Outcome.PENDING or schedule.due_at > timezone.now():
            return None
        person = schedule.person
        with override(person.language_of_mails if person else settings.SITE_LANGUAGE):
            try:
                with transaction.atomic():
                    _carry_out(schedule, edition)
            except Refused as refusal:
                _fail(schedule, edition, str(refusal))
        return schedule


def _carry_out(schedule: Schedule, edition: Edition) -> None:
    try:
        obj = editions.thing_of(edition.item)
    except ObjectDoesNotExist:
        raise Refused(_("It was removed.")) from None
    # Finished first: publishing or withdrawing would otherwise find it overtaken.
    _finish(schedule, Schedule.Outcome.DONE)
    if schedule.revision is None:
        withdraw(obj, edition.language, by=schedule.person)
    else:
        publish(obj, edition.language, by=schedule.person, revision=schedule.revision)


def _fail(schedule: Schedule, edition: Edition, reason: str) -> None:
    _finish(schedule, Schedule.Outcome.FAILED, reason)
    _unscheduled(_edition(edition.item, edition.language), schedule)
    _log(edition.item_id, edition.language, "schedule.failed", None, schedule.revision, reason)


def _finish(schedule: Schedule, outcome: Schedule.Outcome, reason: str = "") -> None:
    schedule.outcome, schedule.reason, schedule.ended_at = outcome, reason, timezone.now()
    schedule.save(update_fields=["outcome", "reason", "ended_at"])


def _unscheduled(edition: Edition, schedule: Schedule) -> None:
    if edition.state == State.SCHEDULED and schedule.revision_id == edition.newest_id:
        _moved(edition, "cancel")


def _refuse_past(due_at: datetime) -> None:
    if due_at <= timezone.now():
        raise Refused(_("Choose a time that is still to come."))


def _refuse_end_before_publication(edition: Edition, due_at: datetime) -> None:
    if edition.shown_id is not None:
        return
    coming = edition.schedules.filter(outcome=Schedule.Outcome.PENDING, revision__isnull=False)
    publication = coming.first()
    if publication is None:
        raise Refused(_("There is nothing to end: visitors do not read it."))
    if due_at <= publication.due_at:
        raise Refused(_("Choose a time after the publication."))


def _refuse_second(edition: Edition, **condition: bool) -> None:
    pending = edition.schedules.filter(outcome=Schedule.Outcome.PENDING, **condition)
    if pending.exists():
        raise Refused(_("Another one is scheduled already: cancel it first."))


# The bin


def may_bin(obj: HasItem, person: User) -> bool:
    """Tell whether a person may move an item to the bin: an administrator any, an editor what visitors do not see."""
    if rights.may_manage(person):
        return True
    is_seen = any(stores.is_live(obj, code) for code in languages.CODES)
    return rights.may_edit_shared(person, obj) and not is_seen


@transaction.atomic
def move_to_bin(obj: HasItem, *, by: User | None) -> None:
    """Take an item off the site and out of every list. It keeps everything and can be taken back. Raises Refused."""
    if not stores.has_life(type(obj)):
        raise Refused(_("This is always shown: change its text instead."))
    item = _hold_item(obj.item_id)
    if by is not None and not may_bin(_as_stored(obj), by):
        raise Refused(_refusal_to_bin(obj, by))
    if item.binned_at is not None:
        return
    if users := _users_of(obj):
        raise Refused(_("“%(row)s” still belongs to it: move that first.") % {"row": users[0]})
    for edition in item.editions.exclude(language=SHARED).select_related("shown"):
        _withdraw(obj, edition, by)
    pending = Schedule.objects.filter(edition__item=item, outcome=Schedule.Outcome.PENDING)
    for schedule in pending.select_related("edition"):
        _cancel(schedule, _edition(item, schedule.edition.language), by)
    item.binned_at = timezone.now()
    item.save(update_fields=["binned_at"])
    _log(item.pk, SHARED, "item.binned", by)


def _refusal_to_bin(obj: HasItem, by: User) -> str:
    if rights.may_edit_shared(by, obj):
        return _("Withdraw it in every language first.")
    return _("You do not have the right to do this.")


def _users_of(obj: HasItem) -> list[Any]:
    """What is not in the bin and cannot be without this item: the products of a family."""
    found: list[Any] = []
    for relation in obj._meta.related_objects:
        model: Any = relation.related_model
        if relation.on_delete is models.PROTECT and issubclass(model, HasItem):
            rows = model._default_manager.filter(**{relation.field.name: obj.pk})
            found += rows.filter(item__binned_at=None)[:1]
    return found


@transaction.atomic
def take_from_bin(obj: HasItem, *, by: User | None) -> None:
    """Undo the bin: the item is back, in no language live, with all its revisions. Raises Refused."""
    _require(by, rights.may_write_part, obj, SHARED)
    item = _hold_item(obj.item_id)
    if item.binned_at is None:
        return
    if owner := _binned_owner(obj):
        raise Refused(
            _("“%(item)s”, to which it belongs, is in the bin: take that back first.")
            % {"item": editions.name_of(owner)}
        )
    item.binned_at = None
    item.save(update_fields=["binned_at"])
    _log(item.pk, SHARED, "item.unbinned", by)


def _binned_owner(obj: HasItem) -> HasItem | None:
    """The family of a product, the category of an article, where that is in the bin."""
    for field in stores.shared_fields(type(obj)):
        model: Any = field.related_model
        if isinstance(field, models.ForeignKey) and issubclass(model, HasItem):
            rows = model._default_manager.filter(pk=field.value_from_object(obj))
            if owner := rows.exclude(item__binned_at=None).first():
                return cast(HasItem, owner)
    return None


# Steps that several actions share


def stored_fields(obj: models.Model, fields: Iterable[str]) -> list[str]:
    """Name the columns to write for some fields: a picture is stored with its width and height."""
    found = [obj._meta.get_field(name) for name in fields]
    sizes = [
        getattr(field, size, None) for field in found for size in ("width_field", "height_field")
    ]
    return [field.name for field in found] + [name for name in sizes if name]


def _hold(obj: HasItem) -> Item:
    """Whoever acts on the same item at the same moment waits here. Raises Refused for what is in the bin."""
    item = _hold_item(obj.item_id)
    if item.binned_at is not None:
        raise Refused(_("It is in the bin: take it back first."))
    return item


def _hold_item(item_id: int) -> Item:
    files.publications_go_on()
    return Item.objects.select_for_update().get(pk=item_id)


def _as_stored(obj: HasItem) -> HasItem:
    """The same thing read anew: what was read before the item was held may not be live, or no longer."""
    return editions.thing_of(obj.item)


def _edition(item: Item, language: str) -> Edition:
    """The edition as it stands; made when there is none. The item is held."""
    editions_of_item = Edition.objects.select_related("newest", "shown")
    return editions_of_item.get_or_create(item=item, language=language)[0]


def _add(
    obj: HasItem,
    edition: Edition,
    content: Content,
    *,
    by: User | None,
    note: str = "",
    basis: Basis = NOTHING_FOLLOWED,
) -> Revision:
    language = edition.language
    last = edition.revisions.first()
    return Revision.objects.create(
        edition=edition,
        number=last.number + 1 if last else 1,
        title="" if language == SHARED else content[stores.name_field(type(obj))][:200],
        content=content,
        digest=snapshots.digest(type(obj), language, content),
        author=by,
        note=note,
        source=basis.source,
        beside=basis.beside,
    )


def _basis(edition: Edition, source: Revision | None) -> Basis:
    """What a new revision follows: a source that is named, or what the one before followed.

    A mere correction says nothing about what changed since; whoever names her source saw the shared part of today.
    """
    shared = _edition(edition.item, SHARED).newest  # which forms show
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
    source = _edition(item, item.source_language)
    return source.shown or source.newest


@transaction.atomic
def refuse_newer(obj: HasItem, parts: Iterable[str], *, than: int) -> None:
    """Refuse where one of these parts has a revision newer than one (its primary key) that a person saw.

    Within the transaction of what she does then, nothing newer can come between. Raises Refused, Conflict.
    """
    _hold(obj)
    saved = Revision.objects.filter(edition__item=obj.item_id, edition__language__in=[*parts])
    newer = saved.filter(pk__gt=than).select_related("author").order_by("-pk").first()
    if newer is not None:
        raise Conflict(newer, {}, ())


def _newest(edition: Edition, based_on: int) -> Revision:
    newest = edition.newest
    if newest is None:
        raise Refused(_("There is nothing yet: no text was saved."))
    if based_on not in (LATEST, newest.pk):
        raise Conflict(newest, {}, ())
    return newest


def _moved(
    edition: Edition, action: str, state: State | None = None, *, newest: Revision | None = None
) -> None:
    edition.state = move(edition.state, action) if state is None else state
    if newest is not None:
        edition.newest = newest
    edition.save()


def _require(
    by: User | None, allowed: Callable[[User, str, Any], bool], obj: HasItem, language: str
) -> None:
    if by is not None and not allowed(by, language, obj):
        raise Refused(_("You do not have the right to do this."))


def _labels(obj: HasItem, names: list[str]) -> list[str]:
    return [str(stores.field(type(obj), name).verbose_name) for name in names]


def _log(
    item_id: int,
    language: str,
    kind: str,
    by: User | None,
    revision: Revision | None = None,
    comment: str = "",
) -> None:
    event = Event.objects.create(
        kind=kind,
        item_id=item_id,
        language=language,
        person=by,
        revision=revision,
        comment=comment,
    )
    notices.tell(event)
    Item.objects.filter(pk=item_id).update(changed_at=timezone.now())


def _announce(obj: HasItem, language: str, action: str) -> None:
    item_id = obj.item_id
    transaction.on_commit(
        # Robust: what was published stays so, whatever a listener fails at.
        lambda: edition_changed.send_robust(
            sender=HasItem, item_id=item_id, language=language, action=action
        )
    )
