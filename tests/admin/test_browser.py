"""The admin in a real browser: an editor's day (E1, E3), no foreign request, no error, narrow screens, a passkey."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.admin.people import PASSWORD

WAYS = {
    "overview": "/admin/",
    "articles": "/admin/articles/article/",
    "new article": "/admin/articles/article/add/",
    "products": "/admin/catalog/product/",
    "certificates": "/admin/company/certificate/",
    "profile": "/admin/company/profile/",
    "vocabularies": "/admin/catalog/vocabulary/",
    "missed addresses": "/admin/publishing/missedaddress/",
    "people": "/admin/accounts/user/",
    "log": "/admin/publishing/event/",
    "password": "/accounts/password/change/",
    "second factor": "/accounts/2fa/",
}
LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}


@pytest.fixture
def desk(new_context, site_server):
    """Log in as the demo's administrator, in a browser of a language and a width."""

    def opened(language="zh-hans", width=1280, name="administrator"):
        context = new_context(
            viewport={"width": width, "height": 900},
            locale=LOCALES[language],
            timezone_id="Asia/Shanghai",
        )
        page = context.new_page()
        page.goto("/admin/")
        page.fill("[name=login]", name)
        page.fill("[name=password]", password_of(site_server, name))
        page.click(".account-form button.is-strong")
        page.wait_for_url("**/admin/")
        return page

    return opened


def password_of(site, name):
    accounts = dict(
        line.split() for line in (site.data_dir / "demo-accounts").read_text().splitlines() if line
    )
    return accounts[name]


def editor_of(page, language):
    return page.locator(f"#edition-{language} .ProseMirror[role=textbox]")


def status(page, path):
    return page.request.get(path, max_redirects=0).status


def test_the_editor_writes_headings_and_tables_and_an_item_goes_to_the_bin(desk, console):
    """What is typed in the editor is what the draft holds; reviews and publication are in test_story.py."""
    page = desk()
    page.goto("/admin/articles/article/add/")
    title = f"浏览器里写的文章{int(time.time())}"

    page.fill("[name='title__zh-hans']", title)
    editor_of(page, "zh-hans").click()
    page.keyboard.type("第一段。")
    page.click("#edition-zh-hans [data-name=heading2]")
    page.fill("[name='title__en']", "Written in a browser")
    editor_of(page, "en").click()
    page.keyboard.type("One paragraph.")
    page.click("#edition-en [data-name=table]")
    page.keyboard.type("Head")
    page.select_option("[name=category]", index=1)
    page.fill("[name=date]", "2024-03-01")
    page.click("#submit-row button[name=_continue]")
    page.wait_for_url(re.compile(r"/article/\d+/change/"))

    texts = {
        code: page.eval_on_selector(f"[name='body__{code}']", "field => field.value")
        for code in LOCALES
    }
    assert texts["zh-hans"] == "<h2>第一段。</h2>"
    assert re.search(r"<thead>\s*<tr>\s*<th[^>]*>(<p>)?Head", texts["en"])
    slug = page.eval_on_selector("[name='slug__zh-hans']", "field => field.value")
    assert slug == f"liu-lan-qi-li-xie-de-wen-zhang-{title[-10:]}"

    page.click("#submit-row a.is-danger")
    page.click(".revision button.is-danger")
    page.wait_for_url("**/admin/articles/article/")
    page.goto("/admin/bin/")
    assert title in page.inner_text("body")


def test_the_enter_key_saves_and_neither_publishes_nor_withdraws(desk):
    page = desk("en")
    page.goto("/admin/company/link/")
    page.click("#result_list tbody .field-named a >> nth=0")
    page.wait_for_selector(".edition-state")
    before = page.locator(".edition-state").all_inner_texts()

    with page.expect_navigation():
        page.press("[name='name__en']", "Enter")
    page.wait_for_selector(".edition-state")

    assert page.locator(".edition-state").all_inner_texts() == before


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", LOCALES)
def test_screens_fit_load_nothing_foreign_and_raise_no_error(desk, language, width):
    """What is foreign and what went wrong is noted by the console fixture."""
    page = desk(language, width)
    wide = {}
    for name, way in WAYS.items():
        page.goto(way)
        page.wait_for_load_state("networkidle")
        found = page.evaluate("document.documentElement.scrollWidth")
        if found > width:
            wide[name] = found

    page.goto("/admin/catalog/product/")
    page.click("#result_list tbody .field-named a >> nth=0")
    page.wait_for_selector(f"#edition-{language} .prose-menubar button[aria-label]")
    labels = page.eval_on_selector_all(
        ".prose-menubar button:not(.hidden)", "all => all.map(e => e.getAttribute('aria-label'))"
    )

    editor_of(page, language).click()
    page.keyboard.press("Control+a")
    page.click(f"#edition-{language} [data-name=link]")
    dialog = page.inner_text("dialog.prose-editor-dialog").replace("URL", "")

    assert wide == {}
    assert bool(re.search("[A-Za-z]", dialog)) == (language == "en")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert all(re.search("[\u4e00-\u9fff]", label) for label in labels) == (language == "zh-hans")


def test_on_a_narrow_screen_languages_are_one_tap_apart_and_nothing_typed_is_lost(desk):
    page = desk("en", 390)
    page.goto("/admin/articles/article/add/")

    page.fill("[name='title__en']", "Title")
    page.click("[data-edition-tab=zh-hans]")
    assert not page.is_visible("[name='title__en']")
    page.fill("[name='title__zh-hans']", "标题")
    page.click("[data-edition-tab=en]")

    assert page.input_value("[name='title__zh-hans']") == "标题"
    assert page.input_value("[name='title__en']") == "Title"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LOCALES)
def test_v14_axe_finds_nothing_on_the_desk(desk, language, scheme, width):
    page = desk(language, width)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.reload()
    page.locator("table input[name=item]").first.check()
    page.select_option("[name=action]", "schedule:en")

    found = Axe().run(page, context="main").response["violations"]

    assert [(v["id"], [node["target"] for node in v["nodes"]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("language", "refused"), [("en", "Not everything was done."), ("zh-hans", "部分操作未完成。")]
)
def test_the_desk_is_worked_with_the_keyboard_alone(desk, language, refused):
    """Rows are ticked, an action is chosen and done, what was refused stays ticked, and a cell leads to the form."""
    page = desk(language)
    page.goto("/admin/?seen=live&language=en&kind=articles.article")
    assert not page.is_visible(".bulk")

    page.focus("table input[name=item]")
    page.keyboard.press("Space")
    assert page.is_visible(".bulk")
    assert page.inner_text("[data-desk-count]") == "1"
    tab_to(page, "SELECT")
    page.keyboard.press("ArrowDown")  # the first action that is offered
    tab_to(page, "BUTTON")
    page.keyboard.press("Enter")
    page.wait_for_selector(".report")

    assert page.inner_text(".report h2") == refused
    assert page.locator("input[name=item]:checked").count() == 1
    page.focus("table .cell >> nth=1")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/article/\d+/change/#edition-en"))


def tab_to(page, tag):
    """Press Tab until an element of this kind below the table has the focus."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if (
            page.evaluate(
                "document.activeElement.closest('.bulk') && document.activeElement.tagName"
            )
            == tag
        ):
            return
    raise AssertionError(f"no {tag} is reached")


def test_all_rows_are_ticked_at_once_and_a_range_with_shift(desk):
    page = desk("en")
    page.goto("/admin/?seen=live")
    boxes = page.locator("table input[name=item]")

    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    assert page.locator("input[name=item]:checked").count() == 4
    page.click("[data-desk-all]")
    assert page.inner_text("[data-desk-count]") == str(boxes.count())
    page.click("[data-desk-none]")

    assert page.locator("input[name=item]:checked").count() == 0
    assert not page.is_visible(".bulk")


def test_a_specification_shows_the_cells_of_its_attribute(desk):
    page = desk("en")
    page.goto("/admin/catalog/product/")
    page.click("#result_list tbody .field-named a >> nth=0")
    page.click("#specs-group a.add-row")
    row = page.locator("#specs-group tr.form-row:not(.empty-form tr)").last

    row.locator("select[name$=-attribute]").select_option(label="Width")
    assert row.locator("input[name$=-number]").is_visible()
    assert not row.locator("select[name$=-term]").is_visible()

    row.locator("select[name$=-attribute]").select_option(label="Alloy")
    assert not row.locator("input[name$=-number]").is_visible()
    offered = row.locator("select[name$=-term] option:not([hidden])").all_inner_texts()
    assert "3003" in offered
    assert "H112" not in offered


def test_a_passkey_is_added_and_opens_the_desk(new_context, site_server, console):
    """A key needs a host with a name: browsers make none for an address in numbers."""
    console.expect("request to another site: http://localhost")
    named = site_server.url.replace("127.0.0.1", "localhost")
    site_server.manage(
        "shell",
        "-v0",
        "-c",
        "from accounts.models import User, Right; p, _ = User.objects.get_or_create(username='keyholder');"
        f"p.set_password('{PASSWORD}'); p.save(); Right.objects.get_or_create(person=p, role='reviewer')",
    )
    context = new_context(locale="en-GB")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": device
            | {
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto(named + "/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.fill("[name=login]", "keyholder")
    page.fill("[name=password]", PASSWORD)
    page.click(".account-form button.is-strong")
    page.fill("[name=password]", PASSWORD)
    page.click(".account-form button.is-strong")
    page.fill("[name=name]", "Test key")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/2fa/recovery-codes/**")

    page.goto(named + "/accounts/2fa/")
    context.clear_cookies()
    page.goto(named + "/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/admin/")
