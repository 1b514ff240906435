"""The sizes and formats in which browsers ask for the demo's pictures, made once."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from django.core.files.base import ContentFile
from pictures.models import PictureFieldFile, PillowPicture
from PIL import Image

from articles.models import Article
from catalog.models import Family, Product
from company.models import Slide
from publishing import files

from .loading import FOLDER
from .models import Loaded

KEY = "pictures.variants:"
PICTURES = ((Slide, "picture"), (Family, "picture"), (Product, "picture"), (Article, "cover"))


def make() -> int:
    """Make the variants of each of the demo's pictures that has none; return how many pictures those were.

    A picture counts as done once all of its variants are, so an interrupted one is made anew.
    """
    done = set(Loaded.objects.filter(key__startswith=KEY).values_list("key", flat=True))
    missing = [picture for picture in pictures() if f"{KEY}{picture.name}" not in done]
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        for picture, _nothing in zip(missing, workers.map(make_of, missing), strict=True):
            files.show({size.name for size in picture.get_picture_files_list()})
            Loaded.objects.create(key=f"{KEY}{picture.name}")
    return len(missing)


def pictures() -> Iterator[PictureFieldFile]:
    for model, field in PICTURES:
        for obj in model.objects.filter(**{f"{field}__startswith": f"{FOLDER}/"}):
            yield getattr(obj, field)


def make_of(picture: PictureFieldFile) -> None:
    """Under the library's names and in its sizes; in a third of its time, for files a few hundredths larger."""
    with picture.storage.open(picture.name) as file, Image.open(file) as image:
        whole = PillowPicture.pre_process(image)
    for variant in picture.get_picture_files_list():
        content = BytesIO()
        variant.resize(whole).save(content, variant.file_type, speed=8)
        variant.storage.delete(variant.name)
        variant.storage.save(variant.name, ContentFile(content.getvalue()))
