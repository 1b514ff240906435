"""T1: what Django reads of a compiled catalogue."""

import gettext
from io import BytesIO

from workflow.exchange import mo
from workflow.exchange.po import Catalogue, Message

CHINESE = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"
ENGLISH = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"


def compiled(header, *messages):
    content = mo.write(Catalogue((Message("", msgstr=(header,)), *messages)))
    return gettext.GNUTranslations(BytesIO(content))


def test_translations_contexts_and_plurals_are_found():
    catalogue = compiled(
        CHINESE,
        Message("May", msgstr=("五月",)),
        Message("May", context="permission", msgstr=("可以",)),
        Message("%(n)s tube", "%(n)s tubes", msgstr=("%(n)s 根管",)),
    )

    assert catalogue.gettext("May") == "五月"
    assert catalogue.pgettext("permission", "May") == "可以"
    assert catalogue.ngettext("%(n)s tube", "%(n)s tubes", 5) == "%(n)s 根管"


def test_an_empty_english_text_means_the_msgid_and_its_plural():
    catalogue = compiled(ENGLISH, Message("Tube"), Message("one tube", "tubes", msgstr=("", "")))

    assert catalogue.gettext("Tube") == "Tube"
    assert catalogue.ngettext("one tube", "tubes", 1) == "one tube"
    assert catalogue.ngettext("one tube", "tubes", 2) == "tubes"


def test_fuzzy_and_half_translated_texts_are_left_out():
    catalogue = compiled(
        CHINESE,
        Message("Tube", msgstr=("管",), flags=("fuzzy",)),
        Message("one", "many", msgstr=("一", "")),
    )

    assert catalogue.gettext("Tube") == "Tube"
    assert catalogue.ngettext("one", "many", 5) == "many"


def test_the_same_messages_give_the_same_bytes():
    tube, coil = Message("Tube", msgstr=("管",)), Message("Coil", msgstr=("卷",))
    header = Message("", msgstr=(CHINESE,))

    assert mo.write(Catalogue((header, tube, coil))) == mo.write(Catalogue((header, coil, tube)))
