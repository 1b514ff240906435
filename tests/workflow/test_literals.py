"""T1: calls of gettext that no extractor can read are refused where they stand."""

import pytest

from workflow.catalogues.literals import in_python, in_script, in_template

PYTHON = [
    ('gettext("Tube")', []),
    ('gettext("Flat " "tube")', []),
    ('_("%(n)s tubes") % {"n": n}', []),
    ('ngettext("tube", "tubes", count)', []),
    ('pgettext("menu", "Tube")', []),
    ("gettext(name)", ["not-literal"]),
    ('gettext(f"Tube {n}")', ["not-literal"]),
    ('_("Tube {}".format(n))', ["not-literal"]),
    ('_("Tube " + name)', ["not-literal"]),
    ('_("Tube %s" % n)', ["not-literal"]),
    ('gettext("")', ["not-literal"]),
    ('ngettext("tube", tubes, count)', ["not-literal"]),
    ('pgettext(context, "Tube")', ["not-literal"]),
    ("translation.gettext_lazy(name)", ["not-literal"]),
    ("from django.utils.translation import gettext_lazy as _", []),
    ("from django.utils.translation import gettext as translate", ["unknown-alias"]),
    ("from django.utils.translation import ngettext as _", ["unknown-alias"]),
]
TEMPLATES = [
    ('{% translate "Tube" %}', []),
    ("{% translate 'Tube' as title %}", []),
    ('{% translate "May" context "month" %}', []),
    ("{% blocktranslate trimmed count n=n %}tube{% plural %}tubes{% endblocktranslate %}", []),
    ('{% include "x.html" with title=_("Tube") only %}', []),
    ("{% translate name %}", ["not-literal"]),
    ('{% translate "May" context name %}', ["not-literal"]),
    ("{% blocktranslate context name %}May{% endblocktranslate %}", ["not-literal"]),
    ("{{ _(name) }}", ["not-literal"]),
    ('{{ _("50%") }}', ["percent-in-underscore"]),
    ("{% blocktranslate %}{% if a %}x{% endif %}{% endblocktranslate %}", ["template-syntax"]),
]
SCRIPTS = [
    ('gettext("Menu")', []),
    ('interpolate(ngettext("%s day", "%s days", n), [n])', []),
    ('pgettext("button", "Open");', []),
    ("function gettext(msgid) { return msgid }", []),
    ("const translate = window.gettext", []),
    ("gettext(name)", ["not-literal"]),
    ("gettext(`Menu ${name}`)", ["not-literal"]),
    ('gettext("Menu" + name)', ["not-literal"]),
    ('ngettext("day", days, n)', ["not-literal"]),
]


def codes(misuses):
    return [misuse.problem.code for misuse in misuses]


@pytest.mark.parametrize(("source", "expected"), PYTHON)
def test_python(source, expected):
    assert codes(in_python(source)) == expected


@pytest.mark.parametrize(("source", "expected"), TEMPLATES)
def test_templates(source, expected):
    assert codes(in_template(source)) == expected


@pytest.mark.parametrize(("source", "expected"), SCRIPTS)
def test_scripts(source, expected):
    assert codes(in_script(source)) == expected


def test_the_line_is_named():
    assert [misuse.line for misuse in in_python("\n\n_(name)")] == [3]
    assert [misuse.line for misuse in in_template("\n{% translate name %}")] == [2]
    assert [misuse.line for misuse in in_script("\n\n\ngettext(name)")] == [4]
