"""What an operator declares: the service, its sources, its watch lists.

Every model forbids unknown keys and is frozen. Reading the files, and telling an operator
what is wrong with them, is the work of `config.loading`.
"""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SIZES = {"B": 1, "KB": 1000, "MB": 1000**2, "GB": 1000**3}


def _duration(value: Any) -> Any:
    """Read `30s`, `5m`, `6h`, `90d` or `2w` into a timedelta; leave everything else to pydantic."""
    if isinstance(value, str):
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhdw])\s*", value)
        if not match:
            raise ValueError("a duration is a number and a unit: 30s, 5m, 6h, 90d or 2w")
        return timedelta(seconds=float(match[1]) * _UNITS[match[2]])
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError("a duration needs its unit: 30s, 5m, 6h, 90d or 2w")
    return value


def _size(value: Any) -> Any:
    """Read `20MB` into bytes."""
    if isinstance(value, str):
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)\s*", value, re.IGNORECASE)
        if not match:
            raise ValueError("a size is a number and a unit: 500KB, 20MB or 1GB")
        return int(float(match[1]) * _SIZES[match[2].upper()])
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
"""A length of time, written `30s`, `5m`, `6h`, `90d` or `2w`."""

Size = Annotated[int, BeforeValidator(_size), Field(gt=0)]
"""A number of bytes, written `500KB`, `20MB` or `1GB` (powers of ten)."""

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
"""A name that may stand in a URL and a file name: a-z, 0-9 and hyphens."""


class Declaration(BaseModel):
    """The base of all declarations: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class SourceType(StrEnum):
    """Who publishes a source."""

    NGO = "ngo"
    UN = "un"
    MEDIA = "media"
    GOVERNMENT = "government"
    LAW = "law"


class SpiderKind(StrEnum):
    """How a source publishes: one way, one file in `spiders`."""

    PAGE = "page"
    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"


class SubjectKind(StrEnum):
    """What a subject is."""

    DEFENDER = "defender"
    ORGANISATION = "organisation"
    LAW = "law"
    TERM = "term"


class Source(Declaration):
    """One thing to watch: a page, or a feed, sitemap or listing that leads to pages."""

    name: Name
    title: str | None = None
    type: SourceType = SourceType.MEDIA
    country: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = None
    url: str
    spider: SpiderKind = SpiderKind.PAGE
    follow: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limit: Annotated[int, Field(gt=0)] = 200
    keep_watching: Duration | None = timedelta(days=90)
    every: Duration = timedelta(hours=6)
    adaptive: bool = False
    content: str | None = None
    ignore: tuple[str, ...] = ()
    render: bool = False
    expect_at_least: Annotated[int, Field(ge=0)] = 1
    verify_tls: bool | None = None
    watch_lists: tuple[Name, ...] | None = None


class Alias(Declaration):
    """Another spelling of a subject's name."""

    text: Annotated[str, Field(min_length=1)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = None
    match: Literal["inflected", "exact"] = "inflected"


def _alias(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class Subject(Declaration):
    """Who or what is tracked."""

    id: Name
    kind: SubjectKind
    name: Annotated[str, Field(min_length=1)]
    aliases: tuple[Annotated[Alias, BeforeValidator(_alias)], ...] = ()
    distinctive: bool = False
    not_near: tuple[str, ...] = ()
    note: str | None = None
    code: Name | None = None
    article: str | None = None
    country: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = None


class Code(Declaration):
    """A body of law whose articles may be tracked or, untracked, absorb their numbers."""

    id: Name
    name: Annotated[str, Field(min_length=1)]
    country: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = None
    aliases: tuple[Annotated[Alias, BeforeValidator(_alias)], ...] = ()


class WatchList(Declaration):
    """Subjects, and the codes their articles stand in."""

    name: Name
    title: str | None = None
    subjects: tuple[Subject, ...]
    codes: tuple[Code, ...] = ()


class DigestSettings(Declaration):
    """When the digest is made, and where it goes."""

    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "07:00"
    send: tuple[str, ...] = ()
    names_in_subject: bool = False


class ReviewSettings(Declaration):
    """Where the review desk listens."""

    listen: str = "127.0.0.1:8765"


class NetworkSettings(Declaration):
    """How we behave as a guest."""

    user_agent: str = "defenderwatch (+contact not set)"
    obey_robots: bool = True
    delay: Duration = timedelta(seconds=2)
    concurrency_per_host: Annotated[int, Field(gt=0, le=64)] = 1
    timeout: Duration = timedelta(seconds=30)
    max_size: Size = 20_000_000
    verify_tls: bool = True
    allow_addresses: tuple[str, ...] = ()
    proxy: str | None = None


class Service(Declaration):
    """The whole service: `defenderwatch.yaml`."""

    timezone: str = "UTC"
    digest: DigestSettings = DigestSettings()
    review: ReviewSettings = ReviewSettings()
    network: NetworkSettings = NetworkSettings()


class Configuration(Declaration):
    """All that an operator's folder declares, read together and checked against itself."""

    service: Service
    sources: tuple[Source, ...]
    watch_lists: tuple[WatchList, ...]

    def source(self, name: str) -> Source:
        """The source of that name; KeyError where there is none."""
        for source in self.sources:
            if source.name == name:
                return source
        raise KeyError(name)

    def watch_lists_for(self, source: Source) -> tuple[WatchList, ...]:
        """The watch lists that a source is read for: all, unless it names some."""
        if source.watch_lists is None:
            return self.watch_lists
        return tuple(each for each in self.watch_lists if each.name in source.watch_lists)
