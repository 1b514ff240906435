"""What is committed beside the content is what the code makes of it."""

import pytest
from PIL import Image, ImageStat

from demo import reading
from demo.papers.writing import papers
from demo.pictures import logo, studio

A_SCENE_OF_EACH_KIND = (
    "slide-drawing",
    "coil-stock",
    "ft-16x1.8-10",
    "networked-manufacturing",
    "r32-r290-and-tube-wall",
    "reading-a-mill-certificate",
    "cbam-in-plain-words",
)


@pytest.mark.parametrize("key", A_SCENE_OF_EACH_KIND)
def test_a_scene_can_be_traced_and_shows_something(key):
    picture = next(picture for picture in studio.pictures() if picture.key == key)

    traced = studio.take(picture, (48, 36))

    assert traced.size == (48, 36)
    assert max(ImageStat.Stat(traced).stddev) > 5


def test_every_committed_picture_has_the_size_of_its_kind():
    for picture in studio.pictures():
        with Image.open(picture.path) as committed:
            assert (picture.key, committed.size) == (picture.key, picture.size)


def test_the_papers_say_what_the_content_says():
    """Failing, it wants: python -m demo.papers"""
    outdated = [
        (key, language)
        for key, language, content in papers()
        if reading.pdf(key, language).read_bytes() != content
    ]

    assert outdated == []


def test_no_paper_is_left_over():
    written = {reading.pdf(key, language) for key, language, _content in papers()}

    assert set(reading.CONTENT.glob("files/*.pdf")) == written


def test_the_logo_is_the_icon_of_the_site():
    assert reading.logo().read_text() == logo.svg()
    assert (logo.STATIC / "favicon.svg").read_text() == logo.svg()
    with Image.open(logo.STATIC / "icon-192.png") as icon:
        assert icon.size == (192, 192)
