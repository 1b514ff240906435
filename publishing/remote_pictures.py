"""Pictures of other sites, fetched for a text that was pasted from there: only from hosts that the settings name.

Whoever may write texts chooses the address, so nothing within our own network may be asked: https alone, no redirects,
public addresses, bounded in size and time. What comes is looked at like any upload.
"""

import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from http.client import HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from PIL import Image

from . import uploads

TIMEOUT = 8
LONGEST = 20
"""Seconds: for one answer, and for all of it."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_OF_OURS = ipaddress.ip_network("64:ff9b:1::/48")
_CHUNK = 64 * 1024
_ENDINGS = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", "AVIF": ".avif", "GIF": ".gif"}


def is_public(address: str) -> bool:
    """Tell whether an IP address stands in the internet, and not in some network of ours."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        if found.sixtofour or found.teredo or found.is_site_local or found in _NAT64_OF_OURS:
            return False
        if found in _NAT64:
            found = ipaddress.IPv4Address(found.packed[-4:])
    return found.is_global and not found.is_multicast


def fetch(
    address: str,
    *,
    port: int = 443,
    context: ssl.SSLContext | None = None,
    may_ask: Callable[[str], bool] = is_public,
) -> SimpleUploadedFile:
    """Return a picture as if it had been uploaded. Raises ValidationError, which says why not."""
    parts = _allowed(address)
    try:
        content = _read(parts, port, context or ssl.create_default_context(), may_ask)
    except (OSError, HTTPException) as error:
        raise ValidationError(_("The other site did not give this picture.")) from error
    return _as_upload(content)


def _allowed(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        is_plain = parts.scheme == "https" and parts.port in (None, 443) and not parts.username
    except ValueError:
        is_plain = False
    if not is_plain or parts.hostname not in settings.PICTURE_HOSTS:
        raise ValidationError(
            _("Pictures of this site are not fetched: save it and insert the file.")
        )
    return parts


def _read(
    parts: SplitResult, port: int, context: ssl.SSLContext, may_ask: Callable[[str], bool]
) -> bytes:
    host = parts.hostname or ""
    found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not all(map(may_ask, found)):
        raise OSError("not a public address")
    # Asked once: a second answer could lead elsewhere.
    connection = _Connection(host, port, min(found), context)
    try:
        connection.request(
            "GET", iri_to_uri(f"{parts.path or '/'}?{parts.query}"), headers={"Accept": "image/*"}
        )
        return _bounded(connection)
    finally:
        connection.close()


class _Connection(HTTPSConnection):
    """Speaks to one address, in the name of a host."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self.address, self.context = address, context

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), TIMEOUT)
        self.sock = self.context.wrap_socket(plain, server_hostname=self.host)


def _bounded(connection: HTTPSConnection) -> bytes:
    began = time.monotonic()
    content = bytearray()
    with connection.getresponse() as answer:
        if answer.status != 200:
            raise OSError(f"status {answer.status}")
        while chunk := answer.read1(_CHUNK):
            content += chunk
            if len(content) > uploads.MOST_BYTES_PICTURE or time.monotonic() - began > LONGEST:
                raise OSError("too large or too slow")
    return bytes(content)


def _as_upload(content: bytes) -> SimpleUploadedFile:
    """With the ending that its content asks for; of a moving picture, the first one."""
    try:
        with Image.open(io.BytesIO(content), formats=list(_ENDINGS)) as picture:
            kind, pixels = picture.format or "", picture.width * picture.height
            if kind == "GIF" and pixels <= uploads.MOST_PIXELS:
                kind, content = "PNG", _first_frame(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(_("The other site did not give this picture.")) from error
    return SimpleUploadedFile(f"picture{_ENDINGS[kind]}", content)


def _first_frame(picture: Image.Image) -> bytes:
    held = io.BytesIO()
    picture.convert("RGBA").save(held, "PNG")
    return held.getvalue()
