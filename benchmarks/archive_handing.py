"""What is handed over is read by the tools of others: pywb, wacz, bagit.py, warcio, fastwarc, and the verifier in it.

    python benchmarks/archive.py handing [--pages 60] [--peers FOLDER]

Pages in every coding and with many statuses are recorded six times, most of them unchanged, and exported as WACZ,
BagIt and WARC. Then: `warcio check` and `fastwarc check -q`; as many records as the database and the ledger tell;
`wacz validate`; `bagit.py --validate`, and again after one flipped byte; the verifier, run by this Python without its
packages; pywb, which must replay every capture with the SHA-256 that is stored, by its own index and by the WACZ's;
and our keys of URLs beside those of the `surt` library. The peers live in an environment of their own, made here the
first time (that needs a package index).
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import hashlib
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from storage.archive.checkpoints import make_checkpoint
from storage.exports.choosing import Selection
from storage.exports.exporting import Format, export_captures
from storage.exports.surt import sort_key
from storage.recording.recorder import Recorder
from storage.records import Capture, Exchange, Role
from storage.store import Store

PEERS = ("pywb==2.10.0", "wacz==0.6.0", "bagit==1.9.0", "surt==0.3.1")
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "defenderwatch" / "archive-peers"
_START = datetime(2026, 3, 1, tzinfo=UTC)
_LOOKS = 6


def main(words: list[str]) -> int:
    """Print one line a check; 0 where all hold."""
    parser = argparse.ArgumentParser(prog="benchmarks/archive.py handing")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--peers", type=Path, default=_CACHE, help="where the environment of the peers is, or is made")
    asked = parser.parse_args(words)
    programs = make_peers(asked.peers)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        captures = record_pages(folder / "data", asked.pages)
        for form, path in ((Format.WACZ, "x.wacz"), (Format.BAGIT, "bag"), (Format.WARC, "x.warc.gz")):
            with Store.open(folder / "data") as store:
                export_captures(store, Selection(), form, folder / path)
        checks = (
            check_records(folder, captures),
            check_command("wacz validate", [programs / "wacz", "validate", "-f", folder / "x.wacz"]),
            check_bag(programs, folder / "bag"),
            check_verifier(folder, len(captures)),
            check_replay(programs, folder, captures),
            check_keys(programs, folder),
        )
    return 0 if all(checks) else 1


def make_peers(folder: Path) -> Path:
    """The programs of the peers, installed where they are not."""
    if not (folder / "bin" / "wayback").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", *PEERS], check=True)
    return folder / "bin"


def record_pages(data: Path, pages: int) -> list[Capture]:
    """Six looks at each page, in three files; in four of five nothing is new."""
    captures = []
    for look in range(_LOOKS):
        with Recorder(data, f"run-{look}") as recorder:
            futures = [recorder.record(exchange(number, look)) for number in range(pages)]
            captures += [future.result() for future in futures]
    make_checkpoint(data, data.parent / "secrets", _START + timedelta(days=30))
    return captures


def exchange(number: int, look: int) -> Exchange:
    """One look at one page: gzip, deflate, chunked before it was kept, empty, a redirect, not found, not modified."""
    at = _START + timedelta(days=look, seconds=7 * number)
    version = look if number % 5 == 0 else 0
    text = f"<html><title>Page {number}</title><p>Version {version}, {'слово ' * (50 + number)}</p></html>".encode()
    body, status, lines = text, 200, "Content-Type: text/html; charset=utf-8\r\n"
    match number % 10:
        case 1:
            body, lines = gzip.compress(text, mtime=0), lines + "Content-Encoding: gzip\r\n"
        case 2:
            body, lines = zlib.compress(text), lines + "content-encoding: deflate\r\n"
        case 3:
            lines += "Transfer-Encoding: chunked\r\n"
        case 4:
            body = b""
        case 6:
            status, lines = 301, lines + f"Location: /page/{number + 1}\r\n"
        case 7:
            status = 404
        case 8 if look % 2:
            body, status = b"", 304
        case 9:
            body, lines = random.Random(number).randbytes(30_000), "Content-Type: application/pdf\r\n"
    url = f"https://news.example/page/{number}?q={number}&A=b"
    return Exchange(
        capture=hashlib.sha256(f"{number} {look}".encode()).hexdigest()[:32], run=f"run-{look}", source="news",
        role=Role.PAGE, url=url, page=url, requested_at=at, ended_at=at, status=status, body=body,
        request_head=b"GET / HTTP/1.1\r\nHost: news.example\r\nUser-Agent: benchmark\r\n\r\n",
        response_head=f"HTTP/1.1 {status} Told\r\n{lines}\r\n".encode(),
        content_type=lines.split("\r\n")[0].removeprefix("Content-Type: "),
    )  # fmt: skip


def tell(name: str, good: bool, detail: str = "") -> bool:
    print(f"{'holds' if good else 'FAILS'}  {name}  {detail}".rstrip())
    return good


def check_command(name: str, command: list[str | Path], *, fails: bool = False) -> bool:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    last = (done.stdout + done.stderr).strip().splitlines()[-1:]
    return tell(name, (done.returncode != 0) == fails, f"exit status {done.returncode} {' '.join(last)[-100:]}")


def check_records(folder: Path, captures: list[Capture]) -> bool:
    """The tools read every record, and there are as many as the database and the ledger tell."""
    path, own = folder / "x.warc.gz", Path(sys.executable).parent
    good = check_command("warcio check", [own / "warcio", "check", path])
    good &= check_command("fastwarc check -q", [own / "fastwarc", "check", "-q", path])
    with path.open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file)]
    lines = (folder / "x.evidence" / "ledger.jsonl").read_bytes().splitlines()
    told = sum(len(json.loads(line)["records"]) for line in lines)
    with Store.open(folder / "data") as store:
        rows = sum(1 for _ in store.select_captures())
    equal = kinds.count("metadata") == len(lines) == rows == len(captures)
    equal &= kinds.count("response") + kinds.count("revisit") + kinds.count("request") == told
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds)))
    return tell("as many records as rows and ledger lines tell", equal, f"{rows} rows; {counts}") and good


def check_bag(programs: Path, bag: Path) -> bool:
    command: list[str | Path] = [programs / "python", programs / "bagit.py", "--validate", bag]
    good = check_command("bagit.py --validate", command)
    path = min((bag / "data" / "archive").iterdir())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)
    return check_command("bagit.py --validate, one byte flipped", command, fails=True) and good


def check_verifier(folder: Path, number: int) -> bool:
    """In the WACZ, unpacked, by a Python that sees no packages."""
    with zipfile.ZipFile(folder / "x.wacz") as handed:
        handed.extractall(folder / "unpacked")
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-I", "-S", folder / "unpacked" / "evidence" / "verify.py"],
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - began
    good = done.returncode == 0 and done.stdout.count("\ngood ") == number
    return tell("verify.py", good, f"{done.stdout.strip().splitlines()[-1:]} in {took:.1f} s{done.stderr[-200:]}")


def check_replay(programs: Path, folder: Path, captures: list[Capture]) -> bool:
    """Every capture with a body, revisits included, at the second at which it was made."""
    manager, good = programs / "wb-manager", True
    subprocess.run([manager, "init", "own"], cwd=folder, check=True, capture_output=True)
    subprocess.run([manager, "add", "own", folder / "x.warc.gz"], cwd=folder, check=True, capture_output=True)
    subprocess.run([manager, "init", "wacz"], cwd=folder, check=True, capture_output=True)
    for path in (folder / "unpacked" / "archive").iterdir():
        (folder / "collections" / "wacz" / "archive" / path.name).write_bytes(path.read_bytes())
    index = gzip.decompress((folder / "unpacked" / "indexes" / "index.cdx.gz").read_bytes())
    (folder / "collections" / "wacz" / "indexes" / "index.cdxj").write_bytes(index)
    shown = [each for each in captures if each.sha256]
    with serve(programs, folder) as port:
        for collection, what in (("own", "pywb's own index"), ("wacz", "the index of the WACZ")):
            wrong = [each for each in shown if replay(port, collection, each) != (each.status, each.sha256)]
            revisits = sum(each.payload_offset != each.offset for each in shown)
            detail = f"{len(shown)} captures, {revisits} revisits among them, {len(wrong)} wrong"
            good &= tell(f"pywb replays with the stored hash, by {what}", not wrong, detail)
    return good


@contextlib.contextmanager
def serve(programs: Path, folder: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [programs / "wayback", "-b", "127.0.0.1", "-p", str(port)]
    with (folder / "pywb.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def replay(port: int, collection: str, capture: Capture) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    path = f"/{collection}/{capture.requested_at:%Y%m%d%H%M%S}id_/{capture.url}"
    connection.request("GET", path, headers={"Accept-Encoding": "gzip, deflate"})
    answer = connection.getresponse()
    return answer.status, hashlib.sha256(answer.read()).hexdigest()


def check_keys(programs: Path, folder: Path) -> bool:
    """20,000 URLs put together from what is odd in them."""
    chance = random.Random(0)
    hosts = ("example.org", "WWW2.Example.org:80", "example.org:8080", "127.0.0.1:81", "a.b.example.kz.")
    parts = ["/", "//", "a", "B", "%20", "%252F", "..", ".", "?", "&", "=", "Щ", "%D0%A9", ";", "~", "+", "[", "|", '"']
    parts += [f"sid={'a' * 32}", f"PHPSESSID={'B' * 32}", "b=1", "a=2", f"(S({'0' * 24}))/x.aspx", "%zz"]
    urls = [
        f"https://{chance.choice(hosts)}/{''.join(chance.choices(parts, k=chance.randint(0, 8)))}"
        for _ in range(20_000)
    ]
    (folder / "urls").write_text("\n".join(urls), encoding="utf-8")
    code = "import surt,sys; print(*map(surt.surt, open(sys.argv[1], encoding='utf-8').read().split('\\n')), sep='\\n')"
    command = [programs / "python", "-W", "ignore", "-X", "utf8", "-c", code, folder / "urls"]
    keys = subprocess.run(command, capture_output=True, check=True).stdout.decode().splitlines()
    wrong = sum(sort_key(url) != key for url, key in zip(urls, keys, strict=True))
    return tell("keys of URLs as the library surt writes them", wrong == 0, f"{len(urls)} URLs, {wrong} others")
