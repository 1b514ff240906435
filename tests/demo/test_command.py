"""manage.py demo fills an empty site once, and never touches one that is in use."""

import io
import stat

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from accounts.models import Right, Role, User
from articles.models import Article, Category
from catalog.models import Product
from company.models import Certificate, Profile, Slide
from demo import accounts, loading, reading, variants
from demo.models import Loaded
from multilingual import stores
from publishing import services
from publishing.models import Event, Item
from tests import factories


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, own_files):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def made(monkeypatch):
    """Pictures whose sizes were made; making them takes half a minute, and here nothing looks at them."""
    names = []
    monkeypatch.setattr(variants, "make_of", lambda picture: names.append(picture.name))
    return names


@pytest.fixture
def demo(db, made):
    run()


@pytest.fixture
def demo_accounts(db):
    run("--accounts")


def run(*arguments):
    output = io.StringIO()
    call_command("demo", *arguments, stdout=output)
    return output.getvalue()


def everything():
    models = (Item, Event, Product, Article, Category, Slide, Certificate, Profile, User, Right)
    return {model: list(model.objects.order_by("pk").values()) for model in (*models, Loaded)}


def test_an_empty_site_gets_products_articles_slides_and_certificates(demo):
    assert Product.objects.count() >= 10
    assert Article.objects.count() >= 14
    assert Slide.objects.count() == 3
    assert len([c for c in Certificate.objects.all() if c.has_expired()]) == 1


def test_a_second_run_changes_nothing(demo):
    before = everything()

    run()

    assert everything() == before


def test_a_second_run_asks_few_questions(demo, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        run()


def test_what_an_editor_changed_stays_changed(demo):
    product = Product.objects.first()
    factories.rewrite(product, "en", {"name": "A better name"})

    run()

    product.refresh_from_db()
    assert stores.read(product, "en")["name"] == "A better name"


def test_what_an_editor_deleted_stays_deleted(demo):
    article = Article.objects.first()
    article.delete()

    run()

    assert not Article.objects.filter(pk=article.pk).exists()


def test_an_interrupted_load_leaves_nothing_and_the_next_one_completes(db, made, monkeypatch):
    def killed(entry, position):
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(loading, "add_article", killed)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert Item.objects.count() == Loaded.objects.count() == 0

    run()

    assert Article.objects.count() >= 14


def test_files_of_an_interrupted_load_are_not_stored_twice(db, made):
    default_storage.save("demo/pictures/logo.svg", ContentFile(reading.logo().read_bytes()))

    run()

    assert default_storage.listdir("demo/pictures")[1].count("logo.svg") == 1
    assert Profile.objects.get().logo.name == "demo/pictures/logo.svg"


def test_sizes_of_pictures_are_made_once_and_an_interrupted_one_anew(db, made, monkeypatch):
    def killed(picture):
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(variants, "make_of", killed)
        with pytest.raises(KeyboardInterrupt):
            run()

    run()
    run()

    assert len(made) == len(set(made)) == len(list(variants.pictures()))


def test_the_sizes_of_a_picture_are_really_made(db):
    slide = Slide(picture=loading.stored("pictures", reading.picture("ft-16x1.8-10")))
    services.create(slide, by=None)

    variants.make_of(slide.picture)

    sizes = slide.picture.get_picture_files_list()
    assert sizes
    assert all(default_storage.exists(size.name) for size in sizes)


def test_editions_are_published_as_the_content_says(demo):
    live = [
        tuple(stores.is_live(article, code) for code in ("zh-hans", "en"))
        for article in Article.objects.all()
    ]

    assert live.count((True, False)) == 2
    assert live.count((False, True)) == 1


def test_there_is_one_account_for_each_role_and_it_may_do_its_work(demo_accounts):
    for role in Role.values:
        person = User.objects.get(username=role)
        assert person.is_staff
        assert person.may(role)
    assert User.objects.count() == len(Role.values)


def test_passwords_are_random_printed_and_open_the_account(db):
    printed = run("--accounts")
    passwords = accounts.kept_passwords()

    assert len(set(passwords.values())) == len(Role.values)
    for name, password in passwords.items():
        assert password in printed
        assert len(password) >= 16
        assert User.objects.get(username=name).check_password(password)


def test_passwords_are_kept_for_the_next_start_and_for_this_user_only(demo_accounts):
    assert stat.S_IMODE(accounts.password_file().stat().st_mode) == 0o600
    for password in accounts.kept_passwords().values():
        assert password in run("--accounts")


def test_two_demos_have_different_passwords(demo_accounts):
    first = accounts.kept_passwords()
    accounts.password_file().unlink()
    User.objects.all().delete()
    Loaded.objects.filter(key__startswith=accounts.KEY).delete()

    run("--accounts")

    assert not set(first.values()) & set(accounts.kept_passwords().values())


def test_accounts_interrupted_after_their_passwords_were_written_are_created_with_these(db):
    accounts.keep({"editor": "written-before-the-kill"})

    run("--accounts")

    assert User.objects.get(username="editor").check_password("written-before-the-kill")


def test_a_deleted_demo_account_does_not_come_back(demo_accounts):
    User.objects.get(username="administrator").delete()

    run("--accounts")

    assert not User.objects.filter(username="administrator").exists()


def test_content_alone_creates_no_account(db, made):
    run("--content")

    assert Product.objects.exists()
    assert not User.objects.exists()


def test_accounts_are_never_created_beside_those_of_a_site_in_use(db, made):
    User.objects.create_user("mei", password="a password of her own")

    with pytest.raises(CommandError):
        run()

    assert list(User.objects.values_list("username", flat=True)) == ["mei"]
    assert not Item.objects.exists()


def test_a_demo_that_somebody_took_over_is_left_alone(demo_accounts):
    User.objects.all().delete()
    User.objects.create_user("mei", password="a password of her own")

    with pytest.raises(CommandError):
        run("--accounts")

    assert User.objects.count() == 1


def test_content_of_a_site_that_is_no_demo_is_left_alone(db, made):
    services.create(Category(), by=None)

    with pytest.raises(CommandError):
        run()

    assert not Product.objects.exists()
