"""Item 11 of the issue: what runs and what does not, each fault with its remedy, on a page and by a command."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Role
from publishing import clock, services
from publishing.models import Heartbeat, Mail, Notice, Schedule
from site_project import status
from tests import factories
from tests.admin.people import administrator, desk, person
from tests.servers import PROJECT

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:status")
NOW = timezone.now()


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def well(settings, tmp_path):
    """A site in order, so that each test spoils one thing."""
    settings.DATA_DIR = tmp_path
    settings.SITE_BASE_URL = "https://www.example.com"
    settings.ALLOWED_HOSTS = ["www.example.com", "testserver"]
    settings.SECRET_KEY = "x" * 60
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = (
        "django.core.mail.backends.smtp.EmailBackend",
        "mx",
    )
    clock.beat(Heartbeat.Role.EMBEDDED, [])
    backed_up(settings)
    return settings


def backed_up(settings, age=timedelta(0)):
    folder = settings.DATA_DIR / "backups"
    folder.mkdir(exist_ok=True)
    file = folder / "2026-01-01-000000.backup.zip"
    file.touch()
    moment = (timezone.now() - age).timestamp()
    os.utime(file, (moment, moment))


def faults():
    return {line.name: line for line in status.lines() if line.is_fault}


def test_a_site_in_order_has_no_fault(well):
    assert faults() == {}


def silent_clock(settings):
    Heartbeat.objects.update(looked_at=NOW - timedelta(hours=1))


def clock_that_never_ran(settings):
    Heartbeat.objects.all().delete()


def clock_that_fails(settings):
    clock.beat(Heartbeat.Role.EMBEDDED, ["OperationalError: no such table"])


def late_schedule(settings):
    services.schedule_end(factories.article(), "en", NOW + timedelta(days=1), by=None)
    Schedule.objects.update(due_at=NOW - timedelta(minutes=5))


def failed_schedule(settings):
    wang = person("wang", Role.PUBLISHER)
    services.schedule_end(factories.article(), "en", NOW + timedelta(days=1), by=wang)
    wang.rights.all().delete()
    Schedule.objects.update(due_at=NOW)
    clock.tick()


def mail_that_is_not_taken(settings):
    Mail.objects.create(person=person("li"), due_at=NOW, tries=3, error="Connection refused")


def mail_that_nobody_sends(settings):
    Mail.objects.create(person=person("li"), due_at=NOW - timedelta(hours=1))


def mail_into_files(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = "/somewhere"


def no_backup(settings):
    for file in (settings.DATA_DIR / "backups").iterdir():
        file.unlink()


def old_backup(settings):
    backed_up(settings, age=timedelta(days=3))


def no_https(settings):
    settings.SITE_BASE_URL = "http://www.example.com"


def a_host_that_is_refused(settings):
    settings.ALLOWED_HOSTS = ["example.org"]


def debug_pages(settings):
    settings.DEBUG = True


def short_key(settings):
    settings.SECRET_KEY = "secret"


def open_key(settings):
    path = settings.DATA_DIR / "secret_key"
    path.write_text("x" * 60)
    path.chmod(0o644)


FAULTS = {
    silent_clock: ("Clock", "since", "Start the site"),
    clock_that_never_ran: ("Clock", "ever", "manage.py worker"),
    clock_that_fails: ("Clock", "no such table", "log"),
    late_schedule: ("Schedules", "was due at", "Start the site"),
    failed_schedule: ("Schedules", "right to do this", "Open it"),
    mail_that_is_not_taken: ("Mail", "Connection refused", "SITE_EMAIL_URL"),
    mail_that_nobody_sends: ("Mail", "Nobody has tried", "Start the site"),
    mail_into_files: ("Mail", "/somewhere", "SITE_EMAIL_URL"),
    no_backup: ("Backup", "none", "manage.py backup"),
    old_backup: ("Backup", "old", "every day"),
    no_https: ("Address", "http://", "https://"),
    a_host_that_is_refused: ("Address", "www.example.com", "SITE_ALLOWED_HOSTS"),
    debug_pages: ("Address", "Errors are shown", "settings.base"),
    short_key: ("Secret key", "guessed", "SITE_SECRET_KEY"),
    open_key: ("Secret key", "Others", "chmod 600"),
}


@pytest.mark.parametrize("spoil", FAULTS, ids=lambda spoil: spoil.__name__)
def test_each_fault_says_what_is_wrong_and_its_remedy(well, spoil):
    name, what, remedy = FAULTS[spoil]

    spoil(well)

    found = faults()
    assert list(found) == [name]
    assert what in found[name].says
    assert remedy in found[name].remedy


def test_a_full_disk_is_a_fault(well, monkeypatch):
    monkeypatch.setattr(status, "ROOM", 10**18)

    assert list(faults()) == ["Disk"]


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_was_not_run_is_a_fault_and_nothing_is_asked_of_missing_tables(well):
    call_command("migrate", "demo", "zero", verbosity=0)
    try:
        found = faults()
    finally:
        call_command("migrate", "demo", verbosity=0)

    assert "migration" in found["Database"].says
    assert found["Database"].remedy == "Run manage.py migrate."


def test_on_ones_own_machine_http_and_mail_in_files_are_no_faults(well):
    mail_into_files(well)
    well.SITE_BASE_URL, well.ALLOWED_HOSTS = "http://127.0.0.1:8000", ["127.0.0.1"]

    assert faults() == {}
    assert any("SITE_EMAIL_URL" in line.remedy for line in status.lines())


def test_a_failed_schedule_is_mended_by_whoever_publishes_or_withdraws_the_edition(well):
    failed_schedule(well)
    article = Notice.objects.get().event.item.articles_article

    services.withdraw(article, "en", by=None)

    assert faults() == {}


def test_a_failed_schedule_of_what_was_moved_to_the_bin_is_no_fault(well):
    article, wang = factories.article(live=()), person("wang", Role.PUBLISHER)
    services.submit(article, "en", by=None)
    services.approve(article, "en", by=None)
    services.schedule(article, "en", NOW + timedelta(days=1), by=wang)
    wang.rights.all().delete()
    Schedule.objects.update(due_at=NOW)
    clock.tick()
    assert faults()

    services.move_to_bin(article, by=None)

    assert faults() == {}


def test_administrators_see_the_page_and_nobody_else(well):
    assert desk(administrator()).get(PAGE).status_code == 200
    assert desk(person("editor", Role.EDITOR)).get(PAGE).status_code == 403


def test_the_page_counts_and_tells_the_faults_in_the_readers_language(well):
    short_key(well)

    page = desk(administrator("zh-hans")).get(PAGE).content.decode()

    assert "有 1 处问题需要处理" in page
    assert "密钥太短" in page


def test_the_command_says_the_same_and_ends_with_1_where_there_is_a_fault(well, capsys):
    call_command("status")
    assert "!" not in re.findall(r"^.", capsys.readouterr().out, re.MULTILINE)

    short_key(well)
    with pytest.raises(SystemExit) as ended:
        call_command("status")

    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert "! Secret key: It is short enough to be guessed.\n    Set SITE_SECRET_KEY" in said


def test_a_database_that_does_not_answer_is_told_in_a_sentence(tmp_path):
    environment = {
        "PATH": "",
        "SITE_DATA_DIR": str(tmp_path),
        "SITE_SECRET_KEY": "x" * 60,
        "SITE_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
        "DJANGO_SETTINGS_MODULE": "site_project.settings.base",
    }
    command = [sys.executable, "manage.py", "status"]

    done = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "! Database: It does not answer" in done.stdout
    assert "SITE_DATABASE_URL" in done.stdout
    assert "Traceback" not in done.stderr
