"""Previews on the running site: at the same time, in a real browser, beside the form (E2)."""

import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.admin.test_browser import password_of

# Writes a draft of an article of the demo and prints where it is: its form, its public page, links to its preview.
DRAFT = """
from articles.models import Article
from multilingual import stores
from publishing import services
from publishing.previews import links
article = Article.objects.order_by("pk").first()
services.save_draft(article, "zh-hans", {"title": "尚未发布的标题"}, by=None)
draft = services.save_draft(article, "en", {"title": "Nobody has published this"}, by=None)
draft = draft or article.item.editions.get(language="en").newest
print("AT", article.pk, article.url_in("en"), links.path_of(links.of_revision(draft), links.end_of(7)))
"""
LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}


@pytest.fixture(scope="module")
def draft(site_server):
    """Primary key, public page and preview of an article with a draft in both languages."""
    printed = site_server.manage("shell", "-v0", "-c", DRAFT)
    return re.search(r"^AT (\S+) (\S+) (\S+)$", printed, re.MULTILINE).groups()


@pytest.fixture
def form(new_context, site_server, draft):
    """The form of that article, in a browser of a language and a width."""

    def opened(language="en", width=1280):
        context = new_context(
            viewport={"width": width, "height": 900},
            locale=LOCALES[language],
            timezone_id="Asia/Shanghai",
        )
        page = context.new_page()
        page.goto("/admin/")
        page.fill("[name=login]", "administrator")
        page.fill("[name=password]", password_of(site_server, "administrator"))
        page.click(".account-form button.is-strong")
        page.wait_for_url("**/admin/")
        page.goto(f"/admin/articles/article/{draft[0]}/change/")
        page.wait_for_load_state("networkidle")
        return page

    return opened


def read(url):
    with urllib.request.urlopen(url) as answer:
        return answer.status, answer.read().decode()


def test_many_previews_of_one_item_at_once_are_all_answered_and_visitors_notice_nothing(
    site_server, draft
):
    _pk, public, preview = draft
    paths = [preview, public, preview, "/en/news/", preview] * 6

    with ThreadPoolExecutor(max_workers=10) as readers:
        answers = list(readers.map(lambda path: read(site_server.url + path), paths))

    for path, (status, page) in zip(paths, answers, strict=True):
        assert status == 200
        assert ("Nobody has published this" in page) == (path == preview)


def test_e2_whoever_has_the_link_reads_the_draft_in_both_languages_and_leaves_no_trace(
    new_context, draft
):
    _pk, public, preview = draft
    context = new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(public)
    looks = look_of(page)
    counted = [url for url in asked if "beacon" in url]
    context.clear_cookies()
    asked.clear()

    page.goto(preview)
    page.wait_for_load_state("networkidle")

    assert page.inner_text("h1") == "Nobody has published this"
    assert page.locator(".preview-bar").is_visible()
    assert look_of(page) == looks
    assert counted
    assert [url for url in asked if "beacon" in url] == []

    page.click(".switcher a")
    assert page.inner_text("h1") == "尚未发布的标题"
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    page.click(".preview-bar a")
    assert page.inner_text("h1") == "Nobody has published this"
    assert context.cookies() == []


def look_of(page):
    """How the site's own style sheet has it: what a preview adds must not reorder the rules."""
    return page.evaluate(
        """["h1", ".menu-wide a", ".lead", ".bar-top a"].map((name) => {
          const { color, fontSize, marginBlockStart, display } = getComputedStyle(document.querySelector(name))
          return [name, color, fontSize, marginBlockStart, display]
        })"""
    )


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True])
def test_v14_a_preview_is_accessible_and_fits(new_context, draft, width, dark):
    context = new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.goto(draft[2])

    found = Axe().run(page)

    assert found.response["violations"] == [], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def framed(page):
    return page.frame_locator(".live-preview-frame")


def test_the_real_page_stands_beside_what_is_typed_and_the_reader_stays_where_she_was(form):
    page = form()

    page.click("#edition-en [data-live-preview]")
    framed(page).locator("h1").wait_for()
    assert framed(page).locator("h1").inner_text() == "Nobody has published this"
    frame = page.locator(".live-preview-frame").element_handle().content_frame()
    frame.evaluate("document.scrollingElement.scrollTop = 300")

    page.fill("[name=title__en]", "Typed just now")
    framed(page).get_by_role("heading", name="Typed just now").wait_for()
    page.locator("#edition-en .ProseMirror[role=textbox]").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("A first sentence. ")
    framed(page).get_by_text("A first sentence.").wait_for()

    assert frame.evaluate("document.scrollingElement.scrollTop") == 300
    box = page.locator(".live-preview").bounding_box()
    assert box["x"] + box["width"] == 1280
    assert page.locator("[name=title__en]").bounding_box()["width"] > 300
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_preview_is_remembered_until_it_is_closed(form):
    page = form("zh-hans")
    page.click("#edition-zh-hans [data-live-preview]")
    framed(page).locator("h1").wait_for()

    page.reload()
    framed(page).locator("h1").wait_for()
    page.get_by_role("button", name="关闭预览").click()
    assert page.locator(".live-preview").count() == 0
    assert page.evaluate("document.activeElement.dataset.language") == "zh-hans"
    page.reload()
    page.wait_for_load_state("networkidle")

    assert page.locator(".live-preview").count() == 0


def test_the_preview_says_when_it_cannot_be_shown(form, console):
    console.expect("ERR_INTERNET_DISCONNECTED")
    console.expect("422")
    page = form()
    page.click("#edition-en [data-live-preview]")
    framed(page).locator("h1").wait_for()

    page.context.set_offline(True)
    page.fill("[name=title__en]", "Typed on a train")
    page.get_by_text("No connection").wait_for()
    page.context.set_offline(False)
    page.evaluate("document.querySelector('[name=title__en]').removeAttribute('maxlength')")
    page.fill("[name=title__en]", "x" * 300)
    page.locator(".live-preview-status").get_by_text("200").wait_for()
    page.fill("[name=title__en]", "Typed at home")
    framed(page).get_by_role("heading", name="Typed at home").wait_for()

    assert page.locator(".live-preview-status").inner_text() == ""


def test_on_a_phone_the_preview_opens_below_the_form(form):
    page = form("zh-hans", 390)

    page.click("#edition-zh-hans [data-live-preview]")
    framed(page).locator("h1").wait_for()

    assert page.locator(".live-preview").bounding_box()["y"] < 900  # brought into view
    below = page.evaluate(
        "document.querySelector('.live-preview').offsetTop > document.querySelector('#edition-zh-hans').offsetTop"
    )
    assert below
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_link_is_copied_with_one_press(form):
    page = form()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.click("#edition-en .preview-share summary")
    page.locator("#edition-en [data-preview-copy]").nth(2).click()

    page.locator("#edition-en [data-preview-copy]").get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#edition-en .preview-share input").nth(2).input_value()
    assert page.request.get(copied).status == 200
    page.keyboard.press("Escape")
    assert not page.locator("#edition-en .preview-share-box").is_visible()


def test_without_script_links_can_be_seen_and_opened(form, new_context, draft):
    state = form().context.storage_state()
    page = new_context(java_script_enabled=False, storage_state=state, locale="en-GB").new_page()
    page.goto(f"/admin/articles/article/{draft[0]}/change/")

    page.click("#edition-en .preview-share summary")
    link = page.locator("#edition-en .preview-share input").first.input_value()

    assert page.locator("#edition-en .preview-share input").first.is_visible()
    assert not page.locator("[data-preview-copy], [data-live-preview]").first.is_visible()
    assert page.request.get(link).status == 200
