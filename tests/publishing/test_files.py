"""Files of drafts are private, files of live pages public, and none is ever lost (E2)."""

import io
import os
import re
import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from PIL import Image

from catalog.models import Datasheet, Product
from company.models import Profile
from publishing import clock, files, services
from publishing.models import SHARED, State
from publishing.moves import Refused
from publishing.previews import links
from tests import factories
from tests.admin.people import address, administrator, desk, opened
from tests.servers import PROJECT

NOW = timedelta(0)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_files"),
]


def png(size=(800, 600), colour="white"):
    held = io.BytesIO()
    Image.new("RGB", size, colour).save(held, "PNG")
    return held.getvalue()


def pictured(name="tube.png", live=(), size=(800, 600)):
    product = factories.product(live=())
    product.picture.save(name, ContentFile(png(size)))
    return factories.publish(product, live)


def with_sheet(live=(), of=None):
    product = of or factories.product(live=())
    Datasheet.objects.create(
        product=product, language="en", issued_on=factories.DAY, file=factories.pdf()
    )
    return factories.publish(product, live)


def public():
    return files._all(storages["public"])  # noqa: SLF001


def archived():
    return files._all(default_storage)  # noqa: SLF001


def read(storage, name):
    with storage.open(name) as file:
        return file.read()


def draft_picture(product, name, colour="red"):
    """As the form does: a new picture becomes a draft of the shared part."""
    stored = default_storage.save(f"pictures/{name}", ContentFile(png(colour=colour)))
    content = services.keep_shared(product, by=None).newest.content
    fields = content["fields"] | {"picture": stored}
    services.save_shared_draft(product, content | {"fields": fields}, by=None)
    return stored


# What is public


def test_e2_files_of_a_draft_are_archived_and_public_only_while_the_item_is_live():
    product = with_sheet(of=pictured())
    sizes = {size.name for size in product.picture.get_picture_files_list()}
    names = {product.picture.name, *sizes, product.datasheets.get().file.name}
    assert sizes
    assert archived() == names
    assert public() == set()

    services.publish(product, "en", by=None)
    assert public() == names

    services.publish(product, "zh-hans", by=None)
    services.withdraw(product, "en", by=None)
    assert public() == names

    services.withdraw(product, "zh-hans", by=None)
    assert public() == set()
    assert archived() == names


def test_e2_a_new_picture_is_private_until_its_shared_part_is_published_and_then_takes_the_olds_place():
    product = pictured(live=("en",))
    old = public()

    new = draft_picture(product, "other.png")
    assert public() == old

    services.publish(product, SHARED, by=None)
    assert new in public()
    assert old & public() == set()
    assert old <= archived()


def test_a_picture_restored_from_an_early_revision_is_public_again():
    product = pictured(live=("en",))
    first = services.keep_shared(product, by=None).shown
    old = public()
    draft_picture(product, "other.png")
    services.publish(product, SHARED, by=None)

    services.restore(first, by=None)
    services.publish(product, SHARED, by=None)

    assert public() == old


def test_a_file_that_another_live_item_names_stays():
    mine, yours = with_sheet(live=("en",)), factories.product(live=("en",))
    sheet = mine.datasheets.get().file.name
    Datasheet.objects.create(product=yours, language="en", issued_on=factories.DAY, file=sheet)
    services.keep_shared(yours, by=None)

    services.withdraw(mine, "en", by=None)
    assert public() == {sheet}

    services.withdraw(yours, "en", by=None)
    assert public() == set()


def test_what_has_no_life_of_its_own_is_public_at_once():
    profile = Profile(phone="1", logo=SimpleUploadedFile("logo.png", png((8, 8))))

    services.create(profile, by=None)
    services.keep_shared(profile, by=None)

    assert public() == {profile.logo.name}


def test_moving_to_the_bin_takes_files_away_and_keeps_them():
    product = with_sheet(live=("en", "zh-hans"))
    kept = archived()

    services.move_to_bin(product, by=None)

    assert public() == set()
    assert archived() == kept


# Names


def test_an_upload_never_gets_the_name_of_another_file_whatever_became_of_that():
    first = pictured("tube.png", live=("en",))
    services.withdraw(first, "en", by=None)

    assert pictured("tube.png").picture.name != first.picture.name


def test_pictures_that_differ_in_their_ending_do_not_share_their_sizes():
    first, second = pictured("tube.png"), factories.product(live=())
    held = io.BytesIO()
    Image.new("RGB", (800, 600), "red").save(held, "WEBP")

    second.picture.save("tube.webp", ContentFile(held.getvalue()))

    sizes = [
        {size.name for size in product.picture.get_picture_files_list()}
        for product in (first, second)
    ]
    assert sizes[0]
    assert sizes[0] & sizes[1] == set()


# Crashes


def test_what_a_refused_publication_had_put_is_taken_away_again():
    product, incomplete = with_sheet(), factories.article(live=())
    services.save_draft(incomplete, "en", {"body": ""}, by=None)
    parts = [services.Part(product, "en"), services.Part(incomplete, "en")]

    with pytest.raises(Refused):
        services.publish_together(parts, by=None)
    files.sync(NOW)

    assert public() == set()
    assert not default_storage.listdir(files.NOTES)[1]


def test_the_clock_settles_what_was_left_a_minute_ago_and_nothing_that_is_on_the_move():
    left = with_sheet().datasheets.get().file.name
    for minutes in (2, 0):
        note = files._note([left])  # noqa: SLF001
        since = time.time() - 60 * minutes
        os.utime(default_storage.path(note), (since, since))
    storages["public"].save(left, ContentFile(b"%PDF"))

    assert clock.tick() == []

    assert public() == set()
    assert default_storage.listdir(files.NOTES)[1] == [note.rpartition("/")[2]]


def test_nothing_is_left_to_do_after_a_publication():
    product = with_sheet(live=("en",))
    services.withdraw(product, "en", by=None)

    assert not default_storage.listdir(files.NOTES)[1]


CODE = "FT-16x1.8-10"
SHEET = "demo/datasheets/ft-16x1.8-10.en.pdf"
STEPS = f"""
from django.db import transaction
import os, signal
from datetime import timedelta
from catalog.models import Product
from publishing import clock, files, services
product = Product.objects.get(code="{CODE}")
def act(action, *languages):
    for language in languages:
        getattr(services, action)(product, language, by=None)
def die():
    os.kill(os.getpid(), signal.SIGKILL)
"""
KILLED = {
    "before the commit": "with transaction.atomic(): act('{action}', 'en'); die()",
    "after the commit": "with transaction.atomic(): transaction.on_commit(die); act('{action}', 'en')",
}


@pytest.fixture
def english(site_server):
    """Of a demo product, English alone is live, and stands for its files; at the end it is as it was."""
    site_server.manage("shell", "-v0", "-c", STEPS + "act('withdraw', 'zh-hans')")
    yield site_server
    site_server.manage("shell", "-v0", "-c", STEPS + "act('publish', 'zh-hans', 'en')")


@contextmanager
def started(site, code):
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", STEPS + code]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(
        command, cwd=PROJECT, env=site.environment, text=True, **pipes
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("moment", KILLED)
@pytest.mark.parametrize("action", ["withdraw", "publish"])
def test_a_kill_leaves_files_as_they_were_or_as_they_are_to_be(english, action, moment):
    if action == "publish":
        english.manage("shell", "-v0", "-c", STEPS + "act('withdraw', 'en')")

    with started(english, KILLED[moment].format(action=action)) as process:
        _said, complaint = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, complaint
    english.manage("shell", "-v0", "-c", STEPS + "files.sync(timedelta(0))")

    is_live = (action == "publish") == (moment == "after the commit")
    assert (english.data_dir / "media" / SHEET).exists() == is_live
    assert (english.data_dir / "archive" / SHEET).exists()
    assert "All files" in english.manage("files", "check")


PUBLISHING = """
with transaction.atomic():
    act("publish", "en")
    print("put", flush=True)
    input()
"""
TAKING = "files.show({%r}); print('looked')"


def test_a_file_that_somebody_is_just_publishing_is_not_taken_away(english):
    english.manage("shell", "-v0", "-c", STEPS + "act('withdraw', 'en')")

    with started(english, PUBLISHING) as publishing:
        assert publishing.stdout.readline() == "put\n"
        with started(english, TAKING % SHEET) as taking:
            with pytest.raises(subprocess.TimeoutExpired):
                taking.wait(8)
            publishing.communicate("go\n", timeout=60)
            assert taking.communicate(timeout=60)[0] == "looked\n"

    assert (english.data_dir / "media" / SHEET).exists()


# Other places


def test_a_public_storage_without_links_gets_whole_copies(settings):
    """A bucket, another disk."""
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "public": memory}
    product = with_sheet(live=("en",))
    name = product.datasheets.get().file.name

    assert read(storages["public"], name) == read(default_storage, name)
    services.withdraw(product, "en", by=None)
    assert not storages["public"].exists(name)


def test_another_disk_gets_whole_copies(tmp_path):
    source, target = tmp_path / "a.pdf", tmp_path / "b.pdf"
    source.write_bytes(b"%PDF")

    files._copy_bytes(source, target)  # noqa: SLF001

    assert target.read_bytes() == b"%PDF"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf"]


# Repair


def test_a_site_from_before_keeps_its_files_and_drafts_leave_the_public_folder():
    live, draft = with_sheet(live=("en",)), with_sheet()
    shown, hidden = (p.datasheets.get().file.name for p in (live, draft))
    for name in (shown, hidden):  # as it was: one public folder for all
        content = read(default_storage, name)
        default_storage.delete(name)
        storages["public"].delete(name)
        storages["public"].save(name, ContentFile(content))

    files.adopt()
    files.compare_everything_soon()
    files.sync(NOW)

    assert archived() == {shown, hidden}
    assert public() == {shown}


def test_check_finds_and_repair_mends_and_what_is_lost_is_told(capsys):
    live, draft = with_sheet(live=("en",)), with_sheet()
    shown, hidden = (p.datasheets.get().file.name for p in (live, draft))
    services.keep_shared(live, by=None)
    storages["public"].delete(shown)
    storages["public"].save(hidden, ContentFile(b"%PDF"))

    with pytest.raises(CommandError):
        call_command("files", "check")
    said = capsys.readouterr().out
    assert f"cannot read it: {shown}" in said
    assert f"nothing live names it: {hidden}" in said

    call_command("files", "repair")
    call_command("files", "check")
    assert public() == {shown}

    default_storage.delete(shown)
    storages["public"].delete(shown)
    with pytest.raises(CommandError):
        call_command("files", "check")
    assert f"not in the archive: {shown}" in capsys.readouterr().out


# A full disk


@contextmanager
def full_disk():
    """No file may grow beyond a megabyte: writing fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def noise():
    return b"%PDF-1.7\n" + os.urandom(1_500_000)


@pytest.mark.parametrize(
    ("language", "says"), [("en", "could not be stored"), ("zh-hans", "无法保存")]
)
def test_an_upload_that_does_not_fit_is_told_on_the_field_and_leaves_nothing(language, says):
    product = factories.product()
    chief = desk(administrator(language))
    typed = opened(chief, address(product)) | {
        "name__en": "A better name",
        "datasheets-TOTAL_FORMS": "1",
        "datasheets-0-language": "en",
        "datasheets-0-issued_on": "2024-01-01",
        "datasheets-0-file": SimpleUploadedFile("a.pdf", noise(), content_type="application/pdf"),
    }

    with full_disk():
        answer = chief.post(address(product), typed)

    assert answer.status_code == 200
    page = answer.content.decode()
    assert says in page
    assert "A better name" in page
    assert archived() == public() == set()
    assert not Datasheet.objects.exists()


def test_a_publication_whose_files_cannot_be_put_is_refused_and_changes_nothing(settings):
    product = with_sheet()
    Path(settings.MEDIA_ROOT).write_text("a file where the folder should be")

    with pytest.raises(Refused, match="Not published"):
        services.publish(product, "en", by=None)

    assert product.item.editions.get(language="en").state == State.DRAFT
    assert not Product.objects.get(pk=product.pk).live_en


# Staff


def test_staff_see_files_of_drafts_and_nobody_else_does(client):
    product = with_sheet(of=pictured())
    name, sheet = product.picture.name, product.datasheets.get().file.name
    chief = desk(administrator())

    page = chief.get(address(product)).content.decode()
    assert f"/admin/files/{name}" in page
    picture = chief.get(f"/admin/files/{name}")
    assert b"".join(picture.streaming_content) == png()
    assert picture["Content-Type"] == "image/png"
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert picture["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in picture["Cache-Control"]
    document = chief.get(f"/admin/files/{sheet}")
    assert document["Content-Disposition"].startswith("attachment")
    document.close()

    assert client.get(f"/admin/files/{name}").status_code == 302
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("name", ["../secret_key", "pictures", "none.png", ".moving/x", "a/.b"])
def test_staff_reach_nothing_but_kept_files(name):
    default_storage.save("pictures/a.png", ContentFile(png()))
    default_storage.save(".moving/x", ContentFile(b"{}"))
    default_storage.save("a/.b", ContentFile(b"{}"))

    assert desk(administrator()).get(f"/admin/files/{name}").status_code in (400, 404)


def test_a_preview_shows_files_that_visitors_may_not_see(client):
    product = pictured()
    name = product.picture.name.rpartition("/")[2]
    newest = product.item.editions.get(language="en").newest

    path = links.path_of(links.of_revision(newest), links.end_of(1))
    page = client.get(path).content.decode()

    shown = re.findall(rf'/preview/file/[^" ]+/{name}', page)
    sizes = re.findall(r"/preview/file/[^\" ]+w\.avif", page)
    assert shown
    assert sizes
    for each in (*shown, *sizes):
        answer = client.get(each)
        assert answer.headers["Content-Type"].startswith("image/")
        answer.close()
    assert "/media/" not in page
    assert public() == set()


def test_visitors_pages_name_public_addresses(client):
    product = pictured(live=("en",))

    page = client.get(product.url_in("en")).content.decode()

    assert f"/media/{product.picture.name}" in page
    assert product.picture.name in public()
