"""What the person at the terminal is told, in her language, and what is kept for her."""

import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from site_project.backup import last_backup


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, own_files):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data" / "backups"


def backup(*arguments):
    output = StringIO()
    call_command("backup", *map(str, arguments), stdout=output)
    return output.getvalue()


def restored(*arguments):
    with pytest.raises(CommandError) as refusal:
        call_command("restore", *map(str, arguments), stdout=StringIO())
    return str(refusal.value)


def aged(folder, *names):
    """Older backups, the first the oldest."""
    folder.mkdir(parents=True, exist_ok=True)
    for age, name in enumerate(reversed(names), start=1):
        path = folder / name
        path.write_bytes(b"old")
        os.utime(path, (10_000 - age, 10_000 - age))


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_nothing_is_said_of_a_backup_that_was_never_made():
    assert last_backup() is None


@pytest.mark.django_db(transaction=True)
class TestMaking:
    def test_it_is_named_after_its_time_and_is_the_last_one(self, folder):
        aged(
            folder,
            "2018.backup.zip",
            "2019.backup.zip",
            "2017.tar",
            ".2020.backup.zip.1.unfinished",
        )

        said = backup()

        made = last_backup()
        assert made.path.name in said
        assert made.path.parent == folder
        assert made.size == made.path.stat().st_size
        assert abs(made.at.timestamp() - made.path.stat().st_mtime) < 0.001
        assert made.at.tzinfo

    def test_those_beyond_the_number_to_keep_are_removed_and_nothing_else(self, folder):
        aged(folder, "a.backup.zip", "b.backup.zip", "c.backup.zip")
        (folder / "notes.zip").write_bytes(b"mine")
        (folder / "elsewhere").mkdir()

        backup("--keep=2", folder / "new.backup.zip")

        assert names(folder) == ["c.backup.zip", "elsewhere", "new.backup.zip", "notes.zip"]

    def test_without_a_number_all_are_kept(self, folder):
        aged(folder, "a.backup.zip", "b.backup.zip")

        backup(folder / "new.backup.zip")

        assert len(names(folder)) == 3

    def test_a_folder_gets_a_file_named_after_the_time(self, tmp_path):
        backup(tmp_path)

        assert [path.name.count("-") for path in tmp_path.glob("*.backup.zip")] == [3]

    def test_a_file_whose_name_could_not_come_back_stops_it(self, tmp_path, folder):
        (tmp_path / "archive").mkdir()
        os.close(os.open(os.fsencode(tmp_path / "archive") + b"/\xff", os.O_CREAT | os.O_WRONLY))

        with pytest.raises(CommandError, match="Rename it"):
            backup()

        assert names(folder) == []

    def test_it_speaks_chinese(self):
        with override("zh-hans"):
            said = backup().splitlines()

        assert said[:2] == ["正在写入数据库", "正在写入文件"]
        assert said[2].startswith("网站备份时间：")


@pytest.mark.django_db(transaction=True)
def test_an_unfinished_backup_removes_no_older_one(folder, monkeypatch):
    aged(folder, "a.backup.zip", "b.backup.zip")

    def closed(*_):
        raise PermissionError(13, "Permission denied", "closed")

    monkeypatch.setattr("site_project.backup.files.add_all", closed)
    with pytest.raises(CommandError, match="You may not read or write closed"):
        backup("--keep=1")

    assert names(folder) == ["a.backup.zip", "b.backup.zip"]


@pytest.mark.parametrize("keep", ["0", "-1", "two", "1.5"])
def test_a_number_to_keep_is_a_number(keep):
    with pytest.raises(CommandError, match="A number from 1 on"):
        backup(f"--keep={keep}")


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    path = tmp_path / "x.backup.zip"
    path.write_bytes(b"mine")

    with pytest.raises(CommandError, match="is there already"):
        backup(path)

    assert path.read_bytes() == b"mine"


def test_a_backup_has_a_name_that_is_found_again(tmp_path):
    with pytest.raises(CommandError, match=r"end in \.backup\.zip"):
        backup(tmp_path / "site.zip")


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="There is no file or folder"):
        backup(tmp_path / "no" / "x.backup.zip")


def test_a_backup_that_is_not_there_is_said_in_either_language(tmp_path):
    missing = tmp_path / "x.backup.zip"

    assert restored(missing) == f"Nothing was changed. There is no file or folder {missing}."
    with override("zh-hans"):
        assert restored(missing) == f"未作任何改动。没有文件或文件夹{missing}。"


def test_a_damaged_one_is_said_in_chinese(tmp_path):
    damaged = tmp_path / "x.backup.zip"
    damaged.write_bytes(b"PK")

    with override("zh-hans"):
        assert restored(damaged).startswith("备份已损坏")
