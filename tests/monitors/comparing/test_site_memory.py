"""What a site puts up or takes down everywhere raises nothing; what one page loses is told. From the captures on."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.records import Change, ChangeKind
from tests.monitors.keeping import Desk, page

NAMES = ("Aksu", "Balta", "Chingis", "Dala", "Ertis", "Fergana")
LAW = {"id": "assemblies", "kind": "law", "name": "Law on Assemblies", "country": "kz"}
APPEAL = "Write to the ministry today and ask that the Law on Assemblies be repealed."
NAMED = "This month we ask you to write to Madina Kokbulakova, who has been in prison since March."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(data=tmp_path / "data")
    desk.subjects.append(LAW)
    return desk


def look_at_all(desk: Desk, *ending: str, without: tuple[str, ...] = (), edited: tuple[str, ...] = ()) -> list[Change]:
    """One check of six statements that end alike, but for those named; the changes that it tells."""
    for name in NAMES:
        told = [f"A court in {name} heard {'nobody' if name in edited else 'four witnesses'} on Friday."]
        desk.look(page(*told, *([] if name in without else ending)), url=f"https://example.org/{name}")
    return [each for each in desk.process() if each.kind is ChangeKind.CHANGED]


@pytest.mark.parametrize("paragraph", [APPEAL, NAMED])
def test_a_paragraph_that_comes_and_goes_everywhere_at_once_raises_nothing(desk: Desk, paragraph: str) -> None:
    look_at_all(desk)
    assert look_at_all(desk, paragraph) == []
    assert look_at_all(desk) == []


def test_a_standing_paragraph_that_vanishes_from_one_page_only_is_told(desk: Desk) -> None:
    look_at_all(desk, NAMED)
    [change] = look_at_all(desk, NAMED, without=("Dala",))
    assert change.page.endswith("Dala")
    assert [event.kind for event in change.events] == ["disappeared"]


def test_an_edit_beside_it_is_told_alone_and_says_what_is_left_out(desk: Desk) -> None:
    look_at_all(desk, APPEAL)
    [change] = look_at_all(desk, edited=("Balta",))
    assert [(hunk.before, hunk.after) for hunk in change.hunks if hunk.kind != "equal"] == [
        ("A court in Balta heard four witnesses on Friday.", "A court in Balta heard nobody on Friday.")
    ]
    assert any("the site's own" in reason and "Write to the ministry" in reason for reason in change.reasons)


def test_a_page_that_comes_late_to_what_its_site_did_raises_nothing(desk: Desk) -> None:
    look_at_all(desk, APPEAL)
    texts = {name: page(f"A court in {name} heard four witnesses on Friday.") for name in NAMES}
    for name in NAMES[:5]:
        desk.look(texts[name], url=f"https://example.org/{name}")
    assert desk.process() == []
    desk.look(texts["Fergana"], url="https://example.org/Fergana")
    assert desk.process() == []


def test_a_person_whom_half_of_the_pages_lose_at_once_is_told_on_each(desk: Desk) -> None:
    look_at_all(desk, NAMED, without=NAMES[4:])
    assert len(look_at_all(desk)) == 4
