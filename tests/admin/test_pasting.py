"""Pasting from Word, WPS, WeChat and web pages keeps headings, lists, tables, links and pictures, and nothing else.

tests/admin/clipboards holds what those programs put on the clipboard, and what is to become of it.
"""

import base64
import io
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from multilingual import richtext

CLIPBOARDS = Path(__file__).parent / "clipboards"
PROGRAMS = ("word", "wps", "wechat", "web")
LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}
EDITOR = "#edition-en .ProseMirror[role=textbox]"

DROP = """([types, files, name]) => {
    const data = new DataTransfer()
    for (const [type, text] of Object.entries(types)) data.setData(type, text)
    for (const [name, type, base64] of files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        data.items.add(new File([bytes], name, { type }))
    }
    const target = document.querySelector("#edition-en .ProseMirror")
    const box = target.getBoundingClientRect()
    const event = name === "paste"
        ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
        : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true,
                                  clientX: box.x + 30, clientY: box.y + 20 })
    target.dispatchEvent(event)
}"""


@pytest.fixture
def desk(new_context, site_server):
    """The form of a new article, with an administrator of a language before it."""

    def opened(language="en", width=1280):
        lines = (site_server.data_dir / "demo-accounts").read_text().splitlines()
        accounts = dict(line.split() for line in lines if line)
        context = new_context(viewport={"width": width, "height": 900}, locale=LOCALES[language])
        page = context.new_page()
        page.goto("/admin/")
        page.fill("[name=login]", "administrator")
        page.fill("[name=password]", accounts["administrator"])
        page.click(".account-form button.is-strong")
        page.wait_for_url("**/admin/")
        page.goto("/admin/articles/article/add/")
        page.wait_for_selector("#edition-en .ProseMirror[role=textbox]", state="attached")
        if width < 600:
            page.click("[data-edition-tab=en]")
        return page

    return opened


def paste(page, types, files=(), name="paste"):
    page.locator(EDITOR).focus()
    page.evaluate(DROP, [types, list(files), name])


def clipboard(program):
    rtf = CLIPBOARDS / f"{program}.rtf"
    types = {"text/html": (CLIPBOARDS / f"{program}.html").read_text()}
    return types | ({"text/rtf": rtf.read_text()} if rtf.exists() else {})


def expected(program):
    return (CLIPBOARDS / f"{program}.expected.html").read_text().replace("\n", "")


def body(page):
    """What the form would send, as the server would store it."""
    return richtext.clean(page.input_value("[name=body__en]"))


def settled(page):
    page.wait_for_function("!document.querySelector('.picture progress')")


def picture(colour="teal", kind="PNG"):
    held = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(held, kind)
    return held.getvalue()


def in_base64(colour="teal", kind="PNG"):
    return base64.b64encode(picture(colour, kind)).decode()


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_a_program_copies_becomes_the_formats_of_the_site(desk, program):
    """The module alone: HTML and RTF in, HTML out."""
    page = desk()

    cleaned = page.evaluate(
        """async ([html, rtf]) =>
            (await import("/static/admin-site/pasting.js")).cleanPasted(html, rtf)""",
        [clipboard(program)["text/html"], clipboard(program).get("text/rtf", "")],
    )

    assert cleaned["html"] == expected(program)


@pytest.mark.parametrize("program", ["word", "wps"])
def test_pictures_of_word_and_wps_are_stored_here_and_everything_survives_saving(desk, program):
    page = desk()

    paste(page, clipboard(program))
    settled(page)

    stored = body(page)
    wanted = richtext.clean(
        re.sub(r'<figure data-picture="\d"></figure>', "<p>#</p>", expected(program))
    )
    assert re.sub(r"<figure><img [^>]*></figure>", "<p>#</p>", stored) == wanted.replace(
        "<td>#</td>", "<td><p>#</p></td>"
    )
    assert len(
        re.findall(r'<img src="/media/prose/[0-9a-f]{32}-\d+x\d+\.png"', stored)
    ) == expected(program).count("<figure")
    for image in page.locator(f"{EDITOR} .picture img").all():
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")


def test_pictures_that_cannot_be_had_leave_a_mark_in_the_draft_and_say_why(desk, console):
    console.expect("400")
    page = desk()

    paste(page, clipboard("web"))
    settled(page)

    assert (
        "<p><strong>[Picture missing: example.com a.jpg]</strong></p><p>The <em>mill</em></p>"
        in body(page)
    )
    assert "save it and insert the file" in page.inner_text("#edition-en .picture-messages")


def test_word_without_its_rtf_leaves_marks_and_asks_nobody(desk):
    page = desk()

    paste(page, {"text/html": clipboard("word")["text/html"]})
    settled(page)

    assert body(page).count("[Picture missing: clip_image00") == 2
    assert "<h2>微通道扁管的选型</h2>" in body(page)


def test_a_screenshot_is_stored_and_its_description_is_asked_for(desk):
    page = desk("zh-hans")

    paste(page, {}, [("image.png", "image/png", in_base64())])
    settled(page)

    figure = page.locator(f"{EDITOR} .picture")
    description = figure.get_by_label("图片内容")
    assert "is-undescribed" in figure.get_attribute("class")
    assert description.evaluate("input => input === document.activeElement")
    description.fill("一根 扁管")
    figure.locator("figcaption").click()
    page.keyboard.type("车间")

    assert "is-undescribed" not in figure.get_attribute("class")
    assert re.fullmatch(
        r'<figure><img src="/media/prose/\w{32}-640x400\.png" alt="一根 扁管" width="640" height="400">'
        r"<figcaption>车间</figcaption></figure>",
        body(page).removesuffix("<p></p>"),
    )


def test_a_file_is_inserted_by_button_and_by_drop_and_a_gif_becomes_a_still(desk, tmp_path):
    page = desk()
    (tmp_path / "mill.gif").write_bytes(picture(kind="GIF"))

    with page.expect_file_chooser() as chooser:
        page.click("#edition-en [data-name=picture]")
    chooser.value.set_files(tmp_path / "mill.gif")
    settled(page)
    paste(page, {}, [("line.webp", "image/webp", in_base64(kind="WEBP"))], name="drop")
    page.wait_for_function("document.querySelectorAll('.picture img[src]').length === 2")

    assert sorted(re.findall(r"-640x400\.(\w+)", body(page))) == ["png", "webp"]


def test_what_is_no_picture_is_refused_in_the_readers_language_and_leaves_a_mark(desk, console):
    console.expect("400")
    page = desk("zh-hans")

    paste(page, {}, [("坏.png", "image/png", "AAAA")])
    settled(page)

    assert "请上传" in page.inner_text("#edition-en .picture-messages")
    assert body(page).startswith("<p><strong>〔缺图：坏.png〕</strong></p>")


def test_saving_waits_for_pictures_and_the_draft_shows_them_to_staff_alone(desk, site_server):
    page = desk()
    page.fill("[name=title__en]", "With a picture")
    page.fill("[name=date]", "2024-03-01")
    page.select_option("[name=category]", index=1)
    page.route("**/admin/pictures/", lambda route: (page.wait_for_timeout(700), route.continue_()))

    paste(page, {}, [("image.png", "image/png", in_base64(colour="navy"))])
    page.click("button[name=_continue] >> visible=true")
    page.wait_for_url(re.compile(r"/article/\d+/change/"))

    image = page.locator(f"{EDITOR} .picture img")
    address = image.get_attribute("src")
    assert address.startswith("/admin/files/prose/")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    public = address.replace("/admin/files/", "/media/")
    assert page.request.get(public).status == 404
    assert page.request.get(address).headers["content-type"] == "image/png"


def test_a_heading_pasted_behind_a_sentence_stays_a_heading(desk):
    page = desk()
    page.locator(EDITOR).click()
    page.keyboard.type("Before.")

    paste(page, {"text/html": "<h1>Head</h1><p>Text</p>"})

    assert body(page) == "<p>Before.</p><h2>Head</h2><p>Text</p>"


def test_words_pasted_within_a_sentence_join_it(desk):
    page = desk()
    page.locator(EDITOR).click()
    page.keyboard.type("Before ")

    paste(page, {"text/html": "<p class=MsoNormal>and <b>after</b><o:p></o:p></p>"})

    assert body(page) == "<p>Before and <strong>after</strong></p>"


def test_a_picture_copied_within_the_site_keeps_its_file(desk):
    page = desk()
    paste(page, {}, [("image.png", "image/png", in_base64(colour="olive"))])
    settled(page)
    name = re.search(r"/media/(prose/[^\"]*)", body(page))[1]

    paste(
        page,
        {
            "text/html": f'<p>Again</p><img src="{page.url.split("/admin")[0]}/media/{name}" alt="A">'
        },
    )
    settled(page)

    assert body(page).count(name) == 2


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("width", [1280, 390])
def test_pictures_in_the_editor_can_be_used_by_everybody_and_fit(desk, language, width):
    page = desk(language, width)
    paste(page, clipboard("word"))
    settled(page)

    found = Axe().run(page, "#edition-en .prose-editor", options={"runOnly": ["wcag2a", "wcag2aa"]})

    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
