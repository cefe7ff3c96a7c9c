"""The starter set is right, explained, covers what a reader marked, and is copied without overwriting anything."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from config.declarations import Configuration, SourceType, SubjectKind
from config.loading import load_configuration
from config.starting import EXAMPLES, StarterFolderError, write_starter_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    folder = tmp_path_factory.mktemp("starter")
    write_starter_folder(folder)
    return load_configuration(folder)


def test_the_starter_folder_is_a_configuration_without_problems(starter: Configuration) -> None:
    assert starter.service.timezone == "Asia/Almaty"
    assert {source.type for source in starter.sources} >= {
        SourceType.NGO, SourceType.UN, SourceType.MEDIA, SourceType.LAW,
    }  # fmt: skip


def test_the_starter_set_knows_people_organisations_and_articles(starter: Configuration) -> None:
    [watch_list] = starter.watch_lists
    kinds = [subject.kind for subject in watch_list.subjects]
    assert kinds.count(SubjectKind.DEFENDER) == 28
    assert kinds.count(SubjectKind.ORGANISATION) >= 35
    articles = {(subject.code, subject.article) for subject in watch_list.subjects if subject.article}
    assert ("kz-criminal-code", "274") in articles
    assert ("kz-administrative-code", "456-2") in articles
    assert ("un-declaration-on-defenders", "6(b)") in articles


def test_every_subject_a_reader_marked_in_the_seeds_stands_in_the_starter_set(starter: Configuration) -> None:
    marked = runpy.run_path(str(ROOT / "benchmarks" / "seeds.py"))["MARKED"]
    known = {subject.id for watch_list in starter.watch_lists for subject in watch_list.subjects}
    assert {subject for document in marked.values() for subject in document} <= known


def test_every_address_in_the_examples_says_that_it_was_not_tried() -> None:
    for path in EXAMPLES.glob("sources/*.yaml"):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip().startswith("url:")]
        assert lines
        assert all(line.endswith("# not tried") for line in lines), path.name


def test_each_file_of_the_starter_set_begins_with_an_explanation() -> None:
    for path in EXAMPLES.rglob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith("# "), path.name


def test_a_new_folder_holds_exactly_the_examples(tmp_path: Path) -> None:
    written = write_starter_folder(tmp_path / "deep" / "desk")
    expected = sorted(path.relative_to(EXAMPLES) for path in EXAMPLES.rglob("*.yaml"))
    assert [path.relative_to(tmp_path / "deep" / "desk") for path in written] == expected
    assert all(
        (EXAMPLES / name).read_bytes() == path.read_bytes() for name, path in zip(expected, written, strict=True)
    )


@pytest.mark.parametrize("name", ["defenderwatch.yaml", "sources/mine.yaml", "watchlists/mine.yaml"])
def test_nothing_is_overwritten_and_nothing_added(tmp_path: Path, name: str) -> None:
    mine = tmp_path / name
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    with pytest.raises(StarterFolderError, match=f"holds {name.split('/', 1)[0]} already; nothing is overwritten"):
        write_starter_folder(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]
    assert mine.read_text() == "mine"


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("")
    with pytest.raises(StarterFolderError, match="is not a folder"):
        write_starter_folder(tmp_path / "desk")
    with pytest.raises(StarterFolderError, match=r"cannot be (read|written): "):
        write_starter_folder(tmp_path / "desk" / "inner")


def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refuse_the_third(self: Path, mode: str = "r") -> object:
        if mode == "xb" and len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2:
            raise OSError(28, "No space left on device")
        return opened(self, mode)

    monkeypatch.setattr(Path, "open", refuse_the_third)
    with pytest.raises(StarterFolderError, match="cannot be written: no space left on device"):
        write_starter_folder(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_examples_are_part_of_the_package_and_the_checkout_holds_no_operators_files() -> None:
    build = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'exclude = ["/data", "/sources", "/watchlists", "/defenderwatch.yaml"]' in build
    assert EXAMPLES.is_relative_to(ROOT / "config")
    ignored = subprocess.run(
        ["git", "-C", str(ROOT), "check-ignore", "config/examples/sources/laws.yaml", "config/schema/x.json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ignored.stdout == ""


def test_reading_declarations_loads_no_scrapy_and_no_soupsieve() -> None:
    code = "import sys, config.loading; print(sorted({'scrapy', 'twisted', 'soupsieve', 'bs4'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
