"""What is handed over is what the archive holds, byte for byte, and a stranger can check it."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from storage.archive.checkpoints import make_checkpoint
from storage.archive.evidence import read_evidence
from storage.archive.redaction import redact
from storage.exports import verify as verifier
from storage.exports.choosing import Selection
from storage.exports.exporting import Export, Format, export_captures
from storage.exports.indexing import BLOCK, pack_index
from storage.exports.surt import sort_key
from storage.recording.recorder import Recorder
from storage.records import Article, Capture, Exchange, Failure, Mention, PageState, Reading, Revision, Role
from storage.store import Store, StoreError

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE, OTHER = "https://news.example/a", "https://news.example/b"
PERSON = "aida-sarsenova"
TITLE = "A hearing was held, «quoted»"


@dataclass(frozen=True)
class Kept:
    """An archive of two files with a page that does not change, another, a 304, a redirect and a failure."""

    data: Path
    captures: list[Capture]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    data = tmp_path_factory.mktemp("exports") / "data"
    captures = record(data, [exchange(0), exchange(1, url=OTHER, body=b"other", source="other")])
    captures += record(
        data,
        [
            exchange(24),
            exchange(25, status=304, response_head=b"HTTP/1.1 304 Not Modified\r\n\r\n", body=b""),
            exchange(26, url="https://news.example/old", page=PAGE, role=Role.REDIRECT, status=301, body=b"moved"),
            exchange(27, response_head=None, status=None, body=b"", failure=Failure.TIMEOUT),
        ],
    )
    with Store.open(data) as store:
        put_revision(store, captures[0])
    make_checkpoint(data, data.parent / "secrets", NOON + timedelta(days=3))
    return Kept(data, captures)


def exchange(hours: int, *, url: str = PAGE, body: bytes = b"<p>words</p>", **other: Any) -> Exchange:
    at = NOON + timedelta(hours=hours)
    usual: dict[str, Any] = {
        "capture": hashlib.md5(f"{hours}".encode()).hexdigest(),
        "run": "run-1",
        "source": "news",
        "role": Role.PAGE,
        "url": url,
        "page": url,
        "requested_at": at,
        "ended_at": at,
        "request_head": b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n",
        "response_head": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        "status": 200,
        "body": body,
        "content_type": "text/html; charset=utf-8",
    }
    return Exchange(**(usual | other))


def record(data: Path, exchanges: list[Exchange]) -> list[Capture]:
    with Recorder(data, "run-1") as recorder:
        return [recorder.record(each).result(30) for each in exchanges]


def put_revision(store: Store, capture: Capture) -> None:
    article = Article(title=TITLE, text="words", published=None, language=None, author=None, extractor="x")
    revision = Revision(
        id="0" * 32, page=PAGE, capture=capture.id, captured_at=capture.captured_at,
        sha256=capture.sha256 or "", article=article, text_sha256="",
    )  # fmt: skip
    mention = Mention(
        subject=PERSON, kind="defender", start=0, end=5, text="words", sentence_start=0, sentence_end=5, rule="x",
        confidence=1.0,
    )  # fmt: skip
    reading = Reading(state=PageState.OK, evidence=None, article=article)
    store.put_reading(
        capture_id=capture.id, reading=reading, revision=revision, mentions=[mention], at=capture.captured_at
    )


Hand = Callable[..., Path]


@pytest.fixture
def hand(kept: Kept, tmp_path: Path) -> Hand:
    """Export the captures asked for in a format; the path."""

    def export(form: Format = Format.WARC, name: str = "handed", **asked: Any) -> Path:
        return export_to(kept, tmp_path / name, form, **asked).path

    return export


def export_to(kept: Kept, path: Path, form: Format, **asked: Any) -> Export:
    with Store.open(kept.data) as store:
        return export_captures(store, Selection(**asked), form, path)


def verify(folder: Path, *words: str) -> tuple[int | str, str]:
    """Run the verifier that lies in a folder, as a program of its own would: what it returns, and prints."""
    spec = importlib.util.spec_from_file_location("handed_over", folder / "verify.py")
    assert spec and spec.loader
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    told = io.StringIO()
    with redirect_stdout(told):
        try:
            status: int | str = program.main(list(words))
        except (OSError, LookupError, ValueError) as error:
            status = str(error)
    return status, told.getvalue()


def handed_captures(folder: Path) -> list[str]:
    lines = (folder / "evidence" / "ledger.jsonl").read_bytes().splitlines()
    return [json.loads(each)["capture"]["id"] for each in lines]


def test_an_export_of_everything_holds_the_files_of_the_archive_themselves(kept: Kept, hand: Hand) -> None:
    files = sorted((hand() / "archive").iterdir())
    own = sorted((kept.data / "archive" / "warc").rglob("*.warc.gz"))
    assert [each.name for each in files] == [each.name for each in own]
    assert [each.read_bytes() for each in files] == [each.read_bytes() for each in own]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [0, 1, 2, 3, 4, 5]),
        ({"source": "other"}, [1]),
        ({"url": PAGE}, [0, 2, 3, 4, 5]),
        ({"url": "https://news.example/old"}, [4]),
        ({"subject": PERSON}, [0, 2, 3, 4, 5]),
        ({"since": NOON + timedelta(hours=26)}, [4, 5]),
        ({"since": NOON + timedelta(hours=24), "until": NOON + timedelta(hours=25)}, [0, 2]),
        ({"since": NOON + timedelta(hours=25), "until": NOON + timedelta(hours=26)}, [0, 2, 3]),
    ],
)
def test_what_is_asked_for_comes_with_the_originals_it_leans_on(
    kept: Kept, hand: Hand, asked: dict[str, Any], numbers: list[int]
) -> None:
    """A revisit and a 304 without the capture that holds their body would show nothing."""
    folder = hand(**asked)
    assert handed_captures(folder) == [kept.captures[each].id for each in numbers]
    assert verify(folder / "evidence")[0] == 0


def test_one_capture_is_handed_over_alone_and_nothing_tells_of_the_others(kept: Kept, hand: Hand) -> None:
    folder = hand(capture=kept.captures[1].id)
    whole = b"".join(
        gzip.decompress(each.read_bytes()) if each.suffix == ".gz" else each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file()
    )
    assert OTHER.encode() in whole
    assert PAGE.encode() not in whole and PERSON.encode() not in whole


def test_what_does_not_exist_or_would_be_overwritten_is_refused(hand: Hand, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no capture is of that kind"):
        hand(source="nobody")
    hand()
    with pytest.raises(StoreError, match="nothing was overwritten"):
        hand()
    assert [each.name for each in tmp_path.iterdir()] == ["handed"]


@pytest.mark.parametrize("form", [Format.WACZ, Format.BAGIT])
def test_two_exports_of_the_same_captures_are_the_same_bytes(hand: Hand, form: Format) -> None:
    one, other = hand(form, "one"), hand(form, "other")
    for path in [one] if one.is_file() else one.rglob("*.*"):
        twin = other / path.relative_to(one) if path != one else other
        assert path.read_bytes() == twin.read_bytes(), path.name


def test_a_bag_lists_every_file_with_both_digests(hand: Hand) -> None:
    """RFC 8493; `benchmarks/archive.py` asks bagit.py itself."""
    bag = hand(Format.BAGIT)
    assert (bag / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    payload = sorted(each for each in (bag / "data").rglob("*") if each.is_file())
    for algorithm in ("sha256", "sha512"):
        for manifest, files in (("manifest", payload), ("tagmanifest", None)):
            rows = (bag / f"{manifest}-{algorithm}.txt").read_text().splitlines()
            told = dict(reversed(row.split("  ", 1)) for row in rows)
            for name, digest in told.items():
                assert hashlib.new(algorithm, (bag / name).read_bytes()).hexdigest() == digest
            assert files is None or sorted(bag / name for name in told) == files
    size = sum(each.stat().st_size for each in payload)
    assert f"Payload-Oxum: {size}.{len(payload)}\n" in (bag / "bag-info.txt").read_text()


def test_a_wacz_lists_pages_with_titles_and_every_file_with_its_digest(kept: Kept, hand: Hand) -> None:
    """And its WARC files and index are stored, so that a replay can read pieces of them."""
    with zipfile.ZipFile(hand(Format.WACZ)) as handed:
        described = json.loads(handed.read("datapackage.json"))
        for resource in described["resources"]:
            assert resource["hash"] == f"sha256:{hashlib.sha256(handed.read(resource['path'])).hexdigest()}"
        listed = {each["path"] for each in described["resources"]}
        assert listed | {"datapackage.json", "datapackage-digest.json"} == set(handed.namelist())
        pages = [json.loads(line) for line in handed.read("pages/pages.jsonl").splitlines()]
        ways = {each.filename: each.compress_type for each in handed.infolist()}
    assert pages[0]["format"] == "json-pages-1.0"
    assert [(each["url"], each.get("title")) for each in pages[1:]] == [(PAGE, TITLE), (OTHER, None), (PAGE, TITLE)]
    assert {way for name, way in ways.items() if name.startswith("archive/") or name.endswith("cdx.gz")} == {0}


def test_the_index_leads_to_the_records(hand: Hand) -> None:
    with zipfile.ZipFile(hand(Format.WACZ)) as handed:
        lines = gzip.decompress(handed.read("indexes/index.cdx.gz")).decode().splitlines()
        found = []
        for line in lines:
            key, moment, told = line.split(" ", 2)
            place = json.loads(told)
            start, length = int(place["offset"]), int(place["length"])
            member = handed.read(f"archive/{place['filename']}")[start : start + length]
            (record,) = ArchiveIterator(io.BytesIO(member))
            assert record.rec_headers.get_header("WARC-Target-URI") == place["url"]
            assert record.rec_headers.get_header("WARC-Payload-Digest") == place["digest"]
            found.append((key, moment, record.rec_type, place["mime"]))
    assert found == [
        ("example,news)/a", "20260301120000", "response", "text/html"),
        ("example,news)/a", "20260302120000", "revisit", "warc/revisit"),
        ("example,news)/b", "20260301130000", "response", "text/html"),
        ("example,news)/old", "20260302140000", "response", "text/html"),
    ]


def test_an_index_of_many_lines_is_packed_in_blocks_that_stand_alone() -> None:
    lines = [f"key{number:05d} 2026 {{}}\n" for number in range(BLOCK + 5)]
    packed, blocks = pack_index(lines[::-1], "index.cdx.gz")
    header, *rows = blocks.decode().splitlines()
    assert json.loads(header.removeprefix("!meta 0 "))["filename"] == "index.cdx.gz"
    read = []
    for row in rows:
        key, _, told = row.split(" ", 2)
        place = json.loads(told)
        part = gzip.decompress(packed[place["offset"] : place["offset"] + place["length"]]).decode()
        assert part.startswith(key)
        read.append(part)
    assert "".join(read) == "".join(lines) and len(rows) == 2


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www2.Example.org:443/A/../B//c/?b=2&A=1&", "org,example)/b/c?&a=1&b=2"),
        ("http://example.org:8080", "org,example:8080)/"),
        ("http://example.org/%2541%20%D0%A9?PHPSESSID=" + "0" * 32 + "&x=%41", "org,example)/a%20%d0%a9?x=a"),
        ("http://127.0.0.1/x.aspx", "1,0,0,127)/x.aspx"),
    ],
)
def test_the_key_of_a_url_is_the_one_that_replay_tools_look_up(url: str, key: str) -> None:
    """`benchmarks/archive.py surt` compares thousands with the Internet Archive's own library."""
    assert sort_key(url) == key


@pytest.fixture
def single(hand: Hand, tmp_path: Path) -> Path:
    """A single WARC file and, beside it, the folder with the evidence; that folder."""
    hand(name="handed.warc.gz", url=PAGE)
    return tmp_path / "handed.evidence"


def test_the_verifier_finds_everything_good_and_names_the_key(single: Path) -> None:
    key = (single / "keys.txt").read_text().strip()
    for words in ((), ("--key", key), (str(single.parent / "handed.warc.gz"),)):
        status, told = verify(single, *words)
        assert status == 0 and told.count("\ngood ") == 5
        assert key in told and "5 captures, 0 faults" in told


def test_the_verifier_is_short_enough_to_be_read_and_needs_only_the_standard_library() -> None:
    text = Path(verifier.__file__).read_text()
    assert text.count("\n") <= 165
    assert "import storage" not in text and "cryptography" not in text


def edit_record(single: Path) -> None:
    """A word of the page, with its gzip member whole again."""
    edit_member(single, b"words", b"wards")


def edit_member(single: Path, old: bytes, new: bytes) -> None:
    warc = single.parent / "handed.warc.gz"
    members = [gzip.compress(each.replace(old, new), mtime=0) for each in verifier.read_records(warc)]
    warc.write_bytes(b"".join(members))


def drop_record(single: Path) -> None:
    warc = single.parent / "handed.warc.gz"
    members = [gzip.compress(each, mtime=0) for each in verifier.read_records(warc)]
    warc.write_bytes(b"".join(members[:-1]))


def put_record_in(single: Path) -> None:
    warc = single.parent / "handed.warc.gz"
    members = [gzip.compress(each, mtime=0) for each in verifier.read_records(warc)]
    warc.write_bytes(b"".join([*members, members[1]]))


def put_group_twice(single: Path) -> None:
    warc = single.parent / "handed.warc.gz"
    members = [gzip.compress(each, mtime=0) for each in verifier.read_records(warc)]
    warc.write_bytes(b"".join([*members, *members[1:4]]))


def put_record_in_disguise(single: Path) -> None:
    """A page of somebody's own, which some tools would take for a response and others for a description of the file."""
    warc = single.parent / "handed.warc.gz"
    kinds = b"WARC-Type: warcinfo\r\nWARC-Type: response\r\n"
    record = b"WARC/1.1\r\n" + kinds + b"Content-Length: 0\r\n\r\n\r\n\r\n"
    warc.write_bytes(warc.read_bytes() + gzip.compress(record))


def edit_line(single: Path) -> None:
    """The same edit in the ledger and in the statement of the record."""
    path = single / "ledger.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"status":301', b'"status":302'))
    edit_member(single, b'"status":301', b'"status":302')


def edit_proof(single: Path) -> None:
    path = single / "proofs.jsonl"
    path.write_text(path.read_text().replace('"index":0', '"index":1'))


def edit_checkpoint(single: Path) -> None:
    path = single / "checkpoint.txt"
    path.write_bytes(path.read_bytes().replace(b"captures 6", b"captures 7"))


def change_key(single: Path) -> None:
    path = single / "keys.txt"
    path.write_text(path.read_text().strip()[:-6] + "AAAA==")


@pytest.mark.parametrize(
    ("tamper", "what"),
    [
        (edit_record, "its records are not those"),
        (drop_record, "do not hold its records"),
        (put_record_in, "1 faults"),
        (put_record_in_disguise, "1 faults"),
        (put_group_twice, "there twice"),
        (edit_line, "not proven"),
        (edit_proof, "not proven"),
        (edit_checkpoint, "not signed"),
        (change_key, "not signed|no point"),
    ],
)
def test_the_verifier_finds_what_was_tampered_with(single: Path, tamper: Callable[[Path], None], what: str) -> None:
    tamper(single)
    status, told = verify(single)
    assert status != 0
    assert any(part in f"{told}{status}" for part in what.split("|"))


def test_a_key_from_elsewhere_that_did_not_sign_is_told(single: Path) -> None:
    other = (single / "keys.txt").read_text().strip()[:-6] + "AAAA=="
    status, _ = verify(single, "--key", other)
    assert "not signed with the key given" in str(status) or "no point" in str(status)


@settings(max_examples=5)
@given(st.binary(max_size=300), st.integers(0, 511))
def test_a_signature_is_judged_as_the_library_judges_it(text: bytes, bit: int) -> None:
    secret = Ed25519PrivateKey.generate()
    key, signature = secret.public_key().public_bytes_raw(), bytearray(secret.sign(text))
    assert verifier.is_signed(text, key, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    try:
        assert not verifier.is_signed(text, key, bytes(signature))
    except ValueError:
        pass  # no point of the curve any more


def test_captures_after_the_newest_checkpoint_are_handed_over_unproven(kept: Kept, tmp_path: Path) -> None:
    """The command signs first; where it cannot, the verifier says which are not proven."""
    shutil.copytree(kept.data, tmp_path / "data")
    record(tmp_path / "data", [exchange(50, url=OTHER, body=b"late")])
    copy = Kept(tmp_path / "data", [])
    done = export_to(copy, tmp_path / "handed", Format.WARC)
    assert (done.captures, done.proven) == (7, 6)
    status, told = verify(tmp_path / "handed" / "evidence")
    assert status == 1 and "not proven" in told and "7 captures, 1 faults" in told


def test_nothing_doubtful_is_handed_over(kept: Kept, tmp_path: Path) -> None:
    shutil.copytree(kept.data, tmp_path / "data")
    path = min((tmp_path / "data" / "archive" / "warc").rglob("*.warc.gz"))
    members = [gzip.compress(each.replace(b"<p>words", b"<p>wards")) for each in verifier.read_records(path)]
    path.chmod(0o644)
    path.write_bytes(b"".join(members))
    with pytest.raises(StoreError):
        export_to(Kept(tmp_path / "data", []), tmp_path / "handed", Format.WACZ)
    assert [each.name for each in tmp_path.iterdir()] == ["data"]


def test_the_body_of_a_redirect_is_kept_each_time(tmp_path: Path) -> None:
    """As pywb replays a revisit of a redirect without its body."""
    gone = [exchange(hours, status=301, body=b"moved", role=Role.REDIRECT) for hours in (1, 2)]
    captures = record(tmp_path, gone)
    assert [each.payload_offset for each in captures] == [each.offset for each in captures]


def test_what_was_redacted_is_not_handed_over_and_that_is_said(kept: Kept, tmp_path: Path) -> None:
    shutil.copytree(kept.data, tmp_path / "data")
    copy = Kept(tmp_path / "data", [])
    redact(copy.data, kept.data.parent / "secrets", [kept.captures[1].id], reason="asked for", at=NOON)
    done = export_to(copy, tmp_path / "handed", Format.WARC)
    assert (done.captures, done.redacted) == (5, 1)
    assert verify(tmp_path / "handed" / "evidence")[0] == 0
    with Store.open(copy.data) as store:
        forgotten = store.capture(kept.captures[1].id)
        assert forgotten
        with pytest.raises(StoreError, match=r"was redacted on 2026-03-01 \(asked for\)"):
            read_evidence(store.archive, forgotten)
