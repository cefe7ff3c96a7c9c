"""The whole road, end to end: the real demo in a process of its own, and what a person would find afterwards.

This is the slowest test file (one run of the demo, some ten seconds); every test here reads that one run.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from monitors.demo.planted import NEVER_NEWS, PLANTED, Planted
from tests.monitors.commanding import ask

_DEMO = "import pathlib, sys; from monitors.demo.demo import run_demo; sys.exit(run_demo(pathlib.Path(sys.argv[1])))"


@dataclass(frozen=True, slots=True)
class Walk:
    """One finished run of the demo."""

    folder: Path
    status: int
    said: str
    complained: str

    def ask(self, *words: str) -> list[dict[str, Any]]:
        """The JSON Lines that a command of ours prints about the demo's folder."""
        return ask(self.folder, *words)


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    folder = tmp_path_factory.mktemp("road") / "demo"
    done = subprocess.run(
        [sys.executable, "-P", "-c", _DEMO, str(folder)], capture_output=True, text=True, timeout=180, check=False
    )
    return Walk(folder, done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def changes(walk: Walk) -> list[dict[str, Any]]:
    """All changes that are no baseline."""
    return [change for change in walk.ask("changes", "--json") if not change["baseline"]]


@pytest.fixture(scope="module")
def everything(walk: Walk) -> list[dict[str, Any]]:
    """The changes without an event, too, and the baseline."""
    return walk.ask("changes", "--all", "--json")


def events_of(changes: list[dict[str, Any]]) -> set[tuple[str, str, str, str]]:
    return {
        (event["subject"], event["kind"], change["kind"], urlsplit(change["url"]).path)
        for change in changes
        for event in change["events"]
    }


def as_row(planted: Planted) -> tuple[str, str, str, str]:
    return (planted.subject, planted.event.value, planted.change.value, planted.path)


def test_the_demo_ends_well_and_without_a_complaint(walk: Walk) -> None:
    assert walk.status == 0, walk.said + walk.complained
    assert "Traceback" not in walk.said + walk.complained


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.subject} {planted.event} {planted.path}")
def test_the_changes_name_a_planted_event(changes: list[dict[str, Any]], planted: Planted) -> None:
    assert as_row(planted) in events_of(changes)


def test_the_changes_name_nothing_that_was_not_planted(changes: list[dict[str, Any]]) -> None:
    assert events_of(changes) - {as_row(planted) for planted in PLANTED} == set()


def test_no_change_without_an_event_hides_behind_all(everything: list[dict[str, Any]]) -> None:
    """`changes --all` also shows silent changes: noise makes none of those either."""
    planted_pages = {planted.path for planted in PLANTED}
    told = {urlsplit(change["url"]).path for change in everything if not change["baseline"]}
    assert told <= planted_pages


def test_the_printed_digest_names_every_planted_subject_and_no_noise(walk: Walk) -> None:
    digest = walk.said.split("The digest:")[-1]
    for name in ("Madina Kokbulakova", "Timur Zhelkenov", "Saule Bulakbasova", "Arman Kumtobev"):
        assert name in digest
    assert "Shagalayev" not in digest
    assert NEVER_NEWS not in digest


def test_the_digest_tells_the_new_status(walk: Walk) -> None:
    assert "sentenced" in walk.said.split("The digest:")[-1]


def test_the_html_digest_is_kept_where_the_demo_says(walk: Walk) -> None:
    page = walk.folder / "digest.html"
    assert str(page) in walk.said
    assert "Timur Zhelkenov" in page.read_text(encoding="utf-8")


def test_a_page_whose_bytes_never_change_is_not_captured_anew(walk: Walk, everything: list[dict[str, Any]]) -> None:
    [page] = {change["url"] for change in everything if "what-we-do" in change["url"]}
    outcomes = [capture["outcome"] for capture in walk.ask("history", page, "--json")]
    assert outcomes == ["fetched", "unchanged", "unchanged"]


def test_the_archive_of_the_demo_verifies(walk: Walk) -> None:
    [report] = walk.ask("archive", "verify", "--json")
    assert report["ok"] is True
    assert report["captures"] > 20


def test_names_of_tracked_people_stand_in_no_log_and_no_file_name(walk: Walk) -> None:
    kept = " ".join(str(path) for path in walk.folder.rglob("*"))
    for word in ("kokbulakova", "zhelkenov", "bulakbasova", "kumtobev"):
        assert word not in kept.casefold()
        assert word not in walk.complained.casefold()
