"""The run fails where pytest and Django alone would stay silent."""

import pytest
from django.template import Context, Origin, Template

from tests.servers import PROJECT
from tests.strictness import refuse_skip

OURS = Origin(str(PROJECT / "templates" / "made_up.html"))
THEIRS = Origin("/elsewhere/templates/made_up.html")


def render(source, origin):
    return Template(source, origin=origin).render(Context({"known": "here"}))


@pytest.mark.parametrize(
    "source", ["{{ unknown }}", "{{ known.unknown }}", '{{ unknown|default:"-" }}']
)
def test_unknown_variable_in_a_template_of_ours_fails(source):
    with pytest.raises(pytest.fail.Exception, match="unknown variable unknown"):
        render(source, OURS)


def test_template_may_ask_whether_there_is_a_variable():
    assert render("{% if unknown %}yes{% else %}no{% endif %}", OURS) == "no"


def test_templates_of_others_are_let_be():
    assert render("{{ unknown }}", THEIRS) == ""


def test_a_skip_is_a_failure():
    report = pytest.TestReport("a test", ("", 0, ""), {}, "skipped", "no browser", "call")

    assert refuse_skip(report).failed
