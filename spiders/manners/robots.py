"""robots.txt, obeyed as RFC 9309 says, and read once for each origin in a check.

Scrapy's own middleware lets every request but the first pass while robots.txt is on its way (9 of 20 disallowed
requests were sent), takes a failed fetch for "all allowed", and reads the body of an error page as rules.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from protego import Protego
from scrapy.http import Response

from spiders.failures import LookFailedError
from storage.records import Failure

LONGEST_ROBOTS = 512_000
"""Bytes that are read of a robots.txt: RFC 9309 2.5 asks for at least 500 KiB."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a robots.txt says to us. Where `failure` is set, it could not be read and nothing may be asked now."""

    parsed: Protego | None = None
    failure: Failure | None = None
    detail: str | None = None

    def why_forbidden(self, url: str, robot: str) -> tuple[Failure, str] | None:
        """Why this URL must not be asked now; None where it may."""
        if self.failure is not None:
            return self.failure, self.detail or "robots.txt could not be read"
        if self.parsed is not None and not self.parsed.can_fetch(url, robot):
            return Failure.ROBOTS, "robots.txt forbids it"
        return None


class RobotsBook:
    """The rules of each origin, asked for once in a check by whoever comes first; all others wait for them."""

    def __init__(self) -> None:
        self._rules: dict[str, asyncio.Future[Rules]] = {}

    async def rules(self, origin: str, fetch: Callable[[], Awaitable[Rules]]) -> Rules:
        """The rules of this origin. A fetch that breaks off without rules is tried again by the next who asks."""
        waiting = self._rules.get(origin)
        if waiting is not None:
            return waiting.result() if waiting.done() else await asyncio.shield(waiting)
        waiting = self._rules[origin] = asyncio.get_running_loop().create_future()
        try:
            rules = await fetch()
        except BaseException as error:
            del self._rules[origin]
            if isinstance(error, Exception):
                waiting.set_exception(error)
                waiting.exception()  # seen: with nobody waiting, asyncio would complain
            else:
                waiting.cancel()
            raise
        waiting.set_result(rules)
        return rules


def read_rules(response: Response) -> Rules:
    """What an answer to robots.txt means: 2xx its rules, 4xx no rules, and 5xx or 429 "not now" (RFC 9309 2.3.1)."""
    if 200 <= response.status < 300:
        return Rules(parsed=Protego.parse(response.body[:LONGEST_ROBOTS].decode("utf-8-sig", "ignore")))
    if response.status >= 500 or response.status == 429:
        return Rules(failure=Failure.ROBOTS, detail=f"robots.txt answered {response.status}: not asked now")
    return Rules()


def name_robot(user_agent: str) -> str:
    """The product token by which a robots.txt would call us (RFC 9309 2.2.1), without the contact behind it."""
    found = re.match(r"[A-Za-z_-]+", user_agent.strip())
    return found[0] if found else "defenderwatch"


def judge_failure(failed: LookFailedError) -> Rules:
    """Too many redirects mean "no rules"; an unreachable host is told as what it is, not as a robots.txt."""
    if failed.failure is Failure.REDIRECTS:
        return Rules()
    if failed.failure in (Failure.DNS, Failure.CONNECTION, Failure.TLS, Failure.TIMEOUT, Failure.ADDRESS, Failure.WAIT):
        return Rules(failure=failed.failure, detail=f"robots.txt: {failed.detail or failed.failure}")
    return Rules(failure=Failure.ROBOTS, detail=f"robots.txt could not be read: {failed.failure}")
