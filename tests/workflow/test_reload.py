"""T10, the file half: a compiled text reaches visitors on every running worker, whole, without a restart."""

import json
import re
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.views.i18n import JSONCatalog

from tests.servers import PATIENCE
from workflow.catalogues.compile import compile_all
from workflow.catalogues.places import mo_path, po_path
from workflow.exchange import po
from workflow.exchange.po import Catalogue, Message
from workflow.reload import CatalogueReloadMiddleware, catalogues, current_stamp

PLURAL_FORMS = {"zh-hans": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
LANGUAGES = list(PLURAL_FORMS)
DOMAINS = ["django", "djangojs"]
MARK = re.compile(r"«(\d+)»")


def write(texts, language="zh-hans", domain="django"):
    header = f"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: {PLURAL_FORMS[language]}\n"
    messages = tuple(Message(msgid, msgstr=(text,)) for msgid, text in texts.items())
    path = po_path(language, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(po.write(Catalogue((Message("", msgstr=(header,)), *messages))))
    assert compile_all([path])[1] == []


@pytest.fixture
def running(settings, locale):
    """This process as a worker that has read the catalogues."""
    write({"Tube": "管"})
    catalogues.refresh()
    yield
    settings.LOCALE_PATHS = [settings.LOCALE_DIR]
    catalogues.refresh()


def looked_up(msgid, language="zh-hans"):
    with translation.override(language):
        return translation.gettext(msgid)


def test_a_newly_compiled_text_is_found_by_the_next_request(running):
    assert looked_up("Tube") == "管"
    write({"Tube": "扁管"})
    assert looked_up("Tube") == "管"

    catalogues.refresh()

    assert looked_up("Tube") == "扁管"


def test_a_text_that_left_the_catalogue_is_forgotten(running):
    mo_path("zh-hans", "django").unlink()

    catalogues.refresh()

    assert looked_up("Tube") == "Tube"


def test_a_page_that_has_begun_is_finished_with_the_texts_it_began_with(running):
    def compile_in_another_thread():
        write({"Tube": "扁管"})
        other = threading.Thread(target=catalogues.refresh)
        other.start()
        other.join()
        return ""

    page = Template(
        '{% load i18n %}{% translate "Tube" %}{{ compiled }}{% translate "Tube" %}'
        '{% language "en" %}{% translate "Tube" %}{% endlanguage %}{% translate "Tube" %}'
    )

    @CatalogueReloadMiddleware
    def respond(request):
        with translation.override("zh-hans"):
            return page.render(Context({"compiled": compile_in_another_thread}))

    assert respond(RequestFactory().get("/")) == "管管Tube管"
    assert looked_up("Tube") == "扁管"


def test_a_text_that_chinese_lacks_falls_back_to_the_new_english(running):
    write({"Coil": "Coil stock"}, "en")

    catalogues.refresh()

    assert looked_up("Coil") == "Coil stock"


def test_texts_of_scripts_are_new_too(running):
    def served():
        with translation.override("zh-hans"):
            answer = JSONCatalog.as_view(packages=["workflow"])(RequestFactory().get("/"))
        return json.loads(answer.content)["catalog"]["Menu"]

    write({"Menu": "菜单"}, domain="djangojs")
    catalogues.refresh()
    assert served() == "菜单"
    write({"Menu": "目录"}, domain="djangojs")

    catalogues.refresh()

    assert served() == "目录"


def test_a_file_that_cannot_be_read_leaves_the_texts_in_use(running, caplog):
    mo_path("zh-hans", "django").write_bytes(b"half a fi")

    catalogues.refresh()

    assert looked_up("Tube") == "管"
    assert "cannot be read" in caplog.text


def test_compiling_moves_the_stamp_that_caches_go_by(running):
    before = current_stamp()

    write({"Tube": "管"})

    assert current_stamp() != before


class Answer(NamedTuple):
    begun: float
    marks: set[int]


def mark_every_text(folder, number):
    """What a translator does who changes every text of both languages."""
    paths = sorted(folder.rglob("*.po"))
    for path in paths:
        catalogue = po.read(path.read_bytes())
        messages = tuple(marked(message, number) for message in catalogue.messages)
        entries = (catalogue.header, *messages, *catalogue.obsolete)
        path.write_bytes(po.write(replace(catalogue, entries=entries)))
    return paths


def marked(message, number):
    sources = [message.msgid, message.plural][: len(message.msgstr)]
    texts = [text or source for text, source in zip(message.msgstr, sources, strict=True)]
    return replace(message, msgstr=tuple(with_mark(text, number) for text in texts))


def with_mark(text, number):
    bare = MARK.sub("", text).rstrip("\n")
    return f"{bare}«{number}»{text[len(text.rstrip(chr(10))) :]}"


def ask(url):
    begun = time.monotonic()
    with urllib.request.urlopen(url) as answer:
        return Answer(begun, set(map(int, MARK.findall(answer.read().decode()))))


def wait_for_more(answers, count):
    """However slow the machine is."""
    enough, deadline = len(answers) + count, time.monotonic() + PATIENCE
    while len(answers) < enough and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(answers) >= enough


@pytest.fixture
def edited_locale(site_server):
    """The catalogues of the running site; whatever is done to them is undone."""
    folder = site_server.locale_dir
    before = {path: path.read_bytes() for path in folder.rglob("*.po")}
    compile_all(mark_every_text(folder, 0))
    time.sleep(1)
    yield folder
    for path, content in before.items():
        path.write_bytes(content)
    compile_all(list(before))


def test_every_worker_shows_a_new_text_within_a_second_and_no_page_is_torn(
    site_server, edited_locale
):
    urls = [f"{site_server.url}/{code}/{page}" for code in LANGUAGES for page in ("", "sitemap/")]
    stop, answers, compiled = threading.Event(), [], [(time.monotonic(), 0)]

    def visit(url):
        while not stop.is_set():
            answers.append(ask(url))

    with ThreadPoolExecutor(len(urls)) as visitors:
        visits = [visitors.submit(visit, url) for url in urls]
        try:
            for number in range(1, 11):
                assert compile_all(mark_every_text(edited_locale, number))[1] == []
                compiled.append((time.monotonic(), number))
                wait_for_more(answers, 40 if number % 5 == 0 else 10)
        finally:
            stop.set()
        for done in visits:
            done.result()

    assert [answer for answer in answers if len(answer.marks) != 1] == []
    late = [
        answer
        for answer in answers
        for at, number in compiled
        if answer.begun > at + 1 and max(answer.marks) < number
    ]
    assert late == []
    assert {0, 5, 10} <= {mark for answer in answers for mark in answer.marks}


def test_the_command_reaches_a_running_site(site_server, edited_locale):
    mark_every_text(edited_locale, 99)

    site_server.manage("messages", "compile")

    assert {frozenset(ask(f"{site_server.url}/zh-hans/").marks) for _ in range(20)} == {
        frozenset({99})
    }
