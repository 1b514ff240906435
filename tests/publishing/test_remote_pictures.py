"""Pictures of other sites are fetched from named hosts on the open internet alone, and looked at like any upload."""

import datetime
import http.server
import io
import ipaddress
import ssl
import threading
import time
from contextlib import suppress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.exceptions import ValidationError
from PIL import Image

from publishing import remote_pictures, uploads

HOST = "localhost"  # leads to this machine under any resolver


def image(kind="PNG", size=(30, 20)):
    held = io.BytesIO()
    Image.new("RGB", size, "teal").save(held, kind)
    return held.getvalue()


class Site(http.server.BaseHTTPRequestHandler):
    asked: list[tuple[str, str]] = []

    def do_GET(self):
        self.asked.append((self.path, self.headers["Host"]))
        content = {
            "/a.png": image(),
            "/moving.gif": image("GIF"),
            "/page.png": b"<html>",
            "/huge.png": image() + bytes(uploads.MOST_BYTES_PICTURE),
        }.get(self.path.rstrip("?"))
        if self.path.startswith("/elsewhere"):
            self.send_response(302)
            self.send_header("Location", "/a.png")
            self.end_headers()
        elif self.path.startswith("/slow"):
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):  # who asked went away
                for _drop in range(60):
                    self.wfile.write(b"x")
                    time.sleep(0.05)
        elif content is None:
            self.send_error(404)
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A key, and the certificate that it gave itself for HOST."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "all.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def other_site(certificate, settings):
    """A server with TLS, and how to ask it: its port, a trust in its certificate, and leave to ask this machine."""
    settings.PICTURE_HOSTS = [HOST]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Site.asked.clear()
    yield {
        "port": server.server_port,
        "context": ssl.create_default_context(cafile=str(certificate)),
        "may_ask": lambda address: ipaddress.ip_address(address).is_loopback,
    }
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_picture_of_a_named_host_comes_as_an_upload(other_site):
    file = remote_pictures.fetch(f"https://{HOST}/a.png", **other_site)

    assert file.read() == image()
    uploads.check_picture(file)
    assert Site.asked[0][1].startswith(HOST)


def test_of_a_moving_picture_the_first_one_is_taken(other_site):
    file = remote_pictures.fetch(f"https://{HOST}/moving.gif", **other_site)

    uploads.check_picture(file)
    assert file.name == "picture.png"


@pytest.mark.parametrize("path", ["page.png", "huge.png", "none.png", "elsewhere"])
def test_no_picture_too_large_a_one_or_a_redirect_is_refused(other_site, path):
    with pytest.raises(ValidationError):
        remote_pictures.fetch(f"https://{HOST}/{path}", **other_site)

    assert len(Site.asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://mmbiz.qpic.cn/a.png",
        "https://elsewhere.example/a.png",
        "https://mmbiz.qpic.cn.elsewhere.example/a.png",
        "https://mmbiz.qpic.cn:8443/a.png",
        "https://somebody@mmbiz.qpic.cn/a.png",
        "https://mmbiz.qpic.cn:none/a.png",
        "https://127.0.0.1/a.png",
        "https://[::1]/a.png",
        "file:///etc/passwd",
        "//mmbiz.qpic.cn/a.png",
        "",
    ],
)
def test_only_plain_addresses_of_named_hosts_are_asked(address):
    with pytest.raises(ValidationError, match=r"not fetched|不会"):
        remote_pictures.fetch(address)


def test_an_address_in_letters_of_any_script_is_asked_as_browsers_ask(other_site):
    with pytest.raises(ValidationError):
        remote_pictures.fetch(f"https://{HOST}/图.png", **other_site)

    assert Site.asked[0][0].startswith("/%E5%9B%BE.png")


def test_an_answer_that_comes_drop_by_drop_is_given_up(other_site, monkeypatch):
    monkeypatch.setattr(remote_pictures, "LONGEST", 0.2)
    began = time.monotonic()

    with pytest.raises(ValidationError):
        remote_pictures.fetch(f"https://{HOST}/slow.png", **other_site)

    assert time.monotonic() - began < 2


def test_a_named_host_that_leads_into_our_own_network_is_not_asked(other_site):
    del other_site["may_ask"]

    with pytest.raises(ValidationError):
        remote_pictures.fetch(f"https://{HOST}/a.png", **other_site)

    assert Site.asked == []


OUR_OWN = """
    127.0.0.1 10.0.0.1 172.16.3.4 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1
    ::1 fe80::1 fd00::1 ::ffff:127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::7f00:1 fec0::1 2002:7f00:1::
"""


@pytest.mark.parametrize("address", OUR_OWN.split())
def test_addresses_of_networks_are_not_public(address):
    assert not remote_pictures.is_public(address)


def test_addresses_of_the_internet_are():
    assert remote_pictures.is_public("101.89.38.40")
    assert remote_pictures.is_public("240e:928:501::1")
    assert remote_pictures.is_public("64:ff9b::6559:2628")


def test_a_stranger_with_another_certificate_is_not_believed(other_site):
    del other_site["context"]

    with pytest.raises(ValidationError):
        remote_pictures.fetch(f"https://{HOST}/a.png", **other_site)

    assert Site.asked == []


def test_a_site_that_drips_is_given_up(other_site, monkeypatch):
    monkeypatch.setattr(remote_pictures, "LONGEST", 0)
    began = time.monotonic()

    with pytest.raises(ValidationError):
        remote_pictures.fetch(f"https://{HOST}/huge.png", **other_site)

    assert time.monotonic() - began < 10
