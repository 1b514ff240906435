"""What a backup holds comes back as it was, on the same database and on the other one."""

import json
import stat
from zipfile import ZipFile

import pytest

from tests.backup.conftest import NOT_IN_A_BACKUP, OwnSite

NEXT_NUMBERS = """
from django.apps import apps
from accounts.models import User
from django.contrib.auth.models import Group
from publishing.models import Item, MissedAddress
from tests import factories
for model, values in ((Item, {"kind": "x"}), (Group, {"name": "new"})):
    highest = max(model.objects.values_list("pk", flat=True))
    assert model.objects.create(**values).pk > highest
factories.article()
User.objects.create_user("new").groups.add(Group.objects.last())
"""


@pytest.fixture(scope="session")
def manifest(backup_of_origin):
    with ZipFile(backup_of_origin) as archive:
        return json.loads(archive.read("manifest.json"))


def test_everything_comes_back_on_the_same_database(origin, backup_of_origin, site):
    site.data_dir.rmdir()  # a machine with nothing but the code

    site.manage("restore", str(backup_of_origin))

    assert site.rows() == origin.rows()
    assert site.files() == origin.files()
    assert len(site.files()) == 7


def test_everything_survives_the_way_over_the_other_database_and_back(
    origin, backup_of_origin, new_site, vendor, other_vendor
):
    between, end = new_site(other_vendor), new_site(vendor)

    between.manage("restore", str(backup_of_origin))
    between.manage("backup")
    end.manage("restore", str(between.backups[0]))

    assert end.rows() == origin.rows()
    assert end.files() == between.files() == origin.files()


def test_the_demo_comes_back(site_server, site):
    demo = OwnSite(*site_server)
    path = site.data_dir / "demo.backup.zip"

    demo.manage("backup", str(path))
    site.manage("restore", str(path))

    assert site.rows() == demo.rows()
    assert site.files() == demo.files()


@pytest.mark.parametrize("of", ["vendor", "other_vendor"])
def test_new_rows_get_new_numbers(of, request, backup_of_origin, new_site):
    site = new_site(request.getfixturevalue(of))
    site.manage("restore", str(backup_of_origin))

    site.python(NEXT_NUMBERS)


def test_sessions_and_wrong_passwords_stay_where_they_are(origin, backup_of_origin, site):
    site.manage("restore", str(backup_of_origin))

    assert origin.sql("SELECT count(*) FROM django_session") == [(1,)]
    assert origin.sql("SELECT count(*) FROM axes_accessattempt") == [(1,)]
    for table in NOT_IN_A_BACKUP:
        assert site.all_of(table) == []


def test_the_manifest_says_what_is_in_the_file(manifest, origin, vendor):
    rows = origin.rows()

    assert manifest["format"] == 1
    assert manifest["vendor"] == vendor
    assert sorted(map(tuple, manifest["migrations"])) == rows.pop("django_migrations")
    assert sum(manifest["rows"].values()) == sum(map(len, rows.values()))
    assert manifest["rows"]["accounts.user"] == 1


def test_the_secret_key_is_not_in_it_and_nobody_else_may_read_it(origin, backup_of_origin):
    key = origin.environment["SITE_SECRET_KEY"].encode()

    with ZipFile(backup_of_origin) as archive:
        assert not any(key in archive.read(name) for name in archive.namelist())
    assert stat.S_IMODE(backup_of_origin.stat().st_mode) == 0o600


def test_a_file_is_taken_out_with_any_unzip(backup_of_origin, origin):
    with ZipFile(backup_of_origin) as archive:
        assert archive.testzip() is None
        assert archive.read("files/vault/a/扁管 16×1.8.webp") == b"vault"


@pytest.mark.parametrize("is_migrated", [True, False])
def test_an_empty_site_is_backed_up_and_restored(is_migrated, site, new_site, vendor):
    elsewhere = new_site(vendor)
    if is_migrated:
        site.manage("migrate", "--verbosity=0")

    site.manage("backup")
    elsewhere.manage("restore", str(site.backups[0]))

    site.manage("migrate", "--verbosity=0")
    assert elsewhere.rows().keys() == site.rows().keys()
    assert elsewhere.sql("SELECT count(*) FROM accounts_user") == [(0,)]


def test_a_backup_of_older_migrations_is_brought_up_to_date(backup_of_origin, new_site, vendor):
    """Its rows have the columns of their time; what the migrations since do to rows is done to these."""
    old, empty, set_up = new_site(vendor), new_site(vendor), new_site(vendor)
    old.manage("restore", str(backup_of_origin))
    old.manage("migrate", "mfa", "0001", "--verbosity=0")
    set_up.manage("migrate", "--verbosity=0")

    old.manage("backup")
    for site in (empty, set_up):
        site.manage("restore", str(old.backups[0]))

    old.manage("migrate", "--verbosity=0")
    newer = "SELECT type, created_at IS NULL, last_used_at IS NULL FROM mfa_authenticator"
    for site in (empty, set_up):
        assert site.sql(newer) == old.sql(newer) == [("totp", False, True)]
        assert site.rows()["django_migrations"] == old.rows()["django_migrations"]


def test_a_site_that_was_set_up_counts_as_empty(backup_of_origin, origin, site):
    """When this fails, a migration makes rows: name their table in schema.MADE_BY_SET_UP."""
    site.manage("migrate", "--verbosity=0")

    site.manage("restore", str(backup_of_origin))

    assert site.rows() == origin.rows()


def test_a_site_with_content_is_left_alone(backup_of_origin, site):
    site.manage("migrate", "--verbosity=0")
    site.manage("createsuperuser", "--no-input", "--username=li", "--email=li@example.com")
    before = site.rows()

    done = site.attempt("restore", str(backup_of_origin))

    assert done.returncode == 1
    assert "This site has content" in done.stderr
    assert site.rows() == before
    assert site.files() == {}


class TestReplace:
    @pytest.fixture
    def used(self, site):
        """A site with an account, a table of its own and files, one of them under a name that is in the backup."""
        site.manage("migrate", "--verbosity=0")
        site.manage("createsuperuser", "--no-input", "--username=li", "--email=li@example.com")
        site.sql("CREATE TABLE index_of_words (word text)")
        site.sql("INSERT INTO index_of_words VALUES ('tube')")
        (site.data_dir / "archive").mkdir()
        (site.data_dir / "archive" / "large.bin").write_bytes(b"another file")
        (site.data_dir / "archive" / "old.pdf").write_bytes(b"old")
        return site

    @pytest.mark.parametrize("answer", ["yes\n", ""])
    def test_it_says_what_it_removes_and_asks(self, answer, backup_of_origin, origin, used):
        before = used.rows(), used.files()

        done = used.attempt("restore", "--replace", str(backup_of_origin), stdin=answer)

        assert "  People: 1\n  index_of_words: 1\n" in done.stdout
        assert "Files that are not in the backup: 1" in done.stdout
        after = used.rows(), used.files()
        if answer:
            assert done.returncode == 0, done.stderr
            assert after == (origin.rows(), origin.files())
        else:
            assert done.returncode == 1
            assert after == before

    def test_it_does_not_ask_when_told_so(self, backup_of_origin, origin, used):
        used.manage("restore", "--replace", "--no-input", str(backup_of_origin))

        assert (used.rows(), used.files()) == (origin.rows(), origin.files())

    def test_a_table_of_words_that_sqlite_keeps_in_several_is_replaced(
        self, backup_of_origin, new_site, origin
    ):
        site = new_site("sqlite")
        site.sql("CREATE VIRTUAL TABLE words USING fts5(word)")

        site.manage("restore", "--replace", "--no-input", str(backup_of_origin))

        assert not [table for table in site.tables() if table.startswith("words")]
