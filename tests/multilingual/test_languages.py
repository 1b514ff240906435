import pytest
from django.core.checks import run_checks
from django.test import override_settings

from multilingual import languages


def test_the_four_spellings_of_a_language():
    chinese = languages.get("zh-hans")

    assert (chinese.code, chinese.column, chinese.locale, chinese.tag) == (
        "zh-hans",
        "zh_hans",
        "zh_Hans",
        "zh-Hans",
    )


def test_a_language_the_site_does_not_have_is_an_error():
    with pytest.raises(KeyError):
        languages.get("xx")


PREFIXES = [
    ("zh-hans", "zh-hans"),
    ("ZH-Hans", "zh-hans"),
    ("zh", "zh-hans"),
    ("zh-cn", "zh-hans"),
    ("ZH-CN", "zh-hans"),
    ("cn", "zh-hans"),
    ("en", "en"),
    ("EN", "en"),
    ("en-us", "en"),
    ("en-GB", "en"),
    ("fr", None),
    ("", None),
    ("admin", None),
]


@pytest.mark.parametrize(("prefix", "code"), PREFIXES)
def test_v2_every_spelling_of_a_prefix_means_one_language(prefix, code):
    assert languages.canonical(prefix) == code


HEADERS = [
    ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
    ("en-GB,en;q=0.9", "en"),
    ("fr-FR,fr;q=0.9,en;q=0.5,zh;q=0.7", "zh-hans"),
    ("de", None),
    ("zh-TW", "zh-hans"),
    ("en;q=0, zh;q=0.1", "zh-hans"),
    ("en;q=0.5;level=1, zh;q=0.4", "zh-hans"),
    ("*", None),
    ("", None),
    (",;q=,en;q=nonsense", None),
    ("en" * 5000, None),
]


@pytest.mark.parametrize(("header", "code"), HEADERS)
def test_v2_accept_language_is_read_by_its_weights(header, code):
    assert languages.negotiate(header) == code


@pytest.mark.parametrize(
    ("setting", "value", "problem"),
    [
        ("LANGUAGES", [("en", "English")], "multilingual.E001"),
        ("MODELTRANSLATION_FALLBACK_LANGUAGES", {"default": ("en",)}, "multilingual.E002"),
        (
            "PARLER_LANGUAGES",
            {None: [{"code": "en", "fallbacks": ["zh-hans"]}]},
            "multilingual.E003",
        ),
    ],
)
def test_a_second_fallback_policy_is_refused_by_a_system_check(setting, value, problem):
    with override_settings(**{setting: value}):
        assert problem in {message.id for message in run_checks(tags=["translation"])}


def test_the_policy_given_to_both_libraries_is_ours():
    assert [
        message
        for message in run_checks(tags=["translation"])
        if message.id.startswith("multilingual")
    ] == []
