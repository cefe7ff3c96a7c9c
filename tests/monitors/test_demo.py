"""The demo's invented world: what it says, when it changes, and that its noise is noise."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from config.declarations import SubjectKind, WatchList
from monitors.demo.demo import run_demo
from monitors.demo.folder import choose_folder, write_folder
from monitors.demo.pages import answer
from monitors.demo.planted import NEVER_NEWS, PLANTED
from monitors.demo.site import World
from monitors.demo.stories import STORIES, Site, Story, stories_on

BASE = "http://127.0.0.1:1"
CONSTANT = "/cases/what-we-do"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with World() as world:
        write_folder(tmp_path / "demo", world)
    return tmp_path / "demo"


@pytest.fixture
def watch_list(folder: Path) -> WatchList:
    [file] = (folder / "watchlists").glob("*.yaml")
    return WatchList.model_validate(YAML(typ="safe").load(file))


def body(story: Story, day: int) -> str:
    found = answer(story.site, story.path, day, BASE)
    return found.body.decode("windows-1251" if story.site is Site.MINISTRY else "utf-8")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.path)
def test_a_story_is_answered_on_its_days_and_404_on_all_others(story: Story) -> None:
    statuses = [answer(story.site, story.path, day, BASE).status for day in range(3)]
    assert statuses == [200 if story.stands_on(day) else 404 for day in range(3)]


@pytest.mark.parametrize("story", [each for each in STORIES if each.path != CONSTANT], ids=lambda story: story.path)
def test_every_page_but_one_differs_from_day_to_day_in_its_noise(story: Story) -> None:
    assert body(story, 1) != body(story, 2)
    assert story.text_on(1) == story.text_on(2)


def test_one_page_never_changes_a_byte() -> None:
    [story] = [each for each in STORIES if each.path == CONSTANT]
    assert body(story, 0) == body(story, 1) == body(story, 2)


def test_the_same_day_gives_the_same_bytes() -> None:
    for story in STORIES:
        assert answer(story.site, story.path, 1, BASE) == answer(story.site, story.path, 1, BASE)


def test_planted_subjects_are_declared_and_so_is_the_one_who_never_makes_news(watch_list: WatchList) -> None:
    declared = {subject.id for subject in watch_list.subjects}
    assert {planted.subject for planted in PLANTED} | {NEVER_NEWS} == declared


def test_noise_names_every_tracked_person_and_no_story_names_the_one_who_never_makes_news(
    watch_list: WatchList,
) -> None:
    people = [subject for subject in watch_list.subjects if subject.kind is SubjectKind.DEFENDER]
    shown = " ".join(body(story, day) for story in STORIES for day in range(3) if story.stands_on(day))
    told = " ".join(text for story in STORIES for day in range(2) for text in story.text_on(day))
    for person in people:
        spellings = [person.name, *(alias.text for alias in person.aliases)]
        assert any(spelling in shown for spelling in spellings), person.id
    [silent] = [person for person in people if person.id == NEVER_NEWS]
    assert not any(word in told for alias in silent.aliases for word in alias.text.split())


@pytest.mark.parametrize("site", [Site.NEWS, Site.NGO])
@pytest.mark.parametrize("day", [0, 1])
def test_the_index_of_a_site_names_exactly_the_pages_that_stand(site: Site, day: int) -> None:
    index = answer(site, {"news": "/rss.xml", "ngo": "/cases/"}[site], day, BASE).body.decode()
    named = re.findall(r"(/(?:ru|kk)/2026[^?<\"]*|/cases/[a-z-]+)\?", index)
    assert named == [story.path for story in stories_on(site, day)]


def test_the_ministry_says_its_charset_in_the_page_and_not_in_the_header() -> None:
    [story] = stories_on(Site.MINISTRY, 0)
    found = answer(Site.MINISTRY, story.path, 0, BASE)
    assert found.content_type == "text/html"
    assert "Тимура Желкенова" in found.body.decode("windows-1251")
    assert "Желкенова" not in answer(Site.MINISTRY, story.path, 1, BASE).body.decode("windows-1251").split("main")[1]


def test_the_world_answers_over_http_moves_on_and_is_closed_afterwards() -> None:
    with World() as world:
        url = world.address(Site.NEWS) + "/ru/2026/11/gazeta-pod-sledstviem?utm_source=rss"
        with urllib.request.urlopen(url, timeout=5) as reply:
            tag = reply.headers["ETag"]
            assert reply.status == 200
        again = urllib.request.Request(url, headers={"If-None-Match": tag})
        with pytest.raises(urllib.error.HTTPError) as unchanged:
            urllib.request.urlopen(again, timeout=5)
        world.advance()
        with pytest.raises(urllib.error.HTTPError) as gone:
            urllib.request.urlopen(url, timeout=5)
    assert (unchanged.value.code, gone.value.code) == (304, 404)
    unchanged.value.close()
    gone.value.close()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(url, timeout=5)


def test_a_fresh_folder_name_is_chosen_where_the_first_is_taken(tmp_path: Path) -> None:
    assert choose_folder(tmp_path).name == "defenderwatch-demo"
    (tmp_path / "defenderwatch-demo").mkdir()
    assert choose_folder(tmp_path).name == "defenderwatch-demo-2"


def test_the_demo_writes_into_no_folder_that_holds_something(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert run_demo(tmp_path) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]
