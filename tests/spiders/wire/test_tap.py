"""The tap below Scrapy: what it notes of a connection, however the bytes are cut into pieces."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twisted.internet.error import ConnectionLost
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.web._newclient import Request
from twisted.web.http_headers import Headers

from spiders.wire.bytes import Wire
from spiders.wire.tap import _TappedFactory, _TappedProtocol, _WireHeaders

ASKED = b" /p HTTP/1.1\r\nHost: example.org\r\n\r\n"
EARLY = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\n"
HEAD = b"HTTP/1.1 200 Very well\r\nx-One:  1 \r\ntransfer-Encoding: chunked\r\nno colon\r\nX-one: 2\r\n\r\n"
FRAMED = b"3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"


class Transport(StringTransport):
    """A transport without TLS."""

    def getHandle(self) -> object:  # noqa: N802 - Twisted's name
        """No OpenSSL connection."""
        return object()

    def abortConnection(self) -> None:  # noqa: N802 - Twisted's name
        """Nothing to abort."""


def ask(wire: Wire, method: bytes = b"GET") -> tuple[_TappedProtocol, Transport]:
    """A connection on which the request was written."""
    protocol, transport = _TappedFactory(lambda _: None, "").buildProtocol(None), Transport()
    protocol.makeConnection(transport)
    headers = _WireHeaders.of(Headers({b"Host": [b"example.org"]}), wire)
    protocol.request(Request(method, b"/p", headers.copy(), None, persistent=True)).addErrback(lambda _: None)
    return protocol, transport


@given(st.lists(st.integers(1, len(EARLY + HEAD + FRAMED) - 1), max_size=12))
def test_however_the_bytes_arrive_the_tap_notes_the_same(cuts: list[int]) -> None:
    whole, wire = EARLY + HEAD + FRAMED, Wire()
    protocol, transport = ask(wire)
    places = [0, *sorted(set(cuts)), len(whole)]
    for start, end in itertools.pairwise(places):
        protocol.dataReceived(whole[start:end])
    assert wire.request == transport.value() == b"GET" + ASKED
    assert (wire.interim, wire.head, wire.status) == (EARLY, HEAD, 200)
    assert wire.tls_protocol is None


def test_a_body_is_noted_without_its_chunks() -> None:
    wire = Wire()
    protocol, _ = ask(wire)
    protocol.dataReceived(HEAD + FRAMED)
    assert b"".join(wire.body) == b"abcdefg"


def test_the_answer_to_head_is_a_head() -> None:
    """Its length speaks of a body that does not come."""
    wire, head = Wire(), b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"
    protocol, transport = ask(wire, b"HEAD")
    protocol.dataReceived(head)
    assert transport.value() == wire.request == b"HEAD" + ASKED
    assert (wire.head, wire.status, wire.body) == (head, 200, [])
    assert protocol.state == "QUIESCENT"


def test_what_a_dropped_connection_left_is_forgotten_when_the_request_is_sent_again() -> None:
    wire = Wire()
    dropped, _ = ask(wire)
    dropped.dataReceived(b"HTTP/1.1 200 OK\r\nX: hal")
    dropped.connectionLost(Failure(ConnectionLost()))
    assert wire.status is None
    ask(wire)[0].dataReceived(b"HTTP/1.1 204 None\r\n\r\n")
    assert (wire.head, wire.status, wire.sendings) == (b"HTTP/1.1 204 None\r\n\r\n", 204, 2)
    assert wire.request == b"GET" + ASKED


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX: y\r\n", b"no HTTP\r\n\r\n"])
def test_half_a_head_has_no_status(head: bytes) -> None:
    wire = Wire()
    protocol, _ = ask(wire)
    protocol.dataReceived(head)
    assert (wire.status, wire.head_at) == (None, None)


def test_a_request_without_a_wire_is_sent_untapped() -> None:
    """So that a change in Twisted costs fidelity and no fetch."""
    protocol, transport = _TappedFactory(lambda _: None, "").buildProtocol(None), Transport()
    protocol.makeConnection(transport)
    answers: list[object] = []
    headers = Headers({b"Host": [b"example.org"]})
    protocol.request(Request(b"GET", b"/p", headers, None, persistent=True)).addCallback(answers.append)
    protocol.dataReceived(b"HTTP/1.1 204 None\r\n\r\n")
    assert transport.value() == b"GET" + ASKED
    assert len(answers) == 1
