"""What stands in the archive is what a raw-socket server sent and received, byte for byte."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificates
from scrapy import Request
from scrapy.http import Response
from warcio.archiveiterator import ArchiveIterator

from spiders.visits import Visit
from spiders.wire.bytes import WIRE, Wire
from spiders.wire.exchanges import Asking
from storage.records import Capture, Failure, Fidelity, Outcome, Role
from tests.spiders.certificates import make_certificate
from tests.spiders.crawling import crawl
from tests.spiders.site import Reply, Site

TEXT = b"<html><p>A hearing was held.</p></html>"
LINES = b"\r\nserver: Odd/1\r\nX-TWO:two  spaces \r\nset-COOKIE: a=1\r\nSet-Cookie: b=2\r\nA-Z: 1\r\n"


def sized(body: bytes, lines: bytes = LINES) -> bytes:
    return b"HTTP/1.1 200 Fine, thank you" + lines + b"Content-length: %d\r\n\r\n" % len(body)


def chunks(body: bytes) -> bytes:
    cut = len(body) // 2
    parts = [b"%x;note=x\r\n%s\r\n" % (len(each), each) for each in (body[:cut], body[cut:])]
    return b"".join(parts) + b"0\r\nX-Trailer: t\r\n\r\n"


PACKED, DEFLATED = gzip.compress(TEXT), zlib.compress(TEXT)
ODD = b"\r\nno colon here\r\nFolded: a\r\n\tb\r\n: no name\r\nA b: c\r\nX-\xff: \xfe\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-ENCODING: Chunked\r\nX: 1\r\n\r\n"
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"


@dataclass(frozen=True)
class Case:
    """What is sent: heads of status 1xx, a head, a body in its framing; and that body without it."""

    head: bytes
    body: bytes = b""
    framed: bytes | None = None
    interim: bytes = b""
    keep: bool = True

    def reply(self) -> Reply:
        framed = self.body if self.framed is None else self.framed
        return Reply(raw=self.interim + self.head + framed, keep=self.keep)


CASES = {
    "identity": Case(sized(TEXT), TEXT),
    "gzip": Case(sized(PACKED, LINES + b"content-encoding: GZIP\r\n"), PACKED),
    "deflate": Case(sized(DEFLATED, LINES + b"Content-Encoding:deflate\r\n"), DEFLATED),
    "chunked": Case(CHUNKED, TEXT, chunks(TEXT)),
    "chunked-gzip": Case(CHUNKED.replace(b"X: 1", b"Content-Encoding: gzip"), PACKED, chunks(PACKED)),
    "odd-lines": Case(
        sized(TEXT, b"\r\nno colon here\r\nFolded: a\r\n\tb\r\n: no name\r\nA b: c\r\nX-\xff: \xfe\r\n"), TEXT
    ),
    "line-feeds": Case(b"HTTP/1.1 200\nContent-Length: 39\n\n", TEXT),
    "old": Case(b"HTTP/1.0 200 OK\r\nX: y\r\n\r\n", TEXT, keep=False),
    "early": Case(sized(TEXT), TEXT, interim=EARLY),
    "empty": Case(sized(b"")),
    "no-content": Case(b"HTTP/1.1 204 Nothing to say\r\nX-One: 1\r\n\r\n"),
    "not-modified": Case(b'HTTP/1.1 304 As it was\r\netag:"x"\r\n\r\n'),
    "moved": Case(sized(TEXT, LINES + b"location:/identity?from\r\n").replace(b"200 Fine", b"301 Gone on"), TEXT),
    "missing": Case(sized(TEXT).replace(b"200 Fine", b"404 Nobody home"), TEXT),
    "closing": Case(sized(TEXT, LINES + b"Connection: close\r\n"), TEXT, keep=False),
    "cut": Case(CUT, TEXT, keep=False),
    "cut-chunk": Case(CHUNKED, b"only thi", b"9\r\nonly thi", keep=False),
}
ROBOTS = Case(sized(b"User-agent: *\nAllow: /\n", b"\r\nContent-Type:text/plain\r\n"), b"User-agent: *\nAllow: /\n")
AGAIN = Case(sized(TEXT).replace(b"200 Fine", b"503 Come back"), TEXT)


@dataclass(frozen=True)
class Kept:
    """One capture: its statement, and the blocks of its records by type."""

    capture: Capture
    statement: dict[str, Any]
    blocks: dict[str, bytes]

    @property
    def head(self) -> bytes:
        """The response's head as the archive tells it: in the statement where no record could hold it."""
        told: str | None = self.statement.get("response_head")
        return self._split()[0] if told is None else told.encode("latin-1")

    @property
    def body(self) -> bytes:
        return self._split()[1]

    def _split(self) -> tuple[bytes, bytes]:
        head, blank, body = self.blocks["response"].partition(b"\r\n\r\n")
        return head + blank, body


def read_archive(data: Path, captures: list[Capture]) -> list[Kept]:
    """Every capture with what warcio finds of it."""
    groups: list[dict[str, bytes]] = [{}]
    for path in data.rglob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, no_record_parse=True):
                groups[-1][record.rec_type] = record.raw_stream.read()
                if record.rec_type == "metadata":
                    groups.append({})
    told = {json.loads(each["metadata"])["capture"]["id"]: each for each in groups[:-1]}
    return [Kept(each, json.loads(told[each.id]["metadata"]), told[each.id]) for each in captures]


@dataclass(frozen=True)
class World:
    """The sites after the crawl, and what was kept."""

    site: Site
    secure: Site
    certificates: list[bytes]  # the server's own first, then that of the authority behind it
    kept: list[Kept]

    def of(self, source: str, role: Role = Role.PAGE) -> Kept:
        (found,) = (each for each in self.kept if each.capture.source == source and each.capture.role is role)
        return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("wire")
    tls = make_certificate(folder, "127.0.0.72")
    sent = load_pem_x509_certificates((folder / "certificate.pem").read_bytes())
    certificates = [each.public_bytes(Encoding.DER) for each in sent]
    routes = {f"/{name}": case.reply() for name, case in CASES.items()}
    routes |= {"/robots.txt": ROBOTS.reply(), "/identity?from": CASES["identity"].reply()}
    routes["/again"] = [AGAIN.reply(), CASES["gzip"].reply()]
    with Site("127.0.0.71", routes) as site, Site("127.0.0.72", {"/p": CASES["chunked"].reply()}, tls=tls) as secure:
        sources = [{"name": name, "url": f"{site.url}/{name}"} for name in (*CASES, "again")]
        sources.append({"name": "secure", "url": f"{secure.url}/p", "verify_tls": False})
        crawled = crawl(folder, sources)
    return World(site, secure, certificates, read_archive(folder / "data", crawled.captures))


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_response_is_kept_as_it_was_sent(world: World, name: str) -> None:
    """The head byte for byte, the body before content coding and after transfer coding, and that it is so."""
    case = CASES[name]
    kept = world.of(name, Role.REDIRECT if name == "moved" else Role.PAGE)
    assert kept.head == case.head
    assert name == "not-modified" or kept.body == case.body
    assert kept.statement.get("interim_heads", "").encode("latin-1") == case.interim
    assert kept.capture.fidelity is Fidelity.WIRE
    assert kept.statement["capture"]["fidelity"] == "wire"


def test_every_request_is_kept_as_the_server_received_it(world: World) -> None:
    received = [each.raw for site in (world.site, world.secure) for each in site.asked]
    assert sorted(each.blocks["request"] for each in world.kept) == sorted(received)


def test_the_framing_of_chunks_is_gone_and_its_header_renamed(world: World) -> None:
    block = world.of("chunked").blocks["response"]
    assert block == CHUNKED.replace(b"transfer-ENCODING", b"X-Archive-Orig-Transfer-Encoding") + TEXT


@pytest.mark.parametrize("name", ["cut", "cut-chunk"])
def test_of_a_response_that_was_cut_off_stays_what_came(world: World, name: str) -> None:
    """It is a failure all the same, and so was the first attempt."""
    kept, attempt = world.of(name), world.of(name, Role.ATTEMPT)
    assert (kept.capture.outcome, kept.capture.failure) == (Outcome.FAILED, Failure.HTTP)
    assert attempt.body == CASES[name].body if "response" in attempt.blocks else "revisit" in attempt.blocks


def test_a_kept_connection_serves_many_exchanges_and_each_record_has_its_own(world: World) -> None:
    connections = [each.connection for each in world.site.asked]
    assert max(connections.count(each) for each in connections) > 1
    assert len(world.site.asked) + len(world.secure.asked) == len(world.kept)


def test_robots_and_a_try_that_was_followed_by_another_are_kept_alike(world: World) -> None:
    first = next(each for each in world.kept if each.capture.role is Role.ROBOTS)
    assert (first.head, first.capture.fidelity) == (ROBOTS.head, Fidelity.WIRE)
    assert world.of("again", Role.ATTEMPT).head == AGAIN.head
    assert world.of("again").head == CASES["gzip"].head


def test_the_chain_of_certificates_is_told_with_the_protocol(world: World) -> None:
    kept = world.of("secure")
    assert (kept.head, kept.body, kept.capture.fidelity) == (CHUNKED, TEXT, Fidelity.WIRE)
    assert kept.statement["tls_protocol"] == "TLSv1.3"
    assert kept.statement["tls_chain"] == [hashlib.sha256(each).hexdigest() for each in world.certificates]
    assert len(world.certificates) == 2
    assert "tls_chain" not in world.of("identity").statement


def test_without_the_tap_a_crawl_goes_on_and_says_so(tmp_path: Path) -> None:
    """A release of Scrapy that has moved a private name costs fidelity, no capture; log and record tell it."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['spiders.wire.tap'] = None\n")
    with Site("127.0.0.73", {"/p": CASES["chunked"].reply()}) as site, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
        crawled = crawl(tmp_path / "folder", [{"name": "s", "url": f"{site.url}/p"}])
    (capture,) = crawled.of("s")
    assert (capture.fidelity, capture.outcome) == (Fidelity.RECONSTRUCTED, Outcome.FETCHED)
    assert "no tap on the connections" in crawled.errors


@pytest.mark.parametrize(
    ("status", "body", "fidelity"),
    [
        (200, b"abc", Fidelity.WIRE),
        (404, b"abc", Fidelity.RECONSTRUCTED),
        (200, b"ab", Fidelity.RECONSTRUCTED),
    ],
)
def test_where_the_tap_saw_another_answer_the_heads_are_put_together_again(
    status: int, body: bytes, fidelity: Fidelity
) -> None:
    head = b"HTTP/1.1 200 Seen\r\n\r\n"
    wire = Wire(request=b"GET / HTTP/1.1\r\n\r\n", head=head, status=200, body=[b"a", b"bc"])
    request = Request("http://example.org/", meta={WIRE: wire})
    asking = Asking(run="0" * 32, source="s", software="", tls_verified=True)
    visit = Visit(role=Role.PAGE, start=request.url)
    response = Response(request.url, status=status, body=body)
    kept = asking.keep(visit, request, response, role=Role.PAGE, started=datetime.now(UTC))
    assert kept.fidelity is fidelity
    assert (kept.response_head == head) == (fidelity is Fidelity.WIRE)
