"""How polite a guest we are, as the servers see it: `.venv/bin/python benchmarks/politeness.py`.

Ten hosts, two sources on each, all checked at once by `defenderwatch check`. Each listing names pages that robots.txt
forbids (1,000 in all) and some that it allows; robots.txt takes its time, so that every first request would overtake
it. One host asks for a longer Crawl-delay, one answers 429 with a short Retry-After, one with an hour: a second check
follows at once, and must not ask it. The figures are those of the servers' own clocks.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from raw_server import RawSite, write_answer, write_page

HOSTS = 10
FORBIDDEN = 100  # pages of each host, half of them named by each of its two listings
ALLOWED = 8
CRAWL_DELAY = 1.5
WAIT = 4

PATIENT, BUSY, RESTING = 0, 1, 2  # the hosts that ask for something of their own


class Host:
    """One of the hosts: what it answers."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.told_to_wait: float | None = None
        self.site = RawSite(f"127.0.2.{number + 1}", self.answer)

    def answer(self, path: str, connection: object) -> None:
        """Answer a path."""
        connection.sendall(self._write(path))  # type: ignore[attr-defined]

    def _write(self, path: str) -> bytes:
        if path == "/robots.txt":
            time.sleep(0.5)
            slow = f"Crawl-delay: {CRAWL_DELAY}\n" if self.number == PATIENT else ""
            return write_answer(f"User-agent: *\nDisallow: /closed/\n{slow}".encode(), kind="text/plain")
        if path.startswith("/list/"):
            half = int(path[-1]) * FORBIDDEN // 2
            closed = tuple(f"/closed/{half + number}" for number in range(FORBIDDEN // 2))
            return write_answer(write_page("list", closed + tuple(f"/open{path[-1]}/{n}" for n in range(ALLOWED))))
        if self.number == BUSY and self.told_to_wait is None:
            self.told_to_wait = time.monotonic()
            return write_answer(b"busy", status=429, more=f"Retry-After: {WAIT}\r\n")
        if self.number == RESTING:
            return write_answer(b"resting", status=503, more="Retry-After: 3600\r\n")
        return write_answer(write_page(path))


def write_folder(folder: Path, hosts: list[Host], delay: float) -> None:
    """An operator's folder with two sources for each host. JSON is YAML too."""
    for name in ("sources", "watchlists"):
        (folder / name).mkdir()
    network = {"delay": f"{delay}s", "allow_addresses": ["127.0.0.0/8"]}
    subject = {"id": "nobody", "kind": "defender", "name": "Zhanar Tokbergenova"}
    sources = [
        {"name": f"h{host.number}-{n}", "url": f"{host.site.url}/list/{n}", "spider": "listing", "follow": "a.case"}
        for host in hosts
        for n in (0, 1)
    ]
    (folder / "defenderwatch.yaml").write_text(json.dumps({"network": network}))
    (folder / "watchlists" / "list.yaml").write_text(json.dumps({"name": "list", "subjects": [subject]}))
    (folder / "sources" / "all.yaml").write_text(json.dumps(sources))


def check(folder: Path) -> float:
    """Check all sources; the seconds it took."""
    began = time.monotonic()
    command = [sys.executable, "-m", "monitors.cli", "check", "--json"]
    environment = {**os.environ, "DEFENDERWATCH_CONFIG": str(folder)}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.monotonic() - began


def measure_spacing(host: Host, delay: float) -> tuple[int, int, float]:
    """Of the pairs of requests that follow one another: how many, how many at least `delay` apart, the least (s)."""
    times = [each.at for each in host.site.asked]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    return len(gaps), sum(1 for gap in gaps if gap >= delay), min(gaps, default=0.0)


def report(hosts: list[Host], delay: float, seconds: float) -> None:
    """Print what the servers saw of the first check."""
    asked = sum(len(each.site.asked) for each in hosts)
    closed = sum(1 for host in hosts for each in host.site.asked if each.path.startswith("/closed/"))
    print(f"{asked} requests to {HOSTS} hosts by {2 * HOSTS} sources in {seconds:.0f} s, delay {delay} s")
    print(f"disallowed requests: {closed} of {HOSTS * FORBIDDEN} forbidden pages named")
    print(f"most connections to a host at once: {max(each.site.most_connections for each in hosts)}")
    print(f"most requests under way at a host at once: {max(each.site.most_requests for each in hosts)}")
    plain = [measure_spacing(each, delay) for each in hosts]
    pairs, kept, least = sum(p[0] for p in plain), sum(p[1] for p in plain), min(p[2] for p in plain)
    print(f"pairs at least {delay} s apart: {kept} of {pairs} ({100 * kept / pairs:.1f} %), the least {least:.3f} s")
    pairs, kept, least = measure_spacing(hosts[PATIENT], CRAWL_DELAY)
    # The first pair is robots.txt, which says it, and what follows
    print(f"Crawl-delay {CRAWL_DELAY} s: {kept} of {pairs} pairs, the least {least:.3f} s")
    busy = hosts[BUSY]
    after = min(each.at for each in busy.site.asked if each.at > (busy.told_to_wait or 0) + 0.001)
    print(f"Retry-After {WAIT} s: asked again after {after - (busy.told_to_wait or 0):.2f} s")


def main() -> None:
    """Check twice, and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay", type=float, default=0.5, help="seconds between two requests to a host")
    delay = parser.parse_args().delay
    hosts = [Host(number) for number in range(HOSTS)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_folder(folder, hosts, delay)
        report(hosts, delay, check(folder))
        before = len(hosts[RESTING].site.asked)
        check(folder)
        asked = [each.path for each in hosts[RESTING].site.asked[before:]]
        print(f"Retry-After 3600 s: {before} requests in the first check, {len(asked)} in the second")


if __name__ == "__main__":
    main()
