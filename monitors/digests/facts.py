"""Where, when and by what proof: the facts that stand under a story, and the addresses that lead to them."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from monitors.digests.days import local_time, read_published
from monitors.digests.passages import clean_text
from monitors.digests.records import Copy, Sighting, Story, TakenBack
from monitors.languages.speaking import _, count
from storage.records import EventKind

PLACES = 4
"""Places of a story that are named; the rest is a number."""

STORIES = 12
"""Stories of one subject under one heading that are told; the rest is a number."""

_SHORT = 12
"""Hexadecimal digits of an id or a hash that a person needs to compare by eye."""


def web_address(url: str | None) -> str | None:
    """The URL where it is plain http or https without control characters; None for everything else a page may claim."""
    if not url or any(ord(each) <= 32 or ord(each) == 127 for each in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def change_address(review_url: str | None, change: str) -> str | None:
    """Where the review desk shows a change; None without a desk."""
    return f"{review_url.rstrip('/')}/changes/{change}" if review_url is not None else None


def capture_address(review_url: str | None, copy: Copy | None) -> str | None:
    """Where the review desk shows our stored copy; None without a desk or a copy."""
    return f"{review_url.rstrip('/')}/captures/{copy.capture}" if review_url is not None and copy else None


def short(identifier: str) -> str:
    """The beginning of an id or a hash, with an ellipsis."""
    return f"{identifier[:_SHORT]}…" if len(identifier) > _SHORT else identifier


def page_title(sighting: Sighting) -> str:
    """The title of the page, else its address, on one line."""
    return clean_text(sighting.change.title or "") or clean_text(sighting.change.url)


def where_told(story: Story, zone: ZoneInfo) -> str:
    """`on "Title" (Source)`; for several places the sources, and which was first, if not one of an earlier day."""
    first = story.sightings[0]
    earlier = story.earlier
    if len(story.sightings) == 1:
        told = {"title": page_title(first), "source": first.source}
        place = _("“%(title)s” (%(source)s)", **told) if story.is_gone else _("on “%(title)s” (%(source)s)", **told)
        return f"{place} ({_first_on(earlier.source, earlier.at, zone)})" if earlier else place
    names = list(dict.fromkeys(each.source for each in story.sightings))
    if len(names) == 1:
        places = count(
            "on %(num)s page of %(source)s", "on %(num)s pages of %(source)s", len(story.sightings), source=names[0]
        )
        origin = f"“{page_title(first)}”"
    else:
        places, origin = _("in %(sources)s", sources=_list_names(names)), first.source
    if earlier:
        return f"{places} ({_first_on(earlier.source, earlier.at, zone)})"
    return f"{places} ({_first_on(origin, first.seen_at, zone)})"


def _count_pages(number: int, source: str) -> str:
    return count("on %(num)s page of %(source)s", "on %(num)s pages of %(source)s", number, source=source)


def _list_names(names: list[str]) -> str:
    told, rest = ", ".join(names[:PLACES]), len(names) - PLACES
    return f"{told} {count('and %(num)s more', 'and %(num)s more', rest)}" if rest > 0 else told


def _first_on(place: str, at: datetime, zone: ZoneInfo) -> str:
    return _("the same passage, first on %(place)s %(at)s", place=place, at=local_time(at, zone))


def describe_taken_back(back: TakenBack, zone: ZoneInfo) -> str:
    """What a reader is to forget of an earlier digest, or of this one."""
    return _(
        "“%(title)s” reads as before again: what was told of it on %(at)s no longer stands",
        title=clean_text(back.title),
        at=local_time(back.told_at, zone),
    )


def list_facts(sighting: Sighting, zone: ZoneInfo) -> list[str]:
    """The times of one place, and the copy that proves it."""
    facts = _times_gone(sighting, zone) if sighting.event.kind is EventKind.DISAPPEARED else _times_seen(sighting, zone)
    if sighting.copy:
        copy = {"capture": short(sighting.copy.capture), "hash": short(sighting.copy.sha256)}
        facts.append(_("capture %(capture)s, sha256 %(hash)s", **copy))
    return facts


def _times_gone(sighting: Sighting, zone: ZoneInfo) -> list[str]:
    change = sighting.change
    facts = [_("last seen %(at)s", at=local_time(change.before.captured_at, zone))] if change.before else []
    if change.after is None:
        return [*facts, _("found gone %(at)s", at=local_time(change.detected_at, zone))]
    since = local_time(change.after.captured_at, zone)
    if local_time(change.detected_at, zone) == since:
        return [*facts, _("gone since %(at)s", at=since)]
    confirmed = local_time(change.detected_at, zone, beside=change.after.captured_at)
    return [*facts, _("gone since %(at)s, confirmed %(confirmed)s", at=since, confirmed=confirmed)]


def _times_seen(sighting: Sighting, zone: ZoneInfo) -> list[str]:
    change = sighting.change
    facts = [_("published %(at)s", at=read_published(change.published, zone))] if change.published else []
    facts.append(_("seen %(at)s", at=local_time(sighting.seen_at, zone)))
    if change.before:
        facts.append(_("before: %(at)s", at=local_time(change.before.captured_at, zone)))
    return facts
