"""Several people do anything to several items in two languages; after each of thousands of steps the promises hold.

STATEFUL_EXAMPLES=1000 plays longer, and differently each time.
"""

import json
import os
import re
from collections import defaultdict

import pytest
from django.db import connection, models, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import Right, User
from articles.models import Article, ArticleTranslation
from catalog.models import Product
from multilingual import stores
from multilingual.languages import get
from publishing import actions, editions, outdated, services, snapshots
from publishing.models import (
    SHARED,
    Confirmation,
    Edition,
    Event,
    Item,
    Review,
    Revision,
    Schedule,
    SelfApproval,
    Slug,
    State,
)
from publishing.services import LATEST, Conflict, Part, Refused
from tests import factories
from tests.publishing.conftest import NOON

LONGER = os.environ.get("STATEFUL_EXAMPLES")
EXAMPLES, STEPS = int(LONGER or 50), 50

LANGUAGES = ("zh-hans", "en")
PARTS = (*LANGUAGES, SHARED)
PEOPLE = {
    "ann": [("editor", "", "")],
    "bo": [("translator", "en", ""), ("reviewer", "zh-hans", "")],
    "cy": [("reviewer", "en", ""), ("publisher", "en", "")],
    "dan": [("publisher", "", ""), ("reviewer", "", "articles")],
    "eli": [("editor", "en", "catalog"), ("publisher", "", "catalog")],
    "eve": [("administrator", "", "")],
    "fei": [],
}
# Who may cause an event of this kind, beside the site itself.
CAUSED_BY = {
    "revision.saved": {"editor", "translator"},
    "revision.submitted": {"editor", "translator"},
    "revision.approved": {"reviewer"},
    "revision.sent-back": {"reviewer"},
    "edition.published": {"publisher"},
    "edition.withdrawn": {"publisher"},
    "edition.scheduled": {"publisher"},
    "edition.end-scheduled": {"publisher"},
    "schedule.cancelled": {"publisher", "editor"},  # an editor's bin
    "translation.confirmed": {"editor", "translator", "reviewer"},
    "item.binned": {"editor"},
    "item.unbinned": {"editor"},
}
# Actions that change an edition at once; those that ask for a translation change another.
TRIED = (
    "submit",
    "approve",
    "send-back",
    "publish",
    "schedule",
    "cancel",
    "withdraw",
    "schedule-end",
    "confirm",
)
# What only a look at the text itself would tell beforehand.
CONTENT = (
    "Choose a time",
    "Not published: another item",
    "English is not complete",
    "简体中文 is not complete",
)
WORD = re.compile(r"wd\d+e")
FIELDS = {Product: ("name", "summary", "description"), Article: ("title", "summary", "body")}

things = st.integers(0, 3)
languages = st.sampled_from(LANGUAGES)
parts = st.sampled_from((*LANGUAGES, *LANGUAGES, SHARED))
# The site itself leads further: no right stops it.
people = st.sampled_from((*PEOPLE, None, None))


class Publishing(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.clock.time = NOON
        self.words = self.unseen = 0
        self.is_changed = True
        self.written = defaultdict(set)  # words that were accepted, by item and part
        self.opened = {}
        self.people = {None: None}
        for name, rights in PEOPLE.items():
            who = self.people[name] = User.objects.create(username=name)
            for role, language, app in rights:
                Right.objects.create(person=who, role=role, language=language, app=app)
        family, category = factories.family(), factories.category()
        self.width = factories.attribute(family)
        self.depth = factories.attribute(family, "depth")
        self.lists = {
            code: [
                f"/{code}/",
                f"/{code}/news/",
                f"/{code}/news/feed/",
                f"/{code}/sitemap/",
                category.url_in(code),
                family.url_in(code),
            ]
            for code in LANGUAGES
        }
        self.things = []
        for n in range(2):
            self.things += [
                Article.objects.create(category=category, date=factories.DAY),
                Product.objects.create(family=family, code=f"P-{n}"),
            ]
        for thing in self.things:
            services.keep_shared(thing, by=None)

    def teardown(self):
        try:
            self.visitors_read_what_is_published()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    # What people do

    @rule(thing=things, language=languages, who=people)
    def open_form(self, thing, language, who):
        edition = self.edition(thing, language)
        self.opened[thing, language, who] = edition.newest_id if edition else None

    @rule(
        thing=things,
        language=languages,
        who=people,
        changed=st.sets(st.integers(0, 2), min_size=1),
        how=st.sampled_from(["words", "words", "words", "space", "nothing"]),
        follows=st.booleans(),
    )
    def save(self, thing, language, who, changed, how, follows):
        """The whole form comes back, some of its fields changed, based on the revision it was opened with."""
        based_on = self.opened.get((thing, language, who), LATEST)
        base = self.content(based_on) if based_on != LATEST else self.newest(thing, language)
        names = [FIELDS[type(self.things[thing])][n] for n in changed]
        texts = {**base, **{name: self.typed(base.get(name, ""), how) for name in names}}
        texts = stores.cleaned(type(self.things[thing]), texts)
        texts.pop("slug", None)
        mine = {n: t for n, t in texts.items() if t != base.get(n, "")}
        theirs = self.newest(thing, language)
        other = self.edition(thing, "en" if language == "zh-hans" else "zh-hans")
        source = other.newest if follows and other else None
        done = self.act(
            [(thing, language)],
            lambda: services.save_draft(
                self.fresh(thing),
                language,
                texts,
                by=self.people[who],
                based_on=based_on,
                source=source,
            ),
        )
        if isinstance(done, Conflict):
            assert done.mine == mine
            assert all(
                theirs[name] != mine[name] and theirs[name] != base.get(name, "")
                for name in done.fields
            )
            self.opened[thing, language, who] = done.theirs.pk
        elif isinstance(done, Revision):
            self.opened.pop((thing, language, who), None)
            saved = {n: t for n, t in done.content.items() if n != "slug"}
            assert saved == {**{n: theirs.get(n, "") for n in saved}, **mine}
            self.written[thing, language] |= set(WORD.findall(json.dumps(mine)))

    @rule(
        thing=things,
        who=people,
        what=st.sampled_from(["fields", "row", "add", "remove", "clash"]),
        is_stale=st.booleans(),
    )
    def save_shared(self, thing, who, what, is_stale):
        obj = self.fresh(thing)
        edition = self.edition(thing, SHARED)
        based_on = LATEST
        if is_stale and edition.newest.number > 1:
            based_on = edition.revisions.get(number=edition.newest.number - 1).pk
        content = json.loads(json.dumps(edition.newest.content))
        word = self.change(obj, content, what)
        done = self.act(
            [(thing, SHARED)],
            lambda: services.save_shared_draft(
                obj, content, by=self.people[who], based_on=based_on
            ),
        )
        if isinstance(done, Conflict):
            assert done.theirs == edition.newest
            assert word in json.dumps(done.mine)
        elif isinstance(done, Revision):
            self.written[thing, SHARED].add(word)

    def change(self, obj, content, what):
        self.words += 1
        number = 1000 + self.words
        if isinstance(obj, Article):
            word = f"wd{number}e"
            content["fields"] |= {"source_name": word, "source_language": "en"}
            return word
        rows = content["rows"]["specs"]
        used = {row["attribute"] for row in rows}
        free = [a.pk for a in (self.width, self.depth) if a.pk not in used]
        if what == "clash":
            content["fields"]["code"] = "P-0"
            return "P-0"
        if what == "row" and rows:
            rows[0]["number"] = f"{number}.0000"
        elif what == "add" and free:
            empty = dict.fromkeys(("plus", "minus", "low", "high", "term"))
            rows.append(
                {"pk": 5, "attribute": free[0], "number": f"{number}.0000", "decimals": 0, **empty}
            )
        elif what == "remove" and rows:
            rows.pop(0)
            content["fields"]["code"] = f"wd{number}e"
            return f"wd{number}e"
        else:
            content["fields"]["code"] = f"wd{number}e"
            return f"wd{number}e"
        return f"{number}.0000"

    @rule(thing=things, part=parts, who=people)
    def submit(self, thing, part, who):
        self.act(
            [(thing, part)], lambda: services.submit(self.fresh(thing), part, by=self.people[who])
        )

    @rule(thing=things, part=parts, who=people)
    def approve(self, thing, part, who):
        self.act(
            [(thing, part)], lambda: services.approve(self.fresh(thing), part, by=self.people[who])
        )

    @rule(thing=things, part=parts, who=people)
    def send_back(self, thing, part, who):
        self.act(
            [(thing, part)],
            lambda: services.send_back(self.fresh(thing), part, "No", by=self.people[who]),
        )

    @rule(thing=things, part=parts, who=people, older=st.integers(0, 2), with_shared=st.booleans())
    def publish(self, thing, part, who, older, with_shared):
        revision = self.some_revision(thing, part, older)
        touched = [(thing, part), *([(thing, SHARED)] if with_shared else [])]
        self.act(
            touched,
            lambda: services.publish(
                self.fresh(thing),
                part,
                by=self.people[who],
                revision=revision,
                with_shared=with_shared,
            ),
        )

    @rule(thing=things, part=parts, who=people, with_shared=st.booleans())
    def push(self, thing, part, who, with_shared):
        touched = [(thing, part), *([(thing, SHARED)] if with_shared else [])]
        self.act(
            touched,
            lambda: services.push(
                self.fresh(thing), part, by=self.people[who], with_shared=with_shared
            ),
        )

    @rule(chosen=st.lists(st.tuples(things, parts), min_size=2, max_size=4), who=people)
    def publish_together(self, chosen, who):
        def publish():
            services.publish_together(
                [Part(self.fresh(thing), part) for thing, part in chosen], by=self.people[who]
            )

        done = self.act(chosen, publish)
        if not isinstance(done, Refused):
            for thing, part in chosen:
                edition = self.edition(thing, part)
                assert edition.shown_id == edition.newest_id

    @rule(thing=things, part=parts, who=people)
    def withdraw(self, thing, part, who):
        self.act(
            [(thing, part)], lambda: services.withdraw(self.fresh(thing), part, by=self.people[who])
        )

    @rule(thing=things, part=parts, who=people, older=st.integers(0, 2), hours=st.integers(-1, 5))
    def schedule(self, thing, part, who, older, hours):
        revision = self.some_revision(thing, part, older)
        due = self.clock.in_(hours=hours)
        self.act(
            [(thing, part)],
            lambda: services.schedule(
                self.fresh(thing), part, due, by=self.people[who], revision=revision
            ),
        )

    @rule(thing=things, language=languages, who=people, hours=st.integers(1, 5))
    def schedule_end(self, thing, language, who, hours):
        due = self.clock.in_(hours=hours)
        self.act(
            [(thing, language)],
            lambda: services.schedule_end(self.fresh(thing), language, due, by=self.people[who]),
        )

    @rule(which=st.integers(0, 5), who=people)
    def cancel(self, which, who):
        if schedule := self.some_schedule(which):
            touched = [self.place(schedule.edition)]
            self.act(touched, lambda: services.cancel(schedule, by=self.people[who]))

    @rule(which=st.integers(0, 5), hours=st.integers(0, 6))
    def time_passes_and_the_worker_comes(self, which, hours):
        self.clock.passes(hours=hours)
        for _ in range(2):  # two workers
            if schedule := self.some_schedule(which):
                touched = [self.place(schedule.edition)]
                self.act(touched, lambda schedule=schedule: services.carry_out(schedule.pk))

    @rule(thing=things, part=parts, who=people, older=st.integers(0, 4))
    def restore(self, thing, part, who, older):
        revision = self.some_revision(thing, part, older)
        if revision is None:
            return
        again = self.act([(thing, part)], lambda: services.restore(revision, by=self.people[who]))
        if isinstance(again, Revision):
            assert again.content == revision.content

    @rule(thing=things, language=languages, who=people)
    def confirm(self, thing, language, who):
        done = self.act(
            [(thing, language)],
            lambda: services.confirm(self.fresh(thing), language, by=self.people[who]),
        )
        if not isinstance(done, Refused):
            assert outdated.of_edition(self.edition(thing, language)) is None

    @rule(thing=things, who=people, is_in=st.booleans())
    @precondition(lambda self: self.words % 3 == 0)
    def bin(self, thing, who, is_in):
        act = services.move_to_bin if is_in else services.take_from_bin
        touched = [(thing, part) for part in PARTS]
        self.act(touched, lambda: act(self.fresh(thing), by=self.people[who]))

    @rule(part=st.sampled_from(PARTS), is_allowed=st.booleans())
    def allow_approval_of_own_work(self, part, is_allowed):
        SelfApproval.objects.filter(language=part).delete()
        if is_allowed:
            SelfApproval.objects.create(language=part)

    @rule(thing=things, part=parts, who=st.sampled_from([*PEOPLE]))
    @precondition(lambda self: self.unseen > 2)
    def what_is_offered_is_what_may_be_done(self, thing, part, who):
        person = User.objects.get(username=who)
        offered = actions.offered(self.fresh(thing), part, person)
        said = actions.Said(comment="Why", due_at=self.clock.in_(hours=1))
        before = self.dump()
        for action in TRIED:
            with transaction.atomic():
                done = tried(
                    lambda action=action: actions.act(
                        action, self.fresh(thing), part, by=person, said=said
                    )
                )
                is_done = not isinstance(done, Refused) and self.dump() != before
                transaction.set_rollback(True)
            about_content = isinstance(done, Refused) and str(done).startswith(CONTENT)
            assert is_done == (action in offered) or about_content, (action, offered, done)

    @rule()
    @precondition(lambda self: self.unseen > 12)
    def visitors_look(self):
        self.unseen = 0
        self.visitors_read_what_is_published()

    # What holds after each step

    @invariant()
    def every_promise_holds(self):
        if not self.is_changed:
            return
        self.is_changed = False
        self.live_is_what_is_shown()
        self.public_querysets_hold_what_is_live()
        self.the_log_explains_the_state()
        self.nothing_written_is_lost()
        self.nobody_approves_her_own_work_unless_it_was_allowed()
        self.revisions_belong_to_their_edition()
        self.outdated_is_the_same_asked_both_ways()

    def live_is_what_is_shown(self):
        found = self.all_editions()
        for n, thing in enumerate(self.things):
            obj = self.fresh(n)
            for language in LANGUAGES:
                shown = found[n, language].shown
                assert stores.is_live(obj, language) == (shown is not None)
                empty = dict.fromkeys(stores.fields(type(thing)), "")
                assert stores.read(obj, language) == {**empty, **(shown.content if shown else {})}
                assert not (shown and found[n, SHARED].item.binned_at)
            assert snapshots.read_shared(obj) == found[n, SHARED].shown.content

    def public_querysets_hold_what_is_live(self):
        found = self.all_editions()
        for language in LANGUAGES:
            live = {t for n, t in enumerate(self.things) if found[n, language].shown}
            articles = Article.objects.filter(
                translations__in=ArticleTranslation.objects.live_in(language)
            )
            assert {*articles, *Product.objects.live_in(language)} == live

    def the_log_explains_the_state(self):
        told = defaultdict(Story)
        binned = set()
        for event in Event.objects.select_related("revision").order_by("pk"):
            if event.kind in ("item.binned", "item.unbinned"):
                (binned.add if event.kind == "item.binned" else binned.discard)(event.item_id)
            else:
                told[event.item_id, event.language].hear(event)
        for edition in Edition.objects.select_related("newest", "shown"):
            story = told[edition.item_id, edition.language]
            assert story.newest == edition.newest
            assert story.shown == edition.shown
            assert story.state == edition.state
            assert story.is_withdrawn == (edition.withdrawn_at is not None)
            pending = edition.schedules.filter(outcome="pending")
            assert {schedule.revision_id for schedule in pending} <= story.pending
        assert binned == set(
            Item.objects.filter(binned_at__isnull=False).values_list("pk", flat=True)
        )

    def nothing_written_is_lost(self):
        kept = defaultdict(str)
        for item, language, content in Revision.objects.values_list(
            "edition__item", "edition__language", "content"
        ):
            kept[item, language] += json.dumps(content)
        for (thing, part), words in self.written.items():
            text = kept[self.things[thing].item_id, part]
            assert all(word in text for word in words)

    def nobody_approves_her_own_work_unless_it_was_allowed(self):
        for review in Review.objects.filter(reviewer__isnull=False, verdict="approved"):
            assert review.self_approved == (review.reviewer_id == review.author_id)
            assert review.author_id == review.revision.author_id

    def revisions_belong_to_their_edition(self):
        wrong = ~models.Q(newest__edition=models.F("pk")) | ~models.Q(shown__edition=models.F("pk"))
        missing = models.Q(newest=None) | models.Q(shown=None)
        assert not Edition.objects.filter(wrong).exclude(missing).exists()

    def outdated_is_the_same_asked_both_ways(self):
        listed = Edition.objects.filter(outdated.condition()).values_list("pk", flat=True)
        assert set(listed) == set(outdated.of_editions(Edition.objects.all()))

    # How it is done

    def act(self, touched, deed):
        """Do something, and see that nothing else changed; nothing at all, where it is refused.

        Returns what it returned, or the refusal.
        """
        before, last = self.dump(), Event.objects.order_by("pk").last()
        done = tried(deed)
        after = self.dump()
        self.is_changed = before != after
        self.unseen += self.is_changed
        if isinstance(done, Refused):
            assert str(done)
            touched = []
        places = {(self.things[thing].item_id, part) for thing, part in touched}
        for place in before.keys() | after.keys():
            assert place in places or before[place] == after[place], place
        for event in Event.objects.filter(pk__gt=last.pk, person__isnull=False):
            assert not isinstance(done, Refused)
            self.is_allowed(event)
        return done

    def is_allowed(self, event):
        app = event.item.kind.partition(".")[0]
        language = event.language or None
        assert event.person.may_any(CAUSED_BY[event.kind], language, app), event

    def dump(self):
        """Every row, by item and part."""
        found = defaultdict(list)
        editions_of = {e.pk: (e.item_id, e.language) for e in Edition.objects.all()}
        for row in [*Edition.objects.exclude(newest=None).values(), *Slug.objects.values()]:
            found[row["item_id"], row["language"]].append(row)
        for row in [*Revision.objects.values(), *Schedule.objects.values()]:
            found[editions_of[row["edition_id"]]].append(row)
        for model in (Review, Confirmation):
            for pk, edition in model.objects.values_list("pk", "revision__edition"):
                found[editions_of[edition]].append((model, pk))
        for row in raw("articles_articletranslation"):
            found[self.item_of(Article, row["master_id"]), row["language_code"]].append(row)
        for row in raw("catalog_spec"):
            found[self.item_of(Product, row["product_id"]), SHARED].append(row)
        for row in raw("articles_article") + raw("catalog_product"):
            for column, value in row.items():
                language = next((c for c in LANGUAGES if column.endswith(get(c).column)), SHARED)
                found[row["item_id"], language].append((column, value))
        return found

    def item_of(self, model, pk):
        for thing in self.things:
            if isinstance(thing, model) and thing.pk == pk:
                return thing.item_id
        return None

    def visitors_read_what_is_published(self):
        client, found = Client(), self.all_editions()
        site_map = client.get("/sitemap.xml").content.decode()
        # Of every language: a page links to the others, by their slugs.
        public = [edition.shown.content for edition in found.values() if edition.shown]
        for code in LANGUAGES:
            shown = [found[n, code].shown for n in range(4)]
            lists = "".join(client.get(path).content.decode() for path in self.lists[code])
            pages = [lists]
            for n, revision in enumerate(shown):
                newest = revision or found[n, code].newest
                if newest is None:
                    continue
                url = f"{self.lists[code][1 if n % 2 == 0 else 5]}{newest.content['slug']}/"
                response = client.get(url)
                pages.append(response.content.decode())
                assert response.status_code == (200 if revision else 404)
                assert (url in lists) == (f"{url}<" in site_map) == bool(revision)
            read = set(WORD.findall("".join(pages)))
            assert read <= set(WORD.findall(json.dumps(public)))

    def all_editions(self):
        """By thing and part; one that has no row has nothing."""
        number = {thing.item_id: n for n, thing in enumerate(self.things)}
        found = Edition.objects.select_related("item", "newest", "shown").filter(item__in=number)
        return defaultdict(Edition, {(number[e.item_id], e.language): e for e in found})

    def fresh(self, thing):
        obj = self.things[thing]
        return type(obj).objects.get(pk=obj.pk)

    def edition(self, thing, part):
        found = Edition.objects.select_related("newest", "shown")
        return found.filter(item=self.things[thing].item_id, language=part).first()

    def newest(self, thing, language):
        return editions.newest_texts(self.things[thing], language)

    def content(self, revision):
        return Revision.objects.get(pk=revision).content if revision else {}

    def some_revision(self, thing, part, older):
        """The newest (None), or one of those before it."""
        edition = self.edition(thing, part)
        if edition is None or older == 0:
            return None
        return edition.revisions.all()[older : older + 1].first()

    def some_schedule(self, which):
        pending = list(Schedule.objects.filter(outcome="pending"))
        return pending[which % len(pending)] if pending else None

    def place(self, edition):
        [thing] = [n for n, thing in enumerate(self.things) if thing.item_id == edition.item_id]
        return thing, edition.language

    def typed(self, before, how):
        self.words += 1
        return {"words": f"wd{self.words}e", "space": before + "  ", "nothing": ""}[how]


def tried(deed):
    try:
        with transaction.atomic():
            return deed()
    except Refused as refusal:
        return refusal


class Story:
    """What the log tells about one edition."""

    def __init__(self):
        self.state, self.newest, self.shown = State.NONE, None, None
        self.is_withdrawn, self.pending = False, set()

    def hear(self, event):  # noqa: C901  # one case a kind of event
        revision = event.revision
        match event.kind:
            case "revision.saved":
                self.newest, self.state = revision, State.DRAFT
            case "revision.submitted":
                self.state = State.REVIEW
            case "revision.approved":
                self.state = State.APPROVED
            case "revision.sent-back":
                self.state = State.SENT_BACK
            case "edition.scheduled":
                self.pending.add(revision.pk)
                if revision == self.newest:
                    self.state = State.SCHEDULED
            case "edition.end-scheduled":
                self.pending.add(None)
            case "schedule.cancelled" | "schedule.failed":
                self.pending.discard(revision and revision.pk)
                if self.state == State.SCHEDULED and revision == self.newest:
                    self.state = State.APPROVED
            case "edition.published":
                self.pending.discard(revision.pk)
                self.shown, self.is_withdrawn = revision, False
                if self.newest is None or revision.number >= self.newest.number:
                    self.newest, self.state = revision, State.NONE
            case "edition.withdrawn":
                self.shown, self.is_withdrawn = None, True


def raw(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608  # names of ours
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.django_db
def test_whatever_people_do_the_promises_hold_after_each_step(clock):
    Publishing.clock = clock

    run_state_machine_as_test(
        Publishing,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not LONGER,
            database=None,
            # The story as it went: a shorter one takes minutes to find.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
