"""A sign of life to a monitor of the operator's choice: where it stays away, somebody else raises the alarm."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx

from config.declarations import Service
from config.secrets import SecretMissingError, read_secret

FRESH = 120.0
"""Seconds: a service whose main loop has not gone round for longer is stuck, and shall look dead."""

_TIMEOUT = 10.0


class Heartbeat:
    """Beats while the service goes round. What the address holds is a secret: it is never told."""

    def __init__(self, tell: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._tell = tell
        self._clock = clock
        self._round_at = clock()
        self._problem: str | None = None

    def note_round(self) -> None:
        """The main loop has gone round."""
        self._round_at = self._clock()

    def beat(self, service: Service) -> None:
        """Ask the operator's address, if the service goes round; a problem, and its end, is told once."""
        if service.heartbeat is None or self._clock() - self._round_at > FRESH:
            return
        problem = send_beat(service)
        if problem != self._problem:
            self._tell(f"the heartbeat is not heard: {problem}" if problem else "the heartbeat is heard again")
        self._problem = problem


def send_beat(service: Service) -> str | None:
    """Why the monitor did not hear us, without its address; None where it did.

    Through the service's proxy, if it has one; redirects are not followed. The operator chose the address: it may be
    one of his own network.
    """
    if service.heartbeat is None:
        return None
    try:
        url = read_secret(service.heartbeat.url)
        headers = {"User-Agent": service.network.user_agent}
        with httpx.Client(proxy=service.network.proxy, timeout=_TIMEOUT, trust_env=False, headers=headers) as client:
            status = client.get(url).status_code
    except SecretMissingError as error:
        return str(error)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return type(error).__name__
    return None if 200 <= status < 300 else f"status {status}"
