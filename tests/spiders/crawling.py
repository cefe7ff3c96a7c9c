"""Run one crawl in a process of its own, as `check` does, and read what it kept."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage.records import Capture, Role, Run
from storage.store import Store

WATCH_LIST = {"name": "watched", "subjects": [{"id": "aida-tulegenova", "kind": "defender", "name": "Aida Tulegenova"}]}


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a crawl said and kept."""

    status: int
    events: list[dict[str, Any]]
    errors: str
    captures: list[Capture]

    def of(self, source: str, role: Role | None = Role.PAGE) -> list[Capture]:
        """The captures of a source, those of its pages unless told otherwise."""
        return [each for each in self.captures if each.source == source and role in (None, each.role)]

    def page(self, source: str, url: str) -> Capture:
        """The one capture that ended the look at this page."""
        (found,) = (each for each in self.of(source) if each.page == url)
        return found

    def problems(self, source: str) -> list[str]:
        """What the operator is told of a source."""
        (finished,) = (each for each in self.events if each["event"] == "finished" and each["source"] == source)
        return list(finished["problems"])


def write_folder(folder: Path, sources: Sequence[Mapping[str, Any]], network: Mapping[str, Any]) -> None:
    """An operator's folder with these sources. JSON is YAML too."""
    for name in ("sources", "watchlists", "data"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    settings = {"delay": "0s", "timeout": "2s", "allow_addresses": ["127.0.0.0/8"], **network}
    (folder / "defenderwatch.yaml").write_text(json.dumps({"network": settings}))
    (folder / "watchlists" / "watched.yaml").write_text(json.dumps(WATCH_LIST))
    (folder / "sources" / "all.yaml").write_text(json.dumps(list(sources)))


def crawl_command(folder: Path, run: str, *arguments: str) -> list[str]:
    """The command line of a crawl."""
    return [
        *(sys.executable, "-m", "monitors.checking.fetching", "--folder", str(folder), "--data", str(folder / "data")),
        *("--run", run, *arguments),
    ]


def begin_run(folder: Path, names: Sequence[str] = ()) -> str:
    """A run in the store, as `check` begins one."""
    run = uuid.uuid4().hex
    with Store.open(folder / "data") as store:
        store.begin_run(Run(id=run, started_at=datetime.now(UTC), sources=tuple(names)))
    return run


def crawl(
    folder: Path, sources: Sequence[Mapping[str, Any]], *arguments: str, network: Mapping[str, Any] | None = None
) -> Crawled:
    """Crawl these sources once."""
    write_folder(folder, sources, network or {})
    names = [each["name"] for each in sources]
    run = begin_run(folder, names)
    done = subprocess.run(
        crawl_command(folder, run, *arguments), capture_output=True, text=True, timeout=60, check=False
    )
    events = [json.loads(line) for line in done.stdout.splitlines()]
    with Store.open(folder / "data") as store:
        captures = [each for name in names for each in store.run_captures(run=run, source=name)]
    return Crawled(done.returncode, events, done.stderr, captures)
