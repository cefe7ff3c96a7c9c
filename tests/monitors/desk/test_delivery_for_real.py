"""Delivery over the wire: a mail server that wants TLS and a password, an HTTP sink, a reader of feeds."""

from __future__ import annotations

import email
import email.policy
import json
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import feedparser
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from monitors.delivery.sending import send_digest
from monitors.digests.gathering import gather_digest
from monitors.digests.rendering import DigestFormat, render_digest
from tests.monitors.service.test_service import free_port
from tests.spiders.certificates import make_certificate

DAY = date(2026, 11, 24)


class Box:
    """Keeps the mails that the server takes; refuses the recipients named so."""

    def __init__(self):
        self.envelopes = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("nobody@"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture(scope="module")
def mail(tmp_path_factory):
    """A mail server that takes no mail without STARTTLS and the right password."""
    folder = tmp_path_factory.mktemp("mail")
    tls = make_certificate(folder, "127.0.0.1")
    box = Box()

    def judge(server, session, envelope, mechanism, login):
        known = (login.login, login.password) == (b"sender", b"s3cret")
        return AuthResult(success=known, handled=False)

    server = Controller(
        box, hostname="127.0.0.1", port=free_port(), tls_context=tls, require_starttls=True, auth_required=True,
        authenticator=judge,
    )  # fmt: skip
    server.start()
    yield server, box
    server.stop()


@pytest.fixture
def digest(day, full_store):
    return gather_digest(full_store, day.CONFIGURATION, DAY, now=day.NOON)


def address(server, *, password="s3cret", to="reader@example.org", verify="no"):
    return (
        f"mailto://sender:{password}@127.0.0.1:{server.port}/{to}?from=desk@example.org&mode=starttls&verify={verify}"
    )


def test_a_mail_server_with_tls_and_a_password_takes_the_digest_once(day, digest, full_store, mail):
    server, box = mail
    for _ in range(3):
        send_digest(digest, [address(server)], store=full_store, now=day.NOON)
    (envelope,) = box.envelopes
    message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("desk@example.org", ["reader@example.org"])
    assert message.get_body(("plain",)) is not None and message.get_body(("html",)) is not None
    assert message["Message-ID"].startswith("<digest.2026-11-24.")
    assert max(map(len, envelope.original_content.split(b"\r\n"))) <= 998, "RFC 5321, 4.5.3.1.6"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"password": "wr0ng"}, "SMTPAuthenticationError"),
        ({"verify": "yes"}, "SSLCertVerificationError"),
        ({"to": "nobody@example.org"}, "SMTPRecipientsRefused"),
    ],
)
def test_what_the_server_refuses_is_told_without_the_password_and_tried_again(
    day, digest, full_store, mail, wrong, told
):
    server, box = mail
    before = len(box.envelopes)
    (delivery,) = send_digest(digest, [address(server, **wrong)], store=full_store, now=day.NOON)
    assert not delivery.sent and told in delivery.detail
    assert "s3cret" not in repr(delivery) and "wr0ng" not in repr(delivery)
    (again,) = send_digest(digest, [address(server, **wrong)], store=full_store, now=day.NOON)
    assert not again.sent and len(box.envelopes) == before and not full_store.digest_sent(f"{DAY}")


def test_who_has_it_does_not_get_it_again_because_another_of_the_same_address_was_refused(
    day, digest, full_store, mail
):
    server, box = mail
    before = len(box.envelopes)
    both = address(server, to="second@example.org,nobody@example.org")
    for _ in range(3):
        (delivery,) = send_digest(digest, [both], store=full_store, now=day.NOON)
        assert not delivery.sent
    assert [each.rcpt_tos for each in box.envelopes[before:]] == [["second@example.org"]]


class Sink(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def sink():
    with ThreadingHTTPServer(("127.0.0.1", 0), Sink) as server:
        server.posts, server.status = [], 200
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)


def test_an_http_sink_gets_the_digest_once_its_trouble_is_over(day, digest, full_store, sink, monkeypatch):
    monkeypatch.setenv("DIGEST_SINK", f"json://127.0.0.1:{sink.server_address[1]}/s3cret")
    sink.status = 503
    (delivery,) = send_digest(digest, ["env:DIGEST_SINK"], store=full_store, now=day.NOON)
    assert not delivery.sent
    sink.status = 200
    (delivery,) = send_digest(digest, ["env:DIGEST_SINK"], store=full_store, now=day.NOON)
    assert (delivery.sent, delivery.address) == (True, "json://…")
    monkeypatch.setenv("DIGEST_SINK", "json://127.0.0.1:9/renewed")
    assert send_digest(digest, ["env:DIGEST_SINK"], store=full_store, now=day.NOON) == []
    assert sink.posts[-1]["title"] == "defenderwatch: 1 vanished, 1 status change, 1 more (24 Nov)"
    assert "приговорили" in sink.posts[-1]["message"]


def test_a_feed_reader_reads_the_digest(day, digest):
    text = render_digest(digest, DigestFormat.ATOM, review_url="http://127.0.0.1:8765/")
    parsed = feedparser.parse(text.encode())
    assert not parsed.bozo and parsed.version == "atom10"
    assert len(parsed.entries) >= 3
    assert len({each.id for each in parsed.entries}) == len(parsed.entries)
    assert all(each.title and each.updated_parsed for each in parsed.entries)
