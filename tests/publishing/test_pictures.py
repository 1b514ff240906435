"""Pictures in rich text: stored once, private until a live text shows them, described in each language."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Role
from articles.models import Article
from multilingual import stores
from multilingual.pictures import src
from publishing import files, pictures, services
from publishing.models import Picture
from publishing.moves import Refused
from tests import factories
from tests.admin.people import desk, person
from tests.publishing.test_files import archived, full_disk, png, public

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_files")]


def upload(size=(900, 600), colour="white", name="a.png"):
    return SimpleUploadedFile(name, png(size, colour), content_type="image/png")


def text_with(*shown, alt=""):
    return "".join(
        f'<figure><img src="{src(picture.file.name)}" alt="{alt}"></figure>' for picture in shown
    )


def test_the_same_picture_is_stored_once_with_its_sizes():
    first, again = pictures.keep(upload(), by=None), pictures.keep(upload(name="b.png"), by=None)

    assert first == again
    sizes = {size.name for size in first.file.get_picture_files_list()}
    assert {name.rpartition("/")[2] for name in sizes} == {"400w.avif", "800w.avif"}
    assert archived() == {first.file.name, *sizes}


def test_a_picture_left_by_an_interrupted_upload_is_used():
    kept = pictures.keep(upload(), by=None)
    name = kept.file.name
    Picture.objects.all().delete()

    assert pictures.keep(upload(), by=None).file.name == name


def test_e2_a_picture_is_public_while_a_live_text_shows_it():
    picture = pictures.keep(upload(), by=None)
    article = factories.article(live=("en",))
    whole = archived()

    services.save_draft(article, "en", {"body": text_with(picture)}, by=None)
    assert public() == set()

    services.publish(article, "en", by=None)
    assert public() == whole
    files.show(whole)
    assert public() == whole

    services.save_draft(article, "en", {"body": "<p>Without</p>"}, by=None)
    assert public() == whole
    services.publish(article, "en", by=None)
    assert public() == set()
    assert archived() == whole


def test_a_picture_that_another_language_or_item_shows_stays():
    picture = pictures.keep(upload(), by=None)
    articles = [factories.article(live=()) for _ in range(2)]
    for article, language in ((articles[0], "en"), (articles[0], "zh-hans"), (articles[1], "en")):
        services.save_draft(article, language, {"body": text_with(picture)}, by=None)
        services.publish(article, language, by=None)
    whole = archived()

    services.withdraw(articles[0], "en", by=None)
    services.withdraw(articles[0], "zh-hans", by=None)
    assert public() == whole

    services.move_to_bin(articles[1], by=None)
    assert public() == set()


def test_repair_knows_pictures_of_texts():
    picture = pictures.keep(upload(), by=None)
    article = factories.article(live=())
    services.save_draft(article, "en", {"body": text_with(picture)}, by=None)
    services.publish(article, "en", by=None)
    for name in public():
        (default_storage.path(name), files._take(name))  # noqa: SLF001

    found = files.repair()

    assert found.unpublished == archived() == public()


def test_each_language_describes_a_picture_in_its_own_words():
    picture = pictures.keep(upload(), by=None)
    article = factories.article(live=())
    for language, alt in (("en", "A flat tube"), ("zh-hans", "一根扁管")):
        services.save_draft(article, language, {"body": text_with(picture, alt=alt)}, by=None)
        services.publish(article, language, by=None)

    live = Article.objects.get(pk=article.pk)
    assert 'alt="A flat tube"' in stores.read(live, "en")["body"]
    assert 'alt="一根扁管"' in stores.read(live, "zh-hans")["body"]


def test_a_picture_that_was_never_stored_is_refused():
    article = factories.article(live=())
    made_up = f'<img src="/media/prose/{"0" * 32}-9x9.png">'

    with pytest.raises(Refused, match="never stored"):
        services.save_draft(article, "en", {"body": made_up}, by=None)


# The editor's door


def send(client, **data):
    return client.post("/admin/pictures/", data)


def test_a_writer_uploads_a_picture_and_is_told_how_texts_name_it():
    answer = send(desk(person("mei", Role.TRANSLATOR)), file=upload((30, 20))).json()

    assert (answer["width"], answer["height"]) == (30, 20)
    assert answer["src"] == src(Picture.objects.get().file.name)
    assert Picture.objects.get().person.username == "mei"


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.PUBLISHER])
def test_who_writes_nothing_uploads_nothing(role):
    assert send(desk(person("lei", role)), file=upload()).status_code == 403
    assert not Picture.objects.exists()


def test_strangers_are_led_to_log_in(client):
    assert send(client, file=upload()).status_code == 302


@pytest.mark.parametrize(
    ("language", "says"), [("en", "Send a picture as PNG"), ("zh-hans", "请上传")]
)
def test_what_is_no_picture_is_refused_in_the_readers_language(language, says):
    writer = desk(person("mei", Role.EDITOR, language=language))
    bad = SimpleUploadedFile("a.png", b"<script>", content_type="image/png")

    answer = send(writer, file=bad)

    assert answer.status_code == 400
    assert says in answer.json()["error"]


def test_a_truncated_picture_is_refused_and_leaves_nothing():
    cut = SimpleUploadedFile("a.png", png()[:200], content_type="image/png")

    assert send(desk(person("mei", Role.EDITOR)), file=cut).status_code == 400
    assert archived() == set()
    assert not Picture.objects.exists()


def test_a_full_disk_is_told():
    noise = SimpleUploadedFile("a.png", png() + bytes(1_500_000), content_type="image/png")
    writer = desk(person("mei", Role.EDITOR))

    with full_disk():
        answer = send(writer, file=noise)

    assert answer.status_code == 507
    assert "could not be stored" in answer.json()["error"]
    assert archived() == set()
