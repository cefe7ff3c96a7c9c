"""WARC records of hostile exchanges: other people's tools must read them, and our own must give the bytes back."""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from storage.archive.groups import read_groups
from storage.archive.ledger import LedgerEnd
from storage.archive.payload import decode_body, read_exchange
from storage.archive.statements import read_capture
from storage.database import FILE_NAME, Database
from storage.errors import BrokenEncoding, TooLarge
from storage.recording.capturing import Batch
from storage.recording.foreknowledge import Foreknowledge
from storage.recording.recorder import Recorder
from storage.records import Exchange, Failure

Make = Callable[..., Exchange]

ODD = st.text(st.sampled_from('\r\n\t :aA%<>"\\{}\x00\x85\u2028\xa0éЖ\ud800\U0001f600'), max_size=20)
STATUS_LINES = (b"HTTP/1.1 200 OK", b"HTTP/2 200", b"http/1.0 9", b"GET / HTTP/1.1", b"no colon")
FIELDS = (b"A: b", b"Transfer-Encoding: chunked", b" folded", b": x", b"X:\xff\xfe", b"Content-Encoding: br")
BLANKS = (b"", b"\t", b"\xa0", b"\xc2\x85", b"\x0c", b"\x00")
LINES = st.lists(st.sampled_from((*STATUS_LINES, *FIELDS, *BLANKS)), max_size=7)
HEADS = st.builds(lambda lines, end: end.join(lines) + end * 2, LINES, st.sampled_from([b"\r\n", b"\n", b"\r"]))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(url=ODD, text=ODD, head=HEADS, request_head=HEADS, body=st.binary(max_size=300), failed=st.booleans())
def test_no_url_and_no_head_breaks_a_record(
    tmp_path: Path,
    make_exchange: Make,
    url: str,
    text: str,
    head: bytes,
    request_head: bytes,
    body: bytes,
    failed: bool,
) -> None:
    """warcio and fastwarc find each digest right, the body comes back, the statement gives the capture again."""
    exchange = make_exchange(
        f"https://news.example/{url}",
        body,
        response_head=head,
        request_head=request_head,
        detail=text,
        etag=text,
        run=text,
        method=text,
        ip_address=text,
        content_type=text,
        failure=Failure.TOO_LARGE if failed else None,
    )
    database = Database(tmp_path / FILE_NAME, create=True)
    batch = Batch(database, Foreknowledge.gather(database, [exchange]), LedgerEnd(), "warc/a.warc.gz", 0)
    capture = batch.add(exchange)
    database.close()
    written = bytes(batch.groups)
    names = []
    for record in ArchiveIterator(io.BytesIO(written), check_digests="raise"):
        record.raw_stream.read()
        names.append(record.rec_type)
    assert names == ["response", "request", "metadata"]
    assert [each.verify_block_digest() for each in FastIterator(io.BytesIO(written), parse_http=False)] == [True] * len(
        names
    )
    (tmp_path / "warc").mkdir(exist_ok=True)
    (tmp_path / "warc" / "a.warc.gz").write_bytes(written)
    assert read_exchange(tmp_path, "warc/a.warc.gz", 0).body == body
    (group,) = read_groups(tmp_path / "warc" / "a.warc.gz")
    assert group.problems() == []
    assert read_capture(group.statement) == capture


@settings(max_examples=200)
@given(body=st.binary(max_size=500), coding=st.text(max_size=20) | st.sampled_from(["gzip", "deflate", "gzip, gzip"]))
def test_decoding_hostile_bytes_ends_in_bytes_or_in_words(body: bytes, coding: str) -> None:
    """Never anything but bytes within the bound, TooLarge or BrokenEncoding."""
    with suppress(TooLarge, BrokenEncoding):
        assert len(decode_body(body, coding, 400)) <= 400


def test_a_small_body_that_inflates_without_end_is_stopped() -> None:
    """A bomb costs no more memory than the bound: 60 MB of zeros behind 60 KB."""
    inner = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(inner.compress(bytes(1 << 20)) for _ in range(60)) + inner.flush()
    with pytest.raises(TooLarge):
        decode_body(bomb, "gzip", 1_000_000)


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", lambda body: _pack(body, 31)),
        ("X-GZIP", lambda body: _pack(body, 31)),
        ("deflate", lambda body: _pack(body, 15)),
        ("deflate", lambda body: _pack(body, -15)),
        ("deflate, gzip", lambda body: _pack(_pack(body, 15), 31)),
        ("gzip", lambda body: _pack(body[:5], 31) + _pack(body[5:], 31)),
        ("gzip", lambda body: _pack(body, 31) + b"trailing"),
        ("identity", lambda body: body),
        (None, lambda body: body),
    ],
)
def test_every_coding_that_we_ask_for_is_undone(coding: str | None, pack: Callable[[bytes], bytes]) -> None:
    """In either spelling of deflate, nested, in several members, with bytes behind."""
    assert decode_body(pack(b"some words"), coding, 100) == b"some words"


def _pack(body: bytes, wbits: int) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, wbits)
    return packer.compress(body) + packer.flush()


def test_the_answer_to_head_is_kept_without_the_body_that_it_speaks_of(tmp_path: Path, make_exchange: Make) -> None:
    """Its length is that of a body which was never sent: warcio reads the record to its end all the same."""
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nContent-Encoding: gzip\r\n\r\n"
    asked = b"HEAD /a HTTP/1.1\r\nHost: news.example\r\n\r\n"
    with Recorder(tmp_path, "run-1") as recorder:
        capture = recorder.record(
            make_exchange(method="HEAD", request_head=asked, response_head=head, body=b"")
        ).result()
    with next((tmp_path / "archive" / "warc").rglob("*.warc.gz")).open("rb") as file:
        blocks = {each.rec_type: each.raw_stream.read() for each in ArchiveIterator(file, no_record_parse=True)}
    assert (blocks["response"], blocks["request"]) == (head, asked)
    assert json.loads(blocks["metadata"])["method"] == "HEAD"
    assert (capture.length, capture.sha256) == (0, hashlib.sha256(b"").hexdigest())
