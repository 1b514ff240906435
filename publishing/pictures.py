"""Pictures in rich text: stored once each, named by their content, public while a live text shows them."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from accounts.models import User
from multilingual import pictures, stores

from . import uploads
from .models import Edition, HasItem, Picture

# Values of the orientation that a camera notes, with which width and height change places.
_LYING = (5, 6, 7, 8)
_ORIENTATION = 0x0112


def keep(file: "UploadedFile[bytes]", *, by: User | None) -> Picture:
    """Store an uploaded picture, or find it where it was stored before. Raises ValidationError, NotStored."""
    uploads.check_picture(file)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    known = Picture.objects.filter(digest=digest).first()
    return known or _stored(file, digest, by)


def _stored(file: "UploadedFile[bytes]", digest: str, by: User | None) -> Picture:
    width, height, kind = _measured(file)
    name = pictures.name(digest, width, height, pictures.ENDINGS[kind])
    file.seek(0)
    if not default_storage.exists(
        name
    ):  # else somebody was interrupted, or is just storing the same
        default_storage.save(name, file)
    picture = Picture(file=name, width=width, height=height, digest=digest, person=by)
    picture.file.save_all()
    try:
        with transaction.atomic():
            picture.save()
    except IntegrityError:
        return Picture.objects.get(digest=digest)
    return picture


def _measured(file: "UploadedFile[bytes]") -> tuple[int, int, str]:
    file.seek(0)
    try:
        with Image.open(file, formats=list(uploads.PICTURES)) as picture:
            width, height = picture.size
            if picture.getexif().get(_ORIENTATION) in _LYING:
                width, height = height, width
            return width, height, picture.format or ""
    except (OSError, ValueError, SyntaxError) as error:
        raise ValidationError(str(error)) from error


def unknown(texts: Iterable[str]) -> set[str]:
    """Name the pictures in some texts that were never stored."""
    names = _names(texts)
    if not names:
        return set()
    return names - set(Picture.objects.filter(file__in=names).values_list("file", flat=True))


def show(edition: Edition, obj: HasItem, texts: Mapping[str, str]) -> None:
    """Note which pictures visitors see in an edition whose live texts these are now; none: it was withdrawn."""
    rich = stores.rich_fields(type(obj))
    names = _names(texts.get(name, "") for name in rich)
    if rich:
        found: Any = Picture.objects.filter(file__in=names) if names else ()
        edition.pictures.set(found)


def _names(texts: Iterable[str]) -> set[str]:
    return {picture.name for text in texts for picture in pictures.within(text)}
