"""The digest as text, for a terminal, a file or the text part of a mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from monitors.digests.days import local_time, long_day
from monitors.digests.facts import (
    PLACES,
    STORIES,
    change_address,
    describe_taken_back,
    list_facts,
    web_address,
    where_told,
)
from monitors.digests.passages import clean_text
from monitors.digests.records import Digest, Group, Sighting, Story, Wording
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

_NARROW = 72
"""Columns below which a name stands on a line of its own."""

_STYLES = {
    "heading": "1", "name": "1", "faint": "2", "mention": "1;4", "added": "32", "removed": "31",
    "added mention": "1;4;32", "removed mention": "1;4;31",
}  # fmt: skip


class Ink(NamedTuple):
    """A run of text and how it looks on a terminal."""

    text: str
    style: str = ""


class Sheet(NamedTuple):
    """What the lines are written on: the width in columns, where the text column begins, whether colours are seen."""

    width: int
    column: int
    colour: bool
    review_url: str | None


def render_text(digest: Digest, *, width: int = 100, colour: bool = False, review_url: str | None = None) -> str:
    """The digest as lines of at most `width` columns, ending in a line feed.

    Without `colour`, mentions stand in [brackets] and changed words in *asterisks*.
    Addresses are never broken, so that they can be clicked.
    """
    width = max(width, 40)
    sheet = Sheet(width, 24 if width >= _NARROW else 4, colour, review_url)
    return "\n".join(line.rstrip() for line in _write_digest(digest, sheet)) + "\n"


def _write_digest(digest: Digest, sheet: Sheet) -> Iterator[str]:
    title = f"defenderwatch · {long_day(digest.date)} ({digest.zone.key})"
    yield from wrap([Ink(title, "heading")], sheet, 0)
    yield from wrap([Ink(head_line(digest))], sheet, 0)
    for group in Group:
        stories = digest.stories_in(group)
        if stories:
            yield from ("", _paint(Ink(GROUPS[group].upper(), "heading"), sheet.colour))
            for _, told in groupby(stories, key=lambda story: story.subject):
                yield from _write_subject(list(told), digest, sheet)
    yield from _write_taken_back(digest, sheet)
    yield from _write_not_seen(digest, sheet)
    yield ""
    last = local_time(digest.last_check_at, digest.zone) if digest.last_check_at else None
    for line in filter(None, (heartbeat(digest, last), leftovers(digest), warn_unverified(digest))):
        yield from wrap([Ink(line, "faint")], sheet, 0)


def _write_subject(stories: list[Story], digest: Digest, sheet: Sheet) -> Iterator[str]:
    for story in stories[:STORIES]:
        yield from _write_story(story, digest, sheet)
    if len(stories) > STORIES:
        yield from _row(
            "", [Ink(count("and %(num)s more", "and %(num)s more", len(stories) - STORIES), "faint")], sheet
        )


def _write_story(story: Story, digest: Digest, sheet: Sheet) -> Iterator[str]:
    head = f"{describe_event(story)} {where_told(story, digest.zone)}"
    yield from _row(clean_text(story.name), [Ink(head)], sheet)
    for inks in _write_wording(story, sheet.colour):
        yield from wrap(inks, sheet, sheet.column, hang=2)
    if story.also:
        also = "; ".join(f"{clean_text(each.name)} ({EVENTS[each.kind]})" for each in story.also)
        yield from wrap([Ink(_("also: %(names)s", names=also))], sheet, sheet.column, hang=2)
    why = _("why: %(reasons)s", reasons=clean_text(describe_reasons(story)))
    yield from wrap([Ink(why, "faint")], sheet, sheet.column, hang=2)
    yield from _write_places(story, digest, sheet)


def _write_places(story: Story, digest: Digest, sheet: Sheet) -> Iterator[str]:
    for sighting in story.sightings[:PLACES]:
        facts = list_facts(sighting, digest.zone)
        if len(story.sightings) > 1:
            facts.insert(0, sighting.source)
        yield from wrap([Ink(" · ".join(facts), "faint")], sheet, sheet.column, hang=2)
        yield from _write_addresses(sighting, sheet)
    if len(story.sightings) > PLACES:
        more = count("and %(num)s more place", "and %(num)s more places", len(story.sightings) - PLACES)
        yield from wrap([Ink(more, "faint")], sheet, sheet.column)


def _write_addresses(sighting: Sighting, sheet: Sheet) -> Iterator[str]:
    """The addresses, further to the left where they would not fit, and never broken: a terminal makes links of them."""
    addresses = {
        _("diff"): change_address(sheet.review_url, sighting.change.id),
        _("live"): web_address(sighting.change.url),
    }
    lines = [f"{label} {address}" for label, address in addresses.items() if address]
    fits = all(sheet.column + len(line) <= sheet.width for line in lines)
    for line in lines:
        yield " " * (sheet.column if fits else 4) + _paint(Ink(line, "faint"), sheet.colour)


def _write_wording(story: Story, colour: bool) -> Iterator[list[Ink]]:
    if story.before and story.after:
        yield [Ink("− ", "removed"), *_ink(story.before, "removed", colour)]
        yield [Ink("+ ", "added"), *_ink(story.after, "added", colour)]
    elif story.after:
        yield [Ink(_("reads:") + " “"), *_ink(story.after, "added", colour), Ink("”")]
    elif story.before:
        yield [Ink(_("was:") + " “"), *_ink(story.before, "removed", colour), Ink("”")]


def _ink(wording: Wording, side: str, colour: bool) -> Iterator[Ink]:
    if colour:
        for text, changed, mention in wording:
            yield Ink(text, " ".join(filter(None, (side if changed else "", "mention" if mention else ""))))
        return
    for changed, run in groupby(wording, key=lambda segment: segment.changed):
        shown = "".join(f"[{segment.text}]" if segment.mention else segment.text for segment in run)
        lead, tail = shown[: len(shown) - len(shown.lstrip())], shown[len(shown.rstrip()) :]
        yield Ink(f"{lead}*{shown.strip()}*{tail}" if changed and shown.strip() else shown)


def _write_taken_back(digest: Digest, sheet: Sheet) -> Iterator[str]:
    if digest.taken_back:
        yield from ("", _paint(Ink(_("taken back").upper(), "heading"), sheet.colour))
    for back in digest.taken_back:
        yield from _row(clean_text(back.source), [Ink(describe_taken_back(back, digest.zone))], sheet)


def _write_not_seen(digest: Digest, sheet: Sheet) -> Iterator[str]:
    if digest.not_seen:
        yield from ("", _paint(Ink(_("not seen").upper(), "heading"), sheet.colour))
    for source, state, detail in digest.not_seen:
        told = f"{say_term(state)}: {clean_text(say_detail(detail))}" if detail else say_term(state)
        yield from _row(source, [Ink(told)], sheet)


def _row(name: str, inks: Sequence[Ink], sheet: Sheet) -> Iterator[str]:
    """A name in the left column with text beside it; the name on its own line where it does not fit."""
    lines = list(wrap(inks, sheet, sheet.column))
    shown = _paint(Ink(name, "name"), sheet.colour)
    if not name:
        yield from lines
    elif len(name) > sheet.column - 4:
        yield f"  {shown}"
        yield from lines
    else:
        yield f"  {shown}{' ' * (sheet.column - 2 - len(name))}{lines[0].lstrip(' ')}"
        yield from lines[1:]


def wrap(inks: Iterable[Ink], sheet: Sheet, indent: int, *, hang: int = 0) -> Iterator[str]:
    """Lines within the sheet's width, words kept whole; lines after the first are indented `hang` columns more."""
    line: list[Ink] = []
    used = indent
    for word in _words(inks):
        length = sum(len(ink.text) for ink in word)
        if line and used + 1 + length > sheet.width:
            yield " " * indent + _join(line, sheet.colour)
            indent, hang, line = indent + hang, 0, []
            used = indent
        if line:
            line.append(Ink(" ", word[0].style if line[-1].style == word[0].style else ""))
        line += word
        used = used + length + (len(line) > len(word))
    yield " " * indent + _join(line, sheet.colour)


def _words(inks: Iterable[Ink]) -> Iterator[list[Ink]]:
    word: list[Ink] = []
    for text, style in inks:
        for place, piece in enumerate(text.split(" ")):
            if place and word:
                yield word
                word = []
            if piece:
                word.append(Ink(piece, style))
    if word:
        yield word


def _join(inks: list[Ink], colour: bool) -> str:
    runs = groupby(inks, key=lambda ink: ink.style)
    return "".join(_paint(Ink("".join(ink.text for ink in run), style), colour) for style, run in runs)


def _paint(ink: Ink, colour: bool) -> str:
    code = _STYLES.get(ink.style) if colour else None
    return f"\x1b[{code}m{ink.text}\x1b[0m" if code else ink.text
