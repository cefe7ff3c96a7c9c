"""Turns at a host: delays, pauses, closures and the end of a check."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest

from spiders.manners.politeness import (
    LONGEST_CRAWL_DELAY,
    SILENT_AFTER,
    TIRED_AFTER,
    HostClosedError,
    HostGate,
    StoppedError,
    read_retry_after,
)
from storage.records import Failure

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        real, owner = asyncio.sleep, threading.get_ident()

        async def sleep(seconds: float) -> None:
            if threading.get_ident() != owner:  # another loop of this process, such as a desk that a test serves
                await real(seconds)
                return
            await real(0)
            self.now += max(0.0, seconds)

        monkeypatch.setattr("spiders.manners.politeness.asyncio.sleep", sleep)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


async def take(gate: HostGate, host: str, clock: Clock, *, seconds: float = 0.0) -> float:
    """One turn that lasts so long; when it began."""
    async with gate.turn(host):
        began = clock.now
        clock.now += seconds
        return began


def run(scenario: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    return asyncio.run(scenario())


def test_the_delay_counts_from_the_end_of_the_request_before(clock: Clock) -> None:
    gate = HostGate(delay=2.0, concurrency=1, clock=clock)

    async def scenario() -> list[float]:
        return [await take(gate, "a", clock, seconds=0.5) for _ in range(3)]

    assert run(scenario) == [100.0, 102.5, 105.0]


def test_hosts_do_not_wait_for_each_other(clock: Clock) -> None:
    gate = HostGate(delay=2.0, concurrency=1, clock=clock)

    async def scenario() -> list[float]:
        return [await take(gate, host, clock) for host in ("a", "b", "c")]

    assert run(scenario) == [100.0, 100.0, 100.0]


def test_a_crawl_delay_slows_down_and_never_speeds_up(clock: Clock) -> None:
    gate = HostGate(delay=2.0, concurrency=1, clock=clock)

    async def scenario() -> list[float]:
        gate.slow_down("a", 5.0)
        gate.slow_down("b", 1.0)
        gate.slow_down("c", 86400.0)
        return [await take(gate, host, clock) - clock.now for host in ("b",)] + [
            await take(gate, host, clock) for host in ("a", "a")
        ]

    first, second, third = run(scenario)
    assert first == 0.0
    assert second == 105.0
    assert third - second == 5.0
    assert LONGEST_CRAWL_DELAY < 86400


def test_a_pause_holds_everyone_back(clock: Clock) -> None:
    gate = HostGate(delay=0.0, concurrency=4, clock=clock)

    async def scenario() -> list[float]:
        gate.pause("a", 20.0)
        return list(await asyncio.gather(*(take(gate, "a", clock) for _ in range(3))))

    assert min(run(scenario)) >= 120.0


def test_a_closed_host_gives_no_turn_and_says_why(clock: Clock) -> None:
    gate = HostGate(delay=0.0, concurrency=1, clock=clock)

    async def scenario() -> None:
        gate.close("a", Failure.WAIT, "the host asks to wait 3600 s")
        with pytest.raises(HostClosedError, match="3600") as caught:
            await take(gate, "a", clock)
        assert caught.value.failure is Failure.WAIT
        await take(gate, "b", clock)

    run(scenario)


@pytest.mark.parametrize(("answers_first", "patience"), [(False, SILENT_AFTER), (True, TIRED_AFTER)])
def test_a_host_that_fails_again_and_again_is_given_up(answers_first: bool, patience: int) -> None:
    gate = HostGate(delay=0.0, concurrency=1)
    if answers_first:
        gate.note_answer("a")
    for _ in range(patience - 1):
        gate.note_failure("a", Failure.TIMEOUT)
    assert not gate.is_closed("a")
    gate.note_failure("a", Failure.TIMEOUT)
    assert gate.is_closed("a")


def test_an_answer_forgives_the_failures_before_it() -> None:
    gate = HostGate(delay=0.0, concurrency=1)
    for _ in range(50):
        gate.note_failure("a", Failure.TIMEOUT)
        gate.note_answer("a")
    assert not gate.is_closed("a")


def test_what_is_no_silence_of_the_host_does_not_close_it() -> None:
    gate = HostGate(delay=0.0, concurrency=1)
    for _ in range(50):
        gate.note_failure("a", Failure.TOO_LARGE)
    assert not gate.is_closed("a")


def test_a_check_that_ends_gives_no_more_turns(clock: Clock) -> None:
    gate = HostGate(delay=600.0, concurrency=1, clock=clock)

    async def scenario() -> None:
        await take(gate, "a", clock)
        waiting = asyncio.ensure_future(take(gate, "a", clock))
        await asyncio.sleep(0)
        gate.stop()
        with pytest.raises(StoppedError):
            await waiting

    run(scenario)
    assert clock.now < 110


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"120", 120.0),
        (b" 0 ", 0.0),
        (b"Mon, 23 Nov 2026 12:00:30 GMT", 30.0),
        (b"Mon, 23 Nov 2026 11:00:00 GMT", 0.0),
        (b"Mon, 23 Nov 2026 12:01:00", 60.0),
        (b"99999999999999999999", 999999999.0),
        (b"-5", None),
        (b"soon", None),
        (b"", None),
        (None, None),
        ("٣".encode(), None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(value: bytes | None, seconds: float | None) -> None:
    assert read_retry_after(value, NOW) == seconds
