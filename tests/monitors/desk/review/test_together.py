"""Many readers and several reviewers at once, while a check writes from a connection of its own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest

from storage.store import Store
from tests.monitors.desk.review.conftest import token_in
from tests.monitors.desk.review.operating import operate
from tests.monitors.desk.review.test_queue import store_free

READERS, REVIEWERS, VERDICTS = 6, 3, 3


@pytest.fixture
def place(tmp_path, data, day):
    with operate(tmp_path / "folder", data, day) as operated:
        yield operated


def test_no_answer_fails_and_no_verdict_is_lost(place, day):
    """Each reviewer judges changes of their own, and all of them one that is everybody's, of which one is kept."""
    ended = threading.Event()

    def write() -> int:
        number = 0
        with Store.open(place.folder / "data") as store:
            while not ended.wait(0.005):  # a check pauses between its writes, too: it reads in between
                number += 1
                event = day.named(f"Yerkin Baltabai spoke on day {number}.")
                change = day.change(f"late {number}", event, at=day.NOON - timedelta(days=2))
                store.put_change(store_free(change))
        return number

    def read(name: str) -> list[int]:
        with place.served.client() as client:
            place.served.come_in(client, name)
            paths = ("/", "/?kind=new", f"/changes/{day.hexadecimal('court')}", "/sources")
            return [client.get(path).status_code for path in paths]

    def judge(own: int) -> list[int]:
        with place.served.client() as client:
            place.served.come_in(client, "Reviewer" if own else "Operator")
            mine = [day.hexadecimal(f"more {own * VERDICTS + number + 1}") for number in range(VERDICTS)]
            return [judge_one(client, change) for change in (*mine, day.hexadecimal("court"))]

    with ThreadPoolExecutor(READERS + REVIEWERS + 1) as people:
        writer = people.submit(write)
        try:
            reading = [people.submit(read, "Reader") for _ in range(READERS)]
            judging = [people.submit(judge, own) for own in range(REVIEWERS)]
            read_answers = [status for each in reading for status in each.result(30)]
            judged = [each.result(30) for each in judging]
        finally:
            ended.set()
        assert writer.result(30) > 0
    assert set(read_answers) == {200}
    assert all(answers[:VERDICTS] == [303] * VERDICTS for answers in judged)
    assert sorted(answers[VERDICTS] for answers in judged) == [303, 409, 409]
    store = place.desk.store
    kept = [day.hexadecimal(f"more {number + 1}") for number in range(REVIEWERS * VERDICTS)]
    assert all(len(store.reviews(change)) == 1 for change in (*kept, day.hexadecimal("court")))


def judge_one(client: httpx.Client, change: str) -> int:
    """Judge as one who opened the page before anybody had judged."""
    token = token_in(client.get("/search").text)
    form = {"token": token, "seen": "0", "verdict": "relevant"}
    return client.post(f"/changes/{change}/review", data=form).status_code
