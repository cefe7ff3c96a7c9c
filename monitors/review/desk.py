"""What every page of the desk works with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse

from config.declarations import Configuration
from monitors.digests.days import read_zone
from monitors.review.access import Doorkeeper
from monitors.review.tongues import list_languages, read_here
from storage.store import Store

FRESH = timedelta(minutes=1)

_Made = TypeVar("_Made")

FindNotSeen = Callable[[Store, Configuration, datetime], Iterable[tuple[str, str, str]]]
"""Says which sources could not be looked at, as (source, state, detail)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The store and the configuration, the key, what time it is, and how pages are written."""

    store: Store
    folder: Path
    """The operator's folder, where edits are written."""

    configuration: Configuration
    keeper: Doorkeeper
    clock: Callable[[], datetime]
    templates: Environment
    find_not_seen: FindNotSeen
    recent: dict[str, tuple[datetime, object]] = field(default_factory=dict)
    """What `recall` made last, and when."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which times are shown."""
        return read_zone(self.configuration.service.timezone)

    def recall(self, name: str, make: Callable[[], _Made]) -> _Made:
        """What `make` gives, at most a minute old: for what costs much and everybody asks for."""
        now = self.clock()
        at, made = self.recent.get(name, (None, None))
        if at is None or not at <= now <= at + FRESH:
            for old, (then, _) in list(self.recent.items()):
                if not then <= now <= then + FRESH:
                    self.recent.pop(old, None)
            made = make()
            self.recent[name] = (now, made)
        return cast(_Made, made)

    def with_configuration(self, configuration: Configuration) -> Desk:
        """The same desk going by another configuration, with nothing recalled."""
        return replace(self, configuration=configuration, recent={})

    def write(self, template: str, request: Request, status: int = 200, **told: object) -> HTMLResponse:
        """A page written from a template; it knows the session, the zone, the time, and the languages there are."""
        page = self.templates.get_template(template).render(
            session=getattr(request.state, "session", None),
            zone=self.zone,
            now=self.clock(),
            veil=self.keeper.veil,
            languages=list_languages(),
            here=read_here(request),
            **told,
        )
        return HTMLResponse(page, status)

    def write_problem(self, request: Request, status: int, what: str) -> HTMLResponse:
        """A page that says what is wrong and what to do."""
        return self.write("problem.html", request, status, what=what)


def desk_of(request: Request) -> Desk:
    """The desk that this request came to."""
    desk = request.app.state.desk
    assert isinstance(desk, Desk)  # noqa: S101  put there by `app.make_app`, before the first request
    return desk
