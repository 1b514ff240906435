"""The sizes and formats in which browsers ask for the demo's pictures, made once."""

from collections.abc import Iterator

from pictures.models import PictureFieldFile
from pictures.tasks import process_picture

from articles.models import Article
from catalog.models import Family, Product
from company.models import Slide

from .loading import FOLDER
from .models import Loaded

PICTURES = ((Slide, "picture"), (Family, "picture"), (Product, "picture"), (Article, "cover"))


def make() -> int:
    """Make the variants of each of the demo's pictures that has none; return how many pictures those were.

    A picture counts as done once all of its variants are, so an interrupted one is made anew.
    """
    done = set(Loaded.objects.filter(key__startswith=KEY).values_list("key", flat=True))
    count = 0
    for picture in pictures():
        key = f"{KEY}{picture.name}"
        if key not in done:
            make_of(picture)
            Loaded.objects.create(key=key)
            count += 1
    return count


def pictures() -> Iterator[PictureFieldFile]:
    for model, field in PICTURES:
        for obj in model.objects.filter(**{f"{field}__startswith": f"{FOLDER}/"}):
            yield getattr(obj, field)


def make_of(picture: PictureFieldFile) -> None:
    process_picture(
        storage=picture.storage.deconstruct(),
        file_name=picture.name,
        sender=picture.sender,
        new=[variant.deconstruct() for variant in picture.get_picture_files_list()],
    )


KEY = "pictures.variants:"
