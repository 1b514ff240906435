"""T10: catalogues and units brought together three ways; approved texts reach visitors and come back to the files."""

import difflib
from dataclasses import replace

import pytest
from django.utils import translation

from tests.admin.people import person
from workflow import interface, services
from workflow.catalogues.compile import compile_all
from workflow.catalogues.places import DOMAINS, po_path
from workflow.exchange import po
from workflow.exchange.po import Catalogue, Message
from workflow.models import Generation, State, Suggestion, Unit, UnitEvent
from workflow.reload import catalogues
from workflow.services import Refused, Wanted
from workflow.text.merge import Outcome

pytestmark = pytest.mark.django_db

HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"
TEXTS = {"Flat tube": "扁管", "Coil": "铝卷", "Sheet": ""}


@pytest.fixture
def zhou(db):
    return person("zhou", ("translator", "zh-hans"))


@pytest.fixture
def gu(db):
    return person("gu", ("reviewer", "zh-hans"))


@pytest.fixture
def files(settings, locale):
    """Catalogues of two messages that are translated and one that is not, taken into use by this process."""
    ship(TEXTS)
    for domain in DOMAINS[1:]:
        write({}, domain)
    catalogues.refresh()
    yield
    settings.LOCALE_PATHS = [settings.LOCALE_DIR]
    catalogues.follow(0, {})


def write(texts, domain="django"):
    path = po_path("zh-hans", domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    plural = Message("%(n)s tube", plural="%(n)s tubes", msgstr=("%(n)s根管",))
    messages = [Message(msgid, msgstr=(text,)) for msgid, text in texts.items()]
    path.write_bytes(po.write(Catalogue((Message("", msgstr=(HEADER,)), *messages, plural))))
    return path


def ship(texts):
    assert compile_all([write(texts)])[1] == []


def unit(msgid):
    return Unit.objects.select_related("translation__document").get(
        source=msgid, translation__document__catalogue="django"
    )


def translate(msgid, text, by):
    found = unit(msgid)
    [answer] = services.write([Wanted(found.pk, found.version, text)], by=by)
    return answer.outcome


def approve(msgid, by):
    services.approve([unit(msgid).pk], by=by)


def in_file(msgid):
    catalogue = po.read(po_path("zh-hans", "django").read_bytes())
    return next(message.msgstr[0] for message in catalogue.messages if message.msgid == msgid)


def looked_up(msgid):
    with translation.override("zh-hans"):
        return translation.gettext(msgid)


def test_what_ships_is_approved_and_what_is_missing_is_empty(files):
    interface.sync()

    assert {u.source: u.state for u in Unit.objects.filter(kind="message")} == {
        "Flat tube": State.APPROVED,
        "Coil": State.APPROVED,
        "Sheet": State.EMPTY,
    }


def test_to_sync_again_changes_nothing(files):
    interface.sync()
    before = po_path("zh-hans", "django").read_bytes(), UnitEvent.objects.count()

    [synced, _scripts], findings = interface.sync()

    assert (synced.taken, synced.given, synced.conflicts, findings) == (0, 0, [], [])
    assert (po_path("zh-hans", "django").read_bytes(), UnitEvent.objects.count()) == before


def test_t10_an_approved_text_is_live_without_a_restart(files, zhou, gu):
    interface.sync()
    interface.look()
    translate("Coil", "铝带卷", zhou)
    interface.look()
    assert looked_up("Coil") == "铝卷"

    approve("Coil", gu)
    assert looked_up("Coil") == "铝卷"
    interface.look()
    assert looked_up("Coil") == "铝带卷"


def test_a_text_that_is_edited_again_leaves_the_approved_one_live(files, zhou, gu):
    interface.sync()
    translate("Coil", "铝带卷", zhou)
    approve("Coil", gu)

    translate("Coil", "卷", zhou)
    interface.look()

    assert (unit("Coil").state, looked_up("Coil")) == (State.TRANSLATED, "铝带卷")


def test_plural_forms_are_live_too(files, zhou, gu):
    interface.sync()
    found = Unit.objects.get(kind="plural", translation__document__catalogue="django")
    services.write([Wanted(found.pk, found.version, "%(n)s支管")], by=zhou)
    services.approve([found.pk], by=gu)
    interface.look()

    with translation.override("zh-hans"):
        assert translation.ngettext("%(n)s tube", "%(n)s tubes", 3) == "%(n)s支管"


def test_a_process_looks_with_one_query_and_reads_only_what_is_new(
    files, django_assert_num_queries
):
    interface.sync()
    interface.look()

    with django_assert_num_queries(1):
        interface.look()
    interface.next_generation()
    with django_assert_num_queries(2):
        interface.look()


def test_t10_an_approved_text_comes_back_to_the_file_as_two_lines_of_a_diff(files, zhou, gu):
    interface.sync()
    path = po_path("zh-hans", "django")
    before = path.read_text().splitlines()
    translate("Coil", "铝带卷", zhou)
    approve("Coil", gu)

    interface.sync()

    changed = [
        line for line in difflib.ndiff(before, path.read_text().splitlines()) if line[0] in "+-"
    ]
    assert changed == ['- msgstr "铝卷"', '+ msgstr "铝带卷"']


def test_what_nobody_approved_stays_out_of_the_file(files, zhou):
    interface.sync()
    translate("Coil", "铝带卷", zhou)

    interface.sync()

    assert in_file("Coil") == "铝卷"


def test_a_text_changed_in_the_file_is_taken_by_its_unit(files):
    interface.sync()
    ship({**TEXTS, "Sheet": "板材"})

    interface.sync()

    assert (unit("Sheet").target, unit("Sheet").state) == ("板材", State.APPROVED)


def test_what_changed_on_both_sides_is_listed_and_neither_is_written_over(files, zhou, gu):
    interface.sync()
    translate("Coil", "铝带卷", zhou)
    approve("Coil", gu)
    ship({**TEXTS, "Coil": "卷材"})

    for _ in range(2):
        [synced, _scripts], _findings = interface.sync()
        assert [message.msgid for message in synced.conflicts] == ["Coil"]

    assert (unit("Coil").target, in_file("Coil")) == ("铝带卷", "卷材")
    assert Suggestion.objects.get().target == "卷材"


@pytest.mark.parametrize(("take", "expected"), [(True, "卷材"), (False, "铝带卷")])
def test_a_decided_conflict_is_none(files, zhou, gu, take, expected):
    interface.sync()
    translate("Coil", "铝带卷", zhou)
    approve("Coil", gu)
    ship({**TEXTS, "Coil": "卷材"})
    interface.sync()

    services.settle(Suggestion.objects.get().pk, take=take, by=zhou)
    [synced, _scripts], _findings = interface.sync()

    assert synced.conflicts == []
    assert (unit("Coil").target, in_file("Coil")) == (expected, expected)


def test_messages_that_are_gone_are_kept_and_come_back(files):
    interface.sync()
    ship({"Flat tube": "扁管"})
    interface.sync()
    assert unit("Coil").removed_at is not None

    ship(TEXTS)
    interface.sync()
    assert (unit("Coil").removed_at, unit("Coil").target) == (None, "铝卷")


def test_production_writes_elsewhere_and_leaves_its_files(files, zhou, gu, tmp_path):
    interface.sync()
    translate("Coil", "铝带卷", zhou)
    approve("Coil", gu)
    before = po_path("zh-hans", "django").read_bytes()

    interface.sync(tmp_path / "out")

    written = tmp_path / "out" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    assert '"铝带卷"' in written.read_text()
    assert po_path("zh-hans", "django").read_bytes() == before
    interface.sync(tmp_path / "again")
    assert '"铝带卷"' in (tmp_path / "again" / "zh_Hans" / "LC_MESSAGES" / "django.po").read_text()


def test_a_broken_catalogue_stops_everything(files):
    path = po_path("zh-hans", "djangojs")
    path.write_bytes(b"<<<<<<< mine\n")

    done, findings = interface.sync()

    assert (done, [finding.path for finding in findings]) == ([], [path])
    assert not Unit.objects.exists()


def test_a_broken_placeholder_cannot_be_approved(files, zhou, gu):
    ship({**TEXTS, "%(n)s sheets": "%(n)s张"})
    interface.sync()
    assert translate("%(n)s sheets", "张", zhou) == Outcome.APPLIED

    with pytest.raises(Refused):
        approve("%(n)s sheets", gu)


def test_one_row_counts_for_all_processes(files):
    interface.sync()
    interface.next_generation()

    assert Generation.objects.count() == 1


def test_a_message_keeps_its_key_and_another_context_has_another():
    message = Message("Coil")

    assert interface.key_of(message) == interface.key_of(replace(message, msgstr=("卷",)))
    assert interface.key_of(message) != interface.key_of(replace(message, context="verb"))
