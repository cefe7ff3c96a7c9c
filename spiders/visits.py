"""What a request is for, and what follows an answer: nothing, a redirect to follow, or one more try.

The rule is asked once, in the download handler, where the exchange is recorded: the record of a page's last exchange
must be told from those of the hops and tries before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urldefrag, urljoin

from w3lib.url import safe_url_string

from spiders.manners.politeness import SHORT_WAIT
from storage.records import Failure, Page, Role

MOST_HOPS = 10
MOST_TRIES = 2
RETRY_PAUSE = 1.0
"""Seconds before the second try after a failure or a 5xx that names no time."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
TRY_AGAIN = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
_TRANSIENT = frozenset({Failure.CONNECTION, Failure.TIMEOUT, Failure.HTTP, Failure.DNS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One look at one page, index or robots.txt: stands in `request.meta["visit"]` through all its exchanges."""

    role: Role
    start: str  # URL at which it began
    page: Page | None = None
    hops: tuple[str, ...] = field(default=())
    tries: int = 1
    wait: float = 0.0  # seconds before this try

    @property
    def name(self) -> str | None:
        """The URL that names the page of this visit; None for an index and robots.txt."""
        return self.page.url if self.page else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What follows an exchange: the URL to ask next and the visit as it stands then, or the failure it ends in."""

    role: Role  # what the exchange was for
    url: str | None = None
    visit: Visit | None = None
    failure: Failure | None = None
    detail: str | None = None

    @property
    def is_redirect(self) -> bool:
        """Whether the exchange was a hop."""
        return self.role is Role.REDIRECT


def follow_answer(
    visit: Visit, url: str, status: int, location: bytes | None, retry_after: float | None, *, host_open: bool
) -> Step:
    """What follows an answer with this status. A redirect leads on for at most ten hops and never in a circle."""
    if status in REDIRECTS and location:
        return _follow_redirect(visit, url, location)
    if status in TRY_AGAIN and host_open and visit.tries < MOST_TRIES and (retry_after or 0.0) <= SHORT_WAIT:
        # A Retry-After is waited for at the host's gate, by everyone
        return Step(role=Role.ATTEMPT, url=url, visit=_try_again(visit, 0.0 if retry_after else RETRY_PAUSE))
    return Step(role=visit.role)


def follow_failure(visit: Visit, url: str, failure: Failure, *, host_open: bool) -> Step:
    """What follows where no answer came: one more try, if the failure is of the kind that passes."""
    if failure in _TRANSIENT and host_open and visit.tries < MOST_TRIES:
        return Step(role=Role.ATTEMPT, url=url, visit=_try_again(visit, RETRY_PAUSE))
    return Step(role=visit.role)


def read_location(url: str, location: bytes) -> str:
    """Where a Location header leads, as an absolute URL without its fragment. Backslashes stay for the guard to see."""
    try:
        written = location.decode("utf-8")
    except UnicodeDecodeError:
        written = location.decode("latin-1")
    target = urldefrag(urljoin(url, written.strip())).url
    return target if "\\" in target else safe_url_string(target)


def _follow_redirect(visit: Visit, url: str, location: bytes) -> Step:
    try:
        target = read_location(url, location)
    except ValueError:
        return Step(role=Role.REDIRECT, failure=Failure.HTTP, detail="a redirect to what is no URL")
    hops = (*visit.hops, url)
    if target in hops:
        return Step(role=Role.REDIRECT, url=target, failure=Failure.REDIRECTS, detail="redirects in a circle")
    if len(hops) > MOST_HOPS:
        detail = f"more than {MOST_HOPS} redirects"
        return Step(role=Role.REDIRECT, url=target, failure=Failure.REDIRECTS, detail=detail)
    return Step(role=Role.REDIRECT, url=target, visit=replace(visit, hops=hops, tries=1, wait=0.0))


def _try_again(visit: Visit, pause: float) -> Visit:
    return replace(visit, tries=visit.tries + 1, wait=pause)
