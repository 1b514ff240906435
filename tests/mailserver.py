"""A real mail server on loopback, that can be away, refuse, or answer slowly."""

import email
import email.policy
import time
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.servers import free_port

HOST = "127.0.0.1"


class Postbox:
    """Takes what is sent; refuses the addresses in ``unknown``."""

    def __init__(self):
        self.messages, self.unknown = [], set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append(message)
        return "250 OK"

    def to(self, person):
        return [message for message in self.messages if message["To"] == person.email]

    def wait_for(self, count, seconds=30):
        deadline = time.monotonic() + seconds
        while len(self.messages) < count and time.monotonic() < deadline:
            time.sleep(0.05)
        return self.messages


class Server(Controller):
    def factory(self):
        return SMTP(self.handler, hostname="mail.example.com", enable_SMTPUTF8=True)


@contextmanager
def mail_server(port: int | None = None) -> Iterator[tuple[Postbox, int]]:
    postbox = Postbox()
    server = Server(postbox, hostname=HOST, port=port or free_port())
    server.start()
    try:
        yield postbox, server.port
    finally:
        server.stop()
