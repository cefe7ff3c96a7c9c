"""The words a digest says for kinds of events, and sentences in the right number."""

from __future__ import annotations

from monitors.digests.days import short_day
from monitors.digests.passages import clean_text
from monitors.digests.records import Digest, Group, Story
from monitors.languages.numbers import write_decimal
from monitors.languages.speaking import N_, Phrases, _, count
from monitors.languages.terms import say_reason, say_term
from storage.records import ChangeKind, EventKind

_NAMED = 3
"""Names in a subject line, where the operator wants names there."""

GROUPS = Phrases({
    Group.VANISHED: N_("vanished"), Group.STATUS: N_("status"), Group.NEW: N_("new"), Group.CHANGED: N_("changed"),
})  # fmt: skip
"""The headings."""

EVENTS = Phrases({
    EventKind.APPEARED: N_("now named"),
    EventKind.DISAPPEARED: N_("no longer named"),
    EventKind.ADDED: N_("named once more"),
    EventKind.REMOVED: N_("named once less"),
    EventKind.CONTEXT_CHANGED: N_("reads differently"),
    EventKind.RESPELLED: N_("spelled differently"),
    EventKind.MOVED: N_("moved"),
})  # fmt: skip
"""What became of a subject on a page, as the second half of a sentence that begins with its name."""

CHANGES = Phrases({
    ChangeKind.NEW: N_("page new"),
    ChangeKind.CHANGED: N_("page changed"),
    ChangeKind.GONE: N_("page gone"),
    ChangeKind.BACK: N_("page back"),
})  # fmt: skip


def count_stories(group: Group, number: int) -> str:
    """How many stories stand under a heading: `3 vanished`, `2 status changes`."""
    match group:
        case Group.VANISHED:
            return count("%(num)s vanished", "%(num)s vanished", number)
        case Group.STATUS:
            return count("%(num)s status change", "%(num)s status changes", number)
        case Group.NEW:
            return count("%(num)s new", "%(num)s new", number)
        case Group.CHANGED:
            return count("%(num)s changed", "%(num)s changed", number)


def head_line(digest: Digest) -> str:
    """The counts of the day in one line; on a quiet day it says that nothing changed."""
    counts = [(group, len(digest.stories_in(group))) for group in Group]
    parts = [count_stories(group, number) for group, number in counts if number] or [_nothing(digest)]
    if digest.unchanged:
        parts.append(count("%(num)s page unchanged", "%(num)s pages unchanged", digest.unchanged))
    if digest.not_seen:
        parts.append(count("%(num)s source not seen", "%(num)s sources not seen", len(digest.not_seen)))
    return " · ".join(parts)


def _nothing(digest: Digest) -> str:
    return _("nothing changed") if digest.checks else _("no check ran")


def describe_event(story: Story) -> str:
    """What the head of a story says: the status where it changed, else what became of the subject."""
    if story.status and story.status_before and story.status != story.status_before:
        return f"{say_term(story.status_before)} → {say_term(story.status)}"
    if story.status and story.group is Group.STATUS:
        return _("now %(status)s", status=say_term(story.status))
    if story.is_gone:
        return _("gone with the page")
    words = EVENTS[story.kind]
    return f"{words}, {say_term(story.status)}" if story.status else words


def describe_reasons(story: Story) -> str:
    """Why it matched and why it matters: the rule, and the priority with its reasons."""
    rules = list(dict.fromkeys(say_term(each.event.rule) for each in story.sightings if each.event.rule))
    parts = ["; ".join(rules)] if rules else []
    reasons = f": {', '.join(map(say_reason, story.reasons))}" if story.reasons else ""
    priority = _("priority %(number)s", number=write_decimal(story.priority))
    return " · ".join([*parts, f"{priority}{reasons}"])


def heartbeat(digest: Digest, last_check: str | None) -> str:
    """What was looked at, also on a quiet day: silence is not a fact, a look without a change is one."""
    if not digest.checks:
        return _("No check ran on this day: this digest says nothing about the pages.")
    told = {
        "pages": count("%(num)s page", "%(num)s pages", digest.pages),
        "sources": count("of %(num)s source", "of %(num)s sources", digest.sources),
        "checks": count("in %(num)s check", "in %(num)s checks", digest.checks),
    }
    if last_check:
        return _("Looked at %(pages)s %(sources)s %(checks)s, the last at %(at)s.", at=last_check, **told)
    return _("Looked at %(pages)s %(sources)s %(checks)s.", **told)


def leftovers(digest: Digest) -> str | None:
    """What was counted and not listed, or None where nothing was left out."""
    parts = []
    if digest.minor:
        parts.append(count("%(num)s small rewording", "%(num)s small rewordings", digest.minor))
    if digest.baseline:
        parts.append(
            count(
                "%(num)s page first seen on a source's first check",
                "%(num)s pages first seen on a source's first check",
                digest.baseline,
            )
        )
    if digest.technical:
        parts.append(
            count(
                "%(num)s technical change of our own making",
                "%(num)s technical changes of our own making",
                digest.technical,
            )
        )
    return _("Not listed: %(counts)s.", counts=", ".join(parts)) if parts else None


def warn_unverified(digest: Digest) -> str | None:
    """Where anybody on the way could have changed what was received, or None where certificates are checked."""
    sources = ", ".join(digest.unverified)
    return _("Certificates are not checked at: %(sources)s.", sources=sources) if sources else None


def subject_line(digest: Digest, *, names: bool = False) -> str:
    """The subject of a mail: counts and the day. Names only where the operator asked for them: the list is secret."""
    vanished, status = len(digest.stories_in(Group.VANISHED)), len(digest.stories_in(Group.STATUS))
    rest = len(digest.stories) - vanished - status
    parts = [count_stories(Group.VANISHED, vanished)] if vanished else []
    parts += [count_stories(Group.STATUS, status)] if status else []
    more = count("%(num)s more", "%(num)s more", rest)
    parts += [more if parts else count("%(num)s change", "%(num)s changes", rest)] if rest else []
    parts = parts or [_nothing(digest)]
    if digest.not_seen:
        parts.append(count("%(num)s not seen", "%(num)s not seen", len(digest.not_seen)))
    told = ", ".join(dict.fromkeys(clean_text(story.name) for story in digest.stories[:_NAMED])) if names else ""
    return f"defenderwatch: {', '.join(parts)} ({short_day(digest.date)}){f': {told}' if told else ''}"
