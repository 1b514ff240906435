"""The look's limits: style sheets at most 25 KB and scripts at most 20 KB, compressed, for any public page."""

import gzip

import pytest

from multilingual.languages import CODES


def compressed(visitor, paths):
    return sum(len(gzip.compress(visitor.get(path).body)) for path in paths)


@pytest.mark.parametrize("language", CODES)
def test_style_sheets_and_scripts_are_small(visitor, page_types, language):
    heavy = {}

    for path in page_types(language).values():
        page = visitor.get(path)
        styles = [link.get("href") for link in page.all("link[@rel='stylesheet']")]
        scripts = [script.get("src") for script in page.all("script[@src]")]
        weight = compressed(visitor, styles), compressed(visitor, scripts)
        assert styles
        if weight[0] > 25_000 or weight[1] > 20_000:
            heavy[path] = weight

    assert heavy == {}
