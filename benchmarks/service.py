"""The digest round its hour: `.venv/bin/python benchmarks/service.py [--restarts 100]`.

The service is started again and again, and ended at a moment drawn by lot, one of four times while it still starts,
half of the times by SIGTERM and half by SIGKILL, while the hour of its digest comes. A mail server and an HTTP sink on
loopback take what is sent. Printed: how often each got the digest of that day. (A mail may go out twice if we are
killed between the server's yes and our note: it then bears the same Message-ID, and counts as one.) The night of two
02:30s is a test of `monitors.timing.timetable`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import signal
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from storage.records import Run
from storage.store import Store

AHEAD = 150
"""Seconds: the hour of the digest comes at the first full minute after so many."""


class MailServer(socketserver.ThreadingTCPServer):
    """Takes every mail, and keeps its Message-ID."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[str] = []


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in iter(self.rfile.readline, b""):
            if line[:4].upper() == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                mail = b"".join(iter(self.rfile.readline, b".\r\n")).decode(errors="replace")
                found = re.search(r"(?mi)^Message-ID:\s*(\S+)", mail)
                self.server.taken.append(found[1] if found else "")  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if line[:4].upper() == b"QUIT" else b"250 yes\r\n")


class Sink(ThreadingHTTPServer):
    """Takes every post, and keeps its title."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.taken: list[str] = []


class _Post(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append(body["title"])  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


def write_folder(folder: Path, hour: datetime, send: list[str]) -> None:
    """A folder whose digest is due at that minute (UTC), served since two days ago; nothing else is due."""
    for name in ("sources", "watchlists"):
        (folder / name).mkdir()
    service = {"timezone": "UTC", "digest": {"at": f"{hour:%H:%M}", "send": send}, "review": {"listen": "127.0.0.1:0"}}
    subject = {"id": "nobody", "kind": "defender", "name": "Zhanar Tokbergenova"}
    (folder / "defenderwatch.yaml").write_text(json.dumps(service))
    (folder / "watchlists" / "list.yaml").write_text(json.dumps({"name": "list", "subjects": [subject]}))
    (folder / "sources" / "one.yaml").write_text(
        json.dumps({"name": "one", "url": "http://127.0.0.1:9/", "every": "30d"})
    )
    now = datetime.now(UTC)
    with Store.open(folder / "data") as store:
        store.begin_run(Run(id="before", started_at=now, sources=("one",)))
        store.finish_run(run_id="before", at=now, reports=())
        store.set_fact("digests since", (hour - timedelta(days=1)).date().isoformat())


def start(folder: Path) -> subprocess.Popen[bytes]:
    """The service, saying what it says into a file of its own."""
    command = [sys.executable, "-m", "monitors.cli", "--config", str(folder), "run"]
    with (folder / "said.txt").open("wb") as said:
        return subprocess.Popen(command, stderr=said)


def wait_for(holds: Callable[[], bool], seconds: float) -> None:
    """Until it holds, or so long."""
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.1)


def is_done(folder: Path, hour: datetime) -> bool:
    """Whether the service has noted the digest as made and sent."""
    with Store.open(folder / "data") as store:
        return store.fact(f"digest done {(hour - timedelta(days=1)).date()}") is not None


def restart(folder: Path, restarts: int, hour: datetime, longest: float) -> tuple[int, int]:
    """Start and end the service so often, before and after the hour; how many times it was killed, and ended badly."""
    dice = random.Random(100)
    killed = bad = 0
    for number in range(restarts):
        service = start(folder)
        if dice.random() < 0.25:
            time.sleep(dice.uniform(0.1, 2.0))
        else:
            wait_for(lambda: "watching" in (folder / "said.txt").read_text(), 60)
            time.sleep(dice.uniform(0.0, longest))
        kill = dice.random() < 0.5
        service.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
        status = service.wait(60)
        killed += kill
        bad += not kill and status not in (0, -signal.SIGTERM)  # SIGTERM before our own answer to it stands
        left = (hour - datetime.now(UTC)).total_seconds()
        if number % 10 == 9:
            print(f"{number + 1} restarts, the hour {'comes in' if left > 0 else 'was'} {abs(left):.0f} s", flush=True)
    return killed, bad


def main() -> int:
    """Restart it round its hour; 1 where an address did not get the digest exactly once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--restarts", type=int, default=100)
    parser.add_argument("--longest", type=float, default=5.0, help="seconds that a start may live")
    asked = parser.parse_args()
    hour = (datetime.now(UTC) + timedelta(seconds=AHEAD)).replace(second=0, microsecond=0) + timedelta(minutes=1)
    with MailServer() as mail, Sink() as sink, tempfile.TemporaryDirectory() as place:
        for each in (mail, sink):
            threading.Thread(target=each.serve_forever, args=(0.05,), daemon=True).start()
        send = [
            f"mailto://127.0.0.1:{mail.server_address[1]}/reader@example.org?from=desk@example.org&mode=insecure",
            f"json://127.0.0.1:{sink.server_address[1]}/",
        ]
        folder = Path(place) / "desk"
        folder.mkdir()
        write_folder(folder, hour, send)
        killed, bad = restart(folder, asked.restarts, hour, asked.longest)
        service = start(folder)
        wait_for(lambda: is_done(folder, hour), 120)
        time.sleep(2.0)
        service.terminate()
        service.wait(60)
        kept = sorted(each.name for each in (folder / "data").glob("digests/*"))
    print(f"{asked.restarts} restarts, {killed} of them by SIGKILL, {bad} ended badly; digests kept: {kept}")
    print(f"mails: {len(mail.taken)}, different Message-IDs: {len(set(mail.taken))}; posts: {len(sink.taken)}")
    return 0 if len(set(mail.taken)) == 1 and len(sink.taken) == 1 and not bad else 1


if __name__ == "__main__":
    sys.exit(main())
