"""E3, V6: every screen of the admin speaks Chinese to whoever chose it, what other packages wrote included.

Read is what a person can read: text, and the attributes that are shown or spoken. What is not ours to translate
is taken out first: texts of other languages (marked by lang), code, and the names and values that the test wrote.
"""

import io
import re

import html5lib
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib import admin
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from accounts.models import Role
from catalog.models import Datasheet, Equivalent, ProductPicture
from company.models import Certificate, CertificateFile, Contact, Download, Link, Slide
from multilingual import stores
from publishing.models import MissedAddress, OldAddress
from tests import factories
from tests.admin.people import PASSWORD, address, desk, list_address, opened, person

pytestmark = pytest.mark.django_db

SPOKEN = ("title", "placeholder", "aria-label", "alt", "value", "data-label")
# Not prose: scripts, styles, icons by name, code, and texts that say which other language they are in.
SILENT = ("script", "style", "code", "template", "svg")

# Words that stand in Latin letters in Chinese too, each with its reason.
ALLOWED = {
    "names of things": r"JavaScript|Django|Unfold|English|WeChat|Authenticator|allauth",
    "formats and standards": r"PNG|JPE?G|WebP|AVIF|SVG|PDF|HTML|XLIFF|ICP|URL|TOTP|QR|WebAuthn|GB/T|EN|AA|AVIF",
    "units": r"mm|m|g/m|kg|t|MPa|HV|MB|kB|B",
    "examples of addresses": r"/news\.asp\?id=7|/en/news/",
    "a word that Django's own Chinese keeps": r"Email",
    "how a password is kept": r"md5|pbkdf2_sha256",
}
ALLOWED_WORDS = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(ALLOWED.values())})(?![A-Za-z])")
LATIN_WORD = re.compile(r"[A-Za-z][a-z]+(?:[ '’][A-Za-z]+)*")

# What the test itself wrote (factories say the language in the text), and what nobody can read: hashes, addresses.
OWN = re.compile(
    r"\S+ zh-hans[\d ]*|\S*zz\S*|\balloy\b|\S*@example\.com|https?://\S+|(?<![\w<])/(?:[\w.-]+/?)+|\S*\*{6,}|\b[a-z]+(?:-[a-z]+)*-\d+\b",
    re.IGNORECASE,
)


@pytest.fixture
def chief():
    return desk(person("zz-chief", Role.ADMINISTRATOR, language="zh-hans"))


@pytest.fixture
def everything():
    """One of each kind, with its rows."""
    profile, product, article, page = (
        factories.profile(),
        factories.product(live=("zh-hans",)),
        factories.article(live=()),
        factories.page(),
    )
    for name, kind in (("zz-a", "number"), ("zz-b", "range")):
        made = factories.attribute(product.family, name, kind=kind)
        factories.spec(product, made, **({"number": 1} if kind == "number" else {"low": 1}))
    stores.write(factories.term("zz").vocabulary, "zh-hans", {"name": "合金"})
    alloy = factories.attribute(
        product.family, "zz-c", kind="term", unit="", vocabulary=factories.term("zz").vocabulary
    )
    factories.spec(product, alloy, term=factories.term("zz"))
    Equivalent.objects.create(term=factories.term("zz"), standard="zz", designation="zz")
    Datasheet.objects.create(
        product=product, language="en", file=factories.pdf("zz.pdf"), issued_on=factories.DAY
    )
    ProductPicture.objects.create(product=product, picture=picture())
    certificate = Certificate.objects.create(issued_on=factories.DAY, expires_on=factories.DAY)
    CertificateFile.objects.create(
        certificate=certificate, language="en", file=factories.pdf("zz.pdf")
    )
    OldAddress.objects.create(path="/zz", target="/en/zz/")
    MissedAddress.objects.create(path="/zz", last_seen="2026-01-01T00:00Z")
    return [
        profile,
        article,
        page,
        certificate,
        Contact.objects.create(phone="1"),
        Slide.objects.create(picture=picture()),
        Download.objects.create(),
        Link.objects.create(url="https://zz.example.com/"),
    ]


def picture():
    held = io.BytesIO()
    Image.new("RGB", (16, 9)).save(held, "PNG")
    return ContentFile(held.getvalue(), name="zz.png")


def english(response):
    """The English that a reader of this page meets."""
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    found = []
    _read(page, found)
    shown = (OWN.sub(" ", ALLOWED_WORDS.sub(" ", text)) for text in found)
    return sorted({word for text in shown for word in LATIN_WORD.findall(text) if len(word) > 1})


def _read(element, found):
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return
    if "material-symbols-outlined" in (element.get("class") or "").split():
        return
    if element.tag != "html" and not (element.get("lang") or "zh").startswith("zh"):
        return
    is_button = element.tag == "button" or element.get("type") in ("submit", "button", "reset")
    for name in SPOKEN:
        if name == "value" and not is_button:
            continue
        if name == "value" and element.tag == "button":
            continue  # sent, not shown
        found.append(element.get(name) or "")
    if element.tag != "textarea":
        found.append(element.text or "")
    for child in element:
        _read(child, found)
        found.append(child.tail or "")


def screens(client):
    """Every screen of every registered model, by address."""
    for model, desk_of in admin.site._registry.items():  # noqa: SLF001  there is no other list
        yield list_address(model)
        yield list_address(model) + "?q=zz-none&e=1"
        yield list_address(model, "add")
        obj = model._default_manager.first()
        if obj is not None and desk_of.has_view_permission(client_request(client)):
            for page in ("change", "history", "delete"):
                yield address(obj, page)


def client_request(client):
    return client.get("/admin/").wsgi_request


def test_every_screen_of_the_admin_is_chinese(chief, everything):
    met, seen = {}, 0
    for url in screens(chief):
        answer = chief.get(url, follow=True)
        if answer.status_code == 403:
            continue  # nobody adds to the log
        assert answer.status_code == 200, url
        assert answer["Content-Language"] == "zh-Hans", url
        seen += 1
        if words := english(answer):
            met[url] = words

    assert met == {}
    assert seen > 70


def test_errors_refusals_and_results_are_chinese(chief, everything):
    article, product = everything[1], factories.product()
    model = type(article)
    met = {}
    for name, ask in {
        "empty form": lambda: chief.post(list_address(model, "add"), {}),
        "no title": lambda: chief.post(
            list_address(model, "add"), {"body__zh-hans": "zz", "title__en": "？"}
        ),
        "refused publication": lambda: chief.post(
            list_address(type(product)),
            {"action": "withdraw_en", "_selected_action": [product.pk]},
            follow=True,
        ),
        "nothing selected": lambda: chief.post(
            list_address(model), {"action": "publish_en"}, follow=True
        ),
        "bulk delete": lambda: chief.post(
            list_address(model), {"action": "delete_selected", "_selected_action": [article.pk]}
        ),
        "saved": lambda: chief.post(
            reverse("admin:publishing_oldaddress_add"),
            {"path": "/zz-2", "target": "/zh-hans/news/"},
            follow=True,
        ),
        "old address": lambda: chief.post(
            reverse("admin:publishing_oldaddress_add"), {"path": "zz", "target": "zz"}
        ),
        "specifications": lambda: chief.post(
            address(product),
            opened(chief, address(product))
            | {"specs-TOTAL_FORMS": "1", "specs-INITIAL_FORMS": "0", "specs-0-number": "zz"},
        ),
        "no such item": lambda: chief.get(
            address(product).replace(str(product.pk), "999999"), follow=True
        ),
        "bad password": lambda: chief.post(
            reverse("admin:auth_user_password_change", args=(1,)), {"password1": "1"}
        ),
        "another's page": lambda: chief.get("/admin/publishing/event/add/"),
    }.items():
        if words := english(ask()):
            met[name] = words

    assert met == {}


ACCOUNT_PAGES = (
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
)
FACTOR_PAGES = (
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_deactivate_totp",
)


def test_log_in_lock_and_forgotten_password_are_chinese(client):
    cache.clear()
    person("zz-anna", Role.EDITOR)
    chinese = {"accept-language": "zh-CN"}
    met = {name: english(client.get(reverse(name), headers=chinese)) for name in ACCOUNT_PAGES}
    wrong = {"login": "zz-anna", "password": "wrong"}
    for _ in range(5):
        answer = client.post(reverse("account_login"), wrong, headers=chinese)
        met[f"log-in answered {answer.status_code}"] = english(answer)
    met["empty log-in"] = english(client.post(reverse("account_login"), {}, headers=chinese))
    met["empty address"] = english(
        client.post(reverse("account_reset_password"), {"email": "zz"}, headers=chinese)
    )
    met["stale link"] = english(
        client.get("/accounts/password/reset/key/1-zz-zz/", headers=chinese, follow=True)
    )

    assert {name: words for name, words in met.items() if words} == {}


def test_password_and_second_factor_are_chinese(client):
    cache.clear()
    anna = person("zz-anna", Role.EDITOR, language="zh-hans")
    client.post(reverse("account_login"), {"login": "zz-anna", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    met = {name: english(client.get(reverse(name), follow=True)) for name in FACTOR_PAGES}
    met["wrong code"] = english(client.post(reverse("mfa_activate_totp"), {"code": "1"}))
    met["short password"] = english(
        client.post(
            reverse("account_change_password"),
            {"oldpassword": "wrong", "password1": "1", "password2": "2"},
        )
    )

    Authenticator.objects.create(user=anna, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    RecoveryCodes.activate(anna)
    met |= {
        f"{name}, with factors": english(client.get(reverse(name), follow=True))
        for name in FACTOR_PAGES
    }
    key = Authenticator.objects.create(
        user=anna, type="webauthn", data={"name": "zz-key", "credential": {}}
    )
    met["list of keys"] = english(client.get(reverse("mfa_list_webauthn")))
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        met[name] = english(client.get(reverse(name, args=(key.pk,)), follow=True))
    key.delete()  # no browser made it: it opens nothing
    client.post(reverse("account_logout"))
    client.post(
        reverse("account_login"),
        {"login": "zz-anna", "password": PASSWORD},
        headers={"accept-language": "zh-CN"},
    )
    chinese = {"accept-language": "zh-CN"}
    met["second factor"] = english(client.get(reverse("mfa_authenticate"), headers=chinese))
    met["wrong factor"] = english(
        client.post(reverse("mfa_authenticate"), {"code": "zz"}, headers=chinese)
    )

    assert {name: words for name, words in met.items() if words} == {}


def test_scripts_of_the_admin_are_given_chinese_words(chief):
    """The labels of the editor and what Django's own scripts say."""
    catalogue = chief.get(reverse("admin:jsi18n")).content.decode()

    for message in ("Bold", "Insert table", "Today", "Choose a Date"):
        assert f'"{message}": "\\u' in catalogue, message
