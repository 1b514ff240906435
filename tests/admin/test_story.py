"""An item's whole life in a real browser, once with a Chinese source and once with an English one (E1, E2, E4, E5).

Four people, each at her own browser: the editor writes, the reviewer judges, the publisher publishes.
"""

import re
import time

import pytest

from tests.admin.test_browser import LOCALES, editor_of, password_of, status

STORIES = {
    "zh-hans": {
        "other": "en",
        "title": "铝扁管的储存",
        "body": "铝扁管应存放在干燥处。",
        "corrected": "铝扁管应存放在干燥通风处。",
        "added": "通风",
        "translation": ("Storing flat tube", "Store flat tube in a dry place."),
        "updated": "Store flat tube in a dry, ventilated place.",
        "comment": "请写明储存期限。",
    },
    "en": {
        "other": "zh-hans",
        "title": "Packing coil stock",
        "body": "Coil stock leaves our works on pallets.",
        "corrected": "Coil stock leaves our works on wooden pallets.",
        "added": "wooden",
        "translation": ("盘圆的包装", "盘圆以托盘装运出厂。"),
        "updated": "盘圆以木托盘装运出厂。",
        "comment": "Say how many coils one pallet takes.",
    },
}


@pytest.fixture
def people(new_context, site_server):
    """Open the admin as one of the demo's people, in the language of the story."""

    def of(name, language):
        context = new_context(
            viewport={"width": 1280, "height": 900},
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

    return of


def press(page, action, language):
    """Press a button of an edition; those in the menu are opened first."""
    button = page.locator(f'button[name=_act][value="{action}:{language}"]')
    if not button.is_visible():
        page.locator(f"#edition-{language} .edition-menu > summary").click()
    with page.expect_navigation():
        button.click()


def write(page, language, title, body):
    page.fill(f"[name='title__{language}']", title)
    editor_of(page, language).click()
    page.keyboard.press("Control+A")
    page.keyboard.type(body)


def states(page, language):
    found = page.locator(f"#edition-{language} .edition-head .edition-state").all()
    return {re.search(r"is-([\w-]+)", each.get_attribute("class"))[1] for each in found}


@pytest.mark.parametrize("language", STORIES)
def test_an_article_from_its_first_draft_to_a_correction_rolled_back(people, console, language):
    console.expect("404")
    play = Play(people, language)

    play.is_written_sent_back_and_approved()
    play.is_scheduled_called_off_and_published()
    play.is_translated_and_published()
    play.is_corrected_and_the_translation_is_outdated()
    play.is_published_in_both_languages_together()
    play.is_rolled_back_in_one_language()
    play.goes_to_the_bin(people("administrator", language))


class Play:
    def __init__(self, people, language):
        self.story, self.language = STORIES[language], language
        self.other = self.story["other"]
        self.editor, self.reviewer, self.publisher = (
            people(name, language) for name in ("editor", "reviewer", "publisher")
        )
        self.mark = str(int(time.time() * 1000))[-8:]
        self.title = f"{self.story['title']} {self.mark}"
        self.translated_title = f"{self.story['translation'][0]} {self.mark}"

    def approve(self, language):
        self.reviewer.goto(self.form)
        press(self.reviewer, "approve", language)

    def publish(self, language):
        self.publisher.goto(self.form)
        press(self.publisher, "publish", language)

    def public(self, language):
        """The address of the article's page, read from its form."""
        self.editor.goto(self.form)
        slug = self.editor.locator(f"[name='slug__{language}']").input_value()
        return f"/{language}/news/{slug}/"

    def read(self, path):
        return self.editor.request.get(path).text()

    def is_written_sent_back_and_approved(self):
        editor, reviewer, language = self.editor, self.reviewer, self.language
        editor.goto("/admin/articles/article/add/")
        write(editor, language, self.title, self.story["body"])
        editor.select_option("[name=category]", index=1)
        press(editor, "submit", language)
        self.form = editor.url
        assert states(editor, language) == {"nothing", "review"}

        reviewer.goto(self.form)
        reviewer.locator(f"#edition-{language} .edition-menu > summary").click()
        reviewer.fill(f"[name='act-{language}-comment']", self.story["comment"])
        press(reviewer, "send-back", language)

        editor.goto(self.form)
        assert states(editor, language) == {"nothing", "sent-back"}
        assert self.story["comment"] in editor.locator(f"#edition-{language}").inner_text()
        press(editor, "submit", language)
        self.approve(language)

    def is_scheduled_called_off_and_published(self):
        publisher, language = self.publisher, self.language
        publisher.goto(self.form)
        assert states(publisher, language) == {"nothing", "approved"}
        publisher.locator(f"#edition-{language} .edition-menu > summary").click()
        publisher.fill(f"[name='act-{language}-due_at']", "2199-01-01T09:00")
        press(publisher, "schedule", language)
        assert states(publisher, language) == {"nothing", "scheduled"}
        assert "2199" in publisher.locator(f"#edition-{language} .edition-notes").inner_text()
        self.page = self.public(language)
        assert status(self.editor, self.page) == 404

        press(publisher, "cancel", language)
        press(publisher, "publish", language)
        assert states(publisher, language) == {"live"}
        assert status(self.editor, self.page) == 200

    def is_translated_and_published(self):
        self.editor.goto(self.form)
        write(self.editor, self.other, self.translated_title, self.story["translation"][1])
        press(self.editor, "submit", self.other)
        self.approve(self.other)
        self.publish(self.other)
        self.other_page = self.public(self.other)
        assert self.story["translation"][1] in self.read(self.other_page)

    def is_corrected_and_the_translation_is_outdated(self):
        """The live pages stay as they are until the correction is published."""
        editor = self.editor
        editor.goto(self.form)
        write(editor, self.language, self.title, self.story["corrected"])
        press(editor, "submit", self.language)
        assert self.story["corrected"] not in self.read(self.page)
        self.approve(self.language)
        self.publish(self.language)

        editor.goto(self.form)
        assert states(editor, self.other) == {"live", "outdated"}
        marked = editor.locator(f"#edition-{self.other} .edition-source ins")
        assert marked.inner_text().strip() == self.story["added"]

    def is_published_in_both_languages_together(self):
        write(self.editor, self.other, self.translated_title, self.story["updated"])
        self.editor.fill(f"[name='summary__{self.language}']", self.mark)
        press(self.editor, "submit", self.other)
        press(self.editor, "submit", self.language)
        self.approve(self.other)
        self.approve(self.language)
        assert self.story["updated"] not in self.read(self.other_page)

        self.publisher.goto(self.form)
        press(self.publisher, "publish-together", "")
        assert states(self.publisher, self.other) == {"live"}
        assert states(self.publisher, self.language) == {"live"}
        assert self.story["updated"] in self.read(self.other_page)

    def is_rolled_back_in_one_language(self):
        other = self.read(self.other_page)
        self.editor.goto(self.form.replace("/change/", f"/history/?language={self.language}"))
        with self.editor.expect_navigation():
            self.editor.locator("a[href*='/admin/revision/']").last.click()
        with self.editor.expect_navigation():
            self.editor.locator(".revision form[method=post] button").click()
        self.publisher.goto(self.form)
        assert states(self.publisher, self.language) == {"live", "approved"}
        press(self.publisher, "publish", self.language)
        assert self.story["body"] in self.read(self.page)
        assert self.read(self.other_page) == other

    def goes_to_the_bin(self, administrator):
        """The site is as other tests expect it."""
        administrator.goto(self.form.replace("/change/", "/delete/"))
        with administrator.expect_navigation():
            administrator.locator(".revision button.is-danger").click()
        assert status(self.editor, self.page) == status(self.editor, self.other_page) == 404


def test_e2_typing_survives_a_closed_tab_and_an_expired_login(people, console, site_server):
    console.expect("403")  # while she is logged out
    editor = people("editor", "en")
    editor.goto("/admin/articles/article/")
    editor.locator("#result_list a[href*='/change/']").first.click()
    form = editor.url
    editor.wait_for_selector("[data-typing][data-watches]", state="attached")
    before = editor.locator("[name='summary__en']").input_value()

    editor.fill("[name='summary__en']", "Typed, never saved")
    editor.wait_for_function("document.querySelector('[data-typing-note]').textContent !== ''")
    editor.evaluate("window.onbeforeunload = null")
    editor.close(run_before_unload=False)
    again = people("editor", "en")
    again.goto(form)
    again.locator("[data-typing-take]").click()

    assert again.locator("[name='summary__en']").input_value() == "Typed, never saved"

    # The log-in expires while she writes: what she types is kept in her browser.
    again.context.clear_cookies()
    again.fill("[name='summary__en']", "Typed after the log-in expired")
    again.wait_for_function(
        "Object.keys(localStorage).some((key) => localStorage[key].includes('expired'))"
    )
    again.goto("/accounts/login/")
    again.fill("[name=login]", "editor")
    again.fill("[name=password]", password_of(site_server, "editor"))
    again.click(".account-form button.is-strong")
    again.wait_for_url("**/admin/")
    again.goto(form)
    again.locator("[data-typing-take]").click()
    assert again.locator("[name='summary__en']").input_value() == "Typed after the log-in expired"

    again.reload()
    again.locator("[data-typing-drop]").click()
    assert again.locator("[name='summary__en']").input_value() == before
