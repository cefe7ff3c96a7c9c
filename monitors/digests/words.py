"""The words a digest says for kinds of events, and sentences in the right number."""

from __future__ import annotations

from monitors.digests.days import short_day
from monitors.digests.passages import clean_text
from monitors.digests.records import Digest, Group, Story
from storage.records import ChangeKind, EventKind

_NAMED = 3
"""Names in a subject line, where the operator wants names there."""

HEADINGS = {
    Group.VANISHED: ("vanished", "vanished"),
    Group.STATUS: ("status change", "status changes"),
    Group.NEW: ("new", "new"),
    Group.CHANGED: ("changed", "changed"),
}
"""What one and what several stories under a heading are called."""

EVENTS = {
    EventKind.APPEARED: "now named",
    EventKind.DISAPPEARED: "no longer named",
    EventKind.ADDED: "named once more",
    EventKind.REMOVED: "named once less",
    EventKind.CONTEXT_CHANGED: "reads differently",
    EventKind.RESPELLED: "spelled differently",
    EventKind.MOVED: "moved",
}
"""What became of a subject on a page, as the second half of a sentence that begins with its name."""

CHANGES = {
    ChangeKind.NEW: "new page",
    ChangeKind.CHANGED: "page changed",
    ChangeKind.GONE: "page gone",
    ChangeKind.BACK: "page back",
}


def count_words(number: int, one: str, several: str) -> str:
    """`1 page`, `2 pages`."""
    return f"{number:,} {one if number == 1 else several}"


def head_line(digest: Digest) -> str:
    """The counts of the day in one line; on a quiet day it says that nothing changed."""
    counts = [(len(digest.stories_in(group)), HEADINGS[group]) for group in Group]
    parts = [count_words(number, *words) for number, words in counts if number]
    if not parts:
        parts = ["nothing changed" if digest.checks else "no check ran"]
    if digest.unchanged:
        parts.append(count_words(digest.unchanged, "page unchanged", "pages unchanged"))
    if digest.not_seen:
        parts.append(count_words(len(digest.not_seen), "source not seen", "sources not seen"))
    return " · ".join(parts)


def describe_event(story: Story) -> str:
    """What the head of a story says: the status where it changed, else what became of the subject."""
    if story.status and story.status_before and story.status != story.status_before:
        return f"{story.status_before} → {story.status}"
    if story.status and story.group is Group.STATUS:
        return f"now {story.status}"
    if story.is_gone:
        return "gone with the page"
    words = EVENTS[story.kind]
    return f"{words}, {story.status}" if story.status else words


def describe_reasons(story: Story) -> str:
    """Why it matched and why it matters: the rule, and the priority with its reasons."""
    rules = list(dict.fromkeys(each.event.rule for each in story.sightings if each.event.rule))
    parts = ["; ".join(rules)] if rules else []
    reasons = f": {', '.join(story.reasons)}" if story.reasons else ""
    return " · ".join([*parts, f"priority {story.priority:.2f}{reasons}"])


def heartbeat(digest: Digest, last_check: str | None) -> str:
    """What was looked at, also on a quiet day: silence is not a fact, a look without a change is one."""
    if not digest.checks:
        return "No check ran on this day: this digest says nothing about the pages."
    looked = (
        f"Looked at {count_words(digest.pages, 'page', 'pages')} of "
        f"{count_words(digest.sources, 'source', 'sources')} in {count_words(digest.checks, 'check', 'checks')}"
    )
    return f"{looked}, the last at {last_check}." if last_check else f"{looked}."


def leftovers(digest: Digest) -> str | None:
    """What was counted and not listed, or None where nothing was left out."""
    parts = []
    if digest.minor:
        parts.append(count_words(digest.minor, "small rewording", "small rewordings"))
    if digest.baseline:
        parts.append(count_words(digest.baseline, "page first seen", "pages first seen") + " on a source's first check")
    if digest.technical:
        parts.append(count_words(digest.technical, "technical change", "technical changes") + " of our own making")
    return f"Not listed: {', '.join(parts)}." if parts else None


def warn_unverified(digest: Digest) -> str | None:
    """Where anybody on the way could have changed what was received, or None where certificates are checked."""
    return f"Certificates are not checked at: {', '.join(digest.unverified)}." if digest.unverified else None


def subject_line(digest: Digest, *, names: bool = False) -> str:
    """The subject of a mail: counts and the day. Names only where the operator asked for them: the list is secret."""
    vanished, status = len(digest.stories_in(Group.VANISHED)), len(digest.stories_in(Group.STATUS))
    rest = len(digest.stories) - vanished - status
    parts = [f"{vanished} vanished"] if vanished else []
    parts += [count_words(status, *HEADINGS[Group.STATUS])] if status else []
    parts += [f"{rest} more" if parts else count_words(rest, "change", "changes")] if rest else []
    if not parts:
        parts = ["nothing changed" if digest.checks else "no check ran"]
    if digest.not_seen:
        parts.append(f"{len(digest.not_seen)} not seen")
    told = ", ".join(dict.fromkeys(clean_text(story.name) for story in digest.stories[:_NAMED])) if names else ""
    return f"defenderwatch: {', '.join(parts)} ({short_day(digest.date)}){f': {told}' if told else ''}"
