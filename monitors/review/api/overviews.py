"""What is told of the whole: the sources and how they are, and the digests of days."""

from __future__ import annotations

from pydantic import ConfigDict, with_config
from starlette.exceptions import HTTPException
from typing_extensions import TypedDict

from config.declarations import Source
from monitors.digests.json import shape_digest
from monitors.health.checkpoints import look_at_checkpoints
from monitors.health.sources import look_at_delivery, look_at_health
from monitors.review.api.questions import Day, Name
from monitors.review.desk import Desk
from monitors.review.digest_days import gather_day, last_days, read_day
from monitors.shapes import types as told
from monitors.shapes.desk import health_shape

_described = with_config(ConfigDict(use_attribute_docstrings=True))


@_described
class DeclaredSource(TypedDict):
    """A source as the operator declares it."""

    source: str
    title: str | None
    type: str | None
    country: str | None
    language: str | None
    url: str
    spider: str


@_described
class Sources(TypedDict):
    """Every source that is declared."""

    sources: list[DeclaredSource]


@_described
class DigestDay(TypedDict):
    """A day, and whether its digest went out."""

    date: str
    sent: bool


@_described
class DigestDays(TypedDict):
    """The last days, newest first."""

    digests: list[DigestDay]


@_described
class HealthRows(TypedDict):
    """How every source is; `(digest)` and `(checkpoint)` stand in it while one of them is in trouble."""

    health: list[told.Health]


def list_sources(desk: Desk) -> Sources:
    """What is watched."""
    return {"sources": [_source_shape(each) for each in desk.configuration.sources]}


def show_source(desk: Desk, *, name: Name) -> DeclaredSource:
    """One source."""
    source = next((each for each in desk.configuration.sources if each.name == name), None)
    if source is None:
        raise HTTPException(404, "No source of that name is declared.")
    return _source_shape(source)


def list_digests(desk: Desk) -> DigestDays:
    """The last days, newest first."""
    days = [each.isoformat() for each in last_days(desk)]
    return {"digests": [{"date": day, "sent": desk.store.digest_sent(day)} for day in days]}


def show_digest(desk: Desk, *, day: Day) -> told.Digest:
    """The digest of one day."""
    read = read_day(day)
    if read is None:
        raise HTTPException(404, "There is no such day.")
    return shape_digest(gather_day(desk, read))


def show_health(desk: Desk) -> HealthRows:
    """How every source is, at most a minute ago."""
    now = desk.clock()
    rows = desk.recall("health", lambda: look_at_health(desk.store, desk.configuration, now=now))
    beside = (look_at_delivery(desk.store, now=now), look_at_checkpoints(desk.store))
    return {"health": [health_shape(each) for each in (*rows, *beside) if each]}


def _source_shape(source: Source) -> DeclaredSource:
    return {
        "source": source.name,
        "title": source.title,
        "type": source.type,
        "country": source.country,
        "language": source.language,
        "url": source.url,
        "spider": source.spider,
    }
