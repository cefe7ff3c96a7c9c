"""`try`: one look, everything shown, nothing kept."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitors.demo.folder import write_folder
from monitors.demo.site import World
from monitors.demo.stories import Site
from tests.monitors.commanding import defenderwatch


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path, world: World) -> Path:
    write_folder(tmp_path / "desk", world)
    return tmp_path / "desk"


def try_(folder: Path, target: str, *words: str) -> subprocess.CompletedProcess[str]:
    return defenderwatch("try", target, *words, folder=folder)


def shown(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert "Traceback" not in done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_a_source_is_shown_with_its_text_and_why_each_mention_matched(folder: Path) -> None:
    done = try_(folder, "calm-waters", "--json")
    answer = shown(done)
    assert done.returncode == 0
    assert (answer["outcome"], answer["status"], answer["state"]) == ("fetched", 200, "ok")
    assert {each["subject"] for each in answer["mentions"]} >= {"timur-zhelkenov"}
    assert all(each["rule"] for each in answer["mentions"])
    assert answer["text"]


def test_an_address_that_no_source_names_can_be_tried(folder: Path, world: World) -> None:
    answer = shown(try_(folder, f"{world.address(Site.NGO)}/cases/water-rally", "--json"))
    assert answer["state"] == "ok"
    assert answer["title"]


def test_a_page_that_is_not_there_is_told_as_gone_with_status_1(folder: Path, world: World) -> None:
    done = try_(folder, f"{world.address(Site.NGO)}/cases/no-such-case", "--json")
    assert (done.returncode, shown(done)["state"]) == (1, "gone")


def test_an_address_of_a_private_network_is_refused_with_the_reason(folder: Path) -> None:
    done = try_(folder, "http://10.0.0.1/", "--json")
    assert (done.returncode, shown(done)["state"]) == (1, "refused")


def test_a_word_that_is_neither_address_nor_source_is_told(folder: Path) -> None:
    done = try_(folder, "calm-water")
    assert done.returncode == 2
    assert "calm-waters" in done.stderr


def test_nothing_is_kept(folder: Path) -> None:
    try_(folder, "calm-waters")
    assert not (folder / "data").exists()
