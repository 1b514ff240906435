"""Every kind of public page in a real browser, in both languages: V3, V8, V13, V14 and the look's hard limits."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from multilingual.languages import CODES

KINDS = [
    "home",
    "families",
    "family",
    "empty family",
    "product",
    "news",
    "category",
    "article",
    "certificates",
    "downloads",
    "site map",
    "not found",
]
EVERYWHERE = [(language, kind) for language in CODES for kind in KINDS]
FOCUS = """() => {
    const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
    return {
        tag: e.tagName, text: (e.innerText || e.getAttribute('aria-label') || e.name || '').trim(),
        seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none',
        size: [box.width, box.height],
    };
}"""


def violations(page):
    found = Axe().run(page).response["violations"]
    return [
        (v["id"], node["target"], node.get("failureSummary")) for v in found for node in v["nodes"]
    ]


@pytest.fixture(autouse=True)
def missing_pages_say_404(console):
    console.expect("404")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", CODES)
def test_v14_axe_finds_nothing_on_any_kind_of_page(
    new_context, page_types, language, width, scheme
):
    page = new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    ).new_page()
    wrong = {}

    for path in page_types(language).values():
        page.goto(path)
        if found := violations(page):
            wrong[path] = found

    assert wrong == {}


@pytest.mark.parametrize("language", CODES)
def test_v14_pages_reflow_at_320_pixels(new_context, page_types, language):
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    wider = {}

    for path in page_types(language).values():
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wider[path] = width

    assert wider == {}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", CODES)
def test_v14_the_keyboard_reaches_everything_and_shows_where_it_is(
    new_context, page_types, language, width
):
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    unseen = {}

    for kind in ("home", "family", "product", "article"):
        path = page_types(language)[kind]
        page.goto(path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#"), (
            "no skip link"
        )
        for _ in range(25):
            focus = page.evaluate(FOCUS)
            if focus["tag"] == "BODY":
                break
            if not focus["seen"]:
                unseen.setdefault(path, []).append(focus)
            page.keyboard.press("Tab")

    assert unseen == {}


@pytest.mark.parametrize("language", CODES)
def test_v3_the_switcher_works_by_keyboard_and_is_large_enough(new_context, page_types, language):
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    path = page_types(language)["family"]
    page.goto(path)
    switch = page.locator("header a[hreflang]").first
    box = switch.bounding_box()

    switch.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert min(box["width"], box["height"]) >= 24
    assert f"/{language}/" not in page.url
    with page.expect_navigation():
        page.locator("header a[hreflang]").first.click()
    assert page.url.endswith(path)


@pytest.mark.parametrize("language", CODES)
def test_v13_the_site_works_with_script_off(new_context, page_types, language):
    page = new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    page.goto(page_types(language)["home"])
    page.locator("header summary:visible, header a[href^='#']:visible").first.click()

    page.locator(f"header a[href='/{language}/products/']:visible").first.click()

    assert page.url.endswith(f"/{language}/products/")


@pytest.mark.parametrize("language", CODES)
def test_v8_a_filter_works_with_script_off(new_context, page_types, language):
    page = new_context(
        java_script_enabled=False, viewport={"width": 1280, "height": 900}
    ).new_page()
    page.goto(page_types(language)["family"])
    before = page.locator("main article").count()
    box = page.locator("input[type=checkbox][name=alloy]").first
    value = box.get_attribute("value")

    box.check()
    page.locator("main form button[type=submit]").first.click()

    assert f"alloy={value}" in page.url
    assert 0 < page.locator("main article").count() < before


@pytest.mark.parametrize("language", CODES)
def test_a_product_prints_on_one_page(new_context, page_types, language):
    page = new_context().new_page()
    page.goto(page_types(language)["product"])

    pdf = page.pdf(format="A4")

    assert pdf.count(b"/Type /Page\n") == 1


def test_v14_the_carousel_does_not_move_by_itself(new_context, page_types):
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(page_types("en")["home"])
    before = page.locator("main h1, main h2").first.bounding_box()

    page.wait_for_timeout(3000)

    assert page.locator("main h1, main h2").first.bounding_box() == before


def test_only_the_first_slide_is_loaded_at_once(new_context, page_types):
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(page_types("en")["home"])

    eager = page.locator("img:not([loading=lazy])").count()

    assert eager == 1


@pytest.mark.parametrize("language", CODES)
def test_v17_chinese_lines_are_tall_and_emphasis_is_not_slanted(new_context, page_types, language):
    page = new_context().new_page()
    page.goto(page_types(language)["article"])
    style = page.evaluate(
        """() => {
            const p = document.querySelector('main p'), s = getComputedStyle(p);
            const em = p.appendChild(document.createElement('em')), e = getComputedStyle(em);
            return {line: parseFloat(s.lineHeight) / parseFloat(s.fontSize), italic: e.fontStyle,
                    dots: e.textEmphasisStyle, autospace: s.textAutospace, align: s.textAlign};
        }"""
    )

    assert style["align"] != "justify"
    if language == "zh-hans":
        assert style["line"] >= 1.7
        assert style["italic"] == "normal"
        assert "none" not in style["dots"]
        assert style["autospace"] == "normal"
