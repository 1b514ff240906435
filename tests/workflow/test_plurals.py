import pytest

from workflow.text.plurals import forms_of_one_number, parse

CHINESE = "nplurals=1; plural=0;"
ENGLISH = "nplurals=2; plural=(n != 1);"
RUSSIAN = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 "
    "&& (n%100<10 || n%100>=20) ? 1 : 2);"
)
NUMBERS = [(CHINESE, 1, 0), (CHINESE, 5, 0), (ENGLISH, 1, 0), (ENGLISH, 0, 1), (RUSSIAN, 22, 1)]
BROKEN = [
    "",
    "plural=0;",
    "nplurals=2; plural=n;",
    "nplurals=2; plural=(n != ;",
    "nplurals=x; plural=0;",
]
ONE_NUMBER = [(CHINESE, set()), (ENGLISH, {0}), (RUSSIAN, set())]


@pytest.mark.parametrize(("line", "number", "form"), NUMBERS)
def test_a_number_takes_the_form_that_the_header_says(line, number, form):
    assert parse(line).form_of(number) == form


@pytest.mark.parametrize("line", BROKEN)
def test_a_rule_that_is_broken_or_names_a_form_that_does_not_exist_is_refused(line):
    with pytest.raises(ValueError, match=r".*"):
        parse(line)


@pytest.mark.parametrize(("line", "forms"), ONE_NUMBER)
def test_the_forms_that_only_one_number_takes_are_known(line, forms):
    assert forms_of_one_number(parse(line)) == forms
