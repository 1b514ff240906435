"""Who comes in, and how: one door, throttled, with an optional second factor."""

import re

import html5lib
import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from accounts.models import Right, Role, User
from accounts.throttle import client_ip
from tests.admin.people import PASSWORD, administrator, desk, person

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def no_limits_of_other_tests():
    cache.clear()


def log_in(client, name, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": name, "password": password}, **extra)


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_the_admin_sends_everybody_to_the_one_door_and_back(client):
    person("anna", Role.EDITOR)

    door = client.get("/admin/articles/article/?q=x", follow=True)
    assert door.request["PATH_INFO"] == LOGIN
    assert "next=%2Fadmin%2Farticles%2Farticle%2F%3Fq%3Dx" in door.request["QUERY_STRING"]

    answer = client.post(
        f"{LOGIN}?next=/admin/articles/article/", {"login": "anna", "password": PASSWORD}
    )
    assert answer["Location"] == "/admin/articles/article/"
    assert is_in(client)


@pytest.mark.parametrize("path", [LOGIN, "/accounts/password/reset/"])
def test_v14_a_page_before_the_log_in_has_one_main_heading(client, path):
    page = html5lib.parse(client.get(path).content.decode(), namespaceHTMLElements=False)

    (heading,) = page.iter("h1")
    assert "".join(heading.itertext()).strip()
    assert list(page.iter("h2"))


def test_a_person_logs_in_by_name_or_by_address(client):
    person("anna", Role.EDITOR)

    assert log_in(client, "anna@example.com").status_code == 302
    assert is_in(client)


def test_django_s_own_admin_login_cannot_be_used_to_go_round_the_second_factor(client):
    person("anna", Role.EDITOR)

    client.post("/admin/login/", {"username": "anna", "password": PASSWORD})

    assert not is_in(client)


def test_an_account_without_rights_meets_a_closed_door_not_a_loop(client):
    person("stranger")
    log_in(client, "stranger")

    assert client.get("/admin/", follow=True).status_code == 403


def test_nobody_signs_up():
    for name in ("account_signup", "account_email", "socialaccount_connections"):
        with pytest.raises(Exception, match="Reverse"):
            reverse(name)


def test_log_in_leads_to_this_site_only(client):
    person("anna", Role.EDITOR)

    answer = client.post(
        f"{LOGIN}?next=https://elsewhere.example/", {"login": "anna", "password": PASSWORD}
    )

    assert answer["Location"].startswith("/admin/")


@pytest.mark.parametrize(("language", "word"), [("zh-CN", "密码"), ("en", "wrong passwords")])
def test_five_wrong_passwords_lock_a_name_at_an_address_in_the_readers_language(
    client, language, word
):
    person("anna", Role.EDITOR)
    for _ in range(5):
        answer = log_in(client, "anna", "wrong", headers={"accept-language": language})

    assert answer.status_code == 429
    assert word in answer.content.decode()
    assert log_in(client, "anna").status_code == 429
    assert log_in(client, "ANNA").status_code == 429
    assert log_in(client, "anna", REMOTE_ADDR="10.0.0.9").status_code == 302


def test_a_forged_proxy_header_does_not_escape_the_lock(client):
    person("anna", Role.EDITOR)
    for number in range(6):
        answer = log_in(client, "anna", "wrong", headers={"x-forwarded-for": f"10.0.0.{number}"})

    assert answer.status_code == 429


def test_behind_a_trusted_proxy_the_address_is_what_the_proxy_saw(rf, settings):
    request = rf.get("/", headers={"x-forwarded-for": "1.1.1.1, 203.0.113.7"})
    assert client_ip(request) == "127.0.0.1"

    settings.SITE_BEHIND_PROXY = True
    assert client_ip(request) == "203.0.113.7"


def test_an_administrator_unlocks_a_person(client):
    anna = person("anna", Role.EDITOR)
    for _ in range(5):
        log_in(client, "anna", "wrong")

    desk(administrator()).post(
        "/admin/accounts/user/", {"action": "unlock", "_selected_action": [anna.pk]}
    )

    assert log_in(client, "anna").status_code == 302


def totp_code(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def anna():
    made = person("anna", Role.EDITOR)
    made.totp_secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(made, made.totp_secret)
    RecoveryCodes.activate(made)
    return made


def test_a_password_alone_does_not_open_an_account_with_a_second_factor(client, anna):
    answer = log_in(client, "anna")

    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_in(client)

    client.post("/accounts/2fa/authenticate/", {"code": totp_code(anna.totp_secret)})
    assert is_in(client)


def test_a_recovery_code_opens_it_once(client, anna):
    code = Authenticator.objects.get(user=anna, type="recovery_codes").wrap().get_unused_codes()[0]

    log_in(client, "anna")
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_in(client)

    client.post("/accounts/logout/")
    log_in(client, "anna")
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_in(client)


def test_an_administrator_resets_a_lost_second_factor_and_nobody_else_does(client, anna):
    action = {"action": "reset_second_factor", "_selected_action": [anna.pk]}

    desk(person("editor", Role.EDITOR)).post("/admin/accounts/user/", action)
    assert get_adapter().is_mfa_enabled(anna)

    desk(administrator()).post("/admin/accounts/user/", action)
    assert not get_adapter().is_mfa_enabled(anna)
    assert log_in(client, "anna")["Location"] == "/admin/"


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "密码"), ("en", "password")])
def test_a_forgotten_password_is_set_anew_by_mail_in_the_persons_language(client, language, word):
    person("anna", Role.EDITOR, language=language)

    client.post(
        "/accounts/password/reset/",
        {"email": "anna@example.com"},
        headers={"accept-language": "en" if language == "zh-hans" else "zh-CN"},
    )

    (message,) = mail.outbox
    assert word in message.body
    link = re.search(r"http://\S+", message.body)[0].partition("testserver")[2]
    page = client.get(link, follow=True)
    new = "quite another phrase"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert log_in(client, "anna", new).status_code == 302


def test_asking_for_a_password_does_not_tell_who_has_an_account(client):
    person("anna", Role.EDITOR)
    known = client.post("/accounts/password/reset/", {"email": "anna@example.com"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 1


def test_the_screens_follow_the_persons_own_language_then_the_cookie_then_the_browser(client):
    def language(**asked):
        return client.get("/accounts/password/change/", follow=True, **asked)["Content-Language"]

    assert language(headers={"accept-language": "en"}) == "en"
    client.post("/accounts/language/", {"language": "zh-hans", "next": LOGIN})
    assert language(headers={"accept-language": "en"}) == "zh-Hans"

    anna = person("anna", Role.EDITOR, language="en")
    client.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")
    assert language() == "en"
    client.post("/accounts/language/", {"language": "zh-hans", "next": "/admin/"})
    assert User.objects.get(pk=anna.pk).language == "zh-hans"
    assert language() == "zh-Hans"


def test_the_choice_of_language_leads_back_to_this_site_only(client):
    answer = client.post(
        "/accounts/language/", {"language": "en", "next": "https://elsewhere.example/"}
    )

    assert answer["Location"] == "/admin/"
    assert client.get("/accounts/language/").status_code == 405


def test_only_administrators_see_people_and_the_log():
    editor, chief = desk(person("editor", Role.EDITOR)), desk(administrator())

    for page in ("/admin/accounts/user/", "/admin/publishing/event/"):
        assert editor.get(page).status_code == 403
        assert chief.get(page).status_code == 200
    assert "/admin/accounts/user/" not in editor.get("/admin/").content.decode()


def test_an_administrator_of_a_language_or_part_only_does_not_look_after_people():
    for language, app in (("en", ""), ("", "catalog")):
        limited = person(f"limited-{language}-{app}")
        Right.objects.create(person=limited, role=Role.ADMINISTRATOR, language=language, app=app)

        assert desk(limited).get("/admin/").status_code == 200
        assert desk(limited).get("/admin/accounts/user/").status_code == 403
        assert desk(limited).get("/admin/publishing/event/").status_code == 403


def test_an_administrator_makes_a_person_with_rights():
    chief = desk(administrator())
    made = {
        "username": "berta",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "email": "berta@example.com",
        "language": "zh-hans",
        "rights-TOTAL_FORMS": "1",
        "rights-INITIAL_FORMS": "0",
        "rights-0-role": "translator",
        "rights-0-language": "en",
    }

    chief.post("/admin/accounts/user/add/", made)
    berta = User.objects.get(username="berta")
    if not berta.rights.exists():
        chief.post(f"/admin/accounts/user/{berta.pk}/change/", made | {"is_active": "on"})

    assert User.objects.get(username="berta").may("translator", "en")
    assert not User.objects.get(username="berta").may("translator", "zh-hans")


def test_an_administrator_cannot_lock_herself_out():
    boss = administrator()
    chief = desk(boss)
    mine = f"/admin/accounts/user/{boss.pk}"

    chief.post(
        f"{mine}/change/",
        {
            "username": boss.username,
            "rights-TOTAL_FORMS": "1",
            "rights-INITIAL_FORMS": "1",
            "rights-0-id": Right.objects.get().pk,
            "rights-0-DELETE": "on",
        },
    )
    answer = chief.post(f"{mine}/delete/", {"post": "yes"})

    assert answer.status_code == 403
    assert User.objects.get(pk=boss.pk).is_active
    assert User.objects.get(pk=boss.pk).may(Role.ADMINISTRATOR)


def test_private_pages_have_their_own_policy_which_names_no_other_host(client):
    private = client.get(LOGIN)["Content-Security-Policy"]
    public = client.get("/robots.txt")["Content-Security-Policy"]

    assert "'unsafe-eval'" in private
    assert "http" not in private
    assert "unsafe" not in public
