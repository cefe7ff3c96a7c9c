"""What people do with the queue, one by one, many at once, and two at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitors.review.filters import Filters
from monitors.review.queue import load_queue
from storage.doors.triage import Narrowing, Seen
from storage.people import Role, SavedView, Standing
from storage.records import Review, Verdict
from storage.store import Store, StoreError
from tests.monitors.desk.review.conftest import token_in
from tests.monitors.desk.review.test_queue import store_free


@pytest.fixture
def store(tmp_path, day):
    """A store with three changes and two people."""
    with Store.open(tmp_path) as opened:
        for change in (day.sentenced(), day.vanished(), day.appeared()):
            opened.find_page(url=change.page, source=change.source, at=day.NOON, found_from=None)
            opened.put_change(store_free(change))
        for name in ("Ainur", "Timur"):
            opened.add_account(name=name, role=Role.REVIEWER, at=day.NOON)
        yield opened


def verdict(day, name: str, reviewer: str, word: Verdict | None = Verdict.NOISE, minutes: int = 0) -> Review:
    at = day.NOON + timedelta(minutes=minutes)
    return Review(change=day.hexadecimal(name), verdict=word, reviewer=reviewer, reviewed_at=at)


def test_of_two_people_at_once_the_second_is_told_and_nothing_is_overwritten(store, day):
    first, second = verdict(day, "court", "Ainur"), verdict(day, "court", "Timur", Verdict.RELEVANT)
    assert store.add_reviews([Seen(review=first, reviews=0)]) == []
    assert store.add_reviews([Seen(review=second, reviews=0)]) == [first]
    assert store.reviews(first.change) == [first]
    assert store.add_reviews([Seen(review=second, reviews=1)]) == []
    assert store.standings([first.change])[first.change] == Standing(2, "relevant", "Timur", None)


def test_many_verdicts_are_kept_together_or_not_at_all(store, day):
    given = [Seen(review=verdict(day, name, "Ainur")) for name in ("court", "school", "nothing")]
    with pytest.raises(StoreError, match="no change has the id"):
        store.add_reviews(given)
    assert store.reviews(day.hexadecimal("court")) == []


def test_taking_back_undoes_the_last_act_whole_and_then_the_one_before(store, day):
    court, school, statement = (day.hexadecimal(name) for name in ("court", "school", "statement"))
    store.add_review(verdict(day, "statement", "Ainur", minutes=0))
    store.add_reviews([Seen(review=verdict(day, name, "Ainur", minutes=1)) for name in ("court", "school")])
    store.add_review(verdict(day, "school", "Timur", Verdict.RELEVANT, minutes=2))
    assert store.take_back(reviewer="Ainur", at=day.NOON + timedelta(minutes=3)) == [court]
    assert store.take_back(reviewer="Ainur", at=day.NOON + timedelta(minutes=4)) == [statement]
    assert store.take_back(reviewer="Ainur", at=day.NOON + timedelta(minutes=5)) == []
    assert store.standings([school])[school].verdict == "relevant"


def test_the_queue_is_narrowed_by_people_time_language_and_priority(store, day):
    store.add_review(verdict(day, "court", "Ainur"))
    store.assign(changes=[day.hexadecimal("school")], assignee="Timur", author="Ainur", at=day.NOON)

    def found(**asked) -> set[str]:
        return {each.id for each in store.queue(limit=9, narrowing=Narrowing(**asked))}

    court, school, statement = (day.hexadecimal(name) for name in ("court", "school", "statement"))
    assert found(judged=True) == found(reviewer="Ainur") == {court}
    assert found(judged=False) == {school, statement}
    assert found(assignee="Timur") == {school}
    assert found(priority=0.8) == {court, statement}
    assert found(since=day.NOON) == {court, school, statement} and found(until=day.NOON) == set()
    assert found(language="ru") == set()
    store.take_back(reviewer="Ainur", at=day.NOON)
    assert found(reviewer="Ainur") == set()


def test_what_was_said_only_grows(store, day):
    store.add_review(verdict(day, "court", "Ainur"))
    store.add_comment(change=day.hexadecimal("court"), author="Ainur", at=day.NOON, text="see the protocol")
    store.assign(changes=[day.hexadecimal("court")], assignee=None, author="Ainur", at=day.NOON)
    for table in ("reviews", "comments", "assignments"):
        with pytest.raises(StoreError, match=f"{table} only grows"), store._database.writing():
            store._database.write(f"DELETE FROM {table}")


def test_a_view_is_kept_for_its_account_alone(store):
    ainur, timur = store.account("Ainur").number, store.account("Timur").number
    store.save_view(account=ainur, view=SavedView("courts", "kind=status"))
    store.save_view(account=ainur, view=SavedView("courts", "kind=vanished"))
    assert store.views(ainur) == [SavedView("courts", "kind=vanished")] and store.views(timur) == []
    store.drop_view(account=ainur, name="courts")
    assert store.views(ainur) == []


def test_filters_survive_their_address_and_nonsense_is_not_said(desk):
    filters = Filters(kind="status", state="waiting", since="2026-11-01", priority="0.5", assignee="Timur", page=3)
    assert Filters.read_text(filters.address().partition("?")[2]) == filters
    nonsense = {"state": "x", "since": "someday", "until": "9999-01-01", "priority": "9", "page": "-1"}
    assert Filters.read(nonsense) == Filters()
    assert filters.further and filters.any and not Filters().any


def form_of(reader, change: str, **more: str) -> dict[str, str]:
    return {"token": token_in(reader.get(f"/changes/{change}").text), **more}


def test_a_verdict_on_a_stale_page_says_so_and_keeps_the_note(desk, reader, day):
    change = day.hexadecimal("more 30")
    with desk.client() as other:
        desk.come_in(other, "Reviewer")
        theirs = form_of(other, change, seen="0", verdict="noise")
        assert other.post(f"/changes/{change}/review", data=theirs).status_code == 303
    answer = reader.post(
        f"/changes/{change}/review", data=form_of(reader, change, seen="0", verdict="relevant", note="my words")
    )
    assert answer.status_code == 409
    assert "Reviewer judged this: noise" in answer.text and ">my words</textarea>" in answer.text
    assert 'name="seen" value="1"' in answer.text


def test_many_are_judged_at_once_and_taken_back_at_once(desk, reader, day):
    chosen = [day.hexadecimal(f"more {number}") for number in (20, 21, 22)]
    store = desk.app.state.desk.store
    form = form_of(reader, chosen[0], verdict="noise")
    sent = {**form, "chosen": [f"{chosen[0]}:0", f"{chosen[1]}:0", f"{chosen[2]}:5"]}
    assert reader.post("/triage", data=sent).headers["location"] == "/?done=3"
    late = {**form, "chosen": [f"{chosen[0]}:0", f"{chosen[1]}:1"], "verdict": "relevant"}
    assert reader.post("/triage", data=late).headers["location"] == "/?done=1&late=1"
    assert "1 done. 1 left out" in " ".join(reader.get("/?done=1&late=1").text.split())
    assert {name: each.verdict for name, each in store.standings(chosen[:2]).items()} == {
        chosen[0]: "noise",
        chosen[1]: "relevant",
    }


def test_undo_leads_back_to_what_was_judged(desk, day):
    change = day.hexadecimal("more 25")
    with desk.client() as client:
        desk.come_in(client, "Operator")
        form = form_of(client, change, verdict="noise")
        client.post(f"/changes/{change}/review", data=form)
        assert client.post("/undo?kind=new", data=form).headers["location"] == f"/changes/{change}?kind=new"
        assert client.post("/undo?kind=new", data=form).headers["location"] == "/?kind=new&undone=none"
    assert desk.app.state.desk.store.standings([change])[change].verdict is None


def test_a_comment_and_an_assignment_stand_on_the_page(desk, reader, day):
    change = day.hexadecimal("more 26")
    form = form_of(reader, change, note="ask the <lawyer>", assignee="Reviewer")
    assert reader.post(f"/changes/{change}/comment", data=form).status_code == 303
    assert reader.post(f"/changes/{change}/assign", data=form).status_code == 303
    page = reader.get(f"/changes/{change}").text
    assert "ask the &lt;lawyer&gt;" in page and "assigned to Reviewer" in page
    assert "for Reviewer" in reader.get("/?assignee=Reviewer").text
    assert reader.post(f"/changes/{change}/comment", data={**form, "note": " "}).status_code == 400
    for nobody in ("Reader", "Nobody"):
        assert reader.post(f"/changes/{change}/assign", data={**form, "assignee": nobody}).status_code == 400


@pytest.mark.parametrize("act", ["review", "comment", "assign"])
def test_what_is_not_there_is_not_judged(reader, day, act):
    form = form_of(reader, day.hexadecimal("court"), verdict="noise", note="x", seen="3")
    answer = reader.post(f"/changes/nothing/{act}", data=form)
    assert answer.status_code == 404 and "There is no change of that id" in answer.text


def test_a_kept_view_is_offered_and_forgotten(reader, day):
    form = form_of(reader, day.hexadecimal("court"), name="Vanished <now>")
    assert reader.post("/views?kind=vanished", data=form).headers["location"] == "/?kind=vanished"
    assert '<a href="/?kind=vanished">Vanished &lt;now&gt;</a>' in reader.get("/").text
    reader.post("/views?kind=vanished", data={**form, "drop": "1"})
    assert "Vanished &lt;now&gt;" not in reader.get("/").text
    assert reader.post("/views", data={**form, "name": " "}).status_code == 400


def test_a_reader_sees_no_way_to_judge(desk, day):
    with desk.client() as client:
        desk.come_in(client, "Reader")
        page = client.get(f"/changes/{day.hexadecimal('court')}").text
    assert 'name="verdict"' not in page and 'name="chosen"' not in page and "/assign" not in page


def test_a_further_filter_reaches_the_queue(desk, day):
    lines = load_queue(desk.app.state.desk, Filters(kind="vanished", priority="0.75")).lines
    assert [line.change.id for line in lines] == [day.hexadecimal("statement")]
    assert load_queue(desk.app.state.desk, Filters(since="2026-11-25")).lines == ()
