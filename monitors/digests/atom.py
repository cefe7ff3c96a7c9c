"""The digest as an Atom feed (RFC 4287): one entry a story, with ids that stay the same for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from lxml import etree

from monitors.digests.facts import change_address, list_facts, web_address, where_told
from monitors.digests.passages import clean_text
from monitors.digests.records import Digest, Story, Wording
from monitors.digests.words import describe_event, describe_reasons, head_line
from monitors.languages.speaking import _, spoken
from monitors.shapes.contract import time_shape

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ATOM = "http://www.w3.org/2005/Atom"


def render_atom(digest: Digest, *, review_url: str | None = None) -> str:
    """The feed of one day as an XML document; texts are plain text, never markup."""
    day = digest.date.isoformat()
    feed = _begin(f"urn:defenderwatch:digest:{day}", f"defenderwatch, {day}", digest.made_at)
    _add(feed, "subtitle", head_line(digest))
    return _end(feed, [digest], review_url)


def render_feed(digests: Sequence[Digest], *, review_url: str | None = None) -> str:
    """The feed of several days, given newest first: what a reader of feeds asks for again and again."""
    feed = _begin("urn:defenderwatch:feed", "defenderwatch", max(each.made_at for each in digests))
    return _end(feed, digests, review_url)


def _begin(name: str, title: str, updated: datetime) -> etree._Element:
    feed = etree.Element(f"{{{_ATOM}}}feed", {_LANGUAGE: spoken()}, nsmap={None: _ATOM})
    _add(feed, "id", name)
    _add(feed, "title", title)
    _add(feed, "updated", time_shape(updated) or "")
    _add(etree.SubElement(feed, f"{{{_ATOM}}}author"), "name", "defenderwatch")
    return feed


def _end(feed: etree._Element, digests: Sequence[Digest], review_url: str | None) -> str:
    for digest in digests:
        for story in digest.stories:
            _add_entry(feed, story, digest, review_url)
    return etree.tostring(feed, encoding="unicode", pretty_print=True)


def _add_entry(feed: etree._Element, story: Story, digest: Digest, review_url: str | None) -> None:
    first = story.sightings[0]
    entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
    _add(entry, "id", _name_story(story))
    _add(entry, "title", f"{story.name}: {describe_event(story)} {where_told(story, digest.zone)}")
    _add(entry, "updated", time_shape(first.change.detected_at) or "")
    etree.SubElement(entry, f"{{{_ATOM}}}category", term=story.group.value)
    for relation, address in (
        ("alternate", change_address(review_url, first.change.id) or web_address(first.change.url)),
        ("via", web_address(first.change.url)),
    ):
        if address:
            etree.SubElement(entry, f"{{{_ATOM}}}link", rel=relation, href=address)
    _add(entry, "summary", _summarise(story, digest)).set("type", "text")


def _name_story(story: Story) -> str:
    """The same for the same passage of the same change, whatever else the day brings."""
    passage = "".join(_plain(side) for side in (story.before, story.after) if side)
    told = hashlib.sha256(f"{story.subject} {story.kind.value} {passage}".encode()).hexdigest()
    return f"urn:defenderwatch:{story.sightings[0].change.id}:{told[:16]}"


def _summarise(story: Story, digest: Digest) -> str:
    sides = [f"{_('was:')} {_plain(story.before)}"] if story.before else []
    sides += [f"{_('now:') if story.before else _('reads:')} {_plain(story.after)}"] if story.after else []
    facts = " · ".join(list_facts(story.sightings[0], digest.zone))
    return " | ".join([*sides, _("why: %(reasons)s", reasons=describe_reasons(story)), facts])


def _plain(wording: Wording) -> str:
    return "".join(segment.text for segment in wording)


def _add(parent: etree._Element, name: str, text: str) -> etree._Element:
    child: etree._Element = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    child.text = clean_text(text)
    return child
