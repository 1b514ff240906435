"""403 in the reader's language: V1, V3, V6."""

import html5lib
import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Role, User
from site_project.views import HomeView
from tests.admin.people import desk, list_address, person

pytestmark = pytest.mark.django_db

WORDS = [("zh-hans", "zh-Hans", "无权访问"), ("en", "en", "Not allowed")]


def parsed(response):
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def said(response):
    page = parsed(response)
    heading = "".join(page.find(".//h1").itertext()).strip()
    return response.status_code, page.get("lang"), response["Content-Language"], heading


@pytest.fixture
def closed(monkeypatch):
    """No public page refuses anybody so far: this one does."""

    def refuse(*_args, **_kwargs):
        raise PermissionDenied

    monkeypatch.setattr(HomeView, "get", refuse)


@pytest.mark.parametrize(("code", "tag", "heading"), WORDS)
def test_v1_a_refusal_speaks_the_language_of_the_prefix_whatever_the_browser_asks(
    client, closed, code, tag, heading
):
    foreign = {"zh-hans": "en", "en": "zh-CN"}[code]

    answer = client.get(f"/{code}/", headers={"Accept-Language": foreign})

    assert said(answer) == (403, tag, tag, heading)


@pytest.mark.parametrize(
    ("code", "home", "words"),
    [("zh-hans", "/en/", "English · Home"), ("en", "/zh-hans/", "简体中文 · 首页")],
)
def test_v3_the_switcher_of_a_refusal_leads_home_and_says_so(client, closed, code, home, words):
    page = parsed(client.get(f"/{code}/"))

    switch = next(a for a in page.iter("a") if a.get("hreflang"))
    assert (switch.get("href"), " ".join("".join(switch.itertext()).split())) == (home, words)


def test_a_refusal_is_not_for_search_engines(client, closed):
    page = parsed(client.get("/en/"))

    assert page.find(".//meta[@name='robots']").get("content") == "noindex"


@pytest.mark.parametrize(("code", "tag", "heading"), WORDS)
def test_without_a_prefix_a_refusal_speaks_as_the_persons_screens(code, tag, heading):
    stranger = desk(person("stranger", language=code))
    editor = desk(person("anna", Role.EDITOR, language=code))

    assert said(stranger.get("/admin/", follow=True)) == (403, tag, tag, heading)
    assert said(editor.get(list_address(User))) == (403, tag, tag, heading)
