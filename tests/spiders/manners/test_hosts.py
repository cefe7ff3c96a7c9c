"""What outlives a check: rests that hosts asked for, hosts that did not answer, and the requests of a day."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from config.declarations import NetworkSettings
from spiders.manners.hosts import HOSTS, LONGEST_BACKOFF, LONGEST_REST, HostMemory
from spiders.manners.politeness import DOUBTFUL_AFTER, SILENT_AFTER, HostClosedError, HostGate
from spiders.rounds import make_gate
from storage.records import Failure
from tests.spiders.sharing import Pages

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOST = "example.org"


class Life:
    """A clock, and what checks leave to each other."""

    def __init__(self) -> None:
        self.at = START
        self.kept: str | None = None

    def check(self) -> HostMemory:
        """The memory as the next check finds it."""

        def keep(rests: str) -> None:
            self.kept = rests

        return HostMemory(self.kept, keep, lambda: self.at)


@pytest.fixture
def life() -> Life:
    return Life()


def give_up(memory: HostMemory, *, delay: float = 2.0) -> None:
    memory.note_given_up(HOST, Failure.TIMEOUT, "no answer", delay=delay)


def test_a_host_that_asked_for_an_hour_is_left_alone_by_the_next_check_and_asked_after_it(life: Life) -> None:
    life.check().note_wait(HOST, 3600, "the host asks to wait 3600 s (status 429)")
    life.at += timedelta(minutes=59)
    rest = life.check().rest(HOST)
    assert rest is not None
    assert (rest.failure, rest.until) == (Failure.WAIT, START + timedelta(hours=1))
    assert life.check().rest("other.example.org") is None
    life.at += timedelta(minutes=2)
    assert life.check().rest(HOST) is None


def test_no_host_silences_us_for_longer_than_a_day(life: Life) -> None:
    memory = life.check()
    memory.note_wait(HOST, 999_999_999_999.0, "the host asks to wait")
    assert memory.rest(HOST).until == START + LONGEST_REST  # type: ignore[union-attr]


def test_a_host_given_up_once_is_asked_by_the_next_check_but_not_long(life: Life) -> None:
    give_up(life.check())
    assert life.check().rest(HOST) is None
    assert life.check().is_doubtful(HOST)
    gate = HostGate(delay=0.0, concurrency=1, memory=life.check())
    for _ in range(DOUBTFUL_AFTER):
        assert not gate.is_closed(HOST)
        gate.note_failure(HOST, Failure.TIMEOUT)
    assert gate.is_closed(HOST)
    assert DOUBTFUL_AFTER < SILENT_AFTER


def test_a_host_given_up_again_and_again_rests_ever_longer_up_to_an_hour(life: Life) -> None:
    rests = []
    for _ in range(10):
        give_up(life.check())
        rest = life.check().rest(HOST)
        rests.append((rest.until - life.at) if rest else timedelta(0))
        life.at += rests[-1] + timedelta(seconds=1)
    assert rests[:4] == [timedelta(0), timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert max(rests) == LONGEST_BACKOFF == rests[-1]


def test_without_a_delay_a_host_of_ones_own_never_rests(life: Life) -> None:
    for _ in range(5):
        give_up(life.check(), delay=0.0)
    assert life.check().rest(HOST) is None


def test_an_answer_forgives_everything_in_later_checks_too(life: Life) -> None:
    for _ in range(3):
        give_up(life.check())
    life.check().note_answer(HOST)
    assert life.check().rest(HOST) is None
    assert not life.check().is_doubtful(HOST)


def ask(gate: HostGate, host: str = HOST) -> None:
    async def take() -> None:
        async with gate.turn(host):
            pass

    asyncio.run(take())


def test_a_resting_host_gives_no_turn_and_says_until_when(life: Life) -> None:
    life.at = datetime.now(UTC)
    life.check().note_wait(HOST, 3600, "the host asks to wait 3600 s (status 503)")
    with pytest.raises(HostClosedError, match=r"not before \d{4}-.* UTC: the host asks to wait 3600 s") as caught:
        ask(HostGate(delay=0.0, concurrency=1, memory=life.check()))
    assert caught.value.failure is Failure.WAIT


def test_a_host_gets_no_more_requests_in_a_day_than_allowed_those_of_earlier_checks_counted() -> None:
    gate = HostGate(delay=0.0, concurrency=1, most=5, asked={HOST: 3})
    ask(gate)
    ask(gate)
    with pytest.raises(HostClosedError, match=r"5 requests in 24 hours, network\.requests_per_day") as caught:
        ask(gate)
    assert caught.value.failure is Failure.LIMIT
    assert gate.is_closed(HOST)
    ask(gate, "other.example.org")


def test_a_check_begins_with_what_the_store_knows_of_hosts() -> None:
    store = Pages()
    store.asked = [f"http://{HOST}:8080/a", f"https://{HOST}/b", "https://other.example.org/"]
    with ThreadPoolExecutor(1) as thread:
        first = make_gate(NetworkSettings(requests_per_day=3), store, thread)
        ask(first)
        with pytest.raises(HostClosedError):
            ask(first)
        first.rest("other.example.org", 3600, "the host asks to wait")
    assert "other.example.org" in store.facts[HOSTS]
    with ThreadPoolExecutor(1) as thread, pytest.raises(HostClosedError, match="asks to wait"):
        ask(make_gate(NetworkSettings(), store, thread), "other.example.org")
