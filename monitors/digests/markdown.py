"""The digest as Markdown, for wikis, tickets and chat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from monitors.digests.days import local_time, long_day
from monitors.digests.facts import (
    PLACES,
    STORIES,
    capture_address,
    change_address,
    describe_taken_back,
    list_facts,
    web_address,
    where_told,
)
from monitors.digests.passages import clean_text
from monitors.digests.records import Digest, Group, Segment, Sighting, Story, Wording
from monitors.digests.words import (
    EVENTS,
    GROUPS,
    describe_event,
    describe_reasons,
    head_line,
    heartbeat,
    leftovers,
    warn_unverified,
)
from monitors.languages.speaking import _, count
from monitors.languages.terms import say_detail, say_term

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>=])")


def render_markdown(digest: Digest, *, review_url: str | None = None) -> str:
    """The digest as Markdown: scraped text can neither format nor link anything, and carries no HTML."""
    return "\n".join(_write_digest(digest, review_url)) + "\n"


def escape_markdown(text: str) -> str:
    """The text on one line so that a reader of Markdown sees it as it is."""
    plain = clean_text(text).replace("&", "&amp;").replace("<", "&lt;")
    return _SPECIAL.sub(r"\\\1", plain)


def _write_digest(digest: Digest, review_url: str | None) -> Iterator[str]:
    yield f"# defenderwatch · {long_day(digest.date)} ({escape_markdown(digest.zone.key)})"
    yield from ("", escape_markdown(head_line(digest)))
    for group in Group:
        stories = digest.stories_in(group)
        if stories:
            yield from ("", f"## {GROUPS[group].capitalize()}")
            for name, told in groupby(stories, key=lambda story: story.name):
                yield from _write_subject(name, list(told), digest, review_url)
    if digest.taken_back:
        yield from ("", f"## {_('taken back').capitalize()}", "")
        for back in digest.taken_back:
            words = escape_markdown(describe_taken_back(back, digest.zone))
            yield f"- **{escape_markdown(back.source)}** {words}"
    if digest.not_seen:
        yield from ("", f"## {_('not seen').capitalize()}", "")
        yield from (
            f"- **{escape_markdown(source)}** {escape_markdown(f'{say_term(state)}: {say_detail(detail)}')}"
            for source, state, detail in digest.not_seen
        )
    last = local_time(digest.last_check_at, digest.zone) if digest.last_check_at else None
    for line in filter(None, (heartbeat(digest, last), leftovers(digest), warn_unverified(digest))):
        yield from ("", escape_markdown(line))


def _write_subject(name: str, stories: list[Story], digest: Digest, review_url: str | None) -> Iterator[str]:
    yield from ("", f"### {escape_markdown(name)}")
    for story in stories[:STORIES]:
        yield from _write_story(story, digest, review_url)
    if len(stories) > STORIES:
        yield from ("", count("and %(num)s more", "and %(num)s more", len(stories) - STORIES))


def _write_story(story: Story, digest: Digest, review_url: str | None) -> Iterator[str]:
    yield from ("", f"{escape_markdown(describe_event(story))} {escape_markdown(where_told(story, digest.zone))}")
    if story.before:
        yield from ("", f"> {_('was:')} {_mark(story.before, '~~')}")
    if story.after:
        yield from (
            ">" if story.before else "",
            f"> {_('now:') if story.before else _('reads:')} {_mark(story.after, '**')}",
        )
    yield ""
    if story.also:
        also = "; ".join(f"{each.name} ({EVENTS[each.kind]})" for each in story.also)
        yield f"- {escape_markdown(_('also: %(names)s', names=also))}"
    yield f"- {escape_markdown(_('why: %(reasons)s', reasons=describe_reasons(story)))}"
    for sighting in story.sightings[:PLACES]:
        yield f"- {_write_place(sighting, digest, review_url)}"
    if len(story.sightings) > PLACES:
        yield "- " + count("and %(num)s more place", "and %(num)s more places", len(story.sightings) - PLACES)


def _write_place(sighting: Sighting, digest: Digest, review_url: str | None) -> str:
    facts = [escape_markdown(fact) for fact in (sighting.source, *list_facts(sighting, digest.zone))]
    links = {
        _("diff"): change_address(review_url, sighting.change.id),
        _("stored copy"): capture_address(review_url, sighting.copy),
        _("live page"): web_address(sighting.change.url),
    }
    return " · ".join([*facts, *(_link(label, url) for label, url in links.items() if url)])


def _link(label: str, url: str) -> str:
    safe = url.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
    return f"[{label}](<{safe}>)"


def _mark(wording: Wording, sign: str) -> str:
    return "".join(_mark_segment(segment, sign) for segment in wording)


def _mark_segment(segment: Segment, sign: str) -> str:
    """The segment with its signs set against its words: Markdown takes no sign that stands beside a space."""
    words = segment.text.strip()
    if not words:
        return segment.text
    lead, tail = segment.text.partition(words)[::2]
    shown = escape_markdown(words)
    shown = f"_{shown}_" if segment.mention else shown
    return f"{lead}{sign}{shown}{sign}{tail}" if segment.changed else f"{lead}{shown}{tail}"
