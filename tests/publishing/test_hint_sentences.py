"""E6: hints are said to people in their language."""

import re

import pytest
from django.utils.translation import override

from multilingual.text.hints import CODES, hints
from publishing.hint_sentences import SENTENCES, sentence

EXAMPLES = [
    ("zh-hans", {"text": "铝,合金"}, "“,”：中文请用全角标点。"),
    ("en", {"text": "1.5mm"}, "“1.5mm”: a space belongs between number and unit, as in “1.5 mm”."),
    (
        "zh-hans",
        {"search_title": "铝" * 31},
        "搜索结果中会被截断：宽度为62，最好不超过60。一个汉字的宽度为2。",
    ),
]


def test_every_hint_has_a_sentence():
    assert set(SENTENCES) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_is_translated(code):
    with override("en"):
        english = str(SENTENCES[code])
    with override("zh-hans"):
        chinese = str(SENTENCES[code])

    assert english != chinese
    assert sorted(re.findall(r"%\(\w+\)s", english)) == sorted(re.findall(r"%\(\w+\)s", chinese))


@pytest.mark.parametrize(("language", "texts", "said"), EXAMPLES)
def test_a_hint_is_said_with_what_it_found(language, texts, said):
    [hint] = hints(texts, language)

    with override(language):
        assert sentence(hint) == said
