"""What is uploaded is looked at before it is kept (R4)."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from company.models import Certificate, CertificateFile, Profile
from publishing import services, uploads
from publishing.models import SHARED
from tests import factories
from tests.admin.people import address, administrator, desk, opened

PLAIN_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>'


def picture(kind="PNG", size=(4, 3)):
    held = io.BytesIO()
    Image.new("RGB", size).save(held, kind)
    return held.getvalue()


def upload(name, content):
    return SimpleUploadedFile(name, content, content_type="image/png")


def bomb(width=60_000, height=60_000):
    """A PNG of a few bytes that claims thousands of millions of pixels."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b""))


@pytest.mark.parametrize(
    ("name", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.webp", "WEBP"), ("a.avif", "AVIF")]
)
def test_pictures_of_the_four_formats_are_taken(name, kind):
    uploads.check_picture(upload(name, picture(kind)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", b"<script>alert(1)</script>"),
        ("a.html", picture()),
        ("a.svg", PLAIN_SVG),
        ("a.gif", picture("GIF")),
        ("a.png", b""),
        ("a.png", bomb()),
        ("a.png", bomb(9_000, 9_000)),
        ("a.png", picture()[:20]),
    ],
    ids=["script", "wrong ending", "svg", "gif", "empty", "bomb", "large bomb", "truncated"],
)
def test_other_pictures_are_refused(name, content):
    with pytest.raises(ValidationError):
        uploads.check_picture(upload(name, content))


@pytest.mark.parametrize(
    ("name", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.webp", "WEBP"), ("a.avif", "AVIF")]
)
def test_a_picture_that_ends_too_early_is_refused(name, kind):
    held = io.BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(held, kind)
    whole = held.getvalue()

    for length in (len(whole) // 2, len(whole) - 40):
        with pytest.raises(ValidationError):
            uploads.check_picture(upload(name, whole[:length]))


@pytest.mark.parametrize("size", [(30_000, 1), (1, 30_000), (120_000, 2)])
def test_a_picture_too_thin_for_smaller_sizes_is_refused(size):
    with translation.override("en"), pytest.raises(ValidationError, match="too thin"):
        uploads.check_picture(upload("a.png", picture(size=size)))


def test_documents_are_pdf_by_content_and_by_name():
    uploads.check_document(upload("a.pdf", b"%PDF-1.7\n"))
    for name, content in [("a.pdf", b"MZ"), ("a.html", b"%PDF-1.7\n"), ("a.pdf", b"")]:
        with pytest.raises(ValidationError):
            uploads.check_document(upload(name, content))


def test_a_file_beyond_its_measure_is_refused_with_the_measure():
    huge = upload("a.pdf", b"%PDF-1.7\n")
    huge.size = uploads.MOST_BYTES_DOCUMENT + 1

    with translation.override("en"), pytest.raises(ValidationError, match=r"40.*MB"):
        uploads.check_document(huge)


def test_a_plain_drawing_is_taken_as_logo():
    uploads.check_logo(upload("logo.svg", PLAIN_SVG))
    uploads.check_logo(upload("logo.png", picture()))


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b'<path onload="alert(1)"/>',
        b'<use href="https://elsewhere.example/a.svg#x"/>',
        b'<use href="data:image/svg+xml,x"/>',
        b"<style>@import url(//elsewhere)</style>",
        b"<foreignObject/>",
        b'<path style="fill:url(https://elsewhere)"/>',
        b'<html:body xmlns:html="http://www.w3.org/1999/xhtml"/>',
        b"<path",
    ],
)
def test_a_drawing_with_anything_else_than_shapes_is_refused(inside):
    svg = PLAIN_SVG.replace(b"<path", inside + b"<path")

    with pytest.raises(ValidationError):
        uploads.check_logo(upload("logo.svg", svg))


def test_a_drawing_with_entities_is_refused():
    laughs = b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + PLAIN_SVG

    with pytest.raises(ValidationError):
        uploads.check_logo(upload("logo.svg", laughs))


@pytest.mark.django_db
def test_the_form_says_in_the_readers_language_what_is_wrong():
    profile = factories.profile()
    chief = desk(administrator("zh-hans"))
    bad = upload("logo.svg", PLAIN_SVG.replace(b"<path", b"<script/><path"))

    answer = chief.post(address(profile), opened(chief, address(profile)) | {"logo": bad})

    found = str(answer.context["adminform"].form.errors["logo"])
    assert "SVG" in found
    assert "shapes" not in found
    assert not Profile.objects.get().logo


@pytest.mark.django_db
def test_a_certificate_takes_a_file_for_each_language_and_only_pdf():
    certificate = Certificate.objects.create(issued_on=factories.DAY)
    chief = desk(administrator())

    def send(file):
        typed = {"files-TOTAL_FORMS": "1", "files-0-language": "en", "files-0-file": file}
        return chief.post(address(certificate), opened(chief, address(certificate)) | typed)

    refused = send(upload("a.pdf", b"not a PDF"))
    assert refused.status_code == 200
    assert not CertificateFile.objects.exists()

    taken = send(upload("a.pdf", b"%PDF-1.7\n%%EOF"))
    assert taken.status_code == 302
    services.publish(certificate, SHARED, by=None)
    assert CertificateFile.objects.get().size == 14
