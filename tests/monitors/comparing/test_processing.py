"""From captures to changes, without a crawl: what is told, what is silence, what is only technical."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitors.checking.locking import hold_lock
from monitors.comparing.alternating import BACK_AGAIN, STAYS, STOOD, TO_AND_FRO
from monitors.comparing.rematching import rematch
from monitors.comparing.renewing import Renewer
from monitors.digests.gathering import gather_digest
from monitors.digests.rendering import DigestFormat, render_digest
from monitors.digests.standing import trace_status
from monitors.health.sources import look_at_health
from monitors.reading.pool import ReadingPool, read_waiting
from monitors.reading.tasks import ReadersBroken
from storage.records import ChangeKind, EventKind, Failure, PageState
from storage.store import Store
from tests.monitors.keeping import Desk, die_at_once, page, read_or_die

DETAINED = "Madina Kokbulakova was detained on 15 November near her home."
SENTENCED = "Madina Kokbulakova was sentenced on 23 November to ten days of arrest."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(data=tmp_path / "data")


def renew(desk: Desk) -> None:
    with hold_lock(desk.data / "check.lock"), Store.open(desk.data) as store:
        Renewer(store, desk.configuration).renew_all()
        rematch(store, desk.configuration)


def test_a_first_look_is_the_baseline_and_an_edit_is_told(desk: Desk) -> None:
    desk.look(page(DETAINED))
    [first] = desk.process()
    assert (first.kind, first.baseline) == (ChangeKind.NEW, True)
    desk.look(page(SENTENCED))
    [second] = desk.process()
    assert (second.kind, second.baseline) == (ChangeKind.CHANGED, False)
    assert [(event.kind, event.status) for event in second.events] == [(EventKind.CONTEXT_CHANGED, "sentenced")]


def test_noise_beside_the_article_is_no_change(desk: Desk) -> None:
    desk.look(page(DETAINED, beside="<div class='views'>12 views</div>"))
    desk.process()
    desk.look(page(DETAINED, beside="<div class='views'>9304 views</div><!-- 7f3a -->"))
    assert desk.process() == []


def test_two_looks_that_waited_together_are_settled_in_their_order(desk: Desk) -> None:
    desk.look(page(DETAINED))
    desk.look(page(SENTENCED))
    desk.process()
    assert [change.kind for change in desk.changes()] == [ChangeKind.NEW, ChangeKind.CHANGED]


def test_the_status_of_a_person_is_told_step_by_step(desk: Desk) -> None:
    desk.look(page(DETAINED))
    desk.look(page(DETAINED, "Madina Kokbulakova was detained, her brother said."))
    desk.look(page(SENTENCED))
    desk.process()
    with Store.open(desk.data) as store:
        stages = list(trace_status(store.subject_events("madina-kokbulakova")))
    assert [stage.event.status for stage in stages if stage.is_step] == ["detained", "sentenced"]
    assert [stage.former_status for stage in stages if stage.is_step] == [None, "detained"]
    assert any(stage.event.status == stage.former_status for stage in stages)


def test_an_old_article_found_late_stands_at_its_own_date_in_the_case_of_a_person(desk: Desk) -> None:
    old = page("Madina Kokbulakova was released from detention on 2 March.")
    dated = old.replace("<body>", "<head><meta property='article:published_time' content='2024-03-04'></head><body>")
    desk.look(page(SENTENCED))
    desk.look(dated, source="herald", url="https://herald.example/old")
    desk.process()
    with Store.open(desk.data) as store:
        stages = trace_status(store.subject_events("madina-kokbulakova"))
    assert [(stage.former_status, stage.event.status) for stage in stages] == [
        ("released", "sentenced"),
        (None, "released"),
    ]


def test_a_page_that_goes_to_and_fro_between_two_texts_is_one_event_and_then_a_note(desk: Desk) -> None:
    desk.look(page(DETAINED))
    for _ in range(5):
        desk.look(page(SENTENCED))
        desk.look(page(DETAINED))
    desk.process()
    changes = desk.changes()
    assert [bool(change.events) for change in changes] == [True, True, *[False] * 9]
    assert all(change.reasons == (TO_AND_FRO,) for change in changes[2:])


def test_a_page_that_changes_at_every_look_says_so_among_the_reasons(desk: Desk) -> None:
    for number in range(14):
        desk.look(page(f"Madina Kokbulakova was detained on {number + 1} November near her home."))
    desk.process()
    assert any("the page changes often" in each for each in desk.changes()[-1].reasons)
    assert not any("the page changes often" in each for each in desk.changes()[5].reasons)


def test_a_source_with_a_page_that_goes_to_and_fro_says_so_in_its_health(desk: Desk) -> None:
    for text in (DETAINED, SENTENCED, DETAINED, SENTENCED):
        desk.look(page(text))
    desk.process()
    with Store.open(desk.data) as store:
        [row] = look_at_health(store, desk.configuration, now=desk.now)
    assert row.detail.count("1 page goes to and fro between two texts") == 1


def test_a_status_that_was_told_and_undone_is_taken_back_in_the_digest(desk: Desk) -> None:
    for text in (DETAINED, SENTENCED, DETAINED, SENTENCED):
        desk.look(page(text))
    desk.process()
    with Store.open(desk.data) as store:
        digest = gather_digest(store, desk.configuration, datetime.now(UTC).date(), now=datetime.now(UTC))
    assert [story.status for story in digest.stories] == ["sentenced"]
    [back] = digest.taken_back
    assert (back.source, back.title) == ("lantern", "The case of the engineers")
    for form in DigestFormat.TEXT, DigestFormat.HTML, DigestFormat.MARKDOWN:
        assert "no longer stands" in render_digest(digest, form)


WORK = "The engineers work again."


def test_who_was_told_as_vanished_and_is_back_at_the_next_look_is_told_once_as_back(desk: Desk) -> None:
    desk.look(page(DETAINED, WORK))
    for _ in range(5):
        desk.look(page(WORK))
        desk.look(page(DETAINED, WORK))
    desk.process()
    changes = desk.changes()
    told = [[event.kind for event in change.events] for change in changes]
    assert told[:3] == [[EventKind.APPEARED], [EventKind.DISAPPEARED], [EventKind.APPEARED]]
    assert BACK_AGAIN in changes[2].reasons
    assert [(each, change.reasons) for each, change in zip(told[3:], changes[3:], strict=True)] == [
        ([], (TO_AND_FRO,))
    ] * 8


def test_a_page_that_comes_to_rest_at_a_text_that_was_only_noted_is_told_once(desk: Desk) -> None:
    for text in (page(DETAINED, WORK), page(WORK), page(DETAINED, WORK)):
        desk.look(text)
    for number in range(STOOD + 4):
        desk.look(page(WORK, beside=f"<div class='views'>{number} views</div>"))
    desk.process()
    changes = desk.changes()
    assert [bool(change.events) for change in changes] == [True, True, True, False, True]
    assert [event.kind for event in changes[4].events] == [EventKind.DISAPPEARED]
    assert STAYS in changes[4].reasons
    assert changes[4].hunks


def test_an_edit_that_stood_for_two_looks_and_is_undone_is_told(desk: Desk) -> None:
    desk.look(page(DETAINED))
    for number in range(2):
        desk.look(page(SENTENCED, beside=f"<div class='views'>{number} views</div>"))
    desk.look(page(DETAINED))
    desk.process()
    assert [bool(change.events) for change in desk.changes()] == [True, True, True]


def test_what_was_taken_out_long_ago_and_returns_is_an_event(desk: Desk) -> None:
    desk.look(page(DETAINED, "The engineers work again."))
    for number in range(4):
        desk.look(page("The engineers work again.", beside=f"<div class='views'>{number} views</div>"))
    desk.look(page(DETAINED, "The engineers work again."))
    desk.process()
    told = [[event.kind for event in change.events] for change in desk.changes()]
    assert told == [[EventKind.APPEARED], [EventKind.DISAPPEARED], [EventKind.APPEARED]]


def test_an_outage_then_the_page_with_a_change_is_exactly_one_change(desk: Desk) -> None:
    desk.look(page(DETAINED))
    desk.look("<h1>500</h1>", status=500)
    desk.look(failure=Failure.TIMEOUT)
    desk.look(page(SENTENCED))
    desk.process()
    assert [change.kind for change in desk.changes()] == [ChangeKind.NEW, ChangeKind.CHANGED]


def test_a_challenge_page_with_status_200_is_no_change(desk: Desk) -> None:
    wall = (
        "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser before accessing</h1>"
        "<p>Please enable JavaScript and cookies to continue.</p></body></html>"
    )
    desk.look(page(DETAINED))
    desk.look(wall)
    desk.look(page(DETAINED))
    desk.process()
    assert [change.kind for change in desk.changes()] == [ChangeKind.NEW]


def test_processing_twice_changes_nothing(desk: Desk) -> None:
    desk.look(page(DETAINED))
    desk.look(page(SENTENCED))
    desk.process()
    before = desk.changes()
    assert desk.process() == []
    assert desk.changes() == before


def test_an_edited_watch_list_is_never_taken_for_an_edited_page(desk: Desk) -> None:
    desk.look(page(DETAINED, "Timur Zhelkenov defends her."))
    desk.process()
    desk.subjects.append({"id": "timur-zhelkenov", "kind": "defender", "name": "Timur Zhelkenov"})
    desk.look(page(SENTENCED, "Timur Zhelkenov defends her."))
    [change] = desk.process()
    assert {event.subject for event in change.events} == {"madina-kokbulakova"}


def test_a_subject_new_to_the_list_gets_its_history_once_and_nobody_is_alerted(desk: Desk) -> None:
    desk.look(page(DETAINED, "Timur Zhelkenov defends her."))
    desk.look(page(SENTENCED))
    desk.process()
    desk.subjects.append({"id": "timur-zhelkenov", "kind": "defender", "name": "Timur Zhelkenov"})
    renew(desk)
    renew(desk)
    with Store.open(desk.data) as store:
        told = [(change.technical, event.kind) for change, event in store.subject_events("timur-zhelkenov")]
    assert told == [(True, EventKind.APPEARED), (True, EventKind.DISAPPEARED)]


def test_an_edited_selector_takes_effect_without_fetching_and_is_technical(desk: Desk) -> None:
    desk.look(page(DETAINED, beside="<div class='note'><p>Editor: Timur Zhelkenov wrote this report for us.</p></div>"))
    desk.process()
    desk.source["ignore"] = ["p:last-of-type"]
    with Store.open(desk.data) as store:
        assert Renewer(store, desk.configuration).renew_outdated(["lantern"]) == 1
        assert Renewer(store, desk.configuration).renew_outdated(["lantern"]) == 0
    assert [change.technical for change in desk.changes()] == [False, True]


def test_a_fault_of_ours_at_one_page_is_told_and_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from monitors.comparing import comparer as comparing

    desk.look(page(DETAINED))
    with monkeypatch.context() as broken:
        broken.setattr(comparing, "settle_look", lambda *_, **__: 1 / 0)
        assert desk.process() == []
    [change] = desk.process()
    assert change.kind is ChangeKind.NEW


def test_a_document_that_ends_its_reader_is_known_as_such_and_keeps_nobody_from_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitors.reading import pool as processing

    monkeypatch.setattr(processing, "read_capture", read_or_die)
    desk.look(page(DETAINED))
    poisoned = desk.look("<p>poison</p>")
    desk.look(page(SENTENCED))
    desk.process(apart=True)
    assert [change.kind for change in desk.changes()] == [ChangeKind.NEW, ChangeKind.CHANGED]
    with Store.open(desk.data) as store:
        reading = store.reading(poisoned.id)
    assert reading is not None
    assert "ends the reading process" in (reading.evidence or "")


@pytest.mark.parametrize("at_work", [False, True], ids=["idle", "at work"])
def test_a_reader_that_is_killed_stops_no_reading_and_blames_no_document(desk: Desk, at_work: bool) -> None:
    desk.look(page(DETAINED))
    with Store.open(desk.data) as store, ReadingPool(desk.configuration, desk.data, workers=1) as pool:
        read_waiting(store, pool)
        if at_work:
            desk.look(page(SENTENCED))
            assert pool.feed(store) == 1
        kill_readers(pool)
        last = desk.look(page(DETAINED, WORK))
        read_waiting(store, pool)
        assert store.unread(limit=10) == []
        reading = store.reading(last.id)
    assert reading is not None and reading.state is PageState.OK


def kill_readers(pool: ReadingPool) -> None:
    """Every reading process is killed, and the pool has noticed."""
    executor = pool._pool
    assert executor is not None
    for process in list(executor._processes.values()):
        process.kill()
        process.join()
    for _ in range(200):
        if executor._broken:
            return
        time.sleep(0.05)


def test_readers_that_cannot_start_blame_no_document_and_what_was_fetched_waits(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitors.reading import pool as processing

    desk.look(page(DETAINED))
    with monkeypatch.context() as broken:
        broken.setattr(processing, "start_reader", die_at_once)
        with pytest.raises(ReadersBroken, match="nothing is lost"):
            desk.process(apart=True)
    [change] = desk.process(apart=True)
    assert change.kind is ChangeKind.NEW
