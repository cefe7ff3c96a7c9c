"""One passage on several pages, from the captures to the digest."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitors.comparing.rematching import rematch
from storage.records import Event
from storage.store import Store
from tests.monitors.keeping import START, URL, Desk, page

HERALD = {"source": "herald", "url": "https://herald.example/court"}
PASSAGE = "A court in Aksu has sentenced Madina Kokbulakova to ten days of arrest for a post about the refinery."
REPRINT = "A court in Aksu has sentenced Madina\u00a0Kokbulakova to ten days of arrest for a post about the “refinery”."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(data=tmp_path / "data")


def told(desk: Desk) -> list[Event]:
    """The events on the Lantern's page, oldest first."""
    return [event for change in desk.changes() if change.page == URL for event in change.events]


def test_a_passage_seen_before_on_another_page_says_where_and_when_first(desk: Desk) -> None:
    desk.look(page(PASSAGE), **HERALD)  # type: ignore[arg-type]
    first = START.replace(hour=12)
    desk.look(page(PASSAGE), source="echo", url="https://echo.example/9")
    desk.look(page(REPRINT))
    desk.process()
    [event] = told(desk)
    assert event.first_seen is not None
    assert (event.first_seen.source, event.first_seen.url) == ("herald", HERALD["url"])
    assert event.first_seen.captured_at == first


def test_a_passage_with_another_term_was_not_seen_before(desk: Desk) -> None:
    desk.look(page(PASSAGE.replace("ten days", "five days")), **HERALD)  # type: ignore[arg-type]
    desk.look(page(PASSAGE))
    desk.process()
    assert [event.first_seen for event in told(desk)] == [None]


def test_the_page_itself_and_a_later_look_at_another_are_not_elsewhere_before(desk: Desk) -> None:
    desk.look(page(PASSAGE))
    desk.look(page("The engineers work again."))
    desk.look(page("The engineers work again, all of them."))
    desk.look(page("The engineers work again, both of them."))
    desk.look(page(PASSAGE))
    desk.look(page(PASSAGE), **HERALD)  # type: ignore[arg-type]
    desk.process()
    assert [event.first_seen for event in told(desk)] == [None] * 3


def test_what_was_kept_before_the_watch_list_grew_is_known_after_process_again(desk: Desk) -> None:
    subjects, desk.subjects = desk.subjects, [{"id": "refinery", "kind": "term", "name": "refinery"}]
    desk.look(page(PASSAGE), **HERALD)  # type: ignore[arg-type]
    desk.process()
    desk.subjects = subjects
    with Store.open(desk.data) as store:
        rematch(store, desk.configuration, workers=0)
    desk.look(page(PASSAGE))
    desk.process()
    assert [event.first_seen.source for event in told(desk) if event.first_seen] == ["herald"]


def test_a_phrase_of_many_pages_stays_bounded(desk: Desk) -> None:
    """Of a passage on a hundred pages 64 places are kept, the first ones among them."""
    desk.look(page(PASSAGE))
    desk.process()
    with Store.open(desk.data) as store:
        rows = store._database.rows("SELECT count(*) AS n, count(DISTINCT hash) AS hashes FROM passages")
        [revision] = store.all_revision_ids()
        for _ in range(3):
            found = store.mentions(revision)
            store.replace_mentions(revision_id=revision, mentions=found, at=START)
        again = store._database.rows("SELECT count(*) AS n FROM passages")
    assert rows[0]["n"] == rows[0]["hashes"] == 4 == again[0]["n"]
