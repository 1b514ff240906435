"""What may be uploaded: read from the file itself, for its name and its declared type are the sender's word."""

import re
import warnings
from pathlib import PurePath
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from PIL import Image

from multilingual import formats, languages

MEGABYTE = 1_000_000
MOST_BYTES_PICTURE = 20 * MEGABYTE
MOST_BYTES_DOCUMENT = 40 * MEGABYTE
MOST_BYTES_DRAWING = 200_000
MOST_PIXELS = 60_000_000
LONGEST_SHAPE = 100
"""How often the shorter side may fit into the longer one: of what is thinner nothing is left in a smaller size."""

# How Pillow calls a format, and the endings under which the web server announces it rightly.
PICTURES = {
    "PNG": {".png"},
    "JPEG": {".jpg", ".jpeg"},
    "WEBP": {".webp"},
    "AVIF": {".avif"},
}

_SVG = "{http://www.w3.org/2000/svg}"
_SVG_TAGS = set(
    "svg g defs title desc path rect circle ellipse line polyline polygon text tspan linearGradient radialGradient "  # noqa: SIM905
    "stop clipPath mask symbol use".split()
)
_XML_DECLARATION = re.compile(
    rb"\A(?:\xef\xbb\xbf)?<\?xml(?![^?]*encoding\s*=\s*['\"](?!utf-8['\"]))[^?]*\?>", re.IGNORECASE
)
_SVG_FORBIDDEN_VALUE = re.compile(
    r"javascript:|data:|url\(\s*['\"]?(?!#)|@import|expression\(", re.IGNORECASE
)


def check_picture(file: "UploadedFile[bytes]") -> None:
    """PNG, JPEG, WebP or AVIF, whole, of bounded size in bytes and pixels. Raises ValidationError."""
    _check_size(file, MOST_BYTES_PICTURE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # counted below
            file.seek(0)
            with Image.open(file, formats=list(PICTURES)) as picture:
                kind, pixels = picture.format or "", picture.width * picture.height
                sides = sorted(picture.size)
                if pixels <= MOST_PIXELS:
                    picture.load()  # a file that ends too early shows it only here
    except Image.DecompressionBombError:
        kind, pixels, sides = "", MOST_PIXELS + 1, [0, 0]
    except (OSError, ValueError, SyntaxError):
        raise ValidationError(_("Send a picture as PNG, JPEG, WebP or AVIF.")) from None
    finally:
        file.seek(0)
    if pixels > MOST_PIXELS:
        raise ValidationError(
            _("The picture has too many pixels: at most %(count)s million.")
            % {"count": MOST_PIXELS // 1_000_000}
        )
    if sides[1] > sides[0] * LONGEST_SHAPE:
        raise ValidationError(
            _(
                "The picture is too thin: its longer side is at most %(count)s times the shorter one."
            )
            % {"count": LONGEST_SHAPE}
        )
    _check_ending(file, PICTURES[kind])


def check_document(file: "UploadedFile[bytes]") -> None:
    """A PDF of bounded size. Raises ValidationError."""
    _check_size(file, MOST_BYTES_DOCUMENT)
    file.seek(0)
    start = file.read(1024)
    file.seek(0)
    if b"%PDF-" not in start:
        raise ValidationError(_("Send a PDF file."))
    _check_ending(file, {".pdf"})


def check_logo(file: "UploadedFile[bytes]") -> None:
    """A picture, or a drawing (SVG) that holds shapes only: no script, no style sheet, nothing from elsewhere."""
    if PurePath(file.name or "").suffix.lower() != ".svg":
        check_picture(file)
        return
    _check_size(file, MOST_BYTES_DRAWING)
    file.seek(0)
    text = file.read()
    file.seek(0)
    if not _is_plain_drawing(text):
        raise ValidationError(
            _("This SVG holds more than shapes: save it as plain SVG or send a PNG.")
        )


def _is_plain_drawing(text: bytes) -> bool:
    bare = _XML_DECLARATION.sub(b"", text, count=1).replace(b"<!--", b"")
    # A document type could define entities, an instruction load a style sheet, another encoding hide both.
    if b"<!" in bare or b"<?" in bare:
        return False
    try:
        root = ElementTree.fromstring(text.decode("utf-8-sig"))  # noqa: S314  no document type, so no entities
    except (ElementTree.ParseError, ValueError):
        return False
    return root.tag == f"{_SVG}svg" and all(map(_is_plain_element, root.iter()))


def _is_plain_element(element: ElementTree.Element) -> bool:
    tag = element.tag if isinstance(element.tag, str) else ""
    if not tag.startswith(_SVG) or tag.removeprefix(_SVG) not in _SVG_TAGS:
        return False
    return all(_is_plain_attribute(name, value) for name, value in element.attrib.items())


def _is_plain_attribute(name: str, value: str) -> bool:
    bare = name.rpartition("}")[2].lower()
    if bare.startswith("on") or _SVG_FORBIDDEN_VALUE.search(value):
        return False
    return bare != "href" or value.startswith("#")


def _check_size(file: "UploadedFile[bytes]", most: int) -> None:
    if (file.size or 0) > most:
        size = formats.file_size(most, get_language() or languages.CODES[0])
        raise ValidationError(_("The file is too large: at most %(size)s.") % {"size": size})


def _check_ending(file: "UploadedFile[bytes]", endings: set[str]) -> None:
    if PurePath(file.name or "").suffix.lower() not in endings:
        raise ValidationError(
            _("The name of this file should end in %(endings)s.")
            % {"endings": ", ".join(sorted(endings))}
        )
