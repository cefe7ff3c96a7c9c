"""The requests of a day, counted from the captures: what outlives any process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from storage.records import Capture, Failure, Role
from storage.store import Store


def test_the_requests_since_a_moment_are_those_that_were_answered_of_any_role(
    record: Callable[..., Capture], store: Store, at: Callable[[float], datetime]
) -> None:
    record("https://news.example/before", requested_at=at(-1), ended_at=at(-1))
    record("https://news.example/robots.txt", role=Role.ROBOTS, requested_at=at(0), ended_at=at(0))
    record("https://news.example/busy", status=429, requested_at=at(1), ended_at=at(1))
    record("https://news.example/not-asked", status=None, failure=Failure.WAIT, requested_at=at(2), ended_at=at(2))
    assert [each.rpartition("/")[2] for each in store.asked_since(at(0))] == ["robots.txt", "busy"]
    assert list(store.asked_since(at(60))) == []
