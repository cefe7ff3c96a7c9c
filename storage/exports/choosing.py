"""Which captures are handed over: those asked for, and the originals that they lean on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from storage.archive.evidence import read_group
from storage.archive.statements import REDACTED
from storage.records import Capture
from storage.store import Store, StoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is asked for; each that is given narrows it. Nothing given: all captures.

    `url` is a page's address (its redirects and joined pages belong to it), `subject` the id of one: then
    it is every capture of the pages that ever named it, because silence afterwards is evidence too.
    """

    source: str | None = None
    url: str | None = None
    subject: str | None = None
    since: datetime | None = None  # inclusive, by the time of the capture
    until: datetime | None = None  # exclusive
    capture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The captures of an export, in the order of the archive."""

    asked: tuple[Capture, ...]
    originals: tuple[Capture, ...]  # not asked for: captures asked for lean on their bodies
    redacted: int = 0  # asked for, and forgotten

    @property
    def captures(self) -> list[Capture]:
        """All of them."""
        return sorted((*self.asked, *self.originals), key=lambda each: each.sequence)


def choose_captures(store: Store, selection: Selection) -> Choice:
    """The captures that are asked for, and the originals of their revisits; StoreError where there is none."""
    page = store.resolve_page(selection.url) if selection.url else None
    asked = list(
        store.select_captures(
            source=selection.source,
            url=selection.url,
            page=page.url if page else None,
            subject=selection.subject,
            since=selection.since,
            until=selection.until,
            capture=selection.capture,
        )
    )
    redacted = [each for each in asked if REDACTED in each.flags]
    asked = [each for each in asked if REDACTED not in each.flags]
    if not asked:
        raise StoreError("no capture is of that kind; `history URL` and `health` tell what is kept")
    known = {each.id for each in asked}
    originals = {each.id: each for each in _originals(store, asked) if each.id not in known}
    return Choice(asked=tuple(asked), originals=tuple(originals.values()), redacted=len(redacted))


def _originals(store: Store, captures: list[Capture]) -> Iterator[Capture]:
    """The captures whose bodies these lean on, as their statements name them.

    After a 304 that may be a revisit, and then its original follows.
    """
    seen: set[str] = set()
    waiting = list(captures)
    while waiting:
        capture = waiting.pop()
        if (capture.payload_file, capture.payload_offset) in ((None, None), (capture.file, capture.offset)):
            continue
        name = read_group(store.archive, capture).statement["original"]
        if name in seen:
            continue
        seen.add(name)
        original = store.capture(name) if name else None
        if original is None:
            raise StoreError(f"capture {capture.id} leans on one that is not kept; see `archive verify`")
        waiting.append(original)
        yield original
