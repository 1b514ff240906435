"""R4: a file from anywhere is looked at before anything is written, and refused in one sentence."""

import hashlib
import io
import json
import stat
import struct
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from site_project.backup import Refused, archive, files, restore, schema

NOW = datetime(2018, 9, 5, tzinfo=UTC)
DAMAGED = "The backup is damaged"
MEMBERS = {"rows/demo.loaded.jsonl": b'{"id": 1, "key": "k", "item_id": null}\n'}


@pytest.fixture(autouse=True)
def kept(tmp_path, own_files):
    return tmp_path / "archive"


def manifest_of(members, **changes):
    return {
        "format": 1,
        "made_at": NOW.isoformat(),
        "vendor": "sqlite",
        "migrations": [],
        "rows": {"demo.loaded": 1},
        "members": {
            name: [len(content), hashlib.sha256(content).hexdigest()]
            for name, content in members.items()
        },
        **changes,
    }


def packed(members, manifest, kind=stat.S_IFREG, compression=ZIP_DEFLATED, also=()):
    """A zip with these members, each of them such a thing, and with others that the manifest may not know."""
    return zipped({**members, archive.MANIFEST: json.dumps(manifest)}, kind, compression, also)


def zipped(whole, kind=stat.S_IFREG, compression=ZIP_DEFLATED, also=()):
    file = io.BytesIO()
    with ZipFile(file, "w") as zip_file:
        for name, content in (*whole.items(), *also):
            info = ZipInfo(name)
            info.external_attr = (kind | 0o777) << 16
            info.compress_type = compression
            zip_file.writestr(info, content)
    return file.getvalue()


def verified(content):
    reader = archive.Reader(io.BytesIO(content))
    reader.verify()
    return reader


def with_file(name, content=b"x", **changes):
    members = {**MEMBERS, name: content}
    return packed(members, manifest_of(members, **changes))


def claiming(size):
    """A file that is larger than its manifest says, or smaller."""
    members = {**MEMBERS, "files/default/a": bytes(1000)}
    manifest = manifest_of(members)
    manifest["members"]["files/default/a"][0] = size
    return packed(members, manifest)


def lying_about_its_size():
    """A bomb: the zip says of a member that it is small, and it is not."""
    members = {**MEMBERS, "files/default/a": bytes(1_000_000)}
    manifest = manifest_of({**MEMBERS, "files/default/a": bytes(10)})
    content = packed(members, manifest)
    assert content.count(struct.pack("<L", 1_000_000)) == 2
    return content.replace(struct.pack("<L", 1_000_000), struct.pack("<L", 10))


HOSTILE = {
    "parent": with_file("files/default/../../x"),
    "parent of the storage": with_file("files/default/.."),
    "parent with backslashes": with_file("files/default/..\\..\\x"),
    "root": with_file("/etc/x"),
    "root of a storage": with_file("files/default//etc/x"),
    "no name": with_file("files/default"),
    "folder": with_file("files/default/a/"),
    "here": with_file("files/default/./a"),
    "elsewhere": with_file("settings/base.py"),
    "rows that nothing counts": with_file("rows/../x.jsonl", rows={"demo.loaded": 1, "../x": 1}),
    "link": packed(MEMBERS, manifest_of(MEMBERS), kind=stat.S_IFLNK),
    "device": packed(MEMBERS, manifest_of(MEMBERS), kind=stat.S_IFCHR),
    "compressed in another way": packed(MEMBERS, manifest_of(MEMBERS), compression=ZIP_LZMA),
    "more than the manifest": packed(
        MEMBERS, manifest_of(MEMBERS), also=[("files/default/b", b"")]
    ),
    "less than the manifest": packed({}, manifest_of(MEMBERS)),
    "other bytes": packed(
        {name: b"x" * len(MEMBERS[name]) for name in MEMBERS}, manifest_of(MEMBERS)
    ),
    "larger than the manifest": claiming(10),
    "smaller than the manifest": claiming(10**12),
    "larger than the zip says": lying_about_its_size(),
    "manifest of another shape": packed(MEMBERS, [1]),
    "manifest without rows": packed(MEMBERS, {"format": 1}),
    "manifest of endless depth": zipped({archive.MANIFEST: "[" * 100_000}),
    "time without a zone": packed(MEMBERS, manifest_of(MEMBERS, made_at="2018-09-05")),
    "not a zip": b"PK" * 1000,
    "empty": b"",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_refused_before_anything_is_written(content, tmp_path, kept):
    """No database is open to this test: nothing is asked of it before."""
    path = tmp_path / "x.backup.zip"
    path.write_bytes(content)

    with pytest.raises(Refused, match=DAMAGED):
        restore(path)

    assert not kept.exists()
    assert list(tmp_path.iterdir()) == [path]


def test_a_manifest_is_not_endless(monkeypatch):
    content = packed(MEMBERS, manifest_of(MEMBERS))
    monkeypatch.setattr(archive, "MANIFEST_LIMIT", 100)

    with pytest.raises(Refused, match=DAMAGED):
        verified(content)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_stands_once():
    content = packed(MEMBERS, manifest_of(MEMBERS), also=MEMBERS.items())

    with pytest.raises(Refused, match=DAMAGED):
        verified(content)


def written():
    file = io.BytesIO()
    with ZipFile(file, "w") as zip_file:
        manifest = archive.Manifest(NOW.isoformat(), "sqlite", [("demo", "0001_initial")])
        writer = archive.Writer(zip_file, manifest, NOW)
        writer.add_rows("demo.loaded", [b"{}\n", b"{}\n"])
        writer.add_file("default", "a/扁管.webp", [b"one", b"two"])
        writer.finish()
    return file.getvalue()


WHOLE = written()


def everything(reader):
    reader.verify()
    return (
        reader.manifest,
        list(reader.lines("demo.loaded")),
        reader.open_file("default", "a/扁管.webp").read(),
    )


def test_what_was_written_is_read():
    manifest, lines, content = everything(archive.Reader(io.BytesIO(WHOLE)))

    assert manifest.rows == {"demo.loaded": 2}
    assert lines == [b"{}\n", b"{}\n"]
    assert content == b"onetwo"


@given(place=st.integers(0, len(WHOLE) - 1), value=st.integers(1, 255))
def test_any_changed_byte_is_refused_or_changes_nothing(place, value):
    changed = bytearray(WHOLE)
    changed[place] ^= value

    try:
        found = everything(archive.Reader(io.BytesIO(changed)))
    except Refused:
        return
    assert found == everything(archive.Reader(io.BytesIO(WHOLE)))


@given(length=st.integers(0, len(WHOLE) - 1))
def test_a_cut_file_is_refused(length):
    with pytest.raises(Refused):
        everything(archive.Reader(io.BytesIO(WHOLE[:length])))


REFUSED = [
    (with_file("files/default/a", format=2), "format 2, and this code reads format 1", "格式为2"),
    (with_file("files/attic/a"), r"storage that this code does not know \(attic\)", "attic"),
    (
        with_file("files/default/a", migrations=[["demo", "0099_next"]]),
        r"not those of this code \(demo.0099_next\)",
        "demo.0099_next",
    ),
    (
        packed({}, {}).replace(b"manifest.json", b"manifest.jsox"),
        "no backup of a site",
        "不是网站备份",
    ),
]


@pytest.mark.parametrize(("content", "sentence", "chinese"), REFUSED)
def test_what_this_code_cannot_restore_is_refused_with_advice(content, sentence, chinese, tmp_path):
    path = tmp_path / "x.backup.zip"
    path.write_bytes(content)

    with pytest.raises(Refused, match=sentence):
        restore(path)
    with override("zh-hans"), pytest.raises(Refused, match=chinese):
        restore(path)


def test_squashed_migrations_are_known_by_those_they_replaced(settings):
    before = set(MigrationLoader(None).graph.nodes)
    settings.MIGRATION_MODULES = {"demo": "tests.backup.squashed"}

    found = schema.known({*before, ("demo", "0002_key")})

    assert ("demo", "squashed") in found.nodes
    assert "item" not in {field.name for field in found.models["demo.loaded"]._meta.fields}


def test_half_of_what_was_squashed_is_refused(settings):
    before = set(MigrationLoader(None).graph.nodes)
    settings.MIGRATION_MODULES = {"demo": "tests.backup.squashed"}

    with pytest.raises(Refused, match=r"demo\.0001_initial"):
        schema.known(before)


def test_no_row_that_is_kept_refers_to_one_that_is_left_out():
    models = schema.known(MigrationLoader(None).graph.nodes).models
    kept = [model for label, model in models.items() if label not in schema.LEFT_OUT]

    referred = {
        field.related_model._meta.label_lower
        for model in kept
        for field in model._meta.local_concrete_fields
        if field.is_relation
    }

    assert models.keys() >= schema.LEFT_OUT
    assert not referred & schema.LEFT_OUT


class TestFiles:
    @pytest.fixture(autouse=True)
    def object_storage(self, settings):
        """Storages that know no folder of this machine."""
        memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
        settings.STORAGES = {**settings.STORAGES, "default": memory, "vault": memory}

    def packed(self):
        file = io.BytesIO()
        with ZipFile(file, "w") as zip_file:
            manifest = archive.Manifest(NOW.isoformat(), "sqlite", [])
            writer = archive.Writer(zip_file, manifest, NOW)
            files.add_all(writer)
            writer.finish()
        return archive.Reader(file)

    def test_files_of_object_storage_go_out_and_come_back(self):
        storages["default"].save("a/b.pdf", ContentFile(b"old"))
        storages["vault"].save("c.pdf", ContentFile(b"kept"))
        reader = self.packed()
        storages["default"].delete("a/b.pdf")
        storages["default"].save("a/b.pdf", ContentFile(b"newer"))
        storages["vault"].delete("c.pdf")
        storages["vault"].save("d.pdf", ContentFile(b"other"))

        files.add_missing(reader)
        files.replace_changed(reader)
        files.remove_others(reader)

        assert storages["default"].open("a/b.pdf").read() == b"old"
        assert storages["vault"].open("c.pdf").read() == b"kept"
        assert not storages["vault"].exists("d.pdf")

    def test_a_file_deleted_while_others_are_read_is_left_out(self, monkeypatch):
        storages["default"].save("a.pdf", ContentFile(b"a"))
        monkeypatch.setattr(files, "names", lambda storage: ["a.pdf", "gone.pdf"])

        reader = self.packed()

        assert "files/default/a.pdf" in reader.manifest.members
        assert "files/default/gone.pdf" not in reader.manifest.members

    def test_a_name_that_could_not_come_back_is_refused_now(self, monkeypatch):
        storages["default"].save("a.pdf", ContentFile(b"a"))
        monkeypatch.setattr(files, "names", lambda storage: ["./a.pdf"])

        with pytest.raises(Refused, match="Rename it"):
            self.packed()
