"""E6: the demo is written with care; a hint on it is a false alarm, or a slip to mend."""

from demo import reading
from multilingual import languages
from multilingual.text.hints import hints


def test_no_hint_on_the_demo():
    content = [reading.articles(), reading.catalog(), reading.company(), reading.papers()]

    texts = list(_texts(content))

    assert len(texts) > 900
    assert [hint for text in texts for hint in _hints(*text)] == []


def _texts(value, field="", language=""):
    """Every text of a language with its field, however deep."""
    if isinstance(value, dict):
        for key, part in value.items():
            inner = (field, key) if key in languages.CODES else (key, language)
            yield from _texts(part, *inner)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, field, language)
    elif language and isinstance(value, str):
        yield field, language, value


def _hints(field, language, text):
    return hints({field: text}, language, rich=[field] * ("</" in text))
