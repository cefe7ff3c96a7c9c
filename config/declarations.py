"""What an operator declares: the service, its sources, its watch lists.

Every model forbids unknown keys and is frozen; a value that stands in one has been checked (`config.values`).
Reading the files, and telling an operator what is wrong with them, is the work of `config.loading`.
The docstring below each field is its description in the JSON Schemas and in the reference (`config.schemas` reads them:
pydantic would read this file anew for each class, whenever any command starts).
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from config.quantities import Duration, Period, Size
from config.values import (
    Article,
    Count,
    Country,
    Expression,
    Header,
    Hours,
    Language,
    Listen,
    Name,
    Network,
    Proxy,
    SecretUrl,
    Selector,
    ServiceUrl,
    Text,
    TimeOfDay,
    Timezone,
    Url,
)

__all__ = [
    "Alias",
    "Code",
    "Configuration",
    "Declaration",
    "DigestSettings",
    "Duration",
    "HeartbeatSettings",
    "Name",
    "NetworkSettings",
    "Pace",
    "ReviewSettings",
    "Service",
    "Size",
    "Source",
    "SourceType",
    "SpiderKind",
    "Subject",
    "SubjectKind",
    "TimestampSettings",
    "WatchList",
    "Weekday",
    "Window",
]


class Declaration(BaseModel):
    """The base of all declarations: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, validate_default=False)


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


class Tongue(StrEnum):
    """A language in which people are told: those with a catalogue, and English."""

    EN = "en"
    KK = "kk"
    RU = "ru"


class Weekday(StrEnum):
    """A day of the week."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Window(Declaration):
    """The times at which the service may check a source."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = tuple(Weekday)
    """The days of the week: mon, tue, wed, thu, fri, sat, sun."""

    hours: Hours = "00:00-24:00"
    """From when to when by the local clock, in quotes: "08:00-20:00"; "22:00-06:00" goes on into the next day."""

    timezone: Timezone | None = None
    """The IANA time zone of these hours; the service's where left out."""


class Pace(Declaration):
    """Between which intervals an adaptive source is checked."""

    min: Period | None = None
    """The shortest time between two checks; a quarter of `every` where left out."""

    max: Period | None = None
    """The longest time between two checks; four times `every` where left out."""

    @model_validator(mode="after")
    def _check_order(self) -> Pace:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("has a min that is longer than its max")
        return self


def _pace(value: Any) -> Any:
    return {} if value is True else None if value is False else value


PaceOrSwitch = Annotated[Pace | None, BeforeValidator(_pace, json_schema_input_type=bool | Pace)]
"""A pace: true, false, or min and max."""


class Source(Declaration):
    """One thing to watch: a page, or a feed, sitemap or listing that leads to pages."""

    name: Name
    """The source's name in commands, files and digests; unique, a-z, 0-9 and hyphens."""

    title: Text | None = None
    """What readers see in a digest; the name where left out."""

    type: SourceType = SourceType.MEDIA
    """Who publishes it."""

    country: Country | None = None
    """Where its legal references belong: `ст. 274 УК` on a source of kz is Kazakhstan's code."""

    language: Language | None = None
    """The language it is written in; detected page by page where left out."""

    url: Url
    """The address of the page, feed, sitemap or listing."""

    spider: SpiderKind = SpiderKind.PAGE
    """How it publishes: one page, an RSS or Atom feed, a sitemap, or a page that lists others."""

    follow: Selector | None = None
    """Listings only: CSS of the links to follow; article links on the same site where left out."""

    include: tuple[Expression, ...] = ()
    """Regular expressions: a found page is fetched only if one of them is found in its address."""

    exclude: tuple[Expression, ...] = ()
    """Regular expressions: a found page is not fetched if one of them is found in its address."""

    limit: Annotated[Count, Field(gt=0)] = 200
    """The most pages fetched in one check."""

    keep_watching: Period | None = timedelta(days=90)
    """How long a page found by a feed, sitemap or listing stays watched; null: for ever."""

    keep_evidence: Period | None = None
    """How long captures are kept: older ones `archive expire` forgets, when somebody runs it; null: for ever."""

    every: Period = timedelta(hours=6)
    """How often the service checks it."""

    when: Window | None = None
    """Days and hours at which the service may check it; at all times where left out."""

    adaptive: PaceOrSwitch = None
    """true, or {min: 1h, max: 2d}: let the rate of change observed move the time between checks."""

    content: Selector | None = None
    """CSS of the part of a page that holds its text; the article is sought where left out."""

    ignore: tuple[Selector, ...] = ()
    """CSS of parts that never count: sharing buttons, related articles, counters."""

    render: bool = False
    """Let a browser show each page, and keep its screenshot, PDF and DOM; the text is read as the server sent it."""

    expect_at_least: Count = 1
    """Fewer pages than this in a check is a health problem, not silence."""

    verify_tls: bool | None = None
    """Check the server's certificate; as `network.verify_tls` says where left out."""

    proxy: Proxy | None = None
    """A proxy for this source alone: http://HOST:PORT, or socks5h://HOST:PORT (Tor); `network.proxy` where left out."""

    watch_lists: tuple[Name, ...] | None = None
    """The watch lists it is read for; all of them where left out."""


class Alias(Declaration):
    """Another spelling of a subject's name."""

    text: Text
    """The spelling, in its nominative form."""

    language: Language | None = None
    """The language this spelling belongs to."""

    match: Literal["inflected", "exact"] = "inflected"
    """`inflected`: found in its cases and in the other scripts; `exact`: this spelling only."""


def _alias(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


AliasOrText = Annotated[Alias, BeforeValidator(_alias)]
"""An alias: its text alone, or keys and values."""


class Subject(Declaration):
    """Who or what is tracked."""

    id: Name
    """The subject's lasting name in the database and in commands; unique, a-z, 0-9 and hyphens."""

    kind: SubjectKind
    """What it is: a defender, an organisation, a law (or an article of one), a term."""

    name: Text
    """The name readers see, which is looked for as well; in any one script."""

    aliases: tuple[AliasOrText, ...] = ()
    """Other spellings; a name in one script is found in the others too, and in its cases."""

    distinctive: bool = False
    """The surname alone counts even before the full name is seen on a page; for rare surnames."""

    not_near: tuple[Text, ...] = ()
    """Words of a homonym: no mention where one of them stands in the same sentence."""

    note: str | None = None
    """Why it is tracked; shown to reviewers."""

    code: Name | None = None
    """For an article of a law: the id of the code it stands in, declared under `codes`."""

    article: Article | None = None
    """For an article of a law: its number as text, "274", "456-2" or "6(b)"."""

    country: Country | None = None
    """For a law or an organisation: its country; the same law, or plain name, of another country is no mention."""


class Code(Declaration):
    """A body of law whose articles may be tracked or, untracked, absorb their numbers."""

    id: Name
    """The code's lasting name; subjects name it under `code`."""

    name: Text
    """Its name, which is looked for as well."""

    country: Country | None = None
    """Where it is in force; left out for international instruments."""

    aliases: tuple[AliasOrText, ...] = ()
    """Its names in other languages, and its abbreviations."""


class WatchList(Declaration):
    """Subjects, and the codes their articles stand in."""

    name: Name
    """The list's name, which sources may ask for; unique, a-z, 0-9 and hyphens."""

    title: Text | None = None
    """What readers see; the name where left out."""

    subjects: Annotated[tuple[Subject, ...], Field(min_length=1)]
    """Who and what is tracked; at least one."""

    codes: tuple[Code, ...] = ()
    """The bodies of law that the subjects' articles stand in, and others that absorb their numbers."""


class DigestSettings(Declaration):
    """When the digest is made, and where it goes."""

    at: TimeOfDay = "07:00"
    """The hour of the digest, local time, in quotes: "07:00"."""

    send: tuple[ServiceUrl, ...] = ()
    """Apprise addresses that receive it: mailto://…, slack://…, signal://…, tgram://…; or env:NAME, file:/PATH."""

    names_in_subject: bool = False
    """Whether subject lines may hold names; the watch list is sensitive."""

    language: Tongue = Tongue.EN
    """The language of its words; what pages say stays as it is."""


class TimestampSettings(Declaration):
    """Who else says when the archive was signed: time-stamp authorities (RFC 3161). They learn a hash, nothing more."""

    authorities: tuple[Url, ...] = ()
    """Addresses of authorities, asked at the end of a check for a stamp of the signed checkpoint; none: nobody is."""

    every: Period = timedelta(days=1)
    """The least time between two questions to one authority."""


class ReviewSettings(Declaration):
    """Where the review desk listens."""

    listen: Listen = "127.0.0.1:8765"
    """HOST:PORT; loopback unless you know what you do."""


class NetworkSettings(Declaration):
    """How we behave as a guest."""

    user_agent: Header = "defenderwatch (+contact not set)"
    """How we introduce ourselves; name a way to reach you."""

    obey_robots: bool = True
    """Fetch only what a site's robots.txt allows."""

    delay: Duration = timedelta(seconds=2)
    """The time between two requests to one host; 0s: none."""

    concurrency_per_host: Annotated[Count, Field(gt=0, le=64)] = 1
    """How many requests to one host may be under way at once."""

    requests_per_day: Annotated[Count, Field(gt=0)] = 100_000
    """The most requests to one host within 24 hours, over all checks; what is beyond waits."""

    timeout: Period = timedelta(seconds=30)
    """How long an answer may take."""

    max_size: Size = 20_000_000
    """The largest answer accepted, after decompression."""

    verify_tls: bool = True
    """Check the servers' certificates; a source may say otherwise."""

    allow_addresses: tuple[Network, ...] = ()
    """Ranges (CIDR) exempt from the guard against private addresses."""

    proxy: Proxy | None = None
    """A proxy for all requests: http://HOST:PORT, or socks5h://HOST:PORT (Tor)."""

    browser: Text | None = None
    """The Chromium of sources with `render: true`, where it is not the one on PATH."""


class HeartbeatSettings(Declaration):
    """A sign of life to a monitor of your choice, which raises an alarm when it stays away."""

    url: SecretUrl
    """Asked with GET as long as the service goes round; https://…, env:NAME or file:/PATH."""

    every: Period = timedelta(minutes=5)
    """The time between two signs of life."""


class Service(Declaration):
    """The whole service: `defenderwatch.yaml`."""

    timezone: Timezone = "UTC"
    """The IANA time zone of days and digests; stored times are always UTC."""

    digest: DigestSettings = DigestSettings()
    """When the digest is made, and where it goes."""

    review: ReviewSettings = ReviewSettings()
    """Where the review desk listens."""

    network: NetworkSettings = NetworkSettings()
    """How we behave as a guest."""

    heartbeat: HeartbeatSettings | None = None
    """A sign of life to a monitor of your choice; none where left out."""

    timestamps: TimestampSettings = TimestampSettings()
    """Who else says when the archive was signed."""


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
