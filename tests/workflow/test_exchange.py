"""Units out to translators and back, by files that any PO editor may have had (T2, T3)."""

import json
import re
import subprocess
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from publishing import services as publishing
from tests.admin.people import person
from tests.workflow.acts import CHINESE, ENGLISH, edition, rewritten, units, write
from workflow import exporting, importing, services, status
from workflow.exporting import Wish
from workflow.management.commands.translations import OUTCOMES
from workflow.models import State, Suggestion, UnitEvent
from workflow.text.merge import Outcome

pytestmark = pytest.mark.django_db


def exported(language="en", **narrower):
    [file] = exporting.files(Wish(language, "zh-hans", **narrower))
    return file.content.decode()


def taken(content, by=None, **options):
    return importing.take("back.po", content.encode(), by=by, uploader=by, **options)


def outcomes(report):
    return [line.outcome for line in report.lines]


def filled(content, source, target):
    """As an editor of PO files fills in one text."""
    return content.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"')


def test_t2_a_file_says_where_each_text_stands_and_what_its_tags_are(article):
    content = exported(part="articles", item=("articles.article", article.pk))

    assert "X-Source-Language: zh-Hans" in content
    assert "Language: en" in content
    message = content[content.index('msgid "请') - 700 : content.index('msgid "请')]
    assert "#. News: 扁管的材料" in message or "扁管的材料" in message
    assert "/zh-hans/news/" in message
    assert "#. <1> is a link to /zh-hans/contact/" in message
    assert re.search(rf'msgctxt "articles.article:{article.pk}/body:3/\d+\.1"', message)


def test_t3_a_file_without_an_edit_changes_nothing(article, wu):
    write(article, ENGLISH, wu)
    content = exported()
    events = UnitEvent.objects.count()

    report = taken(content, wu)

    assert set(outcomes(report)) == {"unchanged"}
    assert UnitEvent.objects.count() == events
    assert exported() == content


def test_t3_texts_of_a_file_are_the_work_of_whoever_is_named(article, wu):
    report = taken(filled(exported(), "材料", "Material"), wu)

    assert outcomes(report).count("applied") == 1
    unit = units(article)[1]
    assert (unit.target, unit.state, unit.translator) == ("Material", State.TRANSLATED, wu)


def test_t3_a_fuzzy_text_is_not_finished(article, wu):
    content = filled(exported(), "材料", "Material")
    at = content.rindex("msgctxt", 0, content.index('msgid "材料"'))

    taken(content[:at] + "#, fuzzy\n" + content[at:], wu)

    assert (units(article)[1].target, units(article)[1].state) == ("Material", State.NEEDS_WORK)


def test_t2_what_is_missing_or_emptied_in_a_file_deletes_nothing(article, wu):
    write(article, ENGLISH, wu)
    content = exported()
    emptied = content.replace('msgstr "Material"', 'msgstr ""')
    header, _, rest = content.partition("\n\n")
    first, _, _ = rest.partition("\n\n")

    taken(emptied, wu)
    taken(f"{header}\n\n{first}\n", wu)

    assert [unit.target for unit in units(article)] == list(ENGLISH.values())


def test_t3_a_text_changed_on_both_sides_is_a_conflict_that_loses_neither(article, wu):
    content = filled(exported(), "材料", "Materials")
    write(article, {"材料": "Material"}, wu)
    hu = person("hu", ("translator", "en"))

    report = taken(content, hu)

    [line] = report.not_applied
    assert line.outcome == "conflict"
    assert units(article)[1].target == "Material"
    assert Suggestion.objects.get().target == "Materials"
    assert report.kept.not_applied.get().line == line.line


def test_t3_a_source_that_changed_since_makes_the_unit_need_work(article, wu):
    content = filled(exported(), "合金<1>3003</1>用于扁管。", "Alloy <1>3003</1> is for tubes.")
    rewritten(article, CHINESE.replace("用于扁管", "用于扁管和铝卷"))

    report = taken(content, wu)

    assert [line.outcome for line in report.not_applied] == ["source-changed"]
    unit = units(article)[2]
    assert (unit.target, unit.state) == ("Alloy <1>3003</1> is for tubes.", State.NEEDS_WORK)
    assert unit.previous_source == "合金<1>3003</1>用于扁管。"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content.replace("/title:1/", "/title:1/9"),
        lambda content: re.sub(r"\.1\"\nmsgid \"扁", '.7"\nmsgid "扁', content),
        lambda content: content.replace('msgid "扁管的材料"', 'msgid "另一站点"'),
        lambda content: re.sub(r'msgctxt "[^"]*title[^"]*"\n', "", content),
    ],
    ids=["unknown unit", "unknown version", "another site's", "without a context"],
)
def test_a_unit_that_this_site_did_not_export_is_refused(article, wu, spoil):
    content = filled(spoil(filled(exported(), "扁管的材料", "Made of")), "材料", "Material")

    report = taken(content, wu)

    refused = [line for line in report.lines if line.outcome == "refused"]
    assert [problem.code for line in refused for problem in line.problems] == ["unit-unknown"]
    assert [unit.target for unit in units(article)] == ["", "Material", "", ""]


def test_a_file_whose_header_was_dropped_or_rewritten_does_as_well(article, wu):
    content = filled(exported(), "材料", "Material")
    _, _, rest = content.partition("\n\n")

    taken('msgid ""\nmsgstr "Language: xx\\nX-Generator: A tool\\n"\n\n' + rest, wu)

    assert units(article)[1].target == "Material"


def test_t3_a_broken_tag_is_refused_with_its_line_and_the_rest_is_taken(article, wu):
    content = filled(exported(), "请<1>联系我们</1>。", "Please contact us.")
    content = filled(content, "材料", "Material")

    report = taken(content, wu)

    [line] = report.not_applied
    assert (line.outcome, line.problems[0].code) == ("refused", "tag-missing")
    assert content.splitlines()[line.line - 1].startswith("msg")
    assert [unit.target for unit in units(article)] == ["", "Material", "", ""]


def test_an_edition_that_takes_no_draft_is_refused_alone(article, wu):
    other = type(article).objects.create(category=article.category, date=article.date)
    publishing.save_draft(other, "zh-hans", {"title": "另一篇", "body": "<p>文。</p>"}, by=None)
    publishing.publish(other, "zh-hans", by=None)
    content = filled(exported(part="articles"), "另一篇", "x" * 300)
    content = filled(content, "扁管的材料", "Made of")

    report = taken(content, wu)

    [line] = report.not_applied
    assert (line.outcome, line.problems[0].code) == ("refused", "edition-refused")
    assert units(article)[0].target == "Made of"
    assert units(other)[0].target == ""


def test_a_trial_run_reports_the_same_and_writes_nothing(article, wu):
    content = filled(exported(), "材料", "Material")

    tried = taken(content, wu, save=False)

    assert units(article)[1].target == ""
    assert outcomes(tried) == outcomes(taken(content, wu))


def test_taking_a_file_twice_changes_nothing_more(article, wu):
    content = filled(exported(), "材料", "Material")
    taken(content, wu)

    assert set(outcomes(taken(content, wu))) == {"unchanged"}


def test_t2_the_file_passes_gettexts_own_programs(article, wu, gettext_program, tmp_path):
    write(article, {"材料": "Material"}, wu)
    path = tmp_path / "out.po"
    path.write_text(exported())
    subprocess.run([gettext_program("msgfmt"), "--check", "-o", "/dev/null", path], check=True)
    back = subprocess.run(
        [gettext_program("msgcat"), "--sort-output", "--width=40", path],
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert set(outcomes(taken(filled_wrapped(back), wu))) == {"unchanged", "applied"}
    assert units(article)[0].target == "Made of"


def filled_wrapped(content):
    return content.replace('msgid "扁管的材料"\nmsgstr ""', 'msgid "扁管的材料"\nmsgstr "Made of"')


class TestCommand:
    def say(self, *arguments):
        out = StringIO()
        call_command("translations", *arguments, stdout=out)
        return out.getvalue()

    def test_it_exports_and_imports(self, article, wu, tmp_path):
        self.say("export", "--to", "en", "--from", "zh-hans", "-o", str(tmp_path))
        path = tmp_path / "zh-Hans-en.po"
        path.write_text(filled(path.read_text(), "材料", "Material"))

        said = self.say("import", "--as", "wu", str(path))

        assert "applied 1" in said
        assert units(article)[1].translator == wu

    def test_a_trial_run_answers_in_json(self, article, wu, tmp_path):
        path = tmp_path / "x.po"
        path.write_text(filled(exported(), "请<1>联系我们</1>。", "Please contact us."))

        [report] = json.loads(self.say("import", "--dry-run", "--json", "--as", "wu", str(path)))

        assert report["counts"]["refused"] == 1
        assert report["not_applied"][0]["problems"] == [
            ["tag-missing", "1", "The tag <1> is missing."]
        ]
        assert units(article)[3].target == ""

    @pytest.mark.parametrize(
        ("content", "line"),
        [(b"\xff", 1), (b'msgid "a"\nmsgstr "b', 2), (b"<<<<<<< x\n", 1)],
        ids=["not text", "cut off", "conflict marker"],
    )
    def test_a_file_that_cannot_be_read_is_refused_with_its_line(self, content, line, tmp_path):
        path = tmp_path / "x.po"
        path.write_bytes(content)

        with pytest.raises(CommandError, match=rf"x\.po:{line}: "):
            self.say("import", str(path))

    def test_status_equals_a_count_of_the_exported_files(self, article, wu):
        write(article, {"材料": "Material"}, wu)

        rows = json.loads(self.say("status", "--json"))

        articles = [row for row in rows if row["part"] == "articles"]
        assert sum(row["units"] for row in articles) == exported(part="articles").count("msgctxt")
        assert {row["state"]: row["units"] for row in articles}["translated"] == 1


def test_t9_persons_and_items_are_counted_with_one_query_each(
    article, wu, django_assert_num_queries
):
    write(article, {"材料": "Material"}, wu)

    with django_assert_num_queries(1):
        persons = status.by_person()
    with django_assert_num_queries(1):
        items = status.of_items([article.item_id])

    assert [row[1:4] for row in persons if row.person == wu.pk] == [("en", "translated", 1)]
    assert {row.state: row.units for row in items} == {"empty": 3, "translated": 1}


def test_every_outcome_has_words():
    assert set(OUTCOMES) == {*Outcome, "refused"}


def test_services_answer_in_order(article, wu):
    wanted = [services.Wanted(unit.pk, unit.version, "x") for unit in units(article)[::-1]]

    assert [answer.wanted for answer in services.write(wanted, by=wu)] == wanted
    assert edition(article).newest.content["title"] == "x"
