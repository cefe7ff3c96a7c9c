"""Other tools that watch pages, each in an environment of its own that is made here."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HELD = {"web-monitoring-diff": ["lxml==4.9.2"]}
"""Held at an older version: html5-parser wants lxml with the libxml2 that it was built with (Debian's 2.9.14)."""

PEERS = {"urlwatch": "2.29", "webchanges": "3.37.0", "changedetection.io": "0.60.10", "web-monitoring-diff": "0.2.0"}
"""Name and version of each peer, as its package index has it."""

REPORTS = Path(__file__).with_name("peer_reports.py")
Pair = tuple[Path, Path, str, str]


def make_environment(peer: str, folder: Path) -> Path:
    """The Python of an environment that holds the peer in its version; made where there is none."""
    place = folder / f"{peer}-{PEERS[peer]}"
    python = place / "bin" / "python"
    if not (place / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", f"{peer}=={PEERS[peer]}", *HELD.get(peer, [])], check=True
        )
        (place / "ready").touch()
    return python


def ask_peer(peer: str, folder: Path, pairs: Sequence[Pair]) -> list[bool]:
    """For each pair (before, after, and their charsets) whether the peer reports a change."""
    python = make_environment(peer, folder)
    asked = json.dumps([list(map(str, pair)) for pair in pairs])
    done = subprocess.run([python, REPORTS, peer], input=asked, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{peer} could not be asked:\n{done.stderr[-2000:]}")
    reported: list[bool] = json.loads(done.stdout.splitlines()[-1])
    return reported
